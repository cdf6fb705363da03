"""A workbook .xlsx or .xlsm that is filled on its own XML: only the cells written to change."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from lxml import etree

from perfdesk.io.fill.excel_results import Results
from perfdesk.io.fill.excel_rows import insert_rows
from perfdesk.io.fill.package import Parts
from perfdesk.io.fill.references import letters
from perfdesk.io.fill.sheet_xml import SheetXml, blank_places
from perfdesk.io.fill.stored import number_for
from perfdesk.io.readers.number_format import BUILTIN, GENERAL
from perfdesk.io.readers.snapshot import Cell, Problem, Sheet

_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_KEPT_IN_CELL: Final = "extLst"


class ExcelFile:
    """The workbook being filled."""

    def __init__(self, path: Path) -> None:
        self.parts = Parts(path)
        self.main = next(
            (n for n in ("xl/workbook.xml",) if n in self.parts.names), self._main_part()
        )
        self.sheets: dict[str, SheetXml] = {}
        relations = self.parts.related(self.main)
        self._styles = next((p for p, kind in relations.values() if kind == "styles"), "")
        self._strings = next((p for p, kind in relations.values() if kind == "sharedStrings"), "")
        for sheet in self.parts.xml(self.main).iter("{*}sheet"):
            key = next((str(v) for k, v in sheet.items() if str(k).endswith("}id")), "")
            part, kind = relations.get(key, ("", ""))
            if kind == "worksheet" and part in self.parts.names:
                name = str(sheet.get("name", ""))
                self.sheets[name] = SheetXml(name, part, self.parts)
        self._formats: list[str] | None = None
        self._borders: list[bool] | None = None
        self._texts: list[str] | None = None
        self._written: set[tuple[str, int, int]] = set()

    def _main_part(self) -> str:
        for part, kind in self.parts.related("").values():
            if kind == "officeDocument":
                return part
        return "xl/workbook.xml"

    def blanks(self, sheets: Iterable[Sheet]) -> dict[str, list[Cell]]:
        """The cells of these sheets that show nothing and could be filled."""
        found = {}
        for sheet in sheets:
            xml = self.sheets.get(sheet.name)
            if xml is not None:
                full = {(c.row, c.column) for c in sheet.cells if c.missing or c.text.strip()}
                found[sheet.name] = blank_places(xml, full, self._boxed)
        return found

    def formulas(self, sheets: Iterable[str]) -> frozenset[str]:
        """Addresses, with the sheet, of the cells that hold a formula."""
        return frozenset(
            f"{name}!{letters(column)}{row + 1}"
            for name in sheets
            if name in self.sheets
            for row, column, cell in self.sheets[name].cells()
            if self.sheets[name].child(cell, "f") is not None
        )

    def insert(self, sheet: str, row: int, count: int, own: frozenset[int]) -> None:
        """Insert rows below a row, made like it; what stands below moves along everywhere."""
        insert_rows(self, sheet, row, count, own)
        self._written = {
            (s, r + count if s == sheet and r > row else r, c) for s, r, c in self._written
        }

    def address(self, sheet: str, row: int, column: int) -> str:
        """`F12`."""
        return f"{letters(column)}{row + 1}"

    def put(self, sheet: str, row: int, column: int, text: str) -> None:
        """Write a text into a cell, as a number where the cell's format shows it so."""
        xml = self.sheets[sheet]
        self.parts.change(xml.part)
        cell = xml.make(row, column)
        clear(xml, cell)
        raw = number_for(text, self.format_of(cell.get("s")))
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
        return Results(self, self._written).settle()

    def write(self, path: Path) -> None:
        """Write the copy."""
        self.parts.write(path)

    def format_of(self, style: str | None) -> str:
        """The number format of a cell style; General when unknown."""
        if self._formats is None:
            self._formats = list(_formats(self.parts, self._styles))
        place = int(style) if style and style.isdecimal() and len(style) < 8 else 0
        return self._formats[place] if place < len(self._formats) else GENERAL

    def _boxed(self, style: str | None) -> bool:
        """Whether a cell style draws a border."""
        if self._borders is None:
            self._borders = list(_borders(self.parts, self._styles))
        place = int(style) if style and style.isdecimal() and len(style) < 8 else 0
        return place < len(self._borders) and self._borders[place]

    def shared_text(self, place: str) -> str:
        """A text of the table of shared texts."""
        if self._texts is None:
            self._texts = []
            if self._strings in self.parts.names:
                self._texts = [
                    "".join(t.text or "" for t in item.iter("{*}t"))
                    for item in self.parts.xml(self._strings).iter("{*}si")
                ]
        number = int(place) if place.isdecimal() and len(place) < 8 else len(self._texts)
        return self._texts[number] if number < len(self._texts) else ""


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


def _formats(parts: Parts, part: str) -> Iterator[str]:
    if part not in parts.names:
        return
    root = parts.xml(part)
    own: Mapping[str, str] = {
        str(e.get("numFmtId", "")): str(e.get("formatCode", "")) for e in root.iter("{*}numFmt")
    }
    for styles in root.iter("{*}cellXfs"):
        for style in styles:
            key = str(style.get("numFmtId", "0"))
            yield own.get(key) or (BUILTIN.get(int(key), GENERAL) if key.isdecimal() else GENERAL)
        return


def _borders(parts: Parts, part: str) -> Iterator[bool]:
    """Of every cell style whether it draws a line at any side."""
    if part not in parts.names:
        return
    root = parts.xml(part)
    drawn = [
        any(side.get("style") not in (None, "none") for side in border)
        for holder in root.iter("{*}borders")
        for border in holder
    ]
    for styles in root.iter("{*}cellXfs"):
        for style in styles:
            key = str(style.get("borderId", "0"))
            yield key.isdecimal() and int(key) < len(drawn) and drawn[int(key)]
        return
