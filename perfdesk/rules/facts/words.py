"""Word lists of the rules: defaults of resources/rules/, with the unit's additions."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Any, NamedTuple

from perfdesk.paths import resource
from perfdesk.values import without_space


class Typo(NamedTuple):
    """A known mistyping and what was meant."""

    wrong: str
    right: str


class Category(NamedTuple):
    """Names that speak for a 二级指标, and where they are wrong (I11)."""

    level2: str
    words: re.Pattern[str]
    veto: re.Pattern[str]
    wrong: frozenset[str]


class Sensitive(NamedTuple):
    """What P01 looks for: the name of the kind and its pattern."""

    name: str
    pattern: re.Pattern[str]


_REMEMBERED = 50_000


@cache
def _file(name: str) -> Mapping[str, Any]:
    return tomllib.loads(resource("rules", f"{name}.toml").read_text("utf-8"))


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the literal words, longest first; of none, nothing."""
    alternatives = sorted({w for w in words if w}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, alternatives)) if alternatives else r"(?!)")


def _any_of(words: Iterable[str], ends: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the words, or one of `ends` where the name ends with it."""
    last = "|".join(re.escape(end) for end in ends)
    inside = any_of(words).pattern
    return re.compile(f"{inside}|(?:{last})(?:[(（].*)?$" if last else inside)


class WordLists:
    """The lists by name; `additions` are a unit's own, by list name (UnitSettings.words).

    Additions to `typos` are written 错→对, those to `residue` and `sensitive` are literal.
    """

    def __init__(self, additions: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._additions = dict(additions or {})
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._sets: dict[str, frozenset[str]] = {}
        self._marked: dict[str, bool] = {}

    def words(self, name: str) -> tuple[str, ...]:
        """A list's words, the unit's additions last; KeyError for an unknown list."""
        return (*_file("words")[name], *self._additions.get(name, ()))

    def found(self, name: str, text: str) -> str:
        """The first word of a list that occurs in the text, "" when none does."""
        if not text:
            return ""
        match = self.pattern(name).search(text)
        return match.group(0) if match else ""

    def pattern(self, name: str) -> re.Pattern[str]:
        """A list as a pattern of its literal words."""
        if name not in self._patterns:
            self._patterns[name] = any_of(self.words(name))
        return self._patterns[name]

    def one_of(self, name: str, text: str) -> bool:
        """Whether the whole text, blanks aside, is a word of the list."""
        if name not in self._sets:
            self._sets[name] = frozenset(without_space(word) for word in self.words(name))
        return without_space(text) in self._sets[name]

    @cached_property
    def residue(self) -> re.Pattern[str]:
        """Template and system residue (S06)."""
        own = [re.escape(word) for word in self._additions.get("residue", ()) if word]
        return re.compile("|".join(f"(?:{p})" for p in (*_file("residue")["patterns"], *own)))

    @cached_property
    def alternatives(self) -> re.Pattern[str]:
        """Two cases of a template left side by side (S06); a person has to choose."""
        return re.compile("|".join(f"(?:{p})" for p in _file("residue")["alternatives"]))

    @cached_property
    def markup(self) -> re.Pattern[str]:
        """Markup of web pages (S06)."""
        return re.compile(_file("residue")["markup"], re.IGNORECASE)

    @cached_property
    def typos(self) -> Mapping[str, Typo]:
        """Known mistypings by the wrong text (S07)."""
        own = (re.split("→|->|=", pair, maxsplit=1) for pair in self._additions.get("typos", ()))
        shipped = (pair[:2] for pair in _file("typos")["pairs"])
        pairs = [*shipped, *(pair for pair in own if len(pair) == 2)]
        return {wrong.strip(): Typo(wrong.strip(), right.strip()) for wrong, right in pairs}

    @cached_property
    def typo_pattern(self) -> re.Pattern[str]:
        """A pattern that finds any known mistyping."""
        # 按装 before 机容量 is no mistyping: a third text of a pair is what may not follow.
        veto = {pair[0]: pair[2] for pair in _file("typos")["pairs"] if len(pair) > 2}
        words = sorted((wrong for wrong in self.typos if wrong), key=len, reverse=True)
        forms = (re.escape(w) + (f"(?![{veto[w]}])" if w in veto else "") for w in words)
        return re.compile("|".join(forms) or r"(?!)")

    @cached_property
    def categories(self) -> tuple[Category, ...]:
        """The keyword table of I11."""
        return tuple(
            Category(
                row["level2"],
                _any_of(row["words"], row.get("ends", ())),
                any_of(row["veto"]),
                frozenset(row["wrong"]),
            )
            for row in _file("categories")["category"]
        )

    @cached_property
    def sensitive(self) -> tuple[Sensitive, ...]:
        """What should not be published (P01)."""
        table = _file("sensitive")
        literal = any_of((*table["words"], *self._additions.get("sensitive", ())))
        shaped = tuple(
            Sensitive(row["name"], re.compile(row["pattern"])) for row in table["patterns"]
        )
        return (Sensitive("敏感词", literal), *shaped)

    def marked(self, text: str) -> bool:
        """Whether a text may hold residue, markup, a mistyping or something sensitive.

        One scan of a text answers for five rules, and is remembered: most texts hold nothing.
        """
        known = self._marked.get(text)
        if known is None:
            if len(self._marked) > _REMEMBERED:
                self._marked.clear()
            scans = (self.residue, self.alternatives, self.markup, self.typo_pattern)
            known = any(scan.search(text) for scan in scans)
            known = known or any(kind.pattern.search(text) for kind in self.sensitive)
            self._marked[text] = known
        return known

    def holidays(self, year: int) -> int:
        """Statutory holidays of a year, in days (I19)."""
        table = _file("calendar")
        known = [int(start) for start in table["since"] if int(start) <= year]
        return int(table["since"][str(max(known))]) if known else int(table["default"])


@cache
def phrase(name: str) -> re.Pattern[str]:
    """A phrase of running text, by its name in phrases.toml."""
    return re.compile("|".join(f"(?:{part})" for part in _file("phrases")[name]))


@cache
def default_words() -> WordLists:
    """The lists as shipped."""
    return WordLists()


LISTS: Mapping[str, str] = {
    "residue": "模板、系统残留文字",
    "typos": "错别字（错→对）",
    "sensitive": "公开前核对的敏感词",
    "vague_target": "难以衡量的指标值",
    "empty_name": "没有对象的指标名称",
    "empty_reasons": "等于未填的偏差原因",
}
"""Lists that the settings dialog offers, with their labels."""
