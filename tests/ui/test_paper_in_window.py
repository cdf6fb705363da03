"""Fonts are chosen with an example; what no font can show is said before paper and leads to its cell."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from perfdesk.paths import resource
from perfdesk.session.send_out import typefaces
from ui.dialogs.result import ResultDialog
from ui.dialogs.send_out.export_dialog import ExportDialog
from ui.dialogs.send_out.preview import PreviewDialog
from ui.dialogs.settings import font_page
from ui.dialogs.settings.settings_dialog import SettingsDialog
from ui.printing import paper_check
from ui.printing import printer as printing
from ui.printing.paper_check import PaperDialog
from ui.window.main_window import MainWindow

SELF_2023 = "shanghai-self-evaluation-2023"
RARE = "😀"


@pytest.fixture
def form(window: MainWindow) -> str:
    """A form with a character that no font has, shown no longer."""
    forms = window.context.controller.file.forms()
    found = next(f.id for f in forms if f.template_id == SELF_2023)
    window.context.controller.show_form(found)
    write(window, f"推迟{RARE}")
    window.context.controller.show_form(next(f.id for f in forms if f.id != found))
    return found


def write(window: MainWindow, text: str) -> None:
    cell = window.context.view.grid.find("r2", "deviation")
    assert cell is not None
    window.context.controller.type_text(cell, text)


def do(window: MainWindow, action: str) -> None:
    window.center.actions[action].trigger()


def dialog(kind: type[QDialog], window: MainWindow, qtbot: QtBot):  # type: ignore[no-untyped-def]
    qtbot.waitUntil(lambda: window.findChild(kind) is not None, timeout=20_000)
    return window.findChild(kind)


def on_paper(window: MainWindow, form: str) -> list[tuple[str, str]]:
    found = window.context.auditor.findings(form)
    return [(f.row, f.field) for f in found if f.rule == "P02"]


def at_the_cell(window: MainWindow, form: str) -> bool:
    cell = window.context.view.current_cell()
    assert cell is not None
    return (window.context.controller.form_id, cell.row_id, cell.field) == (form, "r2", "deviation")


def test_the_full_check_looks_at_the_paper_until_it_is_put_right(
    window: MainWindow, qtbot: QtBot, form: str
) -> None:
    qtbot.waitUntil(window.context.auditor.settled, timeout=20_000)
    assert on_paper(window, form) == []
    do(window, "check_all")
    qtbot.waitUntil(lambda: on_paper(window, form) == [("r2", "deviation")], timeout=20_000)
    window.context.controller.show_form(form)
    write(window, f"仍有{RARE}字")
    qtbot.waitUntil(window.context.auditor.settled, timeout=20_000)
    assert on_paper(window, form) == [("r2", "deviation")]
    write(window, "已改")
    qtbot.waitUntil(window.context.auditor.settled, timeout=20_000)
    assert on_paper(window, form) == []


def test_an_export_to_pdf_asks_first_and_leads_to_the_cell(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, answers: object, form: str
) -> None:
    answers.folder = tmp_path / "out"  # type: ignore[attr-defined]
    ExportDialog(window.context, "pdf", [form]).accept()
    asked: PaperDialog = dialog(PaperDialog, window, qtbot)
    assert asked.list.count() == 1
    assert RARE in asked.list.item(0).text()
    QTest.mouseClick(asked.go, Qt.MouseButton.LeftButton)
    assert at_the_cell(window, form)
    assert not (tmp_path / "out").exists()


def test_the_export_goes_on_when_told_to(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, answers: object, form: str
) -> None:
    answers.folder = tmp_path / "out"  # type: ignore[attr-defined]
    ExportDialog(window.context, "pdf", [form]).accept()
    asked: PaperDialog = dialog(PaperDialog, window, qtbot)
    QTest.mouseClick(asked.anyway, Qt.MouseButton.LeftButton)
    dialog(ResultDialog, window, qtbot)
    assert len(list((tmp_path / "out").glob("*.pdf"))) == 1


def test_printing_asks_first_and_a_reason_given_is_enough(
    window: MainWindow, qtbot: QtBot, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[list[str]] = []
    monkeypatch.setattr(printing, "choose_printer", lambda _, ids: printed.append(list(ids)))
    printing.print_forms(window.context, [form])
    asked: PaperDialog = dialog(PaperDialog, window, qtbot)
    asked.reject()
    assert printed == []
    checking = window.context.controller.file.checking
    checking.accept(checking.paper_findings([form])[0], "手写补上")
    printing.print_forms(window.context, [form])
    qtbot.waitUntil(lambda: printed == [[form]], timeout=20_000)


def test_the_preview_lists_what_does_not_print(window: MainWindow, form: str) -> None:
    preview = PreviewDialog(window.context, [form])
    preview.open()
    assert preview.lost.isVisible()
    at = preview.lost.visualItemRect(preview.lost.item(0)).center()
    QTest.mouseClick(preview.lost.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(preview.lost.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert at_the_cell(window, form)
    other = PreviewDialog(window.context, [window.context.controller.file.forms()[-1].id])
    other.open()
    assert not other.lost.isVisible()
    other.reject()


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A 仿宋 of this machine; answers how to take it away."""
    from fontTools.ttLib import TTFont

    path = tmp_path / "fonts" / "simfang.ttf"
    path.parent.mkdir()
    with TTFont(resource("fonts", "PerfDeskSigns.ttf")) as font:
        for record in font["name"].names:
            if record.nameID == 1:
                record.string = "FangSong"
        font.save(path)
    monkeypatch.setattr(
        font_page, "installed_fonts", lambda: typefaces.installed_fonts([path.parent])
    )
    return path.unlink


def fonts_shown(window: MainWindow) -> SettingsDialog:
    do(window, "settings")
    settings = window.findChild(SettingsDialog)
    assert settings is not None
    settings.tabs.setCurrentWidget(settings.fonts)
    return settings


def test_a_font_is_chosen_with_an_example_and_used(
    window: MainWindow, installed: Callable[[], None]
) -> None:
    settings = fonts_shown(window)
    body = settings.fonts.choices["body"]
    assert [body.itemText(row) for row in range(body.count())][1:] == ["仿宋（FangSong）"]
    before = settings.fonts.examples["body"].styleSheet()
    QTest.keyClick(body, Qt.Key.Key_Down)
    assert settings.fonts.examples["body"].styleSheet() != before
    settings.accept()
    choice, title = typefaces.font_choice()
    assert choice is not None
    assert (choice[0].name, title) == ("simfang.ttf", None)
    assert printing.pages_of(window.context, [window.context.controller.form_id])


def test_a_chosen_font_that_is_gone_is_said(
    window: MainWindow, installed: Callable[[], None]
) -> None:
    settings = fonts_shown(window)
    settings.fonts.choices["body"].setCurrentIndex(1)
    settings.accept()
    installed()
    again = SettingsDialog(window.context)
    again.fonts.fill()
    assert again.fonts.problem.text()
    assert again.fonts.choices["body"].currentIndex() == 0
    again.reject()


def test_nothing_lost_asks_nothing(window: MainWindow, qtbot: QtBot) -> None:
    done: list[bool] = []
    form = window.context.controller.file.forms()[-1].id
    paper_check.look_first(window.context, [form], lambda: done.append(True), "仍然打印")
    qtbot.waitUntil(lambda: done == [True], timeout=20_000)
    assert window.findChild(PaperDialog) is None
