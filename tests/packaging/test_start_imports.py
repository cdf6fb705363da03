"""What is imported before the first painted form: every module costs the user's start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
BOOK = ROOT / "resources" / "samples" / "fengtai-self-evaluation-2024-official.xlsx"

# The program ends itself after its first painted form: what is there then was needed for it.
AFTER_PAINT = """
import json, runpy, sys
before = set(sys.modules)
sys.argv = sys.argv[1:]
sys.path.insert(0, sys.argv[0].rpartition("/")[0])
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
except SystemExit as end:
    assert end.code == 0, end.code
print(json.dumps(sorted(set(sys.modules) - before)))
"""

# Each takes 20 to 130 ms to import, and none is needed to show a form.
HEAVY = {
    "openpyxl", "reportlab", "sqlite_utils", "docx", "fontTools", "xlsxwriter", "rapidfuzz", "lxml", "PIL",
    "python_calamine", "xlrd", "asyncio", "email", "http", "socket", "ssl", "unittest", "multiprocessing.pool",
}  # fmt: skip
QT = {
    "PySide6", "PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets", "PySide6.QtSvg",
}  # fmt: skip
MOST_MODULES = 400


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules that opening a data file imports up to its first painted form."""
    folder = tmp_path_factory.mktemp("start")
    data = folder / "单位.perfdesk"
    environment = {
        **os.environ,
        "PERFDESK_HOME": str(folder / "settings"),
        "PERFDESK_QUIT_AFTER_FIRST_PAINT": "1",
    }
    program = str(ROOT / "main.py")
    for command in (
        [sys.executable, program, "import", str(BOOK), "--into", str(data)],
        [sys.executable, "-c", AFTER_PAINT, program, str(data)],
    ):
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=100,
        )
        assert done.returncode == 0, done.stderr
    names: list[str] = json.loads(done.stdout.splitlines()[-1])
    return set(names)


def test_a_form_was_shown(imported: set[str]) -> None:
    assert {"ui.paper.form_table", "perfdesk.layout", "sqlite3"} <= imported


def test_no_heavy_library(imported: set[str]) -> None:
    assert {name for name in imported if name in HEAVY or name.split(".")[0] in HEAVY} == set()


def test_only_the_qt_modules_of_a_widget_window(imported: set[str]) -> None:
    assert {name for name in imported if name.startswith("PySide6.Qt")} <= QT


def test_readers_and_writers_of_files_come_after_the_paint(imported: set[str]) -> None:
    assert {name for name in imported if name.startswith("perfdesk.io.")} == set()


def test_the_understanding_of_targets_comes_after_the_paint(imported: set[str]) -> None:
    # Its patterns take a tenth of a second to make.
    assert {name for name in imported if name.startswith("perfdesk.targets")} == set()


def test_not_more_modules_than_agreed(imported: set[str]) -> None:
    assert len(imported) <= MOST_MODULES
