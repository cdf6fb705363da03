"""On shares and in sync folders a local copy is edited and written back whole."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from store_forms import Desk, a_form
from test_store_hot_log import INTERRUPTED

from perfdesk.errors import DataFileLockedError, WriteBackConflictError, WriteBackError
from perfdesk.store import Store, verify
from perfdesk.store.copies import places, working_copy
from perfdesk.store.copies.places import Place, place_of
from perfdesk.store.lock import lock_path


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "OneDrive - 某某局" / "绩效"
    folder.mkdir(parents=True)
    path = folder / "unit.perfdesk"
    with Store.create(path) as store:
        Desk(store).add(a_form())
    return path


def name_in(path: Path) -> str | None:
    with Store.open(path, read_only=True) as store:
        return store.load().document.form("f1").header["project_name"]


def copies(settings_home: Path) -> list[Path]:
    return list((settings_home / "working").rglob("*.perfdesk"))


@pytest.mark.parametrize(
    ("folder", "place"),
    [
        ("资料", Place.LOCAL),
        ("OneDrive", Place.SYNC),
        ("OneDrive - 某某局/绩效", Place.SYNC),
        ("我的坚果云/2024", Place.SYNC),
        ("BaiduSyncdisk", Place.SYNC),
        ("百度网盘同步空间/a/b", Place.SYNC),
    ],
)
def test_sync_folders_are_known_by_name(tmp_path: Path, folder: str, place: Place) -> None:
    (tmp_path / folder).mkdir(parents=True)
    assert place_of(tmp_path / folder / "unit.perfdesk") is place


def test_shares_and_drives_are_known_by_their_mount(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mounts = "/dev/sda1 / ext4 rw 0 0\n//server/x /mnt/财务\\040科 cifs rw 0 0\n/dev/sdb1 /media/u/U盘 vfat rw 0 0\n"
    list_file = tmp_path / "mounts"
    list_file.write_text(mounts)
    monkeypatch.setattr(places, "MOUNTS", list_file)
    assert place_of(Path("/mnt/财务 科/a/unit.perfdesk")) is Place.SHARE
    assert place_of(Path("/mnt/财务/unit.perfdesk")) is Place.LOCAL
    assert place_of(Path("/media/u/U盘/unit.perfdesk")) is Place.REMOVABLE
    assert [place.needs_copy for place in Place] == [False, True, False, True]


def test_edits_reach_the_file_at_closing_and_the_copy_goes(
    shared: Path, settings_home: Path
) -> None:
    with Store.open(shared) as store:
        assert store.path == shared
        Desk(store).type("改")
        store.flush()
        assert len(copies(settings_home)) == 1
        assert name_in(shared) == "绿化养护"
        with pytest.raises(DataFileLockedError):
            Store.open(shared)
    assert name_in(shared) == "改"
    assert copies(settings_home) == []
    assert verify(shared).ok
    assert sorted(p.name for p in shared.parent.iterdir()) == ["unit.perfdesk"]


def test_edits_reach_the_file_every_minute_of_change(shared: Path) -> None:
    with Store.open(shared) as store:
        clock = [0.0]
        assert store.share is not None
        store.share.due.clock = lambda: clock[0]
        desk = Desk(store)
        desk.type("甲")
        store.flush()
        clock[0] = 61.0
        desk.type("乙")
        store.flush()
        store.share.due.wait()
        assert store.share.problem is None
        assert name_in(shared) == "乙"
        desk.type("丙")
    assert name_in(shared) == "丙"


def test_a_crash_goes_on_with_the_copy(shared: Path, settings_home: Path) -> None:
    store = Store.open(shared)
    Desk(store).type("没写回")
    store.flush()
    store.abandon()
    assert name_in(shared) == "绿化养护"
    with Store.open(shared) as again:
        assert again.notice is None
        assert again.load().document.form("f1").header["project_name"] == "没写回"
    assert name_in(shared) == "没写回"


def test_a_file_that_went_offline_keeps_edits_in_the_copy(shared: Path) -> None:
    away = shared.parent.with_name("offline")
    store = Store.open(shared)
    desk = Desk(store)
    desk.type("离线")
    store.flush()
    shared.parent.rename(away)
    with pytest.raises(WriteBackError) as caught:
        store.close()
    assert caught.value.kept.exists()
    away.rename(shared.parent)
    lock_path(shared).unlink(missing_ok=True)
    with Store.open(shared) as again:
        assert again.load().document.form("f1").header["project_name"] == "离线"
    assert name_in(shared) == "离线"


def test_a_change_made_elsewhere_is_never_overwritten(shared: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(shared, tmp_path / "other.perfdesk"))
    with Store.open(other) as store:
        Desk(store).type("别处")
    store = Store.open(shared)
    Desk(store).type("此处")
    shutil.copy(other, shared)
    with pytest.raises(WriteBackConflictError) as caught:
        store.close()
    assert name_in(shared) == "别处"
    assert caught.value.kept.parent == shared.parent
    assert name_in(caught.value.kept) == "此处"


def test_a_conflict_after_a_crash_keeps_both(shared: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(shared, tmp_path / "other.perfdesk"))
    with Store.open(other) as store:
        Desk(store).type("别处")
    store = Store.open(shared)
    Desk(store).type("此处")
    store.flush()
    store.abandon()
    shutil.copy(other, shared)
    with Store.open(shared) as again:
        notice = again.notice
        assert isinstance(notice, WriteBackConflictError)
        assert again.load().document.form("f1").header["project_name"] == "别处"
    assert name_in(notice.kept) == "此处"


def test_a_change_during_a_slow_write_back_is_not_overwritten(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copy(shared, tmp_path / "other.perfdesk"))
    with Store.open(other) as store:
        Desk(store).type("别处")
    store = Store.open(shared)
    Desk(store).type("这里")
    check = working_copy.check_and_seal

    def slowly(part: Path) -> int:
        # Meanwhile a colleague's program puts its state there.
        shutil.copy(other, shared)
        return check(part)

    monkeypatch.setattr(working_copy, "check_and_seal", slowly)
    with pytest.raises(WriteBackConflictError) as caught:
        store.close()
    assert name_in(shared) == "别处"
    assert name_in(caught.value.kept) == "这里"
    assert not list(shared.parent.glob("*.part"))


def test_an_edit_during_the_write_back_is_written_back_too(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the file is not sealed at closing, which alone would make it another."""
    store = Store.open(shared)
    desk = Desk(store)
    desk.type("先")
    store.flush()
    check = working_copy.check_and_seal

    def slowly(part: Path) -> int:
        desk.type("后")
        store.flush()
        return check(part)

    with monkeypatch.context() as patch:
        patch.setattr(working_copy, "check_and_seal", slowly)
        assert store.share is not None
        store.share._attempt()
    assert name_in(shared) == "先"
    monkeypatch.setattr("perfdesk.store.store.set_seal", lambda *_: None)
    monkeypatch.setattr(store.backups, "close", lambda: None)
    store.close()
    assert name_in(shared) == "后"


