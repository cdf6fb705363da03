"""Help: for this cell, in general, the palette, diagnostics."""

from PySide6.QtGui import QGuiApplication

from ui.commands.diagnostics import diagnostics
from ui.dialogs.help.help_window import HelpWindow
from ui.dialogs.help.palette import PaletteDialog
from ui.window_context import WindowContext


class HelpCommands:
    """The menu 帮助."""

    def __init__(self, context: WindowContext) -> None:
        self._context = context

    def palette(self) -> None:
        """Find any action by a few characters."""
        PaletteDialog(self._context.window).open()

    def cell_help(self) -> None:
        """How this cell is filled, with a good and a bad example."""
        cell = self._context.view.current_cell()
        field = cell.field if cell is not None else ""
        HelpWindow.show_for(self._context, f"field-{field}" if field else "start")

    def rule(self, rule_id: str) -> None:
        """What a rule looks at, with examples; opened from a finding."""
        self._show(f"rule-{rule_id}")

    def help(self) -> None:
        """The built-in help."""
        self._show("start")

    def first_steps(self) -> None:
        """Bring the card of the first steps back, which stands below the list of forms."""
        context = self._context
        context.preferences.first_steps = context.preferences.tree = True
        context.preferences.save()
        context.tree.show()
        context.notice("六步列在项目列表下面，做完一步勾一步")

    def shortcuts(self) -> None:
        """All shortcuts, made from the table of actions."""
        self._show("shortcuts")

    def whats_new(self) -> None:
        """What this version brought."""
        self._show("whats-new")

    def about(self) -> None:
        """Version and licences."""
        self._show("about")

    def copy_diagnostics(self) -> None:
        """Facts about program and machine for the helpdesk; never what was filled in."""
        QGuiApplication.clipboard().setText(diagnostics(self._context))
        self._context.notice("诊断信息已复制（不含填报内容），可粘贴给技术人员")

    def _show(self, page: str) -> None:
        HelpWindow.show_for(self._context, page)
