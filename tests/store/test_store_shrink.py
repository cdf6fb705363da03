"""Older steps are folded: the forms, the history of cells and the last steps stay, the file shrinks."""

from pathlib import Path

import pytest
from store_forms import NAME, Desk, a_form, plain, two_forms

from perfdesk.changes import RemoveForm
from perfdesk.session.workspace import Workspace
from perfdesk.store import Store, salvage, verify
from perfdesk.store.damage import shrink

EDITS = 60


@pytest.fixture
def worked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with a removed form and many long edits, of which ten are to be kept."""
    monkeypatch.setattr(shrink, "KEPT_STEPS", 10)
    monkeypatch.setattr(shrink.fold, "__defaults__", (10,))
    path = two_forms(tmp_path)
    with Store.open(path) as store:
        desk = Desk(store)
        desk.add(a_form("gone"))
        desk.edit(RemoveForm("gone"))
        for number in range(EDITS):
            desk.type(f"第 {number} 次" + "很长的说明" * 60)
    return path


def test_the_forms_and_the_history_stay_and_the_file_is_shorter(
    worked: Path, tmp_path: Path
) -> None:
    before = worked.stat().st_size
    with Store.open(worked) as store:
        desk = Desk(store)
        seen = plain(desk.document)
        changes = store.past.of_cell(NAME)
        assert store.shrink() > 80_000
        assert store.folded == EDITS + 4 - 10
        assert store.past.of_cell(NAME) == changes
        assert [form.form for form in store.past.recycle_bin()] == ["gone"]
    assert worked.stat().st_size < before - 80_000
    assert verify(worked).ok
    with Store.open(worked) as store:
        desk = Desk(store)
        assert plain(desk.document) == seen
        desk.history = store.load().history
        for _ in range(10):
            desk.undo()
        assert desk.history.to_undo is None
        desk.redo()
        desk.type("往后照旧")
        seen = plain(desk.document)
        assert store.backups.backup().ok
    assert verify(worked).ok
    rescued = salvage(worked, tmp_path / "rescued.perfdesk")
    assert rescued.whole
    with Store.open(rescued.path) as store:
        assert plain(store.load().document) == seen


def test_it_happens_at_closing_above_a_bound(worked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfdesk.store.store.SHRINK_FROM", 0)
    monkeypatch.setattr(shrink, "_WORTH_FOLDING", 10)
    before = worked.stat().st_size
    with Store.open(worked) as store:
        Desk(store).type("最后一次")
    assert worked.stat().st_size < before - 80_000
    assert verify(worked).ok
    with Store.open(worked, read_only=True) as store:
        assert store.notice is None


def test_when_asked_undo_ends_where_folding_ended(worked: Path) -> None:
    with Workspace.open(worked) as workspace:
        assert workspace.recovery.shrink() > 0
        undone = 0
        while workspace.editing.undo() is not None:
            undone += 1
        assert undone == 10
    assert verify(worked).ok


def test_what_does_not_agree_is_not_folded(worked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shrink, "journal_fault", lambda connection: "不符")
    with Store.open(worked) as store:
        with pytest.raises(Exception, match="内容无法辨认"):
            store.shrink()
        assert store.folded == 0
    assert verify(worked).ok


def test_an_edit_of_180_characters_takes_little_room(tmp_path: Path) -> None:
    path = two_forms(tmp_path)
    before = path.stat().st_size
    with Store.open(path) as store:
        desk = Desk(store)
        for number in range(200):
            desk.type(f"{number:04}" + "情况说明" * 44)
    # In the first schema 5.5 KB: each line of the history took a page of its own.
    assert (path.stat().st_size - before) / 200 < 3_000
