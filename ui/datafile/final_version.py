"""Beside the verdict: whether the form on show is 定稿, or was changed since; a click lists its versions."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStatusBar, QToolButton

from perfdesk.session.edit.notes import Version
from perfdesk.session.keep.data_file import Frozen
from perfdesk.session.outcome import Outcome
from ui.datafile.banner import INFO, Banner, Message
from ui.dialogs.cells.history import moment
from ui.style.plain_text import tip
from ui.window_context import WindowContext

LOCKED = "locked"
"""Name of the banner's message."""
_PAUSE_MS = 200
_NAME_LENGTH = 12
_PLACE = 2
"""Right of what was said, left of the verdict."""


class FinalVersionLabel(QObject):
    """Follows the form on show; says once when a frozen form begins to differ from its 定稿.

    The versions are asked of the data file without waiting: a slow disk must not hold the window.
    """

    unlock_wanted = Signal()
    _told = Signal(object, str, object)
    """Out of the store's thread: of which data file and form, and its versions."""

    def __init__(self, context: WindowContext, status: QStatusBar, banner: Banner) -> None:
        super().__init__(context.window)
        self._context = context
        self._controller = context.controller
        self._banner = banner
        self._known: tuple[str, Frozen | None] = ("", None)
        self._asked = 0
        """How many answers are due."""
        self.button = QToolButton()
        self.button.setAutoRaise(True)
        self.button.hide()
        status.insertPermanentWidget(_PLACE, self.button)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self.refresh)
        self._told.connect(self._take)
        self._controller.form_shown.connect(lambda _: self._soon.start())
        self._controller.form_shown.connect(lambda _: self.lock())
        self._controller.versions_changed.connect(self.lock)
        self._controller.forms_changed.connect(self.lock)
        self._controller.versions_changed.connect(self.refresh)
        self._controller.edited.connect(self._edited)
        self._soon.start()

    @property
    def settled(self) -> bool:
        """Whether nothing is to be looked at and no answer is due."""
        return not self._soon.isActive() and not self._asked

    def lock(self) -> None:
        """Show on paper, in the tree and above whether the form on show is locked."""
        controller, name = self._controller, self._controller.final
        self._context.view.set_writable(controller.writable and not name)
        self._context.paper_area.sheet.show_stamp(name)
        final = controller.file.safekeeping.final_versions() if controller.ready else {}
        self._context.tree.show_final(final)
        if not name or not controller.writable:
            self._banner.take_away(LOCKED)
            return
        sentence = f"本表已定稿（{name}），内容已锁定。要修改，请解除定稿，作为新的一稿继续改。"
        unlock = ("解除定稿", self.unlock_wanted.emit)
        self._banner.put(LOCKED, Message(INFO, sentence, (unlock,), closable=False))

    def refresh(self) -> None:
        """Look at the form on show now."""
        self._soon.stop()
        form_id = self._controller.form_id if self._controller.ready else ""
        if not form_id:
            self._show("", None)
            return
        file = self._controller.file
        self._asked += 1
        file.safekeeping.ask_versions(
            form_id, lambda versions: self._told.emit(file, form_id, versions)
        )

    def _take(self, file: object, form_id: str, versions: list[Version]) -> None:
        self._asked -= 1
        if file is self._controller.workspace and form_id == self._controller.form_id:
            self._show(form_id, self._controller.file.safekeeping.frozen(form_id, versions))

    def _show(self, form_id: str, frozen: Frozen | None) -> None:
        before, self._known = self._known, (form_id, frozen)
        self.button.setVisible(frozen is not None)
        if frozen is None:
            return
        name = frozen.version.name
        short = name if len(name) <= _NAME_LENGTH else f"{name[:_NAME_LENGTH]}…"
        self.button.setText(f"定稿：{short}" if frozen.unchanged else f"定稿后有改动：{short}")
        self.button.setToolTip(tip(_tip(frozen)))
        self.button.setAccessibleName(f"{self.button.text()}，点开各版本")
        was = before[1] if before[0] == form_id else None
        if was is not None and was.unchanged and not frozen.unchanged:
            self._context.notice(
                f"本表已定稿为“{name}”，定稿内容保持不变；现在改的是新的一稿，改完请再次定稿"
            )

    def _edited(self, outcome: Outcome) -> None:
        if self._controller.form_id in outcome.forms:
            self._soon.start()


def _tip(frozen: Frozen) -> str:
    version = frozen.version
    who = f"，{version.who}" if version.who else ""
    state = "与现在的内容相同" if frozen.unchanged else "之后又有改动，定稿内容保持不变"
    return (
        f"{version.name}（{moment(version.at)}{who}）\n{state}；点开可对照、恢复\n"
        f"内容指纹 {version.digest[:16]}"
    )