def test_a_copy_without_its_note_is_put_aside(
    shared: Path, tmp_path: Path, settings_home: Path
) -> None:
    store = Store.open(shared)
    Desk(store).type("只在本机")
    store.flush()
    store.abandon()
    (note,) = (settings_home / "working").rglob("note.json")
    note.unlink()
    with Store.open(shared) as again:
        assert isinstance(again.notice, WriteBackConflictError)
        assert again.load().document.form("f1").header["project_name"] == "绿化养护"
        assert name_in(again.notice.kept) == "只在本机"


def test_half_a_commit_in_the_copy_spoils_neither_state(
    shared: Path, tmp_path: Path, settings_home: Path
) -> None:
    """A crash within a commit, and a change made elsewhere meanwhile."""
    other = Path(shutil.copy(shared, tmp_path / "other.perfdesk"))
    with Store.open(other) as store:
        Desk(store).type("别处")
    store = Store.open(shared)
    desk = Desk(store)
    for number in range(20):
        desk.add(a_form(f"n{number}", rows=8))
    store.flush()
    store.abandon()
    (local,) = copies(settings_home)
    subprocess.run([sys.executable, "-c", INTERRUPTED, str(local)], check=False)
    assert local.with_name(local.name + "-journal").stat().st_size > 512
    shutil.copy(other, shared)
    with Store.open(shared) as again:
        assert isinstance(again.notice, WriteBackConflictError)
        kept = again.notice.kept
        assert again.load().document.form("f1").header["project_name"] == "别处"
    assert verify(shared).ok
    assert verify(kept).ok
    with Store.open(kept, read_only=True) as aside:
        assert len(aside.load().document.forms) == 21
