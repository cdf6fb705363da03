"""抢救: what can be read of a damaged data file, written into a new one.

The damaged file is never written to. It holds everything twice: the journal tells how the
forms came to be, the rows what they are. Where both are whole and agree nothing is missing;
else each fills the other's gaps, and the forms where they do not agree are named.
"""

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from perfdesk.document import Document, Form, apply, from_state, state
from perfdesk.errors import NothingToSalvageError, UnknownFormError
from perfdesk.history import JournalEntry
from perfdesk.store.commit import Committer
from perfdesk.store.copies.save_elsewhere import forms_entry
from perfdesk.store.create import create_file
from perfdesk.store.damage.page_digest import set_seal
from perfdesk.store.damage.page_rows import Rows, carve
from perfdesk.store.faults import FAULTS, opening_fault, saving_fault
from perfdesk.store.opening import connect, require_file
from perfdesk.store.repository import checkpoint, files, form_extras, forms
from perfdesk.store.repository.content import form_of, parsed
from perfdesk.store.repository.journal import FOLDED, entry_of
from perfdesk.store.repository.tables import DamagedContentError, Value, put_many
from perfdesk.store.schema import TABLES

_CURRENT = forms.TABLES_OF_FORMS
_HISTORY = ("journal", "journal_cells", "recycle_bin", "checkpoint_forms")
LABEL = "从损坏的文件抢救"


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What was saved. `doubtful` are forms of which parts may be missing or old."""

    path: Path
    forms: tuple[str, ...]
    doubtful: tuple[str, ...]
    whole: bool
    """Whether everything was saved, the history too."""


def salvage(path: Path | str, target: Path | str) -> SalvageReport:
    """Write what can be read of `path` into the new data file `target`.

    NothingToSalvageError when there is not one form to be read; DataFileExistsError when there
    is a file at `target` already.
    """
    path, target = Path(path), Path(target)
    require_file(path)
    rows = _carved(path)
    steps = sorted(rows["journal"], key=lambda row: int(row[0] or 0))
    # A folded step has no change of its own any more: the checkpoint stands for it.
    entries = list(_readable(row for row in steps if row[7] != FOLDED))
    told = _replayed(_checkpoint(rows), entries)
    readable = len(entries) == sum(row[7] != FOLDED for row in steps)
    gapless = readable and _without_gap([int(row[0] or 0) for row in steps])
    document, doubtful = _joined(told, rows, gapless)
    # Where the newest entry is lost the journal has no gap, but tells another story.
    agreed = set(told.forms) == set(document.forms) and _last_known(rows) <= len(steps)
    whole = gapless and bool(steps) and not doubtful and agreed
    if whole:
        document = told
    if not document.forms and not whole:
        raise NothingToSalvageError(path)
    _write(path, target, rows, document, whole)
    return SalvageReport(target, tuple(document.forms), tuple(doubtful), whole)


def _carved(path: Path) -> Rows:
    """The rows of the file, after SQLite has taken back an interrupted commit, in a copy."""
    log = path.with_name(path.name + "-journal")
    try:
        if not log.exists():
            return carve(path)
        with tempfile.TemporaryDirectory(prefix="perfdesk-") as folder:
            copy = Path(shutil.copy(path, folder))
            shutil.copy(log, folder)
            with contextlib.suppress(sqlite3.Error):
                connection = connect(copy, read_only=False)
                with contextlib.closing(connection):
                    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            return carve(copy)
    except OSError as fault:
        raise opening_fault(path, fault) from fault


def _readable(steps: Iterable[tuple[Value, ...]]) -> Iterator[JournalEntry]:
    """The entries whose content is ours, whatever their checksums say of the others."""
    for row in steps:
        with contextlib.suppress(DamagedContentError):
            yield entry_of(row)


def _without_gap(numbers: Sequence[int]) -> bool:
    return all(after == before + 1 for before, after in pairwise([0, *numbers]))


def _last_known(rows: Rows) -> int:
    """The newest entry that anything speaks of."""
    numbers = [int(row[1] or 0) for row in rows["recycle_bin"]]
    numbers += [int(row[3] or 0) for row in rows["journal_cells"]]
    return max(numbers, default=0)


def _checkpoint(rows: Rows) -> Document:
    """The forms as they were when steps were folded."""
    document = Document()
    for row in sorted(rows["checkpoint_forms"], key=lambda row: int(row[1] or 0)):
        with contextlib.suppress(DamagedContentError):
            form = form_of("checkpoint_forms", parsed("checkpoint_forms", row[3]))
            document.forms[form.id] = form
    return document


def _replayed(document: Document, entries: Sequence[JournalEntry]) -> Document:
    """What the entries that are left tell; those that speak of lost things are passed over."""
    for entry in entries:
        with contextlib.suppress(UnknownFormError, KeyError, ValueError):
            apply(document, entry.change)
    return document


def _joined(told: Document, rows: Rows, gapless: bool) -> tuple[Document, list[str]]:
    """The forms by rows and journal together, and those of which parts may be missing or old."""
    kept = _kept(rows)
    removed = {str(row[0]) for row in rows["recycle_bin"]}
    document = Document()
    doubtful = []
    for form in [*kept, *(form for form in told.forms if form not in kept)]:
        by_journal, by_rows = told.forms.get(form), kept.get(form)
        if by_rows is None and (form in removed or by_journal is None):
            continue
        document.forms[form] = _overlaid(by_journal, by_rows)
        says = [_cells(found) for found in (by_journal, by_rows)]
        agreed = says[0] == says[1] or (gapless and says[1].items() <= says[0].items())
        if by_journal is None or not agreed:
            doubtful.append(form)
    return document, doubtful


def _kept(rows: Rows) -> dict[str, Form]:
    """The forms by the rows of the current state, in their order."""
    parts = [forms.grouped(rows[table]) for table in ("rows", "cells")]
    extras = form_extras.gathered(rows)
    records = sorted(rows["forms"], key=lambda row: int(row[1] or 0))
    found = {}
    for record in records:
        form = str(record[0])
        listed = [part.get(form, []) for part in parts]
        with contextlib.suppress(DamagedContentError):
            found[form] = forms.make_form(record, listed[0], listed[1], extras.get(form))
    return found


def _overlaid(by_journal: Form | None, by_rows: Form | None) -> Form:
    """The current rows, with what only the journal knows filled in."""
    if by_rows is None or by_journal is None:
        found = by_rows or by_journal
        assert found is not None
        return found
    data, more = state(by_rows), state(by_journal)
    data["header"] = {**more["header"], **_filled(data["header"])}
    for part in ("funds", "indicators"):
        _fill_rows(data[part], more[part])
    for block, rows in more.get("blocks", {}).items():
        _fill_rows(data.setdefault("blocks", {}).setdefault(block, []), rows)
    for name in ("absent", "approved"):
        if not data.get(name) and more.get(name):
            data[name] = more[name]
    modes = {(row, name): mode for row, name, mode in [*more["modes"], *data["modes"]]}
    data["modes"] = [[row, name, mode] for (row, name), mode in modes.items()]
    data["next_row"] = max(data["next_row"], more["next_row"])
    return from_state(data)


def _fill_rows(rows: list[dict[str, Any]], more: list[dict[str, Any]]) -> None:
    known = {row["id"]: row["values"] for row in rows}
    for row in more:
        if row["id"] in known:
            values = known[row["id"]]
            values.update({**row["values"], **_filled(values)})
        else:
            rows.append(row)


def _filled(values: dict[str, str | None]) -> dict[str, str | None]:
    return {name: text for name, text in values.items() if text is not None}


def _cells(form: Form | None) -> dict[tuple[str, str], object]:
    """Every filled cell, mode and row of a form, to be compared."""
    if form is None:
        return {}
    data = state(form)
    parts = [("", data["header"])]
    parts += [(row["id"], row["values"]) for row in form_extras.rows_of(data)]
    found: dict[tuple[str, str], object] = {
        (row, name): text for row, values in parts for name, text in _filled(values).items()
    }
    found |= {(row, f"{name} mode"): mode for row, name, mode in data["modes"]}
    return found | {(row, "row"): True for row, _ in parts}


def _write(path: Path, target: Path, rows: Rows, document: Document, whole: bool) -> None:
    create_file(target, like=path)
    try:
        connection = connect(target, read_only=False)
        with contextlib.closing(connection):
            committer = Committer(target)
            committer.adopt(connection)
            committer.transact(connection, lambda c: _put_all(c, rows, document, whole))
            if not whole:
                committer.commit(connection, forms_entry(document, LABEL))
            set_seal(connection, target)
    except FAULTS as fault:
        raise saving_fault(target, fault) from fault


def _put_all(connection: sqlite3.Connection, rows: Rows, document: Document, whole: bool) -> None:
    """Everything as it was, the forms as they were found to be."""
    for table in TABLES:
        if table not in _CURRENT and table != "file_info" and (whole or table not in _HISTORY):
            put_many(connection, table, rows[table])
    for name, value in rows["file_info"]:
        if name == "file_id" or (whole and name == checkpoint.FOLDED):
            files.put_info(connection, str(name), str(value))
    if whole:
        for place, form in enumerate(document, 1):
            forms.put_form(connection, state(form), place * forms.GAP)
