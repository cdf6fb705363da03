"""Handing something to another program of the desktop, which must not load our libraries."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_OURS = ("LD_LIBRARY_PATH", "QT_PLUGIN_PATH")
"""What the frozen program's starter sets for itself; the former value is kept as `…_ORIG`."""


def open_folder(folder: Path) -> bool:
    """Show a folder in the desktop's file manager; answers whether the desktop took it on."""
    with surroundings_of_the_desktop():
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


@contextmanager
def surroundings_of_the_desktop() -> Iterator[None]:
    """Give programs that are started meanwhile the environment that our own starter found.

    A file manager built on another Qt would else take libraries and plugins from our folder.
    """
    frozen = hasattr(sys, "_MEIPASS")  # from source the variables are the user's own
    kept = {name: os.environ.get(name) for name in _OURS}
    for name in _OURS:
        if f"{name}_ORIG" in os.environ:
            os.environ[name] = os.environ[f"{name}_ORIG"]
        elif frozen:
            os.environ.pop(name, None)
    try:
        yield
    finally:
        for name, value in kept.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
