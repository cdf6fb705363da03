"""A small Excel: computes the formulas that our workbooks hold, and refuses what it does not know."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl.utils import range_boundaries

_ERROR = Decimal("NaN")
_TOKEN = re.compile(
    r'\s*(?:(?P<text>"[^"]*")|(?P<number>\d+(?:\.\d+)?)|(?P<range>[A-Z]+\d+(?::[A-Z]+\d+)?)'
    r"|(?P<name>[A-Z]+)|(?P<sign>>=|<=|[-+*/=<>(),]))"
)


class Recalculated:
    """A sheet (openpyxl's, with its formulas) as Excel would show it."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self._known: dict[tuple[int, int], Any] = {}

    def value(self, row: int, column: int) -> Decimal | str | None:
        """What a cell shows: a number, a text, None for a blank one."""
        if (row, column) not in self._known:
            cell = self.sheet.cell(row, column)
            self._known[row, column] = (
                _Formula(self, cell.value).result()
                if cell.data_type == "f"
                else Decimal(str(cell.value))
                if isinstance(cell.value, int | float)
                else cell.value
            )
        return self._known[row, column]


class _Formula:
    def __init__(self, book: Recalculated, formula: str) -> None:
        self._book = book
        self._tokens = list(_TOKEN.finditer(formula.removeprefix("=")))
        assert "".join(m.group().strip() for m in self._tokens) == formula.removeprefix("="), (
            formula
        )
        self._next = 0

    def result(self) -> Any:
        found = self._comparison()
        assert self._next == len(self._tokens)
        assert not (isinstance(found, Decimal) and found.is_nan()), "an error is shown"
        return found

    def _sign(self, *wanted: str) -> str | None:
        if self._next < len(self._tokens) and self._tokens[self._next]["sign"] in wanted:
            self._next += 1
            return str(self._tokens[self._next - 1]["sign"])
        return None

    def _comparison(self) -> Any:
        left = self._sum()
        sign = self._sign(">=", "=", "<=", "<", ">")
        if sign is None:
            return left
        left, right = _number(left), _number(self._sum())
        if left.is_nan() or right.is_nan():
            return False
        return {
            ">=": left >= right, "<=": left <= right, "=": left == right,
            "<": left < right, ">": left > right,
        }[sign]  # fmt: skip

    def _sum(self) -> Any:
        left = self._product()
        while sign := self._sign("+", "-"):
            right = _number(self._product())
            left = _number(left) + (right if sign == "+" else -right)
        return left

    def _product(self) -> Any:
        left = self._atom()
        while sign := self._sign("*", "/"):
            right = _number(self._atom())
            left = _number(left) * right if sign == "*" else _divided(_number(left), right)
        return left

    def _atom(self) -> Any:
        token = self._tokens[self._next]
        self._next += 1
        if token["text"] is not None:
            return token["text"][1:-1]
        if token["number"] is not None:
            return Decimal(token["number"])
        if token["range"] is not None:
            return self._cells(token["range"])
        if token["sign"] == "-":
            return -_number(self._atom())
        return self._call(token["name"] or "")

    def _cells(self, address: str) -> Any:
        left, top, right, bottom = range_boundaries(address)
        found = [
            self._book.value(row, column)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]
        return found if ":" in address else found[0]

    def _call(self, name: str) -> Any:
        arguments = []
        if name:
            assert self._sign("(")
        arguments.append(self._comparison())
        while self._sign(","):
            arguments.append(self._comparison())
        assert self._sign(")")
        return _FUNCTIONS[name](*arguments)


def _number(value: Any) -> Decimal:
    """A blank counts as 0; a text is an error, which only the branch of an IF not taken may hold."""
    if value is None:
        return Decimal(0)
    return value if isinstance(value, Decimal) else _ERROR


def _divided(left: Decimal, right: Decimal) -> Decimal:
    return left / right if right else _ERROR


def _round(value: Any, places: Decimal) -> Decimal:
    number = _number(value)
    if number.is_nan():
        return number
    return number.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


def _bound(which: Callable[[list[Decimal]], Decimal], values: tuple[Any, ...]) -> Decimal:
    numbers = [_number(value) for value in values]
    return _ERROR if any(number.is_nan() for number in numbers) else which(numbers)


def _flat(values: tuple[Any, ...]) -> list[Any]:
    return [one for value in values for one in (value if isinstance(value, list) else [value])]


_FUNCTIONS: dict[str, Any] = {
    "": lambda value: value,
    "IF": lambda test, then, other: then if test else other,
    "COUNT": lambda *values: Decimal(sum(isinstance(one, Decimal) for one in _flat(values))),
    "ROUND": _round,
    "N": lambda value: value if isinstance(value, Decimal) else Decimal(0),
    "MIN": lambda *values: _bound(min, values),
    "MAX": lambda *values: _bound(max, values),
}
