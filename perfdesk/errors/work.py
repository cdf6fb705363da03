"""Templates, fonts, settings, reports and files written: what the program works with and puts out."""

from collections.abc import Sequence
from pathlib import Path

from perfdesk.errors.causes import cause_of
from perfdesk.errors.family import PerfDeskError


class TemplateError(PerfDeskError):
    """A template file that cannot be used: names the file, the key and what is wrong."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        self.file = file
        self.key = key
        self.problem = problem
        super().__init__(
            f"模板文件 {file} 的“{key}”有误：{problem}；其他模板不受影响，请改正该文件或重新安装程序。"
        )


class UnknownRuleError(PerfDeskError):
    """A rule id that the rulebook does not hold."""

    def __init__(self, rule_id: str) -> None:
        self.rule_id = rule_id
        super().__init__(
            f"没有编号为“{rule_id}”的规则；没有检查任何文件，编号写法如 T01、F10，见自检结果每条前面。"
        )


class UnknownTemplateError(PerfDeskError):
    """A template id that the catalog does not hold."""

    def __init__(self, template_id: str) -> None:
        self.template_id = template_id
        super().__init__(
            f"没有编号为“{template_id}”的表样；数据未改动，请用 templates 命令查看可用的表样，或升级程序。"
        )


class CannotCarryError(PerfDeskError):
    """Forms that cannot be made of others: the kinds do not follow each other, or there is no source."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}；没有生成任何表，原表未改动，请核对表种、年度和项目名称。")


class UnknownFormError(PerfDeskError):
    """A form id that the data file does not hold (any more)."""

    def __init__(self, form_id: str) -> None:
        self.form_id = form_id
        super().__init__("这张表已不在数据文件中；其他表不受影响，请在左侧列表中另选一张。")


class FinalVersionError(PerfDeskError):
    """An edit of a form that is 定稿: it is locked until the user unlocks it."""

    def __init__(self, project: str, version: str) -> None:
        self.version = version
        named = f"“{project}”" if project else "这张表"
        super().__init__(
            f"{named}已经定稿（{version}），没有改动；要修改，请先点“解除定稿”，定稿的内容会留在“版本”里。"
        )


class FontFileError(PerfDeskError):
    """A font file that cannot be embedded: no TrueType outlines, damaged, or embedding is forbidden."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"字体文件 {path.name} 不能用于打印和导出（不是可嵌入的 TrueType 字体）；已改用自带字体，请另选一种字体。"
        )


class CannotWriteError(PerfDeskError):
    """An exported file that could not be written; the file of that name, if any, is as it was."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.path = path
        if isinstance(error, PermissionError):
            reason = "没有写入权限，或文件正被 Excel、WPS 等程序打开"
        elif isinstance(error, (FileNotFoundError, NotADirectoryError)):
            reason = "文件夹不存在"
        else:
            reason = cause_of(error)
        super().__init__(
            f"无法写入 {path.name}（{reason}）；已填的数据和原有文件均未改动，请处理后重新导出，或另选一个文件夹。"
        )


