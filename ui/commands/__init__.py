"""What the actions do, one class per menu; a method bears the id of its action. The window enters here."""

from ui.actions.menus import CHECK, EDIT, FILE, FORM, HELP, ROWS, SHARE, VIEW
from ui.actions.table import ActionSpec
from ui.commands.check_commands import CheckCommands
from ui.commands.edit_commands import EditCommands
from ui.commands.file_commands import FileCommands
from ui.commands.form_commands import FormCommands
from ui.commands.help_commands import HelpCommands
from ui.commands.row_commands import RowCommands
from ui.commands.share_commands import ShareCommands
from ui.commands.view_commands import ViewCommands
from ui.window_context import WindowContext


class Commands:
    """The commands of a window."""

    def __init__(self, context: WindowContext) -> None:
        self.files = FileCommands(context)
        self.edits = EditCommands(context)
        self.rows = RowCommands(context)
        self.checks = CheckCommands(context)
        self.forms = FormCommands(context)
        self.shares = ShareCommands(context)
        self.views = ViewCommands(context)
        self.helps = HelpCommands(context)
        self._owners: dict[str, object] = {
            FILE: self.files,
            EDIT: self.edits,
            ROWS: self.rows,
            CHECK: self.checks,
            FORM: self.forms,
            SHARE: self.shares,
            VIEW: self.views,
            HELP: self.helps,
        }

    def owner(self, spec: ActionSpec) -> object:
        """The object whose method does an action."""
        return self._owners[spec.menu]

    def run(self, spec: ActionSpec) -> None:
        """Do an action."""
        getattr(self.owner(spec), spec.id)()
