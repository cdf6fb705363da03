"""Rows inserted into a worksheet: all that stands below, or speaks of it, moves along."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Final

from lxml import etree

from perfdesk.errors import DamagedFileError
from perfdesk.io.fill.references import box, box_text, copied, letters, moved
from perfdesk.io.fill.sheet_xml import SheetXml
from perfdesk.io.fill.workbook_xml import WorkbookXml

_ONE_PLACE: Final = ("activeCell", "topLeftCell")
_REFERENCES: Final = frozenset(
    {"dimension", "autoFilter", "hyperlink", "f", "table", "sortState", "sortCondition"}
)
_FORMULAS: Final = frozenset({"f", "formula", "formula1", "formula2", "calculatedColumnFormula"})
_BEFORE_MERGES: Final = frozenset(
    {
        "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
        "dataConsolidate", "customSheetViews",
    }
)  # fmt: skip
"""What the schema wants between the cells and the merged ones."""
_DRAWING: Final = "spreadsheetDrawing"


class _Insertion:
    def __init__(self, file: WorkbookXml, sheet: str, after: int, count: int) -> None:
        self.file = file
        self.sheet = sheet
        self.after = after
        self.count = count
        self.xml = file.sheets[sheet]

    def row(self, row: int) -> int:
        """Where a row stands afterwards."""
        return row + self.count if row > self.after else row

    def area(self, text: str) -> str:
        """An area such as `A1:C9` afterwards; one that ends in the row above grows with it."""
        place = box(text)
        if place is None:
            return text
        top, left, bottom, right = place
        grows = bottom == self.after
        bottom = bottom + self.count if bottom > self.after or grows else bottom
        return box_text(self.row(top), left, bottom, right, single=True)

    def areas(self, text: str) -> str:
        """Several areas, separated by blanks."""
        return " ".join(self.area(part) for part in text.split())

    def cell(self, text: str) -> str:
        """One cell's address afterwards."""
        place = box(text)
        return text if place is None else f"{letters(place[1])}{self.row(place[0]) + 1}"


def insert_rows(file: WorkbookXml, sheet: str, after: int, count: int, own: frozenset[int]) -> None:
    """Insert `count` rows below row `after` (from 0), like it in style, height and formulas.

    `own` are the columns in which each new row has a cell of its own; a merged cell of other columns that
    ends in that row goes on over the new ones.
    """
    work = _Insertion(file, sheet, after, count)
    file.parts.change(work.xml.part)
    for xml in file.sheets.values():
        _plain_formulas(xml, file)
    merges = work.xml.merges()
    _move_rows(work)
    _move_merges(work, merges, own)
    _move_marks(work)
    for xml in file.sheets.values():
        _move_formulas(work, xml)
    _move_names(work)
    for part, kind in _below(file, work.xml.part):
        _move_part(work, part, kind)
    _move_charts(work)
    _move_chain(work)


def _plain_formulas(xml: SheetXml, file: WorkbookXml) -> None:
    """Write out formulas that several cells share, since after the move they differ."""
    masters: dict[str, tuple[int, int, str]] = {}
    for row, column, cell in list(xml.cells()):
        formula = xml.child(cell, "f")
        if formula is None or formula.get("t") != "shared":
            continue
        key = str(formula.get("si", ""))
        if formula.text:
            masters[key] = row, column, formula.text
        elif key in masters:
            first_row, first_column, text = masters[key]
            formula.text = copied(text, row - first_row, column - first_column)
        for name in ("t", "si", "ref"):
            formula.attrib.pop(name, "")
        file.parts.change(xml.part)


def _move_rows(work: _Insertion) -> None:
    xml = work.xml
    rows = xml.rows()
    cells = {row: dict(xml.row_cells(row)) for row in rows}
    model = rows.get(work.after)
    for row, element in rows.items():
        if row > work.after:
            _renumber(element, cells[row], work.row(row))
    if model is not None:
        place = xml.data.index(model)
        for step in range(1, work.count + 1):
            xml.data.insert(place + step, _like(xml, model, cells[work.after], work.after, step))
    xml.forget()


