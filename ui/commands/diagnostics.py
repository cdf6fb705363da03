"""Facts for the helpdesk; never what was filled in."""

import platform

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from perfdesk import __version__
from ui.desktop.bug_log import last_line
from ui.window_context import WindowContext


def diagnostics(context: WindowContext) -> str:
    """Versions, screen and sizes as text. Names of files and forms stay out."""

    screen = context.window.screen()
    size = screen.size()
    forms = len(context.controller.file.forms()) if context.controller.ready else 0
    lines = [
        f"绩效填报台 {__version__}",
        f"系统 {platform.system()} {platform.release()} {platform.machine()}",
        f"Python {platform.python_version()}，Qt {qVersion()}，显示 {QGuiApplication.platformName()}",
        f"屏幕 {size.width()}×{size.height()}，缩放 {screen.devicePixelRatio():g}，表格 {context.view.zoom:.0%}",
        f"深色 {_yes(context.preferences.dark)}，表 {forms} 张，可写 {_yes(context.controller.writable)}",
        f"日志末尾：{last_line()}",
    ]
    return "\n".join(lines)


def _yes(fact: bool) -> str:
    return "是" if fact else "否"
