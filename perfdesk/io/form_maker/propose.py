"""What each cell of a file is, by the matcher's own knowledge and by where it stands."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from perfdesk.catalog import Catalog
from perfdesk.cellpath import HEADER
from perfdesk.errors import CannotProposeError
from perfdesk.io.fill.likeness import is_waiting, level_key
from perfdesk.io.fill.places import FormPlaces, Slot, Spot, spot_address
from perfdesk.io.form_maker.draft import (
    CellUse,
    DraftCell,
    DraftField,
    DraftRow,
    FormDraft,
)
from perfdesk.io.form_maker.fund_lines import FundLines
from perfdesk.io.form_maker.geometry import geometry_of
from perfdesk.io.form_maker.list_rows import ListRows
from perfdesk.io.form_maker.page import DraftPage, Extent, fit_columns, lines, page_of
from perfdesk.io.form_maker.pairs import find_pairs
from perfdesk.io.match.labels.spelling import spell
from perfdesk.io.readers.snapshot import HINT, Cell, Problem, Snapshot
from perfdesk.template.model import Field, FundRow, Template
from perfdesk.values import clean_text

_LEVELS: Final = ("level1", "level2")
_SPREAD: Final = "indicators"
_TITLE_ROWS: Final = frozenset({"title", "year"})


class _Proposal:
    def __init__(
        self,
        path: Path,
        snapshot: Snapshot,
        blanks: Mapping[str, Sequence[Cell]],
        places: FormPlaces,
        catalog: Catalog,
        template_id: str,
    ) -> None:
        self.places = places
        self.matched = catalog.get(places.template_id)
        self.known = _Known(catalog, self.matched)
        form = places.form
        self.draft = FormDraft(
            template_id, form.kind, form.header.get("title") or self.matched.title,
            str(form.year or "自制"), "本单位", f"由 {clean_text(path.name).text} 制作", "",
            geometry_of(path, snapshot, places.sheet),
        )  # fmt: skip
        sheet = next(s for s in snapshot.sheets if s.name == places.sheet)
        extent = Extent(*places.extent)
        found = [*sheet.cells, *blanks.get(sheet.name, ())]
        self.page: DraftPage = page_of(self.draft, sheet.name, _shown(found, extent), extent)
        self.by_address = {cell.address: cell for cell in self.page.cells if cell.address}
        self.slots = [s for s in places.blocks.get("r", []) if self._cell(s.spots.get("level3"))]
        if not self.slots:
            raise CannotProposeError(path.name, "没有找到指标行，表中应有“三级指标”一栏及其下的行")

    def build(self) -> FormDraft:
        self._once()
        self._indicators()
        fit_columns(self.draft, self.page)
        self.draft.rows = lines(self.draft, self.page)
        fund_lines = FundLines(self.draft, self.places, self.page, self.known.funds)
        fund_lines.find()
        lists = ListRows(self.draft, self.places, self.matched, self.by_address)
        self._fold_indicators()
        lists.fold()
        self._blocks()
        find_pairs(self.draft, self._is_label, self.known.header)
        self._title_and_year()
        fund_lines.settle()
        self._levels()
        return self.draft

    # ---- cells whose field is known

    def _cell(self, spot: Spot | None) -> DraftCell | None:
        return self.by_address.get(spot_address(spot)) if spot is not None else None

    def _is_label(self, cell: DraftCell) -> bool:
        return cell.address in self.places.labels

    def _take(
        self, cell: DraftCell, section: str, field: Field, label: str, fund: str = ""
    ) -> None:
        cell.use, cell.section, cell.field, cell.fund = CellUse.VALUE, section, field.name, fund
        self.draft.fields.setdefault((section, field.name), field_of(field, label))

    def _once(self) -> None:
        # The unit first: 单位：万元 beside a blank place is no value of that place.
        for (row, name), spot in sorted(
            self.places.once.items(), key=lambda entry: entry[0][1] != "money_unit"
        ):
            field, cell = self.matched.field(row, name), self._cell(spot)
            if field is None or cell is None or cell.field:
                continue
            if name in _TITLE_ROWS:
                continue
            section = "funds" if row else "header"
            pattern = self._pattern(row, name, spot, cell)
            label = self.known.printed(self.places, name if not row else f"funds.{name}")
            if name == "money_unit":
                self.draft.money_unit = self.places.form.header.get(name) or ""
                if "{}" not in pattern:
                    continue
            elif cell.address in self.places.labels and not pattern:
                continue
            if row and self._fund_column(name, cell) != name:
                continue
            self._take(cell, section, field, label or field.label, f"@{cell.row}" if row else "")
            cell.pattern = pattern
        self.draft.money_unit = self.draft.money_unit or self.matched.money_unit

    def _fund_column(self, name: str, cell: DraftCell) -> str:
        """The fund column that a cell stands in, by the heads; its own where there are no heads."""
        heads = {
            other.removeprefix("funds."): found
            for other, spot in self.places.named.items()
            if other.startswith("funds.") and (found := self._cell(spot)) is not None
        }
        head = heads.get(name)
        if head is None or head.row == cell.row:
            return name
        return name if head.column <= cell.column <= head.last_column + 1 else ""

    def _pattern(self, row: str, name: str, spot: Spot, cell: DraftCell) -> str:
        """The words around a value that stands inside of its label's cell."""
        known = self.places.patterns.get((row, name))
        if known is not None:
            return known
        value = self.places.form.header.get(name) if row == HEADER else None
        if not value or value == spot.text or value not in spot.text:
            return ""
        return spot.text.replace(value, "{}", 1)

    # ---- indicators

    def _indicators(self) -> None:
        first = self.slots[0]
        beside = {slot.texts.get("term") for slot in self.slots if slot.row == first.row}
        self.draft.terms = ("medium", "annual") if len(beside) > 1 else ()
        for slot in self._models():
            for name, spot in slot.spots.items():
                field, cell = self.matched.field("r1", name), self._cell(spot)
                if field is None or cell is None or cell.field:
                    continue
                label = self.known.printed(self.places, f"{_SPREAD}.{name}")
                self._take(cell, _SPREAD, field, label or field.label)
                side_by_side = self.draft.terms and name != "level1"
                cell.term = slot.texts.get("term", "") if side_by_side else ""

    def _models(self) -> list[Slot]:
        """The first indicator row of each block."""
        if not self.draft.terms:
            return self.slots[:1]
        return [
            slot
            for term in self.draft.terms
            for slot in [s for s in self.slots if s.texts.get("term") == term][:1]
        ]

    def _rows_of_slots(self) -> tuple[int, int]:
        """The first and the last row of indicators on the page."""
        rows = [cell.row for s in self.slots if (cell := self._cell(s.spots.get("level3")))]
        return min(rows), max(rows)

    def _fold_indicators(self) -> None:
        """One row stands for all indicators; what else stands between them goes."""
        first, last = self._rows_of_slots()
        model = self.draft.rows[first]
        model.block = _SPREAD
        above = [c for row in self.draft.rows[:first] for c in row.cells if c.row + c.rows > first]
        for cell in above:
            cell.to_end = max(cell.row + cell.rows - 1 - last, 0)
        zones = [c for row in self.draft.rows[:first] for c in row.cells]
        for cell in model.cells:
            cell.rows = 1
            if not cell.field:
                self._further_column(cell, zones)
        self._head(first)
        del self.draft.rows[first + 1 : last + 1]

    def _further_column(self, cell: DraftCell, zones: Sequence[DraftCell]) -> None:
        """A column that the matcher does not know: by words of other templates, else a field of its own."""
        heads = [z for z in zones if z.column <= cell.column <= z.last_column and z.text.strip()]
        head = heads[-1] if heads else None
        if head is None or head.to_end >= 0:
            cell.use, cell.text = CellUse.EMPTY, ""
            return
        used = {name for section, name in self.draft.fields if section == _SPREAD}
        field = self.known.indicators.get(spell(head.text))
        if field is None or field.name in used:
            field = Field(
                f"extra{len(used) + 1}", label=_one_line(head.text), json=_one_line(head.text)
            )
        self._take(cell, _SPREAD, field, head.text)

    def _head(self, first: int) -> None:
        """The rows above the first indicator that hold its heads."""
        heads = [
            cell.row
            for name, spot in self.places.named.items()
            if name.startswith(f"{_SPREAD}.")
            and (cell := self._cell(spot)) is not None
            and cell.row < first
        ]
        top = min(heads, default=first - 1)
        for row in self.draft.rows[top:first]:
            row.block = "indicator_head"

    # ---- blocks of rows

    def _blocks(self) -> None:
        """What block each row belongs to, by the fields in it."""
        total = False
        for row in self.draft.rows:
            names = {(cell.section, cell.field) for cell in row.cells if cell.field}
            if row.block == _SPREAD:
                total = True
            elif row.block != "header":
                continue
            elif any(section == "funds" for section, _ in names) or self._heads_funds(row):
                row.block = "funds"
            elif ("header", "total_score") in names or ("header", "total_weight") in names:
                row.block = "total"
            elif total:
                row.block = "closing"
            elif any(name.startswith("goal_") for _, name in names):
                row.block = "goals"

    def _heads_funds(self, row: DraftRow) -> bool:
        """Whether a row holds the heads of the fund columns."""
        heads = [
            spot_address(spot)
            for name, spot in self.places.named.items()
            if name.startswith("funds.")
        ]
        return sum(cell.address in heads for cell in row.cells) > 1

    def _title_and_year(self) -> None:
        """Title and year in rows of their own, whatever words stand around them."""
        title = self._cell(self.places.once.get((HEADER, "title")))
        year = self._cell(self.places.once.get((HEADER, "year")))
        last = -1
        if title is not None:
            self._take(title, "header", self.known.field("title"), "标题")
            last = title.row
        if year is not None and year is not title:
            self._take(year, "header", self.known.field("year"), "年度")
            value = self.places.form.header.get("year")
            around = self.places.patterns.get((HEADER, "year")) or year.text
            year.pattern = (
                around.replace(value, "{}", 1) if value and "{}" not in around else around
            )
            if "{}" not in year.pattern:
                year.pattern = ""
            last = max(last, year.row if year.row <= last + 2 else -1)
        for row in self.draft.rows[: last + 1]:
            row.block = "title"

    # ---- levels

    def _levels(self) -> None:
        groups: dict[str, tuple[str, list[str]]] = {}
        for slot in self.slots:
            first = self.known.level(slot.texts.get("level1", ""))
            second = without_weight(slot.texts.get("level2", ""))
            if not first or is_waiting(first):
                continue
            name, below = groups.setdefault(level_key(first), (first, []))
            if not is_waiting(second) and second not in below:
                below.append(second)
                self.draft.starters.append((name, second))
        self.draft.levels = [(name, below or [name]) for name, below in groups.values()]
        if not self.draft.levels:
            vocabulary = self.matched.vocabulary
            self.draft.levels = [(group.level1, list(group.level2)) for group in vocabulary]
            self.draft.starters = list(self.matched.starters)
            self.draft.problems.append(
                Problem(None, HINT, "表中没有印一级、二级指标，先用通行的指标体系。")
            )
        if not self.draft.starters:
            self.draft.starters = [(name, below[0]) for name, below in self.draft.levels]