def _renumber(element: etree._Element, cells: dict[int, etree._Element], row: int) -> None:
    element.set("r", str(row + 1))
    for column, cell in cells.items():
        cell.set("r", f"{letters(column)}{row + 1}")


def _like(
    xml: SheetXml, model: etree._Element, cells: dict[int, etree._Element], row: int, step: int
) -> etree._Element:
    """A row like another one: styles, height and formulas, no values."""
    made = deepcopy(model)
    made.tail = model.tail
    columns = list(cells)
    for column, cell in zip(columns, made.iterchildren(f"{xml.space}c"), strict=True):
        cell.set("r", f"{letters(column)}{row + step + 1}")
        formula = cell.find(f"{xml.space}f")
        text = formula.text if formula is not None and formula.get("t") != "array" else None
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", "")
        if text:
            etree.SubElement(cell, f"{xml.space}f").text = copied(text, step)
    made.set("r", str(row + step + 1))
    return made


def _move_merges(
    work: _Insertion, merges: list[tuple[int, int, int, int]], own: frozenset[int]
) -> None:
    xml = work.xml
    made = []
    covered: set[int] = set()
    for top, left, bottom, right in merges:
        here = top <= work.after <= bottom
        if here:
            covered |= set(range(left, right + 1))
        values = any(left <= column <= right for column in own)
        if bottom == work.after and here and not values:
            made.append((top, left, bottom + work.count, right))
            continue
        made.append((work.row(top), left, work.row(bottom), right))
        if top == bottom == work.after:
            made += [(top + step, left, top + step, right) for step in range(1, work.count + 1)]
    made += _level_merges(work, own, covered)
    holder = xml.root.find(f"{xml.space}mergeCells")
    if holder is None:
        if not made:
            return
        holder = etree.Element(f"{xml.space}mergeCells")
        _after_data(xml, holder)
    for child in list(holder):
        holder.remove(child)
    for place in made:
        etree.SubElement(holder, f"{xml.space}mergeCell", {"ref": box_text(*place)})
    holder.set("count", str(len(made)))


def _level_merges(
    work: _Insertion, own: frozenset[int], covered: set[int]
) -> Iterator[tuple[int, int, int, int]]:
    """A level's name in a cell of one row goes on over the new rows, as it does where it has several."""
    if not own:
        return
    for column, cell in work.xml.row_cells(work.after).items():
        named = (
            cell.find(f"{work.xml.space}v") is not None
            or cell.find(f"{work.xml.space}is") is not None
        )
        if column < min(own) and column not in covered and named:
            yield work.after, column, work.after + work.count, column


def _after_data(xml: SheetXml, holder: etree._Element) -> None:
    """Put the merged cells where the order of the schema wants them."""
    place = xml.root.index(xml.data) + 1
    while place < len(xml.root) and _name(xml.root[place]) in _BEFORE_MERGES:
        place += 1
    xml.root.insert(place, holder)


def _move_marks(work: _Insertion) -> None:
    """Everything of the sheet itself that names cells outside of formulas."""
    for element in work.xml.root.iter():
        name = _name(element)
        if name in ("row", "c", "mergeCell"):
            if name == "row" and _DRAWING in str(element.tag):
                _move_anchor(work, element)
            continue
        if name == "brk":
            _move_break(work, element)
        if name == "sqref" and element.text:
            element.text = work.areas(element.text)
        for key in _ONE_PLACE:
            if element.get(key):
                element.set(key, work.cell(str(element.get(key))))
        if element.get("sqref"):
            element.set("sqref", work.areas(str(element.get("sqref"))))
        if name in _REFERENCES and element.get("ref"):
            element.set("ref", work.area(str(element.get("ref"))))


