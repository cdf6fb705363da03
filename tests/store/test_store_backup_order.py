"""Whose a backup is, and which one is the newest: by file and place, by step and not by the clock."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from store_forms import Desk, two_forms

from perfdesk.store import Store
from perfdesk.store.copies.backup import backup_folder, list_backups, thin
from perfdesk.store.records import BackupInfo


def typed(path: Path, text: str) -> BackupInfo:
    with Store.open(path) as store:
        Desk(store).type(text)
        store.flush()
        return store.backups.backup()


def file_id(path: Path) -> str:
    with Store.open(path, read_only=True) as store:
        return store.backups.file_id


def test_a_copied_file_shows_its_own_first_and_says_whose_the_others_are(tmp_path: Path) -> None:
    path = two_forms(tmp_path)
    copy = Path(shutil.copy(path, tmp_path / "copy.perfdesk"))
    for number in range(3):
        typed(path, f"原件 {number}")
    own = typed(copy, "副本")
    found = list_backups(copy, file_id(copy))
    assert found[0].path == own.path
    assert {info.origin for info in found if info.path.parent == own.path.parent} == {""}
    assert {info.origin for info in found if info.path.parent != own.path.parent} == {str(path)}
    assert [bool(info.origin) for info in found] == sorted(bool(info.origin) for info in found)


def test_a_moved_file_finds_what_was_made_at_its_former_place(tmp_path: Path) -> None:
    path = two_forms(tmp_path)
    moved = path.rename(tmp_path / "moved.perfdesk")
    found = list_backups(moved, file_id(moved))
    assert [info.origin for info in found] == [str(path)]


def test_the_newest_is_the_one_with_the_longest_journal(tmp_path: Path) -> None:
    path = two_forms(tmp_path)
    folder = backup_folder(path, file_id(path))
    later = typed(path, "时钟拨回以后")
    past = later.path.rename(folder / "20010101-000000-timed.perfdesk")
    assert list_backups(path, file_id(path))[0].path == past
    assert list_backups(path, file_id(path))[0].step == 3


def test_a_clock_that_was_set_back_thins_nothing_wrongly(tmp_path: Path) -> None:
    path = two_forms(tmp_path)
    folder = backup_folder(path, file_id(path))
    # A day of work, in the middle of which the clock said 2001 for two hours.
    made = [typed(path, f"第 {number} 次").path for number in range(6)]
    for other in folder.glob("*closing*"):
        other.unlink()
    today = datetime(2025, 6, 1, 12)  # noqa: DTZ001 - names carry local time
    for number, backup in enumerate(made):
        day = today - timedelta(hours=6 - number)
        day = day.replace(year=2001) if number in (2, 3) else day
        backup.rename(folder / f"{day:%Y%m%d-%H%M%S}-{number + 1}-timed.perfdesk")
    assert thin(folder, today) == []
    assert len(list(folder.glob("*.perfdesk"))) == 6
