"""Reading the file's own bytes, page by page, beside SQLite.

Closing any descriptor of a file drops POSIX locks that SQLite holds on it in the same
process. So the connections of this process are counted, and raw reading is refused while
another one than the caller's own, idle one is open.
"""

import errno
import os
import sqlite3
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")

_STEPS = 10_000
"""Steps of SQLite's machine between two looks at the clock."""

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

    added_to = False
    """The schema holds more than ours; the file is read only, and its schema known to differ."""

    def within(self, seconds: float, job: Callable[[], T]) -> T:
        """Do a reading job that is broken off (sqlite3.OperationalError) when it takes longer."""
        end = monotonic() + seconds
        self.set_progress_handler(lambda: monotonic() > end, _STEPS)
        try:
            return job()
        finally:
            self.set_progress_handler(None, _STEPS)

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


class FilePages:
    """The pages of a file by their number from 0, read when they are asked for.

    A sparse file may say that it has millions: what was never written is not looked at.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self._size = os.path.getsize(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return -(-self._size // PAGE)

    def __getitem__(self, number: int) -> bytes:
        self._file.seek(number * PAGE)
        return self._file.read(PAGE)

    def written(self) -> Iterator[int]:
        """The numbers of all pages that are on the disk, in their order."""
        end = 0
        while end < self._size:
            start, end = self._extent(end)
            yield from range(start // PAGE, -(-end // PAGE))

    def _extent(self, place: int) -> tuple[int, int]:
        """The next part of the file, from a place on, that is no hole; all of it where none is known."""
        if sys.platform == "win32":
            return place, self._size
        descriptor = self._file.fileno()
        try:
            start = os.lseek(descriptor, place, os.SEEK_DATA)
            return start, os.lseek(descriptor, start, os.SEEK_HOLE)
        except OSError as fault:
            # ENXIO: nothing but a hole up to the end; anything else: the place knows no holes.
            return (self._size if fault.errno == errno.ENXIO else place), self._size
