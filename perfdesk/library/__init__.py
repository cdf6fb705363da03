"""指标库: indicators that are shipped, and those that grow from the unit's own forms.

Pure: entries come from resources, forms or rows of a table; files and the window are elsewhere.
"""

from perfdesk.library.entry import TEXTS, IndicatorEntry, Origin, meaning, same_meaning, taken
from perfdesk.library.index import LibraryIndex, LibraryQuery, LibrarySuggestion
from perfdesk.library.own import OwnIndicators, YearValue, indicator_years
from perfdesk.library.shipped import shipped
from perfdesk.library.table import HEADS, TableRead, from_rows, to_rows

__all__ = [
    "HEADS",
    "TEXTS",
    "IndicatorEntry",
    "LibraryIndex",
    "LibraryQuery",
    "LibrarySuggestion",
    "Origin",
    "OwnIndicators",
    "TableRead",
    "YearValue",
    "from_rows",
    "indicator_years",
    "meaning",
    "same_meaning",
    "shipped",
    "taken",
    "to_rows",
]
