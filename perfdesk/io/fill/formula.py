"""What the simple formulas of a bureau's form give: sums, plus and minus, products, rounding, choices.

Everything else is left to the spreadsheet program (`NotOursError`), which is told to calculate on opening.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Final

from perfdesk.io.fill.references import Reference, references
from perfdesk.values import half_up

Value = Decimal | str | bool | None
Look = Callable[[Reference], Sequence[Value]]
"""The values of a reference's cells, by row."""

_TOKENS: Final = re.compile(
    r"\s*+(?:([0-9]+(?:\.[0-9]*)?|\.[0-9]+)|\"((?:[^\"]|\"\")*)\"|"
    r"((?:(?:'[^']*'|[A-Za-z_\u0080-\uffff][\w.\u0080-\uffff]*+)!)?\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
    r"(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?(?![\w(.]))|"
    r"([A-Za-z][A-Za-z0-9.]*)(?=\()|(<=|>=|<>|[-+*/^&=<>(),%]))"
)
_MOST: Final = 400
"""Tokens of a formula that is looked into."""


class NotOursError(Exception):
    """A formula that only the spreadsheet program can compute."""


class _FormulaParser:
    """Recursive descent over the tokens of one formula."""

    def __init__(self, formula: str, look: Look) -> None:
        self.look = look
        self.tokens = _tokens(formula)
        self.at = 0
        self.idle = 0
        """Above 0 inside the side of an IF that does not count: read over, not computed."""

    def whole(self) -> Value:
        value = self.compared()
        if self.at != len(self.tokens):
            raise NotOursError
        return value

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self, *signs: str) -> str:
        kind, text = self.peek()
        if kind == "sign" and text in signs:
            self.at += 1
            return text
        return ""

    def need(self, sign: str) -> None:
        if not self.take(sign):
            raise NotOursError

    def compared(self) -> Value:
        left = self.joined()
        while sign := self.take("=", "<>", "<", ">", "<=", ">="):
            right = self.joined()
            left = self.idle > 0 or _compare(left, sign, right)
        return left

    def joined(self) -> Value:
        left = self.added()
        while self.take("&"):
            left = _text(left) + _text(self.added())
        return left

    def added(self) -> Value:
        left = self.multiplied()
        while sign := self.take("+", "-"):
            right = self.number(self.multiplied())
            first = self.number(left)
            left = first + right if sign == "+" else first - right
        return left

    def multiplied(self) -> Value:
        left = self.signed()
        while sign := self.take("*", "/"):
            right = self.number(self.signed())
            first = self.number(left)
            if sign == "/" and not right:
                raise NotOursError
            left = first * right if sign == "*" else first / right
        return left

    def signed(self) -> Value:
        if self.take("-"):
            return -self.number(self.signed())
        if self.take("+"):
            return self.signed()
        value = self.single()
        while self.take("%"):
            value = self.number(value) / 100
        return value

    def single(self) -> Value:
        kind, text = self.peek()
        if kind == "end":
            raise NotOursError
        self.at += 1
        if kind == "number":
            return Decimal(text)
        if kind == "text":
            return text
        if kind == "reference":
            return self.one_cell(text)
        if kind == "name":
            return self.called(text.upper())
        if text == "(":
            value = self.compared()
            self.need(")")
            return value
        raise NotOursError

    def number(self, value: Value) -> Decimal:
        return Decimal(1) if self.idle else number(value)

    def one_cell(self, text: str) -> Value:
        values = self.cells(text)
        if len(values) != 1:
            raise NotOursError
        return values[0]

    def cells(self, text: str) -> Sequence[Value]:
        found = next(iter(references(text)), None)
        if found is None:
            raise NotOursError
        return [Decimal(1)] if self.idle else self.look(found)

    def called(self, name: str) -> Value:
        self.need("(")
        if name == "IF":
            return self.choice()
        arguments: list[Sequence[Value]] = []
        plain: list[bool] = []
        while not self.take(")"):
            kind, text = self.peek()
            following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else ("end", "")
            area = kind == "reference" and following in (("sign", ","), ("sign", ")"))
            if area:
                self.at += 1
            arguments.append(self.cells(text) if area else [self.compared()])
            plain.append(not area)
            if self.peek() != ("sign", ")"):
                self.need(",")
        return Decimal(1) if self.idle else _call(name, arguments, plain)

    def choice(self) -> Value:
        """IF: only the side that counts is computed."""
        condition = self.compared()
        holds = self.idle > 0 or _true(condition)
        self.need(",")
        yes = self.side(holds)
        no: Value = False
        if self.take(","):
            no = self.side(not holds)
        self.need(")")
        return yes if holds else no

    def side(self, counts: bool) -> Value:
        self.idle += not counts
        value = self.compared()
        self.idle -= not counts
        return value


