"""The print preview: whole page first, page keys, margins shown, and page set-up where one prints."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.dialogs.send_out.preview import PreviewDialog
from ui.window.main_window import MainWindow


@pytest.fixture
def preview(window: MainWindow) -> PreviewDialog:
    ids = window.controller.file.form_ids()
    dialog = PreviewDialog(window.context, ids)
    dialog.show()
    QApplication.processEvents()
    return dialog


def test_a_whole_page_is_seen_first_and_the_width_at_a_press(preview: PreviewDialog) -> None:
    area, sheets = preview.area, preview.sheets
    assert sheets.pages[0].height * sheets.scale <= area.viewport().height()
    small = sheets.scale
    QTest.mouseClick(preview.width_button, Qt.MouseButton.LeftButton)
    assert sheets.scale > small
    assert sheets.width() <= area.viewport().width() + 2
    QTest.mouseClick(preview.whole_button, Qt.MouseButton.LeftButton)
    assert abs(sheets.scale - small) < 0.1
    preview.close()


def test_keys_go_from_page_to_page(preview: PreviewDialog) -> None:
    area, last = preview.area, len(preview.sheets.pages) - 1
    assert last >= 3
    assert area.hasFocus()
    seen = [area.page]
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_End):
        QTest.keyClick(area, key)
        seen.append(area.page)
    assert seen == [0, 1, 2, 1, last]
    QTest.keyClick(area, Qt.Key.Key_Home)
    assert area.page == 0
    assert preview.place.text().startswith("第 1 页")
    preview.close()


def test_page_set_up_is_kept_as_a_step_and_seen_at_once(
    window: MainWindow, preview: PreviewDialog
) -> None:
    before = min(box.x for box in preview.documents[0].pages[0].boxes if box.border)
    QTest.mouseClick(preview.setup_button, Qt.MouseButton.LeftButton)
    assert preview.setup.isVisible()
    assert preview.sheets.guides
    preview.setup.margins["margin_left"].setValue(30.0)
    preview.setup.footer.setPlainText("填报人：\n单位负责人：")
    QTest.mouseClick(preview.setup.take, Qt.MouseButton.LeftButton)
    page = preview.documents[0].pages[-1]
    left = min(box.x for box in page.boxes if box.border)
    assert before < left == pytest.approx(30.0, abs=0.6)
    words = "".join(run.text for box in page.boxes for run in box.runs)
    assert "单位负责人：" in words
    options = window.controller.file.options
    assert options.current.margin_left == Decimal("30.0")
    window.controller.perform(window.controller.file.editing.undo)
    assert options.current.margin_left is None
    assert options.current.footer is None
    preview.close()


def test_the_workbook_has_the_margins_of_the_unit(window: MainWindow, tmp_path: object) -> None:
    from dataclasses import replace
    from pathlib import Path

    from openpyxl import load_workbook

    options = window.controller.file.options
    options.change(replace(options.current, margin_top=Decimal(25)))
    path = Path(str(tmp_path)) / "a.xlsx"
    window.controller.file.transfer.write_blank("shanghai-self-evaluation-2023", path)
    assert load_workbook(path).worksheets[0].page_margins.top == pytest.approx(25 / 25.4, abs=0.01)
