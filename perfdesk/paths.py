"""Where the program finds its resources and keeps its own data, from source and frozen."""

import os
import sys
from functools import cache
from pathlib import Path

from perfdesk.folders import private_folder

PORTABLE_MARKER = "portable.txt"
"""A file of this name beside the program keeps the settings beside it too."""

SETTINGS_VARIABLE = "PERFDESK_HOME"


def program_folder() -> Path:
    """The folder of the program: the checkout, or the folder of the frozen executable."""
    if getattr(sys, "frozen", False):
        return _folder_of(sys.executable)
    return _folder_of(__file__).parent


@cache
def _folder_of(file: str) -> Path:
    return Path(file).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a file under `resources/`, which is read-only once installed."""
    bundled = getattr(sys, "_MEIPASS", None)
    base = Path(bundled) if bundled else program_folder()
    return base.joinpath("resources", *parts)


def settings_folder() -> Path:
    """The user's settings folder (settings, log, backups, working copies), made if missing.

    `PERFDESK_HOME` wins, then a portable marker beside the program, then the platform's place.
    """
    folder = _settings_location()
    if not folder.is_dir():
        private_folder(folder)
    return folder


def _settings_location() -> Path:
    chosen = os.environ.get(SETTINGS_VARIABLE)
    if chosen:
        return Path(chosen)
    if (program_folder() / PORTABLE_MARKER).exists():
        return program_folder() / "settings"
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home()) / "PerfDesk"
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "perfdesk"
