"""An old .xls, written anew with xlwt where nothing in it would be lost; any other is refused with the way out."""

import io
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from perfdesk.errors import CannotFillError
from perfdesk.io.fill.references import letters
from perfdesk.io.fill.stored import number_for
from perfdesk.io.readers.number_format import GENERAL
from perfdesk.io.readers.snapshot import Cell, Problem, Sheet

_LOST: Final = {
    0x0006: "公式", 0x00EC: "图形或控件", 0x005D: "图形或控件", 0x01B0: "条件格式", 0x01B2: "下拉选项",
    0x0018: "打印区域等名称", 0x001C: "批注", 0x01B8: "超链接", 0x0012: "保护", 0x00D3: "宏",
}  # fmt: skip
"""Records of a workbook that xlwt cannot write, and what they hold ([MS-XLS] 2.3.1)."""
_NOTHING: Final = frozenset({0x0012})
"""Records that are there also where they say 0."""
_SETUP: Final = 0x00A1
_CURE: Final = "请在 Excel 或 WPS 中打开，另存为 .xlsx 后再填"


class OldExcelFile:
    """The workbook being filled."""

    def __init__(self, path: Path) -> None:
        import xlrd

        self._path = path
        self._book: Any = xlrd.open_workbook(
            str(path), formatting_info=True, on_demand=False, logfile=io.StringIO()
        )
        self._setups = _looked_through(path, self._book)
        self._texts: dict[tuple[str, int, int], str] = {}

    def blanks(self, sheets: Sequence[Sheet]) -> dict[str, list[Cell]]:
        """The places of the sheets that show nothing."""
        found = {}
        for sheet in sheets:
            source = self._book.sheet_by_name(sheet.name)
            full = {(c.row, c.column) for c in sheet.cells if c.text.strip()}
            spans = {(a, c): (b - a, d - c) for a, b, c, d in source.merged_cells}
            covered = {
                (row, column)
                for a, b, c, d in source.merged_cells
                for row in range(a, b)
                for column in range(c, d)
            } - spans.keys()
            places = {
                (row, col) for row in range(source.nrows) for col in range(source.row_len(row))
            }
            found[sheet.name] = [
                Cell(
                    row,
                    column,
                    "",
                    *spans.get((row, column), (1, 1)),
                    f"{letters(column)}{row + 1}",
                )
                for row, column in sorted((places | spans.keys()) - covered - full)
            ]
        return found

    def formulas(self, sheets: Sequence[str]) -> frozenset[str]:
        """None: a workbook with formulas is refused."""
        return frozenset()

    def address(self, sheet: str, row: int, column: int) -> str:
        """`F12`."""
        return f"{letters(column)}{row + 1}"

    def insert(self, sheet: str, row: int, count: int, own: frozenset[int]) -> None:
        """Rows are not inserted into an old workbook."""
        raise CannotFillError(self._path, "指标比表中的行多，旧格式 .xls 不能加行", _CURE)

    def put(self, sheet: str, row: int, column: int, text: str) -> None:
        """Note a text for a cell."""
        self._texts[sheet, row, column] = text

    def settle(self) -> list[Problem]:
        """Nothing depends on a cell."""
        return []

    def write(self, path: Path) -> None:
        """Write the workbook anew."""
        import xlwt

        made: Any = xlwt.Workbook(encoding="utf-8", style_compression=2)
        styles = _Styles(self._book)
        for number, source in enumerate(self._book.sheets()):
            target = made.add_sheet(source.name, cell_overwrite_ok=True)
            target.visibility = source.visibility
            self._sheet(source, target, styles)
            _page(target, self._setups[number] if number < len(self._setups) else b"")
        stream = io.BytesIO()
        made.save(stream)
        path.write_bytes(stream.getvalue())

    def _sheet(self, source: Any, target: Any, styles: "_Styles") -> None:
        for column, info in source.colinfo_map.items():
            if column < 256:
                target.col(column).width = info.width
                target.col(column).hidden = bool(info.hidden)
        for row, info in source.rowinfo_map.items():
            target.row(row).height_mismatch = True
            target.row(row).height = info.height
            target.row(row).hidden = bool(info.hidden)
        for top, bottom, left, right in source.merged_cells:
            target.merge(top, bottom - 1, left, right - 1)
        for row in range(source.nrows):
            for column in range(source.row_len(row)):
                cell = source.cell(row, column)
                text = self._texts.get((source.name, row, column))
                style = styles.of(cell.xf_index)
                target.write(row, column, _value(cell, text, styles.code(cell.xf_index)), style)
        for (name, row, column), text in self._texts.items():
            if name == source.name and (row >= source.nrows or column >= source.row_len(row)):
                target.write(row, column, text)


