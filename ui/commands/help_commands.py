"""Help: for this cell, in general, the palette, diagnostics."""

from PySide6.QtGui import QGuiApplication

from ui.bench.window_context import Parts


class HelpCommands:
    """The menu 帮助."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def palette(self) -> None:
        """Find any action by a few characters."""
        from ui.dialogs.help.palette import PaletteDialog

        PaletteDialog(self._parts.window).open()

    def cell_help(self) -> None:
        """How this cell is filled, with a good and a bad example."""
        from ui.dialogs.help.help_window import HelpWindow

        cell = self._parts.view.current_cell()
        field = cell.field if cell is not None else ""
        HelpWindow.show_for(self._parts, f"field-{field}" if field else "start")

    def help(self) -> None:
        """The built-in help."""
        self._show("start")

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
        from ui.desktop.diagnostics import diagnostics

        QGuiApplication.clipboard().setText(diagnostics(self._parts))
        self._parts.notice("诊断信息已复制（不含填报内容），可粘贴给技术人员")

    def _show(self, page: str) -> None:
        from ui.dialogs.help.help_window import HelpWindow

        HelpWindow.show_for(self._parts, page)
