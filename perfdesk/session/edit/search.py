"""查找替换 over all forms, and one text filled into one field of many forms; each is one undo."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from perfdesk.cellpath import HEADER, CellPath
from perfdesk.document import FormView
from perfdesk.grid import Cell, Role
from perfdesk.layout import build_grid
from perfdesk.session.core import Core
from perfdesk.session.edit.earlier import EarlierTexts
from perfdesk.session.edit.forms_edit import UNTOUCHED, Editing
from perfdesk.session.edit.text_search import Query, blank
from perfdesk.session.labels import on_one_line
from perfdesk.session.outcome import Outcome

COMPUTED_CELL = "按数计算，不替换"
NOT_IN_FORM = "此表没有这一栏"
FILLED_ALREADY = "已有内容"


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A cell where the text stands (or that would be filled), with what it would hold."""

    paths: tuple[CellPath, ...]
    """Several for a merged level cell: it is one cell on the paper."""
    project: str
    year: int | None
    kind: str
    label: str
    """产出指标 / 数量指标 / 完成体检数 / 得分."""
    before: str
    after: str | None
    """None: only looked for, or locked."""
    locked: str = ""
    """Why it is not replaced; "" when it is."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where the text stands in `before`."""

    @property
    def replaceable(self) -> bool:
        """Whether `replace` would change it."""
        return not self.locked and self.after is not None and self.after != self.before


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A kind of cell to fill: one label, and the fields that bear it."""

    label: str
    names: frozenset[str]


class TextSearch:
    """Looks through the forms as they stand on paper, and changes many cells as one step."""

    def __init__(self, core: Core, editing: Editing) -> None:
        self._core = core
        self.earlier = EarlierTexts(core)
        """What the unit wrote before, for suggestions while typing."""
        self._editing = editing

    def find(self, query: Query) -> list[SearchHit]:
        """Every cell that holds the text, form by form from top to end."""
        return list(self.hits(query))

    def hits(self, query: Query) -> Iterator[SearchHit]:
        """The same one by one, for a window that searches in slices."""
        if blank(query):
            return
        for form_id in self._forms(query.forms):
            view = self._core.view(form_id)
            if _may_hold(view, query):
                yield from _hits_in(view, query)

    def replace(self, hits: Sequence[SearchHit], label: str = "") -> Outcome:
        """Replace in these cells as one step; locked and meanwhile changed ones are skipped and said."""
        entries: list[tuple[CellPath, str]] = []
        stale = locked = 0
        for hit in hits:
            if not hit.replaceable:
                locked += bool(hit.locked)
            elif not all(self._text(path) == hit.before for path in hit.paths):
                stale += 1
            else:
                entries += [(path, hit.after or "") for path in hit.paths]
        notices = [f"{locked} 个自动计算或没有此栏的单元格已跳过"] if locked else []
        if stale:
            notices.append(f"{stale} 个单元格在查找之后改动过，已跳过，请重新查找")
        if not entries:
            return UNTOUCHED.with_notices(*notices)
        done = len(hits) - stale - locked
        outcome = self._editing.set_many(entries, label or f"替换 {done} 个单元格")
        return outcome.with_notices(*notices)

    def fillable(self, form_ids: Sequence[str] | None = None) -> tuple[FieldChoice, ...]:
        """The fields that `fill` may fill in these forms: those that stand once and are typed."""
        return _choices(
            (_label(field.group, field.label), field.name)
            for view in self._views(form_ids)
            for field in view.template.header_fields
            if field.label and not field.computed
        )

    def fill_preview(
        self, form_ids: Sequence[str], name: str, text: str, *, only_blank: bool = False
    ) -> list[SearchHit]:
        """What filling a field of these forms would do."""
        return [_filled(view, name, text, only_blank) for view in self._views(form_ids)]

    def fill(
        self, form_ids: Sequence[str], name: str, text: str, *, only_blank: bool = False
    ) -> Outcome:
        """Put one text into one field of many forms, as one step."""
        hits = self.fill_preview(form_ids, name, text, only_blank=only_blank)
        skipped = sum(hit.locked == NOT_IN_FORM for hit in hits)
        outcome = self.replace([hit for hit in hits if not hit.locked], f"填写 {len(hits)} 张表")
        return outcome.with_notices(*([f"{skipped} 张表没有这一栏，已跳过"] if skipped else []))

    def _forms(self, form_ids: Sequence[str] | None) -> list[str]:
        known = self._core.document.forms
        return list(known) if form_ids is None else [form for form in form_ids if form in known]

    def _views(self, form_ids: Sequence[str] | None) -> Iterator[FormView]:
        return (self._core.view(form_id) for form_id in self._forms(form_ids))

    def _text(self, path: CellPath) -> str | None:
        if path.form not in self._core.document.forms:
            return None
        return self._core.view(path.form).text(path.field, path.row) or ""


def _hits_in(view: FormView, query: Query) -> Iterator[SearchHit]:
    for cell in build_grid(view).cells:
        if not cell.editable or not cell.value:
            continue
        spans = query.spans(cell.value)
        if not spans:
            continue
        locked = COMPUTED_CELL if cell.role is Role.COMPUTED else ""
        after = None if locked else query.replaced(cell.value, spans)
        yield replace(_hit(view, cell, cell.value), after=after, locked=locked, spans=spans)


def _hit(view: FormView, cell: Cell, before: str) -> SearchHit:
    rows = cell.row_ids or (cell.row_id,)
    paths = tuple(CellPath(view.id, row, cell.field) for row in rows)
    label = on_one_line(cell.label_path)
    return SearchHit(paths, view.project_name, view.year, view.form.kind, label, before, None)


def _filled(view: FormView, name: str, text: str, only_blank: bool) -> SearchHit:
    field = view.template.field(HEADER, name)
    path = CellPath(view.id, HEADER, name)
    before = view.text(name) or ""
    label = _label(field.group, field.label) if field else name
    hit = SearchHit((path,), view.project_name, view.year, view.form.kind, label, before, None)
    if field is None:
        return replace(hit, locked=NOT_IN_FORM)
    if field.computed:
        return replace(hit, locked=COMPUTED_CELL)
    if only_blank and before:
        return replace(hit, locked=FILLED_ALREADY)
    return replace(hit, after=text)


def _may_hold(view: FormView, query: Query) -> bool:
    """Whether any text of the form holds the query: laying a form out costs far more than looking."""
    rows = (row.values for row in view.form.all_rows())
    texts = [text for values in (view.form.header, *rows) for text in values.values() if text]
    texts += [text for text in view.computed.values() if text]
    wanted = query.fold(query.text).strip()
    return wanted in query.fold("\n".join(texts))


def _choices(found: Iterable[tuple[str, str]]) -> tuple[FieldChoice, ...]:
    names: dict[str, set[str]] = {}
    for label, name in found:
        if label:
            names.setdefault(label, set()).add(name)
    return tuple(FieldChoice(label, frozenset(fields)) for label, fields in names.items())


def _label(group: str, label: str) -> str:
    return on_one_line(" / ".join(part for part in (group, label) if part))


__all__ = ["FieldChoice", "Query", "SearchHit", "TextSearch"]
