"""1366×768 at 200 % (683×384 logical), as at 150 %: everything is there, nothing cut, dialogs scroll."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from perfdesk.cellpath import CellPath
from ui.datafile.banner import INFO, Message
from ui.datafile.check_file import CheckFileDialog
from ui.dialog_frame import Frame
from ui.findings.detail_room import DetailRoom
from ui.style import theme
from ui.window.compact_layout import LOW
from ui.window.main_window import MainWindow

SMALL = QSize(683, 384 - 32)
"""What is left below the title."""


def settle() -> None:
    for _ in range(10):
        QApplication.processEvents()


def inside(widget: QWidget, window: QWidget) -> bool:
    """Whether all of a widget is within the window."""
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    return window.rect().contains(place)


@pytest.fixture
def small(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window on that screen, with a banner above the paper and a finding with two cures chosen."""
    controller = window.context.controller
    form = next(
        f.id for f in controller.file.forms() if f.template_id == "shanghai-self-evaluation-2023"
    )
    controller.show_form(form)
    qtbot.waitUntil(window.context.auditor.settled, timeout=20_000)
    texts = {"level3": "宣传资料完成数", "target": "≥95%", "actual": "96"}
    entries = [(CellPath(form, "r1", name), text) for name, text in texts.items()]
    controller.perform(lambda: controller.file.editing.set_many(entries))
    window.context.auditor.check_shown()
    window.resize(SMALL)
    window.banner.put("notice", Message(INFO, "上次没有正常退出，已保存的内容都在。"))
    panel = window.context.findings
    found = next(f for f in panel.model.findings() if f.rule == "T04")
    panel.list.choose(panel.model.place_of(found))
    settle()
    return window


def test_the_window_fits_and_cuts_nothing(small: MainWindow) -> None:
    assert small.size() == SMALL
    panel, status = small.context.findings, small.status
    least = small.minimumSizeHint()
    assert least.boundedTo(SMALL) == least
    for widget in (
        small.context.tree,
        small.context.paper_area,
        panel,
        panel.list,
        status,
        small.tool_bar,
    ):
        assert inside(widget, small), widget
    assert panel.list.height() >= 40
    room = panel.findChild(DetailRoom)
    assert room is not None
    assert room.geometry().top() >= panel.list.geometry().bottom()
    # The verdict above the list makes room; the line below says the same.
    assert not panel.verdict.isVisible()
    assert status.verdict.text()


def test_no_finding_makes_the_window_higher_than_its_screen(small: MainWindow) -> None:
    """One with a single cure made it a pixel higher: whatever stands in a panel, the window stays."""
    panel = small.context.findings
    panel.scope[1].click()
    settle()
    seen = set()
    for found in panel.model.findings():
        shape = (found.rule, found.fix is None, len(found.other_fixes))
        if shape in seen:
            continue
        seen.add(shape)
        panel.list.choose(panel.model.place_of(found))
        settle()
        small.resize(SMALL)
        settle()
        assert small.size() == SMALL, shape
        assert inside(small.status, small)
    assert len(seen) > 5


def test_what_is_said_of_a_finding_can_be_scrolled_to(small: MainWindow) -> None:
    panel = small.context.findings
    room = panel.findChild(DetailRoom)
    assert room is not None
    button = panel.detail.accept_button
    room.ensureWidgetVisible(button)
    assert (
        room.viewport()
        .rect()
        .contains(QRect(button.mapTo(room.viewport(), QPoint(0, 0)), button.size()))
    )
    assert panel.detail.width() <= room.viewport().width()


def test_on_a_larger_window_it_is_whole_and_the_verdict_back(small: MainWindow) -> None:
    roomy = small.tool_bar.height()
    small.resize(1093, LOW + 120)
    settle()
    panel = small.context.findings
    room = panel.findChild(DetailRoom)
    assert room is not None
    assert panel.verdict.isVisible()
    assert room.height() >= panel.detail.heightForWidth(room.width())
    assert small.tool_bar.height() > roomy


def tall_dialog(parent: QWidget) -> Frame:
    dialog = Frame(parent, "高")
    column = QVBoxLayout()
    for number in range(40):
        column.addWidget(QLabel(f"第 {number} 行"))
    dialog.body.addLayout(column)
    dialog.add_button("确定", primary=True)
    return dialog


def test_a_dialog_higher_than_the_screen_scrolls_between_heading_and_buttons(
    make_window: Callable[..., MainWindow],
) -> None:
    window = make_window(opened=False)
    dialog = tall_dialog(window)
    dialog.show()
    settle()
    area = dialog.findChild(QScrollArea)
    assert area is not None
    assert area.verticalScrollBar().maximum() > 0
    assert not area.horizontalScrollBar().isVisible()
    room = dialog.screen().availableGeometry().size().expandedTo(window.size())
    assert dialog.height() <= room.height()
    button = dialog.buttons.itemAt(dialog.buttons.count() - 1).widget()
    assert button is not None
    assert inside(button, dialog)
    dialog.close()


def test_a_dialog_opens_large_enough_for_its_sentences(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    """Its headline was cut: it opened as small as it can be made."""
    window.center.actions["check_file"].trigger()
    qtbot.waitUntil(lambda: window.findChild(CheckFileDialog) is not None)
    dialog = window.findChild(CheckFileDialog)
    assert dialog is not None
    settle()
    label = dialog.headline
    assert label.height() >= label.heightForWidth(label.width())
    dialog.close()


@pytest.mark.parametrize("enabled", [True, False])
def test_a_button_that_does_nothing_now_does_not_look_as_if(
    make_window: Callable[..., MainWindow], enabled: bool
) -> None:
    """The large one of a dialog stayed blue: 恢复所选 where nothing differed."""
    dialog = Frame(make_window(opened=False), "恢复")
    button = dialog.add_button("恢复所选", primary=True)
    button.setEnabled(enabled)
    dialog.show()
    settle()
    ground = button.grab().toImage().pixelColor(8, button.height() // 2).name()
    assert (ground == theme.colours().accent) is enabled
    dialog.close()
