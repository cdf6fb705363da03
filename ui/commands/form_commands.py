"""Whole forms: new, copy, remove, money table, notes, history."""

from ui.commands.check_commands import CheckCommands
from ui.commands.year_steps import carry_to
from ui.dialogs.cells.history import HistoryDialog
from ui.dialogs.cells.notes import edit_note
from ui.dialogs.forms.carry_over import CarryOverDialog
from ui.dialogs.forms.form_maker_dialog import make_form_template
from ui.dialogs.forms.money_table import MoneyDialog
from ui.dialogs.forms.new_form import NewFormDialog
from ui.dialogs.forms.recycle_bin import RecycleDialog
from ui.dialogs.forms.versions import VersionsDialog, freeze
from ui.dialogs.year.approval import ApprovalDialog
from ui.dialogs.year.review import ReviewDialog
from ui.dialogs.year.side_by_side import SideBySideDialog
from ui.window_context import WindowContext


class FormCommands:
    """The menu 表."""

    def __init__(self, context: WindowContext) -> None:
        self._context = context
        self._controller = context.controller

    def make_template(self) -> None:
        """Make a template of a bureau's workbook or document."""
        self._context.view.commit_editor()
        make_form_template(self._context)

    def new_form(self) -> None:
        """Start a form from a template."""
        NewFormDialog(self._context).open()

    def carry_over(self) -> None:
        """This year's forms after the chosen ones of last year."""
        self._context.view.commit_editor()
        selected = self._context.tree.selected()
        CarryOverDialog(
            self._context, selected if len(selected) > 1 else [self._controller.form_id]
        ).open()

    def make_self_evaluation(self) -> None:
        """自评表 of the chosen projects, by their 申报表."""
        carry_to(self._context, "self_evaluation")

    def make_monitoring(self) -> None:
        """监控表 of the chosen projects, by their 申报表."""
        carry_to(self._context, "monitoring")

    def make_next_declaration(self) -> None:
        """Next year's 申报表 of the chosen projects."""
        carry_to(self._context, "target_declaration")

    def side_by_side(self) -> None:
        """The forms of this project and year beside each other."""
        self._context.view.commit_editor()
        SideBySideDialog(self._context).open()

    def approval(self) -> None:
        """The approved change of the target in the row of the cursor."""
        rows = self._context.view.selected_rows()
        if not rows:
            self._context.notice("请先把光标放在要登记的指标行上")
            return
        self._context.view.commit_editor()
        ApprovalDialog(self._context, rows[0]).open()

    def review(self) -> None:
        """What reviewers wrote of this form."""
        self._context.view.commit_editor()
        ReviewDialog(self._context).open()

    def duplicate_form(self) -> None:
        """A copy of the form on show, right below it."""
        self._context.view.commit_editor()
        form = self._controller.form_id
        if self._controller.perform(lambda: self._controller.file.editing.duplicate_form(form)):
            self._context.notice("已复制，请改项目名称")

    def remove_form(self) -> None:
        """Move the form to the recycle bin."""
        self._context.view.commit_editor()
        form = self._controller.form_id
        if self._controller.perform(lambda: self._controller.file.editing.remove_form(form)):
            self._context.notice("已移到回收站，可撤销")

    def money_table(self) -> None:
        """All projects of a year in one sheet."""
        self._context.view.commit_editor()
        MoneyDialog(self._context).open()

    def summary(self) -> None:
        """The 汇总表 of a year as a file."""
        CheckCommands(self._context).summary()

    def cell_note(self) -> None:
        """A private note at the cell, never printed."""
        edit_note(self._context)

    def cell_history(self) -> None:
        """When this cell changed, from what to what."""
        cell = self._context.view.current_cell()
        if cell is not None:
            HistoryDialog.of_cell(self._context, cell).open()

    def form_history(self) -> None:
        """The same for all cells of the form."""
        dialog = HistoryDialog.of_form(self._context)
        dialog.versions_wanted.connect(self.versions)
        dialog.open()

    def freeze(self) -> None:
        """Keep the form as it is now under a name."""
        freeze(self._context)

    def unlock(self) -> None:
        """Let a form that is 定稿 be edited again, as a new draft."""
        controller = self._context.controller
        if controller.form_id not in controller.file.safekeeping.final_versions():
            self._context.notice("本表没有定稿，可以直接修改")
            return
        form = controller.form_id
        if controller.perform(lambda: controller.file.safekeeping.unlock(form)) is not None:
            self._context.notice("已解除定稿，现在改的是新的一稿；定稿的内容在“版本”里")

    def versions(self) -> None:
        """The versions of the form: compare them, return to one."""
        self._context.view.commit_editor()
        VersionsDialog(self._context).open()

    def recycle_bin(self) -> None:
        """Forms that were removed, to bring back."""
        RecycleDialog(self._context).open()
