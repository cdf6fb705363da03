"""Widths, heights and paper of a file's sheet: mm, in the reader's own rows and columns."""

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from lxml import etree

from perfdesk.io.fill.word import WordFile
from perfdesk.io.fill.workbook_xml import WorkbookXml
from perfdesk.io.readers.snapshot import Snapshot

MM_PER_POINT: Final = 25.4 / 72
MM_PER_TWIP: Final = MM_PER_POINT / 20
_MM_PER_INCH: Final = 25.4
_A4: Final = (210.0, 297.0)
_USUAL_WIDTH: Final = 8.43
"""Characters of a column that says nothing."""
_LEAST_MARGIN, _MOST_MARGIN = 5.0, 40.0


@dataclass(slots=True)
class SheetGeometry:
    """What the file says of its looks; empty where it says nothing."""

    widths: dict[int, float] = field(default_factory=dict)
    """Column → mm."""
    heights: dict[int, float] = field(default_factory=dict)
    """Row → mm."""
    landscape: bool = False
    margins: tuple[float, float, float, float] | None = None
    """Top, right, bottom, left."""

    @property
    def usable_mm(self) -> float:
        """The width between the margins, on A4."""
        width = _A4[1] if self.landscape else _A4[0]
        return width - (self.margins[1] + self.margins[3] if self.margins else 28.0)


def geometry_of(path: Path, snapshot: Snapshot, sheet: str) -> SheetGeometry:
    """The looks of one sheet of a file that has been read; plain where its kind does not say."""
    match snapshot.source:
        case "xlsx":
            return _excel(path, sheet)
        case "docx":
            return _word(path, sheet)
        case "xls":
            return _old_excel(path, sheet)
        case _:
            return SheetGeometry()


def _excel(path: Path, sheet: str) -> SheetGeometry:
    found = SheetGeometry()
    xml = WorkbookXml(path).sheets.get(sheet)
    if xml is None:
        return found
    for column in xml.root.iter(f"{xml.space}col"):
        first, last = _whole(column.get("min")), _whole(column.get("max"))
        width = _number(column.get("width"), _USUAL_WIDTH)
        for place in range(first - 1, min(last, first + 200)):
            found.widths[place] = _characters(width)
    for row, element in xml.rows().items():
        if element.get("ht"):
            found.heights[row] = _number(element.get("ht"), 15.0) * MM_PER_POINT
    for setup in xml.root.iter(f"{xml.space}pageSetup"):
        found.landscape = setup.get("orientation") == "landscape"
    for margins in xml.root.iter(f"{xml.space}pageMargins"):
        inches = [_number(margins.get(side), 0.6) for side in ("top", "right", "bottom", "left")]
        found.margins = _margins([inch * _MM_PER_INCH for inch in inches])
    return found


def _word(path: Path, sheet: str) -> SheetGeometry:
    found = SheetGeometry()
    table = WordFile(path).tables.get(sheet)
    if table is None:
        return found
    columns = list(table.element.iterfind("{*}tblGrid/{*}gridCol"))
    for place, column in enumerate(columns):
        found.widths[place] = _twips(column, "w")
    for row, line in enumerate(table.lines):
        for height in line.iterfind("{*}trPr/{*}trHeight"):
            found.heights[table.top + row] = _twips(height, "val")
    root = table.element.getroottree().getroot()
    for size in root.iter("{*}pgSz"):
        found.landscape = _twips(size, "w") > _twips(size, "h")
    for margins in root.iter("{*}pgMar"):
        sides = ("top", "right", "bottom", "left")
        found.margins = _margins([_twips(margins, side) for side in sides])
    return found


def _old_excel(path: Path, sheet: str) -> SheetGeometry:
    import xlrd

    found = SheetGeometry()
    with xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO()) as book:
        source = book.sheet_by_name(sheet)
        for place, info in source.colinfo_map.items():
            found.widths[place] = _characters(info.width / 256)
        for row, line in source.rowinfo_map.items():
            found.heights[row] = (line.height or 300) * MM_PER_TWIP
    return found


def _characters(width: float) -> float:
    """A width in characters of the usual font, as mm."""
    return (width * 7 + 5) * _MM_PER_INCH / 96


def _margins(sides: list[float]) -> tuple[float, float, float, float]:
    top, right, bottom, left = (
        round(min(max(side, _LEAST_MARGIN), _MOST_MARGIN), 1) for side in sides
    )
    return top, right, bottom, left


def _twips(element: etree._Element, name: str) -> float:
    for key, value in element.items():
        if str(key).rpartition("}")[2] == name:
            return _number(str(value), 0.0) * MM_PER_TWIP
    return 0.0


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else 1


def _number(text: object, default: float) -> float:
    try:
        return float(str(text)) if text is not None else default
    except ValueError:
        return default
