"""Hostile files that hold something readable: pipes, other workbooks, JSON of another shape."""

import json
import os
import re
import zipfile
from pathlib import Path
from time import monotonic
from types import SimpleNamespace

import pytest

from perfdesk.catalog import Catalog
from perfdesk.errors import BadFormJsonError, NotReadableKindError
from perfdesk.io.read_forms import read_path
from perfdesk.io.readers.snapshot import OUTSIDE
from perfdesk.io.readers.xls import looks_outside

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


LINKED = SimpleNamespace(_supbook_types=[1, 2], _externsheet_info=[(0, 0, 0), (1, 0, 0), (9, 0, 0)])
"""A workbook of xlrd's whose sheet 1 is another file's."""


@pytest.mark.parametrize(
    ("tokens", "outside"),
    [
        ("5a0100060003c0", True),
        ("1e01005a0100060003c003", True),
        ("1702005a01190100003b01000100020003000400", True),
        ("5a0000060003c0", False),
        ("5a0200060003c0", False),
        ("5aff00060003c0", False),
        ("1e5a011f5a0100000000000003", False),
        ("ff5a0100060003c0", False),
        ("17", False),
    ],
)
def test_a_formula_of_an_old_workbook_that_looks_into_another(tokens: str, outside: bool) -> None:
    assert looks_outside(LINKED, bytes.fromhex(tokens)) is outside


def test_a_number_of_another_file_in_an_open_document(tmp_path: Path) -> None:
    rows = "".join(
        f"<table:table-row>{''.join(cells)}</table:table-row>"
        for cells in [
            [text_cell("项目支出绩效自评表")],
            [text_cell("项目名称"), text_cell("校舍维修")],
            [
                text_cell(t)
                for t in (
                    "一级指标",
                    "二级指标",
                    "三级指标",
                    "年度指标值",
                    "实际完成值",
                    "分值",
                    "得分",
                )
            ],
            [
                *(text_cell(t) for t in ("产出指标", "数量指标", "维修校舍", "3", "3", "90")),
                LINKED_CELL,
            ],
        ]
    )
    path = tmp_path / "外.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", CONTENT.format(rows))
    found = read_path(path, CATALOG)
    assert [p.cell for p in found.problems if p.message == OUTSIDE] == ["自评!G4"]
    assert found.forms[0].form.indicators[0].get("score") == "88"


CONTENT = (
    '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:spreadsheet>'
    '<table:table table:name="自评">{}</table:table></o:spreadsheet></o:body></o:document-content>'
)
LINKED_CELL = (
    '<table:table-cell table:formula="of:=[\'file:///D:/乙.xlsx\'#$Sheet1.D7]" o:value-type="float" '
    'o:value="88"><t:p>88</t:p></table:table-cell>'
)


def text_cell(text: str) -> str:
    """A cell of an OpenDocument table."""
    return f'<table:table-cell o:value-type="string"><t:p>{text}</t:p></table:table-cell>'


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
