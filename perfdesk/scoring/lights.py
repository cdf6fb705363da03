"""Lights of the mid-year monitoring: how far money and indicators are for the months gone by.

Source: domain/MONITORING.md 3, the formulas that deployed provincial systems run; the bounds stand in
the profile. Nothing is judged that cannot be read: no light then.
"""

import re
from collections.abc import Iterable
from typing import Final

from perfdesk.scoring.light import MONTHS, Light, banded
from perfdesk.settings import Profile
from perfdesk.values import Quantity

_LAST_MONTH: Final = re.compile(
    r"(?:[0-9]{4}\s?年\s?)?(?:1\s?月?\s?[-—–~～至到]\s?)?([0-9]{1,2})\s?(?:月(?:份|底|末|[0-9]{1,2}日)?)?"
)


def month_of(text: str | None) -> int | None:
    """The last month that a form speaks of, 7 of `1-7`; None when it says none."""
    found = _LAST_MONTH.fullmatch((text or "").strip())
    month = int(found.group(1)) if found else 0
    return month if 1 <= month <= MONTHS else None


def budget_light(
    executed: Quantity, base: Quantity, month: str | None, profile: Profile
) -> Light | None:
    """The light of the money: execution against the share of the budget that is due by now."""
    months = month_of(month)
    if executed.value is None or not base.value or months is None:
        return None
    return banded(executed.value / base.value / (months / MONTHS) * 100, profile)


def indicator_light(
    target: str | None, so_far: str | None, month: str | None, profile: Profile
) -> Light | None:
    """The light of an indicator by its target of the year and what was done so far."""
    from perfdesk.scoring.progress import judge_progress

    months = month_of(month)
    if months is None or not target or not so_far:
        return None
    return judge_progress(target, so_far, months, profile)


def worst_light(rows: Iterable[Light], money: Light | None) -> Light | None:
    """The light of the whole project: that of its worst part."""
    order = (Light.RED, Light.YELLOW, Light.GREEN, Light.BLUE)
    found = [*rows, *([money] if money else [])]
    return min(found, key=order.index) if found else None
