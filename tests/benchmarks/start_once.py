"""Start one window, and print the moment its table was painted first (`time.monotonic()`).

Run as `start_once.py bare` for a bare PySide6 window with a table of 30 rows and 9 columns, or as
`start_once.py main.py FILE` for the program, which quits by itself after its first painted form.
"""

import runpy
import sys
import time
from pathlib import Path


def bare_window() -> None:
    """The least that any PySide6 window with a table of a form's size costs."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, QApplication.quit)
            return False

    application = QApplication(sys.argv)
    model = QStandardItemModel(30, 9)
    for row in range(30):
        for column in range(9):
            model.setItem(row, column, QStandardItem(f"{row}.{column}"))
    table = QTableView()
    table.setModel(model)
    watcher = FirstPaint()
    table.viewport().installEventFilter(watcher)
    window = QMainWindow()
    window.setCentralWidget(table)
    window.resize(1100, 700)
    window.show()
    application.exec()


def report_end_of_event_loop() -> None:
    """Print the time when `exec` returns: it ends right after the first paint."""
    from PySide6.QtWidgets import QApplication

    run_events = QApplication.exec

    def exec_and_report(*_: object) -> int:
        code = run_events()
        print(f"painted {time.monotonic()}", flush=True)
        return code

    QApplication.exec = exec_and_report  # type: ignore[assignment,method-assign]


def main() -> None:
    if sys.argv[1] == "bare":
        report_end_of_event_loop()
        bare_window()
        return
    program = Path(sys.argv[1]).resolve()
    sys.argv = [str(program), *sys.argv[2:]]
    sys.path.insert(0, str(program.parent))
    import_qt_as_the_program_does()
    report_end_of_event_loop()
    runpy.run_path(str(program), run_name="__main__")


def import_qt_as_the_program_does() -> None:
    """Import PySide6 by the program's own way in: the plain import here would undo its saving."""
    from ui.desktop.lean_qt import import_pyside

    import_pyside()


main()
