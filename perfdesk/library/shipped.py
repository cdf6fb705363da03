"""The library that comes with the program: resources/library/indicators.json.

Taken from published forms and pages, and from usual practice where it says so (LIBRARY.md). Entries
that were met in practice and are poor examples are not among them.
"""

import json
from functools import cache

from perfdesk.library.entry import IndicatorEntry, Origin
from perfdesk.paths import resource


@cache
def shipped() -> tuple[IndicatorEntry, ...]:
    """All shipped entries, read once."""
    data = json.loads(resource("library", "indicators.json").read_text(encoding="utf-8"))
    return tuple(IndicatorEntry(**row, origin=Origin.SHIPPED) for row in data["indicators"])
