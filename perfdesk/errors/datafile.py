"""Data files (*.perfdesk) that cannot be opened as asked, or not as they were written."""

from pathlib import Path

from perfdesk.errors.family import PerfDeskError


class DataFileError(PerfDeskError):
    """A data file (*.perfdesk) that cannot be opened as asked; `path` is the file."""

    def __init__(self, path: Path, sentence: str) -> None:
        self.path = path
        super().__init__(f"数据文件 {path.name} {sentence}")


class DataFileMissingError(DataFileError):
    """There is no file at this place."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, f"不在 {path.parent} 中；没有新建任何文件，请检查路径，或确认U盘、网络盘已接好。"
        )


class FolderMissingError(DataFileError):
    """The folder that should hold the data file does not exist."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            f"所在的文件夹 {path.parent} 不存在；没有新建任何文件，请先建立文件夹，或换一个位置。",
        )


class DataFileIsFolderError(DataFileError):
    """The path is a folder (or a device), not a file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, "是文件夹，不是数据文件；其中的内容未改动，请选择扩展名为 .perfdesk 的文件。"
        )


class DataFileExistsError(DataFileError):
    """A new data file would overwrite something."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "已经存在；原文件未改动，请打开它，或换一个文件名。")


class EmptyDataFileError(DataFileError):
    """A file of no bytes: a copy or a synchronisation that broke off."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "是空文件（0 字节），可能是复制或同步没有完成；未作任何改动，请重新复制，或从备份恢复。",
        )


class ForeignDataFileError(DataFileError):
    """A file that PerfDesk did not write."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "不是绩效填报台的数据文件；未作任何改动，"
            "请选择扩展名为 .perfdesk 的文件，Excel 表请用“导入”。",
        )


class DamagedDataFileError(DataFileError):
    """A data file that is not as it was written; `detail` tells the damage."""

    def __init__(self, path: Path, detail: str) -> None:
        self.detail = detail
        super().__init__(
            path,
            f"已损坏（{detail}）；文件保持原样，请用“检查数据文件”抢救其中的内容，或从最近的完好备份恢复。",
        )


class ForeignSchemaError(DataFileError):
    """A data file into which somebody put triggers, views or tables: shown, never written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "里有本程序没有放进去的东西（触发器、视图或别的表），写入时可能改动别的格，已按只读方式打开；"
            "文件保持原样，请用“检查数据文件”把各张表抢救到新文件，再用新文件填报。",
        )


class NewerDataFileError(DataFileError):
    """A data file of a later program: it opens read-only; `readable` False when not even that."""

    def __init__(self, path: Path, readable: bool = True) -> None:
        sentence = (
            "由更新版本的绩效填报台保存，已按只读方式打开；内容完整未动，如需修改请升级程序。"
        )
        if not readable:
            sentence = (
                "由更新版本的绩效填报台保存，本版本读不了；内容完整未动，请升级程序后再打开。"
            )
        super().__init__(path, sentence)


class DataFileLockedError(DataFileError):
    """Somebody else has the data file open for writing.

    `stale` when the holder seems to be gone: the lock may be broken, but only by choice.
    """

    def __init__(self, path: Path, host: str, user: str, at: str, stale: bool = False) -> None:
        self.host, self.user, self.at, self.stale = host, user, at, stale
        who = f"{user}（电脑 {host}，{at[:16].replace('T', ' ')} 打开）"
        sentence = f"正由{who}使用；内容未动，请以只读方式打开，或等对方关闭后再试。"
        if stale:
            sentence = f"留有{who}的锁，对方可能已经关闭；内容未动，请向对方确认后选择解除，或以只读方式打开。"
        super().__init__(path, sentence)


class DataFileReadOnlyError(DataFileError):
    """The file, its folder or the way it was opened does not allow writing."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, "或其所在位置是只读的，不能保存；原有内容完好，请取得写入权限，或另存到其他位置。"
        )


class DataFileNoRoomError(DataFileError):
    """The disk is so full that not even the lock beside the file can be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "所在的磁盘已满，已按只读方式打开；原有内容完好，请腾出空间后重新打开，或备份到其他盘再填。",
        )


class PathTooLongError(DataFileError):
    """Name or path are longer than the system and SQLite take for the files that come beside."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "的文件名或所在文件夹的路径太长，保存不了；未作任何改动，请改短文件名，或放到层级较浅的文件夹再打开。",
        )


class DataFileForbiddenError(DataFileError):
    """The user may not read the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, "没有读取权限；未作任何改动，请联系管理员取得权限，或复制到自己的文件夹再打开。"
        )


class DataFileUnreadableError(DataFileError):
    """The disk, drive or network failed while the file was being read."""

    def __init__(self, path: Path, detail: str) -> None:
        self.detail = detail
        super().__init__(
            path,
            f"读取失败（{detail}）；未作任何改动，请检查磁盘、U盘或网络后再试，必要时从备份恢复。",
        )


class OutsideChangeError(DataFileError):
    """The file's bytes are not those it was closed with, yet every record in it is sound."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "自上次关闭后被其他程序改动过，或有局部损坏；"
            "逐条核对内容无误，请备份一份，并留意磁盘状况。",
        )


class NothingToSalvageError(DataFileError):
    """A damaged file in which not one form can be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "中已没有可以抢救的表；原文件保持原样，请从最近的完好备份恢复。")
