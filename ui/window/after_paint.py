"""What is done once the form has been painted: panels, the collector, a second start handed over."""

from PySide6.QtWidgets import QApplication

from ui.desktop.collector import Collector
from ui.desktop.native import settle_in
from ui.desktop.single_instance import Instance
from ui.window.main_window import MainWindow
from ui.window.panel_wiring import receive


def complete(window: MainWindow, instance: Instance) -> None:
    """Make the bare window of the start whole."""
    Collector(window)
    application = QApplication.instance()
    if isinstance(application, QApplication):
        settle_in(application)
    window.add_panels()
    instance.handed_over.connect(lambda paths: receive(window, paths))
    instance.handed_over.connect(lambda _: _raise(window))
    instance.watch()
    window.greet()


def _raise(window: MainWindow) -> None:
    window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
    window.raise_()
    window.activateWindow()
