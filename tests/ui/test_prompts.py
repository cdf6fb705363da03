"""The dialogs of Qt itself, as the user sees them: our icons, no pictures on buttons, Chinese kinds."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QFileInfo, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QFileIconProvider,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from ui.bench.prompts import Prompts
from ui.desktop.qt_dialogs import _TOOLS, FileIcons
from ui.style import icons


@pytest.fixture
def parent(dressed: QApplication, qtbot: object) -> Iterator[QWidget]:
    widget = QWidget()
    widget.show()
    yield widget
    widget.close()
    widget.deleteLater()


@pytest.fixture
def prompts(parent: QWidget) -> Prompts:
    return Prompts(parent)


def meanwhile(look: Callable[[QDialog], None]) -> list[Exception]:
    """Look at the dialog that is asked next, while it waits; whatever happens it is closed."""
    wrong: list[Exception] = []

    def do() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        try:
            look(dialog)
        except (AssertionError, LookupError, StopIteration) as error:
            wrong.append(error)
        if dialog.isVisible():
            dialog.reject()

    QTimer.singleShot(0, do)
    return wrong


def button(dialog: QDialog, text: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text().startswith(text))


def test_the_chooser_of_files_wears_our_icons(
    prompts: Prompts, parent: QWidget, tmp_path: Path
) -> None:
    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, QFileDialog)
        shown = {b.objectName(): b.icon() for b in dialog.findChildren(QToolButton)}
        for place, name in _TOOLS.items():
            ours = icons.icon(name, dialog.palette()).pixmap(16)
            assert shown[place].pixmap(16).toImage() == ours.toImage(), place
        assert isinstance(dialog.iconProvider(), FileIcons)
        assert all(b.icon().isNull() for b in dialog.findChildren(QPushButton))

        where = dialog.findChild(QComboBox, "lookInCombo")
        assert where is not None
        folder = icons.icon("folder", dialog.palette()).pixmap(16)
        assert where.itemIcon(where.currentIndex()).pixmap(16).toImage() == folder.toImage()

    wrong = meanwhile(look)
    assert prompts.files_to_import(tmp_path) == []
    assert wrong == []


def test_files_have_chinese_kinds_and_icons_of_the_family(parent: QWidget, tmp_path: Path) -> None:
    provider = FileIcons(parent)
    book, other = tmp_path / "一.XLSX", tmp_path / "x.tmp"
    for path in (book, other):
        path.touch()
    assert provider.type(QFileInfo(str(book))) == "Excel 工作簿"
    assert provider.type(QFileInfo(str(other))) == "TMP 文件"
    assert provider.type(QFileInfo(str(tmp_path))) == "文件夹"
    for about, name in (
        (QFileInfo(str(book)), "file-spreadsheet"),
        (QFileInfo(str(tmp_path)), "folder"),
        (QFileInfo("/"), "hard-drive"),
        (QFileIconProvider.IconType.Computer, "monitor"),
        (QFileIconProvider.IconType.Trashcan, "file"),
    ):
        ours = icons.icon(name, parent.palette()).pixmap(16).toImage()
        assert provider.icon(about).pixmap(16).toImage() == ours, name


def test_a_chosen_file_comes_back(prompts: Prompts, tmp_path: Path) -> None:
    data = tmp_path / "unit.perfdesk"
    data.touch()

    def choose(dialog: QDialog) -> None:
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        line.setText(str(data))
        QTest.keyClick(line, Qt.Key.Key_Return)

    wrong = meanwhile(choose)
    assert prompts.open_data_file(tmp_path) == data
    assert wrong == []


@pytest.mark.parametrize("typed", ["汇总表", "汇总表.xlsx"])
def test_a_file_to_write_is_suggested_and_gets_its_ending(
    prompts: Prompts, tmp_path: Path, typed: str
) -> None:
    def choose(dialog: QDialog) -> None:
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        assert line.text() == "自检报告.xlsx"
        line.setText(typed)
        QTest.mouseClick(_default(dialog), LEFT)

    wrong = meanwhile(choose)
    kinds = "Excel (*.xlsx);;PDF (*.pdf)"
    assert (
        prompts.save_as("自检报告", tmp_path / "自检报告.xlsx", kinds) == tmp_path / "汇总表.xlsx"
    )
    assert wrong == []


def test_a_folder_comes_back(prompts: Prompts, tmp_path: Path) -> None:
    wrong = meanwhile(lambda dialog: QTest.mouseClick(_default(dialog), LEFT))
    assert prompts.export_folder(tmp_path) == tmp_path
    assert wrong == []


def test_a_new_data_file_gets_its_ending(prompts: Prompts, tmp_path: Path) -> None:
    def choose(dialog: QDialog) -> None:
        line = dialog.findChild(QLineEdit, "fileNameEdit")
        assert line is not None
        line.setText("卫生院")
        QTest.mouseClick(_default(dialog), LEFT)

    wrong = meanwhile(choose)
    assert prompts.new_data_file(tmp_path) == tmp_path / "卫生院.perfdesk"
    assert wrong == []


LEFT = Qt.MouseButton.LeftButton


def _default(dialog: QDialog) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.isDefault())


def test_questions_have_our_sign_and_buttons_with_words_only(prompts: Prompts) -> None:
    def agree(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        assert not dialog.iconPixmap().isNull()
        assert all(b.icon().isNull() for b in dialog.findChildren(QPushButton))
        QTest.mouseClick(button(dialog, "删除"), LEFT)

    wrong = meanwhile(agree)
    assert prompts.confirm("删除这张表？", "删除")
    wrong += meanwhile(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert not prompts.confirm("删除这张表？", "删除")
    wrong += meanwhile(lambda dialog: QTest.mouseClick(button(dialog, "另存"), LEFT))
    assert prompts.choose("怎么办？", ("重试", "另存")) == 1
    wrong += meanwhile(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert prompts.choose("怎么办？", ("重试", "另存")) is None
    wrong += meanwhile(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Return))
    prompts.error("写不进去。")
    wrong += meanwhile(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    prompts.tell("完好。")
    assert wrong == []


def test_texts_are_asked_for_with_words_on_the_buttons(prompts: Prompts) -> None:
    def write(dialog: QDialog) -> None:
        assert isinstance(dialog, QInputDialog)
        assert all(b.icon().isNull() for b in dialog.findChildren(QPushButton))
        line = dialog.findChild(QLineEdit)
        area = dialog.findChild(QPlainTextEdit)
        if area is not None and area.isVisible():
            area.setPlainText("两行\n字")
        elif line is not None:
            line.setText("送审稿")
        QTest.mouseClick(button(dialog, "确定"), LEFT)

    wrong = meanwhile(write)
    assert prompts.line("定稿", "版本名称：", "第 1 稿") == "送审稿"
    wrong += meanwhile(write)
    assert prompts.text("备注", "只给自己看：") == "两行\n字"
    wrong += meanwhile(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert prompts.text("备注", "只给自己看：") is None
    assert wrong == []


def test_a_text_of_several_lines_is_written_by_the_keys_alone(prompts: Prompts) -> None:
    """Tab stayed in the text, a long line ran out of sight, and no key agreed."""

    def write(dialog: QDialog) -> None:
        area = dialog.findChild(QPlainTextEdit)
        assert area is not None
        area.setPlainText("按批复调减，" * 40)
        QApplication.processEvents()
        assert area.horizontalScrollBar().maximum() == 0
        QTest.keyClick(area, Qt.Key.Key_Tab)
        assert not area.hasFocus()
        area.setFocus()
        QTest.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert not dialog.isVisible()

    wrong = meanwhile(write)
    assert prompts.text("出错说明", "原因：") == "按批复调减，" * 40
    assert wrong == []