class SelftestError(PerfDeskError):
    """A step of the self-test went wrong."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"试运行未通过（{problem}）；您的数据未被触及，请重新安装程序后再试。")


class NoFormsOfYearError(PerfDeskError):
    """A report of a year of which the data file holds no form, or none of that kind and unit."""

    def __init__(self, year: int, years: Sequence[int], what: str = "表") -> None:
        self.year = year
        has = "、".join(f"{known}年" for known in years)
        if year in years:
            cure = "请改选表种或单位"
        else:
            cure = f"已有年度为{has}，请改选其中一年" if has else "请先填报或导入该年度的表"
        super().__init__(f"数据文件中没有{year}年度的{what}，没有生成，数据未作改动；{cure}。")


class UnknownColumnError(PerfDeskError):
    """A column asked for that a 汇总表 of this kind does not have."""

    def __init__(self, label: str, known: Sequence[str]) -> None:
        self.label = label
        super().__init__(
            f"汇总表没有“{label}”这一栏，未生成汇总表；可用的栏目：{'、'.join(known)}。"
        )


class ReportFormatError(PerfDeskError):
    """A report file name that ends in something we do not write."""

    def __init__(self, path: Path, endings: str = ".xlsx 或 .pdf") -> None:
        self.path = path
        super().__init__(
            f"不能写成 {path.suffix or '没有扩展名的'} 文件（{path.name}），未生成报告；"
            f"请把文件名改为以 {endings} 结尾。"
        )


class OptionValueError(PerfDeskError):
    """A setting outside its bounds; nothing was changed."""

    def __init__(self, label: str, bounds: str) -> None:
        self.label = label
        super().__init__(f"设置没有保存：“{label}”应为{bounds}；原设置未变，请改正后再保存。")


class VersionNameError(PerfDeskError):
    """A name for a 定稿 that the program gives to versions which it keeps by itself."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"“{name}”是程序自动留存的版本的名称，定稿请换一个名称，如“送审稿”；表的内容没有变动。"
        )


class TemplatePackError(PerfDeskError):
    """A file that is no 表样包, a newer one, or too large; nothing was taken in."""

    def __init__(self, name: str, problem: str, cure: str = "请确认选对了文件") -> None:
        super().__init__(f"{name} 不能作为表样包使用（{problem}）；数据未改动，{cure}。")


class CannotProposeError(PerfDeskError):
    """A file of which no template can be made."""

    def __init__(self, name: str, problem: str, cell: str = "") -> None:
        self.cell = cell
        where = f"{cell} " if cell else ""
        super().__init__(
            f"没能由 {name} 制作表样（{where}{problem}）；没有写出文件，原文件和数据均未改动，"
            "请在原表中改正后再试，或换一份空白的表。"
        )


class CannotFillError(PerfDeskError):
    """A file that somebody else made and that cannot be filled; nothing was written."""

    def __init__(self, path: Path, problem: str, cure: str = "") -> None:
        self.path = path
        cure = cure or "请在 Excel 或 WPS 中另存为 .xlsx（文档存为 .docx）后再填"
        super().__init__(f"{path.name} 没有填入（{problem}）；原文件和数据均未改动，{cure}。")


class FillChoiceError(PerfDeskError):
    """An empty form of somebody else's that fits several forms of the data file, or none."""

    def __init__(self, path: Path, choices: Sequence[str]) -> None:
        self.path = path
        self.choices = tuple(choices)
        if choices:
            listed = "；".join(choices[:12]) + ("等" if len(choices) > 12 else "")
            super().__init__(
                f"{path.name} 是空表，一次只能填入一张表，请用 --project、--year、--kind 指定其中一张：{listed}；"
                "没有写出文件，数据未改动。"
            )
        else:
            super().__init__(
                f"{path.name} 中的表在数据文件里没有对应的项目；没有写出文件，数据未改动，"
                "请核对项目名称、年度和表种，或先把该表填好。"
            )


class UnknownSystemError(PerfDeskError):
    """A system whose layout is not known, or whose form comes back only in the workbook that it gave out."""

    def __init__(self, system: str, known: Sequence[str], exported: str = "") -> None:
        self.system = system
        if exported:
            super().__init__(
                f"{exported}（{system}）只收系统自己导出的表；没有生成文件，数据未改动，"
                "请先从系统导出该表，再用 fill --into 系统导出的表 填入。"
            )
        else:
            super().__init__(
                f"没有名为“{system}”的系统表样；没有生成文件，数据未改动，可用的有：{'、'.join(known)}。"
            )


class SystemCellsError(PerfDeskError):
    """Cells that a system would refuse, for which it takes none of the rows; nothing was written."""

    def __init__(self, cells: Sequence[str], count: int) -> None:
        self.cells = tuple(cells)
        more = f"等 {count} 处" if count > len(cells) else ""
        super().__init__(
            f"有单元格系统不收（一格不对整批不收）：{'；'.join(cells)}{more}；"
            "没有生成文件，数据未改动，请补填后再导出。"
        )
