"""Letting a data file go: what could not be saved is retried, saved elsewhere, or given up by choice."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from perfdesk.errors import PartlySavedError, PerfDeskError, SaveError
from perfdesk.session.keep.recovery import Recovery
from ui.bench.prompts import DATA_FILES, ENDING
from ui.datafile.close_file import wind_up
from ui.window_context import WindowContext

_RETRY, _ELSEWHERE, _ABANDON = 0, 1, 2
_WAYS = ("重试", "另存到其他盘…", "放弃未保存的修改")


class Moved(NamedTuple):
    """The new file, and what the user should know about it ("" when nothing)."""

    path: Path
    told: str


def leave(context: WindowContext) -> bool:
    """Close the open data file; False when the user stays with it, because it could not be saved.

    Also False while it is being closed already: a second start may ask for another file then.
    """
    controller = context.controller
    if controller.leaving:
        return False
    controller.leaving = True
    try:
        return _leave(context)
    finally:
        controller.leaving = False


def _leave(context: WindowContext) -> bool:
    controller = context.controller
    if controller.ready and controller.file.safekeeping.pending:
        controller.file.safekeeping.retry()
    while controller.ready:
        try:
            wind_up(context)
            if controller.ready:
                _tell_of_backup(context)
                # It may have turned out damaged, and been let go, meanwhile.
                controller.close()
        except SaveError as error:
            if not _way_out(context, error):
                return False
        except PerfDeskError as error:
            # The file is let go; what was typed is safe at the place that the sentence names.
            context.prompts.error(str(error))
    return True


def _tell_of_backup(context: WindowContext) -> None:
    """Short sessions have no other backup than that at closing: its failure must not go unsaid."""
    failed = context.controller.file.recovery.backup_failed
    if failed is not None:
        context.prompts.error(f"修改都已保存。{failed}")


def ask_where(context: WindowContext) -> Path | None:
    """Where everything is to be saved instead; None: cancelled."""
    suggested = context.preferences.start_folder() / context.controller.file.path.name
    path = context.prompts.save_as("另存到其他盘", suggested, DATA_FILES)
    if path is not None and path.suffix != ENDING:
        path = path.with_name(path.name + ENDING)
    return path


def save_elsewhere(recovery: Recovery, target: Path) -> Moved:
    """Write everything into a new file; PerfDeskError when that place will not do either."""
    try:
        return Moved(recovery.save_elsewhere(target), "")
    except PartlySavedError as error:
        return Moved(error.target, str(error))


def _way_out(context: WindowContext, error: SaveError) -> bool:
    """Do what the user chooses; False: stay."""
    chosen = context.prompts.choose(f"{error}\n\n现在关闭前要怎么办？", _WAYS)
    if chosen == _RETRY:
        context.controller.file.safekeeping.retry()
    elif chosen == _ELSEWHERE:
        _save_and_let_go(context)
    elif chosen == _ABANDON:
        _give_up(context)
    return chosen is not None


def _save_and_let_go(context: WindowContext) -> None:
    path = ask_where(context)
    if path is None:
        return
    try:
        moved = save_elsewhere(context.controller.file.recovery, path)
    except PerfDeskError as error:
        context.prompts.error(str(error))
        return
    _let_go(context)
    context.preferences.remember_file(moved.path)
    if moved.told:
        context.prompts.error(moved.told)


def _give_up(context: WindowContext) -> None:
    steps = context.controller.file.safekeeping.pending
    question = f"放弃 {steps} 步没有保存的修改？放弃后找不回来；此前已保存的内容不受影响。"
    if not steps:
        question = "原位置上的文件已不是这里打开的那一份，这次的修改不在其中。不另存就关闭？"
    if context.prompts.confirm(question, "放弃"):
        _let_go(context)


def _let_go(context: WindowContext) -> None:
    context.controller.file.recovery.abandon()
    context.controller.forget()
