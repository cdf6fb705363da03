"""One project's year side by side: 申报表, 监控表 and 自评表, indicator beside indicator."""

from dataclasses import dataclass

from perfdesk.document import Form, FormView, IndicatorView
from perfdesk.grid import FieldKind
from perfdesk.kinds import STAGES, Kind
from perfdesk.session.core import Core
from perfdesk.session.row_pairs import paired_by_name
from perfdesk.values import without_space


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the project's forms."""

    kind: Kind
    form: str
    """Its id, "" where the project has no such form."""


@dataclass(frozen=True, slots=True)
class SideBySideEntry:
    """A text of a stage, and the cell it stands in."""

    text: str
    form: str
    row: str
    field: str


@dataclass(frozen=True, slots=True)
class SideBySideLine:
    """One thing over the stages: a goal, an amount, an indicator; missing entries are None."""

    label: str
    entries: tuple[tuple[SideBySideEntry, ...], ...]
    """The texts of each stage."""


@dataclass(frozen=True, slots=True)
class YearOfProject:
    """The whole table."""

    project: str
    year: int
    stages: tuple[Stage, ...]
    lines: tuple[SideBySideLine, ...]


class SideBySide:
    """Makes the table of a project and year."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def of(self, form_id: str) -> YearOfProject:
        """The forms of the same project and year as this one, line by line."""
        form = self._core.document.form(form_id)
        views = [self._beside(form, kind) for kind in STAGES]
        stages = tuple(
            Stage(kind, view.id if view else "") for kind, view in zip(STAGES, views, strict=True)
        )
        lines = (*_said_once(views), *_indicators(views))
        name = form.header.get("project_name") or ""
        return YearOfProject(name, form.year or 0, stages, lines)

    def _beside(self, form: Form, kind: Kind) -> FormView | None:
        name = without_space(form.header.get("project_name") or "")
        for other in self._core.document:
            same = without_space(other.header.get("project_name") or "") == name
            if other.kind == kind.id and other.year == form.year and same:
                return self._core.view(other.id)
        return None


def _entry(view: FormView | None, row: str, meaning: str) -> tuple[SideBySideEntry, ...]:
    text = view.text(meaning, row) if view is not None and view.has(meaning, row) else None
    if view is None or not text:
        return ()
    path = view.path(meaning, row)
    field = view.meant(meaning, row)
    if field is not None and field.kind is FieldKind.AMOUNT:
        # One form counts in 元, the next in 万元.
        text = f"{text} {view.money_unit}"
    return (SideBySideEntry(text, view.id, path.row, path.field),)


_ONCE = (
    ("年初预算数", (("F0", "initial"), ("", "year_total"))),
    ("全年预算数", (("F0", "adjusted"),)),
    ("执行数", (("F0", "executed"),)),
    ("年度目标", (("", "goal_annual"), ("", "goal_expected"))),
    ("实际完成情况", (("", "goal_actual"),)),
)
"""What a form says once, and where: the first of the places that it has."""


def _said_once(views: list[FormView | None]) -> list[SideBySideLine]:
    return [
        SideBySideLine(label, tuple(_first(view, places) for view in views))
        for label, places in _ONCE
    ]


def _first(
    view: FormView | None, places: tuple[tuple[str, str], ...]
) -> tuple[SideBySideEntry, ...]:
    return next((found for row, name in places if (found := _entry(view, row, name))), ())


def _indicators(views: list[FormView | None]) -> list[SideBySideLine]:
    """Each indicator once, in the order of the first form that has it."""
    lines: list[list[IndicatorView | None]] = []
    for place, view in enumerate(views):
        if view is None:
            continue
        known = [row for line in lines for row in line[-1:] if row is not None]
        partner = {id(new): old for old, new in paired_by_name(known, view.indicators)}
        for row in view.indicators:
            old = partner.get(id(row))
            line = next((line for line in lines if old is not None and line[-1] is old), None)
            if line is None:
                line = [None] * place
                lines.append(line)
            line.extend([None] * (place - len(line)))
            line.append(row)
    made = []
    for line in lines:
        rows = [*line, *[None] * (len(STAGES) - len(line))][: len(STAGES)]
        entries = tuple(
            tuple(entry for name in kind.tells for entry in _entry(row.form, row.id, name))
            if row is not None
            else ()
            for kind, row in zip(STAGES, rows, strict=True)
        )
        first = next(row for row in rows if row is not None)
        made.append(SideBySideLine(first.name or f"第{first.index + 1}行", entries))
    return made
