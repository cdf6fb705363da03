"""另存到其他盘: all that was saved and all that is pending, into a file at another place."""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from perfdesk.changes import AddForm, Batch
from perfdesk.document import Document, apply, state
from perfdesk.errors import BackupError, DamagedDataFileError, SaveError
from perfdesk.history import Action, JournalEntry
from perfdesk.store.backup import checked_copy
from perfdesk.store.commit import Committer
from perfdesk.store.creating import create_file
from perfdesk.store.lock import user_name
from perfdesk.store.opening import connect, now, require_folder


def save_elsewhere(
    target: Path,
    copy: Callable[[Path], None],
    pending: Sequence[JournalEntry],
    document: Document,
) -> None:
    """Write a new data file with everything; `document` is what the user sees.

    With the file at hand it is copied (journal, versions, notes) and the pending entries are
    committed to the copy; where it cannot be read any more, the forms alone are written.
    DataFileExistsError, FolderMissingError or SaveError when the new place will not do either.
    """
    require_folder(target)
    create_file(target)
    done = False
    try:
        try:
            checked_copy(target, copy)
            _commit_all(target, pending)
        except (BackupError, SaveError, DamagedDataFileError):
            target.unlink(missing_ok=True)
            create_file(target)
            _commit_all(target, [forms_entry(document, "另存为")])
        done = True
    finally:
        if not done:
            with contextlib.suppress(OSError):
                target.unlink(missing_ok=True)


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
