"""Blocks to and from the clipboard as spreadsheets write them."""

import pytest
from paper_grid import paper
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from perfdesk.grid import Cell
from ui.paper import clipboard
from ui.paper.cell_block import BlockCell, block_of, plan_fill_down, plan_paste, plan_rows
from ui.window.main_window import MainWindow

GRID = paper()

EXCEL_HTML = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>
<!--table {mso-displayed-decimal-separator:"\\.";} td {mso-number-format:General;}--></style></head>
<body><!--StartFragment--><table border=0><col width=64><tr height=19><td rowspan=2 class=xl65>产出<br>
  指标</td><td>数量&nbsp;指标</td></tr><tr><td>=100.00(%)</td></tr></table><!--EndFragment--></body></html>"""

WPS_TSV = '完成体检数\t"第一行\n第二行 ""引号"""\t=100.00(%)\r\n合格率\t\t90%\r\n'


def cells(*places: tuple[str, str]) -> list[Cell]:
    found = [GRID.find(*place) for place in places]
    assert None not in found
    return [cell for cell in found if cell]


def texts(block: list[list[BlockCell]]) -> list[list[str]]:
    return [[cell.text for cell in row] for row in block]


def test_quoted_line_breaks_and_quotes_come_in_whole() -> None:
    assert texts(clipboard.from_tsv(WPS_TSV)) == [
        ["完成体检数", '第一行\n第二行 "引号"', "=100.00(%)"],
        ["合格率", "", "90%"],
    ]


def test_a_table_of_excel_keeps_its_merged_cells() -> None:
    block = clipboard.from_html(EXCEL_HTML)
    assert block == [
        [BlockCell("产出\n指标", 2, 1), BlockCell("数量 指标")],
        [BlockCell("=100.00(%)")],
    ]


def test_what_stands_between_the_cells_of_a_table_belongs_to_none() -> None:
    loose = "<table><tr><td>甲</td>注<td>乙</td></tr>小计<tr><th>丙</th></tr></table>丁"
    assert texts(clipboard.from_html(loose)) == [["甲", "乙"], ["丙"]]
    unclosed = "<table><tr><td>甲<td>乙<tr><td>丙</table>"
    assert texts(clipboard.from_html(unclosed)) == [["甲", "乙"], ["丙"]]
    stray = (
        "</table><p>注</p><table><tr><td>甲</td></tr></table><table><tr><td>乙</td></tr></table>"
    )
    assert texts(clipboard.from_html(stray)) == [["甲"]]


@pytest.mark.parametrize("text", ["a\tb", "多行\n文字", '说"好"', "=1+1", "  前后  ", "<b>&amp;"])
def test_what_is_copied_comes_back(text: str) -> None:
    data = clipboard.mime_data([[BlockCell(text), BlockCell("x")]])
    plain = QMimeData()
    plain.setText(data.text())
    assert texts(clipboard.read(plain)) == [[text, "x"]]


def test_a_copied_block_keeps_merged_cells_for_excel() -> None:
    block = block_of(
        GRID, cells(("r1", "level1"), ("r1", "level2"), ("r2", "level2"), ("r3", "level2"))
    )
    assert block[0][0] == BlockCell("产出指标", 3, 1)
    assert clipboard.to_tsv(block) == "产出指标\t数量指标\n\t质量指标\n\t时效指标"
    assert clipboard.from_html(clipboard.to_html(block)) == block


def test_a_block_goes_into_a_block() -> None:
    plan = plan_paste(GRID, cells(("r1", "target")), clipboard.from_tsv("≥1\t1\t5\n≥2\t2\t6"))
    assert [(c.row_id, c.field, text) for c, text in plan.entries] == [
        ("r1", "target", "≥1"), ("r1", "actual", "1"), ("r1", "weight", "5"),
        ("r2", "target", "≥2"), ("r2", "actual", "2"), ("r2", "weight", "6"),
    ]  # fmt: skip
    assert plan.skipped == 0


def test_one_value_goes_into_every_selected_cell() -> None:
    plan = plan_paste(
        GRID, cells(("r1", "score"), ("r2", "score"), ("F0", "initial")), [[BlockCell("10")]]
    )
    assert [(c.row_id, text) for c, text in plan.entries] == [("r1", "10"), ("r2", "10")]
    assert plan.skipped == 1


