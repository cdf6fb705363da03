"""设置: made from the dataclasses, those of this machine and those of the unit's data file."""

from collections.abc import Callable
from dataclasses import Field, fields, replace
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGroupBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from perfdesk.settings import UnitSettings
from perfdesk.values import plain, read_amount
from ui import look
from ui.dialogs.frame import Frame
from ui.parts import Parts
from ui.settings_fields import FOOTER_MOST, UNIT_FIELDS, SettingField

Read = Callable[[], Any]
_CHOICES: tuple[tuple[str, bool | None], ...] = (("按表样", None), ("是", True), ("否", False))


class SettingsDialog(Frame):
    """A widget per field; what cannot be read is said and nothing is kept."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window, "设置")
        self._parts = parts
        self.widgets: dict[str, QWidget] = {}
        self._machine: dict[str, Read] = {}
        self._unit: dict[str, Read] = {}
        self._add_machine()
        if parts.bench.writable:
            self._add_unit(parts.bench.file.remarks.settings)
        self.told = self.add_note("")
        self.add_button("取消").clicked.connect(self.reject)
        self.add_button("确定", primary=True).clicked.connect(self.accept)
        self.setMinimumWidth(560)

    def accept(self) -> None:
        """Keep everything, or say what cannot be read."""
        try:
            chosen = {name: read() for name, read in self._unit.items()}
        except ValueError as error:
            self.told.setText(str(error))
            return
        for name, read in self._machine.items():
            setattr(self._parts.preferences, name, read())
        look.apply_theme(self._parts)
        self._parts.preferences.save()
        bench = self._parts.bench
        if chosen:
            before = bench.file.remarks.settings
            after = replace(before, **chosen)
            if after != before:
                bench.file.change_settings(after)
                bench.show_form(bench.form_id)
                self._parts.auditor.start_over()
        super().accept()

    def _add_machine(self) -> None:
        group, form = _group("本机")
        form.setVerticalSpacing(2)
        for field in fields(self._parts.preferences):
            if "label" in field.metadata:
                self._add_switch(form, field)
        self.body.addWidget(group)

    def _add_switch(self, form: QFormLayout, field: Field[Any]) -> None:
        box = QCheckBox(field.metadata["label"])
        box.setChecked(bool(getattr(self._parts.preferences, field.name)))
        form.addRow(box)
        self.widgets[field.name] = box
        self._machine[field.name] = box.isChecked

    def _add_unit(self, settings: UnitSettings) -> None:
        group, form = _group("本单位（随数据文件保存；留空为按表样）")
        form.setVerticalSpacing(4)
        for field in UNIT_FIELDS:
            widget, read = _editor(field, getattr(settings, field.name))
            widget.setToolTip(field.tip)
            widget.setAccessibleName(field.label)
            form.addRow(field.label, widget)
            self.widgets[field.name] = widget
            self._unit[field.name] = read
        self.body.addWidget(group)


def _group(title: str) -> tuple[QGroupBox, QFormLayout]:
    group = QGroupBox(title)
    return group, QFormLayout(group)


def _editor(field: SettingField, value: Any) -> tuple[QWidget, Read]:
    match field.form:
        case "choice":
            return _choice(value)
        case "lines":
            return _lines(value)
    line = QLineEdit("" if value is None else plain(value))
    line.setPlaceholderText(field.tip)
    return line, lambda: _number(field, line.text())


def _choice(value: bool | None) -> tuple[QWidget, Read]:
    combo = QComboBox()
    for label, meant in _CHOICES:
        combo.addItem(label, meant)
    combo.setCurrentIndex([meant for _, meant in _CHOICES].index(value))
    return combo, combo.currentData


def _lines(value: tuple[str, ...] | None) -> tuple[QWidget, Read]:
    text = QPlainTextEdit("\n".join(value or ()))
    text.setFixedHeight(64)
    text.setTabChangesFocus(True)

    def read() -> tuple[str, ...] | None:
        lines = tuple(line.strip() for line in text.toPlainText().splitlines() if line.strip())
        return lines[:FOOTER_MOST] or None

    return text, read


def _number(field: SettingField, text: str) -> Decimal | None:
    if not text.strip():
        return None
    value = read_amount(text).value
    if value is None:
        raise ValueError(f"“{field.label}”应填数字，现为“{text}”。")
    if field.form == "percent" and not field.least <= value <= field.most:
        raise ValueError(f"“{field.label}”应在 {field.least} 到 {field.most} 之间。")
    return value
