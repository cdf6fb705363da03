"""Make the pictures of the help by driving the real window: resources/help/*.png.

Run:  .venv/bin/python packaging/walkthrough.py [--to FOLDER]
Needs no display (offscreen). Each scene is one function; the two scaled scenes run in a process of
their own, since Qt takes its scale factor at the start.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QDialog

    from ui.window.main_window import MainWindow

SIZE = (1366, 728)
"""A screen of 1366×768 less a task bar."""
_PATIENCE = 30
"""Seconds that the window may take until nothing is due any more."""
SCALED = {"form-150": "1.5", "form-125": "1.25"}
WIDE = (1920, 1040)
"""A screen of 1920×1080 less a task bar."""


class Stage:
    """An application with one window on the sample forms."""

    def __init__(self, app: QApplication, folder: Path, size: tuple[int, int]) -> None:
        from ui.desktop.preferences import Preferences
        from ui.window.wiring import make_window

        self.app = app
        self.folder = folder
        preferences = Preferences(first_steps=False)
        self.window: MainWindow = make_window(preferences)
        self.window.restore()
        self.window.resize(*size)
        self.window.restore_panels()
        self.window.show_file()
        self.window.show()
        self.settle()

    def open_sample(self) -> None:
        """Open the data file with the published forms, and check it."""
        self.window.commands.files.open_sample()
        self.window.greet()
        self.window.status.say("")
        self.settle()

    def settle(self) -> None:
        """Let everything that is due happen: layout, checks, saving."""
        controller, auditor = self.window.context.controller, self.window.context.auditor
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            self.app.processEvents()
            if not controller.ready or (auditor.settled() and not self.window.context.running):
                break
        for _ in range(20):
            self.app.processEvents()

    def show_template(self, template_id: str, number: int = 0) -> None:
        """Put a form of a template on the paper area."""
        forms = [
            f.id
            for f in self.window.context.controller.file.forms()
            if f.template_id == template_id
        ]
        self.window.context.controller.show_form(forms[number])
        self.settle()

    def save(self, target: Path, dialog: QDialog | None = None) -> None:
        """Save the window, with a dialog over it, as a picture."""
        from PySide6.QtCore import QPoint, QRect
        from PySide6.QtGui import QColor, QPainter

        self.settle()
        picture = self.window.grab()
        if dialog is not None:
            over = dialog.grab()
            room, size = self.window.size(), dialog.size()
            corner = QPoint(
                (room.width() - size.width()) // 2, (room.height() - size.height()) // 2
            )
            painter = QPainter(picture)
            painter.fillRect(QRect(QPoint(0, 0), room), QColor(0, 0, 0, 38))
            painter.fillRect(QRect(corner, size).adjusted(-1, -1, 1, 1), QColor(0, 0, 0, 70))
            painter.drawPixmap(corner, over)
            painter.end()
        picture.save(str(target))


def scene_start(stage: Stage, target: Path) -> None:
    """The start page with a recent file."""
    stage.open_sample()
    source = stage.window.context.controller.file.path
    stage.window.commands.files.close_file()
    # Where a user's file would lie, so that the picture shows no folder of a test.
    unit = Path(os.environ["HOME"], "文档", "卫生健康信息中心.perfdesk")
    unit.parent.mkdir(exist_ok=True)
    shutil.copy(source, unit)
    stage.window.context.preferences.recent = [str(unit)]
    stage.window.start_page().refresh()
    stage.window.start_page().first().setFocus()
    stage.save(target)


def scene_form(stage: Stage, target: Path) -> None:
    """A form with its findings."""
    stage.show_template("shanghai-self-evaluation-2024")
    stage.window.context.view.go_to_start()
    stage.save(target)


def scene_steps(stage: Stage, target: Path) -> None:
    """The card of the first steps below the list of forms."""
    stage.window.center.actions["first_steps"].trigger()
    stage.window.status.say("")
    scene_form(stage, target)
    guide = stage.window.panels.guide
    if guide.card is not None:
        guide.card.away.click()


def scene_wide(stage: Stage, target: Path) -> None:
    """The same on a large screen."""
    stage.window.resize(*WIDE)
    stage.window.splitter.setSizes([300, 1200, 420])
    scene_form(stage, target)
    stage.window.resize(*SIZE)
    stage.window.restore_panels()


def scene_summary(stage: Stage, target: Path) -> None:
    """The 汇总表 with its choices and preview."""
    from ui.dialogs.exchange.summary_dialog import SummaryDialog

    stage.show_template("shanghai-self-evaluation-2024")
    dialog = SummaryDialog(stage.window.context)
    dialog.show()
    stage.save(target, dialog)
    dialog.close()


def scene_rules(stage: Stage, target: Path) -> None:
    """The rules, searched in."""
    from ui.dialogs.settings.settings_dialog import SettingsDialog

    dialog = SettingsDialog(stage.window.context)
    dialog.tabs.setCurrentIndex(3)
    dialog.rules_page.search.setText("执行率")
    dialog.show()
    stage.save(target, dialog)
    dialog.close()


def scene_undo(stage: Stage, target: Path) -> None:
    """The list of steps, with what going back would change."""
    from perfdesk.cellpath import CellPath
    from ui.dialogs.cells.steps import StepsDialog

    controller = stage.window.context.controller
    stage.show_template("shanghai-self-evaluation-2024")
    form = controller.form_id
    for field, text in (
        ("goal_actual", "系统全年稳定运行，无重大故障。"),
        ("department", "上海市闵行区卫生健康委员会"),
    ):
        edit = CellPath(form, "", field)
        controller.perform(
            lambda edit=edit, text=text: controller.file.editing.set_text(edit, text)
        )  # type: ignore[misc]
    dialog = StepsDialog(stage.window.context)
    dialog.list.setCurrentItem(dialog.list.topLevelItem(2))
    dialog.show()
    stage.save(target, dialog)
    dialog.close()
    for _ in range(2):
        controller.perform(controller.file.editing.undo)


def scene_fix(stage: Stage, target: Path) -> None:
    """Findings of all forms grouped by rule, one chosen with its cure."""
    from ui.findings.groups import Grouping

    panel = stage.window.context.findings
    panel.scope[1].click()
    panel.group_by(Grouping.RULE)
    found = next((f for f in panel.model.findings() if f.fix is not None), None)
    if found is not None:
        panel.list.choose(panel.model.place_of(found))
        stage.window.commands.checks.jump(found)
    stage.save(target)
    panel.scope[0].click()
    panel.group_by(Grouping.NONE)


def scene_edit(stage: Stage, target: Path) -> None:
    """A target being typed, with how it is understood."""
    from PySide6.QtGui import QTextCursor

    stage.show_template("shanghai-self-evaluation-2024", 2)
    view = stage.window.context.view
    view.go_to_field(view.grid.rows[-4].row_ids[0], "target")
    stage.window.commands.edits.edit_cell()
    if view.cells.editor is not None:
        view.cells.editor.setPlainText("≥95.00(%)")
        view.cells.editor.moveCursor(QTextCursor.MoveOperation.End)
    stage.save(target)
    view.cells.editor and view.cells.editor.left.emit(_cancel())


def scene_import(stage: Stage, target: Path) -> None:
    """The preview of an import."""
    from ui.dialogs.bring_in.import_dialog import ImportDialog

    samples = sorted((ROOT / "tests" / "samples" / "workbooks").glob("*-stacked.xlsx"))
    files = stage.window.context.controller.file.transfer.read(samples)
    dialog = ImportDialog(stage.window.context, files)
    dialog.show()
    stage.save(target, dialog)
    dialog.close()


def scene_compare(stage: Stage, target: Path) -> None:
    """A file beside the form read from it, before it is imported."""
    from ui.dialogs.bring_in.import_compare import CompareDialog

    samples = ROOT / "tests" / "samples" / "workbooks"
    transfer = stage.window.context.controller.file.transfer
    (file,) = transfer.read([samples / "municipal-self-evaluation-2023-stacked.xlsx"])
    dialog = CompareDialog(stage.window.context, transfer.layouts, file, 0, lambda _: None)
    dialog.show()
    cell = next(c for c in dialog.form.cells.side.cells if c.places == (("r1", "actual"),))
    dialog.form.setCurrentIndex(dialog.form.cells.index(cell.row, cell.column))
    stage.save(target, dialog)
    dialog.close()


def scene_merge(stage: Stage, target: Path) -> None:
    """A form that is there already and its file, cell by cell."""
    from perfdesk.cellpath import CellPath
    from perfdesk.session.bring_in.importer import Decisions
    from ui.dialogs.bring_in.merge_dialog import MergeDialog

    controller = stage.window.context.controller
    path = ROOT / "tests" / "samples" / "workbooks" / "municipal-self-evaluation-2023-official.xlsx"
    files = controller.file.transfer.read([path])
    form = next(
        f for f in controller.file.forms() if f.project_name == files[0].forms[0].view.project_name
    )
    controller.show_form(form.id)
    rows = [line.row_ids[0] for line in controller.grid(form.id).rows if line.row_ids]
    edits = [
        (CellPath(form.id, rows[0], "actual"), ""),
        (CellPath(form.id, rows[2], "actual"), "已按期完成 12 次"),
        (CellPath(form.id, "", "goal_actual"), "全年目标已完成，详见附件。"),
    ]
    controller.perform(lambda: controller.file.editing.remove_rows(form.id, [rows[1]]))
    controller.perform(lambda: controller.file.editing.set_many(edits))
    report = controller.file.transfer.import_read(files, Decisions("merge"), dry_run=True)
    plan = report.files[0].forms[0].merge
    if plan is not None:
        dialog = MergeDialog(stage.window.context, plan, lambda _: None)
        dialog.show()
        stage.save(target, dialog)
        dialog.close()
    controller.perform(controller.file.editing.undo)
    controller.perform(controller.file.editing.undo)


def scene_money(stage: Stage, target: Path) -> None:
    """The money table of a year."""
    from ui.dialogs.forms.money_table import MoneyDialog

    stage.show_template("shanghai-self-evaluation-2024")
    dialog = MoneyDialog(stage.window.context)
    dialog.show()
    stage.save(target, dialog)
    dialog.close()


def scene_find(stage: Stage, target: Path) -> None:
    """Find and replace with its preview."""
    from ui.dialogs.cells.find_replace import FindDialog

    dialog = FindDialog.show_for(stage.window.context, replacing=True)
    dialog.what.setText("卫生健康")
    dialog.by.setText("卫健")
    dialog.start()
    stage.save(target, dialog)
    dialog.close()


def scene_print(stage: Stage, target: Path) -> None:
    """The print preview."""
    from ui.dialogs.send_out.preview import PreviewDialog

    stage.show_template("shanghai-self-evaluation-2024")
    dialog = PreviewDialog(stage.window.context, [stage.window.context.controller.form_id])
    dialog.show()
    dialog.setup_button.click()
    stage.save(target, dialog)
    dialog.close()


def scene_new(stage: Stage, target: Path) -> None:
    """A new form from a template."""
    from ui.dialogs.forms.new_form import NewFormDialog

    dialog = NewFormDialog(stage.window.context)
    dialog.names.setPlainText("社区老年人健康体检\n家庭医生签约服务")
    dialog.show()
    stage.save(target, dialog)
    dialog.close()


def scene_carry(stage: Stage, target: Path) -> None:
    """This year's form after last year's."""
    from ui.dialogs.forms.carry_over import CarryOverDialog

    stage.show_template("shanghai-self-evaluation-2024")
    dialog = CarryOverDialog(stage.window.context, [stage.window.context.controller.form_id])
    dialog.show()
    stage.save(target, dialog)
    dialog.close()


def scene_fill(stage: Stage, target: Path) -> None:
    """The plan of what goes into a bureau's workbook: a blank form of the template on show."""
    from perfdesk.session.send_out.fill import FillChoice
    from ui.dialogs.send_out.fill_dialog import FillFileDialog

    stage.show_template("shanghai-self-evaluation-2024")
    context = stage.window.context
    transfer, form = context.controller.file.transfer, context.controller.form_id
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "主管部门发来的自评表.xlsx"
        transfer.write_blank("shanghai-self-evaluation-2024", path)
        dialog = FillFileDialog(context, path, [form])
        dialog.show()
        dialog.show_plan(transfer.fill.preview(path, FillChoice([form], named=True)))
        stage.save(target, dialog)
        dialog.close()


