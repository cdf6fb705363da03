"""How the window looks: zoom, panels, dark mode, settings."""

from PySide6.QtWidgets import QApplication

from ui.bench.window_context import Parts


class ViewCommands:
    """The menu 视图."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def zoom_in(self) -> None:
        """One step larger."""
        self._zoom(1)

    def zoom_out(self) -> None:
        """One step smaller."""
        self._zoom(-1)

    def zoom_fit(self) -> None:
        """Fit the sheet to the width, from now on."""
        self._parts.desk.fit_width()
        self._parts.preferences.zoom = 0.0

    def toggle_tree(self) -> None:
        """Show or hide the list of projects."""
        shown = self._parts.tree.isHidden()
        self._parts.tree.setVisible(shown)
        self._parts.preferences.tree = shown

    def toggle_findings(self) -> None:
        """Show or hide the self-check."""
        shown = self._parts.findings.isHidden()
        self._parts.findings.setVisible(shown)
        self._parts.preferences.findings = shown

    def next_pane(self) -> None:
        """Put the focus on the next of tree, paper and findings."""
        panes = [self._parts.tree.view, self._parts.view, self._parts.findings.list]
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
        from ui.style import look

        self._parts.preferences.dark = not self._parts.preferences.dark
        look.apply_theme(self._parts)
        self._parts.preferences.save()

    def settings(self) -> None:
        """The settings of the window and of the unit."""
        from ui.dialogs.settings.settings_dialog import SettingsDialog

        SettingsDialog(self._parts).open()

    def _zoom(self, direction: int) -> None:
        self._parts.desk.zoom_step(direction)
        self._parts.preferences.zoom = self._parts.view.zoom
