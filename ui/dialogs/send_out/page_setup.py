"""页面设置 beside the preview: margins, signature rows and the digest, where one sees what they do."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from perfdesk.errors import PerfDeskError
from ui.style import fonts, theme
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext

_SIDES = (
    ("margin_top", "上边距"),
    ("margin_bottom", "下边距"),
    ("margin_left", "左边距"),
    ("margin_right", "右边距"),
)
_WIDTH = 216
_LEAST, _MOST = 5.0, 40.0


class PageSetupPanel(QWidget):
    """Keeps what is chosen for the unit, as one step of undo; the preview follows."""

    changed = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self.margins = {name: _length(label) for name, label in _SIDES}
        self.footer = QPlainTextEdit()
        self.footer.setPlaceholderText("一行一项，如：\n填报人：\n单位负责人：\n日期：")
        self.footer.setAccessibleName("表尾签字栏")
        self.footer.setTabChangesFocus(True)
        self.digest = QCheckBox("页脚带校验码")
        self.take = QPushButton("应用")
        self.take.setAutoDefault(False)
        self.told = PlainLabel("对本单位所有的表都有效，可撤销。", wordWrap=True)
        self.told.setProperty("muted", True)
        self._lay_out()
        self._fill()
        self.take.clicked.connect(self.keep)

    def keep(self) -> None:
        """Keep what is chosen; what cannot be kept is said."""
        context, options = self._context, self._context.controller.file.options
        lines = [line.strip() for line in self.footer.toPlainText().splitlines()]
        margins: dict[str, Any] = {
            name: Decimal(str(box.value())) if box.value() >= _LEAST else None
            for name, box in self.margins.items()
        }
        footer = tuple(line for line in lines if line) or None
        settings = replace(options.current, footer=footer, **margins)
        try:
            context.controller.follow(options.change(settings))
        except PerfDeskError as error:
            self.told.setText(str(error))
            return
        context.preferences.print_digest = self.digest.isChecked()
        context.preferences.save()
        self.told.setText("已应用，可撤销。")
        self.changed.emit()

    def _lay_out(self) -> None:
        title = PlainLabel("页面设置")
        title.setFont(fonts.heading_font(11))
        form = QFormLayout()
        form.setSpacing(theme.S)
        for name, label in _SIDES:
            form.addRow(label, self.margins[name])
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.M, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(title)
        column.addLayout(form)
        column.addWidget(PlainLabel("表尾签字栏（最多 12 项）"))
        column.addWidget(self.footer, 1)
        column.addWidget(self.digest)
        column.addWidget(self.take)
        column.addWidget(self.told)
        self.setFixedWidth(_WIDTH)

    def _fill(self) -> None:
        current = self._context.controller.file.options.current
        for name, box in self.margins.items():
            chosen = getattr(current, name)
            box.setValue(float(chosen) if chosen is not None else box.minimum())
        self.footer.setPlainText("\n".join(current.footer or ()))
        self.digest.setChecked(self._context.preferences.print_digest)


def _length(label: str) -> QDoubleSpinBox:
    """A length in mm; the least value stands for what the form itself has."""
    box = QDoubleSpinBox(minimum=_LEAST - 1, maximum=_MOST, singleStep=1.0, decimals=1)
    box.setSuffix(" mm")
    box.setSpecialValueText("按表样")
    box.setAccessibleName(label)
    return box
