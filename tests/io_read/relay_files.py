"""Test tool: the cells of a re-laid form written as files of every kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.io_read.relay import Spot, Style


def write_xlsx(
    path: Path, sheets: Mapping[str, Sequence[Spot]], style: Style, formulas: bool = False
) -> None:
    """A workbook; with `formulas`, `=100%` is a formula with its result, as Excel makes it."""
    from xlsxwriter import Workbook

    book = Workbook(str(path), {"strings_to_urls": False})
    formats: dict[str, Any] = {}
    for name, spots in sheets.items():
        sheet = book.add_worksheet(name[:31])
        for spot in spots:
            number, code = _as_number(spot) if style.numbers else (None, "")
            look = formats.setdefault(code, book.add_format({"num_format": code} if code else {}))
            if style.merged and (spot.rows > 1 or spot.columns > 1):
                sheet.merge_range(
                    spot.row,
                    spot.column,
                    spot.row + spot.rows - 1,
                    spot.column + spot.columns - 1,
                    "",
                    look,
                )
            if formulas and spot.text.startswith("=") and spot.text[1:].rstrip("%").isdigit():
                share = float(spot.text[1:].rstrip("%")) / (100 if spot.text.endswith("%") else 1)
                sheet.write_formula(spot.row, spot.column, spot.text, look, share)
            elif number is not None:
                sheet.write_number(spot.row, spot.column, float(number), look)
            elif spot.text:
                sheet.write_string(spot.row, spot.column, spot.text, look)
    book.close()


def _as_number(spot: Spot) -> tuple[Decimal | None, str]:
    text = spot.text
    if spot.kind in ("label", "level"):
        return None, ""
    bare = text.replace(",", "").removesuffix("%")
    whole, _, decimals = bare.partition(".")
    if not whole.isdigit() or (decimals and not decimals.isdigit()):
        return None, ""
    if len(whole) > 12 or (len(whole) > 1 and whole[0] == "0"):
        return None, ""
    code = ("#,##0" if "," in text else "0") + ("." + "0" * len(decimals) if decimals else "")
    if text.endswith("%"):
        return Decimal(bare) / 100, code + "%"
    return Decimal(bare), code


def write_xls(path: Path, sheets: Mapping[str, Sequence[Spot]], style: Style) -> None:
    """An old workbook."""
    import xlwt

    book = xlwt.Workbook()
    for name, spots in sheets.items():
        sheet = book.add_sheet(name[:31])
        for spot in spots:
            number, code = _as_number(spot) if style.numbers else (None, "")
            look = xlwt.easyxf(num_format_str=code or "General")
            value: Any = float(number) if number is not None else spot.text
            if style.merged and (spot.rows > 1 or spot.columns > 1):
                sheet.write_merge(
                    spot.row,
                    spot.row + spot.rows - 1,
                    spot.column,
                    spot.column + spot.columns - 1,
                    value,
                    look,
                )
            else:
                sheet.write(spot.row, spot.column, value, look)
    book.save(str(path))


def write_docx(path: Path, sheets: Mapping[str, Sequence[Spot]], style: Style) -> None:
    """A document: title and year as paragraphs, the rest a table, for every form."""
    import docx

    document = docx.Document()
    for spots in sheets.values():
        top = [spot for spot in spots if spot.kind == "text" and spot.columns >= 9]
        body = [spot for spot in spots if spot not in top]
        for spot in top:
            document.add_paragraph(spot.text)
        first = min(spot.row for spot in body)
        left = min(spot.column for spot in body)
        rows = max(spot.row + spot.rows for spot in body) - first
        columns = max(spot.column + spot.columns for spot in body) - left
        table = document.add_table(rows, columns)
        grid = [list(row.cells) for row in table.rows]
        for spot in body:
            cell = grid[spot.row - first][spot.column - left]
            if style.merged and (spot.rows > 1 or spot.columns > 1):
                cell = cell.merge(
                    grid[spot.row - first + spot.rows - 1][spot.column - left + spot.columns - 1]
                )
            cell.text = spot.text
    document.save(str(path))


def write_csv(path: Path, spots: Sequence[Spot], encoding: str) -> None:
    """A comma-separated text."""
    import csv

    rows = lines(spots)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)


def lines(spots: Iterable[Spot]) -> list[list[str]]:
    """The cells as rows of texts, empty ones included."""
    spots = list(spots)
    width = max(spot.column for spot in spots) + 1
    rows = [[""] * width for _ in range(max(spot.row for spot in spots) + 1)]
    for spot in spots:
        rows[spot.row][spot.column] = spot.text
    return rows


def html(spots: Sequence[Spot], style: Style) -> str:
    """A page with one table."""
    from html import escape

    rows: dict[int, list[Spot]] = {}
    covered: set[tuple[int, int]] = set()
    for spot in spots:
        spot = spot if style.merged else replace(spot, rows=1, columns=1)
        rows.setdefault(spot.row, []).append(spot)
        down, across = (
            range(spot.row, spot.row + spot.rows),
            range(spot.column, spot.column + spot.columns),
        )
        covered |= {(row, column) for row in down for column in across}
    width = max(column for _, column in covered) + 1
    parts = ["<html><head><meta charset='utf-8'></head><body><table>"]
    for row in range(max(rows) + 1):
        begun = {spot.column: spot for spot in rows.get(row, [])}
        parts.append("<tr>")
        for column in range(width):
            if column in begun:
                spot = begun[column]
                text = escape(spot.text).replace("\n", "<br>")
                parts.append(f"<td rowspan={spot.rows} colspan={spot.columns}>{text}</td>")
            elif (row, column) not in covered:
                parts.append("<td>&nbsp;</td>")
        parts.append("</tr>")
    return "".join([*parts, "</table></body></html>"])


# ---- what people do
