"""The one family of errors that a user may see.

Every class is one case; its constructor builds one Chinese sentence that says what is
wrong, what is safe, and what to do next. Readers of several files catch `PerfDeskError`
per path; anything else is a bug.
"""

import errno
from collections.abc import Sequence
from pathlib import Path


class PerfDeskError(Exception):
    """A condition with one clear Chinese sentence for the user (`str(error)`)."""


class TemplateError(PerfDeskError):
    """A template file that cannot be used: names the file, the key and what is wrong."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        self.file = file
        self.key = key
        self.problem = problem
        super().__init__(f"模板文件 {file} 的“{key}”有误：{problem}；其他模板不受影响，请改正该文件或重新安装程序。")


class UnknownTemplateError(PerfDeskError):
    """A template id that the catalog does not hold."""

    def __init__(self, template_id: str) -> None:
        self.template_id = template_id
        super().__init__(
            f"没有编号为“{template_id}”的表样；数据未改动，请用 templates 命令查看可用的表样，或升级程序。"
        )


class UnknownFormError(PerfDeskError):
    """A form id that the data file does not hold (any more)."""

    def __init__(self, form_id: str) -> None:
        self.form_id = form_id
        super().__init__("这张表已不在数据文件中；其他表不受影响，请在左侧列表中另选一张。")


class BadFormJsonError(PerfDeskError):
    """A JSON file that does not hold forms as in CONTRACT.md."""

    def __init__(self, path: Path | str, problem: str) -> None:
        super().__init__(f"{path} 不是绩效表的 JSON 文件（{problem}）；原文件未改动，请检查文件内容后再试。")


class FontFileError(PerfDeskError):
    """A font file that cannot be embedded: no TrueType outlines, damaged, or embedding is forbidden."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"字体文件 {path.name} 不能用于打印和导出（不是可嵌入的 TrueType 字体）；已改用自带字体，请另选一种字体。"
        )


class FileNotThereError(PerfDeskError):
    """A path at which there is no file."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(f"找不到文件 {path}；其他文件不受影响，请检查路径，或确认移动硬盘、网络盘已连接。")


class FileClosedError(PerfDeskError):
    """A file that the system does not let us open."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(f"{path} 无法打开（没有读取权限或正被独占）；原文件未改动，请关闭占用它的程序后再试。")


class EmptyFileError(PerfDeskError):
    """A file of no bytes."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(f"{path} 是空文件（0 字节）；没有读入任何内容，请重新复制或另存一份后再试。")


class NotReadableKindError(PerfDeskError):
    """A file that is no workbook, document or text that forms are kept in."""

    def __init__(self, path: Path | str, looks_like: str = "") -> None:
        what = f"（看起来是{looks_like}）" if looks_like else ""
        super().__init__(
            f"{path} 不是可读取的表格或文档{what}；原文件未改动，请在 Excel 或 WPS 中打开后另存为 .xlsx 再试。"
        )


class EncryptedFileError(PerfDeskError):
    """A workbook or document that needs a password to open."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(f"{path} 设有打开密码，无法读取；原文件未改动，请在 Excel 或 WPS 中取消密码、另存后再试。")


class DamagedFileError(PerfDeskError):
    """A file of a known kind whose inside is broken."""

    def __init__(self, path: Path | str, part: str = "") -> None:
        where = f"（{part}）" if part else ""
        super().__init__(
            f"{path} 已损坏{where}，无法读取；没有读入任何内容，请在 Excel 或 WPS 中打开修复、另存后再试。"
        )


class SwollenFileError(PerfDeskError):
    """A file that unpacks to far more than it says or than any form needs (a zip bomb)."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path} 解压后异常庞大，可能是恶意文件，已停止读取；数据未改动，请核实来源，确需读取时先另存为新文件。"
        )


class TooLargeFileError(PerfDeskError):
    """A file with more cells or bytes than forms can have."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path} 内容过多，不像绩效表，已停止读取；数据未改动，请把绩效表单独另存为一个工作簿后再试。"
        )


class EntityFileError(PerfDeskError):
    """A file whose XML declares entities, which no spreadsheet program writes."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path} 含有不允许的 XML 实体定义，可能是恶意文件，已停止读取；数据未改动，请核实文件来源后另存再试。"
        )


class NoFormError(PerfDeskError):
    """A readable file in which there is no 自评表 and no 申报表."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path} 中没有找到绩效自评表或绩效目标申报表；"
            "没有读入任何内容，请确认选对了文件，表中应有“一级指标、三级指标”等栏目。"
        )


