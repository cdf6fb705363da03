"""The line below: saved when, what just happened, how many errors, the zoom."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QStatusBar, QToolButton

from perfdesk.findings import Verdict
from perfdesk.values import format_decimal, read_amount
from ui.style import theme
from ui.style.plain_text import PlainLabel, tip

_NOTICE_MS = 8000
_BAR = 84


class StatusLine(QStatusBar):
    """Says the truth about the disk: 已保存 only when the writer has answered for the last step."""

    def __init__(self) -> None:
        super().__init__()
        self._wanted = 0
        self._stored = 0
        self.saved = PlainLabel("")
        self.said = PlainLabel("")
        self.verdict = PlainLabel("")
        for label in (self.saved, self.said, self.verdict):
            # Names of forms and files come here.
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.zoom = QToolButton()
        self.zoom.setAutoRaise(True)
        self.zoom.setToolTip("点一下适合宽度；Ctrl+滚轮缩放")
        self.zoom.setAccessibleName("缩放")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(theme.S, 0, theme.S, 0)
        self.addWidget(self.saved)
        self.addWidget(self.said, 1)
        self.selection = PlainLabel("")
        self.progress = QProgressBar(maximum=100, textVisible=False)
        self.progress.setFixedSize(_BAR, theme.S)
        self.progress.setAccessibleName("填报进度")
        self.progress.hide()
        self.addPermanentWidget(self.selection)
        self.addPermanentWidget(self.progress)
        self.addPermanentWidget(self.verdict)
        self.addPermanentWidget(self.zoom)
        self._hush = QTimer(self, singleShot=True, interval=_NOTICE_MS)
        self._hush.timeout.connect(lambda: self.said.setText(""))

    def start_over(self, last_saved: str | None, *, read_only: bool) -> None:
        """Another data file is open."""
        self._wanted = self._stored = 0
        self.said.setText("")
        self.verdict.setText("")
        self.progress.hide()
        if read_only:
            self.saved.setText("只读")
        else:
            self.saved.setText(f"已保存 {clock(last_saved)}" if last_saved else "尚无改动")

    def clear(self) -> None:
        """No data file is open."""
        for label in (self.saved, self.said, self.verdict):
            label.setText("")

    def edited(self, seq: int) -> None:
        """A step was queued for the disk."""
        self._wanted = max(self._wanted, seq)
        if self._stored < self._wanted:
            self.saved.setText("正在保存…")

    def stored(self, seq: int, at: str) -> None:
        """A step is on the disk."""
        self._stored = max(self._stored, seq)
        if self._stored >= self._wanted:
            self.saved.setText(f"已保存 {clock(at)}")
            self.saved.setStyleSheet("")

    def failed(self, message: str) -> None:
        """A step is not on the disk: said until it is."""
        self.saved.setText("未保存")
        self.saved.setToolTip(tip(message))
        self.saved.setStyleSheet(f"color: {theme.colours().error}; font-weight: bold;")
        self.say(message)

    def say(self, sentence: str) -> None:
        """Something that just happened; gone after a while."""
        room = max(120, self.said.width())
        self.said.setText(self.fontMetrics().elidedText(sentence, theme.ELIDE, room))
        self.said.setToolTip(tip(sentence))
        self._hush.start()

    def show_verdict(self, verdict: Verdict, progress: float = 1.0) -> None:
        """The count of the form on show, and how much of it is filled (0 to 1)."""
        self.verdict.setText(verdict.text)
        self.progress.setValue(round(progress * 100))
        self.progress.setVisible(bool(verdict.blanks))
        self.progress.setToolTip(tip(f"已填 {progress:.0%}，还有 {verdict.blanks} 格未填"))

    def show_selection(self, texts: Sequence[str]) -> None:
        """求和 and 计数 of the selected cells; nothing where none or one is selected."""
        filled = [text for text in texts if text.strip()]
        values = [value for text in filled if (value := read_amount(text).value) is not None]
        told = f"计数 {len(filled)}" if filled else ""
        if values:
            told = f"求和 {format_decimal(sum(values, Decimal(0)), 2, thousands=True)}　{told}"
        self.selection.setText(told)

    def show_zoom(self, zoom: float) -> None:
        """The zoom in per cent."""
        self.zoom.setText(f"{round(zoom * 100)}%")


def clock(at: str) -> str:
    """HH:MM:SS of an ISO 8601 moment, as it is when it is none."""
    try:
        return datetime.fromisoformat(at).strftime("%H:%M:%S")
    except ValueError:
        return at
