"""Fields that a form prints inside of a label: the months in 1—7月执行数."""

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


def _patterns(template: Template) -> Iterator[tuple[str, str, str]]:
    """(field, text before the hole, text after it) of labels with a hole for a field of the head."""
    for row in template.rows:
        for cell in row.cells:
            if cell.row == HEADER and cell.field not in _ELSEWHERE and _HOLE in cell.label:
                before, _, after = without_space(normalise_signs(cell.label)).partition(_HOLE)
                if not before and after:
                    yield cell.field, before, after
