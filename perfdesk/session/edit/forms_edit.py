"""Editing a form: cells, levels, indicator rows, forms, fixes, undo and redo."""

from collections.abc import Mapping, Sequence

from perfdesk.cellpath import HEADER, ROW_PREFIX, CellPath
from perfdesk.changes import (
    AddForm,
    Batch,
    Change,
    InsertRow,
    Mode,
    MoveRow,
    RemoveForm,
    RemoveRow,
    SetBeside,
    SetValue,
)
from perfdesk.compute import acceptable, kept_dependents
from perfdesk.document import state
from perfdesk.findings import Edit, Fix
from perfdesk.session.core import Core
from perfdesk.session.edit.new_form import new_form, new_id
from perfdesk.session.edit.several_cells import cleared_ticks, parts_of_target
from perfdesk.session.edit.typed_text import enter
from perfdesk.session.outcome import Outcome
from perfdesk.template.model import Field
from perfdesk.values import same_text

UNTOUCHED = Outcome()
_LEVELS = ("level1", "level2", "term")


class Editing:
    """The edits of the window. Each answers an `Outcome`; nothing changed gives `seq` 0."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def set_text(self, path: CellPath, raw: str, beside: SetBeside | None = None) -> Outcome:
        """Type a text into a cell. A computed cell is overridden; cleared, it computes again.

        `beside` is kept in the same step: the note with the formula that was typed.
        """
        entries = [(path, raw)]
        changes, notices = self._assignments(entries)
        return self._do([*changes, *([beside] if beside else [])], self._label(entries), notices)

    def set_many(self, entries: Sequence[tuple[CellPath, str]], label: str = "") -> Outcome:
        """Several cells as one step; cells that take no text are skipped, and that is said."""
        changes, notices = self._assignments(entries)
        return self._do(changes, label or self._label(entries), notices)

    def paste_rows(
        self,
        form_id: str,
        entries: Sequence[tuple[CellPath, str]],
        rows: Sequence[Mapping[str, str]],
    ) -> Outcome:
        """A pasted block of indicators as one step: into the rows there are, the rest as new rows below.

        A level that a new row does not name is that of the row above it.
        """
        changes, notices = self._assignments(entries)
        form = self._core.document.form(form_id)
        template = self._core.catalog.get(form.template_id)
        above: dict[str, str | None] = dict(form.indicators[-1].values) if form.indicators else {}
        last = form.indicators[-1].id if form.indicators else ""
        above |= {
            change.path.field: change.text
            for change in changes
            if isinstance(change, SetValue) and change.path.row == last
        }
        for number, texts in enumerate(rows):
            values = {name: above[name] for name in _LEVELS if above.get(name)}
            for name, raw in texts.items():
                field = template.field(form.new_row_id(), name)
                entry = enter(raw, field) if field is not None else None
                if entry is not None and entry.text is not None:
                    values[name] = entry.text
                    notices += entry.notices
            above = values
            place = len(form.indicators) + number
            changes.append(InsertRow(form_id, f"r{form.next_row + number}", place, values))
        return self._do(changes, "粘贴指标", notices)

    def _assignments(
        self, entries: Sequence[tuple[CellPath, str]]
    ) -> tuple[list[Change], list[str]]:
        changes: list[Change] = []
        notices: list[str] = []
        skipped = 0
        for path, raw in entries:
            field = self._field(path)
            if field is None:
                skipped += 1
                continue
            entry = enter(raw, field)
            notices += entry.notices
            changes += self._assignment(path, field, entry.text)
            changes += cleared_ticks(self._core, path, field, entry.text)
        if skipped:
            notices.append(f"{skipped} 个单元格不能填写，已跳过")
        return changes, notices

    def set_level(self, form_id: str, row_ids: Sequence[str], name: str, raw: str) -> Outcome:
        """Rename a merged level cell: every row it stands for, as one step."""
        return self.set_many([(CellPath(form_id, row, name), raw) for row in row_ids])

    def set_automatic(self, path: CellPath) -> Outcome:
        """Let a computed cell follow its inputs again."""
        return self._do([SetValue(path, None, Mode.AUTOMATIC)], f"按数计算{self._name(path)}", [])

    def insert_row(
        self, form_id: str, after: str | None = None, count: int = 1, *, like: bool = True
    ) -> Outcome:
        """Add empty rows below a row (None: indicators at the end), with that row's levels.

        Below a row of a further block (任务) they are rows of that block.
        """
        form = self._core.document.form(form_id)
        template = self._core.catalog.get(form.template_id)
        block = template.block_of(after) if after is not None else None
        prefix = block.prefix if block else ROW_PREFIX
        rows = form.indicators if after is None else form.rows_beside(after)
        position = len(rows) if after is None else form.index(after) + 1
        neighbour = rows[position - 1] if position and block is None else None
        kept = [template.name_of(prefix, name) for name in _LEVELS] if like and neighbour else []
        values = {name: neighbour.get(name) for name in kept if neighbour and neighbour.get(name)}
        changes: list[Change] = [
            InsertRow(
                form_id,
                f"{prefix}{form.next_row + offset}",
                position + offset,
                values,
                block.name if block else "",
            )
            for offset in range(count)
        ]
        return self._do(changes, f"增加{block.label if block else '指标'}", [])

    def add_block_row(self, form_id: str, block_name: str) -> Outcome:
        """An empty row at the end of a further block, which may have none yet."""
        form = self._core.document.form(form_id)
        block = self._core.catalog.get(form.template_id).block(block_name)
        if block is None:
            return UNTOUCHED
        place = len(form.blocks.get(block_name, ()))
        row = InsertRow(form_id, form.new_row_id(block.prefix), place, {}, block_name)
        return self._do([row], f"增加{block.label}", [])

    def remove_rows(self, form_id: str, row_ids: Sequence[str]) -> Outcome:
        """Take indicator rows out."""
        changes: list[Change] = [RemoveRow(form_id, row) for row in row_ids]
        return self._do(changes, "删除指标", [], dependents_of=(form_id, row_ids))

    def move_rows(self, form_id: str, row_ids: Sequence[str], delta: int) -> Outcome:
        """Move indicator rows up (negative) or down together; at the edge nothing happens."""
        form = self._core.document.form(form_id)
        beside = form.rows_beside(row_ids[0]) if row_ids else []
        places = sorted(form.index(row) for row in row_ids)
        if not places or places[0] + delta < 0 or places[-1] + delta >= len(beside):
            return UNTOUCHED
        order = [beside[place].id for place in places]
        ordered = order if delta < 0 else list(reversed(order))
        changes: list[Change] = [MoveRow(form_id, row, form.index(row) + delta) for row in ordered]
        return self._do(changes, "移动指标", [])

    def place_rows(self, form_id: str, row_ids: Sequence[str], position: int) -> Outcome:
        """Put rows before the row that now stands at `position` (drag and drop)."""
        form = self._core.document.form(form_id)
        beside = form.rows_beside(row_ids[0]) if row_ids else []
        moved = [row.id for row in beside if row.id in set(row_ids)]
        rest = [row.id for row in beside if row.id not in set(row_ids)]
        before = sum(1 for row in beside[:position] if row.id not in set(row_ids))
        wanted = rest[:before] + moved + rest[before:]
        if wanted == [row.id for row in beside]:
            return UNTOUCHED
        changes: list[Change] = [MoveRow(form_id, row, place) for place, row in enumerate(wanted)]
        return self._do(changes, "移动指标", [])

    def new_form(self, template_id: str, year: int | None, project_name: str = "") -> Outcome:
        """Start a form from a template."""
        template = self._core.catalog.get(template_id)
        form = new_form(template, self._core.profile(template_id), year, project_name)
        return self._core.edit(AddForm(state(form)), f"新建{template.title}", form.id)

    def carry_over(
        self, form_ids: Sequence[str], year: int | None, template_id: str | None = None
    ) -> Outcome:
        """Forms for a year after others (None: each of its own template), as one step.

        Names, goals, indicators and targets are taken over; what belongs to the year is blank.
        """
        from perfdesk.session.edit.copy_forward import carried_over

        made = []
        for source in map(self._core.document.form, form_ids):
            of = self._core.catalog.get(source.template_id)
            target = self._core.catalog.get(template_id or source.template_id)
            made.append(carried_over(source, of, target, self._core.profile(target.id), year))
        if not made:
            return UNTOUCHED
        changes: list[Change] = [AddForm(state(form)) for form in made]
        change = changes[0] if len(changes) == 1 else Batch(tuple(changes), "照已有表新建")
        return self._core.edit(change, "照已有表新建", made[0].id)

    def duplicate_form(self, form_id: str) -> Outcome:
        """A copy of a form right below it; its name says that it is one."""
        form = self._core.document.form(form_id)
        data = state(form) | {"id": new_id()}
        data["header"]["project_name"] = f"{form.header.get('project_name') or ''}（副本）"
        position = list(self._core.document.forms).index(form_id) + 1
        return self._core.edit(AddForm(data, position), "复制表", data["id"])

    def remove_form(self, form_id: str) -> Outcome:
        """Move a form to the recycle bin; undo brings it back."""
        return self._core.edit(RemoveForm(form_id), "删除表")

    def apply_fix(self, fix: Fix) -> Outcome:
        """Take a quick fix as one step."""
        changes: list[Change] = []
        for edit in fix.edits:
            changes += self._fix_changes(edit)
        return self._do(changes, fix.label, [])

    def undo(self) -> Outcome | None:
        """Take back the last step; None when there is none."""
        return self._core.undo()

    def redo(self) -> Outcome | None:
        """Do the step again that was taken back last; None when there is none."""
        return self._core.redo()

    @property
    def undo_label(self) -> str | None:
        """What 撤销 would take back."""
        entry = self._core.history.to_undo
        return entry.label if entry else None

    @property
    def redo_label(self) -> str | None:
        """What 重做 would do again."""
        entry = self._core.history.to_redo
        return entry.label if entry else None

    def _fix_changes(self, edit: Edit) -> list[Change]:
        if edit.removes_row:
            return [RemoveRow(edit.path.form, edit.path.row)]
        if edit.automatic:
            return [SetValue(edit.path, None, Mode.AUTOMATIC)]
        field = self._field(edit.path)
        return self._assignment(edit.path, field, edit.text) if field else []

    def _assignment(self, path: CellPath, field: Field, text: str | None) -> list[Change]:
        form = self._core.document.form(path.form)
        if field.computed == "joined":
            return parts_of_target(self._core, path, field, text)
        if not self._computed(path, field):
            if text == form.get(path.row, path.field):
                return []
            return [SetValue(path, text)]
        view = self._core.view(path.form)
        computed = view.computed.get((path.row, path.field))
        if text is None or same_text(text, computed):
            if form.mode(path.row, path.field) is Mode.AUTOMATIC:
                return []
            return [SetValue(path, None, Mode.AUTOMATIC)]
        if text == view.text(path.field, path.row):
            return []
        return [SetValue(path, text, Mode.OVERRIDDEN)]

    def _do(
        self,
        changes: list[Change],
        label: str,
        notices: list[str],
        dependents_of: tuple[str, Sequence[str]] | None = None,
    ) -> Outcome:
        if not changes:
            return UNTOUCHED.with_notices(*notices)
        freed, said = self._freed(changes, dependents_of)
        changes = [*changes, *freed]
        change = changes[0] if len(changes) == 1 else Batch(tuple(changes), label)
        return self._core.edit(change, label).with_notices(*notices, *said)

    def _freed(
        self, changes: list[Change], dependents_of: tuple[str, Sequence[str]] | None
    ) -> tuple[list[Change], list[str]]:
        """Kept cells that agreed with their inputs follow them from now on (DESIGN.md)."""
        touched = [part.path for part in changes if isinstance(part, SetValue)]
        if dependents_of is not None:
            form_id, rows = dependents_of
            form = self._core.document.form(form_id)
            sections = self._core.catalog.get(form.template_id).sections
            touched += [
                CellPath(form_id, row, field.name)
                for row in rows
                for field in sections.get(row[:1], ())
            ]
        assigned = set(touched)
        freed: dict[CellPath, None] = {}
        for path in touched:
            view = self._core.view(path.form)
            for row, name in kept_dependents(view.form, view.template, path.row, path.field):
                dependent = CellPath(path.form, row, name)
                if dependent not in assigned and acceptable(view, row, name):
                    freed[dependent] = None
        names = "、".join(dict.fromkeys(self._name(path) for path in freed))
        said = [f"{names}原为导入时的数，现随填报数自动计算"] if freed else []
        return [SetValue(path, None, Mode.AUTOMATIC) for path in freed], said

    def _field(self, path: CellPath) -> Field | None:
        form = self._core.document.forms.get(path.form)
        if form is None or (path.row != HEADER and form.row(path.row) is None):
            return None
        return self._core.catalog.get(form.template_id).field(path.row, path.field)

    def _computed(self, path: CellPath, field: Field) -> bool:
        return (path.row, path.field) in self._core.view(path.form).computed and bool(
            field.computed
        )

    def _name(self, path: CellPath) -> str:
        field = self._field(path)
        return field.label.rstrip("：:") if field else path.field

    def _label(self, entries: Sequence[tuple[CellPath, str]]) -> str:
        names = list(dict.fromkeys(self._name(path) for path, _ in entries))
        if len(names) == 1:
            return f"填写{names[0]}"
        return f"填写 {len(entries)} 个单元格"