class OldDocumentError(PerfDeskError):
    """A .doc or .wps document."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path} 是旧格式的 Word/WPS 文字文档，无法直接读取；"
            "原文件未改动，请用 Word 或 WPS 打开，“另存为” .docx 后再导入。"
        )


class PdfFileError(PerfDeskError):
    """A PDF file, whose tables cannot be read reliably."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path} 是 PDF，无法可靠还原表格；"
            "原文件未改动，请导入原来的 Excel 或 Word 文件，或用 WPS“PDF转Excel”后核对再导入。"
        )


class ReadingTimeoutError(PerfDeskError):
    """A file whose reading was stopped because it took too long."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path} 读取超时，已停止；"
            "数据未改动，其他文件不受影响，请在 Excel 或 WPS 中打开、只保留绩效表、另存后再试。"
        )


class ReadingCrashedError(PerfDeskError):
    """A file that broke the reading process or took all the memory it may have."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path} 内容异常，读取时耗尽内存或出错，已停止；数据未改动，其他文件不受影响，请另存为新的 .xlsx 后再试。"
        )


class DataFileError(PerfDeskError):
    """A data file (*.perfdesk) that cannot be opened as asked; `path` is the file."""

    def __init__(self, path: Path, sentence: str) -> None:
        self.path = path
        super().__init__(f"数据文件 {path.name} {sentence}")


class DataFileMissingError(DataFileError):
    """There is no file at this place."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, f"不在 {path.parent} 中；没有新建任何文件，请检查路径，或确认U盘、网络盘已接好。")


class FolderMissingError(DataFileError):
    """The folder that should hold the data file does not exist."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, f"所在的文件夹 {path.parent} 不存在；没有新建任何文件，请先建立文件夹，或换一个位置。")


class DataFileIsFolderError(DataFileError):
    """The path is a folder (or a device), not a file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "是文件夹，不是数据文件；其中的内容未改动，请选择扩展名为 .perfdesk 的文件。")


class DataFileExistsError(DataFileError):
    """A new data file would overwrite something."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "已经存在；原文件未改动，请打开它，或换一个文件名。")


class EmptyDataFileError(DataFileError):
    """A file of no bytes: a copy or a synchronisation that broke off."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "是空文件（0 字节），可能是复制或同步没有完成；未作任何改动，请重新复制，或从备份恢复。")


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
            path, f"已损坏（{detail}）；文件保持原样，请用“检查数据文件”抢救其中的内容，或从最近的完好备份恢复。"
        )


class NewerDataFileError(DataFileError):
    """A data file of a later program: it opens read-only; `readable` False when not even that."""

    def __init__(self, path: Path, readable: bool = True) -> None:
        sentence = "由更新版本的绩效填报台保存，已按只读方式打开；内容完整未动，如需修改请升级程序。"
        if not readable:
            sentence = "由更新版本的绩效填报台保存，本版本读不了；内容完整未动，请升级程序后再打开。"
        super().__init__(path, sentence)


class DataFileLockedError(DataFileError):
    """Somebody else has the data file open for writing.

    `stale` when the holder seems to be gone: the lock may be broken, but only by choice.
    """

    def __init__(self, path: Path, host: str, user: str, at: str, stale: bool = False) -> None:
        self.host, self.user, self.at, self.stale = host, user, at, stale
        who = f"{user}（电脑 {host}，{at} 打开）"
        sentence = f"正由{who}使用；内容未动，请以只读方式打开，或等对方关闭后再试。"
        if stale:
            sentence = f"留有{who}的锁，对方可能已经关闭；内容未动，请向对方确认后选择解除，或以只读方式打开。"
        super().__init__(path, sentence)


class DataFileReadOnlyError(DataFileError):
    """The file, its folder or the way it was opened does not allow writing."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "或其所在位置是只读的，不能保存；原有内容完好，请取得写入权限，或另存到其他位置。")


class DataFileForbiddenError(DataFileError):
    """The user may not read the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "没有读取权限；未作任何改动，请联系管理员取得权限，或复制到自己的文件夹再打开。")


class DataFileUnreadableError(DataFileError):
    """The disk, drive or network failed while the file was being read."""

    def __init__(self, path: Path, detail: str) -> None:
        self.detail = detail
        super().__init__(path, f"读取失败（{detail}）；未作任何改动，请检查磁盘、U盘或网络后再试，必要时从备份恢复。")


class SaveError(PerfDeskError):
    """An edit that is not on the disk yet; it stays queued and on screen."""

    def __init__(self, path: Path, cause: str, cure: str) -> None:
        self.path = path
        super().__init__(f"{cause}，最近的修改还没有存盘；此前已保存的内容是安全的，修改仍在窗口中，请{cure}。")


class DiskFullError(SaveError):
    """No room on the disk, or the quota is used up."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "磁盘空间不足", "腾出空间后点“重试”，或另存到其他盘")


