"""Starting: one instance, files handed over, input methods, the first paint, no display."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.desktop import input_method
from ui.desktop.preferences import Preferences
from ui.desktop.single_instance import Instance

ROOT = Path(__file__).resolve().parent.parent.parent


def test_a_second_start_hands_its_files_to_the_first(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = Instance(tmp_path), Instance(tmp_path)
    assert first.claim()
    assert not second.claim()
    first.watch()
    with qtbot.waitSignal(first.handed_over, timeout=5000) as handed:
        second.hand_over([tmp_path / "甲.perfdesk"])
    assert handed.args == [[tmp_path / "甲.perfdesk"]]
    assert list((tmp_path / "handover").iterdir()) == []
    first.release()
    assert second.claim()
    second.release()


def test_what_was_handed_over_before_watching_is_not_lost(tmp_path: Path, qtbot: QtBot) -> None:
    first = Instance(tmp_path)
    assert first.claim()
    Instance(tmp_path).hand_over([])
    with qtbot.waitSignal(first.handed_over):
        first.watch()
    first.release()


def test_a_damaged_handover_is_put_aside(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "handover").mkdir()
    (tmp_path / "handover" / "1.json").write_text("{", encoding="utf-8")
    first = Instance(tmp_path)
    assert first.claim()
    with qtbot.assertNotEmitted(first.handed_over):
        first.watch()
    assert list((tmp_path / "handover").iterdir()) == []
    first.release()


@pytest.mark.skipif(sys.platform != "linux", reason="input methods are chosen on Linux only")
def test_fcitx_without_a_plugin_speaks_ibus(tmp_path: Path) -> None:
    environment = {"QT_IM_MODULE": "fcitx"}
    assert input_method.choose(environment, tmp_path)
    assert environment["QT_IM_MODULE"] == "ibus"
    with_plugin = {"QT_IM_MODULE": "fcitx5"}
    (tmp_path / "libfcitx5platforminputcontextplugin.so").touch()
    assert not input_method.choose(with_plugin, tmp_path)
    assert with_plugin["QT_IM_MODULE"] == "fcitx5"
    assert not input_method.choose({}, tmp_path)


def test_damaged_preferences_are_forgotten(settings_home: Path) -> None:
    settings_home.mkdir(parents=True, exist_ok=True)
    (settings_home / "window.json").write_text(
        '{"dark": "yes", "recent": 3, "x": 1}', encoding="utf-8"
    )
    loaded = Preferences.load()
    assert (loaded.dark, loaded.recent) == (False, [])
    (settings_home / "window.json").write_text("no json", encoding="utf-8")
    assert Preferences.load() == Preferences()


def start(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PERFDESK_HOME": str(home),
        "PERFDESK_QUIT_AFTER_FIRST_PAINT": "1",
        "QT_QPA_PLATFORM": "offscreen",
    }
    return subprocess.run(
        [sys.executable, "main.py", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_window_starts_and_ends_on_a_data_file(sample_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "a.perfdesk"
    copy.write_bytes(sample_file.read_bytes())
    done = start(str(copy), home=tmp_path / "home")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Traceback" not in done.stderr


def test_the_window_starts_without_a_file(tmp_path: Path) -> None:
    done = start(home=tmp_path / "home")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_heavy_libraries_stay_out_of_the_start() -> None:
    code = (
        "import sys; import ui.window.app, ui.window.main_window, perfdesk.session.workspace;"
        "print([m for m in ('openpyxl', 'reportlab', 'sqlite_utils', 'docx', 'fontTools', 'xlsxwriter',"
        " 'python_calamine', 'rapidfuzz', 'PySide6.QtPrintSupport', 'ui.dialogs', 'perfdesk.rules')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_colours_keep_their_contrast() -> None:
    """WCAG AA: 4.5 to 1 for text on what it stands on."""
    from ui.style import theme

    for colours in (theme.LIGHT, theme.DARK):
        for name in ("text", "muted", "accent", "error", "warning", "hint", "good"):
            for ground in ("window", "panel"):
                assert contrast(getattr(colours, name), getattr(colours, ground)) >= 4.5, (
                    name,
                    ground,
                )
        assert contrast(colours.on_accent, colours.accent) >= 4.5
        assert contrast(colours.text, colours.accent_soft) >= 4.5


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a screen")
def test_without_a_screen_one_sentence_says_so(tmp_path: Path) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    } | {"PERFDESK_HOME": str(tmp_path)}
    for screen in ({}, {"DISPLAY": ":4242", "QT_QPA_PLATFORM": "xcb"}):
        done = subprocess.run(
            [sys.executable, "main.py"],
            cwd=ROOT, env=environment | screen, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (2, "")
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert "显示器" in done.stderr


def lean(code: str) -> str:
    """What a new process prints that imports PySide6 as the program does."""
    script = f"import sys\nfrom ui.desktop.lean_qt import import_pyside\nimport_pyside()\n{code}"
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_pyside_runs_its_tools_when_they_are_asked_for() -> None:
    code = """
from PySide6.QtCore import QRect
early = [n for n, m in sys.modules.items() if n.startswith("shibokensupport") and "_run" in vars(m)]
print(len(early) >= 5, "argparse" in sys.modules)
try:
    QRect("a", 1)
except TypeError as error:
    print("PySide6.QtCore.QPoint" in str(error))
from PySide6.support.signature import get_signature
print(str(get_signature(QRect.setX)).replace(", /", ""))
from PySide6.support.signature.lib import pyi_generator
print(pyi_generator.Writer.__name__, type(sys.meta_path).__name__)
"""
    assert lean(code).splitlines() == [
        "True False",
        "True",
        "(self, x: int) -> None",
        "Writer list",
    ]
