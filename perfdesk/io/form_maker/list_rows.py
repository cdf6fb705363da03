"""Rows of further repeating blocks on the page (年度主要任务): one row stands for all of them."""

from collections.abc import Mapping, Sequence

from perfdesk.io.fill.places import FormPlaces, Slot, spot_address
from perfdesk.io.form_maker.draft import (
    CellUse,
    DraftBlock,
    DraftCell,
    DraftField,
    DraftRow,
    FormDraft,
)
from perfdesk.template.model import BlockSpec, Template

LIST, HEAD = "list", "list_head"
_MOST_HEADS = 3
"""Rows of heads above the first row of a block."""


class ListRows:
    """Finds the blocks that the file has, names their cells, and folds their rows into one."""

    def __init__(
        self,
        draft: FormDraft,
        places: FormPlaces,
        matched: Template,
        cells: Mapping[str, DraftCell],
    ) -> None:
        self.draft = draft
        self.places = places
        self.matched = matched
        self.cells = cells
        self.pages: list[DraftRow] = list(draft.rows)
        """The rows by their number on the page, before any was folded."""

    def fold(self) -> None:
        """Every block of the matched template that the file has rows of."""
        for block in self.matched.blocks:
            slots = [slot for slot in self.places.blocks.get(block.prefix, []) if self._rows(slot)]
            if slots:
                self._fold(block, slots)

    def _rows(self, slot: Slot) -> set[int]:
        found = (self.cells.get(spot_address(spot)) for spot in slot.spots.values())
        return {cell.row for cell in found if cell is not None}

    def _fold(self, block: BlockSpec, slots: Sequence[Slot]) -> None:
        rows = sorted(set().union(*(self._rows(slot) for slot in slots)))
        first, last = rows[0], rows[-1]
        model = self.pages[first]
        heads = self._heads(model, first)
        known = {field.name: field for field in block.fields}
        named = {
            spot_address(spot): known[name]
            for name, spot in slots[0].spots.items()
            if name in known
        }
        number = 0
        for cell in model.cells:
            cell.rows = 1
            field = named.get(cell.address)
            head = heads.get(cell.column)
            label = "".join(head.text.split()) if head is not None else ""
            if field is None and not label:
                cell.use, cell.text = CellUse.EMPTY, ""
                continue
            if field is None:
                number += 1
                made = DraftField(label, (), "text", label)
                name = f"extra{number}"
            else:
                name = field.name
                made = DraftField(
                    label or field.label, tuple(v for v in field.labels if v != label),
                    str(field.kind), "", field.computed, field.inputs, align=str(field.align),
                )  # fmt: skip
            cell.use, cell.section, cell.field, cell.fund = CellUse.VALUE, block.name, name, ""
            self.draft.fields[block.name, name] = made
        self._settle(block, model, heads, first, last)

    def _settle(
        self,
        block: BlockSpec,
        model: DraftRow,
        heads: Mapping[int, DraftCell],
        first: int,
        last: int,
    ) -> None:
        """What blocks the rows are of; cells that stand beside all rows go on to the last one."""
        for row in self.pages[:first]:
            for cell in row.cells:
                if cell.row + cell.rows > first:
                    cell.to_end = max(cell.row + cell.rows - 1 - last, 0)
        top = min((cell.row for cell in heads.values()), default=first)
        for row in self.pages[max(top, first - _MOST_HEADS) : first]:
            row.block = HEAD
        model.block, model.rows_of = LIST, block.name
        gone = {id(row) for row in self.pages[first + 1 : last + 1]}
        self.draft.rows[:] = [row for row in self.draft.rows if id(row) not in gone]
        self.draft.blocks.append(DraftBlock(block.name, block.label, block.prefix, block.starters))

    def _heads(self, model: DraftRow, first: int) -> dict[int, DraftCell]:
        """Column of a cell of the block → the words above it."""
        found = {}
        above = [cell for row in self.pages[:first] for cell in row.cells if cell.text.strip()]
        for cell in model.cells:
            over = [
                head
                for head in above
                if head.column <= cell.column <= head.last_column
                and head.row + head.rows == first
                and (not head.field or head.field == "money_unit")
            ]
            if over:
                found[cell.column] = over[-1]
        return found
