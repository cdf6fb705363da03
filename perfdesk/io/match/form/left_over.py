"""Every cell accounted for: what is neither a value of the form, nor a label, nor a known remark is left over.

The cells that were taken are not believed blindly: one of which nothing is found again in the form
(overwritten, without a place in the template, a part that was dropped) is left over as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from perfdesk.document import Form, Leftover
from perfdesk.io.match.find.area import Item
from perfdesk.io.match.find.remarks import is_remark, row_numbers
from perfdesk.io.match.take.raw import Raw
from perfdesk.values import without_space

MOST: Final = 2_000
"""Cells outside all forms that are listed one by one."""
_REPEATED: Final = ("title", "project_name", "department", "organisation")
_SHORT: Final = 3
"""Signs that stand in any number of values."""
_DASHES: Final = frozenset("-—－–/／")


def left_over(raw: Raw, form: Form, sources: Mapping[tuple[str, str], str]) -> list[Leftover]:
    """The cells of a form's area that found no place, in their order."""
    placed = {*sources.values(), *raw.own, *raw.parts, *row_numbers(raw.area.items)}
    names = (form.header.get(name) for name in _REPEATED)
    # A page break repeats title and names; they are known already.
    repeated = {without_space(text) for text in names if text}
    year = form.header.get("year") or "-"
    # In a cell that was divided the label is used, while its sum may have found no place.
    touched = raw.valued | raw.area.divided
    texts: list[str] = []
    found = []
    for item in raw.area.items:
        if item.address in placed or not item.text:
            continue
        used = item.address in raw.area.used
        labelled = used and item.address not in touched
        if labelled or raw.lexicon.is_label(item.label):
            continue
        text = without_space(item.text)
        if text in repeated or text.strip("(（)）年度") == year or is_remark(item):
            continue
        if used:
            texts = texts or [without_space(text) for text in _texts(form)]
            if _again(raw, item, text, texts):
                continue
        found.append(Leftover(item.address, item.text))
    return found


def _again(raw: Raw, item: Item, text: str, texts: Sequence[str]) -> bool:
    """Whether what a cell held that was taken is found in the form, though its address is not that of a value."""
    if raw.lexicon.level(item.text) or _DASHES.issuperset(text):
        # A level of rows on which nothing was written, or their dashes.
        return True
    return any(text == other or (len(text) > _SHORT and text in other) for other in texts)


def outside(items: Iterable[Item]) -> tuple[tuple[Leftover, ...], int]:
    """What stands outside all forms of a file as far as it is listed, and how many cells more there are."""
    cells = [item for item in items if item.text and not is_remark(item)]
    listed = tuple(Leftover(item.address, item.text) for item in cells[:MOST])
    return listed, len(cells) - len(listed)


def _texts(form: Form) -> Iterable[str]:
    yield from (text for text in form.header.values() if text)
    for row in (*form.funds, *form.indicators):
        yield from (text for text in row.values.values() if text)


def merged(homeless: Sequence[Leftover], others: Sequence[Leftover]) -> tuple[Leftover, ...]:
    """Both lists, each cell once."""
    seen = {left.address for left in homeless}
    return (*homeless, *(left for left in others if left.address not in seen))
