"""`fill` on the command line: what it answers, what it refuses, and that the original stays."""

import json
from pathlib import Path

import openpyxl
import pytest

from perfdesk.cli import main
from tests.fill.conftest import FILES, Bench

TIANCHANG = FILES / "03-anhui-tianchang-2022.xlsx"
CHIZHOU = FILES / "25-anhui-chizhou-2022.docx"


@pytest.fixture
def unit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """A data file with two forms."""
    monkeypatch.setenv("PERFDESK_HOME", str(tmp_path / "settings"))
    path = tmp_path / "unit.perfdesk"
    assert main(["import", str(TIANCHANG), str(CHIZHOU), "--into", str(path)]) == 0
    capsys.readouterr()
    return path


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, stdout, stderr."""
    code = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    return code, printed.out, printed.err


def test_an_empty_file_takes_the_form_that_is_named(
    unit: Path, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = bench.emptied(TIANCHANG, bench.read(TIANCHANG))
    before = empty.read_bytes()
    out = bench.folder / "out.xlsx"
    code, text, _ = call(
        capsys,
        "fill",
        unit,
        "--project",
        "水旱灾害防御经费",
        "--into",
        empty,
        "--to",
        out,
        "--json",
    )
    answer = json.loads(text)
    assert code == 0
    assert answer["path"] == str(out)
    assert {"cell": "Sheet1!C3", "field": "project_name"} in answer["filled"]
    assert {"cell": "Sheet1!D13", "field": "indicators[0].level3"} in answer["filled"]
    assert answer["kept"] == []
    assert empty.read_bytes() == before
    assert openpyxl.load_workbook(out)["Sheet1"]["C3"].value == "水旱灾害防御经费"


def test_an_empty_file_and_several_forms_end_with_the_choices(
    unit: Path, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = bench.emptied(TIANCHANG, bench.read(TIANCHANG))
    out = bench.folder / "out.xlsx"
    code, _, error = call(capsys, "fill", unit, "--into", empty, "--to", out)
    assert code == 2
    assert "2022 水旱灾害防御经费" in error
    assert "2022 委托业务项目" in error
    assert len(error.splitlines()) == 1
    assert not out.exists()


def test_a_file_that_names_its_project_takes_that_form(
    unit: Path, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.load_workbook(TIANCHANG)
    sheet = book.active
    assert sheet is not None
    sheet["H13"].value = None
    sheet["F37"].value = "99%"
    theirs, out = bench.folder / "theirs.xlsx", bench.folder / "out.xlsx"
    book.save(theirs)
    code, text, error = call(capsys, "fill", unit, "--into", theirs, "--to", out, "--json")
    answer = json.loads(text)
    assert code == 2
    assert answer["filled"] == [{"cell": "Sheet1!H13", "field": "indicators[0].score"}]
    assert [(k["cell"], k["text"]) for k in answer["kept"]] == [("Sheet1!F37", "99%")]
    assert "--overwrite" in error
    code, text, _ = call(
        capsys, "fill", unit, "--into", theirs, "--to", out, "--overwrite", "--json"
    )
    assert code == 0
    assert len(json.loads(text)["filled"]) == 2


@pytest.mark.parametrize(
    ("theirs", "out", "word"),
    [
        ("same", "same", "同一个"),
        ("same", "out.docx", "结尾"),
        ("missing", "out.xlsx", "找不到"),
        ("plain", "out.txt", "不能回填"),
        ("noform", "out.xlsx", "没有找到"),
        ("other", "out.xlsx", "没有对应"),
    ],
)
def test_what_cannot_be_filled_gets_one_sentence_and_no_file(
    theirs: str, out: str, word: str, unit: Path, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = bench.folder
    paths = {name: folder / f"{name}.xlsx" for name in ("same", "missing", "noform", "other")}
    paths["plain"] = folder / "plain.txt"
    paths["plain"].write_text("只是文字", encoding="utf-8")
    paths["same"].write_bytes(TIANCHANG.read_bytes())
    openpyxl.Workbook().save(paths["noform"])
    book = openpyxl.load_workbook(TIANCHANG)
    book["Sheet1"]["C3"] = "别的项目"
    book.save(paths["other"])
    target = paths[theirs] if out == "same" else folder / out
    before = target.read_bytes() if target.exists() else None
    code, text, error = call(capsys, "fill", unit, "--into", paths[theirs], "--to", target)
    assert (code, text) == (2, "")
    assert word in error
    assert len(error.splitlines()) == 1
    assert (target.read_bytes() if target.exists() else None) == before
