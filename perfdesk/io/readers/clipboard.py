"""A block pasted from Excel, WPS or Word: HTML where there is some, else tab-separated text."""

from typing import Final

from perfdesk.io.readers.html import page_of
from perfdesk.io.readers.snapshot import Sheet, Snapshot
from perfdesk.io.readers.text import cells_of

NAME: Final = "剪贴板"
_FRAGMENT: Final = "<!--StartFragment-->"


def read_block(text: str, html: str | None = None) -> Snapshot:
    """The cells of what was copied; Windows' HTML header is passed over."""
    if html:
        start = (
            max(html.lower().find("<html"), 0)
            if _FRAGMENT not in html or "<html" in html.lower()
            else 0
        )
        page = page_of(NAME, html[start:])
        if any(sheet.cells for sheet in page.sheets):
            return page
    return Snapshot("text", (Sheet(NAME, cells_of(text, "\t")),))
