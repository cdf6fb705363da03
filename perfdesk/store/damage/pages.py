"""Reading the file's own bytes, page by page, beside SQLite.

Closing any descriptor of a file drops POSIX locks that SQLite holds on it in the same
process. So the connections of this process are counted, and raw reading is refused while
another one than the caller's own, idle one is open.
"""

import os
import sqlite3
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

PAGE = 4096
"""SQLite's page size, as this program makes its files."""

_open: Counter[tuple[int, int]] = Counter()
_guard = threading.Lock()


class DataConnection(sqlite3.Connection):
    """A connection that is counted while it is open."""

    check_rows = True
    """False for a file of a later program, whose rows may hold more than we know."""
    folder: "TemporaryDirectory[str] | None" = None
    """Where a copy lies that is read instead of the file; removed with the connection."""
    _counted: tuple[int, int] | None = None

    def count(self, path: Path) -> None:
        """Remember which file this connection has open."""
        found = path.stat()
        self._counted = (found.st_dev, found.st_ino)
        with _guard:
            _open[self._counted] += 1

    def close(self) -> None:
        """Close and count down; closing twice does nothing."""
        super().close()
        if self._counted is not None:
            with _guard:
                _open[self._counted] -= 1
            self._counted = None
        if self.folder is not None:
            self.folder.cleanup()


def may_read(path: Path, own: int = 0) -> bool:
    """Whether the file's bytes may be read: no connection of this process but `own` idle ones."""
    if sys.platform == "win32":
        return True
    found = path.stat()
    with _guard:
        return _open[found.st_dev, found.st_ino] <= own


def read_start(path: Path, size: int) -> bytes:
    """The first bytes of a file."""
    with path.open("rb") as file:
        return file.read(size)


def read_pages(path: Path) -> Iterator[bytes]:
    """The file in pages; the last one may be short."""
    with path.open("rb", buffering=0) as file:
        while block := file.read(PAGE * 256):
            for start in range(0, len(block), PAGE):
                yield block[start : start + PAGE]


def page_count(path: Path) -> int:
    """How many pages the file holds, a broken one counted."""
    return -(-os.path.getsize(path) // PAGE)
