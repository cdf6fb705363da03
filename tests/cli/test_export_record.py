"""What the command line exports is noted in the data file, where nobody else works on it."""

from pathlib import Path

import pytest

from perfdesk.cellpath import CellPath
from perfdesk.document.digest import short_digest
from perfdesk.session.workspace import Workspace
from tests.cli.conftest import SAMPLES, Run

WORKBOOK = SAMPLES / "workbooks" / "municipal-self-evaluation-2023-official.xlsx"


@pytest.fixture
def unit(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "单位.perfdesk"
    assert run("import", WORKBOOK, "--into", path).code == 0
    return path


def change(workspace: Workspace) -> str:
    """Change a form; answers the code of what it was before."""
    (form,) = workspace.form_ids()
    code = short_digest(workspace._core.view(form))
    workspace.editing.set_text(CellPath(form, "", "goal_actual"), "改过的内容。")
    workspace.safekeeping.wait()
    return code


def test_an_exported_sheet_is_known_after_the_data_have_changed(
    run: Run, unit: Path, tmp_path: Path
) -> None:
    assert run("export", unit, "--to", tmp_path / "out", "--format", "pdf").code == 0
    with Workspace.open(unit) as workspace:
        found = workspace.reports.verify_digest(change(workspace))
    assert found.state == "earlier"
    assert found.matches[-1].at is not None


def test_a_file_that_somebody_works_on_is_exported_all_the_same(
    run: Run, unit: Path, tmp_path: Path
) -> None:
    with Workspace.open(unit) as workspace:
        done = run("export", unit, "--to", tmp_path / "out", "--format", "pdf")
        assert (done.code, done.err) == (0, "")
        assert len(list((tmp_path / "out").iterdir())) == 1
        assert workspace.reports.verify_digest(change(workspace)).state == "unknown"


def test_exporting_makes_no_backup(run: Run, unit: Path, tmp_path: Path) -> None:
    run("export", unit, "--to", tmp_path / "out", "--format", "pdf")
    before = run("verify", unit, "--json").data["backups"]
    run("export", unit, "--to", tmp_path / "out", "--format", "pdf")
    assert run("verify", unit, "--json").data["backups"] == before
