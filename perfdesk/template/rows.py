"""The printed rows of a template file: `layout` names them in order, `rows` describes them."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from perfdesk.cellpath import FUND_TOTAL, HEADER
from perfdesk.grid import Align, Block, Role
from perfdesk.template.fields import FUND_SECTION, HEADER_SECTION, INDICATOR_SECTION, Fields
from perfdesk.template.model import BlockSpec, CellSpec, Field, FundRow, RowSpec
from perfdesk.template.table import Table

DOWN_TO_END: Final = re.compile(r"end(?:\+([1-9]))?")
"""`down = "end"`: to the last row of the repeating block below its head; `end+1`: and the row after it."""

EACH: Final = "row"
"""`of = "row"`: the label of the fund row for which this row is repeated."""

_LEVELS: Final = ("level1", "level2")
_COLUMNS: Final = re.compile(r"([A-Z]{1,2})(?::([A-Z]{1,2}))?")
_EXPLICIT_ROLES: Final = (Role.LABEL, Role.HEAD, Role.EMPTY, Role.VALUE)


class NamedRow(NamedTuple):
    """A row with its name in the file; a row for each fund row comes once per fund row."""

    name: str
    spec: RowSpec


class RowReader:
    """Reads the rows of one template, which speak of its fields."""

    def __init__(
        self,
        sections: Mapping[str, Fields],
        fund_rows: tuple[FundRow, ...],
        columns: int,
        terms: tuple[str, ...],
        blocks: tuple[BlockSpec, ...] = (),
    ) -> None:
        self._sections = sections
        self._fund_rows = fund_rows
        self._columns = columns
        self._terms = terms
        self._blocks = {block.name: block for block in blocks}

    def read(self, root: Table) -> tuple[NamedRow, ...]:
        """The rows in the order of `layout`."""
        layout = root.texts("layout")
        rows = root.table("rows")
        found: list[NamedRow] = []
        for name in layout:
            if name not in rows:
                raise root.error("layout", f"rows 中没有“{name}”这一行")
            found += self._rows(rows.table(name), name)
        if not found:
            raise root.error("layout", "缺少各行")
        return tuple(found)

    def _rows(self, table: Table, name: str) -> list[NamedRow]:
        block = table.choice("block", Block)
        each = table.flag("each_fund_row", False)
        height = table.length("min_height_mm", 6.0)
        repeat = table.flag("repeat", block is Block.INDICATOR_HEAD)
        rows_of = self._rows_of(table, block)
        found = []
        for fund_row in self._fund_rows if each else (None,):
            cells = tuple(
                self._cell(cell, block, fund_row, rows_of) for cell in table.items("cells")
            )
            if not cells:
                raise table.error("cells", "缺少单元格")
            found.append(NamedRow(name, RowSpec(block, cells, height, repeat, rows_of)))
        if not found:
            raise table.error("each_fund_row", "本模板没有 fund_rows")
        table.done()
        return found

    def _rows_of(self, table: Table, block: Block) -> str:
        name = table.text("rows_of", "")
        if bool(name) != (block is Block.LIST):
            raise table.error("rows_of", '重复的块（block = "list"）要写属于 blocks 中的哪一块')
        if name and name not in self._blocks:
            raise table.error("rows_of", f"blocks 中没有“{name}”")
        return name

    def _own_fund_row(self, table: Table, of_row: FundRow | None) -> FundRow | None:
        """The fund row that a single cell names, else that of its whole row."""
        row_id = table.text("fund", "")
        if not row_id:
            return of_row
        found = next((row for row in self._fund_rows if row.id == row_id), None)
        if found is None:
            raise table.error("fund", f"fund_rows 中没有“{row_id}”")
        return found

    def _cell(self, table: Table, block: Block, of_row: FundRow | None, rows_of: str) -> CellSpec:
        column, span = self._place(table)
        rows = self._down(table, block)
        fund_row = self._own_fund_row(table, of_row)
        name = table.text("field", "")
        row = fund_row.id if fund_row and name else HEADER
        field = self._field(table, name, block, fund_row, rows_of) if name else None
        label = self._label(table, block, fund_row)
        spec = CellSpec(
            column=column,
            span=span,
            rows=rows,
            role=self._role(table, block, field, row, rows),
            label=label,
            empty_label=table.text("empty_label") if "empty_label" in table else None,
            field=name,
            row=row,
            term=self._term(table, name, block),
            align=table.choice("align", Align) if "align" in table else None,
            border=table.flag("border", True),
        )
        self._check_label(table, spec)
        table.done()
        return spec

    def _place(self, table: Table) -> tuple[int, int]:
        at = table.text("at")
        if at == "all":
            return 0, self._columns
        found = _COLUMNS.fullmatch(at)
        if not found:
            raise table.error("at", f"“{at}”不是列的写法，应如 A、A:C 或 all")
        first, last = column_number(found[1]), column_number(found[2] or found[1])
        if not first <= last < self._columns:
            raise table.error("at", f"“{at}”超出了 columns_mm 的 {self._columns} 列，或次序颠倒")
        return first, last - first + 1

    def _down(self, table: Table, block: Block) -> int:
        if "down" not in table:
            return 1
        word = table.word("down")
        if (to_end := DOWN_TO_END.fullmatch(word)) is not None:
            if block not in (Block.INDICATOR_HEAD, Block.LIST_HEAD):
                raise table.error("down", "只有指标表头的单元格可以写 end")
            return -int(to_end.group(1) or 0)
        rows = table.whole("down", 1)
        if rows < 1:
            raise table.error("down", "应为 1 以上的行数，或 end")
        return rows

    def _field(
        self, table: Table, name: str, block: Block, fund_row: FundRow | None, rows_of: str
    ) -> Field:
        if rows_of:
            own = self._blocks[rows_of].fields
            found = next((field for field in own if field.name == name), None)
        else:
            sections = _scope(block, "field", fund_row)
            named = (self._sections[section].by_name.get(name) for section in sections)
            found = next(filter(None, named), None)
        if found is None:
            raise table.error("field", f"没有名为“{name}”的字段")
        return found

    def _label(self, table: Table, block: Block, fund_row: FundRow | None) -> str:
        if "of" not in table:
            return table.text("label", "")
        name = table.text("of")
        if name == EACH and fund_row:
            return table.text("label", fund_row.label)
        for section in _scope(block, "of", fund_row):
            if name in self._sections[section].by_name:
                return table.text("label", self._sections[section].printed_labels[name])
        raise table.error("of", f"没有名为“{name}”的字段")

    def _role(self, table: Table, block: Block, field: Field | None, row: str, rows: int) -> Role:
        if "role" in table:
            role = table.choice("role", Role)
            if role not in _EXPLICIT_ROLES:
                raise table.error("role", f"不能写“{role}”，由内容决定")
            return role
        if field is None:
            heads = block in (Block.INDICATOR_HEAD, Block.LIST_HEAD)
            return Role.HEAD if heads and rows > 0 else Role.LABEL
        if block is Block.TITLE:
            return {"title": Role.TITLE, "year": Role.YEAR}.get(field.name, Role.VALUE)
        if block is Block.INDICATORS and field.name in _LEVELS:
            return Role.LEVEL
        return Role.COMPUTED if computes(field, row) else Role.VALUE

    def _term(self, table: Table, field: str, block: Block) -> str:
        term = table.text("term", "")
        if term and term not in self._terms:
            raise table.error("term", f"terms 中没有“{term}”")
        wanted = bool(self._terms) and block is Block.INDICATORS and field not in ("", "level1")
        if wanted != bool(term):
            raise table.error(
                "term", "并列的两组指标中，一级指标以外的单元格要写属于哪一组，其他单元格不写"
            )
        return term

    def _check_label(self, table: Table, spec: CellSpec) -> None:
        if spec.role is Role.EMPTY:
            if spec.label or spec.field:
                raise table.error("role", "空白单元格不能有文字或字段")
        elif not spec.label and not spec.field:
            raise table.error("label", '缺少文字；本来就空白的单元格写 role = "empty"')
        if spec.field and spec.label and "{}" not in spec.label:
            raise table.error("label", "既有字段又有文字时，文字里用 {} 表示填写的内容")
        if "{}" in spec.label and not spec.field:
            raise table.error("label", "文字里有 {}，却没有写 field")


def column_number(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(number: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def computes(field: Field, row: str) -> bool:
    """Whether the cell of a field is computed in this row.

    Sums and points stand in the total row of the fund block only; a rate, and a sum of other columns of
    its own row, in each.
    """
    own = field.computed == "rate" or bool(field.inputs)
    return bool(field.computed) and (row in (HEADER, FUND_TOTAL) or own)


def _scope(block: Block, key: str, fund_row: FundRow | None) -> tuple[str, ...]:
    """The sections in which a name is looked up."""
    if block is Block.INDICATORS:
        return (INDICATOR_SECTION,)
    if key == "field":
        return (FUND_SECTION,) if fund_row else (HEADER_SECTION,)
    if block is Block.INDICATOR_HEAD:
        return (INDICATOR_SECTION, HEADER_SECTION)
    return (FUND_SECTION, HEADER_SECTION) if block is Block.FUNDS else (HEADER_SECTION,)
