"""Numbers that a sheet holds as numbers, in the writing of the template.

What was typed as text stays as typed, and so does what a number format of the sheet shows. But under
no format (General) 10.00 shows as 10 and 743,000 as 743000: how it shows is chance then, and the form
has its own writing. A percent sign is the format's as well where the form's head says 执行率(%).
"""

from dataclasses import replace
from decimal import Decimal

from perfdesk.grid import FieldKind
from perfdesk.io.match.labels.spelling import label_of
from perfdesk.io.match.take.raw import Found
from perfdesk.settings import Profile
from perfdesk.template.model import Field, Template
from perfdesk.values import format_decimal, plain, read_amount, read_rate, read_score


def as_printed(found: Found | None, field: Field, template: Template, exact: bool) -> Found | None:
    """The value as the template prints it; as found where that is no number or shows what was typed.

    Decimals are filled up, never cut. Amounts and points are rewritten only in a form that is really
    one of the template (`exact`).
    """
    if found is None or found.text is None or not found.number:
        return found
    profile = template.profile
    if field.kind is FieldKind.RATE:
        return _rate(found, field, profile)
    if not (found.general and exact):
        return found
    if field.kind is FieldKind.AMOUNT:
        return _amount(found, profile)
    if field.kind is FieldKind.SCORE and not profile.trim_zeros:
        value = read_score(found.text).value
        return (
            found if value is None else replace(found, text=_filled(value, profile.score_decimals))
        )
    return found


def _rate(found: Found, field: Field, profile: Profile) -> Found:
    value = read_rate(found.text)
    if value.value is None:
        return found
    if value.percent and label_of(field.label).bracket == "%":
        return replace(found, text=_filled(value.value, profile.rate_decimals))
    if found.guessed and not value.percent and profile.rate_percent_sign:
        return replace(found, text=f"{plain(value.value)}%")
    if (
        found.general
        and not value.percent
        and not profile.rate_percent_sign
        and not profile.trim_zeros
    ):
        return replace(found, text=_filled(value.value, profile.rate_decimals))
    return found


def _amount(found: Found, profile: Profile) -> Found:
    value = read_amount(found.text).value
    # Declarations print a bare 0 (grids/declaration-2026.json).
    if value is None or (value == 0 and profile.money_thousands):
        return found
    return replace(found, text=_filled(value, profile.money_decimals or 0, profile.money_thousands))


def _filled(value: Decimal, places: int, thousands: bool = False) -> str:
    """The number with at least so many decimals."""
    return format_decimal(value, max(places, len(plain(value).partition(".")[2])), thousands)
