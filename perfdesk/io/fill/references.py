"""References in formulas: found, moved along when rows are inserted, copied to another row."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

MOST_COLUMNS: Final = 16_384
_TOKEN: Final = re.compile(
    r'"[^"]*"|'
    r"(?:('[^'\[\]]*'|(?<![\w.\u0080-\uffff])[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff]*+)!)?"
    r"(?<![\w.])(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})(?::(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7}))?(?![\w(.!])"
)
_BOX: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")


class Reference(NamedTuple):
    """A cell or an area in a formula; rows and columns from 0."""

    sheet: str | None
    """None for the formula's own sheet."""
    row: int
    column: int
    last_row: int
    last_column: int
    row_fixed: bool
    last_row_fixed: bool
    column_fixed: bool
    last_column_fixed: bool
    area: bool
    written_sheet: str
    """As written, with its `!`."""

    def text(self) -> str:
        """As a formula writes it."""
        first = _place(self.row, self.column, self.row_fixed, self.column_fixed)
        if not self.area:
            return self.written_sheet + first
        last = _place(self.last_row, self.last_column, self.last_row_fixed, self.last_column_fixed)
        return f"{self.written_sheet}{first}:{last}"


def references(formula: str) -> Iterator[Reference]:
    """The references of a formula, in their order."""
    for found in _TOKEN.finditer(formula):
        if found[3]:
            yield _reference(found)


def replaced(formula: str, change: Callable[[Reference], Reference | None]) -> str:
    """The formula with every reference changed; one that has nowhere to go becomes #REF!."""

    def one(found: re.Match[str]) -> str:
        if not found[3]:
            return found[0]
        after = change(_reference(found))
        return "#REF!" if after is None else after.text()

    return _TOKEN.sub(one, formula)


def moved(formula: str, own_sheet: str, sheet: str, after: int, count: int) -> str:
    """A formula of `own_sheet` after `count` rows were inserted below row `after` of `sheet`.

    An area that ends in that row grows, since the new rows are of its kind.
    """

    def change(ref: Reference) -> Reference:
        if (ref.sheet or own_sheet) != sheet:
            return ref
        grows = ref.area and ref.row < after == ref.last_row
        return ref._replace(
            row=ref.row + count * (ref.row > after),
            last_row=ref.last_row + count * (ref.last_row > after or grows),
        )

    return replaced(formula, change)


def copied(formula: str, down: int, right: int = 0) -> str:
    """A formula copied so many rows down and columns to the right."""

    def change(ref: Reference) -> Reference | None:
        after = ref._replace(
            row=ref.row + down * (not ref.row_fixed),
            last_row=ref.last_row + down * (not ref.last_row_fixed),
            column=ref.column + right * (not ref.column_fixed),
            last_column=ref.last_column + right * (not ref.last_column_fixed),
        )
        return after if min(after.row, after.column) >= 0 else None

    return replaced(formula, change)


def box(text: str) -> tuple[int, int, int, int] | None:
    """First row, first column, last row, last column of `A1:C3` or `B2`; None for anything else."""
    found = _BOX.fullmatch(text.strip())
    if found is None:
        return None
    row, column = int(found[2]) - 1, column_number(found[1])
    if not found[3]:
        return row, column, row, column
    return row, column, int(found[4]) - 1, column_number(found[3])


def box_text(row: int, column: int, last_row: int, last_column: int, single: bool = False) -> str:
    """`A1:C3`; a single cell without the colon when `single`."""
    first = f"{letters(column)}{row + 1}"
    if single and (row, column) == (last_row, last_column):
        return first
    return f"{first}:{letters(last_column)}{last_row + 1}"


def column_number(text: str) -> int:
    """0 for `A`."""
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def letters(column: int) -> str:
    """`A` for 0."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def _reference(found: re.Match[str]) -> Reference:
    written = found[1] or ""
    sheet = written[1:-1].replace("''", "'") if written.startswith("'") else written
    row, column = int(found[5]) - 1, column_number(found[3])
    area = found[7] is not None
    return Reference(
        sheet or None,
        row,
        column,
        int(found[9]) - 1 if area else row,
        column_number(found[7]) if area else column,
        found[4] == "$",
        found[8] == "$" if area else found[4] == "$",
        found[2] == "$",
        found[6] == "$" if area else found[2] == "$",
        area,
        f"{written}!" if written else "",
    )


def _place(row: int, column: int, row_fixed: bool, column_fixed: bool) -> str:
    return f"{'$' * column_fixed}{letters(column)}{'$' * row_fixed}{row + 1}"
