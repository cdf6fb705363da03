"""Export as one workbook, with the code in the footer; empty forms; a folder brought in with one report."""

import shutil
import zipfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from ui.dialogs.bring_in.import_dialog import ImportDialog
from ui.dialogs.forms.blank_form import BlankFormDialog
from ui.dialogs.result import ResultDialog
from ui.dialogs.send_out.export_dialog import ExportDialog
from ui.style import theme
from ui.window.main_window import MainWindow


def do(window: MainWindow, action: str) -> None:
    window.center.actions[action].trigger()


def dialog(kind: type[QDialog], window: MainWindow, qtbot: QtBot):  # type: ignore[no-untyped-def]
    qtbot.waitUntil(lambda: window.findChild(kind) is not None, timeout=20_000)
    return window.findChild(kind)


def footers(path: Path) -> list[str]:
    """The page footers of the sheets that print, as they are stored."""
    with zipfile.ZipFile(path) as book:
        sheets = sorted(name for name in book.namelist() if "worksheets/sheet" in name)
        found = [book.read(name).decode().partition("<oddFooter>")[2] for name in sheets]
    return [footer for footer in found if footer]


def exported(
    window: MainWindow, qtbot: QtBot, answers: object, folder: Path, *, all_: bool
) -> Path:
    """Export to Excel through the dialog, all forms as one file or the one on show."""
    answers.folder = folder  # type: ignore[attr-defined]
    do(window, "export_excel")
    asked: ExportDialog = dialog(ExportDialog, window, qtbot)
    if all_:
        asked.choice.scopes[-1][0].click()
        asked.one_file.click()
    asked.accept()
    dialog(ResultDialog, window, qtbot).close()
    (path,) = folder.glob("*.xlsx")
    return path


def test_all_forms_go_into_one_workbook_with_their_codes(
    window: MainWindow, qtbot: QtBot, answers: object, tmp_path: Path
) -> None:
    path = exported(window, qtbot, answers, tmp_path / "全部", all_=True)
    forms = len(window.context.controller.file.forms())
    told = footers(path)
    assert len(told) == forms + 1
    assert sum("校验码" in footer for footer in told) == forms


def test_the_code_of_the_workbook_is_known_again(
    window: MainWindow, qtbot: QtBot, answers: object, tmp_path: Path
) -> None:
    (footer,) = footers(exported(window, qtbot, answers, tmp_path / "一张", all_=False))
    code = footer.partition("校验码")[2].partition("<")[0]
    answer = window.context.controller.file.reports.verify_digest(code)
    assert answer.state == "current"
    assert [match.form_id for match in answer.matches] == [window.context.controller.form_id]


def test_without_the_code_when_it_is_not_wanted(
    window: MainWindow, qtbot: QtBot, answers: object, tmp_path: Path
) -> None:
    window.context.preferences.print_digest = False
    (footer,) = footers(exported(window, qtbot, answers, tmp_path / "无", all_=False))
    assert "校验码" not in footer


def test_one_form_is_one_file_in_any_case(window: MainWindow) -> None:
    asked = ExportDialog(window.context, "xlsx", [window.context.controller.form_id])
    asked.open()
    assert not asked.one_file.isEnabled()
    asked.choice.scopes[-1][0].click()
    assert asked.one_file.isEnabled()
    asked.reject()


def test_an_empty_form_is_written_and_read_again(
    window: MainWindow, qtbot: QtBot, answers: object, tmp_path: Path
) -> None:
    answers.path = tmp_path / "空白表"  # type: ignore[attr-defined]
    do(window, "blank_form")
    asked: BlankFormDialog = dialog(BlankFormDialog, window, qtbot)
    QTest.keyClick(asked.templates, Qt.Key.Key_Down)
    wanted = asked.templates.currentItem().data(theme.DATA)
    asked.accept()
    dialog(ResultDialog, window, qtbot).close()
    (read,) = window.context.controller.file.transfer.read([tmp_path / "空白表.xlsx"])
    assert [form.form.template_id for form in read.forms] == [wanted]
    assert [form.view.project_name for form in read.forms] == [""]


def test_a_folder_is_brought_in_with_one_report(
    window: MainWindow, qtbot: QtBot, answers: object, tmp_path: Path, samples: Path
) -> None:
    folder = tmp_path / "各科室"
    (folder / "二科").mkdir(parents=True)
    shutil.copy(samples / "forms" / "jiading-declaration-2023.json", folder / "一科.json")
    shutil.copy(samples / "forms" / "municipal-self-evaluation-2023.json", folder / "二科")
    (folder / "坏.xlsx").write_bytes(b"not a workbook")
    (folder / "说明.txt.bak").write_text("no form")
    (folder / "~$一科.xlsx").write_bytes(b"lock")
    before = len(window.context.controller.file.forms())
    answers.folder = folder  # type: ignore[attr-defined]
    do(window, "import_folder")
    preview: ImportDialog = dialog(ImportDialog, window, qtbot)
    assert preview.tree.topLevelItemCount() == 3
    preview.accept()
    report: ResultDialog = dialog(ResultDialog, window, qtbot)
    lines = [report.list.item(row).text() for row in range(report.list.count())]
    assert [line.partition("：")[0] for line in lines] == [
        "坏.xlsx", "municipal-self-evaluation-2023.json", "一科.json",
    ]  # fmt: skip
    assert ["未能读取" in lines[0], "跳过" in lines[1], "新增" in lines[2]] == [True] * 3
    assert str(folder) not in lines[0]
    assert len(window.context.controller.file.forms()) > before
    do(window, "undo")
    do(window, "undo")
    assert len(window.context.controller.file.forms()) == before


def test_an_empty_folder_is_said(
    window: MainWindow, qtbot: QtBot, answers: object, tmp_path: Path
) -> None:
    answers.folder = tmp_path / "空"  # type: ignore[attr-defined]
    (tmp_path / "空").mkdir()
    do(window, "import_folder")
    qtbot.waitUntil(lambda: "没有读到文件" in window.status.said.toolTip(), timeout=20_000)
    assert window.findChild(ImportDialog) is None
