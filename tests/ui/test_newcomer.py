"""An accountant who has never seen the program: last year's file in, this year's 自评表 filled, checked, printed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from perfdesk.findings import Severity
from tests.ui.conftest import Answers
from ui.dialogs.bring_in.import_dialog import ImportDialog
from ui.dialogs.forms.carry_over import CarryOverDialog
from ui.dialogs.send_out.export_dialog import ExportDialog
from ui.window.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Keys = Qt.Key
NAME = "闵行区医学检验检查互联互通互认服务系统(2024运维)"


class Accountant:
    """Presses keys and clicks; looks at what stands on the screen."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.view = window.context.view
        self._qtbot = qtbot

    def press(
        self,
        key: Keys,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        times: int = 1,
    ) -> None:
        for _ in range(times):
            at = self.view.cells.editor if self.view.editing() else self.view
            assert at is not None
            QTest.keyClick(at, key, modifiers)

    def write(self, text: str, then: Keys = Keys.Key_Return) -> None:
        QTest.keyClicks(self.view, text[0])
        if len(text) > 1:
            QTest.keyClicks(self.view.cells.editor, text[1:])
        self.press(then)

    def compose(self, text: str) -> None:
        """Type by an input method, and leave the cell with Enter."""
        QApplication.sendEvent(self.view, QInputMethodEvent("pin", []))
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(self.view.cells.editor, event)
        self.press(Keys.Key_Return)

    def click(self, row: str, field: str) -> None:
        cell = self.view.grid.find(row, field)
        assert cell is not None
        place = self.view.geometry_of.place(cell)
        # The offscreen platform has no window manager that would make it so after a dialog.
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())

    def wait(self, fact: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(fact, timeout=20_000)

    def dialog(self, kind: type[QDialog]) -> QDialog:
        self.wait(lambda: any(d.isVisible() for d in self.window.findChildren(kind)))
        return next(d for d in self.window.findChildren(kind) if d.isVisible())

    def sees(self, row: str, field: str) -> str:
        cell = self.view.grid.find(row, field)
        assert cell is not None
        return cell.text

    def findings(self, severity: Severity) -> list[str]:
        """What the panel counts of a form that has been checked."""
        auditor, controller = self.window.context.auditor, self.window.context.controller
        self.wait(lambda: auditor.settled() and auditor.known(controller.form_id))
        found = auditor.findings(controller.form_id)
        return [f.rule for f in found if f.severity is severity and f.accepted is None]


@pytest.fixture
def accountant(
    make_window: Callable[..., MainWindow],
    answers: Answers,
    samples: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> Accountant:
    """Before the start page of a small screen, last year's workbook at hand."""
    window = make_window(opened=False)
    window.greet()
    window.resize(1093, 580)
    answers.paths = [samples / "workbooks" / "minhang-self-evaluation-2024-official.xlsx"]
    answers.path = tmp_path / "unit.perfdesk"
    answers.folder = tmp_path
    return Accountant(window, qtbot)


def this_years_form(user: Accountant) -> list[str]:
    """Import last year's file, and make this year's form after its first; answers its rows."""
    start = user.window.start_page().first()
    QTest.keyClick(start, Keys.Key_Space)
    QTest.keyClick(user.dialog(ImportDialog), Keys.Key_Return)
    user.wait(
        lambda: bool(user.window.context.controller.form_id) and not user.window.context.running
    )
    assert NAME in user.sees("", "project_name")
    user.window.center.actions["carry_over"].trigger()
    dialog = user.dialog(CarryOverDialog)
    assert isinstance(dialog, CarryOverDialog)
    QTest.keyClick(dialog.year, Keys.Key_Return)
    assert user.sees("", "year").strip("（）度") == "2025年"
    return [row.row_ids[0] for row in user.view.grid.rows if row.row_ids]


def test_from_last_years_file_to_paper(accountant: Accountant, tmp_path: Path) -> None:
    from pypdf import PdfReader

    user = accountant
    rows = this_years_form(user)
    assert len(rows) == 12
    assert user.findings(Severity.ERROR)

    for source, amounts in (("F1", ("10", "12", "11.9")), ("F2", "000"), ("F3", "000")):
        user.click(source, "initial")
        for amount, key in zip(amounts, (Keys.Key_Tab, Keys.Key_Tab, Keys.Key_Return), strict=True):
            user.write(amount, key)
    assert (user.sees("F0", "adjusted"), user.sees("F0", "rate")) == ("12.00", "99.17")

    user.click("", "goal_expected")
    user.compose("全年检验互认平台故障响应服务完成率100%，部门单位满意度不低于95%。")
    user.click("", "goal_actual")
    user.compose("全年响应故障36次，均在2小时内完成；互认平台可用率99.9%，部门单位满意度97%。")
    user.click(rows[0], "actual")
    column = ["达成指标" if "%" not in user.sees(row, "target") else "100.00(%)" for row in rows]
    data = QMimeData()
    data.setText("\r\n".join(column) + "\r\n")
    QGuiApplication.clipboard().setMimeData(data)
    user.press(Keys.Key_V, CTRL)
    assert [user.sees(row, "actual") for row in rows] == column

    user.click(rows[0], "score")
    user.press(Keys.Key_Down, SHIFT, times=len(rows) - 1)
    user.press(Keys.Key_Return, CTRL)
    for row in rows:
        if not user.sees(row, "score"):
            user.click(row, "score")
            user.write(user.sees(row, "weight"))
    assert user.sees("", "total_score") == "99.92"
    assert user.sees("", "grade") == "优"
    assert user.findings(Severity.ERROR) == []

    user.window.center.actions["export_pdf"].trigger()
    export = user.dialog(ExportDialog)
    button = next(b for b in export.findChildren(QPushButton) if b.isDefault())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    user.wait(lambda: bool(list(tmp_path.glob("*.pdf"))) and not user.window.context.running)
    printed = "".join(page.extract_text() for page in PdfReader(next(tmp_path.glob("*.pdf"))).pages)
    for text in ("2025", "99.17", "99.92", "满意度97%"):
        assert text in printed.replace("\n", "")


def test_a_quick_fix_and_its_undo(accountant: Accountant) -> None:
    user = accountant
    rows = this_years_form(user)
    user.click("F1", "initial")
    user.write("10", Keys.Key_Tab)
    user.click("F2", "initial")
    user.write("1", Keys.Key_Tab)
    user.click("F0", "initial")
    user.write("25")
    errors = user.findings(Severity.ERROR)
    panel = user.window.context.findings
    user.press(Keys.Key_F8)
    for _ in errors:
        finding = panel.current()
        if finding is not None and finding.fix is not None:
            break
        user.press(Keys.Key_F8)
    assert finding is not None
    assert finding.fix is not None
    user.press(Keys.Key_Period, CTRL)
    assert len(user.findings(Severity.ERROR)) < len(errors)
    assert user.sees("F0", "initial") == "11.00"
    user.press(Keys.Key_Z, CTRL)
    assert user.sees("F0", "initial") == "25"
    assert rows
