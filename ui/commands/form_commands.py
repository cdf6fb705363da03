"""Whole forms: new, copy, remove, money table, notes, history."""

from ui.bench.window_context import Parts


class FormCommands:
    """The menu 表."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._bench = parts.bench

    def new_form(self) -> None:
        """Start a form from a template."""
        from ui.dialogs.forms.new_form import NewFormDialog

        NewFormDialog(self._parts).open()

    def carry_over(self) -> None:
        """This year's forms after the chosen ones of last year."""
        from ui.dialogs.forms.carry_over import CarryOverDialog

        self._parts.view.commit_editor()
        selected = self._parts.tree.selected()
        CarryOverDialog(
            self._parts, selected if len(selected) > 1 else [self._bench.form_id]
        ).open()

    def duplicate_form(self) -> None:
        """A copy of the form on show, right below it."""
        self._parts.view.commit_editor()
        form = self._bench.form_id
        if self._bench.perform(lambda: self._bench.file.editing.duplicate_form(form)):
            self._parts.notice("已复制，请改项目名称")

    def remove_form(self) -> None:
        """Move the form to the recycle bin."""
        self._parts.view.commit_editor()
        form = self._bench.form_id
        if self._bench.perform(lambda: self._bench.file.editing.remove_form(form)):
            self._parts.notice("已移到回收站，可撤销")

    def money_table(self) -> None:
        """All projects of a year in one sheet."""
        from ui.dialogs.forms.money_table import MoneyDialog

        self._parts.view.commit_editor()
        MoneyDialog(self._parts).open()

    def summary(self) -> None:
        """The 汇总表 of a year as a file."""
        from ui.commands.check_commands import CheckCommands

        CheckCommands(self._parts).summary()

    def cell_note(self) -> None:
        """A private note at the cell, never printed."""
        from ui.dialogs.cells.notes import edit_note

        edit_note(self._parts)

    def cell_history(self) -> None:
        """When this cell changed, from what to what."""
        from ui.dialogs.cells.history import HistoryDialog

        cell = self._parts.view.current_cell()
        if cell is not None:
            HistoryDialog.of_cell(self._parts, cell).open()

    def form_history(self) -> None:
        """The same for all cells of the form."""
        from ui.dialogs.cells.history import HistoryDialog

        dialog = HistoryDialog.of_form(self._parts)
        dialog.versions_wanted.connect(self.versions)
        dialog.open()

    def freeze(self) -> None:
        """Keep the form as it is now under a name."""
        from ui.dialogs.forms.versions import freeze

        freeze(self._parts)

    def versions(self) -> None:
        """The versions of the form: compare them, return to one."""
        from ui.dialogs.forms.versions import VersionsDialog

        self._parts.view.commit_editor()
        VersionsDialog(self._parts).open()

    def recycle_bin(self) -> None:
        """Forms that were removed, to bring back."""
        from ui.dialogs.forms.recycle_bin import RecycleDialog

        RecycleDialog(self._parts).open()