def evaluate(formula: str, look: Look) -> Value:
    """The result of a formula (without its `=`); NotOursError where we cannot tell."""
    try:
        return _FormulaParser(formula, look).whole()
    except (InvalidOperation, DivisionByZero, RecursionError):
        raise NotOursError from None


def number(value: Value) -> Decimal:
    """A value as a number: blank is 0, a text only where it is written as a number."""
    if value is None:
        return Decimal(0)
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, Decimal):
        return value
    text = value.strip().replace(",", "")
    try:
        found = Decimal(text.rstrip("%"))
    except InvalidOperation:
        raise NotOursError from None
    if not found.is_finite():
        raise NotOursError
    return found / 100 if text.endswith("%") else found


def _tokens(formula: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    text = formula.rstrip()
    while place < len(text):
        token = _TOKENS.match(text, place)
        if token is None or len(found) > _MOST:
            raise NotOursError
        place = token.end()
        kinds = ("number", "text", "reference", "name", "sign")
        at = next(n for n in range(5) if token[n + 1] is not None)
        piece = token[at + 1]
        found.append((kinds[at], piece.replace('""', '"') if at == 1 else piece))
    return found


def _numbers(arguments: Sequence[Sequence[Value]], plain: Sequence[bool]) -> list[Decimal]:
    """The numbers of a sum's arguments: texts in cells are passed over, as the programs do."""
    found: list[Decimal] = []
    for values, typed in zip(arguments, plain, strict=True):
        found += [
            number(value) for value in values if typed or isinstance(value, Decimal)
        ]  # fmt: skip
    return found


def _call(name: str, arguments: Sequence[Sequence[Value]], plain: Sequence[bool]) -> Value:
    if name in ("SUM", "MAX", "MIN", "AVERAGE"):
        numbers = _numbers(arguments, plain)
        if name == "SUM":
            return sum(numbers, Decimal(0))
        if name == "AVERAGE":
            if not numbers:
                raise NotOursError
            return sum(numbers, Decimal(0)) / len(numbers)
        return (max if name == "MAX" else min)(numbers, default=Decimal(0))
    single = [values[0] for values in arguments if len(values) == 1]
    if len(single) != len(arguments) or not single:
        raise NotOursError
    if name == "ROUND" and len(single) == 2 and 0 <= number(single[1]) <= 15:
        return half_up(number(single[0]), int(number(single[1])))
    if name == "ABS" and len(single) == 1:
        return abs(number(single[0]))
    if name in ("AND", "OR"):
        return (all if name == "AND" else any)(_true(value) for value in single)
    if name == "N" and len(single) == 1:
        return single[0] if isinstance(single[0], Decimal) else Decimal(0)
    raise NotOursError


def _compare(left: Value, sign: str, right: Value) -> bool:
    if isinstance(left, str) or isinstance(right, str):
        a, b = _text(left).casefold(), _text(right).casefold()
        if sign not in ("=", "<>"):
            raise NotOursError
        return (a == b) == (sign == "=")
    first, second = number(left), number(right)
    return {
        "=": first == second, "<>": first != second, "<": first < second,
        ">": first > second, "<=": first <= second, ">=": first >= second,
    }[sign]  # fmt: skip


def _true(value: Value) -> bool:
    if isinstance(value, str):
        raise NotOursError
    return bool(number(value))


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value if isinstance(value, str) else format(value.normalize(), "f")
