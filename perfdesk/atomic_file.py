"""Whole files or none: written beside the target, flushed to the disk, then put in its place.

The one way of this program to replace a file. The folder is flushed too, since a power cut may
else take the new name back; and whoever might read the old file, and nobody else, may read the
new one.
"""

import contextlib
import os
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path

from perfdesk.errors import CannotWriteError
from perfdesk.folders import new_folder, sync_folder

LOG = "-journal"
"""What SQLite adds to a name for the log of a commit; a kill leaves that of a part, too."""
_PRIVATE = 0o600
"""While it is written nobody else needs to see a file."""
_LONGEST_NAME = 255
_BINARY = getattr(os, "O_BINARY", 0)
_OWNER: ContextVar[Path | None] = ContextVar("owner", default=None)


@contextlib.contextmanager
def no_wider_than(owner: Path) -> Iterator[None]:
    """New files and folders made within the block are open to nobody who may not read `owner`.

    The session says it of the data file, so that writers need not know where their forms come from.
    """
    token = _OWNER.set(owner)
    try:
        yield
    finally:
        _OWNER.reset(token)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """As `appearing`; CannotWriteError when the folder or the disk does not take the file."""
    try:
        with appearing(path) as part:
            yield part
    except OSError as error:
        raise CannotWriteError(path, error) from error


@contextlib.contextmanager
def appearing(path: Path, *, like: Path | None = None, private: bool = False) -> Iterator[Path]:
    """An empty temporary file beside `path`; it gets the name when the block ends well.

    What was there stands until then. The file may be read by whoever might read the one it
    replaces; where there is none, the file `like`; else as any new file; by its owner alone when
    it is `private`. OSError when it fails.
    """
    part = _part(path)
    try:
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, _PRIVATE))
        yield part
        sync(part)
        # FAT and some shares know no owners: there it stays as the place makes it.
        with contextlib.suppress(PermissionError):
            part.chmod(_PRIVATE if private else _mode(path, like))
        os.replace(part, path)
        sync_folder(path.parent)
    finally:
        for rest in (part, part.with_name(part.name + LOG)):
            with contextlib.suppress(OSError):
                rest.unlink(missing_ok=True)


def remove_remains(path: Path) -> None:
    """Remove what `appearing` and a new file of this name left when they were killed."""
    begin = f".{path.name}."
    with contextlib.suppress(OSError):
        for name in os.listdir(path.parent):
            if name.startswith(begin) and name.endswith((".part", ".part" + LOG)):
                with contextlib.suppress(OSError):
                    path.with_name(name).unlink()


def make_folder(folder: Path) -> None:
    """Make a folder to write into, and those above it; CannotWriteError when that cannot be done."""
    readers = _of_owner()
    # Whoever may read the file may walk the folder.
    mode = 0o777 if readers is None else readers | readers >> 2 & 0o111
    try:
        new_folder(folder, mode | 0o700)
    except OSError as error:
        raise CannotWriteError(folder, error) from error


def write_private(path: Path, text: str) -> None:
    """Write what concerns this user alone, as UTF-8 and whole or not at all; OSError."""
    with appearing(path, private=True) as part:
        part.write_text(text, encoding="utf-8")


def sync(path: Path) -> None:
    """Wait until a file's content is on the disk."""
    descriptor = os.open(path, os.O_RDWR | _BINARY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _part(path: Path) -> Path:
    """A free name beside `path`; a name as long as names may be leaves no room for its own."""
    mark = os.urandom(4).hex()
    name = f".{path.name}.{mark}.part"
    if len(os.fsencode(name)) + len(LOG) > _LONGEST_NAME:
        name = f".{mark}{path.suffix}.part"
    return path.with_name(name)


def _mode(path: Path, like: Path | None) -> int:
    """The permissions of the file that is replaced, else of `like`, else of a plain `open`."""
    for known in (path, like):
        if known is not None:
            with contextlib.suppress(OSError):
                return known.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    owner = _of_owner()
    return 0o666 & ~mask & (0o777 if owner is None else owner)


def _of_owner() -> int | None:
    """The permissions of the data file that is worked for; None where there is none."""
    owner = _OWNER.get()
    if owner is not None:
        with contextlib.suppress(OSError):
            return owner.stat().st_mode & 0o777
    return None
