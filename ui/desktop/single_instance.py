"""One window per user: a lock file, and a watched file by which a second start hands its files over."""

import json
import os
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

from perfdesk.atomic_file import write_private
from perfdesk.folders import private_folder
from perfdesk.paths import settings_folder


class Instance(QObject):
    """The claim to be the one running program of this settings folder."""

    handed_over = Signal(list)
    """Paths that a second start was asked to open; empty: only come to the front."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        folder = folder or settings_folder()
        self._lock = QLockFile(str(folder / "window.lock"))
        # A lock whose process is gone is taken over; one of a running process never is.
        self._lock.setStaleLockTime(0)
        self._inbox = folder / "handover"
        self._watcher: QFileSystemWatcher | None = None

    def claim(self) -> bool:
        """Whether this is the first window; a folder that cannot be written to counts as so."""
        if self._lock.tryLock(0):
            return True
        return self._lock.error() != QLockFile.LockError.LockFailedError

    def hand_over(self, paths: list[Path]) -> None:
        """Ask the running window to open these files and to come to the front."""
        private_folder(self._inbox)
        names = json.dumps([str(path) for path in paths])
        # Whole or not there: the watcher never sees half a file.
        write_private(self._inbox / f"{os.getpid()}.json", names)

    def watch(self) -> None:
        """Hear of files handed over from now on; those that wait already come at once."""
        private_folder(self._inbox)
        self._watcher = QFileSystemWatcher([str(self._inbox)], self)
        self._watcher.directoryChanged.connect(lambda _: self._collect())
        self._collect()

    def release(self) -> None:
        """Give the claim up."""
        self._watcher = None
        self._lock.unlock()

    def _collect(self) -> None:
        for file in sorted(self._inbox.glob("*.json")):
            try:
                names = json.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                names = None
            file.unlink(missing_ok=True)
            if isinstance(names, list):
                self.handed_over.emit([Path(name) for name in names if isinstance(name, str)])