class _Known:
    """Labels and fields of all templates on hand."""

    def __init__(self, catalog: Catalog, matched: Template) -> None:
        self.matched = matched
        self.indicators: dict[str, Field] = {}
        self.header: dict[str, Field] = {}
        self.funds: dict[str, FundRow] = {}
        for template in (matched, *catalog.all()):
            for field in template.indicator_fields:
                for label in field.labels:
                    self.indicators.setdefault(spell(label), field)
            for row in template.fund_rows:
                for label in (row.label, row.json, *row.variants):
                    self.funds.setdefault(spell(label).rstrip(":："), row)
            for field in template.header_fields:
                for label in field.labels:
                    self.header.setdefault(spell(label), field)

    def field(self, name: str) -> Field:
        """A header field that every template has."""
        return next(f for f in self.matched.header_fields if f.name == name)

    def level(self, text: str) -> str:
        """A level's name as the vocabulary has it, without weight and line breaks."""
        bare = _one_line(text)
        group = self.matched.group_of(bare)
        if group is not None:
            return group.level1
        return without_weight(text)

    @staticmethod
    def printed(places: FormPlaces, name: str) -> str:
        """The label that the file prints for a field, in one line and without its colon."""
        spot = places.named.get(name)
        return _one_line(spot.text if spot else "").rstrip(":：")


