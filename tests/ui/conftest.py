"""A real window on a real data file, with every modal question answered by a double."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from perfdesk.session.workspace import Workspace
from ui.desktop.preferences import Preferences
from ui.style import fonts, theme
from ui.window.main_window import MainWindow
from ui.window.wiring import make_window as joined_window


class Answers:
    """Stands in for `Prompts`: answers are put in beforehand, what was said is kept."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self.path: Path | None = None
        self.paths: list[Path] = []
        self.folder: Path | None = None
        self.typed: str | None = None
        self.agrees = True
        self.choice: int | None = None
        self.asked: list[str] = []

    def open_data_file(self, folder: Path) -> Path | None:
        return self.path

    def new_data_file(self, folder: Path) -> Path | None:
        return self.path

    def files_to_import(self, folder: Path) -> list[Path]:
        return self.paths

    def data_files(self, folder: Path) -> list[Path]:
        return self.paths

    def packages(self, folder: Path) -> list[Path]:
        return self.paths

    def file_to_fill(self, folder: Path) -> Path | None:
        return self.paths[0] if self.paths else None

    def folder_to_import(self, folder: Path) -> Path | None:
        return self.folder

    def export_folder(self, folder: Path) -> Path | None:
        return self.folder

    def save_as(self, title: str, suggested: Path, kinds: str) -> Path | None:
        return self.path

    def confirm(self, question: str, button: str) -> bool:
        return self.agrees

    def choose(self, question: str, buttons: Sequence[str]) -> int | None:
        self.asked.append(question)
        return self.choice

    def error(self, sentence: str) -> None:
        self.errors.append(sentence)

    def tell(self, sentence: str) -> None:
        self.errors.append(sentence)

    def text(self, title: str, label: str, start: str = "") -> str | None:
        return self.typed

    def line(self, title: str, label: str, start: str = "") -> str | None:
        return self.typed


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with its fonts and its look."""
    fonts.load_bundled()
    qapp.setFont(fonts.window_font())
    theme.apply(qapp, dark=False)
    return qapp


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A data file with real forms of two kinds; tests work on copies."""
    path = tmp_path_factory.mktemp("data") / "sample.perfdesk"
    with Workspace.create(path) as workspace:
        names = (
            "municipal-self-evaluation-2023",
            "fengtai-self-evaluation-2024",
            "putuo-self-evaluation",
        )
        workspace.transfer.import_files([samples / "forms" / f"{name}.json" for name in names])
        workspace.editing.new_form("shanghai-declaration-2023", 2024, "新项目")
    return path


@pytest.fixture
def answers() -> Answers:
    """What the user answers to modal questions."""
    return Answers()


@pytest.fixture
def path(sample_file: Path, tmp_path: Path) -> Path:
    """A data file of its own for each test, in a folder of its own."""
    target = tmp_path / "of-its-own" / "unit.perfdesk"
    target.parent.mkdir()
    return Path(shutil.copy(sample_file, target))


@pytest.fixture
def make_window(
    dressed: QApplication, answers: Answers, path: Path, qtbot: object
) -> Iterator[Callable[..., MainWindow]]:
    """Makes windows; all are closed at the end."""
    made: list[MainWindow] = []

    def make(*, opened: bool = True) -> MainWindow:
        window = joined_window(Preferences(), lambda _: answers)  # type: ignore[arg-type,return-value]
        made.append(window)
        window.resize(1366, 768)
        window.restore()
        window.show_file()
        window.show()
        if opened:
            assert window.commands.files.open_path(path), answers.errors
            window.greet()
            window.activateWindow()
            window.context.view.setFocus()
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    """A window with the sample data file open."""
    return make_window()
