"""The import preview: a file and the form read from it, side by side, each cell linked to its source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from perfdesk.layout import build_grid
from perfdesk.session.bring_in.read_files import ReadFile, ReadForm

if TYPE_CHECKING:
    from perfdesk.io.readers.snapshot import Cell as SourceCell
    from perfdesk.io.readers.snapshot import Sheet

Place = tuple[str, str]
"""(row id, field)."""


class Use(StrEnum):
    """What became of a cell of the file, or how sure a cell of the form is."""

    CERTAIN = "certain"
    GUESSED = "guessed"
    UNUSED = "unused"
    """It found no place in the form."""
    LABEL = "label"
    BLANK = "blank"
    """A cell of the form for which nothing was found in the file."""

    @property
    def label(self) -> str:
        """The word on screen."""
        return _LABELS[self]


_LABELS = {
    Use.CERTAIN: "确定",
    Use.GUESSED: "推断",
    Use.UNUSED: "未采用",
    Use.LABEL: "标签",
    Use.BLANK: "未读到",
}


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """A cell of either side; places and addresses link the two."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    use: Use
    places: tuple[Place, ...] = ()
    addresses: tuple[str, ...] = ()
    """Where it stands in the file, `表1!F12`."""
    label: str = ""
    """产出指标 / 数量指标 / 完成体检数 / 得分."""


@dataclass(frozen=True, slots=True)
class PreviewSide:
    """One side of the preview: a table of cells."""

    rows: int
    columns: int
    cells: tuple[PreviewCell, ...]
    widths_mm: tuple[float, ...] = ()
    """Column widths of the form; empty for the file."""


@dataclass(frozen=True, slots=True)
class FormPreview:
    """Both sides of one form."""

    source: PreviewSide
    form: PreviewSide
    leftovers: tuple[str, ...]
    """`表1!A30 填报人：张三`: what found no place, kept with the form and never printed."""


def preview(file: ReadFile, read: ReadForm) -> FormPreview:
    """Both sides of a form; for Form JSON the side of the file is empty."""
    leftovers = tuple(f"{left.address} {left.text}" for left in read.form.leftovers)
    return FormPreview(_source(file, read), _form(read), leftovers)


def report_rows(files: Sequence[ReadFile]) -> list[list[str]]:
    """The import report, head first: every cell with its address, what was left over, every doubt."""
    rows = [["文件", "位置", "项目", "栏目", "读到的内容", "情况"]]
    for file in files:
        name = file.path.name
        if file.error:
            rows.append([name, "", "", "", file.error, "未能读取"])
        for read in file.forms:
            project = read.view.project_name
            for cell in _form(read).cells:
                if cell.use in (Use.CERTAIN, Use.GUESSED):
                    place = " ".join(cell.addresses)
                    rows.append([name, place, project, cell.label, cell.text, cell.use.label])
            for left in read.form.leftovers:
                rows.append([name, left.address, project, "", left.text, Use.UNUSED.label])
        for left in file.left_over:
            rows.append([name, left.address, "", "", left.text, "各表之外"])
        for problem in file.problems:
            rows.append([name, problem.cell or "", "", "", problem.message, "请核对"])
    return rows


def _form(read: ReadForm) -> PreviewSide:
    grid = build_grid(read.view)
    guessed = read.matched.guessed if read.matched else frozenset()
    cells = []
    for cell in grid.cells:
        places = (
            tuple((row, cell.field) for row in cell.row_ids or (cell.row_id,)) if cell.field else ()
        )
        addresses = tuple(
            dict.fromkeys(read.sources[place] for place in places if place in read.sources)
        )
        if not cell.editable:
            use = Use.LABEL
        elif any(place in guessed for place in places):
            use = Use.GUESSED
        elif addresses or (cell.text and not read.sources):
            use = Use.CERTAIN
        else:
            use = Use.BLANK
        cells.append(
            PreviewCell(
                cell.row,
                cell.column,
                cell.row_span,
                cell.column_span,
                cell.text,
                use,
                places,
                addresses,
                cell.label_path,
            )
        )
    return PreviewSide(grid.row_count, grid.column_count, tuple(cells), grid.columns_mm)


def _source(file: ReadFile, read: ReadForm) -> PreviewSide:
    sheet = _sheet(file, read)
    if sheet is None:
        return PreviewSide(0, 0, ())
    by_address: dict[str, list[Place]] = {}
    for place, address in read.sources.items():
        by_address.setdefault(address, []).append(place)
    guessed = read.matched.guessed if read.matched else frozenset()
    labels = set(read.matched.labels.values()) if read.matched else set()
    left = {item.address for item in read.form.leftovers}
    shown = list(_of_form(sheet, set(by_address) | labels | left))
    if not shown:
        return PreviewSide(0, 0, ())
    top = min(cell.row for cell in shown)
    first = min(cell.column for cell in shown)
    cells = []
    for cell in shown:
        address = sheet.address(cell)
        places = tuple(by_address.get(address, ()))
        if places:
            use = Use.GUESSED if any(place in guessed for place in places) else Use.CERTAIN
        else:
            use = Use.UNUSED if address in left else Use.LABEL
        cells.append(
            PreviewCell(
                cell.row - top,
                cell.column - first,
                cell.rows,
                cell.columns,
                cell.text,
                use,
                places,
                (address,),
            )
        )
    rows = max(cell.row + cell.row_span for cell in cells)
    columns = max(cell.column + cell.column_span for cell in cells)
    return PreviewSide(rows, columns, tuple(cells))


def _sheet(file: ReadFile, read: ReadForm) -> "Sheet | None":
    if file.snapshot is None:
        return None
    return next((sheet for sheet in file.snapshot.sheets if sheet.name == read.sheet), None)


def _of_form(sheet: "Sheet", known: set[str]) -> "Iterator[SourceCell]":
    """The cells of the sheet from the form's first known row to its last."""
    rows = [cell.row for cell in sheet.cells if sheet.address(cell) in known]
    if not rows:
        return
    first, last = min(rows), max(rows)
    for cell in sheet.cells:
        if first <= cell.row <= last:
            yield cell