def field_of(field: Field, label: str) -> DraftField:
    """A known field under the label that the file prints."""
    label = _one_line(label) or field.label or field.name
    others = (field.label, *field.variants)
    variants = tuple(dict.fromkeys(v for v in others if v and v != label))
    choice = field.kind == "choice" and field.name not in _LEVELS and field.computed != "grade"
    return DraftField(
        label, variants, "text" if choice else str(field.kind), field.json if field.json != field.name else "",
        field.computed, field.inputs, field.required, str(field.align), field.means, field.default,
    )  # fmt: skip


def _shown(cells: Sequence[Cell], extent: Extent) -> list[Cell]:
    """The cells of a sheet, paragraphs of a document as wide as its table."""
    wide = extent.right - extent.left + 1
    return [c._replace(columns=wide) if c.columns > 1_000 else c for c in cells]


def without_weight(text: str) -> str:
    """A level's name less the points printed behind it, in one line: 产出指标（50分）."""
    bare = _one_line(text)
    return bare.partition("（")[0].partition("(")[0].strip() or bare


def _one_line(text: str) -> str:
    return "".join(text.split())


def propose(
    path: Path,
    snapshot: Snapshot,
    blanks: Mapping[str, Sequence[Cell]],
    places: FormPlaces,
    catalog: Catalog,
    template_id: str,
) -> FormDraft:
    """The template that a form of a file suggests; CannotProposeError when it has no indicator row."""
    return _Proposal(path, snapshot, blanks, places, catalog, template_id).build()
