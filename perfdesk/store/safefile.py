"""Writing files so that they are whole or not there: temporary name, fsync, rename, fsync."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

LOG = "-journal"
"""What SQLite adds to a name for the log of a commit; a kill leaves that of a part, too."""


@contextlib.contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`; what the block writes there gets the name when it ends well."""
    from uuid import uuid4

    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        yield part
        sync(part)
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


def sync(path: Path) -> None:
    """Wait until a file's content is on the disk."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can say so."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
