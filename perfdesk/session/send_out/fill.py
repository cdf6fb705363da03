"""回填: forms of the data file into a workbook or document that a 主管部门 or a finance system made."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.atomic_file import make_folder, no_wider_than
from perfdesk.document import FormView
from perfdesk.errors import CannotFillError, FillChoiceError
from perfdesk.io.fill.fill import (
    Filled,
    Opened,
    open_target,
    plan_form,
    preview,
    unknown_project,
    write_filled,
)
from perfdesk.io.fill.places import FormPlaces
from perfdesk.io.fill.plan import FillPlan
from perfdesk.io.readers.snapshot import Problem as ReaderProblem
from perfdesk.kinds import kind_of
from perfdesk.session.bring_in.layouts import Layouts
from perfdesk.session.bring_in.read_files import Problem
from perfdesk.session.core import Core
from perfdesk.values import is_blank, same_text


@dataclass(frozen=True, slots=True)
class FilledCell:
    """A cell of the file and what is, or was, done with it."""

    cell: str
    """`自评01!H12`, `表2!R3C4`."""
    field: str
    """Path in the Form JSON."""
    now: str
    """What the cell holds before."""
    ours: str
    """What the form of the data file holds."""


@dataclass(frozen=True, slots=True)
class FillReport:
    """What filling does, or did: told before it is written and after."""

    path: Path
    projects: tuple[str, ...]
    filled: tuple[FilledCell, ...]
    kept: tuple[FilledCell, ...]
    """Cells that hold another text and keep it."""
    problems: tuple[Problem, ...]
    same: int
    """Cells that held our text already."""


@dataclass(frozen=True, slots=True)
class FillChoice:
    """Which forms are wanted; None and empty do not choose."""

    form_ids: Sequence[str]
    named: bool = False
    """The user named them: when texts may be replaced, also those of another project."""


class FormFiller:
    """Fills files of others with the forms of one data file."""

    def __init__(self, core: Core, layouts: Layouts, data_file: Path) -> None:
        self._core = core
        self._data_file = data_file
        self._layouts = layouts

    def preview(self, path: Path, choice: FillChoice, *, overwrite: bool = False) -> FillReport:
        """What would be done; CannotFillError, FillChoiceError or a reader's error when nothing can be."""
        opened, plans = self._plans(path, choice, overwrite)
        return _report(path, plans, preview(opened, plans))

    def write(
        self, path: Path, out: Path, choice: FillChoice, *, overwrite: bool = False
    ) -> FillReport:
        """Fill a copy; the original is never changed. CannotWriteError when the disk does not take it."""
        check_target(path, out)
        opened, plans = self._plans(path, choice, overwrite)
        with no_wider_than(self._data_file):
            make_folder(out.parent)
            return _report(out, plans, write_filled(opened, plans, out))

    def _plans(
        self, path: Path, choice: FillChoice, overwrite: bool
    ) -> tuple[Opened, list[FillPlan]]:
        catalog = self._core.catalog
        opened = open_target(path, catalog, self._layouts.learnt())
        views = [self._core.view(form_id) for form_id in choice.form_ids]
        replace = choice.named and overwrite
        pairs, unknown = _pairs(path, opened.places, views, replace=replace)
        plans = [
            plan_form(opened, places, view, catalog, overwrite=overwrite) for places, view in pairs
        ]
        if unknown:
            plans[0].problems += unknown
        return opened, plans


def check_target(path: Path, out: Path) -> None:
    """CannotFillError when the copy would take the place of the original or be of another kind."""
    same = out.resolve() == path.resolve() or (
        out.exists() and path.exists() and out.samefile(path)
    )
    if same:
        raise CannotFillError(path, "写出的文件与原文件是同一个", "请另起一个文件名")
    if out.suffix.lower() != path.suffix.lower():
        ending = path.suffix or "原来的扩展名"
        raise CannotFillError(path, f"写出的文件名应以 {ending} 结尾", "请改正文件名后再填")


def _pairs(
    path: Path, places: Sequence[FormPlaces], views: Sequence[FormView], *, replace: bool
) -> tuple[list[tuple[FormPlaces, FormView]], list[ReaderProblem]]:
    """Each form of the file with the one of ours that goes there, and what has none."""
    pairs: list[tuple[FormPlaces, FormView]] = []
    unknown: list[ReaderProblem] = []
    empty = []
    for place in places:
        project = place.form.header.get("project_name") or ""
        if kind_of(place.form.kind).about_unit:
            pairs.append((place, _only(path, place, views)))
            continue
        if is_blank(project) or _is_label(place):
            empty.append(place)
            continue
        fits = _fitting(place, [v for v in views if same_text(v.project_name, project)])
        if len(fits) > 1:
            raise FillChoiceError(path, _names(fits))
        if fits:
            pairs.append((place, fits[0]))
        elif replace and len(places) == len(views) == 1 and views[0].form.kind == place.form.kind:
            pairs.append((place, views[0]))
        else:
            unknown.append(unknown_project(project))
    used = {view.id for _, view in pairs}
    rest = [view for view in views if view.id not in used]
    if empty and not pairs:
        pairs.append((empty[0], _only(path, empty[0], rest)))
    if not pairs:
        raise FillChoiceError(path, ())
    return pairs, unknown


def _is_label(place: FormPlaces) -> bool:
    """Whether the name read is really the label beside a blank cell."""
    spot = place.once.get(("", "project_name"))
    return spot is not None and not spot.text


def _fitting(place: FormPlaces, views: Sequence[FormView]) -> list[FormView]:
    same_kind = [view for view in views if view.form.kind == place.form.kind]
    year = place.form.year
    if year is None:
        return same_kind
    return [view for view in same_kind if view.year in (year, None)]


def _only(path: Path, place: FormPlaces, views: Sequence[FormView]) -> FormView:
    """The one form that an empty form of the file can take."""
    fits = _fitting(place, views)
    if len(fits) != 1:
        raise FillChoiceError(path, _names(fits))
    return fits[0]


def _names(views: Sequence[FormView]) -> list[str]:
    return [f"{view.year or '（无年度）'} {view.project_name or '（无名称）'}" for view in views]


def _report(path: Path, plans: Sequence[FillPlan], filled: Filled) -> FillReport:
    return FillReport(
        path,
        tuple(plan.project for plan in plans),
        tuple(FilledCell(c.cell, c.field, c.text, c.ours) for c in filled.filled),
        tuple(FilledCell(c.cell, c.field, c.text, c.ours) for c in filled.kept),
        tuple(Problem(p.cell, p.severity, p.message) for p in filled.problems),
        filled.same,
    )
