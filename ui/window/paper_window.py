"""The bare window of the first paint: the paper, and empty places for all that comes around it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from perfdesk.grid import Cell, FieldKind, Role
from ui.actions.menus import KEYS, MENUS
from ui.bench.controller import Controller
from ui.bench.prompts import Prompts
from ui.desktop.preferences import Preferences
from ui.paper import arithmetic, navigation
from ui.paper.form_model import FormModel
from ui.paper.form_table import FormTable
from ui.paper.neat_text import typed_neatly
from ui.paper.paper_area import PaperArea
from ui.paper.paper_text import PaperText
from ui.style import theme
from ui.window.status_line import StatusLine

if TYPE_CHECKING:
    from perfdesk.library import IndicatorEntry

TREE_LEAST = 128
_OFFERED = 8
_COMPUTES = frozenset({FieldKind.AMOUNT, FieldKind.SCORE})
"""Where `=8*12` is a sum to be done; in targets and actuals it is a target."""


class PaperWindow(QMainWindow):
    """Holds what a first paint needs."""

    def __init__(
        self, preferences: Preferences, prompts: Callable[[QMainWindow], Prompts] = Prompts
    ) -> None:
        super().__init__()
        self.preferences = preferences
        self.prompts = prompts(self)
        self.status = StatusLine()
        self.setStatusBar(self.status)
        self.controller = Controller()
        self.controller.setParent(self)
        self.view = FormTable(FormModel(self._type), self._explain, PaperText())
        self.view.cells.offer = self._offer
        self._proposed: dict[str, IndicatorEntry] = {}
        """The indicators of the library that were offered last, by name."""
        self.paper_area = PaperArea(self.view)
        self.stack = QStackedWidget()
        self.splitter = self._make_splitter()
        self.menus = {title: self.menuBar().addMenu(f"{title}(&{KEYS[title]})") for title in MENUS}
        self.tool_bar = QToolBar("工具", movable=False)
        self.above = QVBoxLayout()
        """The banner comes here, above the paper."""
        self._lay_out()

    def _type(self, cell: Cell, text: str) -> bool:
        """Put a typed text into its cell: a formula is computed, a total of one source goes there."""
        amount = arithmetic.result(text) if cell.kind in _COMPUTES else None
        if amount is not None:
            return self.controller.type_formula(cell, text.strip(), amount)
        neat = typed_neatly(cell, text, self.view.grid)
        if neat != text:
            self.status.say(f"“{text.strip()}”已写成“{neat}”")
            text = neat
        if cell.role is Role.COMPUTED and cell.kind is FieldKind.AMOUNT and text.strip():
            cell = navigation.single_source(self.view.grid, cell) or cell
        entry = self._proposed.get(text.strip()) if cell.field == "level3" else None
        if entry is not None and self._put_in(cell, entry):
            return True
        return self.controller.type_text(cell, text)

    def _put_in(self, cell: Cell, entry: "IndicatorEntry") -> bool:
        """An indicator of the library with its sign and unit where the target is blank, in one step.

        False where it has nothing beside its name, or nothing of that is missing.
        """
        controller = self.controller
        texts = controller.file.sharing.library.fill(controller.form_id, cell.row_id, entry)
        if len(texts) < 2:
            return False
        label = f"填入指标库的“{entry.name}”"
        if controller.perform(lambda: controller.file.editing.set_many(texts, label)) is None:
            return False
        example = f"（例：{entry.example_text}）" if entry.example_text else ""
        self.status.say(f"已带出“{entry.name}”的计算符号和单位，数由您填{example}")
        return True

    def _offer(self, cell: Cell, typed: str) -> list[str]:
        controller = self.controller
        if not controller.writable or cell.row_ids:
            return []
        found = controller.file.search.earlier.like(controller.path(cell), typed)
        if cell.field == "level3":
            levels = [self.view.grid.find(cell.row_id, name) for name in ("level1", "level2")]
            texts = [(level.value or "") if level is not None else "" for level in levels]
            library = controller.file.sharing.library.suggest_indicators(typed, texts[0], texts[1])
            self._proposed = {each.entry.name: each.entry for each in library}
            found += list(self._proposed)
        return list(dict.fromkeys(found))[:_OFFERED]

    def _explain(self, cell: Cell, text: str) -> str:
        # Not needed before something is typed: the understanding of targets is large.
        from perfdesk.targets import read_actual, read_target
        from ui.paper import explain

        told = [known.text for known in self.view.form.known_of(cell)]
        if not text.strip():
            return "　".join(told)
        read = read_actual if cell.field == "actual" else read_target
        unit = self.controller.money_unit() if cell.kind is FieldKind.AMOUNT else ""
        said = explain.explain(cell, text, unit, lambda typed: read(typed).describe())
        return "　".join(filter(None, (said, *told)))

    def _make_splitter(self) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        tree, findings = QWidget(), QWidget()
        for number, widget in enumerate((tree, self.paper_area, findings)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(number, int(widget is self.paper_area))
            splitter.setCollapsible(number, False)
        tree.setVisible(self.preferences.tree)
        findings.setVisible(self.preferences.findings)
        tree.setMinimumWidth(TREE_LEAST)
        self.paper_area.setMinimumWidth(320)
        return splitter

    def _lay_out(self) -> None:
        self.tool_bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.tool_bar.setIconSize(QSize(theme.ICON, theme.ICON))
        self.tool_bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        # Until the tools are there their row has its height by one that shows nothing.
        self.tool_bar.addAction(theme.blank_icon(), " ")
        self.addToolBar(self.tool_bar)
        self.stack.addWidget(self.splitter)
        room = QWidget()
        room.setLayout(self.above)
        self.above.setContentsMargins(0, 0, 0, 0)
        self.above.setSpacing(0)
        self.above.addWidget(self.stack, 1)
        self.setCentralWidget(room)
