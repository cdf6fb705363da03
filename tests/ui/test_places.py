"""Data files on shares, sticks and in sync folders, and in places where nothing may be written."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from perfdesk.session.workspace import Workspace
from perfdesk.store.copies import places
from tests.ui.in_trouble import name_in, press, type_name
from ui.window.main_window import MainWindow

Make = Callable[..., MainWindow]
NOBODY = 65534


@pytest.fixture
def synced(sample_file: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "我的坚果云" / "绩效"
    folder.mkdir(parents=True)
    return Path(shutil.copy(sample_file, folder / "unit.perfdesk"))


def opened(make_window: Make, path: Path) -> MainWindow:
    window = make_window(opened=False)
    assert window.commands.files.open_path(path)
    window.greet()
    return window


# --- shares and sync folders


def test_a_file_in_a_sync_folder_is_written_back_at_closing(
    make_window: Make, qtbot: QtBot, synced: Path
) -> None:
    window = opened(make_window, synced)
    assert "同步文件夹" in window.status.said.toolTip()
    before = synced.read_bytes()
    type_name(window, qtbot, "同步的")
    assert synced.read_bytes() == before
    assert window.close()
    assert name_in(synced) == "同步的"


def test_a_share_is_known_by_its_mount(
    make_window: Make,
    qtbot: QtBot,
    sample_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\n//fs/cw {tmp_path}/cw cifs rw 0 0\n")
    monkeypatch.setattr(places, "MOUNTS", mounts)
    (tmp_path / "cw").mkdir()
    path = Path(shutil.copy(sample_file, tmp_path / "cw" / "unit.perfdesk"))
    window = opened(make_window, path)
    assert window.context.controller.file.recovery.works_on_copy
    type_name(window, qtbot, "共享的")
    window.center.actions["close_file"].trigger()
    assert name_in(path) == "共享的"


def test_a_stick_is_worked_on_directly(
    make_window: Make,
    qtbot: QtBot,
    sample_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sdb1 {tmp_path}/stick vfat rw 0 0\n")
    monkeypatch.setattr(places, "MOUNTS", mounts)
    monkeypatch.setattr(places, "_REMOVABLE_ROOTS", (f"{tmp_path}/stick",))
    (tmp_path / "stick").mkdir()
    path = Path(shutil.copy(sample_file, tmp_path / "stick" / "unit.perfdesk"))
    window = opened(make_window, path)
    assert "拔出前" in window.status.said.toolTip()
    type_name(window, qtbot, "直接写")
    assert name_in(path) == "直接写"


def test_a_share_that_has_gone_keeps_the_edits_here(
    make_window: Make, qtbot: QtBot, synced: Path, answers: object
) -> None:
    window = opened(make_window, synced)
    type_name(window, qtbot, "断网")
    away = synced.parent.with_name("断开")
    synced.parent.rename(away)
    assert window.close()
    (sentence,) = answers.errors  # type: ignore[attr-defined]
    assert "安全保存在本机" in sentence
    away.rename(synced.parent)
    synced.with_name("unit.perfdesk.lock").unlink(missing_ok=True)
    again = opened(make_window, synced)
    assert again.context.controller.file.forms()[0].project_name == "断网"
    assert again.close()
    assert name_in(synced) == "断网"


def test_a_change_made_elsewhere_is_kept_beside_ours_and_said(
    make_window: Make, qtbot: QtBot, synced: Path, sample_file: Path, answers: object
) -> None:
    window = opened(make_window, synced)
    type_name(window, qtbot, "此处")
    other = synced.with_name("other")
    shutil.copy(sample_file, other)
    with Workspace.open(other) as workspace:
        workspace.editing.new_form("shanghai-self-evaluation-2024", 2024, "别处")
    other.replace(synced)
    assert window.close()
    (sentence,) = answers.errors  # type: ignore[attr-defined]
    assert "在别处被改动过" in sentence
    (ours,) = synced.parent.glob("unit.本机修改-*.perfdesk")
    assert name_in(ours) == "此处"
    with Workspace.open(synced, read_only=True) as workspace:
        assert "别处" in {form.project_name for form in workspace.forms()}


# --- places where nothing may be written


@contextlib.contextmanager
def without_rights() -> Iterator[None]:
    """Go on as a user whom permissions bind; root writes anywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def write_fails(path: Path) -> bool:
    try:
        path.open("ab").close()
    except OSError:
        return True
    return False


@pytest.fixture
def public(sample_file: Path, tmp_path: Path, settings_home: Path) -> Path:
    """A file that everybody may read and write, in a folder likewise."""
    settings_home.mkdir(parents=True, exist_ok=True)
    for folder in (tmp_path, *tmp_path.parents):
        if folder != Path("/") and folder.stat().st_uid == os.geteuid():
            folder.chmod(folder.stat().st_mode | 0o755)
    for folder in (settings_home, *settings_home.rglob("*")):
        folder.chmod(0o777)
    path = tmp_path / "unit" / "unit.perfdesk"
    path.parent.mkdir()
    shutil.copy(sample_file, path)
    path.parent.chmod(0o777)
    path.chmod(0o666)
    return path


def load_all(make_window: Make, sample_file: Path, tmp_path: Path) -> MainWindow:
    """A window that has opened a file before: every module is loaded, which may be for root alone."""
    window = make_window(opened=False)
    copy = Path(shutil.copy(sample_file, tmp_path / "warm.perfdesk"))
    assert window.commands.files.open_path(copy)
    window.greet()
    window.context.controller.close()
    return window


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
@pytest.mark.parametrize("barred", ["file", "folder"])
def test_a_read_only_place_opens_read_only_and_says_so(
    make_window: Make, public: Path, sample_file: Path, tmp_path: Path, barred: str
) -> None:
    window = load_all(make_window, sample_file, tmp_path)
    if barred == "file":
        public.chmod(0o444)
    else:
        public.parent.chmod(0o555)
    with without_rights():
        assert write_fails(public if barred == "file" else public.with_name("x"))
        assert window.commands.files.open_path(public)
        window.alarm.greet()
        assert window.context.controller.file.read_only
        assert window.context.controller.file.forms()
        assert "只读" in window.alarm.banner.text.text()
        assert not window.center.actions["new_form"].isEnabled()
        window.context.controller.close()
    public.parent.chmod(0o777)


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_folder_that_became_read_only_is_said_and_retried(
    make_window: Make, qtbot: QtBot, public: Path, sample_file: Path, tmp_path: Path
) -> None:
    window = load_all(make_window, sample_file, tmp_path)
    if os.geteuid() == 0:
        os.chown(public.parent, NOBODY, NOBODY)
    with without_rights():
        assert window.commands.files.open_path(public)
        public.parent.chmod(0o555)
        assert write_fails(public.with_name("x"))
        type_name(window, qtbot, "没有权限")
        assert "变成了只读" in window.alarm.banner.text.text()
        public.parent.chmod(0o777)
        press(window, "重试")
        qtbot.waitUntil(lambda: not window.alarm.failing)
        window.context.controller.close()
    assert name_in(public) == "没有权限"
