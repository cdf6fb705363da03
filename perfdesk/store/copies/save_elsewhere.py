"""另存到其他盘: all that was saved and all that is pending, into a file at another place."""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from perfdesk.changes import AddForm, Batch
from perfdesk.document import Document, apply, state
from perfdesk.errors import (
    BackupError,
    DamagedDataFileError,
    PartlySavedError,
    PerfDeskError,
    SaveError,
)
from perfdesk.history import Action, JournalEntry
from perfdesk.store.commit import Committer
from perfdesk.store.copies.backup import checked_copy
from perfdesk.store.copies.restore import read_backup
from perfdesk.store.create import create_file
from perfdesk.store.lock import user_name
from perfdesk.store.opening import connect
from perfdesk.store.records import BackupInfo
from perfdesk.values.moments import now


def save_elsewhere(
    path: Path,
    target: Path,
    copy: Callable[[Path], None],
    pending: Sequence[JournalEntry],
    document: Document,
    backups: Callable[[], list[BackupInfo]],
) -> None:
    """Write a new data file with everything in `path`; `document` is what the user sees.

    With the file at hand it is copied (journal, versions, notes) and the pending entries are
    committed to the copy. Where it cannot be read any more the forms alone are written, those
    that were never read from the newest sound backup; PartlySavedError when some are in none.
    DataFileExistsError, FolderMissingError or SaveError when the new place will not do either.
    """
    create_file(target, like=path)
    missing = 0
    done = False
    try:
        try:
            checked_copy(target, copy)
            _commit_all(target, pending)
        except (BackupError, SaveError, DamagedDataFileError):
            target.unlink(missing_ok=True)
            create_file(target, like=path)
            known = _at_hand(document, backups)
            missing = len(document.forms) - len(known.forms)
            _commit_all(target, [forms_entry(known, "另存为")])
        done = True
    finally:
        if not done:
            with contextlib.suppress(OSError):
                target.unlink(missing_ok=True)
    if missing:
        raise PartlySavedError(target, missing)


def _at_hand(document: Document, backups: Callable[[], list[BackupInfo]]) -> Document:
    """The forms that can be had without the file."""
    known = Document()
    lost = []
    for form_id in document.forms:
        try:
            known.forms[form_id] = document.form(form_id)
        except PerfDeskError:
            lost.append(form_id)
    backup = next((found for found in backups() if found.ok), None) if lost else None
    if backup is not None:
        then = read_backup(backup.path)
        found = {form_id: then.forms[form_id] for form_id in lost if form_id in then.forms}
        every = {**known.forms, **found}
        known.forms = {form_id: every[form_id] for form_id in document.forms if form_id in every}
    return known


def forms_entry(document: Document, label: str) -> JournalEntry:
    """The first entry of a file that begins with these forms."""
    changes = tuple(AddForm(state(form)) for form in document)
    change = Batch(changes, label)
    inverse = apply(Document(), change)
    return JournalEntry(1, now(), user_name(), Action.EDIT, label, None, change, inverse)


def _commit_all(target: Path, entries: Sequence[JournalEntry]) -> None:
    connection = connect(target, read_only=False)
    with contextlib.closing(connection):
        committer = Committer(target)
        committer.adopt(connection)
        for entry in entries:
            committer.commit(connection, entry)
