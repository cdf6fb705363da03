"""Cell formats of a workbook, each made once."""

from typing import Any, NamedTuple

from perfdesk.grid import Align, Cell, Grid, Role
from perfdesk.io.excel_writer.options import WorkbookOptions

THIN, MEDIUM = 1, 2
_GB2312 = 134
SONG = "宋体"


class Edges(NamedTuple):
    """Border styles of a cell: none, thin inside, medium around the form."""

    left: int
    top: int
    right: int
    bottom: int


NO_EDGES = Edges(0, 0, 0, 0)


class Look(NamedTuple):
    """All that tells one cell format from another."""

    role_title: bool
    size: float
    align: Align
    number_format: str
    edges: Edges
    locked: bool
    quoted: bool
    shrink: bool = False
    link: bool = False
    bold: bool = False


class Styles:
    """Makes and keeps the formats of one workbook."""

    def __init__(self, workbook: Any, options: WorkbookOptions) -> None:
        self._workbook = workbook
        self._options = options
        self._formats: dict[Look, Any] = {}

    def format(self, look: Look) -> Any:
        """The XlsxWriter format of a look."""
        if look not in self._formats:
            self._formats[look] = self._workbook.add_format(self._properties(look))
        return self._formats[look]

    def _properties(self, look: Look) -> dict[str, Any]:
        chosen = self._options.title_font if look.role_title else self._options.body_font
        font = chosen or SONG
        properties: dict[str, Any] = {
            "font_name": font,
            "font_size": look.size,
            "font_charset": _GB2312,
            "font_family": 0,
            "font_scheme": "",
            "bold": look.bold or (look.role_title and font == SONG),
            "align": "center" if look.align is Align.CENTER else "left",
            "valign": "vcenter",
            "num_format": look.number_format,
            "locked": look.locked,
            "quote_prefix": look.quoted,
        }
        properties["shrink" if look.shrink else "text_wrap"] = True
        if look.link:
            properties.update({"font_color": "#0563C1", "underline": 1})
        properties.update(look.edges._asdict())
        return properties


def edges_of(grid: Grid, cell: Cell) -> Edges:
    """The borders of a cell: medium where the bordered part of the form ends."""
    if not cell.border:
        return NO_EDGES
    ruled = grid.ruled
    return Edges(
        THIN if (cell.row, cell.column - 1) in ruled else MEDIUM,
        THIN if (cell.row - 1, cell.column) in ruled else MEDIUM,
        THIN if (cell.row, cell.last_column + 1) in ruled else MEDIUM,
        THIN if (cell.last_row + 1, cell.column) in ruled else MEDIUM,
    )


def is_title(cell: Cell) -> bool:
    """Whether the cell is set in the title's font."""
    return cell.role is Role.TITLE
