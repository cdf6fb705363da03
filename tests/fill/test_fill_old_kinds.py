"""Old workbooks: Excel's XML of 2003 byte for byte but for the filled cells, flat .xls written anew."""

import io
from pathlib import Path

import pytest
import xlrd
import xlwt

from perfdesk.errors import CannotFillError
from tests.fill.conftest import FILES, Bench

FORM = FILES / "21-sichuan-zhongjiang-2022.xlsx"
HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"\r\n'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">\r\n <Styles>\r\n'
    '  <Style ss:ID="s1"><Alignment ss:WrapText="1"/></Style>\r\n </Styles>\r\n'
)


def cells_of(bench: Bench) -> list[tuple[int, int, int, int, str]]:
    """The cells of the form: row, column, rows, columns, text."""
    sheet = bench.read(FORM).snapshot.sheets[0]  # type: ignore[union-attr]
    return [(c.row, c.column, c.rows, c.columns, c.text) for c in sheet.cells]


def spots(bench: Bench) -> set[tuple[int, int]]:
    """Row and column of the values that are taken out."""
    form = bench.read(FORM).forms[0].matched
    assert form is not None
    from perfdesk.io.readers.snapshot import cell_at

    return {
        cell_at(address.rpartition("!")[2])
        for (_, name), address in form.sources.items()
        if name not in ("title", "money_unit", "level1", "level2", "year")
    }


def as_xml(bench: Bench, path: Path) -> Path:
    """The form as a system exports it: values blank, texts with line breaks as they are written there."""
    gone = spots(bench)
    rows: dict[int, list[str]] = {}
    cells = {(row, column): rest for row, column, *rest in cells_of(bench)}
    covered = {
        (r, c)
        for (row, column), (rows_, columns, _) in cells.items()
        for r in range(row, row + rows_)
        for c in range(column, column + columns)
    } - cells.keys()
    last = max(row for row, _ in cells)
    for row in range(last + 1):
        line = []
        for column in range(9):
            if (row, column) in covered:
                continue
            down, across, text = cells.get((row, column), (1, 1, ""))
            merge = f' ss:MergeAcross="{across - 1}"' if across > 1 else ""
            merge += f' ss:MergeDown="{down - 1}"' if down > 1 else ""
            start = f'<Cell ss:Index="{column + 1}" ss:StyleID="s1"{merge}'
            text = text.replace("&", "&amp;").replace("\n", "&#10;")
            if text and (row, column) not in gone:
                line.append(f'{start}><Data ss:Type="String">{text}</Data></Cell>')
            else:
                line.append(f"{start}/>")
        rows[row] = line
    body = "\r\n".join(f"   <Row>{''.join(line)}</Row>" for line in rows.values())
    table = f'  <Table ss:ExpandedRowCount="{last + 1}">\r\n{body}\r\n  </Table>\r\n'
    whole = f'{HEAD} <Worksheet ss:Name="Sheet1">\r\n{table} </Worksheet>\r\n</Workbook>\r\n'
    path.write_bytes(whole.encode())
    return path


def as_xls(bench: Bench, path: Path) -> Path:
    """The form as an old workbook, values blank."""
    gone = spots(bench)
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1", cell_overwrite_ok=True)
    boxed = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin; font: bold on")
    sheet.col(3).width = 7000
    for row, column, rows, columns, text in cells_of(bench):
        shown = "" if (row, column) in gone else text
        if rows * columns > 1:
            sheet.write_merge(row, row + rows - 1, column, column + columns - 1, shown, boxed)
        else:
            sheet.write(row, column, shown, boxed)
    stream = io.BytesIO()
    book.save(stream)
    path.write_bytes(stream.getvalue())
    return path


def test_an_xml_workbook_is_filled_byte_for_byte(bench: Bench) -> None:
    path, out = as_xml(bench, bench.folder / "系统.xls"), bench.folder / "out.xls"
    read = bench.read(FORM)
    filled = bench.fill(path, read, out)
    assert len(filled.filled) > 50
    assert not filled.kept
    before, after = path.read_bytes(), out.read_bytes()
    changed = [
        (one, other)
        for one, other in zip(before.split(b"<Cell"), after.split(b"<Cell"), strict=True)
        if one != other
    ]
    assert len(changed) == len(filled.filled)
    assert all(b"<Data" not in one for one, _ in changed)
    again = bench.read(out).forms[0].view.form
    form = read.forms[0].view.form
    assert [r.get("target") for r in again.indicators] == [r.get("target") for r in form.indicators]
    assert again.header["goal_actual"] == form.header["goal_actual"]


def test_rows_are_inserted_into_an_xml_workbook(bench: Bench) -> None:
    path, out = as_xml(bench, bench.folder / "系统.xls"), bench.folder / "out.xls"
    read = bench.read(FORM)
    form = read.forms[0].view.form
    for number in range(6):
        row = form.indicators[0]
        form.indicators.append(
            type(row)(form.new_row_id(), dict(row.values) | {"level3": f"新增指标{number}"})
        )
        form.next_row += 1
    bench.fill(path, read, out)
    again = bench.read(out).forms[0].view
    assert {r.get("level3") for r in again.form.indicators} == {
        r.get("level3") for r in form.indicators
    }
    assert again.text("total_weight") == "100"


def test_a_flat_old_workbook_is_written_anew(bench: Bench) -> None:
    path, out = as_xls(bench, bench.folder / "旧.xls"), bench.folder / "out.xls"
    read = bench.read(FORM)
    filled = bench.fill(path, read, out)
    assert not filled.kept
    again = bench.read(out).forms[0].view.form
    form = read.forms[0].view.form
    assert [r.values for r in again.indicators] == [r.values for r in form.indicators]
    before = xlrd.open_workbook(str(path), formatting_info=True).sheet_by_index(0)
    after = xlrd.open_workbook(str(out), formatting_info=True).sheet_by_index(0)
    assert sorted(before.merged_cells) == sorted(after.merged_cells)
    assert after.colinfo_map[3].width == 7000


def test_an_old_workbook_with_more_than_values_is_refused(bench: Bench) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row, label in enumerate(["项目支出绩效自评表", "项目名称", "三级指标"]):
        sheet.write(row, 0, label)
    sheet.write(1, 1, xlwt.Formula("1+1"))
    for column, label in enumerate(
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    ):
        sheet.write(5, column, label)
    sheet.write(6, 0, "产出指标")
    stream = io.BytesIO()
    book.save(stream)
    path = bench.folder / "formula.xls"
    path.write_bytes(stream.getvalue())
    with pytest.raises(CannotFillError, match="另存为"):
        bench.fill(path, bench.read(FORM), bench.folder / "out.xls")
    assert not (bench.folder / "out.xls").exists()
