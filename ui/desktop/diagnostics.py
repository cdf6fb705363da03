"""Facts for the helpdesk and the log of bugs; never what was filled in."""

import platform
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from perfdesk import __version__
from perfdesk.paths import settings_folder
from ui.bench.window_context import Parts

_LOG = "perfdesk.log"
_LARGEST_LOG = 512 * 1024


def diagnostics(parts: Parts) -> str:
    """Versions, screen and sizes as text. Names of files and forms stay out."""

    screen = parts.window.screen()
    size = screen.size()
    forms = len(parts.bench.file.forms()) if parts.bench.ready else 0
    lines = [
        f"绩效填报台 {__version__}",
        f"系统 {platform.system()} {platform.release()} {platform.machine()}",
        f"Python {platform.python_version()}，Qt {qVersion()}，显示 {QGuiApplication.platformName()}",
        f"屏幕 {size.width()}×{size.height()}，缩放 {screen.devicePixelRatio():g}，表格 {parts.view.zoom:.0%}",
        f"深色 {_yes(parts.preferences.dark)}，表 {forms} 张，可写 {_yes(parts.bench.writable)}",
        f"日志末尾：{_last_line()}",
    ]
    return "\n".join(lines)


def log_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> Path:
    """Append a traceback to the log, without the values it speaks of; answer the log's path."""
    path = settings_folder() / _LOG
    frames = "".join(traceback.format_tb(trace))
    moment = datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        if path.exists() and path.stat().st_size > _LARGEST_LOG:
            path.replace(path.with_suffix(".old.log"))
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{moment} {kind.__name__}\n{frames}\n")
    except OSError:
        return path
    return path


def _last_line() -> str:
    try:
        lines = (settings_folder() / _LOG).read_text(encoding="utf-8").strip().splitlines()
    except OSError:
        return "无"
    return lines[-1].strip() if lines else "无"


def _yes(fact: bool) -> str:
    return "是" if fact else "否"
