"""Second readings of texts for comparing: bare, bigrams, clauses, similarity."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from perfdesk.values import normalise_signs, without_space

_PUNCTUATION = re.compile(r"[^\w%≥≤<>=+]|_")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,80}>|&[a-z]{2,8};|&#\d{2,5};")
_YEARS = re.compile(r"(?:19|20)\d{2}年?度?")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# A comma within 3,215 parts nothing.
_CLAUSES = re.compile(r"[，。；、;!！?？\n]|(?<!\d),|,(?!\d{3}(?!\d))|\.(?!\d)")
_TITLES = re.compile(r"《[^《》]*》|〔\d{4}〕[^，。；、]{0,8}号?|\[\d{4}\]\d+号")


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A text for comparing: half-width, no markup, blanks or punctuation, small letters."""
    return _PUNCTUATION.sub("", normalise_signs(_MARKUP.sub("", text)).casefold())


_FEW_WORDS = 40


def shown(text: str, length: int = 30) -> str:
    """A text for a message: one line, cut with … beyond `length` characters."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= length else f"{line[:length]}…"


def just_before(text: str, match: re.Match[str]) -> str:
    """The few words before a match; all before it, for every match, would grow with the square."""
    return text[max(0, match.start() - _FEW_WORDS) : match.start()]


def without_titles(text: str) -> str:
    """A text without titles in 《》 and document numbers, which speak of other years."""
    return _TITLES.sub("", text)


@lru_cache(maxsize=4096)
def clauses(text: str) -> tuple[str, ...]:
    """The clauses of a text, split at ，。；、 and line breaks."""
    return tuple(part for part in _CLAUSES.split(text) if part.strip())


@lru_cache(maxsize=8192)
def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a bare text."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def trigrams(text: str) -> list[str]:
    """The triples of neighbouring characters of a bare text, with repetitions."""
    return [text[i : i + 3] for i in range(len(text) - 2)]


@lru_cache(maxsize=65536)
def share_of(part: frozenset[str], text: str) -> float:
    """Which share of the bigrams occurs in the text; 1 where there are none."""
    return sum(pair in text for pair in part) / len(part) if part else 1.0


@lru_cache(maxsize=65536)
def similarity(a: str, b: str, cutoff: float = 0.0) -> float:
    """How alike two bare texts are, 0 to 1; 0 below `cutoff`, which makes it fast."""
    if a == b:
        return 1.0
    longer = max(len(a), len(b))
    if longer == 0 or 2 * min(len(a), len(b)) / (len(a) + len(b)) < cutoff:
        return 0.0

    return float(fuzz.ratio(a, b, score_cutoff=cutoff * 100)) / 100


@lru_cache(maxsize=4096)
def project_core(name: str) -> str:
    """A project's name without code, years and brackets about years or terms, bare."""
    half = normalise_signs(without_space(name))
    half = re.sub(r"^[0-9A-Z]{10,}-", "", half)
    return bare(_YEARS.sub("", half))


@lru_cache(maxsize=4096)
def organisation_core(name: str) -> str:
    """A body's name without leading code, (汇总) and blanks."""
    half = normalise_signs(without_space(name))
    half = re.sub(r"^[0-9A-Za-z]+[-_:]", "", half)
    return re.sub(r"\((?:汇总|本级|本部)\)?", "", half)


def unbracketed(text: str) -> str:
    """A text without its round and square brackets and what stands in them."""
    return _BRACKETS.sub("", normalise_signs(text))