def scene_maker(stage: Stage, target: Path) -> None:
    """A template made of a county's workbook."""
    from ui.dialogs.forms.form_maker_dialog import FormMakerDialog

    path = ROOT / "tests" / "fill" / "files" / "21-sichuan-zhongjiang-2022.xlsx"
    context = stage.window.context
    draft = context.controller.file.transfer.templates.draft(path)
    dialog = FormMakerDialog(context, draft, "县财政局自评表.xlsx")
    dialog.show()
    cell = next(c for c in dialog.file.cells.side.cells if c.text.startswith("陈小军"))
    dialog.file.setCurrentIndex(dialog.file.cells.index(cell.row, cell.column))
    stage.save(target, dialog)
    dialog.close()


def scene_palette(stage: Stage, target: Path) -> None:
    """Any action by a few characters."""
    from ui.dialogs.help.palette import PaletteDialog

    dialog = PaletteDialog(stage.window)
    dialog.line.setText("导")
    dialog.show()
    stage.save(target, dialog)
    dialog.close()


def scene_settings(stage: Stage, target: Path) -> None:
    """The settings."""
    from ui.dialogs.settings.settings_dialog import SettingsDialog

    dialog = SettingsDialog(stage.window.context)
    dialog.tabs.setCurrentIndex(2)
    dialog.show()
    stage.save(target, dialog)
    dialog.close()