def _move_break(work: _Insertion, element: etree._Element) -> None:
    """A page break below a row goes below the new rows, too."""
    parent = element.getparent()
    row = str(element.get("id", ""))
    if parent is not None and _name(parent) == "rowBreaks" and row.isdecimal():
        after = int(row) - 1
        element.set("id", str(int(row) + work.count * (after >= work.after)))


def _move_formulas(work: _Insertion, xml: SheetXml) -> None:
    for element in xml.root.iter():
        if _name(element) in _FORMULAS and element.text:
            text = moved(element.text, xml.name, work.sheet, work.after, work.count)
            if text != element.text:
                element.text = text
                work.file.parts.change(xml.part)


def _move_names(work: _Insertion) -> None:
    """Defined names, print areas and repeated heads among them."""
    root = work.file.parts.xml(work.file.main)
    for name in root.iter("{*}definedName"):
        text = moved(name.text or "", "", work.sheet, work.after, work.count)
        if text != (name.text or ""):
            name.text = text
            work.file.parts.change(work.file.main)


def _below(file: WorkbookXml, part: str) -> Iterator[tuple[str, str]]:
    """The parts that belong to a sheet and name its cells."""
    for name, kind in file.parts.related(part).values():
        if name in file.parts.names and kind in (
            "drawing", "comments", "threadedComment", "vmlDrawing", "table",
        ):  # fmt: skip
            yield name, kind


def _move_part(work: _Insertion, part: str, kind: str) -> None:
    try:
        root = work.file.parts.xml(part)
    except DamagedFileError:
        # Old drawings are not always well-formed: they stay where they were.
        return
    before = etree.tostring(root)
    for element in root.iter():
        name = _name(element)
        if kind == "drawing" and name == "row":
            _move_anchor(work, element)
        elif kind == "vmlDrawing" and name == "Anchor":
            _move_old_anchor(work, element)
        elif kind == "vmlDrawing" and name == "Row" and (element.text or "").strip().isdecimal():
            element.text = str(work.row(int((element.text or "0").strip())))
        elif name in ("comment", "threadedComment") and element.get("ref"):
            element.set("ref", work.cell(str(element.get("ref"))))
        elif kind == "table" and element.get("ref"):
            element.set("ref", work.area(str(element.get("ref"))))
    if etree.tostring(root) != before:
        work.file.parts.change(part)


def _move_anchor(work: _Insertion, element: etree._Element) -> None:
    text = (element.text or "").strip()
    if text.isdecimal():
        element.text = str(work.row(int(text)))


def _move_old_anchor(work: _Insertion, element: etree._Element) -> None:
    """Left, offset, top, offset, right, offset, bottom, offset."""
    pieces = [piece.strip() for piece in (element.text or "").split(",")]
    if len(pieces) == 8 and pieces[2].isdecimal() and pieces[6].isdecimal():
        pieces[2], pieces[6] = str(work.row(int(pieces[2]))), str(work.row(int(pieces[6])))
        element.text = ", ".join(pieces)


def _move_charts(work: _Insertion) -> None:
    for part in work.file.parts.names:
        if not (part.startswith("xl/charts/chart") and part.endswith(".xml")):
            continue
        for element in work.file.parts.xml(part).iter("{*}f"):
            text = moved(element.text or "", "", work.sheet, work.after, work.count)
            if text != (element.text or ""):
                element.text = text
                work.file.parts.change(part)


def _move_chain(work: _Insertion) -> None:
    """The order of calculation names every formula by its cell: it is made anew by the program."""
    for part, kind in work.file.parts.related(work.file.main).values():
        if kind != "calcChain" or part not in work.file.parts.names:
            continue
        root = work.file.parts.change(part)
        number = _sheet_number(work)
        current = ""
        for element in root:
            current = str(element.get("i", current))
            if current == number and element.get("r"):
                element.set("r", work.cell(str(element.get("r"))))


def _sheet_number(work: _Insertion) -> str:
    for sheet in work.file.parts.xml(work.file.main).iter("{*}sheet"):
        if sheet.get("name") == work.sheet:
            return str(sheet.get("sheetId", ""))
    return ""


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""
