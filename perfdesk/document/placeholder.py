"""Rows that nobody filled: printed by a template or left by a system, they are no indicators.

RULES.md, “A row nobody filled is no indicator”: such a row counts 0 in every sum.
"""

import re
from collections.abc import Callable

# 指标1：, 指标 2, 三级指标3, ……; a name that follows the number makes it an indicator.
_NUMBERED = re.compile(r"(?:三级)?指标\s?\d{0,2}\s?[:：.、]?|[.。…·]{1,12}")
_SAYS_SOMETHING = re.compile(r"\w")
_LONGEST = 20
_VALUES = ("target", "actual", "score", "so_far", "expected")


def is_placeholder(text: Callable[[str], str | None]) -> bool:
    """Whether an indicator row has no name of its own, and no target, actual or score.

    `text` gives a field of the row by its meaning.
    """
    if any(_filled(text(name)) for name in _VALUES):
        return False
    name = " ".join((text("level3") or "").split())
    if not _SAYS_SOMETHING.search(name):
        return True
    return len(name) <= _LONGEST and _NUMBERED.fullmatch(name) is not None


def _filled(text: str | None) -> bool:
    """Whether a text holds a letter, a sign or a digit; a dash or a lone ≥ is none."""
    return bool(text) and _SAYS_SOMETHING.search(text or "") is not None