def scene_help(stage: Stage, target: Path) -> None:
    """The help for a cell."""
    stage.show_template("shanghai-self-evaluation-2024", 2)
    view = stage.window.context.view
    view.go_to_field(view.grid.rows[-4].row_ids[0], "target")
    from ui.dialogs.help.help_window import HelpWindow

    dialog = HelpWindow.show_for(stage.window.context, "field-target")
    stage.save(target, dialog)
    dialog.close()


def scene_dark(stage: Stage, target: Path) -> None:
    """The dark window with its white paper."""
    stage.show_template("shanghai-self-evaluation-2024", 1)
    stage.show_template("shanghai-self-evaluation-2024", 2)
    stage.window.center.actions["toggle_dark"].trigger()
    stage.save(target)
    stage.window.center.actions["toggle_dark"].trigger()


SCENES: dict[str, Callable[[Stage, Path], None]] = {
    "form": scene_form,
    "steps": scene_steps,
    "form-1920": scene_wide,
    "undo": scene_undo,
    "summary": scene_summary,
    "rules": scene_rules,
    "fix": scene_fix,
    "edit": scene_edit,
    "import": scene_import,
    "compare": scene_compare,
    "merge": scene_merge,
    "money": scene_money,
    "find": scene_find,
    "print": scene_print,
    "new": scene_new,
    "carry": scene_carry,
    "fill": scene_fill,
    "maker": scene_maker,
    "palette": scene_palette,
    "settings": scene_settings,
    "help": scene_help,
    "dark": scene_dark,
    "start": scene_start,
}


