"""How a typed text is understood, in one short line below the editor."""

from collections.abc import Callable
from decimal import Decimal

from perfdesk.grid import Cell, FieldKind, Role
from perfdesk.values import (
    State,
    format_decimal,
    plain,
    read_amount,
    read_date,
    read_rate,
    read_score,
)

TEN_THOUSAND = Decimal(10_000)
_WORDS = {FieldKind.AMOUNT: "金额", FieldKind.RATE: "百分比", FieldKind.SCORE: "分数"}


def explain(cell: Cell, text: str, money_unit: str, understood: Callable[[str], str]) -> str:
    """The line for a cell; `understood` is the session's reading of a target."""
    if cell.role is Role.COMPUTED and cell.computed is not None:
        told = _by_kind(cell, text, money_unit, understood)
        return f"{told}　本格自动计算为 {cell.computed}，清空即恢复".strip()
    return _by_kind(cell, text, money_unit, understood)


def _by_kind(cell: Cell, text: str, money_unit: str, understood: Callable[[str], str]) -> str:
    match cell.kind:
        case FieldKind.TARGET:
            return understood(text)
        case FieldKind.LONG_TEXT:
            return f"{len(text)} 字"
        case FieldKind.DATE:
            return (
                ""
                if read_date(text).state is not State.UNREADABLE
                else "不是有效日期，应如 2024-01-31"
            )
        case FieldKind.AMOUNT | FieldKind.RATE | FieldKind.SCORE:
            return _number(cell.kind, text, money_unit)
    return ""


def other_unit(text: str, money_unit: str) -> str:
    """The same amount in the other unit, `= 743,000.00 元`; "" when it is no number."""
    value = read_amount(text).value
    if value is None or money_unit not in ("万元", "元"):
        return ""
    if money_unit == "万元":
        return f"= {format_decimal(value * TEN_THOUSAND, 2, thousands=True)} 元"
    return f"= {plain(value / TEN_THOUSAND)} 万元"


def _number(kind: FieldKind, text: str, money_unit: str) -> str:
    read = {FieldKind.AMOUNT: read_amount, FieldKind.RATE: read_rate, FieldKind.SCORE: read_score}[
        kind
    ]
    if read(text).state is State.UNREADABLE:
        return f"不是有效{_WORDS[kind]}，会照样保留并在自检中指出"
    return other_unit(text, money_unit) if kind is FieldKind.AMOUNT else ""
