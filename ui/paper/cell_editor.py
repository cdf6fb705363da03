"""The editor of a cell: plain text on the paper, growing as one types, safe with input methods."""

from PySide6.QtCore import QEvent, QRect, QRegularExpression, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFont, QInputMethodEvent, QKeyEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from perfdesk.grid import Align, Cell, FieldKind
from ui.paper import paper_text
from ui.paper.cell_helper import CellHelper, Explain, Offer
from ui.paper.navigation import Leave

COMFORTABLE = 280
"""Least width of the editor of a long text, in logical pixels."""
_BLANK = QRegularExpression("＿{2,}")
GIVEN_UP_MS = 250
DRAFT_DELAY_MS = 1000
"""An open editor's text is on disk within two seconds of the last key."""


_ARROWS = {
    Qt.Key.Key_Up: Leave.UP,
    Qt.Key.Key_Down: Leave.DOWN,
    Qt.Key.Key_Left: Leave.LEFT,
    Qt.Key.Key_Right: Leave.RIGHT,
}


class CellEditor(QTextEdit):
    """Edits one cell's text. `typed` says that typing began it: arrows then leave, as in Excel."""

    left = Signal(object)
    """A `Leave`."""
    draft = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        cell: Cell,
        zoom: float,
        font: QFont,
        explain: Explain,
        offer: Offer,
        *,
        typed: bool,
    ) -> None:
        super().__init__(parent)
        self.cell = cell
        self.typed = typed
        self.filled = False
        self.composing = False
        self._place = QRect()
        self._zoom = zoom
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(cell.label_path or cell.field)
        self.setFont(font)
        self._dress()
        self._drafts = QTimer(self, singleShot=True, interval=DRAFT_DELAY_MS)
        self._drafts.timeout.connect(lambda: self.draft.emit(self.toPlainText()))
        # Composing opened the editor and was given up: the cell keeps its text. Not at once, since
        # some input methods clear the composed text first and commit the chosen one after it.
        self._given_up = QTimer(self, singleShot=True, interval=GIVEN_UP_MS)
        self._given_up.timeout.connect(self._leave_if_empty)
        self.helper = CellHelper(parent, cell, explain, offer)
        self.helper.chosen.connect(self._choose)
        self.textChanged.connect(self._changed)

    def fill(self, text: str) -> None:
        """Put the cell's text in, once: a refresh of the model must not overwrite what is being typed."""
        if self.filled:
            return
        self.filled = True
        self.setPlainText("" if self.typed else text)
        self._align()
        self.moveCursor(QTextCursor.MoveOperation.End)
        if not self.typed:
            self._to_next_blank(QTextCursor(self.document()))
        self._drafts.stop()
        self.document().setModified(False)
        self.helper.show_choices("")

    def _to_next_blank(self, after: QTextCursor | None = None) -> bool:
        """A draft has blanks (＿＿) for a person to fill: the next is selected, and typing fills it."""
        found = self.document().find(_BLANK, after or self.textCursor())
        if found.isNull():
            return False
        self.setTextCursor(found)
        return True

    def place(self, cell_rectangle: QRect) -> None:
        """Cover the cell; grow down, or up at the end of the paper, as the text needs.

        A long text gets a comfortable width, to the left where its column is the last.
        """
        self._place = QRect(cell_rectangle)
        lacking = COMFORTABLE - cell_rectangle.width()
        if self.cell.kind is FieldKind.LONG_TEXT and lacking > COMFORTABLE // 8:
            parent = self.parentWidget()
            right = parent.width() - 1 if parent is not None else cell_rectangle.right()
            self._place.setRight(min(cell_rectangle.right() + lacking, right))
            self._place.setLeft(
                max(0, self._place.right() - max(COMFORTABLE, self._place.width()) + 1)
            )
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing:
            event.accept()
            return
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if alt and event.key() == Qt.Key.Key_Down:
            self.helper.enter()
            event.accept()
            return
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.helper.walk(event.key()):
            event.accept()
            return
        if event.key() == Qt.Key.Key_Tab and not self.typed and self._to_next_blank():
            event.accept()
            return
        way = self._way_out(event)
        if way is None:
            if self._breaks_line(event):
                self.insertPlainText("\n")
            else:
                super().keyPressEvent(event)
            return
        event.accept()
        if way is Leave.DOWN and (choice := self.helper.highlighted()) is not None:
            self.setPlainText(choice)
        self.left.emit(way)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        before, self.composing = self.composing, bool(event.preeditString())
        super().inputMethodEvent(event)
        if self.composing:
            self._given_up.stop()
            return
        self._changed()
        if before and self.typed and not self.toPlainText():
            self._given_up.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.composing = False
        super().focusOutEvent(event)

    def hideEvent(self, event: QEvent) -> None:
        self.helper.hide_all()
        super().hideEvent(event)  # type: ignore[arg-type]

    def put_away(self) -> None:
        """Take the helper along when the editor goes."""
        self._drafts.stop()
        self._given_up.stop()
        self.helper.discard()

    def _dress(self) -> None:
        self.document().setDocumentMargin(
            max(2.0, paper_text.PADDING_MM * 96 / 25.4 * self._zoom - 1)
        )
        self.setStyleSheet(
            "QTextEdit { background: #ffffff; color: #111111; border: 2px solid #1f5f99;"
            " selection-background-color: #1f5f99; selection-color: #ffffff; }"
        )

    def _align(self) -> None:
        option = self.document().defaultTextOption()
        left = self.cell.align is Align.LEFT
        option.setAlignment(Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)

    def _way_out(self, event: QKeyEvent) -> Leave | None:
        key, modifiers = event.key(), event.modifiers()
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if modifiers & Qt.KeyboardModifier.AltModifier:
                return None
            if modifiers & Qt.KeyboardModifier.ControlModifier:
                return Leave.STAY
            return Leave.UP if shift else Leave.DOWN
        if key == Qt.Key.Key_Tab:
            return Leave.NEXT
        if key == Qt.Key.Key_Backtab:
            return Leave.BACK
        if key == Qt.Key.Key_Escape:
            return Leave.CANCEL
        return _ARROWS.get(Qt.Key(key)) if self.typed and not modifiers else None

    def _breaks_line(self, event: QKeyEvent) -> bool:
        with_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        return with_alt and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def _leave_if_empty(self) -> None:
        if not self.composing and not self.toPlainText():
            self.left.emit(Leave.CANCEL)

    def _choose(self, text: str) -> None:
        self.setPlainText(text)
        self.left.emit(Leave.DOWN)

    def _changed(self) -> None:
        # Nothing is repainted or judged while an input method is composing.
        if self.composing or not self.filled:
            return
        self._drafts.start()
        self._grow()
        self.helper.follow(self.toPlainText())

    def _grow(self) -> None:
        if self._place.isNull():
            return
        place = QRect(self._place)
        needed = int(self.document().size().height()) + 2 * self.frameWidth() + 6
        if needed > place.height():
            place.setHeight(needed)
        parent = self.parentWidget()
        room = parent.height() if parent is not None else place.bottom()
        above = max(0, (place.height() - needed) // 2)
        if place.bottom() >= room:
            place.moveBottom(max(place.height(), room) - 1)
        # Most keys change nothing here, and each of these would lay the editor out anew.
        if self.viewportMargins().top() != above:
            self.setViewportMargins(0, above, 0, 0)
        if self.geometry() != place:
            self.setGeometry(place)
            self.helper.place_below(place)
