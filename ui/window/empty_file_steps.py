"""The first steps of a newcomer over the paper area of a data file without forms."""

from ui.actions.qt_actions import CommandCenter
from ui.forms.empty_file import EmptyFilePage
from ui.window_context import WindowContext


class EmptyFileSteps:
    """Puts the first steps over the paper area while the data file has no form, and takes them away."""

    def __init__(self, context: WindowContext, center: CommandCenter) -> None:
        self._context = context
        self._center = center
        self.page: EmptyFilePage | None = None
        context.controller.form_shown.connect(lambda form_id: self.follow())
        self.follow()

    def follow(self) -> None:
        """Show the steps or not, as it is now; with the first form the paper has the focus."""
        controller = self._context.controller
        if controller.ready and not controller.form_id:
            page = self._made()
            page.allow(writable=controller.writable)
            page.show()
            page.raise_()
            page.steps["import_files"].setFocus()
        elif self.page is not None and not self.page.isHidden():
            if controller.form_id:
                self._context.view.setFocus()
            self.page.hide()

    def _made(self) -> EmptyFilePage:
        if self.page is None:
            self.page = EmptyFilePage(self._context.paper_area)
            self.page.action_wanted.connect(lambda name: self._center.actions[name].trigger())
        return self.page
