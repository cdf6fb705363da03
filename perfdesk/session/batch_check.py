"""The self-check of whole paths (workbooks, documents, JSON, folders, data files), without a window."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from perfdesk.catalog import Catalog
from perfdesk.document import FormView, Leftover
from perfdesk.document.form_json import json_path
from perfdesk.errors import PerfDeskError
from perfdesk.findings import Finding
from perfdesk.rules import check_all
from perfdesk.session.bring_in.read_files import (
    data_files_in,
    expand,
    is_data_file,
    is_folder,
    read_files,
)
from perfdesk.session.core import Core
from perfdesk.session.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class PathError:
    """A file that could not be read."""

    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class CheckedFinding:
    """A finding with the place it has in its file."""

    finding: Finding
    path: Path
    form: int | None
    """Number of the form in its file, from 0; None for the whole portfolio."""
    project: str
    field: str
    """Path in the Form JSON."""
    cell: str | None
    """`自评01!H12` in a workbook."""


@dataclass(frozen=True, slots=True)
class CheckedPath:
    """The findings of one path, which is one portfolio."""

    read: tuple[Path, ...]
    forms: int
    findings: tuple[CheckedFinding, ...]
    errors: tuple[PathError, ...] = ()
    left_over: Mapping[Path, tuple[Leftover, ...]] = field(default_factory=dict)
    """File → its cells that found no place, in its forms and outside them."""
    notice: str = ""
    """What should be known about a data file: it is newer, or was changed by another program."""


@dataclass(frozen=True, slots=True)
class _Place:
    view: FormView
    path: Path
    number: int
    sources: Mapping[tuple[str, str], str]


def check_paths(
    paths: Sequence[Path], progress: Progress = silent, catalog: Catalog | None = None
) -> list[CheckedPath]:
    """Check every path; a file that cannot be read is told, the rest is still checked."""
    core = Core(catalog or Catalog())
    return [checked for path in paths for checked in _check_path(core, path, progress)]


def _check_path(core: Core, path: Path, progress: Progress) -> Iterator[CheckedPath]:
    """A folder's files together, then each data file in it with what is accepted there."""
    if is_data_file(path):
        yield _check_data_file(path)
        return
    data_files = list(data_files_in(path)) if is_folder(path) else []
    files = [file for file in expand([path]) if file not in data_files]
    if files or not data_files:
        yield _check_files(core, path, files, progress)
    yield from (_check_data_file(file) for file in data_files)


def _check_files(core: Core, path: Path, paths: Sequence[Path], progress: Progress) -> CheckedPath:
    files = read_files(core, paths, progress)
    places = [
        _Place(form.view, file.path, number, form.sources)
        for file in files
        for number, form in enumerate(file.forms)
    ]
    # Ids of forms read from different files may be alike; a portfolio needs them apart.
    for number, place in enumerate(places):
        place.view.form.id = place.view.id = f"read{number}"
    errors = tuple(PathError(file.path, file.error) for file in files if file.error)
    read = tuple(file.path for file in files if not file.error)
    views = [place.view for place in places]
    findings = _with_paper(check_all(views), views)
    left_over = {file.path: file.all_left_over for file in files if not file.error}
    return CheckedPath(read, len(places), _placed(findings, places, path), errors, left_over)


def _with_paper(findings: Sequence[Finding], views: Sequence[FormView]) -> list[Finding]:
    """The findings, form by form with what its pages could not show (P02)."""
    from perfdesk.session.check.paper_findings import paper_findings
    from perfdesk.session.send_out.transfer import paginated

    of_form: dict[str | None, list[Finding]] = {view.id: [] for view in views}
    for finding in findings:
        of_form.setdefault(finding.form, []).append(finding)
    for view in views:
        of_form[view.id] += paper_findings(view, paginated(view, with_digest=False))
    return [finding for listed in of_form.values() for finding in listed]


def _check_data_file(path: Path) -> CheckedPath:
    from perfdesk.session.workspace import Workspace

    try:
        with Workspace.open(path, read_only=True) as workspace:
            findings = workspace.checking.all_findings(on_paper=True)
            views = workspace.checking.views()
            notice = workspace.recovery.notice
    except PerfDeskError as error:
        return CheckedPath((), 0, (), (PathError(path, str(error)),))
    places = [_Place(view, path, number, {}) for number, view in enumerate(views)]
    placed = _placed(findings, places, path)
    return CheckedPath((path,), len(places), placed, notice=str(notice or ""))


def _placed(
    findings: Sequence[Finding], places: Sequence[_Place], path: Path
) -> tuple[CheckedFinding, ...]:
    by_form = {place.view.id: place for place in places}
    placed = []
    for finding in findings:
        place = by_form.get(finding.form) if finding.form is not None else None
        if place is None:
            placed.append(CheckedFinding(finding, path, None, "", finding.field, None))
            continue
        placed.append(
            CheckedFinding(
                finding,
                place.path,
                place.number,
                place.view.project_name,
                json_path(place.view.form, place.view.template, finding.row, finding.field),
                place.sources.get((finding.row, finding.field)),
            )
        )
    return tuple(placed)
