"""Money, rates, scores, dates and texts as typed; the bottom of the layers.

Dates are read by the self-check and at entry only: their module is loaded then.
"""

from typing import TYPE_CHECKING

from perfdesk.values.numbers import (
    ABSENT,
    MAX_DIGITS,
    Quantity,
    State,
    format_decimal,
    half_up,
    plain,
    read_amount,
    read_rate,
    read_score,
    truncate,
)
from perfdesk.values.text import (
    BLANK,
    CONTROL,
    MAX_TEXT,
    SURROGATE,
    TRUNCATED,
    Cleaned,
    clean_text,
    is_blank,
    is_dash,
    normalise_signs,
    same_text,
    without_space,
)

if TYPE_CHECKING:
    from perfdesk.values.dates import DateReading, read_date

__all__ = [
    "ABSENT",
    "BLANK",
    "CONTROL",
    "MAX_DIGITS",
    "MAX_TEXT",
    "SURROGATE",
    "TRUNCATED",
    "Cleaned",
    "DateReading",
    "Quantity",
    "State",
    "clean_text",
    "format_decimal",
    "half_up",
    "is_blank",
    "is_dash",
    "normalise_signs",
    "plain",
    "read_amount",
    "read_date",
    "read_rate",
    "read_score",
    "same_text",
    "truncate",
    "without_space",
]


def __getattr__(name: str) -> object:
    if name not in ("DateReading", "read_date"):
        raise AttributeError(name)
    from perfdesk.values import dates

    return getattr(dates, name)
