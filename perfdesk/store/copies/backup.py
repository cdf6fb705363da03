"""Backups in the settings folder: copied online, opened and checked before they count, thinned.

All of the last 48 hours are kept, then the newest of each day for a month, of each week for
half a year, and of each month for good. The newest sound backup is never removed.
"""

import contextlib
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from perfdesk.atomic_file import appearing
from perfdesk.errors import BackupError, PerfDeskError
from perfdesk.folders import private_folder
from perfdesk.paths import settings_folder
from perfdesk.store.damage.check import rows_fault, seal_fits, structure_fault
from perfdesk.store.damage.page_digest import set_seal
from perfdesk.store.faults import FAULTS, describe
from perfdesk.store.opening import connect, look, require_schema
from perfdesk.store.records import BackupInfo
from perfdesk.store.repository import files, journal
from perfdesk.values.moments import local, now

FOLDER = "backups"
ORIGIN = "origin.txt"
"""In each folder of backups: where the data file was."""
RESTORE = "restore"
"""The reason of a backup that is made before another one is restored."""
KEEP_ALL = timedelta(hours=48)
ABANDONED = timedelta(hours=1)
HALT_STEPS = 20_000
"""Steps of SQLite's machine, some milliseconds, between two questions whether to give up."""
KEEP_DAILY = timedelta(days=31)
KEEP_WEEKLY = timedelta(days=183)

Halt = Callable[[], bool]
"""Whether to give up now."""

_NAME = re.compile(r"(\d{8}-\d{6})(?:-\d+)?-(\w+)\.perfdesk")
_TIME = "%Y%m%d-%H%M%S"


def backup_folder(path: Path, file_id: str) -> Path:
    """Where the backups of a data file are; a copy under another name has a folder of its own."""
    place = zlib.crc32(str(path.absolute()).encode("utf-8", "surrogateescape"))
    return settings_folder() / FOLDER / f"{path.stem[:40]}-{file_id[:8]}-{place:08x}"


def take_backup(
    path: Path,
    file_id: str,
    reason: str,
    copy: Callable[[Path], None],
    halt: Halt | None = None,
) -> BackupInfo:
    """Make a checked backup of a data file and thin the older ones; BackupError when it fails.

    `copy` writes the database to a path. `reason` is a word: timed, closing, import, … Before a
    restore nothing is thinned: what is being looked for may be among the oldest. `halt` gives it up.
    """
    folder = backup_folder(path, file_id)
    target = folder / "?"
    try:
        private_folder(folder)
        _note_origin(folder, path)
        target = _free_name(folder, reason)
    except OSError as fault:
        raise BackupError(target, describe(fault)) from fault
    info = checked_copy(target, copy, halt, like=path)
    if reason != RESTORE:
        thin(folder)
    return info


def _note_origin(folder: Path, path: Path) -> None:
    """Where the data file is; written when it is not known yet, and whole like everything."""
    place = str(path.absolute())
    if _origin(folder) != place:
        with appearing(folder / ORIGIN, like=path) as part:
            part.write_text(place, "utf-8", errors="surrogateescape")


def checked_copy(
    target: Path,
    copy: Callable[[Path], None],
    halt: Halt | None = None,
    *,
    like: Path | None = None,
) -> BackupInfo:
    """A copy at `target` that was opened, checked and sealed before it got its name.

    Where it replaces nothing it has the permissions of the file `like`.
    """
    try:
        with appearing(target, like=like) as part:
            copy(part)
            forms = check_and_seal(part, halt)
    except FAULTS as fault:
        raise BackupError(target, describe(fault)) from fault
    return BackupInfo(target, *_told_by_name(target), ok=True, forms=forms)


def copy_database(source: sqlite3.Connection, target: Path) -> None:
    """SQLite's online backup; the target exists and is empty."""
    connection = connect(target, read_only=False)
    with contextlib.closing(connection):
        source.backup(connection)


def list_backups(path: Path, file_id: str | None) -> list[BackupInfo]:
    """The backups of a data file, newest first, each opened and checked.

    Behind them those of other files with the same id: a copied file keeps its id. Without an id
    (the file cannot be read) those made of a file at this very place. The newest is the one whose
    journal goes on longest: clocks are set back.
    """
    own: list[BackupInfo] = []
    others: list[BackupInfo] = []
    for folder in _folders(path, file_id):
        origin = _origin(folder) or folder.name
        here = origin == str(path.absolute())
        for file in folder.glob("*.perfdesk"):
            info = inspect_backup(file)
            (own if here else others).append(info if here else replace(info, origin=origin))
    others.sort(key=_age, reverse=True)
    return sorted(own, key=_age, reverse=True) + sorted(others, key=lambda info: info.origin)


def _age(info: BackupInfo) -> tuple[int, str, int]:
    """By step; of two with the same (an import, then closing) by the clock."""
    return info.step, *_made(info.path)


