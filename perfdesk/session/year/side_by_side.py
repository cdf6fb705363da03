"""One project's year side by side: 申报表, 监控表 and 自评表, indicator beside indicator."""

from dataclasses import dataclass

from perfdesk.document import Form, FormView, IndicatorView
from perfdesk.kinds import MONITORING, SELF_EVALUATION, TARGET_DECLARATION, Kind
from perfdesk.session.bring_in.row_pairs import paired_by_name
from perfdesk.session.core import Core
from perfdesk.values import without_space

STAGES = (TARGET_DECLARATION, MONITORING, SELF_EVALUATION)
_SHOWN = {
    TARGET_DECLARATION: ("target",),
    MONITORING: ("so_far",),
    SELF_EVALUATION: ("target", "actual"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the project's forms."""

    kind: Kind
    form: str
    """Its id, "" where the project has no such form."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of a stage, and the cell it stands in."""

    text: str
    form: str
    row: str
    field: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing over the stages: a goal, an amount, an indicator; missing entries are None."""

    label: str
    entries: tuple[tuple[Entry, ...], ...]
    """The texts of each stage."""


@dataclass(frozen=True, slots=True)
class YearOfProject:
    """The whole table."""

    project: str
    year: int
    stages: tuple[Stage, ...]
    lines: tuple[Line, ...]


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
        lines = (*_money(views), *_goals(views), *_indicators(views))
        name = form.header.get("project_name") or ""
        return YearOfProject(name, form.year or 0, stages, lines)

    def _beside(self, form: Form, kind: Kind) -> FormView | None:
        name = without_space(form.header.get("project_name") or "")
        for other in self._core.document:
            same = without_space(other.header.get("project_name") or "") == name
            if other.kind == kind.id and other.year == form.year and same:
                return self._core.view(other.id)
        return None


def _entry(view: FormView | None, row: str, meaning: str) -> tuple[Entry, ...]:
    text = view.text(meaning, row) if view is not None and view.has(meaning, row) else None
    if view is None or not text:
        return ()
    path = view.path(meaning, row)
    return (Entry(text, view.id, path.row, path.field),)


def _money(views: list[FormView | None]) -> list[Line]:
    declared, monitored, evaluated = views
    rows = []
    for label, meaning, field in (
        ("年初预算数", "year_total", "initial"),
        ("全年预算数", "", "adjusted"),
        ("执行数", "", "executed"),
    ):
        entries = (
            _entry(declared, "", meaning) if meaning else (),
            _entry(monitored, "F0", field),
            _entry(evaluated, "F0", field),
        )
        rows.append(Line(label, entries))
    return rows


def _goals(views: list[FormView | None]) -> list[Line]:
    declared, monitored, evaluated = views
    goal = (
        _entry(declared, "", "goal_annual"),
        _entry(monitored, "", "goal_annual"),
        _entry(evaluated, "", "goal_expected"),
    )
    return [
        Line("年度目标", goal),
        Line("实际完成情况", ((), (), _entry(evaluated, "", "goal_actual"))),
    ]


def _indicators(views: list[FormView | None]) -> list[Line]:
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
            tuple(entry for name in _SHOWN[kind] for entry in _entry(row.form, row.id, name))
            if row is not None
            else ()
            for kind, row in zip(STAGES, rows, strict=True)
        )
        first = next(row for row in rows if row is not None)
        made.append(Line(first.name or f"第{first.index + 1}行", entries))
    return made
