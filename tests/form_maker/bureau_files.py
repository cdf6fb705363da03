"""The forms of bureaus as the files that bureaus send: workbooks, Word documents, web pages."""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from tests.form_maker.bureau_forms import Cell, RegionForm


def write(form: RegionForm, folder: Path) -> Path:
    """The file of a form."""
    path = folder / form.name
    {".xlsx": _workbook, ".docx": _document, ".html": _page}[path.suffix](form, path)
    return path


def placed(form: RegionForm) -> list[tuple[int, int, Cell]]:
    """Row and column of every cell, as tables with spans place them."""
    taken: set[tuple[int, int]] = set()
    found = []
    for row, line in enumerate(form.lines):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            _, columns, rows = cell
            taken |= {(row + r, column + k) for r in range(rows) for k in range(columns)}
            found.append((row, column, cell))
            column += columns
        width = sum(1 for r, _ in taken if r == row)
        assert width == len(form.widths), (form.name, row, width)
    return found


def texts(form: RegionForm) -> list[str]:
    """Every text of the form."""
    return [text for _, _, (text, _, _) in placed(form) if text] + list(form.above)


def _workbook(form: RegionForm, path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    thin = Side(style="thin")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    for number, width in enumerate(form.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for number, text in enumerate(form.above, 1):
        cell = sheet.cell(number, 1, text)
        title = "表" in text
        cell.font = Font(
            name="方正小标宋简体" if title else "仿宋_GB2312", size=18 if title else 12
        )
        cell.alignment = Alignment(
            horizontal="left" if "附件" in text else "center", vertical="center"
        )
        sheet.merge_cells(
            start_row=number, end_row=number, start_column=1, end_column=len(form.widths)
        )
        sheet.row_dimensions[number].height = 30 if title else 18
    top = len(form.above) + 1
    for row, column, (text, columns, rows) in placed(form):
        for r in range(rows):
            for k in range(columns):
                sheet.cell(top + row + r, 1 + column + k).border = box
        cell = sheet.cell(top + row, 1 + column, text or None)
        cell.font = Font(name="宋体", size=10)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        if columns > 1 or rows > 1:
            sheet.merge_cells(start_row=top + row, end_row=top + row + rows - 1,
                              start_column=1 + column, end_column=column + columns)  # fmt: skip
    for row in range(top, top + len(form.lines)):
        sheet.row_dimensions[row].height = 26
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if len(form.widths) > 9 else "portrait"
    sheet.page_margins.left = sheet.page_margins.right = 0.6
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    book.save(path)


def _document(form: RegionForm, path: Path) -> None:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    for text in form.above:
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = line.add_run(text)
        run.font.name, run.font.size = "方正小标宋简体", Pt(18 if "表" in text else 12)
    table = document.add_table(len(form.lines), len(form.widths))
    table.style = "Table Grid"
    unit = 174 / sum(form.widths)
    for number, width in enumerate(form.widths):
        for cell in table.columns[number].cells:
            cell.width = Mm(width * unit)
    for row, column, (text, columns, rows) in placed(form):
        cell = table.cell(row, column)
        if columns > 1 or rows > 1:
            cell = cell.merge(table.cell(row + rows - 1, column + columns - 1))
        cell.text = text
        for line in cell.paragraphs:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            for run in line.runs:
                run.font.size = Pt(9)
    document.save(str(path))


def _page(form: RegionForm, path: Path) -> None:
    parts = ["<html><head><meta charset='utf-8'><style>td{border:1px solid #000;font-size:12px;"
             "text-align:center}table{border-collapse:collapse;width:900px}</style></head><body>"]  # fmt: skip
    parts += [f"<p style='text-align:center;font-size:20px'>{text}</p>" for text in form.above]
    parts.append("<table>")
    for line in form.lines:
        cells = (
            f"<td colspan='{k}' rowspan='{r}'>{text.replace(chr(10), '<br>')}</td>"
            for text, k, r in line
        )
        parts.append(f"<tr>{''.join(cells)}</tr>")
    parts.append("</table></body></html>")
    path.write_text("".join(parts), encoding="utf-8")
