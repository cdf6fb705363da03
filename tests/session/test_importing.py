"""An import: duplicates decided one by one, a backup first, one undo, nothing silently overwritten."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from perfdesk.cellpath import CellPath
from perfdesk.document import state
from perfdesk.errors import BackupError
from perfdesk.session.bring_in.import_report import fate, full_report, outcome
from perfdesk.session.bring_in.importer import Decisions
from perfdesk.session.bring_in.merge import Side
from perfdesk.session.workspace import Workspace
from perfdesk.store.copies.backup_schedule import BackupKeeper
from perfdesk.values import BLANK

SAMPLES = Path(__file__).parent.parent / "samples"
WORKBOOK = SAMPLES / "workbooks" / "municipal-self-evaluation-2023-official.xlsx"
SHEET = "01安全生产专项工作经费"


@pytest.fixture
def workspace(tmp_path: Path):
    with Workspace.create(tmp_path / "单位.perfdesk") as opened:
        opened.transfer.import_files([WORKBOOK])
        yield opened


def variant(tmp_path: Path, name: str = "改.xlsx", **cells: str | None) -> Path:
    book = load_workbook(WORKBOOK)
    sheet = book[SHEET]
    for address, text in cells.items():
        sheet[address] = text
    for other in book.sheetnames:
        if other != SHEET and not other.startswith("_"):
            del book[other]
    path = tmp_path / name
    book.save(path)
    return path


def states(workspace: Workspace) -> list[dict]:
    """What the forms hold; the counter of row ids only grows, also through an undo."""
    found = [state(workspace._core.document.form(form)) for form in workspace.form_ids()]
    return [{**data, "next_row": 0} for data in found]


def project(workspace: Workspace) -> str:
    return next(f.id for f in workspace.forms() if f.project_name == SHEET[2:])


def test_the_same_file_again_merges_to_the_same(workspace: Workspace) -> None:
    before = states(workspace)
    report = workspace.transfer.import_files([WORKBOOK], "merge")
    assert report.count("merged") == len(before)
    assert not report.changes
    assert report.outcome.seq == 0
    assert states(workspace) == before
    assert {fate(form) for form in report.files[0].forms} == {"已有，内容相同"}


def test_a_merge_is_told_with_addresses_and_undone_exactly(
    workspace: Workspace, tmp_path: Path
) -> None:
    form = project(workspace)
    first = workspace._core.view(form).indicators[0].id
    workspace.editing.set_many(
        [(CellPath(form, first, "actual"), ""), (CellPath(form, "", "goal_actual"), "自己写的")]
    )
    before = states(workspace)
    path = variant(tmp_path)
    files = workspace.transfer.read([path])
    report = workspace.transfer.import_read(files, Decisions("merge"))
    (told,) = report.files[0].forms
    lines = {line.place: line for line in told.merge.report()}
    assert lines[first, "actual"].result == "taken"
    assert lines["", "goal_actual"].result == "kept"
    assert all(line.address.startswith(f"{SHEET}!") for line in lines.values())
    assert workspace._core.view(form).indicators[0].text("actual")
    assert workspace._core.view(form).text("goal_actual") == "自己写的"
    assert f"原为{BLANK}" in outcome(lines[first, "actual"])
    assert "自己写的" in outcome(lines["", "goal_actual"])
    rows = full_report(files, report)
    assert any(row[1] == lines["", "goal_actual"].address and "自己写的" in row[5] for row in rows)
    workspace.editing.undo()
    assert states(workspace) == before
    workspace.editing.redo()
    assert workspace._core.view(form).indicators[0].text("actual")


def test_ids_of_rows_that_an_undone_merge_brought_are_not_given_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    def rows() -> set[str]:
        return {row.id for row in workspace._core.view(form).indicators}

    form = project(workspace)
    workspace.editing.remove_rows(form, [workspace._core.view(form).indicators[1].id])
    before = rows()
    workspace.transfer.import_files([variant(tmp_path)], "merge")
    (came,) = rows() - before
    workspace.editing.undo()
    workspace.editing.insert_row(form)
    assert came not in rows()
    counter = workspace._core.document.form(form).next_row
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert again._core.document.form(form).next_row == counter


def test_a_merge_is_there_after_closing(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "a.perfdesk") as workspace:
        workspace.transfer.import_files([WORKBOOK])
        form = project(workspace)
        workspace.editing.set_text(CellPath(form, "", "goal_actual"), "")
        workspace.transfer.import_files([variant(tmp_path)], "merge")
        now = states(workspace)
        assert workspace._core.view(form).text("goal_actual")
    with Workspace.open(tmp_path / "a.perfdesk") as workspace:
        blank_aside = [_without_blanks(data) for data in states(workspace)]
        assert blank_aside == [_without_blanks(data) for data in now]
        workspace.editing.undo()
        assert not workspace._core.view(form).text("goal_actual")
        names = [version.name for version in workspace.safekeeping.versions(form)]
        assert names == ["合并前"]


def _without_blanks(data: dict) -> str:
    """The data file keeps no blank cells."""

    def clean(value):
        if isinstance(value, dict):
            return {key: clean(part) for key, part in sorted(value.items()) if part is not None}
        return [clean(part) for part in value] if isinstance(value, list) else value

    data = clean(data)
    data["modes"].sort()
    return json.dumps(data, ensure_ascii=False)


def test_each_duplicate_can_be_decided_by_itself(workspace: Workspace, tmp_path: Path) -> None:
    form = project(workspace)
    goal = workspace._core.view(form).text("goal_actual")
    files = workspace.transfer.read(
        [variant(tmp_path, D3="另一个项目"), variant(tmp_path, "乙.xlsx")]
    )
    choices = {(1, 0): {("", "goal_actual"): Side.FILE}}
    workspace.editing.set_text(CellPath(form, "", "goal_actual"), "改过的")
    report = workspace.transfer.import_read(files, Decisions("skip", {(1, 0): "merge"}, choices))
    assert [f.result for file in report.files for f in file.forms] == ["added", "merged"]
    assert workspace._core.view(form).text("goal_actual") == goal


def test_two_files_of_one_project_in_one_import_keep_both_contents(
    workspace: Workspace, tmp_path: Path
) -> None:
    one = variant(tmp_path, "一.xlsx", D3="双份项目", H13="8.00")
    two = variant(tmp_path, "二.xlsx", D3="双份项目", H13="9.00")
    workspace.transfer.import_files([one, two], "version")
    (form,) = [entry.id for entry in workspace.forms() if entry.project_name == "双份项目"]
    assert workspace._core.view(form).indicators[0].text("score") == "9.00"
    (version,) = workspace.safekeeping.versions(form)
    first = workspace.safekeeping.version(version)
    assert first.indicators[0].get("score") == "8.00"
    workspace.editing.undo()
    assert form not in workspace.form_ids()


def test_two_files_of_one_project_merge_into_one(workspace: Workspace, tmp_path: Path) -> None:
    one = variant(tmp_path, "一.xlsx", D3="双份项目", H13=None)
    two = variant(tmp_path, "二.xlsx", D3="双份项目", H13="9.00")
    report = workspace.transfer.import_files([one, two], "merge")
    assert [f.result for file in report.files for f in file.forms] == ["added", "merged"]
    (form,) = [entry.id for entry in workspace.forms() if entry.project_name == "双份项目"]
    assert workspace._core.view(form).indicators[0].text("score") == "9.00"


def test_a_backup_is_taken_before_an_import_and_before_a_merge(
    workspace: Workspace, tmp_path: Path
) -> None:
    def reasons() -> list[str]:
        return [backup.reason for backup in workspace.recovery.backups()]

    assert "import" not in reasons()
    workspace.transfer.import_files([WORKBOOK])
    assert "import" not in reasons(), "nothing came in: nothing to fall back from"
    workspace.transfer.import_files([variant(tmp_path, D3="另一个项目")])
    assert reasons().count("import") == 1
    form = project(workspace)
    workspace.editing.set_text(CellPath(form, "", "goal_actual"), "")
    workspace.transfer.import_files([variant(tmp_path)], "merge")
    backups = [b for b in workspace.recovery.backups() if b.reason == "import"]
    assert len(backups) == 2
    assert all(backup.ok for backup in backups)
    changed = workspace.recovery.preview(backups[0].path)
    assert [difference.form for difference in changed] == [form]


def test_without_a_backup_nothing_is_brought_in(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(keeper: BackupKeeper, reason: str = "", halt: object = None) -> None:
        raise BackupError(tmp_path / "x", "磁盘空间不足")

    monkeypatch.setattr(BackupKeeper, "backup", refuse)
    before = states(workspace)
    with pytest.raises(BackupError):
        workspace.transfer.import_files([variant(tmp_path, D3="另一个项目")])
    assert states(workspace) == before
