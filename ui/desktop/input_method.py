"""Chinese input on 统信 UOS and 麒麟: they use fcitx, for which the Qt wheel has no plugin."""

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

_VARIABLE = "QT_IM_MODULE"
_PLUGINS = ("libfcitx5platforminputcontextplugin.so", "libfcitxplatforminputcontextplugin.so")


def choose(
    environment: MutableMapping[str, str] | None = None, plugins: Path | None = None
) -> bool:
    """Let Qt speak ibus, which fcitx understands too, where its own plugin is missing; True when done.

    Must be called before the application is made.
    """
    environment = os.environ if environment is None else environment
    if not sys.platform.startswith("linux") or "fcitx" not in environment.get(_VARIABLE, ""):
        return False
    folder = plugins if plugins is not None else _plugin_folder()
    if any((folder / name).exists() for name in _PLUGINS):
        return False
    environment[_VARIABLE] = "ibus"
    return True


def _plugin_folder() -> Path:
    import PySide6

    return Path(PySide6.__path__[0]) / "Qt" / "plugins" / "platforminputcontexts"
