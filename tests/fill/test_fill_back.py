"""Emptied copies of real workbooks and documents filled again: the same cells, and nothing else changed."""

import re
import zipfile
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.fill.conftest import FILES, Bench

SAMPLES = FILES.parent.parent / "samples" / "workbooks"
EXCEL = (
    FILES / "03-anhui-tianchang-2022.xlsx",
    FILES / "21-sichuan-zhongjiang-2022.xlsx",
    SAMPLES / "municipal-self-evaluation-2023-official.xlsx",
    SAMPLES / "minhang-self-evaluation-2024-stacked.xlsx",
    SAMPLES / "putuo-self-evaluation-official.xlsx",
)


_UNWRITTEN = re.compile(r"指标[0-9]：|…{1,4}")


def texts(path: Path) -> dict[str, str]:
    """Every cell's value as text."""
    book = openpyxl.load_workbook(path)
    return {
        f"{sheet.title}!{cell.coordinate}": str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def looks(path: Path) -> list[object]:
    """Styles, merges, widths and heights."""
    book = openpyxl.load_workbook(path)
    return [
        (
            sheet.title,
            sorted(str(merge) for merge in sheet.merged_cells.ranges),
            {key: (d.width, d.hidden) for key, d in sheet.column_dimensions.items()},
            {key: d.height for key, d in sheet.row_dimensions.items()},
            {
                cell.coordinate: cell.style_id
                for row in sheet.iter_rows()
                for cell in row
                if cell.has_style
            },
            sheet.print_area,
        )
        for sheet in book
    ]


@pytest.mark.parametrize("levels", [False, True], ids=["levels stay", "levels gone"])
@pytest.mark.parametrize("path", EXCEL, ids=lambda path: path.stem)
def test_an_emptied_workbook_is_filled_as_it_was(path: Path, levels: bool, bench: Bench) -> None:
    read = bench.read(path)
    empty, out = bench.emptied(path, read, levels=levels), bench.folder / path.name
    filled = bench.fill(empty, read, out)
    before, after = texts(path), texts(out)
    assert not filled.kept
    assert not [problem for problem in filled.problems if problem.severity == "error"]
    if levels and any(_UNWRITTEN.fullmatch(str(text)) for text in before.values()):
        # Lines on which nothing was written are no rows of the form, so which line was whose is not to be known
        # once the levels of the others are gone; but every text is written.
        there, here = (
            Counter("".join(t.split()) for t in each.values()) for each in (before, after)
        )
        missing = there - here
        assert sum(missing.values()) <= 0.02 * len(before), missing
        return
    wrong = {cell for cell in before.keys() | after.keys() if before.get(cell) != after.get(cell)}
    assert len(wrong) <= 0.02 * len(before), sorted(wrong)
    assert looks(out) == looks(empty)


def test_parts_that_are_not_filled_hold_the_same_bytes(bench: Bench) -> None:
    path = EXCEL[0]
    read = bench.read(path)
    empty, out = bench.emptied(path, read), bench.folder / "out.xlsx"
    bench.fill(empty, read, out)
    with zipfile.ZipFile(empty) as before, zipfile.ZipFile(out) as after:
        assert before.namelist() == after.namelist()
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"xl/worksheets/sheet1.xml"}


def test_an_emptied_document_is_filled_as_it_was(bench: Bench) -> None:
    path = FILES / "25-anhui-chizhou-2022.docx"
    read = bench.read(path)
    empty, out = bench.emptied(path, read), bench.folder / "out.docx"
    filled = bench.fill(empty, read, out)
    assert not filled.kept
    before = [[c.text for c in row.cells] for row in docx.Document(str(path)).tables[0].rows]
    after = [[c.text for c in row.cells] for row in docx.Document(str(out)).tables[0].rows]
    assert after == before
    with zipfile.ZipFile(empty) as one, zipfile.ZipFile(out) as other:
        changed = {name for name in one.namelist() if one.read(name) != other.read(name)}
    assert changed == {"word/document.xml"}


@pytest.mark.parametrize("name", ["21-sichuan-zhongjiang-2022.xlsx", "25-anhui-chizhou-2022.docx"])
def test_six_more_indicators_than_rows_are_inserted_and_read_back(name: str, bench: Bench) -> None:
    path = FILES / name
    read = bench.read(path)
    empty = bench.emptied(path, read)
    view = read.forms[0].view
    form = view.form
    extra = []
    for number in range(6):
        row = form.indicators[number % 2]
        made = type(row)(form.new_row_id(), dict(row.values) | {"level3": f"新增指标{number + 1}"})
        form.next_row += 1
        extra.append(made)
    form.indicators += extra
    out = bench.folder / name
    bench.fill(empty, read, out)
    again = bench.read(out).forms[0].view.form
    known = {name: (r.get("level1"), r.get("level2"), r.get("target")) for r in form.indicators
             if (name := r.get("level3"))}  # fmt: skip
    found = {name: (r.get("level1"), r.get("level2"), r.get("target")) for r in again.indicators
             if (name := r.get("level3"))}  # fmt: skip
    assert found == known
    assert bench.read(out).forms[0].view.text("total_score") == view.text("total_score")
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(out).active
        below = openpyxl.load_workbook(empty).active
        assert sheet is not None
        assert below is not None
        assert sheet.max_row == below.max_row + 6
        assert sheet["A30"].value == below["A24"].value
        assert sheet["A30"].style_id is not None
        assert "A30:D30" in {str(merge) for merge in sheet.merged_cells.ranges}


def test_a_text_that_stands_there_is_kept_and_told(bench: Bench) -> None:
    path = FILES / "03-anhui-tianchang-2022.xlsx"
    read = bench.read(path)
    empty = bench.emptied(path, read)
    book = openpyxl.load_workbook(empty)
    sheet = book.active
    assert sheet is not None
    sheet["G4"] = "另一个单位"
    book.save(empty)
    filled = bench.fill(empty, read, bench.folder / "out.xlsx")
    assert [(c.cell, c.field, c.text) for c in filled.kept] == [("Sheet1!G4", "unit", "另一个单位")]
    assert texts(bench.folder / "out.xlsx")["Sheet1!G4"] == "另一个单位"
    filled = bench.fill(empty, read, bench.folder / "over.xlsx", overwrite=True)
    assert not filled.kept
    assert texts(bench.folder / "over.xlsx")["Sheet1!G4"] == "天长市水利局"
