"""Fields that a form prints inside of a label: the months in 1—7月执行数."""

import re
from collections.abc import Iterator
from typing import Final

from perfdesk.cellpath import HEADER
from perfdesk.io.match.labels.lexicon import UNPRINTED
from perfdesk.io.match.take.raw import Raw
from perfdesk.template.model import Template
from perfdesk.values import normalise_signs, without_space

_HOLE: Final = "{}"
_LONGEST: Final = 12
_LONGEST_LABEL: Final = 60
_MONTHS: Final = re.compile(r"(?:1月?[-—–~～至到])?[0-9]{1,2}(?=月)")
"""1-7 of 1-7月执行数 and of （1—8月）, 8 of 截至8月底实际完成值."""
_TOLD_BY: Final = (
    "funds.executed",
    "funds.rate",
    "indicators.so_far",
    "title",
    "year",
    "goal_so_far",
)
_ELSEWHERE: Final = UNPRINTED | {"period"}
"""Fields that are found in a way of their own."""


def read_inside_labels(raw: Raw) -> None:
    """Take what stands in the hole of a label of the template."""
    template = raw.lexicon.template
    if template is None or raw.own:
        return
    for name, before, after in _patterns(template):
        for item in raw.area.items:
            text = (
                without_space(normalise_signs(item.text)) if len(item.text) < _LONGEST_LABEL else ""
            )
            inner = text[len(before) : len(text) - len(after)]
            fits = text.startswith(before) and text.endswith(after) and 0 < len(inner) <= _LONGEST
            if fits and inner[0].isdecimal() and name not in raw.header:
                raw.labels.setdefault(name, item)
                raw.header[name] = raw.found(name, item, item.text.strip()[: len(inner)])
    _read_months(raw, template)


def _read_months(raw: Raw, template: Template) -> None:
    """The months of a 监控表 from whichever label tells them, in the words of any region."""
    if template.meant(HEADER, "month") is None or "month" in raw.header:
        return
    for item in (raw.labels[name] for name in _TOLD_BY if name in raw.labels):
        text = without_space(normalise_signs(item.text))
        found = _MONTHS.search(text) if len(text) < _LONGEST_LABEL else None
        if found is not None:
            raw.header["month"] = raw.found("month", item, found.group())
            return


def _patterns(template: Template) -> Iterator[tuple[str, str, str]]:
    """(field, text before the hole, text after it) of labels with a hole for a field of the head."""
    for row in template.rows:
        for cell in row.cells:
            if cell.row == HEADER and cell.field not in _ELSEWHERE and _HOLE in cell.label:
                before, _, after = without_space(normalise_signs(cell.label)).partition(_HOLE)
                if not before and after:
                    yield cell.field, before, after
