"""Cells: undo, clipboard, fill, find."""

from datetime import date

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtGui import QGuiApplication

from perfdesk.cellpath import CellPath
from perfdesk.grid import Cell, Role
from ui.dialogs.cells.fill_field import FillDialog
from ui.dialogs.cells.find_replace import FindDialog
from ui.dialogs.cells.history import moment
from ui.dialogs.cells.phrases import PhrasesDialog
from ui.dialogs.cells.steps import StepsDialog
from ui.paper import cell_block as transfer_block
from ui.paper import clipboard
from ui.paper.form_model import keys
from ui.window_context import WindowContext


class EditCommands:
    """The menu 编辑."""

    def __init__(self, context: WindowContext) -> None:
        self._context = context
        self._controller = context.controller
        self._view = context.view

    def undo(self) -> None:
        """Take back the last step, wherever it was, and show that form."""
        self._step(undo=True)

    def redo(self) -> None:
        """Do it again."""
        self._step(undo=False)

    def edit_cell(self) -> None:
        """Open the editor on what stands there."""
        self._view.edit(self._view.currentIndex())

    def copy(self) -> None:
        """Put the selected block on the clipboard, as text and as a table."""
        block = transfer_block.block_of(self._view.grid, self._view.selected_cells())
        if block:
            QGuiApplication.clipboard().setMimeData(clipboard.mime_data(block))

    def cut(self) -> None:
        """Copy, then clear."""
        self.copy()
        self.clear()

    def paste(self) -> None:
        """Put the block of the clipboard here; one value goes into every selected cell."""
        block = clipboard.read(QGuiApplication.clipboard().mimeData())
        cells = self._view.selected_cells()
        if not block or not cells:
            self._context.notice("剪贴板里没有可粘贴的文字")
            return
        rows = transfer_block.plan_rows(self._view.grid, cells[0], block)
        if rows is not None:
            self._paste_rows(rows)
            return
        plan = transfer_block.plan_paste(self._view.grid, cells, block)
        if not self._set_many(plan.entries, "粘贴"):
            told = ""
        else:
            self._mark(plan.entries)
            told = f"已粘贴 {len(plan.entries)} 格，可撤销" if len(plan.entries) > 1 else ""
        if plan.skipped:
            told += f"{'；' if told else ''}{plan.skipped} 格不能填写或超出表格，已跳过"
        if told:
            self._context.notice(told)

    def _mark(self, entries: list[tuple[Cell, str]]) -> None:
        """Select what was pasted, as Excel does; the cursor stays where it was."""
        grid, selection = self._view.grid, QItemSelection()
        for cell, _ in entries:
            now = grid.find(cell.row_id, cell.field)
            if now is not None:
                index = self._view.form.index_of(now)
                selection.select(index, index)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self._view.selectionModel().select(selection, flag)

    def _paste_rows(self, plan: transfer_block.RowsPlan) -> None:
        """A block of indicators, with new rows for those that find no place."""
        form, editing = self._controller.form_id, self._controller.file.editing
        entries = [(CellPath(form, row, name), text) for row, name, text in plan.entries]
        if self._controller.perform(lambda: editing.paste_rows(form, entries, plan.rows)) is None:
            return
        told = [f"已增加 {len(plan.rows)} 行指标，可撤销"] if plan.rows else []
        told += [f"{plan.skipped} 格超出表格，已跳过"] if plan.skipped else []
        if told:
            self._context.notice("；".join(told))

    def fill_selected(self, text: str) -> None:
        """One typed text into every selected cell; sums are left alone, and that is said."""
        block = [[transfer_block.BlockCell(text)]]
        plan = transfer_block.plan_paste(self._view.grid, self._view.selected_cells(), block)
        self._set_many(plan.entries, "填入所选各格")
        if plan.skipped:
            self._context.notice(f"{plan.skipped} 格不能填写，已跳过")

    def clear(self) -> None:
        """Empty the selected cells; a computed one computes again."""
        self._set_many([(cell, "") for cell in self._view.selected_cells()], "清除")

    def fill_down(self) -> None:
        """Fill the selected cells with the first of their column, or one cell with that above it."""
        self._set_many(
            transfer_block.plan_fill_down(self._view.grid, self._view.selected_cells()), "向下填充"
        )

    def insert_date(self) -> None:
        """Put today's date into the cell, or into what is being typed."""
        today = date.today().isoformat()  # noqa: DTZ011 - the user's own calendar
        cell, editor = self._view.current_cell(), self._view.cells.editor
        if editor is not None:
            editor.insertPlainText(today)
        elif cell is not None and cell.role is not Role.COMPUTED:
            self._set_many([(cell, today)], "填入日期")

    def set_automatic(self) -> None:
        """Let the computed cell follow its inputs again."""
        cell = self._view.current_cell()
        if cell is not None and cell.role is Role.COMPUTED:
            self.take_computed(cell)
        else:
            self._context.notice("这一格不是自动计算的")

    def take_computed(self, cell: Cell) -> None:
        """Take the computed value of this cell."""
        self._controller.perform(
            lambda: self._controller.file.editing.set_automatic(self._controller.path(cell))
        )

    def find(self) -> None:
        """Find a text in all forms."""
        self._find(replacing=False)

    def replace(self) -> None:
        """Find and replace, with a preview."""
        self._find(replacing=True)

    def fill_field(self) -> None:
        """One text into one field of many forms."""
        self._view.commit_editor()
        FillDialog(self._context).open()

    def recover_drafts(self) -> None:
        """Put the texts that were being typed when the program ended into their cells, as one step."""
        drafts = self._controller.file.safekeeping.drafts
        if not drafts:
            self._context.notice("没有未填完的文字")
            return
        entries = [(draft.path, draft.text) for draft in drafts]
        outcome = self._controller.perform(
            lambda: self._controller.file.editing.set_many(entries, "找回未填完的文字")
        )
        if outcome is not None:
            for draft in drafts:
                self._controller.file.safekeeping.drop_draft(draft.path)
            self._context.notice(f"已找回 {len(drafts)} 格，可撤销")

    def phrases(self) -> None:
        """Choose one of the unit's phrases for this cell."""
        self._view.commit_editor()
        PhrasesDialog(self._context).open()

    def _find(self, *, replacing: bool) -> None:
        self._view.commit_editor()
        FindDialog.show_for(self._context, replacing=replacing)

    def _step(self, *, undo: bool) -> None:
        self._view.commit_editor()
        editing = self._controller.file.editing
        if undo and self._stopped():
            return
        label = editing.undo_label if undo else editing.redo_label
        outcome = self._controller.perform(editing.undo if undo else editing.redo)
        word = "撤销" if undo else "重做"
        if outcome is None:
            # What hindered a step that there is has been said.
            if not label:
                self._context.notice(f"没有可{word}的操作")
            return
        if outcome.paths and outcome.paths[0].form == self._controller.form_id:
            self._view.go_to_field(outcome.paths[0].row, outcome.paths[0].field)
        self._context.notice(f"已{word}：{label}")

    def _stopped(self) -> bool:
        """Whether undo waits for a second word: before what it was not meant for, said in one line."""
        steps = self._controller.file.steps
        why, step = steps.stop(), steps.next_undo
        if not why or step is None:
            return False
        self._context.notice(
            f"下一步撤销的是“{step.label}”（{moment(step.at)}）：{why}。确实要撤销，请再按一次"
        )
        return True

    def step_list(self) -> None:
        """Every step, and going back to any of them."""
        self._view.commit_editor()
        StepsDialog(self._context).open()

    def _set_many(self, entries: list[tuple[Cell, str]], label: str) -> bool:
        """Whether it was done; a key that changes nothing says so."""
        if not entries:
            self._context.notice(f"没有可{label}的：所选的格不能填写，或上面没有内容")
            return False
        form = self._controller.form_id
        listed = [(CellPath(form, *key), text) for cell, text in entries for key in keys(cell)]
        done = self._controller.perform(
            lambda: self._controller.file.editing.set_many(listed, f"{label} {len(entries)} 格")
        )
        return done is not None
