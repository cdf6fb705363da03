"""Run first in the frozen program, in place of PyInstaller's own start hooks.

Those import Qt, multiprocessing, inspect and pkgutil into every start, the command line's too: 0.1 s.
What the program needs of them is where Qt's plugins are, whatever the desktop's own Qt is told, and
that an answering process of `multiprocessing` is known as one: perfdesk.spec puts PyInstaller's hook
for it after this file, to be run in such a process only. `ui/desktop/outside.py` hides both variables from
other programs that ours starts.
"""

import os
import sys

_qt = os.path.join(sys._MEIPASS, "PySide6", *([] if sys.platform == "win32" else ["Qt"]))
if "QT_PLUGIN_PATH" in os.environ:
    os.environ["QT_PLUGIN_PATH_ORIG"] = os.environ["QT_PLUGIN_PATH"]
os.environ["QT_PLUGIN_PATH"] = os.path.join(_qt, "plugins")
