"""The whole job of a January by keyboard alone, and how many keys it takes beside a bare worksheet."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from perfdesk.grid import Grid, Role
from perfdesk.session.edit.money_table import MoneyColumn
from perfdesk.session.send_out.transfer import ExportPlan
from perfdesk.session.workspace import Workspace
from tests.ui.on_show import text
from ui.dialogs.bring_in.import_dialog import ImportDialog
from ui.dialogs.forms.money_table import MoneyDialog
from ui.dialogs.send_out.export_dialog import ExportDialog
from ui.dialogs.send_out.preview import PreviewDialog
from ui.dialogs.year.carry_dialog import CarryDialog
from ui.window.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ALT, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
Key = Qt.Key
MOST = 0.60
"""Of the keys of a bare worksheet, for the same entries."""
PROJECT = "公共卫生定向培养医学生"


class Hands:
    """Presses keys where the keyboard is, and counts them; a modifier held is a key too."""

    def __init__(self, qtbot: QtBot) -> None:
        self.keys = 0
        self.stages: dict[str, int] = {}
        self._qtbot = qtbot

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            QTest.keyClick(self._focus(), key, held)
            self._settle()
        self.keys += len(keys) + bin(held.value).count("1")

    def write(self, text: str) -> None:
        """Typed as a hand would; what is no key of the keyboard comes from the input method."""
        for character in text:
            if character.isascii():
                QTest.keyClicks(self._focus(), character)
            else:
                event = QInputMethodEvent()
                event.setCommitString(character)
                QApplication.sendEvent(self._focus(), event)
        self.keys += len(text)

    def ended(self, stage: str) -> None:
        self.stages[stage] = self.keys - sum(self.stages.values())

    def dialog(self, window: MainWindow, kind: type[QDialog]) -> QDialog:
        self._qtbot.waitUntil(
            lambda: any(d.isVisible() for d in window.findChildren(kind)), timeout=20_000
        )
        found = next(d for d in window.findChildren(kind) if d.isVisible())
        found.activateWindow()
        QApplication.processEvents()
        return found

    def back_to(self, window: MainWindow) -> None:
        """A dialog has closed: the window system gives the window its keyboard back."""
        window.activateWindow()
        window.view.setFocus()
        self._settle()

    def _settle(self) -> None:
        """What an event loop does between two keys: editors that were closed go."""
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()

    def _focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus


def in_a_bare_worksheet(grid: Grid, before: Grid | None = None) -> int:
    """The keys that the entries of this form cost where nothing helps: their characters, and one to go on.

    What the sheet prints of itself (labels, title) costs nothing, and a merged cell is typed once.
    `before`: only what was not there yet, as for somebody who copies last year's texts over.
    """
    entries = [c for c in grid.cells if c.editable and c.text and c.role is not Role.TITLE]
    there = {(c.row_id, c.field): c.text for c in before.cells} if before is not None else {}
    return sum(len(c.text) + 1 for c in entries if there.get((c.row_id, c.field)) != c.text)


def declaration(samples: Path, folder: Path) -> Path:
    """A declaration as the unit handed it in last year: one workbook."""
    with Workspace.create(folder / "last.perfdesk") as last:
        last.transfer.import_files([samples / "forms" / "jiading-declaration-2023.json"])
        form = next(f.id for f in last.forms() if f.project_name == PROJECT)
        written = last.transfer.export(ExportPlan(folder / "去年", ("xlsx",)), [form])
        return written[0].path


@pytest.fixture
def job(
    make_window: Callable[..., MainWindow], samples: Path, tmp_path: Path, answers: object
) -> MainWindow:
    """An empty data file, and the declaration as the file that a chooser would give."""
    answers.paths = [declaration(samples, tmp_path)]  # type: ignore[attr-defined]
    answers.folder = tmp_path / "上报"  # type: ignore[attr-defined]
    window = make_window(opened=False)
    window.controller.take(Workspace.create(tmp_path / "unit.perfdesk"))
    window.greet()
    window.activateWindow()
    return window


@pytest.mark.timeout(180)
def test_the_whole_january_by_keyboard(
    job: MainWindow, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    window, hands = job, Hands(qtbot)
    controller = window.controller

    hands.press(Key.Key_I, held=CTRL)
    hands.dialog(window, ImportDialog)
    hands.press(Key.Key_Return)
    qtbot.waitUntil(lambda: bool(controller.form_id), timeout=20_000)
    hands.ended("导入")

    hands.back_to(window)
    menu_keys(window, hands, "make_self_evaluation")
    hands.dialog(window, CarryDialog)
    hands.press(Key.Key_Return)
    hands.back_to(window)
    made = next(f for f in controller.file.forms() if f.kind == "self_evaluation")
    assert controller.form_id == made.id
    generated = controller.grid(made.id)
    hands.ended("由申报表生成")

    money(window, hands)
    actuals(window, hands)
    scores(window, hands)
    narrative(window, hands)
    findings(window, hands, qtbot)

    hands.back_to(window)
    hands.press(Key.Key_P, held=CTRL | SHIFT)
    hands.dialog(window, PreviewDialog)
    hands.press(Key.Key_PageDown, Key.Key_Escape)
    assert not window.findChildren(PreviewDialog)
    hands.ended("预览")

    pdf(window, hands, qtbot, tmp_path)
    grid = controller.grid(made.id)
    bare = in_a_bare_worksheet(grid)
    share = hands.keys / bare
    with capsys.disabled():
        stages = "，".join(f"{name} {count}" for name, count in hands.stages.items())
        new = in_a_bare_worksheet(grid, generated)
        print(f"\n一月的活：{hands.keys} 键（{stages}）；空白工作表 {bare} 键，占 {share:.0%}")
        print(f"其中新填的内容在空白工作表里 {new} 键，占 {hands.keys / new:.0%}")
    assert share <= MOST


def menu_keys(window: MainWindow, hands: Hands, name: str) -> None:
    """An action by its menu: Alt and two letters."""
    hands.keys += 3
    window.center.actions[name].trigger()
    QApplication.processEvents()


def money(window: MainWindow, hands: Hands) -> None:
    hands.press(Key.Key_M, held=CTRL)
    dialog = hands.dialog(window, MoneyDialog)
    assert isinstance(dialog, MoneyDialog)
    for field, amount in (("adjusted", "25.9"), ("executed", "25.76")):
        while column(dialog).field != field or column(dialog).row != "F1":
            hands.press(Key.Key_Tab)
        hands.write(amount)
    hands.press(Key.Key_Return, Key.Key_Escape)
    assert not window.findChildren(MoneyDialog)
    hands.ended("资金总表")


def column(dialog: MoneyDialog) -> MoneyColumn:
    """The column of the money table where the cursor stands."""
    table = dialog.model.table
    assert table is not None
    return table.columns[dialog.table.currentIndex().column()]


def actuals(window: MainWindow, hands: Hands) -> None:
    view = window.view
    rows = [row for line in view.grid.rows for row in line.row_ids]
    hands.back_to(window)
    view.go_to_field(rows[0], "actual")
    hands.keys += 2
    for row in rows:
        target = view.grid.find(row, "target")
        hands.write(
            "".join(c for c in (target.text if target else "") if c not in "≥≤=＝<>") or "达成"
        )
        hands.press(Key.Key_Return)
    hands.ended(f"完成情况 {len(rows)} 条")


def scores(window: MainWindow, hands: Hands) -> None:
    """One weight into the whole column, then the proposed score of every row."""
    view = window.view
    rows = [row for line in view.grid.rows for row in line.row_ids]
    view.go_to_field(rows[0], "weight")
    hands.keys += 3
    hands.press(Key.Key_Down, held=CTRL | SHIFT)
    hands.write("7.5")
    hands.press(Key.Key_Return, held=CTRL)
    view.go_to_field(rows[0], "score")
    hands.keys += 2
    hands.press(Key.Key_Down, held=CTRL | SHIFT)
    hands.press(Key.Key_Return, held=CTRL)
    for number, row in enumerate(rows):
        # What is told in words is judged by a person.
        if not text(window, row, "score"):
            view.go_to_field(row, "score")
            hands.keys += 1 + number // 4
            hands.write("7.5")
            hands.press(Key.Key_Return)
    assert all(text(window, row, name) for row in rows for name in ("actual", "weight", "score"))
    hands.ended("分值、得分")


def narrative(window: MainWindow, hands: Hands) -> None:
    window.view.go_to_field("", "goal_actual")
    hands.keys += 1
    hands.write("已按计划培养定向医学生，学费、书费按期发放。")
    hands.press(Key.Key_Return)
    hands.ended("实际完成情况")


def findings(window: MainWindow, hands: Hands, qtbot: QtBot) -> None:
    hands.press(Key.Key_F9)
    qtbot.waitUntil(lambda: not window.context.running, timeout=20_000)
    for _ in range(5):
        hands.press(Key.Key_F8)
    hands.ended("全审、逐条看")


def pdf(window: MainWindow, hands: Hands, qtbot: QtBot, folder: Path) -> None:
    hands.back_to(window)
    hands.press(Key.Key_E, held=CTRL | SHIFT)
    hands.dialog(window, ExportDialog)
    hands.press(Key.Key_Return)
    target = folder / "上报"

    def there() -> bool:
        for dialog in window.findChildren(QDialog):
            anyway = getattr(dialog, "anyway", None)
            if dialog.isVisible() and anyway is not None:
                anyway.click()
        return target.exists() and any(target.glob("*.pdf"))

    qtbot.waitUntil(there, timeout=20_000)
    hands.ended("PDF")
