"""Who may read the data file may read what is made of it, and nobody else."""

import os
from pathlib import Path

import pytest
from store_forms import Desk, a_form, two_forms

from perfdesk import atomic_file
from perfdesk.store import Store, restore_file, salvage

pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture(params=[0o600, 0o640])
def private(request: pytest.FixtureRequest, tmp_path: Path, settings_home: Path) -> Path:
    path = two_forms(tmp_path)
    path.chmod(request.param)
    return path


def test_backups_are_as_private_as_the_file(private: Path) -> None:
    with Store.open(private) as store:
        backup = store.backups.backup().path
        elsewhere = store.backups.backup_to(private.with_name("copy.perfdesk"))
    assert mode(backup) == mode(elsewhere) == mode(private)
    assert mode(backup.parent) == 0o700
    assert mode(backup.parent.parent) == 0o700


def test_a_restored_file_is_as_private_as_the_backup(private: Path) -> None:
    with Store.open(private) as store:
        backup = store.backups.backup().path
    was = mode(private)
    private.unlink()
    restore_file(backup, private)
    assert mode(private) == was


def test_what_is_saved_elsewhere_is_as_private(private: Path, tmp_path: Path) -> None:
    with Store.open(private) as store:
        desk = Desk(store)
        desk.add(a_form("f9"))
        store.flush()
        moved = store.save_as(tmp_path / "moved.perfdesk", desk.document)
    salvage(private, tmp_path / "rescued.perfdesk")
    assert mode(moved) == mode(tmp_path / "rescued.perfdesk") == mode(private)


def test_a_replaced_file_keeps_its_readers(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_text("old")
    path.chmod(0o600)
    with atomic_file.replacing(path) as part:
        part.write_text("new")
    assert mode(path) == 0o600


def test_nobody_reads_it_while_it_is_written(tmp_path: Path) -> None:
    with atomic_file.appearing(tmp_path / "report.xlsx") as part:
        assert mode(part) == 0o600


def test_a_name_of_full_length_leaves_room(tmp_path: Path) -> None:
    path = tmp_path / ("表" * 83 + ".xlsx")
    with atomic_file.appearing(path) as part:
        part.write_text("x")
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
