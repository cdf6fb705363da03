"""Signs of picture fonts, crossed-out texts, tick boxes, page headers, hidden rows, lost parts of a package."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import xlwt
from docx.oxml import parse_xml

from perfdesk.cli import main
from perfdesk.errors import DamagedFileError
from perfdesk.io.read_forms import read_path
from perfdesk.io.readers.by_kind import read_snapshot
from perfdesk.io.readers.clipboard import read_block
from perfdesk.io.readers.signs import in_font, sign, whole_characters
from perfdesk.io.readers.snapshot import Snapshot
from perfdesk.io.readers.sniff import sniff
from tests.io_read import hostile
from tests.io_read.comparing import wrong_fields
from tests.io_read.tables import CATALOG

FAULTS = Path(__file__).with_name("faults")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def texts(snapshot: Snapshot) -> dict[str, str]:
    """Full address → text."""
    return {sheet.address(cell): cell.text for sheet in snapshot.sheets for cell in sheet.cells}


def read(path: Path) -> Snapshot:
    """The cells of a file, read in this process."""
    return read_snapshot(path, sniff(path))


def told(snapshot: Snapshot) -> list[tuple[str | None, str]]:
    """(cell, the quoted word) of the reader's problems."""
    return [(p.cell, "".join(re.findall("“(.+?)”", p.message)[-1:])) for p in snapshot.problems]


@pytest.mark.parametrize(
    "name",
    [
        "i38-word-symbol-font-ge.docx",
        "i43-word-title-in-header.docx",
        "i45-word-strike.docx",
        "i48-xlsx-symbol-font.xlsx",
    ],
)
def test_published_faults_read_as_they_look(name: str) -> None:
    gold = json.loads((FAULTS / f"{name.rpartition('.')[0]}.gold.json").read_text(encoding="utf-8"))
    reading = read_path(FAULTS / name, CATALOG)
    assert [
        wrong_fields(form, found.form)
        for form, found in zip(gold["forms"], reading.forms, strict=True)
    ] == [{}]


@pytest.mark.parametrize("name", ["i14-sst-missing.xlsx", "i37-sst-cut.xlsx"])
def test_a_workbook_without_its_texts_is_damaged(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(FAULTS / name)]) == 2
    assert "已损坏" in capsys.readouterr().err


