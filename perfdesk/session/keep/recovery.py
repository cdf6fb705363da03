"""When something went wrong with a data file: backups, restoring, salvage, saving elsewhere.

`Recovery` is for a file that is open; the functions are for one that does not open.
"""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfdesk import store
from perfdesk.changes import ReplaceForm, forms_of
from perfdesk.document import state
from perfdesk.errors import PerfDeskError
from perfdesk.session.core import Core
from perfdesk.session.keep.data_file import BEFORE
from perfdesk.session.outcome import Outcome
from perfdesk.store import BackupInfo, Holder, Store, VerifyReport
from perfdesk.store.copies.places import Place

if TYPE_CHECKING:
    from perfdesk.store import FormDifference, SalvageReport

__all__ = [
    "BackupInfo",
    "FormDifference",
    "Recovery",
    "SalvageReport",
    "VerifyReport",
    "backups_of",
    "restore_file",
    "salvage",
    "verify",
]


def __getattr__(name: str) -> Any:
    # Known by name to the window's dialogs; the first paint needs neither.
    if name not in ("FormDifference", "SalvageReport"):
        raise AttributeError(name)
    return getattr(store, name)


class Recovery:
    """Backups of the open file, and the ways out when it cannot be written."""

    def __init__(self, core: Core, opened: Store) -> None:
        self._core = core
        self._store = opened

    @property
    def notice(self) -> PerfDeskError | None:
        """What the user should know about the opening: a newer file, a read-only place, a conflict."""
        return self._store.notice

    @property
    def place(self) -> str:
        """Where the file lies, in one word: 网络共享, 移动盘, 同步文件夹; "" on this computer."""
        return "" if self._store.place is Place.LOCAL else self._store.place.label

    @property
    def works_on_copy(self) -> bool:
        """Whether edits go to a copy on this computer that is written back to the file's place."""
        return self._store.place.needs_copy and not self._store.read_only

    @property
    def left_over(self) -> Holder | None:
        """Who had the file open when the program ended unexpectedly last; None after a good end."""
        return self._store.left_over

    @property
    def problem(self) -> PerfDeskError | None:
        """Why the last automatic backup, or the last write-back to a share, failed; None when none did."""
        share = self._store.share
        return self._store.backups.problem or (share.problem if share else None)

    @property
    def gone(self) -> bool:
        """Whether the file was moved, deleted or replaced, or its drive pulled, since it was opened."""
        return not self._store.at_its_place()

    @property
    def checked(self) -> bool:
        """Whether the file has been checked; a large one is, a little after it was opened."""
        return self._store.checked.done()

    def when_checked(self, tell: Callable[[PerfDeskError | None], None]) -> None:
        """Call back once the file was checked (on another thread): None, or why it is damaged."""

        def done(_: object) -> None:
            error = self._store.checked.exception()
            tell(error if isinstance(error, PerfDeskError) else None)

        self._store.checked.add_done_callback(done)

    def backups(self) -> list[BackupInfo]:
        """The backups of this file, newest first, then those of its copies; each opened and checked."""
        return self._store.backups.list()

    def back_up(self, reason: str = "manual") -> BackupInfo:
        """A checked backup in the settings folder, now."""
        return self._store.backups.backup(reason)

    def preview(self, backup: Path) -> "list[FormDifference]":
        """What restoring a backup would change, form by form and cell by cell."""
        from perfdesk.store import compare_documents, read_backup

        return compare_documents(self._core.document, read_backup(backup))

    def restore(self, backup: Path, forms: Collection[str] | None = None) -> Outcome:
        """Make the forms that differ (or those named) what they were then, as one undoable step.

        The present is kept: in a backup, and as a version of each form that is replaced.
        """
        from perfdesk.store import read_backup, restoring_change

        change = restoring_change(self._core.document, read_backup(backup), forms)
        replaced = [
            form
            for part in change.changes
            if isinstance(part, ReplaceForm)
            for form in forms_of(part)
        ]
        self._store.flush()
        self._store.backups.backup("restore")
        self._store.versions.freeze_all(
            BEFORE["restore"], [state(self._core.document.form(form)) for form in replaced]
        )
        return self._core.edit(change, "从备份恢复")

    def save_elsewhere(self, target: Path) -> Path:
        """另存到其他盘: everything, what could not be saved too, in a new file.

        Afterwards call `abandon` and open the new file.
        """
        return self._store.save_as(target, self._core.document)

    def shrink(self) -> int:
        """整理数据文件: fold the older steps and give back the room; answers how many bytes.

        The last 5,000 steps can be undone as before; the history of every cell stays.
        """
        self._store.flush()
        saved = self._store.shrink()
        self._core.history.forget(self._store.folded)
        return saved

    def wind_up(self) -> None:
        """Do all that takes time at closing, on any thread; closing is quick after it.

        SaveError when something is not on the disk.
        """
        self._store.wind_up()

    @property
    def backup_failed(self) -> PerfDeskError | None:
        """Why the backup at closing was not made; None when it was, or was not wanted."""
        return self._store.backups.failed

    @property
    def backing_up(self) -> bool:
        """Whether the backup at closing is being made."""
        return self._store.backups.closing

    def skip_backup(self) -> None:
        """Close without the backup at closing; one that is being made is given up."""
        self._store.backups.skip()

    def abandon(self) -> None:
        """Let the file go without what could not be saved; by the user's choice alone."""
        self._store.abandon()


def verify(path: Path) -> VerifyReport:
    """检查数据文件: what is wrong with a file, and its backups. DataFileError when there is no file."""
    from perfdesk.store import verify as verify_file

    return verify_file(path)


def backups_of(path: Path) -> list[BackupInfo]:
    """The backups of a file that is not there or does not open, newest first, each checked."""
    from perfdesk.store.copies.backup import list_backups

    return list_backups(path, None)


def salvage(path: Path, target: Path) -> "SalvageReport":
    """Write what can be read of a damaged file into a new one; the damaged one stays as it is."""
    from perfdesk.store import salvage as salvage_file

    return salvage_file(path, target)


def restore_file(backup: Path, path: Path) -> Path | None:
    """Put a backup in the place of a file that does not open; answers where that is kept now."""
    from perfdesk.store import restore_file as put_back

    return put_back(backup, path)
