"""What is not a sound data file of ours is never shown as an empty one."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from store_forms import NAME, Desk, a_form, plain

from perfdesk import errors
from perfdesk.store import Store, verify
from perfdesk.store.lock import lock_path
from perfdesk.store.schema import FIRST_IN, SCHEMA_VERSION, TABLES

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "unit.perfdesk"
    with Store.create(path) as store:
        Desk(store).add(a_form())
    return path


def patched(path: Path, at: int, data: bytes) -> Path:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)
    return path


def made_newer(path: Path, *statements: str) -> None:
    """As a later program would have left it, not closed properly."""
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.execute("UPDATE file_info SET value = '0' WHERE name = 'sealed'")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")


def test_each_file_that_is_no_data_file_has_its_error(tmp_path: Path, filled: Path) -> None:
    empty = tmp_path / "empty.perfdesk"
    empty.touch()
    foreign = tmp_path / "foreign.perfdesk"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE t (a)")
    text = tmp_path / "text.perfdesk"
    text.write_text("hello")
    cases = {
        tmp_path / "none.perfdesk": errors.DataFileMissingError,
        tmp_path / "no" / "none.perfdesk": errors.FolderMissingError,
        tmp_path: errors.DataFileIsFolderError,
        empty: errors.EmptyDataFileError,
        foreign: errors.ForeignDataFileError,
        text: errors.ForeignDataFileError,
        patched(filled, 0, bytes(16)): errors.DamagedDataFileError,
    }
    for path, error in cases.items():
        for read_only in (False, True):
            with pytest.raises(error):
                Store.open(path, read_only=read_only)
    with pytest.raises(errors.FolderMissingError):
        Store.create(tmp_path / "no" / "new.perfdesk")
    assert not lock_path(filled).exists()


def test_a_newer_file_opens_read_only(filled: Path) -> None:
    made_newer(filled, "ALTER TABLE cells ADD COLUMN colour TEXT")
    with Store.open(filled) as store:
        assert store.read_only
        assert isinstance(store.notice, errors.NewerDataFileError)
        desk = Desk(store)
        assert list(desk.document.forms) == ["f1"]
        with pytest.raises(errors.DataFileReadOnlyError):
            desk.type("x")
    assert verify(filled).ok


def test_a_newer_file_whose_tables_differ_is_refused_not_shown_empty(filled: Path) -> None:
    made_newer(filled, "DROP VIEW history", "ALTER TABLE cells RENAME TO cell_values")
    with pytest.raises(errors.NewerDataFileError), Store.open(filled) as store:
        store.load()


def test_schema_1_opens(tmp_path: Path) -> None:
    path = Path(shutil.copy(FIXTURES / "schema-1.perfdesk", tmp_path))
    with sqlite3.connect(path) as connection:
        for table in TABLES.keys() - FIRST_IN.keys():
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0], table
    assert verify(path).ok
    with Store.open(path) as store:
        desk = Desk(store)
        assert list(desk.document.forms) == ["f1", "f2"]
        assert desk.document.form("f1").header["project_name"] == "改过的名称"
        assert [row.id for row in desk.document.form("f2").indicators] == ["r1", "r3", "r2"]
        assert store.load().accepted[0].reason == "延期"
        assert store.load().drafts[0].text == "没写完"
        assert store.past.recycle_bin()[0].form == "f3"
        assert [line.new for line in store.past.of_cell(NAME)][:2] == ["改过的名称", "撤销掉的"]
        desk.type("新名称")
    assert verify(path).ok


def test_every_turned_byte_of_a_closed_file_is_noticed(filled: Path) -> None:
    sound = filled.read_bytes()
    # Every part of the first pages, header included, and a sample of the rest.
    for at in [*range(130), *range(130, len(sound), 997)]:
        filled.write_bytes(sound[:at] + bytes([sound[at] ^ 0x41]) + sound[at + 1 :])
        assert not verify(filled).ok, at
    filled.write_bytes(sound)
    assert verify(filled).ok


def test_what_was_changed_elsewhere_is_told_and_opens(filled: Path) -> None:
    with sqlite3.connect(filled) as connection:
        connection.execute("VACUUM")
    assert not verify(filled).ok
    with Store.open(filled) as store:
        assert isinstance(store.notice, errors.OutsideChangeError)
        Desk(store).type("x")
    assert verify(filled).ok
    with sqlite3.connect(filled) as connection:
        connection.execute("UPDATE cells SET text = 'y' WHERE field = 'project_name'")
    with pytest.raises(errors.DamagedDataFileError):
        Store.open(filled)


def test_a_lock_of_another_computer_is_broken_by_choice_only(filled: Path) -> None:
    note = '{"host": "elsewhere", "user": "王芳", "pid": 1, "at": "2025-01-02T03:04:05+08:00"}'
    lock_path(filled).write_text(note)
    with pytest.raises(errors.DataFileLockedError) as caught:
        Store.open(filled)
    assert (caught.value.user, caught.value.stale) == ("王芳", True)
    assert lock_path(filled).read_text() == note
    with Store.open(filled, break_stale=True) as store:
        assert store.left_over is not None
        assert not store.read_only
    assert not lock_path(filled).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights under Windows")
def test_a_file_has_one_lock_by_whatever_link_it_is_opened(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "desktop").mkdir()
    link = tmp_path / "desktop" / "link.perfdesk"
    link.symlink_to(filled)
    with Store.open(link) as store:
        assert store.path == filled
        with pytest.raises(errors.DataFileLockedError):
            Store.open(filled)
        Desk(store).type("经链接")
    assert link.is_symlink()
    with Store.open(filled, read_only=True) as store:
        assert store.load().document.form("f1").header["project_name"] == "经链接"


def test_a_lock_that_died_with_its_process_is_taken_over(filled: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from perfdesk.store.lock import FileLock;"
        "FileLock.acquire(Path(sys.argv[1])); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(filled)], check=False)
    assert lock_path(filled).exists()
    with Store.open(filled) as store:
        assert store.left_over is not None
        Desk(store).type("x")


def test_a_file_moved_away_under_the_program_is_noticed_and_nothing_is_lost(filled: Path) -> None:
    away = filled.with_name("away.perfdesk")
    with Store.open(filled) as store:
        desk = Desk(store)
        desk.type("甲")
        store.flush()
        filled.rename(away)
        desk.type("乙")
        desk.type("丙")
        with pytest.raises(errors.DataFileGoneError):
            store.flush()
        assert store.pending == 2
        away.rename(filled)
        store.retry()
        assert store.flush()
    with Store.open(filled) as store:
        assert plain(store.load().document) == plain(desk.document)


def test_a_file_changed_by_another_program_is_noticed(filled: Path) -> None:
    with Store.open(filled) as store:
        desk = Desk(store)
        os.remove(lock_path(filled))
        with Store.open(filled) as other:
            Desk(other).type("别处")
        desk.type("此处")
        with pytest.raises(errors.DataFileChangedError):
            store.flush()
        store.abandon()
    with Store.open(filled) as store:
        assert store.load().document.form("f1").header["project_name"] == "别处"


def test_a_sound_file_is_edited_once_it_was_checked_behind(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perfdesk.store.store.BEHIND_FROM", 0)
    monkeypatch.setattr("perfdesk.store.damage.background_check.PAUSE", 0.0)
    with Store.open(filled, check_behind=True) as store:
        desk = Desk(store)
        desk.type("x")
        assert store.flush()
        assert store.checked.done()
        assert verify(filled).ok


def test_damage_found_behind_is_told_and_nothing_is_written(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("perfdesk.store.store.BEHIND_FROM", 0)
    monkeypatch.setattr("perfdesk.store.damage.background_check.PAUSE", 0.0)
    with Store.open(filled) as store:
        Desk(store).add(a_form("f2"))
    with sqlite3.connect(filled) as connection:
        connection.execute("UPDATE cells SET text = 'y' WHERE form_id = 'f2'")
    before = filled.read_bytes()
    with Store.open(filled, check_behind=True) as store:
        with pytest.raises(errors.DamagedDataFileError):
            store.checked.result()
        desk = Desk(store)
        desk.type("x")
        with pytest.raises(errors.DamagedWhileOpenError):
            store.flush()
        with pytest.raises(errors.DamagedDataFileError):
            store.drafts.keep(NAME, "y")
        store.abandon()
    assert filled.read_bytes() == before


def test_closing_does_not_wait_for_the_check(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfdesk.store.store.BEHIND_FROM", 0)
    monkeypatch.setattr("perfdesk.store.damage.background_check.PAUSE", 0.0)
    for _ in range(5):
        Store.open(filled, check_behind=True).close()
    assert verify(filled).ok


def test_names_and_paths_without_room_for_a_log_are_refused(filled: Path, tmp_path: Path) -> None:
    longest = tmp_path / ("长" * 79 + ".perfdesk")
    filled.rename(longest)
    with Store.open(longest) as store:
        Desk(store).type("存得下")
    too_long = longest.rename(tmp_path / ("长" * 80 + ".perfdesk"))
    with pytest.raises(errors.PathTooLongError):
        Store.open(too_long)
    with Store.open(too_long, read_only=True) as store:
        assert store.load().document.form("f1").header["project_name"] == "存得下"
    with pytest.raises(errors.PathTooLongError):
        Store.create(longest)
    deep = tmp_path.joinpath(*["深" * 30] * 5)
    deep.mkdir(parents=True)
    with pytest.raises(errors.PathTooLongError):
        Store.create(deep / "unit.perfdesk")


def test_an_empty_log_says_nothing(filled: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.perfdesk"
    foreign.write_bytes(b"hello" * 300)
    for path in (filled, foreign):
        path.with_name(path.name + "-journal").touch()
    assert verify(filled).ok
    with Store.open(filled) as store:
        Desk(store).type("x")
    assert verify(filled).ok
    with pytest.raises(errors.ForeignDataFileError):
        Store.open(foreign)
