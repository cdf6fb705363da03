"""A window of little height (1366×768 at 200 %): bars closer, and nothing said twice."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QToolBar, QWidget

LOW = 420
"""Windows lower than this (logical pixels) give their room to paper and findings."""
_CLOSE = "QToolBar { padding: 0 8px; } QToolBar QToolButton { padding: 4px 6px; }"


class CompactLayout(QObject):
    """Looks at the height of the window; the verdict above the findings stands in the line below, too."""

    def __init__(self, window: QWidget, tool_bar: QToolBar, verdict: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tool_bar = tool_bar
        self._verdict = verdict
        self._low = False
        self._roomy = tool_bar.minimumHeight()
        window.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        low = self._window.height() < LOW
        if low == self._low:
            return
        self._low = low
        self._tool_bar.setStyleSheet(_CLOSE if low else "")
        self._tool_bar.setMinimumHeight(0 if low else self._roomy)
        self._verdict.setHidden(low)
