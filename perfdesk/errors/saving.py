"""Edits, backups and copies of a data file that are not on the disk where they should be."""

from pathlib import Path

from perfdesk.errors.family import PerfDeskError

_LOOKED_AT = "此前已保存的内容是安全的"
_NOT_READ = "此前已保存的内容这时读不到，没能核对"


class SaveError(PerfDeskError):
    """An edit that is not on the disk yet; it stays queued and on screen.

    `before` tells of what was saved earlier: that it is safe only where that was looked at.
    """

    def __init__(self, path: Path, cause: str, cure: str, before: str = _LOOKED_AT) -> None:
        self.path, self.cause = path, cause
        self._cure, self._before = cure, before
        super().__init__(cause)

    def __str__(self) -> str:
        return (
            f"{self.cause}，最近的修改还没有存盘；{self._before}，修改仍在窗口中，请{self._cure}。"
        )

    def doubt(self) -> None:
        """What was saved earlier could not be looked at: nothing is promised of it."""
        if self._before == _LOOKED_AT:
            self._before = _NOT_READ

    @property
    def without_window(self) -> str:
        """The sentence of a command, which keeps nothing when it has ended."""
        return f"{self.cause}，这次的改动没有存盘；{self._before}，请处理后重新运行。"


class DiskFullError(SaveError):
    """No room on the disk, or the quota is used up."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "磁盘空间不足", "腾出空间后点“重试”，或另存到其他盘")


class SaveForbiddenError(SaveError):
    """The file or its folder became read-only."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, f"{path.name} 或其所在文件夹变成了只读", "恢复写入权限后点“重试”，或另存到其他盘"
        )


class DiskFailureError(SaveError):
    """The disk, drive or network failed while writing; `detail` is what the system said."""

    def __init__(self, path: Path, detail: str) -> None:
        self.detail = detail
        super().__init__(
            path, f"写入磁盘出错（{detail}）", "检查磁盘、U盘或网络后点“重试”，或另存到其他盘"
        )


class DataFileBusyError(SaveError):
    """Another program keeps the data file locked."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            f"{path.name} 正被其他程序占用",
            "关闭正在使用它的程序（如同步盘、数据库工具）后点“重试”",
        )


class DataFileGoneError(SaveError):
    """The data file was moved, deleted or replaced, or its drive was pulled."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            f"{path.name} 已被移走、删除或替换",
            "接好磁盘或放回文件后点“重试”，或另存到其他盘",
            "此前已保存的内容已不在原处",
        )


class DataFileChangedError(SaveError):
    """Another program changed the data file while it was open here."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            f"{path.name} 已被其他程序改动",
            "另存到其他位置，再与原文件比较",
            "此前已保存的内容可能被改动过",
        )


class DamagedWhileOpenError(SaveError):
    """The file turned out to be damaged while saving."""

    def __init__(self, path: Path, detail: str) -> None:
        self.detail = detail
        super().__init__(
            path,
            f"{path.name} 已损坏（{detail}）",
            "另存到其他盘，再检查原文件",
            "此前已保存的内容可能受损",
        )


class StoreClosedError(PerfDeskError):
    """Something was asked of a data file that is closed already."""

    def __init__(self) -> None:
        super().__init__("数据文件已经关闭；刚才的操作没有进行，请重新打开后再试。")


class InternalSaveError(SaveError):
    """A mistake of the program itself while saving; `detail` is for the log and the report."""

    def __init__(self, path: Path, detail: str) -> None:
        self.detail = detail
        super().__init__(
            path, f"保存时程序出错（{detail}）", "另存到其他位置，并把运行日志发给维护人员"
        )


class BackupError(PerfDeskError):
    """A backup that could not be made or does not read back; nothing else is affected."""

    def __init__(self, target: Path, cause: str) -> None:
        self.target = target
        super().__init__(
            f"备份没有做成（{target.name}：{cause}）；"
            "数据文件和以前的备份都未受影响，请检查备份位置的空间和权限后再备份一次。"
        )


class WriteBackError(PerfDeskError):
    """Edits are safe in the working copy on this computer, not yet in the file on the share."""

    def __init__(self, path: Path, cause: str, kept: Path) -> None:
        self.path, self.kept = path, kept
        super().__init__(
            f"修改已安全保存在本机，但还没有写回 {path.name}（{cause}）；"
            f"接好网络或同步盘后重新打开该文件即会写回，本机副本在 {kept}。"
        )


class WriteBackConflictError(PerfDeskError):
    """The file on the share was changed elsewhere; both states are kept."""

    def __init__(self, path: Path, kept: Path) -> None:
        self.path, self.kept = path, kept
        super().__init__(
            f"{path.name} 在别处被改动过；两份内容都完好，本机的修改另存为 {kept}，请打开两份比较后合并。"
        )


class PartlySavedError(PerfDeskError):
    """Saved elsewhere, but for forms that were never read and are in no backup."""

    def __init__(self, target: Path, missing: int) -> None:
        self.target, self.missing = target, missing
        super().__init__(
            f"已另存到 {target}，但有 {missing} 张没有打开过的表读不到，没有包含在内；"
            "它们仍在原文件中，请接好原来的磁盘后再取。"
        )
