"""An indicator of the library, and when two names mean the same."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from perfdesk.values import normalise_signs, without_space

OWN_BASIS: Final = "本单位"


class Origin(StrEnum):
    """Where an entry comes from."""

    OWN = "own"
    """A form of this data file."""
    TAKEN = "taken"
    """A table that the unit took into its library."""
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """An indicator that can be proposed. Its number is an example of one unit, never a norm.

    LIBRARY.md: sign and unit are proposed, the number is left to the person.
    """

    name: str
    level1: str = ""
    level2: str = ""
    sign: str = ""
    """≥, >, =, ≤, < or "" where none is usual."""
    unit: str = ""
    """%, 人次, 元/人·天 …; "" for an indicator in words."""
    example: str = ""
    """The number, or the words, that one form had."""
    explanation: str = ""
    category: str = ""
    source: str = ""
    basis: str = ""
    """公开表, 公开网页, 整理; 本单位 where it grew from forms or was taken in."""
    code: str = ""
    data_source: str = ""
    weight: str = ""
    scoring: str = ""
    origin: Origin = Origin.SHIPPED
    years: tuple[int, ...] = ()
    """Of an entry grown from forms: the years that have it, newest first."""
    seen: int = 1
    """How many forms had it."""

    @property
    def target_frame(self) -> tuple[str, str]:
        """What stands before and behind the number that the person types: (`≥`, `%`)."""
        return self.sign, self.unit

    @property
    def example_text(self) -> str:
        """The example as it would be printed: `≥95%`."""
        return f"{self.sign}{self.example}{self.unit}" if self.example else ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Same levels and name: the same entry."""
        return bare(self.level1), bare(self.level2), bare(self.name)


TEXTS: Final = (
    "name", "level1", "level2", "sign", "unit", "example", "explanation", "category", "source", "code",
    "data_source", "weight", "scoring",
)  # fmt: skip
"""The fields of an entry that a table may say."""


def taken(texts: Mapping[str, str]) -> IndicatorEntry:
    """The entry that a table says, blank where it says nothing."""
    said = {name: texts.get(name, "") for name in TEXTS}
    values: dict[str, Any] = {**said, "basis": OWN_BASIS, "origin": Origin.TAKEN}
    return IndicatorEntry(**values)


_PUNCTUATION: Final = re.compile(r"[\W_]+")
_BRACKETED: Final = re.compile(r"[(（][^()（）]*[)）]")
_WORTHLESS: Final = re.compile(
    r"项目|工作|完成|情况|实际|年度|全年|本年|开展|实施|提供|相关|各类|有关|的|及|与|和|数量|次数"
)
_SUFFIX: Final = re.compile(r"(?<![率数量度性])[率数量度性]++$")
_SAME: Final = (
    ("人次", "人"),
    ("人员", "人"),
    ("职工", "员工"),
    ("合格", "达标"),
    ("服务对象", "对象"),
    ("受益对象", "对象"),
    ("采购", "购置"),
    ("运行维护", "运维"),
    ("维护", "运维"),
)
LIKE: Final = 80.0
"""Percent of likeness from which what is left of two names is one thing."""


@lru_cache(maxsize=16_384)
def bare(text: str) -> str:
    """A text in half-width signs without blanks and punctuation, for comparing names."""
    return _PUNCTUATION.sub("", normalise_signs(without_space(text))).lower()


@lru_cache(maxsize=16_384)
def meaning(name: str) -> str:
    """What is left of a name without filler words: 培训完成人数 and 培训人次数 leave the same."""
    text = bare(_BRACKETED.sub("", name)) or bare(name)
    for word, other in _SAME:
        text = text.replace(word, other)
    left = _WORTHLESS.sub("", text)
    return _SUFFIX.sub("", left) or left or text


def same_meaning(one: str, other: str) -> bool:
    """Whether two names of indicators mean the same, as far as their words tell."""
    from rapidfuzz import fuzz

    first, second = meaning(one), meaning(other)
    return first == second or fuzz.ratio(first, second, score_cutoff=LIKE) > 0


def plain_level(text: str) -> str:
    """A level's word for comparing: 社会效益指标, 社会效益 and 社会 效益 are one."""
    return bare(text).removesuffix("指标")
