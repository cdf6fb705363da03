"""Sheet names that Excel accepts, no two alike, and defined names that tell what a sheet is."""

import re
from collections.abc import Iterable
from typing import Any

LONGEST = 31
"""UTF-16 units of a sheet name."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]")
_LOOKALIKES = str.maketrans("'!", "’！")
"""Signs that stand between sheet and cell in formulas, by signs that look the same and do not."""
_RESERVED = frozenset({"history", "_perfdesk"})


def sheet_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Names as wanted where Excel accepts them; later equal ones (whatever their case) numbered."""
    seen = {name.casefold() for name in taken} | _RESERVED
    names = []
    for text in wanted:
        base = _FORBIDDEN.sub("_", text).translate(_LOOKALIKES).strip() or "表"
        name, number = _cut(base, LONGEST), 1
        while name.casefold() in seen:
            number += 1
            tail = f"({number})"
            name = _cut(base, LONGEST - len(tail)) + tail
        seen.add(name.casefold())
        names.append(name)
    return names


def quoted(sheet: str) -> str:
    """A sheet's name (from `sheet_names`) inside a formula or a link."""
    return f"'{sheet}'"


def text_constant(text: str) -> str:
    """A text as the value of a defined name."""
    return '="' + text.replace('"', '""') + '"'


def define_marks(workbook: Any, number: int, sheet: str, template_id: str, edition: str) -> None:
    """Defined names that say, for the reader, which sheet holds a form of which template and edition."""
    for key, value in (("sheet", sheet), ("template", template_id), ("edition", edition)):
        workbook.define_name(f"perfdesk_{key}_{number}", text_constant(value))


def define_handed_out(workbook: Any, number: int, mark: str) -> None:
    """A defined name that says, when the workbook comes back, what was handed out on a sheet."""
    workbook.define_name(f"perfdesk_handout_{number}", text_constant(mark))


def _cut(text: str, units: int) -> str:
    """The longest beginning of a text that has at most so many UTF-16 units."""
    while len(text.encode("utf-16-le")) > units * 2:
        text = text[:-1]
    return text.rstrip()
