"""The rows of the fund block: those the matcher read, and further sources between and below them."""

from collections.abc import Mapping
from typing import Final

from perfdesk.io.fill.places import FormPlaces, spot_address
from perfdesk.io.form_maker.draft import CellUse, DraftCell, DraftFundRow, FormDraft
from perfdesk.io.form_maker.page import DraftPage
from perfdesk.io.match.labels.spelling import spell
from perfdesk.template.model import FundRow
from perfdesk.values import read_amount

_COLUMNS: Final = ("initial", "adjusted", "executed", "rate", "weight", "score", "expected")
_TOTAL_WORDS: Final = ("总额", "合计", "总计", "小计")
_MOST_ROWS: Final = 14


class FundLines:
    """Finds the rows on the page, then gives them their ids: the total is F0."""

    def __init__(
        self, draft: FormDraft, places: FormPlaces, page: DraftPage, known: Mapping[str, FundRow]
    ) -> None:
        self.draft = draft
        self.page = page
        self.known = known
        by_address = {cell.address: cell for cell in page.cells if cell.address}
        self.heads = {
            name.removeprefix("funds."): cell
            for name, spot in places.named.items()
            if name.startswith("funds.")
            and name.removeprefix("funds.") in _COLUMNS
            and (cell := by_address.get(spot_address(spot))) is not None
        }

    def find(self) -> None:
        """Take rows of further sources that stand under the same heads."""
        marked = [cell for cell in self.page.cells if cell.fund]
        rows = {head.row + head.rows - 1 for head in self.heads.values()}
        if not marked or len(self.heads) < 2 or len(rows) != 1:
            return
        columns = {cell.field: cell.column for cell in marked}
        first, last = min(rows) + 1, max(cell.row for cell in marked)
        for row in range(first, first + _MOST_ROWS):
            if any(cell.fund for cell in self._row(row)):
                continue
            if row > last and not self._goes_on(row, columns):
                break
            if self.label(row):
                self._take_row(row, columns)

    def _row(self, row: int) -> list[DraftCell]:
        return [cell for cell in self.page.cells if cell.row == row]

    def _goes_on(self, row: int, columns: Mapping[str, int]) -> bool:
        """Whether a row below the known ones has cells under every head, blank or with amounts."""
        cells = {cell.column: cell for cell in self._row(row) if not cell.field}
        there = [cells[column] for column in columns.values() if column in cells]
        if len(there) < len(columns):
            return False
        return all(
            c.use is CellUse.EMPTY or read_amount(c.text.rstrip("%")).filled or len(c.text) < 3
            for c in there
        )

    def _take_row(self, row: int, columns: Mapping[str, int]) -> None:
        for cell in self._row(row):
            name = next((n for n, column in columns.items() if column == cell.column), "")
            if name and not cell.field and cell.rows == 1:
                cell.use, cell.section, cell.field = CellUse.VALUE, "funds", name
                cell.fund = f"@{row}"

    def label(self, row: int) -> str:
        """What a row is called: the words nearest to its first amount."""
        left = min((head.column for head in self.heads.values()), default=1 << 30)
        words = [
            cell.text for cell in self.page.cells
            if cell.row <= row < cell.row + cell.rows and cell.column < left
            and cell.use is CellUse.LABEL and not cell.field and cell.rows == 1
        ]  # fmt: skip
        return "".join(words[-1].split()) if words else ""

    def settle(self) -> None:
        """Number the rows, the total first, and keep what each is called."""
        marks = sorted(
            {cell.fund for cell in self.draft.cells() if cell.fund}, key=lambda m: int(m[1:])
        )
        if not marks:
            return
        names = {mark: self.label(int(mark[1:])) for mark in marks}
        total = next((mark for mark in marks if self._is_total(names[mark])), None)
        total = total if total is not None else (marks[0] if len(marks) == 1 else None)
        if total is None:
            self.draft.fund_rows.append(
                DraftFundRow("F0", "年度资金总额", "年度资金总额", "total", ())
            )
        for mark in [*([total] if total else []), *(m for m in marks if m != total)]:
            self._number(mark, names[mark], is_total=mark == total)
        if len(marks) == 1:
            self._not_summed()

    def _is_total(self, label: str) -> bool:
        row = self.known.get(spell(label).rstrip(":："))
        return (row is not None and row.means == "total") or any(w in label for w in _TOTAL_WORDS)

    def _number(self, mark: str, label: str, *, is_total: bool) -> None:
        number = f"F{len(self.draft.fund_rows)}"
        for cell in self.draft.cells():
            if cell.fund == mark:
                cell.fund = number
        bare = label.rstrip(":：") or "资金"
        row = self.known.get(spell(bare).rstrip(":："))
        meant = {known.means for known in self.draft.fund_rows}
        means = "total" if is_total else row.means if row is not None else ""
        means = "" if means in meant or (means == "total" and not is_total) else means
        json = row.json if row is not None and means else bare
        variants = (row.label.rstrip(":："), *row.variants) if row is not None and means else ()
        taken = {known.json for known in self.draft.fund_rows}
        json = f"{json}{number}" if json in taken else json
        others = tuple(dict.fromkeys(v for v in variants if v != label))
        self.draft.fund_rows.append(DraftFundRow(number, label or bare, json, means, others))

    def _not_summed(self) -> None:
        """One row has no parts to be the sum of."""
        for (section, _), field in self.draft.fields.items():
            of_rows = any("." in part for part in field.inputs)
            if section == "funds" and field.computed == "sum" and not of_rows:
                field.computed = ""
