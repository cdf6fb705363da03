"""PDF in: what office programs print is read as the file it was printed from, the rest gets a sentence."""

import json
import time
from collections import Counter
from pathlib import Path

import pytest

from perfdesk import errors
from perfdesk.io.read_forms import FileReading, matched, read_path
from perfdesk.io.readers.by_kind import read_snapshot
from perfdesk.io.readers.pdf import read_pdf
from perfdesk.io.readers.snapshot import Snapshot
from perfdesk.io.readers.sniff import sniff
from tests.io_read import pdf_files
from tests.io_read.comparing import sample_forms, wrong_fields
from tests.io_read.pdf_files import INDICATORS, LEFT, TOP, WIDTH, Sheet
from tests.io_read.tables import CATALOG

PRINTED = Path(__file__).with_name("pdf")
"""Made by LibreOffice from our workbooks (`excel`), from documents (`word`), and from forms of other regions."""
STEMS = ("fengtai-self-evaluation-2024", "municipal-self-evaluation-2023", "putuo-self-evaluation")


def texts(snapshot: Snapshot) -> dict[str, str]:
    """Full address → text."""
    return {sheet.address(cell): cell.text for sheet in snapshot.sheets for cell in sheet.cells}


def read(path: Path) -> FileReading:
    """The forms of a PDF, read in this process."""
    return matched(path, read_pdf(path), CATALOG)


def values(path: Path) -> list[list[str | None]]:
    """The indicators of the only form."""
    (found,) = read(path).forms
    names = ("level1", "level2", "level3", "target", "actual", "weight", "score")
    return [[row.get(name) for name in names] for row in found.form.indicators]


@pytest.mark.parametrize("source", ["excel", "word"])
@pytest.mark.parametrize("stem", STEMS)
def test_printed_forms_are_read_field_by_field(samples: Path, stem: str, source: str) -> None:
    reading = read(PRINTED / f"{stem}-{source}.pdf")
    wanted = sample_forms(samples, stem)
    assert len(reading.forms) == len(wanted)
    assert [
        wrong_fields(form, found.form) for form, found in zip(wanted, reading.forms, strict=True)
    ] == [{}] * len(wanted)


@pytest.mark.parametrize(
    "name", ["01-sichuan-qingshen-2023", "05-hunan-ningxiang-2021", "25-anhui-chizhou-2022"]
)
def test_forms_of_other_regions_hold_every_text_of_their_source(name: str) -> None:
    told = json.loads((PRINTED / f"{name}.json").read_text(encoding="utf-8"))
    found = texts(read_pdf(PRINTED / f"{name}.pdf"))
    cells = {"".join(text.split()) for place, text in found.items() if "段" not in place}
    # Lines outside of the table may be parted where the document had a tab.
    assert [
        text
        for text in told
        if text not in cells and not any(part in text for part in found.values())
    ] == []
    assert Counter("".join("".join(found.values()).split())) == Counter("".join(told))


def test_a_form_over_two_pages_has_the_addresses_of_both(tmp_path: Path) -> None:
    def second(sheet: Sheet) -> None:
        sheet.form(0, INDICATORS[1:], head=False)

    def first(sheet: Sheet) -> None:
        sheet.title()
        sheet.form(0, INDICATORS[:1])

    path = pdf_files.write(tmp_path / "a.pdf", first, second)
    found = read(path).forms[0]
    assert [[row.get("level3"), found.sources[row.id, "level3"]] for row in found.form.indicators] == [
        ["维修校舍", "第1页!R4C3"], ["教学条件", "第2页!R1C3"], ["师生满意度", "第2页!R2C3"],
    ]  # fmt: skip
    assert found.sheet == "第1页"


def test_rows_that_a_print_title_repeats_are_read_once(tmp_path: Path) -> None:
    def second(sheet: Sheet) -> None:
        sheet.form(0, INDICATORS[1:])

    def first(sheet: Sheet) -> None:
        sheet.title()
        sheet.form(0, INDICATORS[:1])

    assert values(pdf_files.write(tmp_path / "a.pdf", first, second)) == [
        list(row) for row in INDICATORS
    ]


def test_two_forms_on_following_pages_stay_two(tmp_path: Path) -> None:
    def other(sheet: Sheet) -> None:
        sheet.title()
        sheet.form(project="操场翻新")

    forms = read(pdf_files.write(tmp_path / "a.pdf", pdf_files.plain, other)).forms
    assert [found.form.get("", "project_name") for found in forms] == ["校舍维修", "操场翻新"]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("quarter", [0, 90, 180, 270])
