"""Another program that ours starts gets the desktop's environment, not the frozen program's."""

import os
import sys

import pytest

from ui.desktop.outside import surroundings_of_the_desktop


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the frozen program's starter leaves it."""
    monkeypatch.setattr(sys, "_MEIPASS", "/opt/perfdesk/_internal", raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/perfdesk/_internal")
    monkeypatch.setenv("QT_PLUGIN_PATH", "/opt/perfdesk/_internal/PySide6/Qt/plugins")


@pytest.mark.usefixtures("frozen")
def test_our_libraries_and_plugins_are_hidden() -> None:
    before = dict(os.environ)
    with surroundings_of_the_desktop():
        assert {"LD_LIBRARY_PATH", "QT_PLUGIN_PATH"} & set(os.environ) == set()
    assert dict(os.environ) == before


@pytest.mark.usefixtures("frozen")
def test_the_users_own_values_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/local/lib")
    with surroundings_of_the_desktop():
        assert os.environ["LD_LIBRARY_PATH"] == "/usr/local/lib"
    assert os.environ["LD_LIBRARY_PATH"] == "/opt/perfdesk/_internal"


def test_from_source_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_PLUGIN_PATH", "/mine")
    with surroundings_of_the_desktop():
        assert os.environ["QT_PLUGIN_PATH"] == "/mine"
