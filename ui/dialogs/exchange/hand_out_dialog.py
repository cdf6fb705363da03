"""发给科室填: which 科室, which forms or rows of them, until when; and where the workbook goes."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QTreeWidgetItem

from perfdesk.errors import PerfDeskError
from perfdesk.session.exchange.hand_outs import HandOutPart
from ui.desktop.preferences import EXPORT
from ui.dialog_frame import Frame
from ui.dialogs.exchange.table import text_table
from ui.style import theme
from ui.window_context import WindowContext

_ON, _OFF, _PARTLY = (
    Qt.CheckState.Checked,
    Qt.CheckState.Unchecked,
    Qt.CheckState.PartiallyChecked,
)


class HandOutDialog(Frame):
    """A tick before a form hands out all of it, one before a row only this row."""

    def __init__(self, context: WindowContext, done: Callable[[Path], None]) -> None:
        super().__init__(context.window, "发给科室填")
        self._context, self._done = context, done
        self._hand_outs = context.controller.file.sharing.hand_outs
        self.department = QComboBox(editable=True)
        self.department.setAccessibleName("科室")
        self.department.addItems(["", *self._hand_outs.departments()])
        self.due = QLineEdit(placeholderText="如 3月10日，可不写")
        self.due.setAccessibleName("请在何时前交回")
        form = QFormLayout()
        form.setSpacing(theme.M)
        form.addRow("发给科室", self.department)
        form.addRow("请在何时前交回", self.due)
        self.body.addLayout(form)
        self.forms = text_table("表和指标", ("表、指标", "年度", "还没填"), (460, 60, 70))
        self.forms.setRootIsDecorated(True)
        self.body.addWidget(self.forms, 1)
        self.told = self.add_note("")
        self.add_button("取消").clicked.connect(self.reject)
        self.go = self.add_button("生成工作簿…", primary=True)
        self.go.clicked.connect(self.accept)
        self._list_forms()
        self.forms.itemChanged.connect(lambda *_: self._tell())
        self.department.editTextChanged.connect(lambda _: self._tell())
        self.resize(700, 480)
        self._tell()
        self.department.setFocus()

    def parts(self) -> list[HandOutPart]:
        """What is ticked."""
        found = []
        for number in range(self.forms.topLevelItemCount()):
            item = self.forms.topLevelItem(number)
            if item is None or item.checkState(0) is _OFF:
                continue
            rows: tuple[str, ...] = ()
            if item.checkState(0) is _PARTLY:
                rows = tuple(row.data(0, theme.DATA) for row in _rows(item) if _ticked(row))
            found.append(HandOutPart(item.data(0, theme.DATA), rows))
        return found

    def accept(self) -> None:
        """Ask for the place and write the workbook."""
        department = self.department.currentText().strip()
        start = self._context.preferences.start_folder(EXPORT) / f"给{_safe(department)}.xlsx"
        path = self._context.prompts.save_as("发给科室的工作簿", start, "Excel (*.xlsx)")
        if path is None:
            return
        try:
            self._hand_outs.hand_out(department, self.parts(), path, self.due.text())
        except PerfDeskError as error:
            self._context.prompts.error(str(error))
            return
        self._context.preferences.remember_folder(path.parent, EXPORT)
        super().accept()
        self._done(path)

    def _list_forms(self) -> None:
        shown = self._context.controller.form_id
        checking = self._context.controller.file.checking
        for view in checking.views():
            blanks = [f.row for f in checking.findings(view.id) if f.blank]
            name = view.project_name or "（未填项目名称）"
            item = _item([f"{view.kind.name}　{name}", str(view.year or ""), _number(blanks)])
            item.setData(0, theme.DATA, view.id)
            for row in view.indicators:
                levels = row.level2 or row.level1
                text = f"{row.name or '（未填名称）'}　{levels}"
                child = _item([text, "", _number([b for b in blanks if b == row.id])])
                child.setData(0, theme.DATA, row.id)
                item.addChild(child)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsAutoTristate)
            self.forms.addTopLevelItem(item)
            if view.id == shown:
                item.setExpanded(True)
                self.forms.setCurrentItem(item)

    def _tell(self) -> None:
        parts = self.parts()
        whole = sum(not part.rows for part in parts)
        rows = sum(len(part.rows) for part in parts)
        named = bool(self.department.currentText().strip())
        said = f"整张表 {whole} 张，另有 {rows} 行指标" if parts else "请勾选要发出的表或指标行"
        self.told.setText(said if named or not parts else f"{said}；请写明发给哪个科室")
        self.go.setEnabled(named and bool(parts))


def _item(texts: Sequence[str]) -> QTreeWidgetItem:
    item = QTreeWidgetItem([" ".join(text.split()) for text in texts])
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(0, _OFF)
    return item


def _rows(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [item.child(number) for number in range(item.childCount())]


def _ticked(item: QTreeWidgetItem) -> bool:
    return item.checkState(0) is _ON


def _number(blanks: Sequence[str]) -> str:
    return str(len(blanks)) if blanks else ""


def _safe(name: str) -> str:
    return "".join(char for char in name if char not in '\\/:*?"<>|') or "科室"
