"""Making a new data file: whole or not there."""

import contextlib
import os
import shutil
import uuid
from pathlib import Path

from perfdesk import __version__
from perfdesk.atomic_file import LOG
from perfdesk.errors import DataFileExistsError
from perfdesk.folders import sync_folder
from perfdesk.store.damage.pages import PAGE
from perfdesk.store.faults import FAULTS, saving_fault
from perfdesk.store.migrations import migrate
from perfdesk.store.opening import connect, require_folder, require_short
from perfdesk.store.repository import files
from perfdesk.values.moments import now


def create_file(path: Path, *, like: Path | None = None) -> None:
    """Make a new, empty data file; DataFileExistsError when there is something already.

    It may be read by whoever may read the file `like`, that it takes its content from.
    """
    require_folder(path)
    require_short(path, new=True)
    if path.exists():
        raise DataFileExistsError(path)
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        _write_empty(part)
        if like is not None:
            with contextlib.suppress(OSError):
                shutil.copymode(like, part)
        _publish(part, path)
        sync_folder(path.parent)
    except FAULTS as fault:
        raise saving_fault(path, fault) from fault
    finally:
        for rest in (part, part.with_name(part.name + LOG)):
            with contextlib.suppress(OSError):
                rest.unlink(missing_ok=True)


def _write_empty(path: Path) -> None:
    path.touch(exist_ok=False)
    connection = connect(path, read_only=False)
    with contextlib.closing(connection):
        connection.execute(f"PRAGMA page_size = {PAGE}")
        migrate(connection)
        connection.execute("BEGIN IMMEDIATE")
        files.put_info(connection, "file_id", uuid.uuid4().hex)
        files.put_info(connection, "created_at", now())
        files.put_info(connection, "created_by", f"PerfDesk {__version__}")
        connection.execute("COMMIT")


def _publish(part: Path, path: Path) -> None:
    """Give a finished file its name, unless the name was taken meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise DataFileExistsError(path) from None
    except OSError:
        # The place (FAT, some shares) knows no second names.
        if path.exists():
            raise DataFileExistsError(path) from None
        os.replace(part, path)
