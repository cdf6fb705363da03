"""The line below: saved when, what just happened, how many errors, the zoom."""

from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton

from perfdesk.findings import Verdict
from ui.style import theme

_NOTICE_MS = 8000


class StatusLine(QStatusBar):
    """Says the truth about the disk: 已保存 only when the writer has answered for the last step."""

    def __init__(self) -> None:
        super().__init__()
        self._wanted = 0
        self._stored = 0
        self.saved = QLabel("")
        self.said = QLabel("")
        self.verdict = QLabel("")
        self.zoom = QToolButton()
        self.zoom.setAutoRaise(True)
        self.zoom.setToolTip("点一下适合宽度；Ctrl+滚轮缩放")
        self.zoom.setAccessibleName("缩放")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(theme.S, 0, theme.S, 0)
        self.addWidget(self.saved)
        self.addWidget(self.said, 1)
        self.addPermanentWidget(self.verdict)
        self.addPermanentWidget(self.zoom)
        self._hush = QTimer(self, singleShot=True, interval=_NOTICE_MS)
        self._hush.timeout.connect(lambda: self.said.setText(""))

    def start_over(self, last_saved: str | None, *, read_only: bool) -> None:
        """Another data file is open."""
        self._wanted = self._stored = 0
        self.said.setText("")
        self.verdict.setText("")
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
        self.saved.setToolTip(message)
        self.saved.setStyleSheet(f"color: {theme.colours().error}; font-weight: bold;")
        self.say(message)

    def say(self, sentence: str) -> None:
        """Something that just happened; gone after a while."""
        room = max(120, self.said.width())
        self.said.setText(self.fontMetrics().elidedText(sentence, theme.ELIDE, room))
        self.said.setToolTip(sentence)
        self._hush.start()

    def show_verdict(self, verdict: Verdict) -> None:
        """The count of the form on show."""
        self.verdict.setText(verdict.text)

    def show_zoom(self, zoom: float) -> None:
        """The zoom in per cent."""
        self.zoom.setText(f"{round(zoom * 100)}%")


def clock(at: str) -> str:
    """HH:MM:SS of an ISO 8601 moment, as it is when it is none."""
    try:
        return datetime.fromisoformat(at).strftime("%H:%M:%S")
    except ValueError:
        return at
