"""What the store answers: plain values, safe to hand to any thread.

Named tuples are made ten times faster than dataclasses, at every start; what a Qt item carries
is a dataclass, since Qt hands a tuple back as a list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from perfdesk.cellpath import CellPath
from perfdesk.changes import Mode
from perfdesk.document import Document
from perfdesk.errors import PerfDeskError
from perfdesk.history import History, JournalEntry
from perfdesk.settings import UnitSettings


class Saved(NamedTuple):
    """The entry `seq` is on the disk since `at` (local time, ISO 8601)."""

    seq: int
    at: str


class Failed(NamedTuple):
    """The entry `seq` is not on the disk; `message` is the sentence for the user.

    It stays queued: a later submission or `Store.retry` tries again, in order.
    """

    seq: int
    message: str
    error: PerfDeskError


class Accepted(NamedTuple):
    """A finding that the user left as it is, with the reason (出错说明)."""

    rule: str
    form: str | None
    row: str
    field: str
    arguments: tuple[tuple[str, str], ...]
    """The finding's arguments when it was accepted: other values, another finding."""
    reason: str
    who: str = ""
    at: str = ""


class Note(NamedTuple):
    """A remark of the user at a cell, or at the whole form (row and field empty)."""

    id: int
    path: CellPath
    text: str
    who: str
    at: str


class Draft(NamedTuple):
    """Text of an editor that was still open; never part of the journal."""

    path: CellPath
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Version:
    """A frozen state of a form (定稿); `digest` is the SHA-256 of its content."""

    id: int
    form: str
    name: str
    digest: str
    who: str
    at: str


class ExportRecord(NamedTuple):
    """That a form was exported or printed, with the digest of what it held then."""

    form: str
    kind: str
    """xlsx, pdf, json, print."""
    digest: str
    file: str
    at: str = ""


class CellChange(NamedTuple):
    """One line of a cell's history."""

    seq: int
    """Journal entry; lines of the same entry were one step."""
    at: str
    who: str
    action: str
    label: str
    path: CellPath
    old: str | None
    new: str | None
    old_mode: Mode | None
    new_mode: Mode | None


@dataclass(frozen=True, slots=True)
class RecycledForm:
    """A form that was removed; `state` is what it held (see `document.state`)."""

    form: str
    seq: int
    at: str
    who: str
    state: Mapping[str, Any]
    position: int | None = None
    """Its place among the forms before it was removed; None: not known."""


class UnitTemplate(NamedTuple):
    """A template of the unit's own, kept in the data file. A changed one is a new edition."""

    id: str
    """What forms name: `base_id`, from the second edition on with `-2`, `-3` … behind."""
    base_id: str
    """What the template was called when it came."""
    edition: int
    """1, 2 …"""
    name: str
    issuer: str
    """Who published it."""
    year: str
    format: int
    """Number of the template format that `toml` is written in."""
    toml: str
    created: str
    """Local time, ISO 8601."""


class UnitCode(NamedTuple):
    """A code of a budget system: of the region, the unit or a project (`scope`), by its name."""

    scope: str
    """region (区划), unit (单位) or project (项目)."""
    name: str
    code: str
    at: str = ""


class LibraryEntry(NamedTuple):
    """An indicator of the unit's library; texts as they would be typed."""

    level1: str
    level2: str
    name: str
    operator: str = ""
    """≥ ＝ ≤ or 定性, as the library prints it."""
    value: str = ""
    """An example of a target."""
    unit: str = ""
    explanation: str = ""
    source: str = ""
    year: str = ""
    id: int = 0
    """0 until it is in the file."""


class ReviewRemark(NamedTuple):
    """What a reviewer wrote at a cell (row and field empty: at the form)."""

    form: str
    row: str
    field: str
    text: str
    who: str = ""
    at: str = ""
    id: int = 0
    """0 until it is in the file."""


class Loaded(NamedTuple):
    """What a data file held when it was opened."""

    document: Document
    entries: list[JournalEntry]
    """The whole journal, oldest first; of folded steps the changes are not kept any more."""
    history: History
    """What can be undone and redone."""
    settings: UnitSettings
    accepted: list[Accepted]
    drafts: list[Draft]
    next_seq: int


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """A backup on the disk; `ok` when it was opened and checked and found sound."""

    path: Path
    at: str
    reason: str
    """timed, closing, import, migration, restore or manual."""
    ok: bool
    forms: int
    step: int = 0
    """The newest step of the journal that it holds."""
    origin: str = ""
    """Of which file it was made, where that is another one: a copy, or this one at its former place."""


class VerifyReport(NamedTuple):
    """What checking a data file found; `problems` are sentences for the user."""

    ok: bool
    forms: int
    problems: tuple[str, ...]
    backups: tuple[BackupInfo, ...]
