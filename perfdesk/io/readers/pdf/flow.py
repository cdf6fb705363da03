"""Chains of tables become sheets: rows below one another, columns common to all pages."""

from collections.abc import Sequence
from typing import Final

from perfdesk.io.readers.pdf.chain import Chain, ChainPart, chains_of
from perfdesk.io.readers.pdf.joint import joint_of
from perfdesk.io.readers.pdf.placing import Content, Placed
from perfdesk.io.readers.pdf.ruled import clusters, nearest
from perfdesk.io.readers.pdf.wording import PdfLine
from perfdesk.io.readers.snapshot import (
    ERROR,
    MAX_SPAN,
    MAX_TEXT,
    WARNING,
    Cell,
    Problem,
    Sheet,
    in_order,
    struck_out,
)

_UNREADABLE: Final = "这一格的字体没有文字对照，读出来会是乱码，未读入；请照原表补填。"
_SPILLS: Final = "这一格的文字比格子高，打印时可能没有印全，请对照原表核对。"


def sheets_of(pages: Sequence[Placed]) -> tuple[list[Sheet], list[Problem]]:
    """The sheets, and what of their cells could not be taken."""
    chains = list(chains_of(pages))
    problems: list[Problem] = []
    sheets = [_Emit(chain, problems).sheet() for chain in chains]
    for page in pages:
        problems += [struck_out(None, text) for text in page.struck]
    return sheets, problems


class _Emit:
    """Writes a chain as the cells of a sheet."""

    def __init__(self, chain: Chain, problems: list[Problem]) -> None:
        self.chain, self.problems = chain, problems
        self.cells: list[Cell] = []
        self.row = 0
        self.paragraphs: dict[int, int] = {}
        self.xs = clusters(x - part.shift for part in chain.parts for x in part.table.xs)
        self._foot: dict[int, int] = {}
        """Cell at the foot of the page before → its place in `cells`."""

    def sheet(self) -> Sheet:
        """The sheet."""
        before: ChainPart | None = None
        for part in self.chain.parts:
            for line in part.above:
                self._line(part.placed.page.number, line)
            self._part(part, before)
            before = part
        for page, line in self.chain.tail:
            self._line(page, line)
        for page, line in self.chain.page_lines:
            # One cell over all columns: what stands beside a page's number is no value of a column.
            self._line(page, [line[0]._replace(text=" ".join(chunk.text for chunk in line))])
        return Sheet(self.chain.name, in_order(self.cells))

    def _line(self, page: int, chunks: Sequence[PdfLine]) -> None:
        column = 0
        places: list[int] = []
        for chunk in chunks:
            at = nearest(self.xs, chunk.left) if self.xs else len(places)
            column = max(min(at, MAX_SPAN - 2), column + 1) if places else 0
            places.append(column)
        for (column, chunk), following in zip(
            zip(places, chunks, strict=True), [*places[1:], MAX_SPAN], strict=True
        ):
            self.paragraphs[page] = number = self.paragraphs.get(page, 0) + 1
            self.cells.append(
                Cell(self.row, column, chunk.text[:MAX_TEXT], 1, following - column, f"第{page}页!段{number}")
            )  # fmt: skip
        self.row += 1

    def _part(self, part: ChainPart, before: ChainPart | None) -> None:
        held, self._foot = self._foot, {}
        joint = joint_of(self.chain.parts[0], before, part)
        top = self.row - joint.repeated
        for number, (span, content) in enumerate(zip(part.table.cells, part.contents, strict=True)):
            if span.end_row <= joint.repeated:
                continue
            place = held.get(joint.goes_on.get(number, -1))
            if place is None:
                place = self._add(self._cell(part, number, top, joint.repeated))
            else:
                self._append(place, joint.between.get(number, ""), content, top + span.end_row)
            self._tell(self.cells[place].address, content)
            if span.end_row == len(part.table.ys) - 1:
                self._foot[number] = place
        self.row = top + len(part.table.ys) - 1

    def _cell(self, part: ChainPart, number: int, top: int, first_row: int) -> Cell:
        span, content = part.table.cells[number], part.contents[number]
        first = nearest(self.xs, part.table.xs[span.column] - part.shift)
        last = nearest(self.xs, part.table.xs[span.end_column] - part.shift)
        row = max(span.row, first_row)
        address = f"第{part.placed.page.number}页!R{part.first_row + row + 1}C{span.column + 1}"
        return Cell(
            top + row, first, content.text[:MAX_TEXT], span.end_row - row, max(last - first, 1), address,
            missing=not content.readable,
        )  # fmt: skip

    def _add(self, cell: Cell) -> int:
        if cell.missing:
            cell = cell._replace(text="", garbled=True)
        self.cells.append(cell)
        return len(self.cells) - 1

    def _append(self, place: int, between: str, content: Content, end_row: int) -> None:
        """Go on with a cell of the page before."""
        cell = self.cells[place]
        text = cell.text + (between + content.text if content.text else "")
        if not content.readable:
            cell, text = cell._replace(missing=True, garbled=True), ""
        self.cells[place] = cell._replace(text=text[:MAX_TEXT], rows=end_row - cell.row)

    def _tell(self, address: str, content: Content) -> None:
        if content.struck:
            self.problems.append(struck_out(address, content.struck))
        if not content.readable:
            self.problems.append(Problem(address, ERROR, _UNREADABLE))
        if content.spills:
            self.problems.append(Problem(address, WARNING, _SPILLS))
