"""Working together: the library, packages, copies of a data file and what comes back from others."""

from collections.abc import Sequence
from pathlib import Path

from perfdesk.errors.family import PerfDeskError


class NoLibraryTableError(PerfDeskError):
    """A file without any table that has a column of indicator names."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path.name} 中没有指标库的表（找不到“三级指标”或“指标名称”一列），指标库未作改动；"
            "请先导出一份指标库，按它的列填写后再导入。"
        )


class PackageError(PerfDeskError):
    """A 上报包 that is refused; nothing of it was taken. `file` is the part it is about, "" for all."""

    def __init__(self, path: Path, problem: str, file: str = "", cure: str = "") -> None:
        self.path = path
        self.file = file
        cure = cure or "请让报送单位重新打包后再发一次"
        super().__init__(f"{path.name} 没有收下：{problem}；本单位数据未作改动，{cure}。")


class NotAPackageError(PackageError):
    """A file that is no 上报包 at all."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            "它不是本程序的上报包（没有清单文件 manifest.json）",
            cure="若是普通表格文件，请用“导入”",
        )


class PackageFileChangedError(PackageError):
    """A file in a package that is not the one that was packed."""

    def __init__(self, path: Path, file: str) -> None:
        super().__init__(path, f"包内文件“{file}”与清单不符，打包后被改动过或已损坏", file)


class PackageFileMissingError(PackageError):
    """A file that the manifest names and the package has not."""

    def __init__(self, path: Path, file: str) -> None:
        super().__init__(path, f"包内缺少文件“{file}”", file)


class UnexpectedPackageFileError(PackageError):
    """A file in the package that the manifest does not name."""

    def __init__(self, path: Path, file: str) -> None:
        super().__init__(path, f"包内多出清单之外的文件“{file}”", file)


class NothingToPackError(PerfDeskError):
    """A package of which no form would be part."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"数据文件中没有{year}年度的表，没有生成上报包，数据未作改动；请检查年度是否写对。"
        )


class SameDataFileError(PerfDeskError):
    """A data file that is to be merged into itself."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path.name} 就是正在合并到的数据文件，没有什么可合并，数据未作改动；请选择别人交回的那一份。"
        )


class NothingReturnedError(PerfDeskError):
    """A returned workbook in which no form is found."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path.name} 中没有找到表，没有收回，数据未作改动；请确认是科室填好交回的那一份。"
        )


class NothingToHandOutError(PerfDeskError):
    """A hand-out without a form, or without the name of the 科室 that it goes to."""

    def __init__(self, what: str) -> None:
        super().__init__(f"没有生成给科室的表格：{what}；数据未作改动。")


class NamePatternError(PerfDeskError):
    """A pattern for file names that cannot be used."""

    def __init__(self, pattern: str, problem: str, fields: Sequence[str]) -> None:
        self.pattern = pattern
        listed = "、".join(f"{{{field}}}" for field in fields)
        super().__init__(
            f"文件名格式“{pattern}”不能用（{problem}）；没有生成文件，请用这些项组成：{listed}。"
        )
