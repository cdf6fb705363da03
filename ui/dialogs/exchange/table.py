"""A plain read-only table of texts, as the dialogs of this menu show them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem

from ui.style import theme
from ui.style.plain_text import tip


def text_table(name: str, heads: Sequence[str], widths: Sequence[int]) -> QTreeWidget:
    """A list with columns; a row is a `QTreeWidgetItem` with its value under `theme.DATA`."""
    table = QTreeWidget()
    table.setAccessibleName(name)
    table.setHeaderLabels(list(heads))
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.setAlternatingRowColors(True)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    for column, width in enumerate(widths):
        table.setColumnWidth(column, width)
    table.setMinimumSize(400, 140)
    return table


def add_row(table: QTreeWidget, texts: Sequence[str], value: object = None) -> QTreeWidgetItem:
    """A row with these texts; line breaks become blanks.

    The whole text is the tool tip, escaped: Qt takes tags for markup.
    """
    row = QTreeWidgetItem([" ".join(text.split()) for text in texts])
    for column, text in enumerate(texts):
        row.setToolTip(column, tip(text) if len(text) > 12 else "")
    row.setData(0, theme.DATA, value)
    table.addTopLevelItem(row)
    return row


def choose_first(table: QTreeWidget) -> None:
    """Put the cursor on the first row, where there is one."""
    first = table.topLevelItem(0)
    if first is not None:
        table.setCurrentItem(first)
