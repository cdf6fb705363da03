"""Files that forms are read from: workbooks, documents, Form JSON."""

from collections.abc import Sequence
from pathlib import Path

from perfdesk.errors.family import PerfDeskError


class BadFormJsonError(PerfDeskError):
    """A JSON file that does not hold forms as in CONTRACT.md."""

    def __init__(self, path: Path | str, problem: str) -> None:
        super().__init__(
            f"{path} 不是绩效表的 JSON 文件（{problem}）；原文件未改动，请检查文件内容后再试。"
        )


class FileNotThereError(PerfDeskError):
    """A path at which there is no file."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"找不到文件 {path}；其他文件不受影响，请检查路径，或确认移动硬盘、网络盘已连接。"
        )


class FileClosedError(PerfDeskError):
    """A file that the system does not let us open."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path} 无法打开（没有读取权限或正被独占）；原文件未改动，请关闭占用它的程序后再试。"
        )


class EmptyFolderError(PerfDeskError):
    """A folder without a file that forms are kept in."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"文件夹 {path} 中没有 Excel、WPS、Word 等可读取的文件；没有读入任何内容，请确认选对了文件夹。"
        )


class EmptyFileError(PerfDeskError):
    """A file of no bytes."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path} 是空文件（0 字节）；没有读入任何内容，请重新复制或另存一份后再试。"
        )


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
        super().__init__(
            f"{path} 设有打开密码，无法读取；原文件未改动，请在 Excel 或 WPS 中取消密码、另存后再试。"
        )


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
    """A readable file in which there is no 自评表 and no 申报表; `others` says what there is instead."""

    def __init__(self, path: Path | str, others: Sequence[str] = ()) -> None:
        if others:
            super().__init__(f"{path} 中没有可读入的表：{''.join(others[:3])}")
            return
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
    """A PDF file whose tables have no lines, so that nothing tells one cell from the next."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path} 是没有表格线的 PDF，分不清各格的内容，未读入；"
            "原文件未改动，请导入原来的 Excel 或 Word 文件，或用 WPS“PDF转Excel”后核对再导入。"
        )


class ScannedPdfError(PerfDeskError):
    """A PDF file of pictures or curves, without a text."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path} 是扫描件或图片做成的 PDF，里面没有文字，未读入；"
            "原文件未改动，请导入原来的 Excel 或 Word 文件，或用 WPS“PDF转Excel”识别、核对后再导入。"
        )


class UnmappedPdfError(PerfDeskError):
    """A PDF file whose fonts do not say which characters they draw."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(
            f"{path} 的字体没有文字对照，读出来是乱码，未读入；"
            "原文件未改动，请导入原来的 Excel 或 Word 文件，或在原程序中重新“另存为 PDF”后再导入。"
        )


class LongPdfError(PerfDeskError):
    """A PDF file of more pages than are read at once."""

    def __init__(self, path: Path | str, pages: int, most: int) -> None:
        super().__init__(
            f"{path} 有 {pages} 页，一次最多读 {most} 页，未读入；"
            "原文件未改动，请只保留绩效表的那些页、分成几个文件后再导入。"
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


class NoLabelNearError(PerfDeskError):
    """A correction of an import that cannot be told by any label of the form."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address} 所在的工作表没有本表的栏目名称，无法记住这一更正；读入的内容未变，请在导入后直接修改该单元格。"
        )


class NoReviewTableError(PerfDeskError):
    """A file in which no 复核意见表 was found."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path} 中没有找到复核意见表（要有“复核意见”一类的列，和指标或项目名称的列）；"
            "各表未改动，请核对文件，或在表上逐格填写意见。"
        )
