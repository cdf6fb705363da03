"""Bringing a backup back: looking into it, and putting it in the place of a damaged file."""

import contextlib
import os
import shutil
from datetime import datetime
from pathlib import Path

from perfdesk.atomic_file import appearing, remove_remains
from perfdesk.document import Document
from perfdesk.errors import DamagedDataFileError
from perfdesk.store.copies.backup import inspect_backup
from perfdesk.store.faults import FAULTS, opening_fault, saving_fault
from perfdesk.store.lock import FileLock
from perfdesk.store.opening import connect, look
from perfdesk.store.repository import forms


def read_backup(path: Path | str) -> Document:
    """The forms a backup holds, to be compared with the present; DamagedDataFileError when unsound."""
    path = Path(path)
    _require_sound(path)
    try:
        connection = connect(path, read_only=True)
        with contextlib.closing(connection):
            return Document({form.id: form for form in forms.read_forms(connection)})
    except FAULTS as fault:
        raise opening_fault(path, fault) from fault


def restore_file(backup: Path | str, path: Path | str) -> Path | None:
    """Put a sound backup in the place of a data file that cannot be opened.

    The present file, whatever its state, is kept beside it under a name with date; answers
    that name, None when there was no file. Killed at any moment, there is the old file or the
    whole backup at the place. No backup is removed. PerfDeskError when it cannot be done.
    """
    backup, path = Path(backup), Path(path)
    _require_sound(backup)
    try:
        lock = FileLock.acquire(path)
        try:
            remove_remains(path)
            with appearing(path, like=backup) as part:
                shutil.copyfile(backup, part)
                return _keep_present(path)
        finally:
            lock.release()
    except FAULTS as fault:
        raise saving_fault(path, fault) from fault


def _require_sound(backup: Path) -> None:
    look(backup)
    if not inspect_backup(backup).ok:
        raise DamagedDataFileError(backup, "备份没有通过检查")


def _keep_present(path: Path) -> Path | None:
    """A second name for the present file, with the log of an interrupted commit."""
    if not path.exists():
        return None
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")  # noqa: DTZ005 - shown to the user
    kept = path.with_name(f"{path.stem}.恢复前-{stamp}{path.suffix}")
    number = 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.stem}.恢复前-{stamp}-{number}{path.suffix}")
    try:
        os.link(path, kept)
    except OSError:
        # The place (FAT, some shares) knows no second names.
        with appearing(kept, like=path) as part:
            shutil.copyfile(path, part)
    log = path.with_name(path.name + "-journal")
    if log.exists():
        os.replace(log, kept.with_name(kept.name + "-journal"))
    return kept
