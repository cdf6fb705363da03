"""A local working copy of a file on a share or in a sync folder, written back whole.

Edits are committed to the copy in the settings folder. Every minute of change and at closing
the copy goes back: checked, under a temporary name, then in the file's place. A note beside
the copy tells which state of the file it came from, so that a crash continues where it
stopped and a change made elsewhere is never overwritten.
"""

import contextlib
import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from perfdesk.atomic_file import LOG, appearing, remove_remains
from perfdesk.errors import BackupError, PerfDeskError, WriteBackConflictError, WriteBackError
from perfdesk.folders import private_folder
from perfdesk.paths import settings_folder
from perfdesk.store.copies.backup import check_and_seal, checked_copy
from perfdesk.store.copies.backup_schedule import DueWork
from perfdesk.store.damage.pages import read_start
from perfdesk.store.faults import FAULTS, describe, opening_fault
from perfdesk.store.opening import HEADER_SIZE, connect

FOLDER = "working"
WRITE_BACK_SECONDS = 60.0
_MORE = "?"
"""In place of a digest: the copy holds more than was written back."""


@dataclass(frozen=True, slots=True)
class _Note:
    """Digests: of the file as taken or written back last, of the copy then, and of what is
    just about to take the file's place."""

    original: str
    taken: str
    copy: str
    coming: str = ""


class WorkingCopy:
    """The copy of one file; `conflict` tells of a state that had to be put aside at opening."""

    def __init__(self, original: Path) -> None:
        self.original = original
        place = zlib.crc32(str(original.absolute()).encode("utf-8", "surrogateescape"))
        folder = settings_folder() / FOLDER / f"{original.stem[:40]}-{place:08x}"
        self.local = folder / original.name
        self._note = folder / "note.json"
        self.conflict: PerfDeskError | None = None

    def take(self) -> Path:
        """Make the copy, or continue with one that a crash left; answers its path.

        PerfDeskError when the file cannot be read or the copy not be made.
        """
        try:
            for written in (self.local, self._note):
                remove_remains(written)
            _settle(self.original)
            now = _digest(self.original)
            if self.local.exists() and self._goes_on(now):
                return self.local
            private_folder(self.local.parent)
            with appearing(self.local, like=self.original) as part:
                shutil.copyfile(self.original, part)
            self._write_note(now)
        except FAULTS as fault:
            raise opening_fault(self.original, fault) from fault
        return self.local

    def _goes_on(self, now: str) -> bool:
        """Whether the copy that a crash left continues the file as it is `now`.

        If not, what it alone holds is put aside.
        """
        with contextlib.suppress(*FAULTS):
            _settle(self.local)
        note = self._read_note()
        if note is not None and now in (note.taken, note.coming):
            self._write_note(now, note.copy)
            return True
        if _digest(self.local) not in (now, note.copy if note else now):
            self.conflict = WriteBackConflictError(self.original, self._put_aside())
        # It must not be taken back into the copy that comes in this one's place.
        _log(self.local).unlink(missing_ok=True)
        return False

    def write_back(self, copy: Callable[[Path], None]) -> None:
        """Put the present state in the file's place; `copy` writes the database to a path.

        WriteBackConflictError when the file was changed elsewhere, WriteBackError when it
        cannot be reached: the edits are safe in the copy then.
        """
        note = self._read_note()
        try:
            self._require_unchanged(note, copy)
            with appearing(self.original) as part:
                state = self._state()
                copy(part)
                check_and_seal(part)
                coming = _digest(part)
                # Slow shares take their time: once more, right before it takes the file's place.
                note = self._require_unchanged(note, copy)
                self._write_note(note.taken, note.copy, coming)
            held = _digest(self.local)
            # An edit may have come since the copying began: then more is to be written back.
            self._write_note(coming, held if self._state() == state else _MORE)
        except BackupError as error:
            raise WriteBackError(self.original, "写入失败", self.local) from error
        except FAULTS as fault:
            raise WriteBackError(self.original, describe(fault), self.local) from fault

    def _require_unchanged(self, note: _Note | None, copy: Callable[[Path], None]) -> _Note:
        if note is None or note.taken != _digest(self.original):
            raise WriteBackConflictError(self.original, self._put_aside(copy))
        return note

    @property
    def changed(self) -> bool:
        """Whether the copy holds what has not been written back."""
        note = self._read_note()
        try:
            return note is None or note.copy != _digest(self.local)
        except OSError:
            return True

    def _state(self) -> bytes:
        """SQLite's change counter of the copy; every commit moves it."""
        return read_start(self.local, HEADER_SIZE)[24:28]

    def discard(self) -> None:
        """Remove the copy once it has been written back."""
        # Without its note it would count as work of ours that is nowhere else.
        for path in (self.local, self._note):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self.local.parent.rmdir()

    def _put_aside(self, copy: Callable[[Path], None] | None = None) -> Path:
        """Keep our state under a name of its own, beside the file where that is possible."""
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S")  # noqa: DTZ005 - shown to the user
        name = f"{self.original.stem}.本机修改-{stamp}{self.original.suffix}"
        for folder in (self.original.parent, self.local.parent):
            target = folder / name
            try:
                if copy is not None:
                    checked_copy(target, copy, like=self.original)
                else:
                    with appearing(target, like=self.original) as part:
                        shutil.copyfile(self.local, part)
                    if _log(self.local).exists():
                        shutil.copy(_log(self.local), _log(target))
                return target
            except (OSError, BackupError):
                continue
        return self.local

    def _read_note(self) -> _Note | None:
        try:
            return _Note(**json.loads(self._note.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _write_note(self, taken: str, copy: str = "", coming: str = "") -> None:
        place = os.fsencode(self.original.absolute()).decode("utf-8", "replace")
        note = _Note(place, taken, copy or _digest(self.local), coming)
        with appearing(self._note) as part:
            part.write_text(json.dumps(asdict(note), ensure_ascii=False), "utf-8")


class ShareKeeper:
    """Writes the working copy of an open file back, every minute of change and at closing.

    `copy_to` writes the open database to a path.
    """

    def __init__(self, copy: WorkingCopy, copy_to: Callable[[Path], None]) -> None:
        self._copy = copy
        self._copy_to = copy_to
        self.due = DueWork(WRITE_BACK_SECONDS, self._attempt, "perfdesk-share")
        self.problem: PerfDeskError | None = None
        """Why the last attempt failed; None when it did not."""
        self._ended: PerfDeskError | None = None
        """Why the last writing back, at closing, did not come into the file's place."""

    def wind_up(self) -> None:
        """Write back what has changed, once; `close` tells how it went."""
        self.due.wait()
        if self._ended is not None:
            return
        try:
            if self._copy.changed:
                self._copy.write_back(self._copy_to)
        except PerfDeskError as error:
            self._ended = error

    def close(self, let_go: Callable[[], None]) -> None:
        """Close the copy with `let_go`, after `wind_up`; it is removed where nothing is left in it.

        WriteBackError when the edits are in the copy alone, WriteBackConflictError when they
        were put beside a file that was changed elsewhere.
        """
        let_go()
        if not isinstance(self._ended, WriteBackError):
            self._copy.discard()
        if self._ended is not None:
            raise self._ended

    def _attempt(self) -> None:
        self.due.reset(None)
        try:
            self._copy.write_back(self._copy_to)
            self.problem = None
        except PerfDeskError as error:
            self.problem = error


def _settle(path: Path) -> None:
    """Let SQLite take back what an interrupted commit left in a file."""
    if _log(path).exists():
        with contextlib.closing(connect(path, read_only=True)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _log(path: Path) -> Path:
    return path.with_name(path.name + LOG)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
