"""元 and 万元 in lists of several forms: one unit for all of them."""

from decimal import Decimal

from perfdesk.values import format_decimal

YUAN, WAN = "元", "万元"
_PER_WAN = Decimal(10000)


def convert(amount: Decimal, unit: str, wanted: str) -> Decimal:
    """An amount in another unit (元, 万元), exactly."""
    if unit == wanted:
        return amount
    return amount / _PER_WAN if wanted == WAN else amount * _PER_WAN


def money_text(value: Decimal) -> str:
    """An amount with thousands separators, at least two decimals, never rounded."""
    exponent = value.normalize().as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return format_decimal(value, max(2, decimals), thousands=True)