def _cancel() -> object:
    from ui.paper.cell_editor import Leave

    return Leave.CANCEL


def play(folder: Path, only: str | None, scaled: str | None) -> None:
    """Act the scenes and save their pictures."""
    from PySide6.QtWidgets import QApplication

    from ui.style import fonts, theme

    app = QApplication([])
    fonts.load_bundled()
    app.setFont(fonts.window_font())
    theme.apply(app, dark=False)
    factor = float(SCALED[scaled]) if scaled else 1.0
    stage = Stage(app, folder, (round(SIZE[0] / factor), round(SIZE[1] / factor)))
    stage.open_sample()
    if scaled:
        scene_form(stage, folder / f"{scaled}.png")
    for name, scene in SCENES.items():
        if not scaled and only in (None, name):
            scene(stage, folder / f"{name}.png")
            print(name)
    stage.window.close()


def main() -> int:
    """Act all scenes, the scaled ones in processes of their own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "resources" / "help")
    parser.add_argument("--only")
    parser.add_argument("--scaled")
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["PERFDESK_HOME"] = os.environ["HOME"] = home
        play(given.to, given.only, given.scaled)
    if given.scaled or given.only:
        return 0
    for name, factor in SCALED.items():
        command = [sys.executable, __file__, "--to", str(given.to), "--scaled", name]
        subprocess.run(command, check=True, env=os.environ | {"QT_SCALE_FACTOR": factor})
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
