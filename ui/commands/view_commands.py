"""How the window looks: zoom, panels, dark mode, settings."""

from PySide6.QtWidgets import QApplication

from ui.dialogs.settings.settings_dialog import SettingsDialog
from ui.paper import look
from ui.window_context import WindowContext


class ViewCommands:
    """The menu 视图."""

    def __init__(self, context: WindowContext) -> None:
        self._context = context

    def zoom_in(self) -> None:
        """One step larger."""
        self._zoom(1)

    def zoom_out(self) -> None:
        """One step smaller."""
        self._zoom(-1)

    def zoom_fit(self) -> None:
        """Fit the sheet to the width, from now on."""
        self._context.paper_area.fit_width()
        self._context.preferences.zoom = 0.0

    def toggle_tree(self) -> None:
        """Show or hide the list of projects."""
        shown = self._context.tree.isHidden()
        self._context.tree.setVisible(shown)
        self._context.preferences.tree = shown

    def toggle_findings(self) -> None:
        """Show or hide the self-check."""
        shown = self._context.findings.isHidden()
        self._context.findings.setVisible(shown)
        self._context.preferences.findings = shown

    def next_pane(self) -> None:
        """Put the focus on the next of tree, paper and findings."""
        panes = [self._context.tree.view, self._context.view, self._context.findings.list]
        shown = [pane for pane in panes if pane.isVisible()]
        focus = QApplication.focusWidget()
        here = next(
            (n for n, pane in enumerate(shown) if focus is not None and pane.isAncestorOf(focus)),
            -1,
        )
        here = next((n for n, pane in enumerate(shown) if pane is focus), here)
        if shown:
            shown[(here + 1) % len(shown)].setFocus()

    def toggle_dark(self) -> None:
        """Dark window, white paper."""
        self._context.preferences.dark = not self._context.preferences.dark
        context = self._context
        look.apply_theme(context.window, context.paper_area, dark=context.preferences.dark)
        self._context.preferences.save()

    def settings(self) -> None:
        """The settings of the window and of the unit."""
        SettingsDialog(self._context).open()

    def _zoom(self, direction: int) -> None:
        self._context.paper_area.zoom_step(direction)
        self._context.preferences.zoom = self._context.view.zoom
