"""What the actions do, one class per menu; a method bears the id of its action."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ui.commands.menus import CHECK, EDIT, FILE, FORM, HELP, ROWS, VIEW

if TYPE_CHECKING:
    from ui.bench.window_context import Parts
    from ui.commands.actions import Action
    from ui.commands.check_commands import CheckCommands
    from ui.commands.edit_commands import EditCommands
    from ui.commands.file_commands import FileCommands
    from ui.commands.form_commands import FormCommands
    from ui.commands.help_commands import HelpCommands
    from ui.commands.row_commands import RowCommands
    from ui.commands.view_commands import ViewCommands

_OWNERS = {
    FILE: "files",
    EDIT: "edits",
    ROWS: "rows",
    CHECK: "checks",
    FORM: "forms",
    VIEW: "views",
    HELP: "helps",
}


class Commands:
    """The commands of a window, each menu's loaded when it is used first."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def owner(self, spec: Action) -> object:
        """The object whose method does an action."""
        return getattr(self, _OWNERS[spec.menu])

    def run(self, spec: Action) -> None:
        """Do an action."""
        getattr(self.owner(spec), spec.id)()

    @cached_property
    def files(self) -> FileCommands:
        """The menu 文件."""
        from ui.commands.file_commands import FileCommands

        return FileCommands(self._parts)

    @cached_property
    def edits(self) -> EditCommands:
        """The menu 编辑."""
        from ui.commands.edit_commands import EditCommands

        return EditCommands(self._parts)

    @cached_property
    def rows(self) -> RowCommands:
        """The menu 指标."""
        from ui.commands.row_commands import RowCommands

        return RowCommands(self._parts)

    @cached_property
    def checks(self) -> CheckCommands:
        """The menu 自检."""
        from ui.commands.check_commands import CheckCommands

        return CheckCommands(self._parts)

    @cached_property
    def forms(self) -> FormCommands:
        """The menu 表."""
        from ui.commands.form_commands import FormCommands

        return FormCommands(self._parts)

    @cached_property
    def views(self) -> ViewCommands:
        """The menu 视图."""
        from ui.commands.view_commands import ViewCommands

        return ViewCommands(self._parts)

    @cached_property
    def helps(self) -> HelpCommands:
        """The menu 帮助."""
        from ui.commands.help_commands import HelpCommands

        return HelpCommands(self._parts)
