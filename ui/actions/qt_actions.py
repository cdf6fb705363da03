"""Turns the table of actions into Qt actions, menus and the tool bar, bound to their methods."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton, QWidget

from ui.actions.letters import lettered
from ui.actions.table import (
    ACTIONS,
    FOLDED_FIRST,
    TOOL_BAR,
    WITH_TEXT,
    ActionSpec,
    KeyScope,
    Needs,
    by_id,
)
from ui.style import icons, theme
from ui.style.plain_text import tip

_ANY_WIDTH = 16777215


class CommandCenter:
    """All actions by id, enabled by what is open."""

    def __init__(self, window: QWidget, paper: QWidget, run: Callable[[ActionSpec], None]) -> None:
        self._window = window
        self._run = run
        self._drawn: set[str] = set()
        self.actions = {spec.id: self._make(spec, paper) for spec in ACTIONS}
        self._hold_places()

    def enable(self, *, file: bool, writable: bool, form: bool) -> None:
        """Enable what is possible now."""
        possible = {
            Needs.NOTHING: True,
            Needs.FILE: file,
            Needs.WRITABLE_FILE: writable,
            Needs.FORM: form,
            Needs.WRITABLE_FORM: form and writable,
        }
        for spec in ACTIONS:
            self.actions[spec.id].setEnabled(possible[spec.needs])

    def not_now(self, pressed: QKeySequence) -> ActionSpec | None:
        """The action that these keys would do, were it possible now."""
        for spec in ACTIONS:
            action = self.actions[spec.id]
            if not action.isEnabled() and pressed in action.shortcuts():
                return spec
        return None

    def draw_icons(self) -> None:
        """Draw the icons, right after the first paint: their places are kept, nothing moves."""
        self._draw(spec.id for spec in ACTIONS if spec.id not in self._drawn)

    def _hold_places(self) -> None:
        place = theme.blank_icon()
        for name in TOOL_BAR:
            if name != "|":
                self.actions[name].setIcon(place)

    def refresh_icons(self) -> None:
        """Draw all icons anew, in the colours of another palette."""
        self._draw(list(self._drawn))

    def _draw(self, names: Iterable[str]) -> None:
        palette, ratio = self._window.palette(), _sharpest()
        for name in names:
            self._drawn.add(name)
            spec = by_id(name)
            if spec.icon:
                self.actions[name].setIcon(icons.icon(spec.icon, palette, ratio))

    def fill_menus(self, menus: Mapping[str, QMenu]) -> None:
        """Put the actions of the table into the menus, by their titles."""
        for spec in ACTIONS:
            menu = menus[spec.menu]
            if spec.separated:
                menu.addSeparator()
            menu.addAction(self.actions[spec.id])

    def fill_tool_bar(self, bar: QToolBar) -> None:
        """The few actions that are used all day."""
        bar.setIconSize(QSize(icons.SIZE, icons.SIZE))
        lines: list[QAction] = []
        for name in TOOL_BAR:
            if name == "|":
                lines.append(bar.addSeparator())
                continue
            bar.addAction(self.actions[name])
            button = bar.widgetForAction(self.actions[name])
            if isinstance(button, QToolButton):
                style = Qt.ToolButtonStyle
                with_text = name in WITH_TEXT
                button.setToolButtonStyle(
                    style.ToolButtonTextBesideIcon if with_text else style.ToolButtonIconOnly
                )
                button.setAccessibleName(by_id(name).text)
        bar.installEventFilter(_FoldsAsRoomAllows(bar, self.actions, lines))

    def menu(self, names: Iterable[str], parent: QWidget) -> QMenu:
        """A context menu of these actions."""
        menu = QMenu(parent)
        for name in names:
            menu.addSeparator() if name == "|" else menu.addAction(self.actions[name])
        return menu

    def _make(self, spec: ActionSpec, paper: QWidget) -> QAction:
        owner = self._window if spec.scope is KeyScope.WINDOW else paper
        action = QAction(lettered(spec), self._window)
        action.setObjectName(spec.id)
        # The blank keeps the word off its icon: a style sheet has no setting for that.
        action.setIconText(f" {spec.text.rstrip('…')}")
        action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        context = Qt.ShortcutContext
        where = {
            KeyScope.WINDOW: context.WindowShortcut,
            KeyScope.FORM: context.WidgetShortcut,
            KeyScope.CELL: context.WidgetWithChildrenShortcut,
        }
        action.setShortcutContext(where[spec.scope])
        action.setCheckable(spec.checkable)
        action.setToolTip(tip(tool_tip(spec)))
        action.setStatusTip("")
        action.triggered.connect(lambda checked=False: self._run(spec))
        owner.addAction(action)
        return action


class _FoldsAsRoomAllows(QObject):
    """Puts the less used tools into a menu ⋯ where they would not fit; the words of the others stay."""

    def __init__(
        self, bar: QToolBar, actions: Mapping[str, QAction], lines: Sequence[QAction]
    ) -> None:
        super().__init__(bar)
        self._bar = bar
        self._lines = lines
        self._widths = {
            name: widget.sizeHint().width()
            for name in TOOL_BAR
            if name != "|" and (widget := bar.widgetForAction(actions[name])) is not None
        }
        self._needed = bar.sizeHint().width()
        self._more = QToolButton(bar)
        self._more.setText("⋯")
        self._more.setAccessibleName("更多工具")
        self._more.setToolTip("更多工具")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(QMenu(self._more))
        self._place = bar.addWidget(self._more)
        self._actions = actions
        # However many are folded it is as high, so that nothing below moves.
        bar.setMinimumHeight(bar.sizeHint().height())
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        over = self._needed - self._bar.width()
        folded: list[str] = []
        if over > 0:
            over += self._more.sizeHint().width()
            for name in FOLDED_FIRST:
                if over <= 0:
                    break
                folded.append(name)
                over -= self._widths.get(name, 0)
        menu = self._more.menu()
        menu.clear()
        for name in TOOL_BAR:
            if name in folded:
                menu.addAction(self._actions[name])
        for name in self._widths:
            button = self._bar.widgetForAction(self._actions[name])
            if button is not None:
                # Hidden by its width: the action itself stays where menus show it.
                button.setMaximumWidth(0 if name in folded else _ANY_WIDTH)
        for line, tools in zip(self._lines, _behind_lines(), strict=True):
            line.setVisible(not tools.issubset(folded))
        self._place.setVisible(bool(folded))


def _behind_lines() -> list[set[str]]:
    """The tools behind each line of the bar: where all of them are folded the line goes, too."""
    found: list[set[str]] = []
    for name in TOOL_BAR:
        if name == "|":
            found.append(set())
        elif found:
            found[-1].add(name)
    return found


def _sharpest() -> float:
    """The highest pixel ratio of the screens: pictures are scaled down well, and up badly."""
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


def tool_tip(spec: ActionSpec) -> str:
    """What an action does and by which keys."""
    keys = f"（{keys_text(spec)}）" if spec.keys else ""
    name = spec.text.rstrip("…")
    return f"{name}{keys}\n{spec.tip}" if spec.tip else f"{name}{keys}"


def keys_text(spec: ActionSpec) -> str:
    """The first shortcut as it stands on the keyboard."""
    if not spec.keys:
        return ""
    return QKeySequence(spec.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
