"""`carry`: forms of a year made of those there are."""

from pathlib import Path

from tests.cli.conftest import Run

SAMPLES = Path(__file__).parent.parent / "samples" / "workbooks"


def test_declarations_become_self_evaluations(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "u.perfdesk"
    run("import", str(SAMPLES / "jiading-declaration-2023-official.xlsx"), "--into", str(file))
    call = ("carry", str(file), "--from", "target_declaration", "--to")
    answer = run(*call, "self_evaluation", "--year", "2023", "--json")
    assert answer.code == 0
    assert {form["result"] for form in answer.data["forms"]} == {"added"}
    again = run(*call, "self_evaluation", "--year", "2023", "--json")
    assert {form["result"] for form in again.data["forms"]} == {"skipped"}
    missing = run(*call, "monitoring", "--year", "2023", "--project", "没有的项目")
    assert (missing.code, missing.out) == (2, "")
    assert "没有" in missing.err
    wrong = run(*call, "unit_declaration", "--year", "2023")
    assert wrong.code == 2
    assert len(wrong.err.splitlines()) == 1
