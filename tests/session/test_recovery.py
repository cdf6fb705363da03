"""Backups and the ways out of trouble, as window and command line see them."""

import threading
from pathlib import Path
from typing import Any

import pytest

from perfdesk.cellpath import CellPath
from perfdesk.errors import DamagedDataFileError, DataFileGoneError, DataFileReadOnlyError
from perfdesk.session.keep.recovery import backups_of, restore_file, salvage, verify
from perfdesk.session.workspace import Workspace
from perfdesk.store.damage.background_check import examine


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "unit.perfdesk"
    with Workspace.create(path) as workspace:
        for year in (2023, 2024):
            workspace.editing.new_form("shanghai-self-evaluation-2024", year, "绿化养护")
    return path


def name_of(workspace: Workspace) -> CellPath:
    return CellPath(workspace.forms()[0].id, "", "project_name")


def names(workspace: Workspace) -> list[str]:
    return [entry.project_name for entry in workspace.forms()]


def test_restoring_is_previewed_kept_and_undone(path: Path) -> None:
    with Workspace.open(path) as workspace:
        backup = workspace.recovery.back_up()
        workspace.editing.set_text(name_of(workspace), "改名")
        workspace.editing.remove_form(workspace.forms()[1].id)
        found = workspace.recovery.preview(backup.path)
        assert [difference.difference.value for difference in found] == ["changed", "missing"]
        first = workspace.forms()[0].id
        workspace.recovery.restore(backup.path)
        assert names(workspace) == ["绿化养护", "绿化养护"]
        kept = workspace.safekeeping.versions(first)
        assert [version.name for version in kept] == ["恢复前"]
        assert workspace.safekeeping.version(kept[0]).header["project_name"] == "改名"
        workspace.editing.undo()
        assert names(workspace) == ["改名"]
        assert {found.reason for found in workspace.recovery.backups()} == {
            "manual",
            "restore",
            "closing",
        }


def test_a_damaged_file_is_salvaged_or_restored(path: Path, tmp_path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 * 2 : 4096 * 5] = bytes(4096 * 3)
    path.write_bytes(data)
    with pytest.raises(DamagedDataFileError):
        Workspace.open(path)
    report = verify(path)
    assert not report.ok
    saved = salvage(path, tmp_path / "抢救.perfdesk")
    assert len(saved.forms) == 2
    with Workspace.open(tmp_path / "抢救.perfdesk") as workspace:
        assert names(workspace) == ["绿化养护", "绿化养护"]
    kept = restore_file(report.backups[0].path, path)
    assert kept is not None
    assert kept.read_bytes() == bytes(data)
    with Workspace.open(path) as workspace:
        assert names(workspace) == ["绿化养护", "绿化养护"]


def test_what_cannot_be_saved_is_saved_elsewhere(path: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(path)
    path.rename(tmp_path / "away")
    workspace.editing.set_text(name_of(workspace), "没存上")
    with pytest.raises(DataFileGoneError):
        workspace.safekeeping.wait()
    target = workspace.recovery.save_elsewhere(tmp_path / "另存.perfdesk")
    workspace.recovery.abandon()
    with Workspace.open(target) as saved:
        assert names(saved) == ["没存上", "绿化养护"]


def test_nothing_is_changed_in_memory_that_cannot_be_kept(path: Path) -> None:
    with Workspace.open(path, read_only=True) as workspace:
        with pytest.raises(DataFileReadOnlyError):
            workspace.editing.set_text(name_of(workspace), "改")
        with pytest.raises(DataFileReadOnlyError):
            workspace.editing.remove_form(workspace.forms()[0].id)
        assert workspace.editing.undo_label is not None
        with pytest.raises(DataFileReadOnlyError):
            workspace.editing.undo()
        assert names(workspace) == ["绿化养护", "绿化养护"]


def test_the_backups_of_a_file_that_is_gone_are_found(path: Path) -> None:
    with Workspace.open(path) as workspace:
        made = workspace.recovery.back_up()
    path.unlink()
    assert made.path in [found.path for found in backups_of(path) if found.ok]


def test_a_draft_does_not_wait_for_the_check(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfdesk.store.store.BEHIND_FROM", 0)
    go_on = threading.Event()

    def slow(*arguments: Any, **named: Any) -> Any:
        go_on.wait(20)
        return examine(*arguments, **named)

    monkeypatch.setattr("perfdesk.store.damage.background_check.examine", slow)
    with Workspace.open(path, check_behind=True) as workspace:
        place = name_of(workspace)
        workspace.safekeeping.keep_draft(place, "写到一半")
        go_on.set()
        workspace.editing.set_text(CellPath(place.form, "", "department"), "某局")
        workspace.safekeeping.wait()
        workspace.safekeeping.recycle_bin()
    with Workspace.open(path) as again:
        assert [draft.text for draft in again.safekeeping.drafts] == ["写到一半"]


def test_the_check_behind_answers(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfdesk.store.store.BEHIND_FROM", 0)
    answers: list[object] = []
    with Workspace.open(path, check_behind=True) as workspace:
        workspace.editing.set_text(name_of(workspace), "改")
        workspace.safekeeping.wait()
        workspace.recovery.when_checked(answers.append)
        assert answers == [None]
        assert workspace.recovery.notice is None
        assert workspace.recovery.left_over is None
        assert workspace.recovery.problem is None
