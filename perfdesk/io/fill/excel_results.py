"""Saved results of formulas that depend on cells we wrote: computed, or left to the spreadsheet program."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from lxml import etree

from perfdesk.io.fill.formula import NotOursError, Value, evaluate
from perfdesk.io.fill.references import Reference, copied, letters, references
from perfdesk.io.fill.sheet_xml import SheetXml
from perfdesk.io.fill.workbook_xml import WorkbookXml
from perfdesk.io.readers.snapshot import HINT, Problem
from perfdesk.values import plain

Place = tuple[str, int, int]
_MOST_CELLS: Final = 20_000
"""Cells of one area that is added up."""
_DIGITS: Final = 15
_BEFORE_CALCULATION: Final = frozenset(
    {
        "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
        "externalReferences", "definedNames", "AlternateContent", "revisionPtr",
    }
)  # fmt: skip


class Results:
    """The formulas of a workbook after some of its cells were written."""

    def __init__(self, file: WorkbookXml, written: set[Place]) -> None:
        self.file = file
        self.written = written
        self.formulas: dict[Place, tuple[str, etree._Element]] = {}
        self.dirty: set[Place] = set()
        self.known: dict[Place, Value] = {}
        self.under_way: set[Place] = set()

    def settle(self) -> list[Problem]:
        """Write new results; a hint where the workbook has to be calculated on opening."""
        if not self.written:
            return []
        for xml in self.file.sheets.values():
            self._collect(xml)
        self._spread()
        problems = []
        for place in sorted(self.dirty):
            try:
                self._store(place, self._result(place))
            except NotOursError:
                self._store(place, None)
                problems.append(place)
        if not problems:
            return []
        self._calculate_on_opening()
        where = "、".join(f"{s}!{letters(c)}{r + 1}" for s, r, c in problems[:5])
        more = f"等 {len(problems)} 格" if len(problems) > 5 else ""
        sentence = f"{where}{more}的公式由 Excel 或 WPS 打开时重新计算，打开并保存一次后再上报。"
        s, r, c = problems[0]
        return [Problem(f"{s}!{letters(c)}{r + 1}", HINT, sentence)]

    def _collect(self, xml: SheetXml) -> None:
        """The formulas of a sheet; shared ones written out."""
        masters: dict[str, tuple[int, int, str]] = {}
        for row, column, cell in xml.cells():
            formula = xml.child(cell, "f")
            if formula is None:
                continue
            text = formula.text or ""
            key = str(formula.get("si", ""))
            if formula.get("t") == "shared" and text:
                masters[key] = row, column, text
            elif formula.get("t") == "shared" and key in masters:
                first_row, first_column, master = masters[key]
                text = copied(master, row - first_row, column - first_column)
            if formula.get("t") in ("array", "dataTable"):
                text = f"{text}#"
            self.formulas[xml.name, row, column] = text, cell

    def _spread(self) -> None:
        """Every formula that looks, directly or through others, at a cell that was written or has no result."""
        uses = {place: list(references(text)) for place, (text, _) in self.formulas.items()}
        changed: set[Place] = set(self.written)
        fresh = set(changed)
        while fresh:
            found = {
                place
                for place, refs in uses.items()
                if place not in changed and any(_touches(ref, place[0], fresh) for ref in refs)
            }
            self.dirty |= found
            changed |= found
            fresh = found

    def _result(self, place: Place) -> Value:
        if place in self.known:
            return self.known[place]
        if place in self.under_way:
            raise NotOursError
        self.under_way.add(place)
        text, _ = self.formulas[place]
        value = evaluate(text, lambda ref: self._look(ref, place[0]))
        self.known[place] = value
        return value

    def _look(self, ref: Reference, own: str) -> Sequence[Value]:
        sheet = ref.sheet or own
        xml = self.file.sheets.get(sheet)
        rows, columns = ref.last_row - ref.row + 1, ref.last_column - ref.column + 1
        if xml is None or rows * columns > _MOST_CELLS or rows < 1 or columns < 1:
            raise NotOursError
        return [
            self._value(xml, row, column)
            for row in range(ref.row, ref.last_row + 1)
            for column in range(ref.column, ref.last_column + 1)
        ]

    def _value(self, xml: SheetXml, row: int, column: int) -> Value:
        place = xml.name, row, column
        if place in self.dirty:
            return self._result(place)
        cell = xml.row_cells(row).get(column)
        return None if cell is None else self._stored(xml, cell)

    def _stored(self, xml: SheetXml, cell: etree._Element) -> Value:
        """The value that a cell holds, or the saved result of its formula."""
        kind = str(cell.get("t", "n"))
        inline = xml.child(cell, "is")
        if inline is not None:
            return "".join(t.text or "" for t in inline.iter("{*}t"))
        value = xml.child(cell, "v")
        raw = value.text if value is not None else None
        if raw is None:
            if xml.child(cell, "f") is not None:
                raise NotOursError
            return None
        if kind == "s":
            return self.file.shared_text(raw)
        if kind == "str":
            return raw
        if kind == "b":
            return raw == "1"
        if kind == "e":
            raise NotOursError
        try:
            return Decimal(format(float(raw), f".{_DIGITS}g"))
        except ValueError:
            raise NotOursError from None

    def _store(self, place: Place, value: Value) -> None:
        """Write a result into its cell; None takes the old one away, so that nobody reads it."""
        xml = self.file.sheets[place[0]]
        self.file.parts.change(xml.part)
        cell = self.formulas[place][1]
        old = xml.child(cell, "v")
        if old is not None:
            cell.remove(old)
        cell.attrib.pop("t", "")
        if value is None:
            return
        formula = xml.child(cell, "f")
        made = etree.Element(f"{xml.space}v")
        if isinstance(value, bool):
            cell.set("t", "b")
            made.text = str(int(value))
        elif isinstance(value, str):
            cell.set("t", "str")
            made.text = value
        else:
            made.text = plain(Decimal(format(value, f".{_DIGITS}g")))
        if formula is not None:
            formula.addnext(made)

    def _calculate_on_opening(self) -> None:
        root = self.file.parts.change(self.file.main)
        tag = str(root.tag)
        space = tag[: tag.find("}") + 1]
        found = root.find(f"{space}calcPr")
        if found is None:
            found = etree.Element(f"{space}calcPr")
            place = 0
            for at, child in enumerate(root):
                name = str(child.tag)
                if name[name.rfind("}") + 1 :] in _BEFORE_CALCULATION:
                    place = at + 1
            root.insert(place, found)
        found.set("fullCalcOnLoad", "1")


def _touches(ref: Reference, own: str, places: set[Place]) -> bool:
    sheet = ref.sheet or own
    return any(
        sheet == name and ref.row <= row <= ref.last_row and ref.column <= column <= ref.last_column
        for name, row, column in places
    )