def inspect_backup(path: Path) -> BackupInfo:
    """Open and check one backup."""
    at, reason = _told_by_name(path)
    try:
        look(path)
        if not require_schema(path):
            return BackupInfo(path, at, reason, ok=False, forms=0)
        connection = connect(path, read_only=True)
        with contextlib.closing(connection):
            fits = seal_fits(connection, path, own=1)
            fault = structure_fault(connection)
            if fault is None and fits is None:
                fault = rows_fault(connection)
            forms = connection.execute("SELECT count(*) FROM forms").fetchone()[0]
            step = journal.last_seq(connection)
    except (PerfDeskError, *FAULTS):
        return BackupInfo(path, at, reason, ok=False, forms=0)
    return BackupInfo(
        path, at, reason, ok=fault is None and fits is not False, forms=forms, step=step
    )


def thin(folder: Path, today: datetime | None = None) -> list[Path]:
    """Remove the backups that the rule does not keep; answers which. The newest is never removed.

    A backup is at least as young as those whose journal is shorter, whatever the clock said.
    """
    now = today or datetime.now()  # noqa: DTZ005 - names carry local time
    dated = [(when, file) for file in folder.glob("*.perfdesk") if (when := time_of(file))]
    kept = _kept(_by_step(dated), now)
    removed = [file for _, file in dated if file not in kept]
    removed += [part for part in folder.glob(".*.part*") if _left_over(part, now)]
    for file in removed:
        with contextlib.suppress(OSError):
            file.unlink()
    return removed


def _by_step(dated: Iterable[tuple[datetime, Path]]) -> list[tuple[datetime, Path]]:
    """Newest first."""
    ordered = sorted((_step(file), when, file) for when, file in dated)
    latest: list[tuple[datetime, Path]] = []
    for _, when, file in ordered:
        latest.append((max(when, latest[-1][0]) if latest else when, file))
    return latest[::-1]


def _step(file: Path) -> int:
    """The newest step in a backup; 0 when it cannot be read, and its date alone counts."""
    try:
        with contextlib.closing(connect(file, read_only=True)) as connection:
            return journal.last_seq(connection)
    except FAULTS:
        return 0


def _kept(dated: Iterable[tuple[datetime, Path]], now: datetime) -> set[Path]:
    """Newest first: the first of each period is kept."""
    kept: dict[object, Path] = {}
    for when, file in dated:
        age = now - when
        period: object
        if age <= KEEP_ALL:
            period = file
        elif age <= KEEP_DAILY:
            period = when.date()
        elif age <= KEEP_WEEKLY:
            period = ("week", *when.isocalendar()[:2])
        else:
            period = ("month", when.year, when.month)
        kept.setdefault(period, file)
    return set(kept.values())


def _left_over(part: Path, now: datetime) -> bool:
    """A copy that a kill interrupted, rather than one that is being made."""
    with contextlib.suppress(OSError):
        return now - datetime.fromtimestamp(part.stat().st_mtime) > ABANDONED  # noqa: DTZ006 - local
    return False


def check_and_seal(path: Path, halt: Halt | None = None) -> int:
    """The number of forms of a sound copy; BackupError when it is not sound, or `halt` gave it up."""
    connection = connect(path, read_only=False)
    with contextlib.closing(connection):
        connection.set_progress_handler(halt, HALT_STEPS)
        connection.execute("BEGIN IMMEDIATE")
        files.break_seal(connection)
        connection.execute("COMMIT")
        fault = structure_fault(connection, thorough=True) or rows_fault(connection)
        if fault is not None:
            raise BackupError(path, fault)
        set_seal(connection, path)
        return int(connection.execute("SELECT count(*) FROM forms").fetchone()[0])


def _folders(path: Path, file_id: str | None) -> list[Path]:
    base = settings_folder() / FOLDER
    if not base.is_dir():
        return []
    if file_id:
        return [folder for folder in base.iterdir() if f"-{file_id[:8]}-" in folder.name]
    return [folder for folder in base.iterdir() if _origin(folder) == str(path.absolute())]


def _origin(folder: Path) -> str | None:
    try:
        return (folder / ORIGIN).read_text("utf-8", errors="surrogateescape")
    except OSError:
        return None


def _free_name(folder: Path, reason: str) -> Path:
    stamp = datetime.now().strftime(_TIME)  # noqa: DTZ005 - names carry local time
    number, path = 1, folder / f"{stamp}-{reason}.perfdesk"
    while path.exists():
        number += 1
        path = folder / f"{stamp}-{number}-{reason}.perfdesk"
    return path


def _made(path: Path) -> tuple[str, int]:
    """By the second in its name; two of one second (an import, then closing) by when they were written."""
    try:
        return path.name[:15], path.stat().st_mtime_ns
    except OSError:
        return path.name[:15], 0


def time_of(path: Path) -> datetime | None:
    """The local time in a backup's name, None when it has some other name."""
    matched = _NAME.fullmatch(path.name)
    return datetime.strptime(matched[1], _TIME) if matched else None  # noqa: DTZ007 - local time


def _told_by_name(path: Path) -> tuple[str, str]:
    """When (ISO local time) and why a backup was made."""
    when, matched = time_of(path), _NAME.fullmatch(path.name)
    if when is None or matched is None:
        return now(), "manual"
    return local(when), matched[2]
