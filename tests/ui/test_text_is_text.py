"""A name is a name: nothing that a user or a file wrote is ever rendered as HTML."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QInputDialog,
    QLabel,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from perfdesk.cellpath import CellPath
from perfdesk.session.workspace import Workspace
from ui.desktop import qt_dialogs
from ui.dialogs.bring_in.import_dialog import ImportDialog
from ui.dialogs.result import ResultDialog
from ui.style.plain_text import PlainLabel, tip
from ui.window.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = "<b>坏</b><img src=x><h1>名&称</h1>"


def all_tips(model: QAbstractItemModel, parent: QModelIndex | None = None) -> list[str]:
    parent = parent or QModelIndex()
    found = []
    for row in range(model.rowCount(parent)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column, parent)
            found.append(str(model.data(index, Qt.ItemDataRole.ToolTipRole) or ""))
        if columns > 0 and not isinstance(model, QAbstractListModel):
            found += all_tips(model, model.index(row, 0, parent))
    return found


def faults_in(root: QWidget) -> list[str]:
    """Labels that render HTML, and tool tips that hold the hostile name unescaped."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        # The words beside the fields of a dialog are our own, and Qt makes their labels.
        label = isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText
        if label and "<b>坏" in widget.text():  # type: ignore[attr-defined]
            found.append(f"label {widget.text()!r}")  # type: ignore[attr-defined]
        if "<b>坏" in widget.toolTip():
            found.append(f"tip {widget.toolTip()!r}")
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            found += [text for text in all_tips(widget.model()) if "<b>坏" in text]
    return found


@pytest.fixture
def hostile(window: MainWindow) -> MainWindow:
    """A window on a form that bears the name, in every text that it has."""
    controller = window.controller
    form = controller.form_id
    cells = [c for c in controller.grid(form).cells if c.editable and not c.choices and c.field]
    entries = [(CellPath(form, c.row_id, c.field), HOSTILE) for c in cells if not c.row_ids]
    controller.perform(lambda: controller.file.editing.set_many(entries))
    controller.perform(
        lambda: controller.file.remarks.set_note(CellPath(form, "", "project_name"), HOSTILE)
    )
    window.context.auditor.check_shown()
    return window


def test_no_widget_of_the_window_renders_a_hostile_name(hostile: MainWindow) -> None:
    hostile.status.say(HOSTILE)
    hostile.center.actions["check_all"].setEnabled(True)
    assert faults_in(hostile) == []


DIALOGS = (
    "versions", "form_history", "recycle_bin", "step_list", "find", "replace", "fill_field", "money_table",
    "carry_over", "new_form", "export_excel", "settings", "phrases", "verify_paper", "palette", "shortcuts",
    "summary", "library", "narrative", "publication", "pack", "board", "side_by_side", "review", "blank_form",
    "cell_history", "cell_help", "print_preview",
)  # fmt: skip


@pytest.mark.parametrize("action", DIALOGS)
def test_no_dialog_renders_a_hostile_name(hostile: MainWindow, action: str, qtbot: QtBot) -> None:
    hostile.center.actions[action].trigger()

    def shown() -> list[QDialog]:
        tops = QApplication.topLevelWidgets()
        return [w for w in tops if isinstance(w, QDialog) and w.isVisible()]

    # A preview is laid out in the background first.
    qtbot.waitUntil(lambda: bool(shown()), timeout=20_000)
    dialogs = shown()
    for dialog in dialogs:
        assert faults_in(dialog) == []
        dialog.close()


def test_no_hostile_name_of_a_file_is_rendered(
    make_window: Callable[..., MainWindow], samples: Path, tmp_path: Path
) -> None:
    """Data files, workbooks and folders bear names that are HTML, too."""
    folder = tmp_path / "<b>坏<∕b>夹"
    folder.mkdir()
    name = HOSTILE.replace("/", "∕")
    data, book = folder / f"{name}.perfdesk", folder / f"{name}.xlsx"
    Workspace.create(data).close()
    book.write_bytes(next((samples / "workbooks").glob("putuo*official.xlsx")).read_bytes())
    window = make_window(opened=False)
    assert window.commands.files.open_path(data)
    window.greet()
    assert faults_in(window) == []
    dialog = ImportDialog(window.context, window.controller.file.transfer.read([book]))
    dialog.show()
    assert faults_in(dialog) == []
    dialog.close()
    result = ResultDialog(window, "已导出", [book.name], folder)
    result.show()
    assert faults_in(result) == []
    result.close()
    window.controller.close()
    window.show_file()
    assert faults_in(window.start_page()) == []


def test_boxes_and_questions_are_plain(window: MainWindow) -> None:
    box = qt_dialogs.message(window, HOSTILE, "info")
    assert isinstance(box, QMessageBox)
    assert box.textFormat() is Qt.TextFormat.PlainText
    asked = qt_dialogs.question(window, "问", HOSTILE, "", lines=True)
    assert isinstance(asked, QInputDialog)
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText for label in asked.findChildren(QLabel)
    )


def test_a_tip_shows_its_signs() -> None:
    assert tip("甲 & 乙") == "甲 & 乙"
    assert tip(HOSTILE) == (
        "<html>&lt;b&gt;坏&lt;/b&gt;&lt;img src=x&gt;&lt;h1&gt;名&amp;称&lt;/h1&gt;</html>"
    )
    assert PlainLabel(HOSTILE).textFormat() is Qt.TextFormat.PlainText


def calls(test: Callable[[ast.Call], bool]) -> list[str]:
    found = []
    for path in sorted((ROOT / "ui").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and test(node) and path.name != "plain_text.py":
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return found


def test_labels_and_tips_are_made_in_one_place() -> None:
    assert calls(lambda c: ast.unparse(c.func) == "QLabel") == []

    def bare_tip(call: ast.Call) -> bool:
        if not ast.unparse(call.func).endswith("setToolTip"):
            return False
        text = call.args[-1]
        return not isinstance(text, ast.Constant) and not ast.unparse(text).startswith("tip(")

    assert calls(bare_tip) == []
