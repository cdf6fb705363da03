"""The window at work, to be killed: python window_typist.py FILE SEED TASK [WORKBOOK].

`typing` types into cells of the form on show, `importing` brings a workbook in over and over. What
the state line has confirmed is said on stdout: the number of each saved step.
"""

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[2])]
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from ui.desktop.preferences import Preferences  # noqa: E402
from ui.style import fonts, theme  # noqa: E402
from ui.window.main_window import MainWindow  # noqa: E402
from ui.window.wiring import make_window  # noqa: E402

FIELDS = ("project_name", "goal_actual", "goal_expected", "department", "organisation")


def say(event: object) -> None:
    """On the main thread, as the state line hears it."""
    if not hasattr(event, "message"):
        sys.stdout.write(f"{event.seq}\n")  # type: ignore[attr-defined]
        sys.stdout.flush()


def typing(window: MainWindow, dice: random.Random) -> Callable[[], None]:
    """One edit, undo or redo, or an editor left open with a text in it."""

    def step() -> None:
        controller, view = window.context.controller, window.context.view
        kind = dice.random()
        if kind < 0.15:
            window.center.actions["undo"].trigger()
        elif kind < 0.25:
            window.center.actions["redo"].trigger()
        elif kind < 0.35:
            view.go_to_field("r1", "level3")
            window.center.actions["insert_row"].trigger()
        else:
            cell = view.grid.find("", dice.choice(FIELDS))
            if cell is not None:
                controller.keep_draft(cell, "没写完")
                controller.type_text(cell, "改" * dice.randint(1, 400))

    return step


def importing(window: MainWindow, workbook: Path) -> Callable[[], None]:
    """The forms of a workbook once more, then taken back."""

    def step() -> None:
        transfer = window.context.controller.file.transfer
        window.context.controller.perform(
            lambda: transfer.import_files([workbook], "version").outcome
        )

    return step


def main(path: Path, seed: int, task: str, more: list[str]) -> None:
    app = QApplication(sys.argv[:1])
    fonts.load_bundled()
    theme.apply(app, dark=False)
    window = make_window(Preferences())
    window.show()
    assert window.commands.files.open_path(path)
    window.greet()
    window.context.controller.stored.connect(say)
    dice = random.Random(seed)
    step = typing(window, dice) if task == "typing" else importing(window, Path(more[0]))
    clock = QTimer(window, interval=0)
    clock.timeout.connect(step)
    clock.start()
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
