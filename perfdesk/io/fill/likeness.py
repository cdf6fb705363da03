"""Whether two texts of a cell say the same, and whether a text only waits to be replaced."""

import re
from typing import Final

from perfdesk.io.match.labels.spelling import label_of, spell
from perfdesk.values import normalise_signs, read_amount, without_space

_DOTS: Final = "…⋯.．·•。_＿XxＸ×*"
_MEANT: Final = frozenset({"×", "x", "X", "*"})
"""A single sign is something that was typed."""
_ENUMERATION: Final = re.compile(r"(?:指标|目标)[0-9一二三四五六七八九十]{1,2}[:：、.．]?")


def is_waiting(text: str) -> bool:
    """Whether a cell is blank or holds only what invites to fill it in: 指标1：, ……, ×××."""
    key = without_space(text)
    found = _ENUMERATION.match(key)
    rest = key[found.end() :] if found else key
    if key in _MEANT:
        return False
    return not rest.strip(_DOTS)


def same(one: str, other: str) -> bool:
    """Whether two texts say the same: white space and the writing of a plain number aside."""
    first, second = (normalise_signs(without_space(text)) for text in (one, other))
    if first == second:
        return True
    a, b = read_amount(first), read_amount(second)
    return (
        a.value is not None
        and b.value is not None
        and a.value == b.value
        and first.endswith("%") == second.endswith("%")
        and _bare(first)
        and _bare(second)
    )


def _bare(text: str) -> bool:
    return bool(text) and all(character in "0123456789.,%-+" for character in text)


def level_key(text: str) -> str:
    """A level's name for comparison: 产出指标（50分） and 产出 are the same."""
    key = spell(label_of(text).base)
    return key.removesuffix("指标") or key


def name_key(text: str) -> str:
    """An indicator's name for comparison, without 指标1： before it."""
    key = spell(text)
    found = _ENUMERATION.match(key)
    return key[found.end() :] if found and found.end() < len(key) else key
