"""The way into the window: PySide6 is imported in the quick way, then all else."""

from ui.desktop.lean_qt import import_pyside


def run(path: str | None = None) -> int:
    """Show the window on a data file (None: the last one, or the start page); answer the exit code."""
    import_pyside()
    from ui.window.start import start

    return start(path)
