"""The XML of one worksheet: its rows, cells and merges by place."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from perfdesk.io.fill.package import PackageParts
from perfdesk.io.fill.references import box, letters
from perfdesk.io.readers.snapshot import Cell

_MOST_COLUMNS: Final = 100
"""Columns of a form: what stands further right is no part of one."""
_MOST_COVERED: Final = 200_000


class SheetXml:
    """A worksheet's part, taken apart when it is first asked for."""

    def __init__(self, name: str, part: str, parts: PackageParts) -> None:
        self.name = name
        self.part = part
        self._parts = parts
        self._rows: dict[int, etree._Element] | None = None
        self._cells: dict[int, dict[int, etree._Element]] = {}

    @property
    def root(self) -> etree._Element:
        """The root of the part."""
        return self._parts.xml(self.part)

    @property
    def space(self) -> str:
        """The namespace in braces."""
        tag = str(self.root.tag)
        return tag[: tag.find("}") + 1]

    @property
    def data(self) -> etree._Element:
        """The element that holds the rows."""
        found = self.root.find(f"{self.space}sheetData")
        return etree.SubElement(self.root, f"{self.space}sheetData") if found is None else found

    def rows(self) -> dict[int, etree._Element]:
        """Row number, from 0, → its element, in their order."""
        if self._rows is None:
            self._rows, self._cells = {}, {}
            following = 0
            for element in self.data.iterchildren(f"{self.space}row"):
                number = str(element.get("r", ""))
                row = int(number) - 1 if number.isdecimal() and 0 < len(number) < 8 else following
                following = row + 1
                self._rows[row] = element
        return self._rows

    def row_cells(self, row: int) -> dict[int, etree._Element]:
        """Column, from 0, → cell of a row."""
        element = self.rows().get(row)
        if element is None:
            return {}
        if row not in self._cells:
            found: dict[int, etree._Element] = {}
            following = 0
            for cell in element.iterchildren(f"{self.space}c"):
                place = box(str(cell.get("r", "")))
                column = place[1] if place else following
                following = column + 1
                found[column] = cell
            self._cells[row] = found
        return self._cells[row]

    def cells(self) -> Iterator[tuple[int, int, etree._Element]]:
        """(row, column, cell) of every cell there is."""
        for row in self.rows():
            for column, cell in self.row_cells(row).items():
                yield row, column, cell

    def forget(self) -> None:
        """Rows were moved: take the part anew."""
        self._rows = None

    def child(self, cell: etree._Element, name: str) -> etree._Element | None:
        """A part of a cell: f, v or is."""
        return cell.find(self.space + name)

    def merges(self) -> list[tuple[int, int, int, int]]:
        """First row, first column, last row and last column of every merged cell."""
        found = (box(str(e.get("ref", ""))) for e in self.root.iter(f"{self.space}mergeCell"))
        return [merge for merge in found if merge is not None]

    def make(self, row: int, column: int) -> etree._Element:
        """The cell at a place, made with its row where there is none."""
        rows = self.rows()
        if row not in rows:
            element = etree.Element(f"{self.space}row", {"r": str(row + 1)})
            self.data.insert(bisect_left(sorted(rows), row), element)
            rows[row] = element
        cells = self.row_cells(row)
        if column not in cells:
            element = rows[row]
            cell = etree.Element(f"{self.space}c", {"r": f"{letters(column)}{row + 1}"})
            if element.get("customFormat") in ("1", "true") and element.get("s"):
                cell.set("s", str(element.get("s")))
            element.insert(sum(1 for other in cells if other < column), cell)
            cells[column] = cell
            element.attrib.pop("spans", "")
        return cells[column]


def blank_places(
    xml: SheetXml, full: set[tuple[int, int]], boxed: Callable[[str | None], bool]
) -> list[Cell]:
    """The places that show nothing, merged ones once.

    Where the cells of the sheet have borders (`boxed` tells by style), a cell without one is no place;
    where no blank cell has a style at all, every place between the cells of a row is one.
    """
    merges = xml.merges()
    covered, extents = _covered(merges)
    there = {
        (row, column): boxed(cell.get("s"))
        for row, column, cell in xml.cells()
        if column <= _MOST_COLUMNS
    }
    with_border = sum(there.get(place, False) for place in full)
    places = {place for place, border in there.items() if border or 2 * with_border < len(full)}
    places |= {place for place in extents if place not in there}
    if not places - covered - full:
        last = max((column for _, column in full), default=-1)
        places = {
            (row, column)
            for row in {row for row, _ in full}
            for column in range(min(last, _MOST_COLUMNS) + 1)
        }
    return [
        Cell(row, column, "", *extents.get((row, column), (1, 1)), f"{letters(column)}{row + 1}")
        for row, column in sorted(places - covered - full)
    ]


def _covered(
    merges: list[tuple[int, int, int, int]],
) -> tuple[set[tuple[int, int]], dict[tuple[int, int], tuple[int, int]]]:
    covered: set[tuple[int, int]] = set()
    extents = {}
    for top, left, bottom, right in merges:
        if (bottom - top + 1) * (right - left + 1) + len(covered) > _MOST_COVERED:
            continue
        extents[top, left] = bottom - top + 1, right - left + 1
        covered |= {
            (row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
        } - {(top, left)}
    return covered, extents
