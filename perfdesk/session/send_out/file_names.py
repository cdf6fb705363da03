"""Names of exported files: 单位_项目_2024自评表.pdf, safe on Windows and never two alike."""

import re
from collections.abc import Iterable

from perfdesk.document import FormView

LONGEST = 120
"""Characters of a file name's stem; a path on old Windows holds 260 in all."""

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_SPACE = re.compile(r"\s+")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe(text: str) -> str:
    """A text as part of a file name on Windows and Linux; "" when nothing of it can stay."""
    name = _SPACE.sub("", _UNSAFE.sub("_", text)).strip(". _")
    return f"_{name}" if _RESERVED.match(name) else name


def form_name(view: FormView) -> str:
    """单位_项目_2024自评表, without ending; parts that are blank are left out."""
    tail = f"{view.year or ''}{view.kind.name}"
    parts = [safe(view.text("organisation") or ""), safe(view.project_name)]
    room = LONGEST - len(tail) - 1
    head = "_".join(part for part in parts if part)
    if len(head) > room and parts[1]:
        head = "_".join(
            part for part in (parts[0][: max(0, room - len(parts[1]) - 1)], parts[1][:room]) if part
        )
    return f"{head[:room]}_{tail}" if head else tail


def unit_name(views: Iterable[FormView]) -> str:
    """Name of a file that holds several forms: 单位_2024自评表汇编."""
    views = list(views)
    units = {safe(view.text("organisation") or "") for view in views}
    years = {view.year for view in views}
    kinds = {view.kind for view in views}
    unit = units.pop() if len(units) == 1 else ""
    year = years.pop() if len(years) == 1 else None
    kind = kinds.pop().name if len(kinds) == 1 else "绩效表"
    tail = f"{year or ''}{kind}汇编"
    return f"{unit[: LONGEST - len(tail) - 1]}_{tail}" if unit else tail


def distinct(names: Iterable[str]) -> list[str]:
    """The same names, later equal ones (whatever their case) numbered: x, x(2), x(3)."""
    taken: set[str] = set()
    result = []
    for name in names:
        candidate, number = name, 1
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{name}({number})"
        taken.add(candidate.casefold())
        result.append(candidate)
    return result
