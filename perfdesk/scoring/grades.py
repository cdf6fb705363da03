"""评分等级: the grade that follows from the total score."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perfdesk.settings import GradeBand


def grade_of(total: Decimal, bands: Iterable[GradeBand]) -> str:
    """Return the name of the grade for `total` points, the lowest one below all bands, "" if none.

    Default bands: 优 ≥ 90, 良 ≥ 80, 中 ≥ 60, 差 below (财预〔2020〕10号).
    """
    ordered = sorted(bands, key=lambda band: band.lowest, reverse=True)
    for band in ordered:
        if total >= band.lowest:
            return band.name
    return ordered[-1].name if ordered else ""
