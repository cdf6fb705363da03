"""The log of bugs; never what was filled in."""

import os
import traceback
from pathlib import Path
from types import TracebackType

from perfdesk.paths import settings_folder
from perfdesk.values.moments import now

_LOG = "perfdesk.log"
_LARGEST_LOG = 512 * 1024


def log_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> Path:
    """Append a traceback to the log, without the values it speaks of; answer the log's path."""
    path = settings_folder() / _LOG
    frames = "".join(traceback.format_tb(trace))
    moment = now()
    try:
        if path.exists() and path.stat().st_size > _LARGEST_LOG:
            path.replace(path.with_suffix(".old.log"))
        with open(path, "a", encoding="utf-8", opener=_private) as file:
            file.write(f"{moment} {kind.__name__}\n{frames}\n")
    except OSError:
        return path
    return path


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def last_line() -> str:
    """Where the last bug was, 无 when there was none."""
    try:
        lines = (settings_folder() / _LOG).read_text(encoding="utf-8").strip().splitlines()
    except OSError:
        return "无"
    return lines[-1].strip() if lines else "无"