def test_a_page_may_lie_in_any_direction(tmp_path: Path, quarter: int, turned: bool) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(pdf_files.write(tmp_path / "a.pdf", pdf_files.plain)))
    writer.pages[0].rotate(quarter)
    if turned:
        writer.pages[0].transfer_rotation_to_content()
    writer.write(tmp_path / "b.pdf")
    assert values(tmp_path / "b.pdf") == [list(row) for row in INDICATORS]


def test_text_beside_the_table_stands_in_its_order(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.title()
        sheet.text(LEFT, TOP + 2, "填报单位：甲校")
        sheet.text(LEFT + 400, TOP + 2, "单位：万元")
        sheet.form()
        sheet.text(LEFT, 600, "填报人：张三")
        sheet.text(280, 20, "第 1 页，共 1 页")

    cells = read_pdf(pdf_files.write(tmp_path / "a.pdf", page)).sheets[0].cells
    outside = [(cell.address, cell.text) for cell in cells if "段" in cell.address]
    assert outside == [
        ("第1页!段1", "项目支出绩效自评表"), ("第1页!段2", "填报单位：甲校"), ("第1页!段3", "单位：万元"),
        ("第1页!段4", "填报人：张三"), ("第1页!段5", "第 1 页，共 1 页"),
    ]  # fmt: skip


def test_struck_and_invisible_text_is_no_value_and_is_told(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        plain_rows = [list(INDICATORS[0]), *INDICATORS[1:]]
        plain_rows[0][4] = "2栋"
        sheet.title()
        sheet.form(0, plain_rows)
        x, y = LEFT + 4 * WIDTH, TOP - 3 * 24 - 15
        sheet.canvas.line(x + 3, y + 3, x + 3 + 13.5, y + 3)
        sheet.text(x + 30, y, "3栋")
        sheet.canvas.setFillColorRGB(1, 1, 1)
        sheet.text(x + 50, y, "白")
        sheet.canvas.setFillColorRGB(0, 0, 0)
        drawn = sheet.canvas.beginText(x + 55, y)
        drawn.setTextRenderMode(3)
        drawn.textOut("隐")
        sheet.canvas.drawText(drawn)

    reading = read(pdf_files.write(tmp_path / "a.pdf", page))
    assert reading.forms[0].form.indicators[0].get("actual") == "3栋"
    assert [(p.cell, p.severity) for p in reading.problems if "划掉" in p.message] == [
        ("第1页!R4C5", "warning")
    ]
    assert "2栋" in next(p.message for p in reading.problems if "划掉" in p.message)


def test_a_long_text_keeps_its_paragraphs_and_joins_its_lines(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.cell(0, 0, "项目名称")
        sheet.canvas.rect(LEFT + WIDTH, TOP - 100, 2 * WIDTH, 100)
        for at, line in enumerate(("1.完成校舍维修三栋并且通", "过验收。", "2.改善条件。")):
            sheet.text(LEFT + WIDTH + 3, TOP - 15 - 14 * at, line, 11)

    cells = read_pdf(pdf_files.write(tmp_path / "a.pdf", page)).sheets[0].cells
    assert [cell.text for cell in cells if "验收" in cell.text] == [
        "1.完成校舍维修三栋并且通过验收。\n2.改善条件。"
    ]


def test_signs_of_picture_fonts(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.title()
        sheet.form(0, [["产出指标", "数量指标", "维修校舍", "    3栋", "3栋", "40", "40"]])
        sheet.canvas.setFont("Symbol", 9)
        sheet.canvas.drawString(LEFT + 3 * WIDTH + 3, TOP - 3 * 24 - 15, "\u2265")

    assert values(pdf_files.write(tmp_path / "a.pdf", page))[0][3] == "≥3栋"


def test_a_text_that_is_higher_than_its_cell_stays_in_it_and_is_told(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.title()
        sheet.form(0, [["产出指标", "数量指标", "", "3栋", "3栋", "40", "40"], *INDICATORS[1:]])
        y = TOP - 3 * 24
        for at, line in enumerate(("教学楼和学生宿", "舍楼及食堂维修", "完成数量")):
            sheet.text(LEFT + 2 * WIDTH + 2, y - 2 - 11 * at, line)

    reading = read(pdf_files.write(tmp_path / "a.pdf", page))
    found = reading.forms[0]
    assert found.form.indicators[0].get("level3") == "教学楼和学生宿舍楼及食堂维修完成数量"
    assert found.form.indicators[1].get("level3") == "教学条件"
    assert "第1页!R4C3" in [problem.cell for problem in reading.problems]


def test_a_wide_table_cut_over_two_sheets_of_paper_is_one(tmp_path: Path) -> None:
    cut = LEFT + 4 * WIDTH

    def part(shift: float) -> pdf_files.Draw:
        def page(sheet: Sheet) -> None:
            sheet.canvas.translate(shift, 0)
            sheet.cell(-1, 0, "项目支出绩效自评表", 7)
            sheet.form()

        return page

    # The paper ends with the fourth column; the next sheet goes on with the fifth.
    path = pdf_files.write(tmp_path / "a.pdf", part(0), part(-cut), size=(cut, 842))
    assert values(path) == [list(row) for row in INDICATORS]


class TestRefused:
    """One sentence each."""

    def test_scanned(self, tmp_path: Path) -> None:
        from PIL import Image

        Image.new("L", (100, 140), 200).save(tmp_path / "scan.png")

        def page(sheet: Sheet) -> None:
            sheet.canvas.drawImage(str(tmp_path / "scan.png"), 0, 0, 595, 842)

        with pytest.raises(errors.ScannedPdfError):
            read_pdf(pdf_files.write(tmp_path / "a.pdf", page))

    def test_a_scanned_page_among_others_is_told(self, tmp_path: Path) -> None:
        from PIL import Image

        Image.new("L", (100, 140), 200).save(tmp_path / "scan.png")

        def page(sheet: Sheet) -> None:
            sheet.canvas.drawImage(str(tmp_path / "scan.png"), 0, 0, 595, 842)

        reading = read(pdf_files.write(tmp_path / "a.pdf", pdf_files.plain, page))
        assert len(reading.forms) == 1
        assert [p.severity for p in reading.problems if "第2页" in p.message] == ["error"]

    def test_encrypted(self, tmp_path: Path) -> None:
        from pypdf import PdfReader, PdfWriter

        writer = PdfWriter(
            clone_from=PdfReader(pdf_files.write(tmp_path / "a.pdf", pdf_files.plain))
        )
        writer.encrypt("geheim", algorithm="RC4-128")
        writer.write(tmp_path / "b.pdf")
        with pytest.raises(errors.EncryptedFileError):
            read_pdf(tmp_path / "b.pdf")

    def test_without_lines(self, tmp_path: Path) -> None:
        def page(sheet: Sheet) -> None:
            sheet.lines = False
            pdf_files.plain(sheet)

        with pytest.raises(errors.PdfFileError):
            read_pdf(pdf_files.write(tmp_path / "a.pdf", page))

    def test_a_letter_is_no_form(self, tmp_path: Path) -> None:
        path = pdf_files.write(
            tmp_path / "a.pdf", lambda sheet: sheet.text(100, 700, "关于放假的通知")
        )
        with pytest.raises(errors.NoFormError):
            read_path(path, CATALOG)

    def test_a_font_that_does_not_tell_its_characters(self, tmp_path: Path) -> None:
        # Type 3 glyphs under codes that no name and no map explains.
        glyph = b"<</Length 30>>stream\n500 0 0 0 500 500 d1 0 0 400 400 re f endstream"
        font = (
            b"<</Type/Font/Subtype/Type3/FontBBox[0 0 500 500]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 1/LastChar 3"
            b"/Widths[500 500 500]/CharProcs<</g1 6 0 R/g2 6 0 R/g3 6 0 R>>"
            b"/Encoding<</Type/Encoding/Differences[1/g1/g2/g3]>>>>"
        )
        content = (
            b"BT /F1 12 Tf 60 700 Td ("
            + b"\x01\x02\x03" * 30
            + b") Tj ET 50 650 400 80 re 50 690 400 40 re S"
        )
        path = pdf_files.raw(tmp_path / "a.pdf", content, b"/Font<</F1 5 0 R>>", [font, glyph])
        with pytest.raises(errors.UnmappedPdfError):
            read_pdf(path)

    def test_damaged(self, tmp_path: Path) -> None:
        (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + bytes(500))
        with pytest.raises(errors.DamagedFileError):
            read_path(tmp_path / "a.pdf", CATALOG)

    def test_too_many_pages(self, tmp_path: Path) -> None:
        path = pdf_files.write(tmp_path / "a.pdf", *[lambda sheet: sheet.text(9, 9, "1")] * 501)
        with pytest.raises(errors.LongPdfError):
            read_pdf(path)


def test_ten_forms_on_ten_pages_in_three_seconds(tmp_path: Path) -> None:
    def page(name: str) -> pdf_files.Draw:
        return lambda sheet: (sheet.title(), sheet.form(project=name))[0]

    path = pdf_files.write(tmp_path / "a.pdf", *[page(f"项目{number}") for number in range(10)])
    assert sniff(path) == "pdf"
    began = time.perf_counter()
    snapshot = read_snapshot(path, "pdf")
    assert time.perf_counter() - began < 3
    assert len(matched(path, snapshot, CATALOG).forms) == 10