class SaveForbiddenError(SaveError):
    """The file or its folder became read-only."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, f"{path.name} 或其所在文件夹变成了只读", "恢复写入权限后点“重试”，或另存到其他盘")


class DiskFailureError(SaveError):
    """The disk, drive or network failed while writing; `detail` is what the system said."""

    def __init__(self, path: Path, detail: str) -> None:
        self.detail = detail
        super().__init__(path, f"写入磁盘出错（{detail}）", "检查磁盘、U盘或网络后点“重试”，或另存到其他盘")


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
        super().__init__(path, f"{path.name} 已被移走、删除或替换", "接好磁盘或放回文件后点“重试”，或另存到其他盘")


class DataFileChangedError(SaveError):
    """Another program changed the data file while it was open here."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, f"{path.name} 已被其他程序改动", "另存到其他位置，再与原文件比较")


class DamagedWhileOpenError(SaveError):
    """The file turned out to be damaged while saving."""

    def __init__(self, path: Path, detail: str) -> None:
        self.detail = detail
        super().__init__(path, f"{path.name} 已损坏（{detail}）", "另存到其他盘，再检查原文件")


class StoreClosedError(PerfDeskError):
    """Something was asked of a data file that is closed already."""

    def __init__(self) -> None:
        super().__init__("数据文件已经关闭；已保存的内容是安全的，请重新打开后再试。")


class InternalSaveError(SaveError):
    """A mistake of the program itself while saving; `detail` is for the log and the report."""

    def __init__(self, path: Path, detail: str) -> None:
        self.detail = detail
        super().__init__(path, f"保存时程序出错（{detail}）", "另存到其他位置，并把运行日志发给维护人员")


class CannotWriteError(PerfDeskError):
    """An exported file that could not be written; the file of that name, if any, is as it was."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.path = path
        if isinstance(error, PermissionError):
            reason = "没有写入权限，或文件正被 Excel、WPS 等程序打开"
        elif isinstance(error, (FileNotFoundError, NotADirectoryError)):
            reason = "文件夹不存在"
        elif error.errno == errno.ENOSPC:
            reason = "磁盘空间不足"
        elif error.errno in (errno.ENAMETOOLONG, errno.EINVAL):
            reason = "文件名过长或含有不能使用的字符"
        else:
            reason = error.strerror or "磁盘出错"
        super().__init__(
            f"无法写入 {path.name}（{reason}）；已填的数据和原有文件均未改动，请处理后重新导出，或另选一个文件夹。"
        )


class SelftestError(PerfDeskError):
    """A step of the self-test went wrong."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"试运行未通过（{problem}）；您的数据未被触及，请重新安装程序后再试。")


class OutsideChangeError(DataFileError):
    """The file's bytes are not those it was closed with, yet every record in it is sound."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "自上次关闭后被其他程序改动过，或有局部损坏；"
            "逐条核对内容无误，请备份一份，并留意磁盘状况。",
        )


class BackupError(PerfDeskError):
    """A backup that could not be made or does not read back; nothing else is affected."""

    def __init__(self, target: Path, cause: str) -> None:
        self.target = target
        super().__init__(
            f"备份没有做成（{target.name}：{cause}）；"
            "数据文件和以前的备份都未受影响，请检查备份位置的空间和权限后再备份一次。"
        )


class NoFormsOfYearError(PerfDeskError):
    """A report of a year of which the data file holds no form."""

    def __init__(self, year: int, years: Sequence[int]) -> None:
        self.year = year
        has = "、".join(f"{known}年" for known in years)
        cure = f"已有年度为{has}，请改选其中一年" if has else "请先填报或导入该年度的表"
        super().__init__(f"数据文件中没有{year}年度的表，未生成汇总表，数据未作改动；{cure}。")


class ReportFormatError(PerfDeskError):
    """A report file name that ends in something we do not write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"不能写成 {path.suffix or '没有扩展名的'} 文件（{path.name}），未生成报告；"
            "请把文件名改为以 .xlsx 或 .pdf 结尾。"
        )


class OptionValueError(PerfDeskError):
    """A setting outside its bounds; nothing was changed."""

    def __init__(self, label: str, bounds: str) -> None:
        self.label = label
        super().__init__(f"设置没有保存：“{label}”应为{bounds}；原设置未变，请改正后再保存。")


class NothingToSalvageError(DataFileError):
    """A damaged file in which not one form can be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "中已没有可以抢救的表；原文件保持原样，请从最近的完好备份恢复。")


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


class NoLabelNearError(PerfDeskError):
    """A correction of an import that cannot be told by any label of the form."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address} 所在的工作表没有本表的栏目名称，无法记住这一更正；读入的内容未变，请在导入后直接修改该单元格。"
        )
