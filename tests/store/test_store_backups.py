"""Backups are checked before they count, thinned by age, and come back without loss."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from store_forms import NAME, Desk, a_form, plain, two_forms

from perfdesk.changes import InsertRow, RemoveForm, SetValue
from perfdesk.document import state
from perfdesk.errors import BackupError, DamagedDataFileError, DataFileUnreadableError
from perfdesk.store import (
    Difference,
    Store,
    compare_documents,
    compare_forms,
    read_backup,
    restore_file,
    restoring_change,
    verify,
)
from perfdesk.store.copies.backup import list_backups, thin, time_of
from perfdesk.store.copies.backup_schedule import EVERY_SECONDS
from perfdesk.store.migrations import STEPS, migrate
from perfdesk.store.opening import connect
from perfdesk.store.schema import SCHEMA_VERSION


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return two_forms(tmp_path)


def reasons(path: Path) -> list[str]:
    report = verify(path)
    assert all(backup.ok for backup in report.backups)
    return sorted(backup.reason for backup in report.backups)


def test_a_backup_is_made_at_closing_when_something_changed(path: Path) -> None:
    assert reasons(path) == ["closing"]
    Store.open(path).close()
    assert reasons(path) == ["closing"]
    with Store.open(path) as store:
        Desk(store).type("x")
    assert reasons(path) == ["closing", "closing"]
    assert [backup.forms for backup in verify(path).backups] == [2, 2]


def test_a_backup_is_made_after_half_an_hour_of_change(path: Path) -> None:
    with Store.open(path) as store:
        clock = [0.0]
        store.backups.due.clock = lambda: clock[0]
        desk = Desk(store)
        for minute in (0, 10, 29):
            clock[0] = minute * 60
            desk.type(str(minute))
            store.flush()
        assert "timed" not in reasons(path)
        clock[0] = EVERY_SECONDS
        desk.type("30")
        store.flush()
        store.backups.due.wait()
        assert "timed" in reasons(path)


def test_a_backup_that_cannot_be_made_harms_nothing(path: Path, settings_home: Path) -> None:
    with Store.open(path) as store:
        desk = Desk(store)
        desk.type("x")
        (settings_home / "backups").rename(settings_home / "old")
        (settings_home / "backups").write_text("in the way")
        with pytest.raises(BackupError):
            store.backups.backup()
        with pytest.raises(BackupError):
            store.backups.backup_to(path.parent)
    assert isinstance(store.backups.problem, BackupError)
    assert verify(path).ok
    assert [p.name for p in path.parent.iterdir() if p.is_file()] == [path.name]


def test_a_restore_removes_no_backup(path: Path) -> None:
    with Store.open(path) as store:
        first = store.backups.backup()
        old = [first.path.with_name(f"20200105-{hour}0000-timed.perfdesk") for hour in (10, 11, 12)]
        for file in old:
            file.write_bytes(first.path.read_bytes())
        Desk(store).type("x")
        store.backups.backup("restore")
        assert all(file.exists() for file in old)
        store.backups.backup()
        assert [file.exists() for file in old] == [False, False, True]


def test_thinning_keeps_all_of_two_days_then_days_weeks_months(tmp_path: Path) -> None:
    today = datetime(2025, 6, 30, 12)  # noqa: DTZ001 - names carry local time
    for hours in range(0, 24 * 400, 6):
        when = today - timedelta(hours=hours)
        (tmp_path / f"{when:%Y%m%d-%H%M%S}-timed.perfdesk").touch()
    thin(tmp_path, today)
    left = [today - when for p in tmp_path.iterdir() if (when := time_of(p))]
    assert sum(age <= timedelta(hours=48) for age in left) == 9
    assert sum(timedelta(hours=48) < age <= timedelta(days=31) for age in left) in (29, 30)
    assert sum(timedelta(days=31) < age <= timedelta(days=183) for age in left) in (22, 23)
    assert sum(age > timedelta(days=183) for age in left) in (7, 8)
    assert thin(tmp_path, today) == []


def test_the_only_backup_is_never_removed_however_old(tmp_path: Path) -> None:
    (tmp_path / "20010101-000000-closing.perfdesk").touch()
    assert thin(tmp_path) == []


def test_a_damaged_backup_is_told_and_not_restored(path: Path) -> None:
    backup = verify(path).backups[0].path
    data = bytearray(backup.read_bytes())
    data[-100] ^= 1
    backup.write_bytes(data)
    assert [found.ok for found in verify(path).backups] == [False]
    with pytest.raises(DamagedDataFileError):
        restore_file(backup, path)
    with pytest.raises(DamagedDataFileError):
        read_backup(backup)


def test_restoring_shows_what_differs_and_is_one_undoable_step(path: Path) -> None:
    with Store.open(path) as store:
        desk = Desk(store)
        backup = store.backups.backup()
        before = plain(desk.document)
        desk.type("改名")
        desk.edit(InsertRow("f1", "r3", 0, {"score": "1"}))
        desk.edit(RemoveForm("f2"))
        desk.add(a_form("f9"))
        then = read_backup(backup.path)
        found = compare_documents(desk.document, then)
        assert [(d.form, d.difference) for d in found] == [
            ("f1", Difference.CHANGED),
            ("f2", Difference.MISSING),
            ("f9", Difference.NEWER),
        ]
        cells = {cell.path: (cell.now, cell.then) for cell in found[0].cells}
        assert cells[NAME] == ("改名", "绿化养护")
        assert len(cells) == 3
        frozen = store.versions.freeze_all("恢复前", [state(form) for form in desk.document])
        assert [version.form for version in frozen] == ["f1", "f9"]
        desk.edit(restoring_change(desk.document, then))
        # The counter of row ids is not turned back: an id is never given to another row.
        assert desk.document.form("f1").next_row == 4
        desk.document.form("f1").next_row = 3
        assert sorted(map(str, plain(desk.document))) == sorted(map(str, before))
        desk.document.form("f1").next_row = 4
        desk.undo()
        assert list(desk.document.forms) == ["f1", "f9"]
        desk.edit(restoring_change(desk.document, then, ["f1"]))
        assert list(desk.document.forms) == ["f1", "f9"]
        assert compare_forms(desk.document.form("f1"), then.form("f1")) == ()


def test_a_backup_takes_the_place_of_a_damaged_file_which_is_kept(path: Path) -> None:
    damaged = bytes(5000)
    backup = verify(path).backups[0].path
    path.write_bytes(damaged)
    path.with_name("unit.perfdesk-journal").write_bytes(b"old log")
    report = verify(path)
    assert not report.ok
    assert [found.path for found in report.backups] == [backup]
    kept = restore_file(backup, path)
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert not path.with_name("unit.perfdesk-journal").exists()
    with Store.open(path) as store:
        assert list(store.load().document.forms) == ["f1", "f2"]
    assert backup.exists()


def test_a_migration_is_made_on_a_backed_up_file_and_wholly_or_not_at_all(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(database: object) -> None:
        database.execute("CREATE TABLE half (a TEXT)")  # type: ignore[attr-defined]
        raise OSError(5, "Input/output error")

    before = path.read_bytes()
    connection = connect(path, read_only=False)
    with pytest.raises(OSError, match="Input/output"):
        migrate(connection, (*STEPS, failing))
    connection.close()
    assert path.read_bytes() == before
    assert verify(path).ok

    def second(database: object) -> None:
        database.execute("CREATE TABLE added (a TEXT)")  # type: ignore[attr-defined]

    monkeypatch.setattr("perfdesk.store.store.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    monkeypatch.setattr(
        "perfdesk.store.migrations.migrate", lambda c: migrate(c, (*STEPS, failing))
    )
    with pytest.raises(DataFileUnreadableError):
        Store.open(path)
    assert path.read_bytes() == before
    monkeypatch.setattr("perfdesk.store.migrations.migrate", lambda c: migrate(c, (*STEPS, second)))
    with Store.open(path) as store:
        assert store.schema_version == SCHEMA_VERSION + 1
        assert list(store.load().document.forms) == ["f1", "f2"]
    assert [found.reason for found in list_backups(path, None)].count("migration") == 2


def test_typing_goes_on_while_nothing_is_backed_up_twice(path: Path) -> None:
    with Store.open(path) as store:
        desk = Desk(store)
        desk.edit(SetValue(NAME, "x"))
        store.backups.backup("import")
    assert reasons(path) == ["closing", "import"]


def test_a_skipped_backup_leaves_nothing_and_harms_nothing(path: Path, settings_home: Path) -> None:
    store = Store.open(path)
    Desk(store).type("跳过")
    store.flush()
    store.backups.skip()
    store.close()
    assert reasons(path) == ["closing"]
    assert not list(settings_home.rglob("*.part"))
    with Store.open(path, read_only=True) as again:
        assert again.notice is None
        assert again.load().document.form("f1").header["project_name"] == "跳过"


def test_a_backup_is_given_up_in_the_middle(path: Path, settings_home: Path) -> None:
    with Store.open(path) as store:
        desk = Desk(store)
        for number in range(40):
            desk.add(a_form(f"n{number}", rows=20))
        asked: list[bool] = []

        def halt() -> bool:
            asked.append(True)
            return True

        with pytest.raises(BackupError):
            store.backups.backup("timed", halt)
        assert asked
        assert not list(settings_home.rglob("*.part"))
        # It is due as before.
        assert store.backups.due.since is not None


def test_closing_is_quick_after_winding_up(path: Path) -> None:
    store = Store.open(path)
    Desk(store).type("x")
    store.wind_up()
    assert reasons(path) == ["closing", "closing"]
    assert name_of(store) == "x"
    store.close()
    assert reasons(path) == ["closing", "closing"]


def name_of(store: Store) -> str | None:
    return store.load().document.form("f1").header["project_name"]
