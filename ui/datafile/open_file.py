"""Opening a data file by its path; what hinders is said."""

from pathlib import Path

from perfdesk.errors import PerfDeskError
from ui.window_context import WindowContext


def open_file(
    context: WindowContext,
    path: Path,
    *,
    read_only: bool = False,
    break_stale: bool = False,
    create: bool = False,
) -> bool:
    """Open a data file and remember it; what hinders is said. False when it is not open."""
    try:
        done = context.controller.open(
            path, read_only=read_only, break_stale=break_stale, create=create
        )
    except PerfDeskError as error:
        context.prompts.error(str(error))
        return False
    if done:
        context.preferences.remember_file(path)
    return done
