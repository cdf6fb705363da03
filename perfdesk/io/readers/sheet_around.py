"""What a worksheet shows besides its cells: the page header, text boxes; and what it hides."""

import html
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lxml import etree

from perfdesk.io.readers.package import Package, local, relations
from perfdesk.io.readers.snapshot import HINT, MAX_SPAN, PAGE_LINE, Cell, Problem, column_letters
from perfdesk.io.readers.xlsx_text import unescaped

_HEADER: Final = re.compile(rb"<(?:x:)?(?:first|odd)Header(?: [^<>]*)?>([^<>]{1,2000})</")
_TAIL: Final = 60_000
"""Bytes at the end of a sheet among which its header stands."""
_CODE: Final = re.compile(r'&(?:"[^"]{0,80}"|K[0-9A-Fa-f+-]{6}|[0-9]{1,3}|[BIUSXYEOH])')
_SECTION: Final = re.compile(r"&[LCR]")
_PAGE: Final = re.compile(r"&[PNDTFZG]")
_MOST_BOXES: Final = 200
_MOST_TOLD: Final = 12


class AnchoredBox(NamedTuple):
    """A text box."""

    row: int
    column: int
    """Where its top left corner lies, from 0."""
    text: str


def header_lines(data: bytes, sheet: str) -> list[str]:
    """The texts of a sheet's page header, those that only number the page left out."""
    lines: list[str] = []
    if b"Header" not in data[-_TAIL:]:
        return lines
    for found in _HEADER.findall(data[-_TAIL:]):
        text = unescaped(html.unescape(found.decode("utf-8", "replace")))
        for section in _SECTION.split(_CODE.sub("", text.replace("&&", "\0"))):
            for line in section.replace("&A", sheet).splitlines():
                shown = line.replace("\0", "&").strip()
                if (
                    shown
                    and not _PAGE.search(line)
                    and not PAGE_LINE.fullmatch("".join(shown.split()))
                ):
                    lines.append(shown)
    return list(dict.fromkeys(lines))


def boxes_of(package: Package, part: str) -> list[AnchoredBox]:
    """The text boxes of a sheet that hold a text."""
    folder, _, name = part.rpartition("/")
    if f"{folder}/_rels/{name}.rels" not in package.names:
        return []
    found: list[AnchoredBox] = []
    for target, kind in relations(package, part).values():
        if kind.endswith("/drawing") and target in package.names:
            found += _boxes(package.xml(target))
    return found[:_MOST_BOXES]


def _boxes(root: etree._Element) -> Iterator[AnchoredBox]:
    for anchor in root:
        text = "\n".join(
            line
            for paragraph in anchor.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p")
            if (line := "".join(t.text or "" for t in paragraph.iter("{*}t")).strip())
        )
        if text:
            place = {
                local(e): e.text or "" for start in anchor if local(start) == "from" for e in start
            }
            yield AnchoredBox(_number(place.get("row", "")), _number(place.get("col", "")), text)


def _number(text: str) -> int:
    return min(int(text), MAX_SPAN) if text.isdecimal() and len(text) < 8 else 0


def with_texts(
    cells: Sequence[Cell], header: Sequence[str], boxes: Sequence[AnchoredBox]
) -> list[Cell]:
    """The cells with the header's lines and the text boxes in their places: above, between or below."""
    known = {"".join(cell.text.split()) for cell in cells[:40]}
    first = min((cell.row for cell in cells), default=0)
    taken = {
        (row, cell.column)
        for cell in cells
        for row in range(cell.row, min(cell.last_row, cell.row + 200) + 1)
    }
    above = [
        (line, f"页眉{at}")
        for at, line in enumerate(header, 1)
        if "".join(line.split()) not in known
    ]
    beside: list[Cell] = []
    below: list[tuple[str, str]] = []
    for number, box in enumerate(boxes, 1):
        place = f"文本框{number}"
        if box.row <= first:
            above.append((box.text, place))
        elif (box.row, box.column) not in taken:
            beside.append(Cell(box.row, box.column, box.text, 1, 1, place))
        else:
            below.append((box.text, place))
    # The addresses stay, so that the user finds every cell where the file has it.
    down = max(len(above) - first, 0)
    moved = (
        [cell._replace(row=cell.row + down) for cell in (*cells, *beside)]
        if down
        else [*cells, *beside]
    )
    end = max((cell.last_row for cell in moved), default=-1) + 1
    return [
        *(Cell(row, 0, text, 1, MAX_SPAN, place) for row, (text, place) in enumerate(above)),
        *moved,
        *(Cell(end + row, 0, text, 1, MAX_SPAN, place) for row, (text, place) in enumerate(below)),
    ]


def hidden_told(
    sheet: str, rows: Sequence[int], columns: Sequence[int], filtered: bool
) -> Iterator[Problem]:
    """What is said of rows and columns (from 0) that hold something and are not shown."""
    if rows:
        how = "被筛选隐藏" if filtered else "隐藏"
        names = _listed([str(row + 1) for row in rows])
        yield Problem(
            None, HINT, f"工作表“{sheet}”有{how}的行（第 {names} 行），已照常读入，请核对是否需要。"
        )
    if columns:
        names = _listed([column_letters(column) for column in columns])
        yield Problem(
            None, HINT, f"工作表“{sheet}”有隐藏的列（{names} 列），已照常读入，请核对是否需要。"
        )


def _listed(names: Sequence[str]) -> str:
    more = " 等" if len(names) > _MOST_TOLD else ""
    return "、".join(names[:_MOST_TOLD]) + more
