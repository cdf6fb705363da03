"""`summary`: the 汇总表 of a year as workbook or PDF, and one sentence where it cannot be made."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.session.unit_files import unit_file


@pytest.fixture
def data_file(tmp_path: Path) -> Path:
    with unit_file(tmp_path) as workspace:
        return workspace.path


@pytest.mark.parametrize(("name", "kind"), [("汇总.xlsx", "xlsx"), ("子/汇总.PDF", "pdf")])
def test_the_summary_is_written(run, data_file: Path, name: str, kind: str) -> None:
    target = data_file.parent / name
    answer = run("summary", data_file, "--year", 2024, "--to", target, "--json")
    assert (answer.code, answer.data["files"][0]["format"]) == (0, kind)
    assert target.read_bytes()[:4] in (b"PK\x03\x04", b"%PDF")


@pytest.mark.parametrize(("year", "name"), [(1999, "a.xlsx"), (2024, "a.doc"), (2024, "a")])
def test_what_cannot_be_made_is_said_in_one_line(
    run, data_file: Path, year: int, name: str
) -> None:
    answer = run("summary", data_file, "--year", year, "--to", data_file.parent / name)
    assert answer.code == 2
    assert len(answer.err.strip().splitlines()) == 1
    assert not (data_file.parent / name).exists()


def test_kind_unit_and_columns_are_chosen_and_the_rest_is_said(run, data_file: Path) -> None:
    target = data_file.parent / "选.xlsx"
    call = ("summary", data_file, "--year", 2024, "--kind", "self_evaluation", "--to", target)
    answer = run(*call, "--columns", "总分，项目名称", "--no-chart", "--json")
    assert (answer.code, answer.data["left_out"]) == (0, [])
    book = load_workbook(target)
    assert [cell.value for cell in book.worksheets[0][3]] == ["总分", "项目名称"]
    assert len(book.worksheets) == 1
    wrong = run(*call, "--columns", "没有这栏")
    assert wrong.code == 2
    assert "没有这栏" in wrong.err
    assert run(*call, "--unit", "没有的单位").code == 2
    assert run(*call, "--by-unit").code == 0
    assert [c.value for c in load_workbook(target).worksheets[0][3]][:2] == ["序号", "实施单位"]
    wrong = run("summary", data_file, "--year", 2024, "--kind", "monitoring", "--to", target)
    assert wrong.code == 2
    assert "监控表" in wrong.err