def test_computed_cells_and_what_lies_beyond_the_form_are_counted() -> None:
    plan = plan_paste(GRID, cells(("F0", "initial")), clipboard.from_tsv("1\t2\n3\t4"))
    assert [(c.row_id, c.field) for c, _ in plan.entries] == [("F1", "initial"), ("F1", "adjusted")]
    assert plan.skipped == 2
    beyond = plan_paste(GRID, cells(("r5", "deviation")), clipboard.from_tsv("原因\t多\n又\t多"))
    assert [text for _, text in beyond.entries] == ["原因"]
    assert beyond.skipped == 3


def test_a_merged_level_cell_is_passed_by_in_the_rows_it_covers() -> None:
    block = clipboard.from_tsv("产出\t数量\n\t质量")
    plan = plan_paste(GRID, cells(("r1", "level1")), block)
    assert [(c.row_id, c.field, text) for c, text in plan.entries] == [
        ("r1", "level1", "产出"), ("r1", "level2", "数量"), ("r2", "level2", "质量"),
    ]  # fmt: skip


def test_a_blank_line_in_a_block_of_indicators_takes_no_level_and_adds_no_row() -> None:
    names = [f"指标{number}" for number in range(sum(len(r.row_ids) == 1 for r in GRID.rows))]
    lines = ["产出指标\t数量指标\t甲", "\t\t", *(f"\t\t{name}" for name in names), "\t\t", "\t\t"]
    plan = plan_rows(GRID, cells(("r1", "level1"))[0], clipboard.from_tsv("\n".join(lines)))
    assert plan is not None
    assert [(name, text) for row, name, text in plan.entries if row == "r2"] == [("level3", "")]
    assert [row["level3"] for row in plan.rows] == names[-2:]
    assert {row["level2"] for row in plan.rows} == {"数量指标"}


def test_a_block_that_ends_with_the_last_row_is_no_block_of_new_rows() -> None:
    rows = [info.row_ids[0] for info in GRID.rows if len(info.row_ids) == 1]
    last_two = cells((rows[-2], "target"))[0]
    assert plan_rows(GRID, last_two, clipboard.from_tsv("≥1\t1\n≥2\t2")) is None
    longer = plan_rows(GRID, last_two, clipboard.from_tsv("≥1\t1\n≥2\t2\n≥3\t3"))
    assert longer is not None
    assert longer.rows == [{"target": "≥3", "actual": "3"}]


def test_a_line_of_the_official_layout_has_a_blank_where_a_cell_is_wide() -> None:
    department = cells(("", "department"))[0]
    row = range(department.column, GRID.column_count)
    covering = [GRID.cell_at(department.row, column) for column in row]
    begins = [cell.column == column for cell, column in zip(covering, row, strict=True)]
    line = [
        BlockCell(f"新{cell.field}" if cell.field else cell.text) if first else BlockCell("")
        for cell, first in zip(covering, begins, strict=True)
    ]
    assert not all(begins)
    plan = plan_paste(GRID, [department], [line])
    assert [(cell.field, text) for cell, text in plan.entries] == [
        ("department", "新department"),
        ("organisation", "新organisation"),
    ]
    assert plan.skipped == 0


def test_fill_down_takes_the_first_or_the_one_above() -> None:
    several = plan_fill_down(GRID, cells(("r1", "actual"), ("r2", "actual"), ("r3", "actual")))
    assert [(c.row_id, text) for c, text in several] == [("r2", "45739"), ("r3", "45739")]
    single = plan_fill_down(GRID, cells(("r2", "weight")))
    assert [(c.row_id, text) for c, text in single] == [("r2", "30.00")]


def test_pictures_are_no_text() -> None:
    data = QMimeData()
    data.setData("image/png", b"\x89PNG")
    assert clipboard.read(data) == []


def test_pasting_from_an_empty_clipboard_says_so(window: MainWindow, qtbot: QtBot) -> None:
    """A clipboard without any data hands out none at all."""
    QGuiApplication.clipboard().clear()
    view = window.context.view
    before = [cell.value for cell in view.grid.cells]
    view.go_to_field("", "project_name")
    window.center.actions["paste"].trigger()
    assert "没有可粘贴" in window.status.said.text()
    assert [cell.value for cell in view.grid.cells] == before
