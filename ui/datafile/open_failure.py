"""A data file that did not open: what can be done, by what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from perfdesk.errors import (
    DamagedDataFileError,
    DataFileLockedError,
    DataFileMissingError,
    DataFileUnreadableError,
    EmptyDataFileError,
    ForeignDataFileError,
    PerfDeskError,
)
from perfdesk.session.keep.recovery import BackupInfo, backups_of, restore_file
from ui.datafile.check_file import help_with
from ui.datafile.open_file import open_file
from ui.dialogs.datafile.backups import backup_words
from ui.window_context import WindowContext

_BROKEN = (
    DamagedDataFileError,
    EmptyDataFileError,
    ForeignDataFileError,
    DataFileUnreadableError,
)
_READ_ONLY, _BREAK = 0, 1
_RESTORE = 0


def refused(context: WindowContext, path: Path, error: PerfDeskError) -> bool:
    """Say why, and offer the ways on; True when the file is open after all."""
    if isinstance(error, DataFileLockedError):
        return _locked(context, path, error)
    if isinstance(error, DataFileMissingError):
        return _missing(context, path, error)
    if isinstance(error, _BROKEN):
        help_with(context, path, error)
        return False
    context.prompts.error(str(error))
    return False


def _locked(context: WindowContext, path: Path, error: DataFileLockedError) -> bool:
    """Reading is always possible; a lock is broken only where its owner seems gone, and by choice."""
    ways = ("以只读方式打开", "解除锁并打开") if error.stale else ("以只读方式打开",)
    chosen = context.prompts.choose(str(error), ways)
    if chosen == _READ_ONLY:
        return open_file(context, path, read_only=True)
    if chosen == _BREAK and context.prompts.confirm(_breaking(error), "已确认，解除锁"):
        return open_file(context, path, break_stale=True)
    return False


def _breaking(error: DataFileLockedError) -> str:
    return (
        f"请先向 {error.user}（电脑 {error.host}）确认已经关闭这个文件。\n"
        "如果对方还开着，两边同时修改会互相冲突，对方随后的修改可能保存不了。"
    )


def _missing(context: WindowContext, path: Path, error: DataFileMissingError) -> bool:
    """Nothing empty is shown in the place of a file that has gone; a new one is made by choice."""
    backup = next((found for found in backups_of(path) if found.ok), None)
    new = "在这里新建空白数据文件"
    if backup is None:
        made = context.prompts.choose(str(error), (new,)) is not None
        return made and open_file(context, path, create=True)
    question = f"{error}\n\n最近的完好备份：{backup_words(backup)}\n{backup.path}"
    chosen = context.prompts.choose(question, ("用这个备份恢复", new))
    if chosen == _RESTORE:
        _put_back(context, path, backup)
        return False
    return chosen is not None and open_file(context, path, create=True)


def _put_back(context: WindowContext, path: Path, backup: BackupInfo) -> None:
    def done(kept: object) -> None:
        if open_file(context, path):
            context.notice("已从备份恢复")

    context.run_job("恢复", lambda progress, cancelled: restore_file(backup.path, path), done)