def repacked(source: Path, target: Path, **changes: Any) -> Path:
    """A package with parts left out (None) or rewritten by a function."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            change = changes.get(name.rpartition("/")[2].replace(".", "_"), bytes)
            if change is not None:
                new.writestr(name, change(old.read(name)))
    return target


@pytest.mark.parametrize(
    "part", ["sheet1_xml", "styles_xml", "sharedStrings_xml", "workbook_xml_rels"]
)
def test_a_workbook_without_a_part_that_it_names_is_damaged(part: str, tmp_path: Path) -> None:
    source = FAULTS / "i48-xlsx-symbol-font.xlsx"
    lost: dict[str, Any] = {part: None}
    if part == "workbook_xml_rels":
        lost = {
            part: lambda data: re.sub(rb"<Relationship [^>]*worksheets/sheet1[^>]*/>", b"", data)
        }
    with pytest.raises(DamagedFileError):
        read(repacked(source, tmp_path / "a.xlsx", **lost))


def document(path: Path, *paragraphs: str) -> Path:
    """A document whose only cell holds these paragraphs."""
    made = docx.Document()
    cell = made.add_table(1, 1).cell(0, 0)
    for xml in paragraphs:
        cell._tc.append(parse_xml(xml))
    made.save(str(path))
    return path


def runs(*xml: str) -> str:
    """A paragraph of Word with these runs."""
    return f"<w:p {W} {M}>{''.join(xml)}</w:p>"


RUN = "<w:r>{}<w:t>{}</w:t></w:r>"
SIGN, ONE, TWO, METRE = (f"<m:r><m:t>{text}</m:t></m:r>" for text in "≥12m")
TICK = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{}</w:checkBox></w:ffData>'
    "</w:fldChar></w:r>"
)
PROMPT = (
    "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
    f"{RUN.format('', '单击此处输入文字')}</w:sdtContent></w:sdt>"
)
BOX = (
    "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>（2024年度）</w:t></w:r></w:p></w:txbxContent>"
    "</w:pict></w:r>"
)


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        (runs('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', RUN.format("", "是")), "☑是"),
        (runs('<w:r><w:sym w:font="Wingdings 2" w:char="0052"/></w:r>'), "☑"),
        (runs('<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>'), "≤"),
        (runs(RUN.format('<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>', "\uf0b3")), "≥"),
        (runs(RUN.format('<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>', "\u00fc")), "√"),
        (runs(RUN.format("", "\uf0b33")), "≥3"),
        (runs(RUN.format("<w:rPr><w:vanish/></w:rPr>", "隐藏"), RUN.format("", "显示")), "显示"),
        (runs(RUN.format('<w:rPr><w:strike w:val="0"/></w:rPr>', "94%")), "94%"),
        (runs(f"<m:oMath>{SIGN}<m:f><m:num>{ONE}</m:num><m:den>{TWO}</m:den></m:f></m:oMath>"), "≥1/2"),
        (runs(f"<m:oMath><m:sSup><m:e>{METRE}</m:e><m:sup>{TWO}</m:sup></m:sSup></m:oMath>"), "m²"),
        (runs(TICK.format('<w:default w:val="0"/><w:checked/>'), RUN.format("", "新增")), "☑新增"),
        (runs(TICK.format('<w:default w:val="0"/>')), "□"),
        (runs(PROMPT), ""),
        (runs(f"<w:sdt><w:sdtContent>{RUN.format('', '☒')}</w:sdtContent></w:sdt>"), "☒"),
    ],
)  # fmt: skip
def test_what_a_word_paragraph_shows(paragraph: str, text: str, tmp_path: Path) -> None:
    assert "".join(texts(read(document(tmp_path / "a.docx", paragraph))).values()) == text


def test_crossed_out_runs_of_word_are_told(tmp_path: Path) -> None:
    struck = RUN.format("<w:rPr><w:dstrike/></w:rPr>", "94%")
    snapshot = read(document(tmp_path / "a.docx", runs(struck, RUN.format("", "96%"))))
    assert (texts(snapshot), told(snapshot)) == ({"表1!R1C1": "96%"}, [("表1!R1C1", "94%")])


def test_an_unknown_sign_of_word_is_told_not_lost(tmp_path: Path) -> None:
    snapshot = read(
        document(tmp_path / "a.docx", runs('<w:r><w:sym w:font="Fremd" w:char="F021"/></w:r>'))
    )
    assert [problem.cell for problem in snapshot.problems] == ["表1!R1C1"]


def test_page_header_and_text_box_of_word_stand_above_the_table(tmp_path: Path) -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "项目支出绩效自评表"
    made.sections[0].header.add_paragraph("第 1 页")
    made.element.body.insert(0, parse_xml(runs(BOX)))
    made.add_table(1, 1).cell(0, 0).text = "项目名称"
    made.save(str(tmp_path / "a.docx"))
    assert texts(read(tmp_path / "a.docx")) == {
        "表1!页眉1": "项目支出绩效自评表", "表1!文本框1": "（2024年度）", "表1!R1C1": "项目名称",
    }  # fmt: skip


def test_runs_of_a_workbook(tmp_path: Path) -> None:
    strings = (
        f"<sst {hostile.NS}><si><r><rPr><rFont val='Symbol'/></rPr><t>\u00b3</t></r><r><t>3栋</t></r></si>"
        "<si><r><rPr><strike/></rPr><t>94%</t></r><r><rPr/><t>96%</t></r></si></sst>"
    )
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    snapshot = read(
        hostile.book(tmp_path / "a.xlsx", hostile.worksheet(row), xl__sharedStrings=strings)
    )
    assert texts(snapshot) == {"表1!A1": "≥3栋", "表1!B1": "96%"}
    assert told(snapshot) == [("表1!B1", "94%")]


def test_fonts_of_whole_cells_of_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"], sheet["C1"] = "ü", "作废", 12
    sheet["A1"].font = openpyxl.styles.Font(name="Wingdings")
    sheet["B1"].font = sheet["C1"].font = openpyxl.styles.Font(strike=True)
    book.save(tmp_path / "a.xlsx")
    snapshot = read(tmp_path / "a.xlsx")
    assert texts(snapshot) == {"Sheet!A1": "√"}
    assert told(snapshot) == [("Sheet!B1", "作废"), ("Sheet!C1", "12")]


def test_fonts_of_an_old_workbook(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    struck, signs = xlwt.Font(), xlwt.Font()
    struck.struck_out, signs.name = True, "Symbol"
    sheet.write_rich_text(0, 0, [("94%", struck), "96%"])
    sheet.write_rich_text(0, 1, [("³", signs), "3栋"])
    look = xlwt.XFStyle()
    look.font = struck
    sheet.write(0, 2, "作废", look)
    sheet.write(1, 0, "项目名称")
    sheet.row(1).hidden = True
    sheet.col(1).hidden = True
    book.save(str(tmp_path / "a.xls"))
    snapshot = read(tmp_path / "a.xls")
    assert texts(snapshot) == {"表!A1": "96%", "表!B1": "≥3栋", "表!A2": "项目名称"}
    assert told(snapshot)[:2] == [("表!A1", "94%"), ("表!C1", "作废")]
    assert [problem.message.partition("（")[2][:5] for problem in snapshot.problems[2:]] == [
        "第 2 行",
        "B 列），",
    ]


def test_crossed_out_text_of_a_page_and_of_the_clipboard() -> None:
    page = (
        "<table><tr><td><s>94%</s>96%</td>"
        "<td><span style='text-decoration:line-through'>旧</span>新</td>"
        "<td><font face='Symbol'>³</font>3</td></tr></table>"
    )
    snapshot = read_block("", page)
    assert texts(snapshot) == {"表1!R1C1": "96%", "表1!R1C2": "新", "表1!R1C3": "≥3"}
    assert told(snapshot) == [("表1!R1C1", "94%"), ("表1!R1C2", "旧")]


def test_hidden_and_filtered_rows_are_read_and_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row, text in enumerate(("项目名称", "甲", "乙"), 1):
        sheet.cell(row, 1, text)
    sheet["C1"] = "丙"
    sheet.row_dimensions[2].hidden = True
    sheet.row_dimensions[9].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.save(tmp_path / "a.xlsx")
    snapshot = read(tmp_path / "a.xlsx")
    assert [cell.text for cell in snapshot.sheets[0].cells] == ["项目名称", "丙", "甲", "乙"]
    rows, columns = (problem.message for problem in snapshot.problems)
    assert "隐藏的行（第 2 行）" in rows
    assert "隐藏的列（C 列）" in columns
    sheet.auto_filter.ref = "A1:A3"
    book.save(tmp_path / "b.xlsx")
    assert any("被筛选隐藏" in problem.message for problem in read(tmp_path / "b.xlsx").problems)


def test_page_header_of_a_sheet_stands_above_the_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "项目名称"
    sheet.oddHeader.center.text = "项目支出绩效自评表\n（2024年度）"
    sheet.oddHeader.right.text = "第 &P 页"
    book.save(tmp_path / "a.xlsx")
    cells = read(tmp_path / "a.xlsx").sheets[0].cells
    assert [(cell.row, cell.address, cell.text) for cell in cells] == [
        (0, "页眉1", "项目支出绩效自评表"), (1, "页眉2", "（2024年度）"), (2, "A1", "项目名称"),
    ]  # fmt: skip


DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>2</xdr:col>'
    "<xdr:row>{}</xdr:row></xdr:from><xdr:sp><xdr:txBody><a:p><a:r><a:t>项目支出</a:t></a:r><a:r><a:t>绩效自评表</a:t></a:r></a:p>"
    "</xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
)
DRAWN = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{hostile.RELATIONS}/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
)


@pytest.mark.parametrize(("row", "place"), [(0, (0, 0)), (1, (1, 2)), (9, (9, 2))])
def test_a_text_box_of_a_sheet_stands_where_it_lies(
    row: int, place: tuple[int, int], tmp_path: Path
) -> None:
    path = hostile.book(
        tmp_path / "a.xlsx",
        hostile.worksheet(hostile.ROW.format(1, "项目名称")),
        xl__drawings__drawing1=DRAWING.format(row),
    )
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/worksheets/_rels/sheet1.xml.rels", DRAWN)
    cells = {cell.address: cell for cell in read(path).sheets[0].cells}
    assert cells["文本框1"].text == "项目支出绩效自评表"
    assert (cells["文本框1"].row, cells["文本框1"].column) == place
    assert cells["A1"].row == (1 if row == 0 else 0)


def test_a_cell_that_is_wholly_crossed_out_is_told_though_nothing_is_left(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(FAULTS / "i48-xlsx-symbol-font.xlsx")
    cell = next(c for row in book.active.iter_rows() for c in row if c.value in ("96%", 0.96))
    cell.font = openpyxl.styles.Font(strike=True)
    book.save(tmp_path / "a.xlsx")
    reading = read_path(tmp_path / "a.xlsx", CATALOG)
    assert reading.forms[0].form.indicators[1].get("actual") is None
    assert [p.cell for p in reading.problems if "96%" in p.message] == [f"Sheet1!{cell.coordinate}"]


def test_tables_of_signs() -> None:
    assert (sign(0xF0B3, "Symbol"), sign(0xB3, "ABCDEF+SymbolMT"), sign(0xB3, "SimSun")) == (
        "≥",
        "≥",
        None,
    )
    assert in_font("ü是", "Wingdings") == "√是"
    assert whole_characters("⼯⻓⽬标") == "工长目标"
