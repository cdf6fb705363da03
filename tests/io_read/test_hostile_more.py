"""Hostile files that hold something readable: pipes, other workbooks, JSON of another shape."""

import json
import os
import re
import zipfile
from pathlib import Path
from time import monotonic

import pytest

from perfdesk.catalog import Catalog
from perfdesk.errors import BadFormJsonError, NotReadableKindError
from perfdesk.io.excel_reader import OUTSIDE
from perfdesk.io.reading import read_path

CATALOG = Catalog()
SHEET = "xl/worksheets/sheet1.xml"


def with_formula(source: Path, target: Path, formula: str, value: str) -> Path:
    """The workbook with a formula at F6."""
    cell = f'<c r="F6" s="1"><f>{formula}</f><v>{value}</v></c>'
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == SHEET:
                data = re.sub(rb'<c r="F6"[^>]*>.*?</c>', cell.encode(), data)
            after.writestr(name, data)
    return target


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes as files on this system")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "管道.xlsx"
    os.mkfifo(path)
    start = monotonic()
    with pytest.raises(NotReadableKindError):
        read_path(path, CATALOG)
    assert monotonic() - start < 8


@pytest.mark.parametrize(
    ("formula", "outside"),
    [
        ("'[1]Sheet1'!A1", True),
        ("SUM([2]汇总!B2:B5)", True),
        ("D6-1", False),
        ("Table1[2023]", False),
    ],
)
def test_a_number_of_another_workbook_is_told(
    tmp_path: Path, samples: Path, formula: str, outside: bool
) -> None:
    source = samples / "workbooks" / "municipal-self-evaluation-2023-official.xlsx"
    found = read_path(with_formula(source, tmp_path / "a.xlsx", formula, "9.53"), CATALOG)
    told = [p.cell for p in found.problems if p.message == OUTSIDE]
    assert told == (["01安全生产专项工作经费!F6"] if outside else [])
    assert found.forms[0].form.get("F0", "executed") == "9.53"


@pytest.mark.parametrize(
    "wrong",
    [
        {"project_name": ["a", {}]},
        {"funds": "abc"},
        {"funds": [1]},
        {"indicators": [1, {}]},
        {"indicators": {"level3": "x"}},
        {"indicators": [{"level3": {"a": 1}}]},
        {"goal_actual": {"a": 1}},
    ],
)
def test_json_of_another_shape_is_refused_not_guessed_at(
    tmp_path: Path, wrong: dict[str, object]
) -> None:
    path = tmp_path / "x.json"
    data = {"kind": "self_evaluation", "project_name": "甲", "indicators": []} | wrong
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(BadFormJsonError):
        read_path(path, CATALOG)
