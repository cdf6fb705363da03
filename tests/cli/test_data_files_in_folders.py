"""A folder given to `read`, `check` or `import` means the data files in it too."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from perfdesk.cli import main

BOOK = "municipal-self-evaluation-2023-official.xlsx"
OTHER = "putuo-self-evaluation-official.xlsx"


@pytest.fixture
def folder(samples: Path, tmp_path: Path) -> Path:
    """A workbook beside the data file of somebody else."""
    made = tmp_path / "来件"
    made.mkdir()
    shutil.copy(samples / "workbooks" / BOOK, made)
    source = str(samples / "workbooks" / OTHER)
    assert main(["import", source, "--into", str(made / "乙.perfdesk")]) == 0
    return made


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    """Exit code and JSON of a command."""
    capsys.readouterr()
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, data = answer(capsys, "read", str(folder))
    assert code == 0
    assert [(Path(file["path"]).name, len(file["forms"])) for file in data["files"]] == [
        (BOOK, 1), ("乙.perfdesk", 7),
    ]  # fmt: skip
    assert data["files"][1]["forms"][0]["at"] == {"sheet": None, "range": None}


def test_check_is_that_of_each_data_file_and_of_the_other_files_together(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, whole = answer(capsys, "check", str(folder))
    _, alone = answer(capsys, "check", str(folder / "乙.perfdesk"))
    _, book = answer(capsys, "check", str(folder / BOOK))
    assert whole["summary"]["forms"] == 8
    for key in ("errors", "warnings", "hints"):
        assert whole["summary"][key] == alone["summary"][key] + book["summary"][key]


def test_import_takes_others_in_and_not_itself(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = folder / "甲.perfdesk"
    code, data = answer(capsys, "import", str(folder), "--into", str(target))
    assert code == 0
    assert [form["result"] for file in data["files"] for form in file["forms"]] == ["added"] * 8
    _, again = answer(capsys, "import", str(folder), "--into", str(target))
    assert {Path(file["path"]).name for file in again["files"]} == {BOOK, "乙.perfdesk"}
    _, first = answer(capsys, "read", str(folder / "乙.perfdesk"))
    _, second = answer(capsys, "read", str(target))
    ours = {form["project_name"]: form for form in second["files"][0]["forms"]}
    assert all(form == ours[form["project_name"]] for form in first["files"][0]["forms"])


def test_a_damaged_data_file_is_told_and_the_rest_is_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "坏.perfdesk").write_bytes(b"SQLite format 3\0" + bytes(50))
    assert main(["check", str(folder)]) == 2
    assert "坏.perfdesk" in capsys.readouterr().err
    code, data = answer(capsys, "read", str(folder))
    assert code == 2
    assert sum(len(file["forms"]) for file in data["files"]) == 8
