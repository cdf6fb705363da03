"""退回修改: what a reviewer wrote of forms that were handed in, typed at cells or read from a 复核意见表.

A review table names the project above it or in a column, and has a column of indicators beside one of
opinions, often one of reviewed points (YEAR.md, Review). Nothing of it changes a form.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from perfdesk.cellpath import HEADER, CellPath
from perfdesk.document import FormView
from perfdesk.errors import NoReviewTableError
from perfdesk.session.core import Core
from perfdesk.store import Store
from perfdesk.values import read_score, without_space

if TYPE_CHECKING:
    from perfdesk.io.readers.snapshot import Cell, Sheet
    from perfdesk.session.keep.compare import VersionDifference
    from perfdesk.session.keep.data_file import Safekeeping
    from perfdesk.store.records import ReviewRemark, Version

_OPINION: Final = (
    "复核意见",
    "评审意见",
    "审核意见",
    "处理意见",
    "修改意见",
    "存在问题",
    "问题描述",
)
_INDICATOR: Final = ("三级指标", "指标名称", "绩效指标", "指标内容", "指标", "评价内容")
_POINTS: Final = ("复核得分", "复核分", "复核评分", "评审得分", "审核得分")
_PROJECT: Final = ("项目名称", "项目")
_POINTS_SAID: Final = "复核得分 "
_LIKE: Final = 80.0
"""Percent of likeness from which two names are one indicator (YEAR.md: renamed from 0.8)."""


@dataclass(frozen=True, slots=True)
class Remark:
    """An opinion at a cell; `path` None where no form or indicator of this name is there."""

    path: CellPath | None
    text: str
    project: str = ""
    indicator: str = ""
    points: str = ""
    """Points that the reviewer gives, as printed."""
    cell: str = ""
    """Where it stands in the file that it was read from."""
    who: str = ""
    at: str = ""
    id: int = 0


class Review:
    """The remarks on the forms of the open data file."""

    def __init__(self, core: Core, store: Store, safekeeping: "Safekeeping") -> None:
        self._core = core
        self._store = store
        self._safekeeping = safekeeping
        self._known: dict[str, tuple[Remark, ...]] = {}

    def of(self, form_id: str) -> tuple[Remark, ...]:
        """The remarks on a form, oldest first."""
        if form_id not in self._known:
            # Asked for with every look at a form: read once, until one is added or removed.
            self._known[form_id] = tuple(_remark(kept) for kept in self._store.reviews.of(form_id))
        return self._known[form_id]

    def changed_since(self, form_id: str) -> "tuple[Version, list[VersionDifference]] | None":
        """The version that was handed in last (定稿), and every cell that is another now; None where none was."""
        versions = self._safekeeping.versions(form_id)
        if not versions:
            return None
        last = max(versions, key=lambda version: version.at)
        return last, self._safekeeping.compare(last)

    def add(self, path: CellPath, text: str, who: str = "") -> None:
        """Keep what a reviewer said of a cell (row and field blank: of the whole form)."""
        from perfdesk.store.records import ReviewRemark

        if text.strip():
            self._known.pop(path.form, None)
            self._store.reviews.add(
                ReviewRemark(path.form, path.row, path.field, text.strip(), who)
            )

    def remove(self, remark_id: int) -> None:
        """Take a remark away that is done with."""
        self._known.clear()
        self._store.reviews.remove(remark_id)

    def read(self, path: Path) -> tuple[Remark, ...]:
        """The remarks of a 复核意见表, each with the cell of ours that it speaks of; nothing is kept yet.

        NoReviewTableError when no sheet has opinions beside indicators or projects; reading errors as of
        every file.
        """
        from perfdesk.io.readers.guard import guarded

        snapshot = guarded().read(path)
        found = [remark for sheet in snapshot.sheets for remark in _remarks_of(sheet)]
        if not found:
            raise NoReviewTableError(path)
        return tuple(self._placed(found))

    def take(self, remarks: Iterable[Remark], who: str = "") -> int:
        """Keep the remarks that have their cell; answers how many."""
        kept = 0
        for remark in remarks:
            if remark.path is not None:
                points = f"{_POINTS_SAID}{remark.points}。" if remark.points else ""
                self.add(remark.path, points + remark.text, who)
                kept += 1
        return kept

    def _placed(self, remarks: Sequence[Remark]) -> Iterator[Remark]:
        views = [view for view in self._core.views() if view.kind.has_results]
        for remark in remarks:
            project = without_space(remark.project)
            named = [v for v in views if project and without_space(v.project_name) == project]
            yield replace(remark, path=_place(remark, named or ([] if project else views)))


def _remark(kept: "ReviewRemark") -> Remark:
    """A remark as kept; the points that the reviewer gave stand before its words."""
    points = ""
    if kept.text.startswith(_POINTS_SAID):
        said = kept.text.removeprefix(_POINTS_SAID).partition("。")[0]
        points = said if read_score(said).value is not None else ""
    path = CellPath(kept.form, kept.row, kept.field)
    return Remark(path, kept.text, points=points, who=kept.who, at=kept.at, id=kept.id)


def _place(remark: Remark, views: Sequence[FormView]) -> CellPath | None:
    """The score of the indicator that is meant, the whole form where none is named."""
    if not remark.indicator:
        return CellPath(views[0].id, HEADER, "") if len(views) == 1 else None
    from rapidfuzz import fuzz

    best = max(
        (
            (fuzz.ratio(without_space(row.name), without_space(remark.indicator)), -row.index, row)
            for view in views
            for row in view.indicators
            if row.name
        ),
        key=lambda entry: entry[:2],
        default=None,
    )
    if best is None or best[0] < _LIKE:
        return None
    return best[2].path("score" if best[2].has("score") else "level3")


def _remarks_of(sheet: "Sheet") -> Iterator[Remark]:
    """The rows below a head that has opinions beside indicators or projects."""
    rows: dict[int, dict[int, Cell]] = {}
    for cell in sheet.cells:
        rows.setdefault(cell.row, {})[cell.column] = cell
    project, head = "", dict[str, int]()
    for _, cells in sorted(rows.items()):
        columns = _head(cells)
        if columns:
            head = columns
            continue
        project = _project_above(cells) or project
        opinion = cells.get(head.get("opinion", -1))
        if not head or opinion is None or not opinion.text.strip():
            continue
        texts = {name: cells[at].text.strip() for name, at in head.items() if at in cells}
        yield Remark(
            None,
            opinion.text.strip(),
            texts.get("project") or project,
            texts.get("indicator", ""),
            texts.get("points", ""),
            sheet.address(opinion),
        )


def _head(cells: "dict[int, Cell]") -> dict[str, int]:
    """The columns of a head, empty when the row is none."""
    found: dict[str, int] = {}
    known = (
        ("opinion", _OPINION),
        ("indicator", _INDICATOR),
        ("points", _POINTS),
        ("project", _PROJECT),
    )
    for column, cell in sorted(cells.items()):
        label = without_space(cell.text).strip(":：")
        for name, words in known:
            if label in words and name not in found:
                found[name] = column
    speaks = "opinion" in found and ("indicator" in found or "project" in found)
    return found if speaks else {}


def _project_above(cells: "dict[int, Cell]") -> str:
    """The project that a line above the table names: in its own cell, or beside the label."""
    ordered = [cells[column].text.strip() for column in sorted(cells)]
    for place, text in enumerate(ordered):
        label, colon, value = text.replace(":", "：").partition("：")
        if without_space(label) in _PROJECT:
            return (
                value.strip()
                if colon and value.strip()
                else "".join(ordered[place + 1 : place + 2])
            )
    return ""
