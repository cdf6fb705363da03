"""Every kind of file gives the same neutral cells: texts as shown, merges, addresses."""

import datetime
from pathlib import Path

import openpyxl
import pytest
import xlwt

from perfdesk.errors import DamagedFileError, NotReadableKindError
from perfdesk.io.read_forms import files_in, read_pasted, read_path
from perfdesk.io.readers.by_kind import read_snapshot
from perfdesk.io.readers.clipboard import read_block
from perfdesk.io.readers.snapshot import Snapshot, from_data, to_data
from perfdesk.io.readers.sniff import sniff
from tests.io_read import hostile, relay, relay_files
from tests.io_read.comparing import sample_forms, wrong_fields
from tests.io_read.tables import CATALOG, FUNDS, GOALS, HEAD, INDICATORS, join


def texts(snapshot: Snapshot) -> dict[str, str]:
    """Full address → text."""
    return {sheet.address(cell): cell.text for sheet in snapshot.sheets for cell in sheet.cells}


def read(path: Path) -> Snapshot:
    """The cells of a file, read in this process."""
    return read_snapshot(path, sniff(path))


def test_values_of_a_workbook_as_shown(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表1"
    for place, value, code in (
        ("A1", 0.95, "0%"), ("A2", 12.5, "0.00"), ("A3", datetime.date(2023, 1, 1), "yyyy-mm-dd"),
        ("A4", datetime.datetime(2023, 1, 1), "yyyy-mm-dd h:mm:ss"), ("A5", True, "General"),  # noqa: DTZ001
        ("A6", 743000, "#,##0"), ("B2", " 两边有空 ", "General"), ("C3", "x\ny", "General"),
    ):  # fmt: skip
        sheet[place] = value
        sheet[place].number_format = code
    sheet["D1"] = "=100%"
    sheet.merge_cells("C3:D5")
    book.save(tmp_path / "a.xlsx")
    snapshot = read(tmp_path / "a.xlsx")
    assert texts(snapshot) == {
        "表1!A1": "95%", "表1!A2": "12.50", "表1!A3": "2023-01-01", "表1!A4": "2023-01-01", "表1!A5": "TRUE",
        "表1!A6": "743,000", "表1!B2": " 两边有空 ", "表1!C3": "x\ny", "表1!D1": "100%",
    }  # fmt: skip
    cells = {cell.address: cell for cell in snapshot.sheets[0].cells}
    assert (cells["C3"].rows, cells["C3"].columns) == (3, 2)
    assert cells["D1"].literal == "=100%"
    assert cells["A1"].number
    assert not cells["B2"].number


def test_rich_shared_strings_without_phonetic_hints(tmp_path: Path) -> None:
    strings = (
        f"<sst {hostile.NS}><si><r><t>绩效</t></r><r><rPr/><t>指标</t></r><rPh><t>jx</t></rPh></si>"
        "<si><t>一_x000D_二</t></si></sst>"
    )
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    path = hostile.book(tmp_path / "a.xlsx", hostile.worksheet(rows), xl__sharedStrings=strings)
    snapshot = read(path)
    assert texts(snapshot) == {"表1!A1": "绩效指标", "表1!B1": "一\r二"}


def test_a_text_that_the_list_no_longer_has_is_damage_and_no_blank(tmp_path: Path) -> None:
    strings = f"<sst {hostile.NS}><si><t>绩效</t></si></sst>"
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>9</v></c></row>'
    path = hostile.book(tmp_path / "a.xlsx", hostile.worksheet(row), xl__sharedStrings=strings)
    with pytest.raises(DamagedFileError):
        read(path)


def test_cells_without_references_count_on(tmp_path: Path) -> None:
    rows = "<row><c t='str'><v>a</v></c><c/><c t='str'><v>b</v></c></row><row/><row><c t='str'><v>c</v></c></row>"
    path = hostile.book(tmp_path / "a.xlsx", hostile.worksheet(rows))
    assert texts(read(path)) == {"表1!A1": "a", "表1!C1": "b", "表1!A3": "c"}


def test_a_code_kept_as_a_number_is_reported(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1.1010624000002727E+19</v></c></row>'
    snapshot = read(hostile.book(tmp_path / "a.xlsx", hostile.worksheet(rows)))
    assert texts(snapshot) == {"表1!A1": "11010624000002700000"}
    assert [problem.cell for problem in snapshot.problems] == ["表1!A1"]


def test_a_shared_formula_that_is_a_typed_text(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">100%</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c><c r="B2"><f>A1+A2</f><v>2</v></c></row>'
    )
    cells = read(hostile.book(tmp_path / "a.xlsx", hostile.worksheet(rows))).sheets[0].cells
    assert [(cell.address, cell.literal) for cell in cells] == [
        ("A1", "=100%"),
        ("A2", "=100%"),
        ("B2", None),
    ]


def test_hidden_sheets_are_named_not_read(samples: Path, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(samples / "workbooks" / "putuo-self-evaluation-official.xlsx")
    hidden = book.worksheets[1]
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    reading = read_path(tmp_path / "a.xlsx", CATALOG)
    assert len(reading.forms) == 6
    assert [problem for problem in reading.problems if hidden.title in problem.message]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_separated_text(encoding: str, delimiter: str, tmp_path: Path) -> None:
    lines = [["项目名称", '="0101"'], ["", "一，二"], ["=100%", "a\nb"]]
    text = "\r\n".join(
        delimiter.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line) for line in lines
    )
    (tmp_path / "表.csv").write_bytes(text.encode(encoding))
    assert texts(read(tmp_path / "表.csv")) == {
        "表!A1": "项目名称", "表!B1": "0101", "表!B2": "一，二", "表!A3": "=100%", "表!B3": "a\nb",
    }  # fmt: skip


def test_bytes_in_no_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xff\x81\x20\xff")
    with pytest.raises(NotReadableKindError):
        read(tmp_path / "a.csv")


def test_html_spans_breaks_and_no_break_spaces(tmp_path: Path) -> None:
    page = (
        "<html><meta charset='gb2312'><h3>自评表</h3><table><tr><td rowspan=2>甲<br>乙</td>"
        "<td colspan='2'>&nbsp;丙 丁\n</td></tr><tr><td>戊</td><td><p>己</p><p>庚</p></td></tr></table>"
    )
    (tmp_path / "a.xls").write_bytes(page.encode("gb18030"))
    snapshot = read(tmp_path / "a.xls")
    assert [(c.address, c.text, c.rows, c.columns) for c in snapshot.sheets[0].cells[1:]] == [
        ("R1C1", "甲\n乙", 2, 1), ("R1C2", "丙 丁", 1, 2), ("R2C2", "戊", 1, 1), ("R2C3", "己\n庚", 1, 1),
    ]  # fmt: skip
    assert snapshot.sheets[0].cells[0].text == "自评表"


def test_a_web_archive(tmp_path: Path) -> None:
    archive = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n------=_Next\r\n"
        'Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n'
        "<html><table><tr><td colspan=3D2>=E7=94=B2=\r\n</td></tr></table></html>\r\n"
    )
    (tmp_path / "a.xls").write_bytes(archive.encode())
    assert texts(read(tmp_path / "a.xls")) == {"表1!R1C1": "甲"}


def test_xml_spreadsheet_of_2003(tmp_path: Path) -> None:
    book = (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        '<Styles><Style ss:ID="s1"><NumberFormat ss:Format="0.00%"/></Style></Styles>'
        '<Worksheet ss:Name="表1"><Table><Row ss:Index="3"><Cell ss:MergeAcross="1" ss:MergeDown="2">'
        '<Data ss:Type="String">项目</Data></Cell><Cell ss:StyleID="s1"><Data ss:Type="Number">0.995</Data></Cell>'
        '<Cell ss:Index="6" ss:Formula="=100%"><Data ss:Type="Number">1</Data></Cell></Row></Table>'
        "</Worksheet></Workbook>"
    )
    (tmp_path / "a.xls").write_text(book, encoding="utf-8")
    cells = read(tmp_path / "a.xls").sheets[0].cells
    assert [(c.address, c.text, c.rows, c.columns, c.literal) for c in cells] == [
        ("A3", "项目", 3, 2, None), ("C3", "99.50%", 1, 1, None), ("F3", "1", 1, 1, "=100%"),
    ]  # fmt: skip


def test_old_workbook_formats_merges_and_formulas(tmp_path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("表1")
    sheet.write_merge(1, 2, 1, 3, "合并")
    sheet.write(0, 0, 0.95, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(3, 0, xlwt.Formula("100%"))
    sheet.write(4, 0, datetime.date(2023, 1, 1), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    book.save(str(tmp_path / "a.et"))
    cells = read(tmp_path / "a.et").sheets[0].cells
    assert [(c.address, c.text, c.rows, c.columns, c.literal) for c in cells] == [
        ("A1", "95.0%", 1, 1, None), ("B2", "合并", 2, 3, None), ("A4", "100%", 1, 1, "=100%"),
        ("A5", "2023-01-01", 1, 1, None),
    ]  # fmt: skip


def test_word_tables_with_paragraphs_merges_and_tracked_changes(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("项目支出绩效自评表")
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 1)).text = "合并"
    table.cell(2, 2).text = "尾"
    document.add_table(1, 1).cell(0, 0).text = "第二"
    document.save(str(tmp_path / "a.docx"))
    snapshot = read(tmp_path / "a.docx")
    assert texts(snapshot) == {
        "表1!段1": "项目支出绩效自评表", "表1!R1C1": "合并", "表1!R3C3": "尾", "表2!R1C1": "第二",
    }  # fmt: skip
    merged = next(cell for cell in snapshot.sheets[0].cells if cell.text == "合并")
    assert (merged.rows, merged.columns) == (2, 2)


def test_a_pasted_block(samples: Path) -> None:
    form = sample_forms(samples, "putuo-self-evaluation")[0]
    style = relay.Style("pasted", merged=False, levels="first")
    spots = relay.paper(form, style)
    plain = "\r\n".join(
        "\t".join(f'"{cell}"' if "\n" in cell else cell for cell in line)
        for line in relay_files.lines(spots)
    )
    as_text = read_pasted(plain, None, CATALOG)
    assert wrong_fields(form, as_text.forms[0].form) == {}
    page = "Version:1.0\r\nStartHTML:0000000105\r\n" + relay_files.html(spots, style)
    as_html = read_pasted("", page, CATALOG)
    assert wrong_fields(form, as_html.forms[0].form) == {}
    assert read_block("x", "<html>no table</html>").source == "text"


def test_a_form_over_two_word_tables(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    for part in (join(HEAD, FUNDS, GOALS), INDICATORS):
        lines = [line.strip().strip("|").split("|") for line in part.strip("\n").splitlines()]
        table = document.add_table(len(lines), 8)
        for row, line in enumerate(lines):
            for column, text in enumerate(line):
                table.cell(row, column).text = text.strip()
    document.save(str(tmp_path / "a.docx"))
    reading = read_path(tmp_path / "a.docx", CATALOG)
    assert len(reading.forms) == 1
    assert reading.forms[0].sources["r3", "deviation"] == "表2!R4C8"


def test_a_snapshot_survives_the_way_out_of_the_reading_process() -> None:
    import json

    snapshot = read_block("项目名称\t甲\ud800\n\t乙")
    assert from_data(json.loads(json.dumps(to_data(snapshot)))) == snapshot


def test_a_folder_means_its_readable_files(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.DOCX", "~$b.xlsx", "c.png", ".hidden.xlsx", "sub/d.et"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in files_in(tmp_path)] == ["a.DOCX", "b.xlsx", "d.et"]


def test_form_json_is_read_as_it_was_written(samples: Path) -> None:
    reading = read_path(samples / "forms" / "minhang-self-evaluation-2024.json", CATALOG)
    wanted = sample_forms(samples, "minhang-self-evaluation-2024")
    assert [
        wrong_fields(form, one.form) for form, one in zip(wanted, reading.forms, strict=True)
    ] == [{}] * 9
    assert {form.template_id for form in reading.forms} == {"shanghai-self-evaluation-2024"}


def test_numbers_under_no_format_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"] = 8, 8, "8"
    sheet["A2"].number_format = "0.00"
    book.save(tmp_path / "a.xlsx")
    old = xlwt.Workbook()
    page = old.add_sheet("表1")
    page.write(0, 0, 8)
    page.write(1, 0, 8, xlwt.easyxf(num_format_str="0.00"))
    page.write(2, 0, "8")
    old.save(str(tmp_path / "a.xls"))
    for name in ("a.xlsx", "a.xls"):
        path = tmp_path / name
        cells = read_snapshot(path, sniff(path)).sheets[0].cells
        assert [(cell.text, cell.general) for cell in cells] == [
            ("8", True),
            ("8.00", False),
            ("8", False),
        ]
