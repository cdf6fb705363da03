"""Indicator rows: add, remove, move."""

from ui.window_context import WindowContext


class RowCommands:
    """The menu 指标."""

    def __init__(self, context: WindowContext) -> None:
        self._context = context
        self._controller = context.controller
        self._view = context.view

    def insert_row(self) -> None:
        """A row below the current one, with its levels; at the end when the cursor stands elsewhere."""
        self._view.commit_editor()
        rows = self._view.selected_rows()
        self.insert_below(rows[-1] if rows else None)

    def insert_below(self, row: str | None) -> None:
        """A row below this one (None: at the end), and the cursor on its name."""
        form = self._controller.form_id
        before = set(self._all_rows())
        self._controller.perform(lambda: self._controller.file.editing.insert_row(form, row))
        new = next((row_id for row_id in self._all_rows() if row_id not in before), None)
        if new is not None:
            self._view.go_to_field(new, "level3")

    def remove_rows(self) -> None:
        """Take the selected rows out; undo brings them back."""
        self._view.commit_editor()
        rows = self._view.selected_rows()
        if not rows:
            self._context.notice("请先把光标放在要删除的指标行")
            return
        form = self._controller.form_id
        order = self._all_rows()
        at = order.index(rows[0])
        if (
            self._controller.perform(lambda: self._controller.file.editing.remove_rows(form, rows))
            is None
        ):
            return
        left = self._all_rows()
        if left:
            self._view.go_to_field(left[min(at, len(left) - 1)], "level3")
        self._context.notice(f"已删除 {len(rows)} 行指标，可撤销")

    def move_up(self) -> None:
        """One row up."""
        self._move(-1)

    def move_down(self) -> None:
        """One row down."""
        self._move(1)

    def drop_rows(self, rows: list[str], position: int) -> None:
        """Put rows before the one that stands at a position (drag and drop); asked as with the keys."""
        if not self._agreed_at(rows, position):
            return
        self._controller.perform(
            lambda: self._controller.file.editing.place_rows(
                self._controller.form_id, rows, position
            )
        )

    def _move(self, delta: int) -> None:
        self._view.commit_editor()
        rows = self._view.selected_rows()
        cell = self._view.current_cell()
        if not rows or cell is None:
            self._context.notice("请先把光标放在要移动的指标行")
            return
        if not self._agreed(rows, delta):
            return
        outcome = self._controller.perform(
            lambda: self._controller.file.editing.move_rows(self._controller.form_id, rows, delta)
        )
        if outcome is None:
            return
        if not outcome.changed:
            self._context.notice("已经到头了")
            return
        self._view.select_rows(rows, cell.field)

    def _agreed(self, rows: list[str], delta: int) -> bool:
        """Asked before rows leave their 一级指标: what stood under 产出 would stand under 效益."""
        order = self._all_rows()
        at = order.index(rows[0]) - 1 if delta < 0 else order.index(rows[-1]) + 1
        if not 0 <= at < len(order):
            return True
        return self._may_leave(rows, {order[at]})

    def _agreed_at(self, rows: list[str], position: int) -> bool:
        """The same for rows that are dropped: they stay where a neighbour is of their group."""
        order = self._all_rows()
        rest = [row for row in order if row not in rows]
        place = sum(row not in rows for row in order[:position])
        return not rows or self._may_leave(rows, set(rest[max(place - 1, 0) : place + 1]))

    def _may_leave(self, rows: list[str], beside: set[str]) -> bool:
        own = self._group(rows[0])
        others = {group for row in beside if (group := self._group(row))}
        if not own or not others or own in others:
            return True
        question = f"所选指标属于“{own}”，再移就到“{min(others)}”那一组里了。要移过去吗？"
        return self._context.prompts.confirm(question, "移过去")

    def _group(self, row: str) -> str:
        cell = self._view.grid.find(row, "level1")
        return cell.text.replace("\n", "") if cell is not None else ""

    def _all_rows(self) -> list[str]:
        return list(dict.fromkeys(row_id for row in self._view.grid.rows for row_id in row.row_ids))