class _Styles:
    """Cell styles of the old workbook, as xlwt wants them."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[int, Any] = {}

    def code(self, index: int) -> str:
        """The number format of a style."""
        found = self._book.format_map.get(self._book.xf_list[index].format_key)
        return found.format_str if found is not None else GENERAL

    def of(self, index: int) -> Any:
        """The style of this number."""
        if index not in self._made:
            self._made[index] = self._make(index)
        return self._made[index]

    def _make(self, index: int) -> Any:
        import xlwt

        xf = self._book.xf_list[index]
        style: Any = xlwt.XFStyle()
        style.num_format_str = self.code(index)
        self._font(style.font, self._book.font_list[xf.font_index])
        alignment, source = style.alignment, xf.alignment
        alignment.horz, alignment.vert = source.hor_align, source.vert_align
        alignment.wrap, alignment.rota = source.text_wrapped, source.rotation
        alignment.inde, alignment.shri = source.indent_level, source.shrink_to_fit
        for side in ("left", "right", "top", "bottom"):
            setattr(style.borders, side, getattr(xf.border, f"{side}_line_style"))
            setattr(style.borders, f"{side}_colour", getattr(xf.border, f"{side}_colour_index"))
        style.pattern.pattern = xf.background.fill_pattern
        style.pattern.pattern_fore_colour = xf.background.pattern_colour_index
        style.pattern.pattern_back_colour = xf.background.background_colour_index
        style.protection.cell_locked = xf.protection.cell_locked
        return style

    @staticmethod
    def _font(font: Any, source: Any) -> None:
        font.name, font.height, font.bold = source.name, source.height, bool(source.bold)
        font.italic, font.colour_index = bool(source.italic), source.colour_index
        font.underline, font.struck_out = source.underline_type, bool(source.struck_out)
        font.family, font.charset = source.family, source.character_set


def _value(cell: Any, text: str | None, code: str) -> Any:
    """What is stored: our text, as a number where the format shows it so, or what stood there."""
    if text is None:
        return bool(cell.value) if cell.ctype == 4 else cell.value
    number = number_for(text, code)
    return float(number) if number is not None else text


def _page(target: Any, setup: bytes) -> None:
    """Paper, scale and orientation of the SETUP record ([MS-XLS] 2.4.257)."""
    if len(setup) < 12:
        return
    paper, scale, _, wide, high, flags = struct.unpack("<6H", setup[:12])
    target.paper_size_code = paper
    target.print_scaling = scale or 100
    target.fit_width_to_pages, target.fit_height_to_pages = wide, high
    target.portrait = bool(flags & 2)


def _looked_through(path: Path, book: Any) -> list[bytes]:
    """The SETUP records of the sheets; CannotFillError when something would be lost."""
    stream = bytes(book.mem or b"")
    place, setups = book.base or 0, []
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        body = stream[place + 4 : place + 4 + size]
        if kind in _LOST and not (kind in _NOTHING and not any(body)):
            raise CannotFillError(path, f"旧格式 .xls 里有{_LOST[kind]}，重写会丢失", _CURE)
        if kind == _SETUP:
            setups.append(body)
        place += 4 + size
        if not kind and not size:
            break
    return setups
