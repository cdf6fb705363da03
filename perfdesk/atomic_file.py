"""Whole files or none: written beside the target, flushed to the disk, then put in its place."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from perfdesk.errors import CannotWriteError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`; what is written there replaces it when the block ends well.

    Raises CannotWriteError when the folder or the disk does not take it; the old file then stands.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".~", suffix=path.suffix + ".tmp", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        yield temporary
        _flush(temporary)
        temporary.chmod(_usual_mode(path))
        temporary.replace(path)
    except OSError as error:
        raise CannotWriteError(path, error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _usual_mode(path: Path) -> int:
    """The mode of the file that is replaced, else what a plain `open` would give."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
