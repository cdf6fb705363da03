"""Forms read from files without storing anything: for `read`, `check` and the import preview."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from perfdesk.compute import keep_printed
from perfdesk.document import Form, FormView, Leftover, from_state, state
from perfdesk.errors import PerfDeskError
from perfdesk.session.core import Core
from perfdesk.session.progress import Cancelled, Progress, never, silent

DATA_FILE: Final = ".perfdesk"

if TYPE_CHECKING:
    from perfdesk.io.match import Corrections, MatchedForm
    from perfdesk.io.read_forms import FileReading
    from perfdesk.io.readers.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the reader could not take as it stood."""

    cell: str | None
    """`表1!F12`, `表2!R3C4`, or None for the whole file."""
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form as read, with where it stood."""

    view: FormView
    match: str
    sheet: str | None = None
    range: str | None = None
    sources: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(row id, field) → address of the cell it came from."""
    matched: "MatchedForm | None" = None
    """How it was matched, for the preview and for corrections."""

    @property
    def form(self) -> Form:
        """The form behind the view."""
        return self.view.form


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What one file gave: its forms, or the sentence that says why there are none."""

    path: Path
    forms: tuple[ReadForm, ...] = ()
    problems: tuple[Problem, ...] = ()
    error: str | None = None
    snapshot: "Snapshot | None" = None
    """The cells of the file, for the preview; None for Form JSON and for files in error."""
    left_over: tuple[Leftover, ...] = ()
    """What stands outside all forms of the file."""

    @property
    def all_left_over(self) -> tuple[Leftover, ...]:
        """Every cell of the file that found no place, in its forms and outside them."""
        of_forms = (left for form in self.forms for left in form.form.leftovers)
        return (*of_forms, *self.left_over)


def expand(paths: Sequence[Path]) -> Iterator[Path]:
    """Each path, a folder standing for the readable files and the data files in it."""
    from perfdesk.io.read_forms import files_in

    for path in paths:
        if is_folder(path):
            yield from sorted([*files_in(path), *data_files_in(path)])
        else:
            yield path


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder; False where the system cannot say (no right, name too long)."""
    try:
        return path.is_dir()
    except OSError:
        return False


def data_files_in(folder: Path) -> Iterator[Path]:
    """The data files of a folder and its folders, by name; backups, which repeat them, aside."""
    from perfdesk.store.copies.backup import time_of

    for path in sorted(folder.rglob(f"*{DATA_FILE}")):
        if path.is_file() and not path.name.startswith(".") and time_of(path) is None:
            yield path


def read_files(
    core: Core,
    paths: Sequence[Path],
    progress: Progress = silent,
    cancelled: Cancelled = never,
    corrections: "Corrections | None" = None,
) -> list[ReadFile]:
    """Read every file; one that fails gets its sentence, the rest is still read."""
    from perfdesk.io.read_forms import read_many

    files = list(expand(paths))
    others = [path for path in files if not is_data_file(path)]
    found: list[ReadFile] = []
    # The next files are being read in their own process while one is matched.
    with closing(read_many(others, core.catalog, corrections or {})) as readings:
        while len(found) < len(files) and not cancelled():
            path = files[len(found)]
            progress(len(found), len(files), path.name)
            if is_data_file(path):
                found.append(_read_data_file(core, path))
            else:
                found.append(settle(core, *next(readings)))
    progress(len(found), len(files), "")
    return found


def is_data_file(path: Path) -> bool:
    """Whether a path is named as a data file."""
    return path.suffix.lower() == DATA_FILE


def _read_data_file(core: Core, path: Path) -> ReadFile:
    """The forms of a data file, which is neither locked nor changed; cells and modes as they are in it."""
    from perfdesk.store import Store

    try:
        with closing(Store.open(path, read_only=True)) as store:
            document = store.load().document
            forms = [from_state(state(document.form(form))) for form in document.forms]
        return ReadFile(path, tuple(ReadForm(core.make_view(form), "exact") for form in forms))
    except PerfDeskError as error:
        return ReadFile(path, error=str(error))


def read_clipboard(
    core: Core, text: str, html: str | None, corrections: "Corrections | None" = None
) -> list[ReadFile]:
    """Read a block copied in Excel, WPS or Word as if it were a file; a sentence when it holds no form."""
    from perfdesk.io.read_forms import read_pasted
    from perfdesk.io.readers.clipboard import NAME

    try:
        reading: FileReading | PerfDeskError = read_pasted(
            text, html, core.catalog, corrections or {}
        )
    except PerfDeskError as error:
        reading = error
    return [settle(core, Path(NAME), reading)]


def settle(core: Core, path: Path, reading: "FileReading | PerfDeskError") -> ReadFile:
    """What a reading gave, computed cells decided: automatic, or kept as printed."""
    if isinstance(reading, PerfDeskError):
        return ReadFile(path, error=str(reading))
    forms = tuple(
        ReadForm(
            _settled(core, found.form), found.match, found.sheet, found.range, found.sources, found
        )
        for found in reading.forms
    )
    problems = tuple(Problem(p.cell, p.severity, p.message) for p in reading.problems)
    return ReadFile(path, forms, problems, snapshot=reading.snapshot, left_over=reading.left_over)


def _settled(core: Core, form: Form) -> FormView:
    keep_printed(form, core.catalog.get(form.template_id), core.profile(form.template_id))
    return core.make_view(form)
