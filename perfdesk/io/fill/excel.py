"""A workbook .xlsx or .xlsm that is filled on its own XML: only the cells written to change."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from lxml import etree

from perfdesk.io.fill.excel_results import Results
from perfdesk.io.fill.excel_rows import insert_rows
from perfdesk.io.fill.references import letters
from perfdesk.io.fill.sheet_xml import SheetXml, blank_places
from perfdesk.io.fill.stored import number_for
from perfdesk.io.fill.workbook_xml import WorkbookXml
from perfdesk.io.readers.snapshot import Cell, Problem, Sheet

_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_KEPT_IN_CELL: Final = "extLst"


class ExcelFile:
    """The workbook being filled."""

    def __init__(self, path: Path) -> None:
        self.book = WorkbookXml(path)
        self._written: set[tuple[str, int, int]] = set()

    def blanks(self, sheets: Iterable[Sheet]) -> dict[str, list[Cell]]:
        """The cells of these sheets that show nothing and could be filled."""
        found = {}
        for sheet in sheets:
            xml = self.book.sheets.get(sheet.name)
            if xml is not None:
                full = {(c.row, c.column) for c in sheet.cells if c.missing or c.text.strip()}
                found[sheet.name] = blank_places(xml, full, self.book.boxed)
        return found

    def formulas(self, sheets: Iterable[str]) -> frozenset[str]:
        """Addresses, with the sheet, of the cells that hold a formula."""
        return frozenset(
            f"{name}!{letters(column)}{row + 1}"
            for name in sheets
            if name in self.book.sheets
            for row, column, cell in self.book.sheets[name].cells()
            if self.book.sheets[name].child(cell, "f") is not None
        )

    def insert(self, sheet: str, row: int, count: int, own: frozenset[int]) -> None:
        """Insert rows below a row, made like it; what stands below moves along everywhere."""
        insert_rows(self.book, sheet, row, count, own)
        self._written = {
            (s, r + count if s == sheet and r > row else r, c) for s, r, c in self._written
        }

    def address(self, sheet: str, row: int, column: int) -> str:
        """`F12`."""
        return f"{letters(column)}{row + 1}"

    def put(self, sheet: str, row: int, column: int, text: str) -> None:
        """Write a text into a cell, as a number where the cell's format shows it so."""
        xml = self.book.sheets[sheet]
        self.book.parts.change(xml.part)
        cell = xml.make(row, column)
        clear(xml, cell)
        raw = number_for(text, self.book.format_of(cell.get("s")))
        if raw is not None:
            etree.SubElement(cell, f"{xml.space}v").text = raw
        else:
            cell.set("t", "inlineStr")
            holder = etree.SubElement(etree.SubElement(cell, f"{xml.space}is"), f"{xml.space}t")
            holder.text = text
            if text != text.strip() or "\n" in text:
                holder.set(_XML_SPACE, "preserve")
        _extension_last(cell)
        self._written.add((sheet, row, column))

    def settle(self) -> list[Problem]:
        """Compute what depends on the cells written; what we cannot is left to the spreadsheet program."""
        return Results(self.book, self._written).settle()

    def write(self, path: Path) -> None:
        """Write the copy."""
        self.book.parts.write(path)


def clear(xml: SheetXml, cell: etree._Element) -> None:
    """Take value and formula out of a cell; its style stays."""
    for child in list(cell):
        if child.tag != f"{xml.space}{_KEPT_IN_CELL}":
            cell.remove(child)
    for name in ("t", "cm", "vm"):
        cell.attrib.pop(name, "")


def _extension_last(cell: etree._Element) -> None:
    for child in list(cell):
        if isinstance(child.tag, str) and child.tag.endswith("}" + _KEPT_IN_CELL):
            cell.append(child)
