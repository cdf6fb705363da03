"""The window on a data file as it runs in the program, for what is measured in it."""

import gc
from collections.abc import Iterator
from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QApplication

from ui.desktop.collector import Collector
from ui.desktop.preferences import Preferences
from ui.style import fonts, theme
from ui.window.main_window import MainWindow
from ui.window.wiring import make_window


def open_window(application: QApplication, path: Path) -> Iterator[MainWindow]:
    """Show the window on a file; close it and give the collector back when the measure has ended."""
    # What other benchmarks left in this process is none of the window's: its collector need not look there.
    gc.collect()
    gc.freeze()
    fonts.load_bundled()
    application.setFont(fonts.window_font())
    theme.apply(application, dark=False)
    made = make_window(Preferences())
    Collector(made)  # as in the program after its first paint
    made.resize(1366, 740)
    made.show()
    assert made.commands.files.open_path(path)
    application.processEvents()
    yield made
    made.close()
    gc.enable()
    gc.unfreeze()
    # Taken down here: a collection in some other thread would take it down there.
    shiboken6.delete(made)
