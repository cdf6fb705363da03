"""设置: made from the dataclasses, those of this machine and those of the unit's data file."""

from collections.abc import Callable
from dataclasses import Field, fields, replace
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QGroupBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from perfdesk.errors import PerfDeskError
from perfdesk.session.edit.options import OptionField
from perfdesk.session.workspace import Workspace
from perfdesk.values import plain, read_amount
from ui.dialog_frame import Frame
from ui.dialogs.settings.font_page import FontPage
from ui.dialogs.settings.rules_page import RulesPage
from ui.paper import look
from ui.style import theme
from ui.style.plain_text import tip
from ui.window_context import WindowContext

Read = Callable[[], Any]
_FLAGS: tuple[tuple[str, bool | None], ...] = (("按表样", None), ("是", True), ("否", False))
_ELSEWHERE = frozenset({"phrases"})
"""Settings with a dialog of their own."""


class SettingsDialog(Frame):
    """A widget per field; what cannot be read is said and nothing is kept."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "设置")
        self._context = context
        self.widgets: dict[str, QWidget] = {}
        self._machine: dict[str, Read] = {}
        self._unit: dict[str, Read] = {}
        self.tabs = QTabWidget()
        self.tabs.addTab(self._machine_page(), "本机")
        self.fonts = FontPage()
        self.tabs.addTab(self.fonts, "字体")
        if context.controller.writable:
            self.tabs.addTab(scrolling(self._unit_page(context.controller.file)), "本单位")
            self.tabs.addTab(self._rules_page(context.controller.file), "规则")
            self.tabs.addTab(scrolling(self._words_page(context.controller.file)), "词表")
        self.body.addWidget(self.tabs)
        self.told = self.add_note("")
        self.told.hide()
        self.add_button("取消").clicked.connect(self.reject)
        self.add_button("确定", primary=True).clicked.connect(self.accept)
        self.resize(640, 560)

    def accept(self) -> None:
        """Keep everything, or say what cannot be kept."""
        try:
            self.fonts.keep()
            self._context.view.lay_out()
            self._keep_unit()
        except (PerfDeskError, ValueError) as error:
            self.told.setText(str(error))
            self.told.show()
            return
        for name, read in self._machine.items():
            setattr(self._context.preferences, name, read())
        context = self._context
        look.apply_theme(context.window, context.paper_area, dark=context.preferences.dark)
        self._context.preferences.save()
        super().accept()

    def _keep_unit(self) -> None:
        if not self._unit:
            return
        controller = self._context.controller
        options = controller.file.options
        chosen = {name: read() for name, read in self._unit.items()}
        controller.follow(options.change(replace(options.current, **chosen)))

    def _machine_page(self) -> QWidget:
        page, form = _page()
        for field in fields(self._context.preferences):
            if "label" in field.metadata:
                self._add_switch(form, field)
        return page

    def _add_switch(self, form: QFormLayout, field: Field[Any]) -> None:
        box = QCheckBox(field.metadata["label"])
        box.setChecked(bool(getattr(self._context.preferences, field.name)))
        form.addRow(box)
        self.widgets[field.name] = box
        self._machine[field.name] = box.isChecked

    def _unit_page(self, workspace: Workspace) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        current = workspace.options.current
        shown = [field for field in workspace.options.fields() if field.name not in _ELSEWHERE]
        titles = list(dict.fromkeys(field.option.group for field in shown))
        for title in titles:
            group = [field for field in shown if field.option.group == title]
            box = QGroupBox(title)
            form = QFormLayout(box)
            form.setVerticalSpacing(theme.XS)
            for field in group:
                widget, read = _editor(field, getattr(current, field.name))
                widget.setToolTip(tip(field.option.help))
                widget.setAccessibleName(field.option.label)
                form.addRow(_label(field), widget)
                self.widgets[field.name] = widget
                self._unit[field.name] = read
            column.addWidget(box)
        column.addStretch(1)
        return page

    def _rules_page(self, workspace: Workspace) -> QWidget:
        page = self.rules_page = RulesPage(workspace.options.rules())
        self.widgets["disabled_rules"] = page.list
        self._unit["disabled_rules"] = page.off
        return page

    def _words_page(self, workspace: Workspace) -> QWidget:
        page, form = _page()
        editors = {}
        for words in workspace.options.word_lists():
            editor, editors[words.name] = _lines(words.additions)
            editor.setAccessibleName(words.label)
            form.addRow(words.label, editor)
        self._unit["words"] = lambda: {name: read() or () for name, read in editors.items()}
        return page


def _page() -> tuple[QWidget, QFormLayout]:
    page = QWidget()
    return page, QFormLayout(page)


def scrolling(page: QWidget) -> QScrollArea:
    """A page that may be longer than a small screen."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setStyleSheet("QScrollArea { background: transparent; }")
    area.viewport().setAutoFillBackground(False)
    area.setWidget(page)
    # A scroll area fills the page it is given; the tab shows through instead.
    page.setAutoFillBackground(False)
    return area


def _label(field: OptionField) -> str:
    suffix = f"（{field.option.suffix}）" if field.option.suffix else ""
    return f"{field.option.label}{suffix}"


def _editor(field: OptionField, value: Any) -> tuple[QWidget, Read]:
    match field.option.kind:
        case "flag":
            return _flag(value)
        case "lines":
            return _lines(value)
    line = QLineEdit("" if value is None else plain(value))
    said = f"按表样：{field.inherited}" if field.inherited else "不填则不核对"
    # A length is one of the paper, which every form has its own of.
    line.setPlaceholderText("按表样" if field.option.suffix == "mm" else said)
    return line, lambda: _number(field, line.text())


def _flag(value: bool | None) -> tuple[QWidget, Read]:
    combo = QComboBox()
    for label, meant in _FLAGS:
        combo.addItem(label, meant)
    combo.setCurrentIndex([meant for _, meant in _FLAGS].index(value))
    return combo, combo.currentData


def _lines(value: tuple[str, ...] | None) -> tuple[QWidget, Read]:
    text = QPlainTextEdit("\n".join(value or ()))
    text.setFixedHeight(58)
    text.setTabChangesFocus(True)
    text.setPlaceholderText("一行一个")

    def read() -> tuple[str, ...] | None:
        lines = (line.strip() for line in text.toPlainText().splitlines())
        return tuple(line for line in lines if line) or None

    return text, read


def _number(field: OptionField, text: str) -> Decimal | None:
    if not text.strip():
        return None
    value = read_amount(text).value
    if value is None:
        raise ValueError(
            f"“{field.option.label}”应填数字，现为“{text}”；设置未改动，请改正后再试。"
        )
    return value
