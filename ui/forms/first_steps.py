"""The first steps of a newcomer: from the start page, and on the desk of a data file without forms."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.forms.empty_file import EmptyDesk
    from ui.window.main_window import MainWindow

NEEDS_FILE = ("import_files", "new_form")


def begin(window: "MainWindow", name: str) -> None:
    """Do a step of the start page; one that needs a data file asks where that goes."""
    from ui.window import wiring

    if name == "import_files":
        preferences = window.parts.preferences
        paths = window.parts.prompts.files_to_import(preferences.start_folder())
        if paths:
            preferences.remember_folder(paths[0].parent)
            wiring.receive(window, paths)
        return
    if name in NEEDS_FILE:
        window.commands.files.new_file()
        if not window.parts.bench.writable:
            return
    window.center.actions[name].trigger()


class DeskSteps:
    """Puts the first steps on the desk while the data file has no form, and takes them away."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.page: EmptyDesk | None = None
        window.parts.bench.form_shown.connect(lambda form_id: self.follow())
        self.follow()

    def follow(self) -> None:
        """Show the steps or not, as it is now; with the first form the paper has the focus."""
        bench = self._window.parts.bench
        if bench.ready and not bench.form_id:
            page = self._made()
            page.allow(writable=bench.writable)
            page.show()
            page.raise_()
            page.steps["import_files"].setFocus()
        elif self.page is not None and not self.page.isHidden():
            if bench.form_id:
                self._window.parts.view.setFocus()
            self.page.hide()

    def _made(self) -> "EmptyDesk":
        if self.page is None:
            from ui.forms.empty_file import EmptyDesk

            self.page = EmptyDesk(self._window.parts.desk)
            self.page.action_wanted.connect(
                lambda name: self._window.center.actions[name].trigger()
            )
        return self.page
