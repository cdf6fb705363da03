"""Labels in one spelling: without blanks, brackets' forms, colons, stars and list numbers."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from perfdesk.values import normalise_signs, without_space

LONGEST: Final = 60
"""Characters, blanks aside, that a label or title can have."""

_TRIM: Final = "*:;,.。、#※☆★▲△◆◇●○■□\"'“”'‘’"
_FRAMES: Final = ("【】", "[]", "〔〕", "〖〗", "「」", "《》", "<>")
_BRACKET: Final = re.compile(r"(.+?)[(\[]([^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?)[)\]]?")
_NUMBER: Final = re.compile(
    r"(?:[(]?[一二三四五六七八九十]{1,3}[)]?[、.,)]|[(]?[0-9]{1,2}[)、.](?![0-9]))(.+)"
)
_NUMBERED: Final = re.compile(
    r"^\s*(?:[（(]\s*(?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})\s*[)）]|[①-⑳]"
    r"|(?:[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2})\s*[、.．,，)）:：]|[0-9]{1,2}(?=\s*[一-鿿]))[、.．]?\s*"
)
_INNER: Final = re.compile(r"\([^()]*\)")
_CENTURIES: Final = ("19", "20")
_LEAD_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}年?(度)?(?=.)")
_LEAD_MONTHS: Final = re.compile(
    r"(?:截至|截止)?(?:[0-9]{1,2}月?[-—–~至到])?[0-9]{1,2}月(?:份|底|末)?(?=[^0-9])"
)
_CHINESE_YEAR: Final = re.compile(r"[二一][〇○零九][〇○零一二三四五六七八九]{2}(?=\s*年)")
_CHINESE_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_PART: Final = re.compile(r"(?:其中[:,、]?|其[:,、])(.+)")
_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2})年?度?")


class Label(NamedTuple):
    """A text as a label may be written."""

    key: str
    """Without blanks, in half-width signs, stars and colons gone; "" when no label."""
    base: str
    """The key without its trailing bracket and list number."""
    bracket: str
    """What the trailing bracket holds: 元, %, 2023年-2023年."""


NO_LABEL: Final = Label("", "", "")


def label_of(text: str) -> Label:
    """The text as a label; NO_LABEL for one that is too long to be any."""
    if len(text) > LONGEST * 3:
        return NO_LABEL
    return _label(text)


@lru_cache(maxsize=20_000)
def _label(text: str) -> Label:
    key = spell(text)
    if not key or len(key) > LONGEST:
        return NO_LABEL
    numbered = _NUMBER.fullmatch(key)
    plain = _less_part(numbered.group(1)) if numbered else key
    found = _BRACKET.fullmatch(plain)
    if found is None:
        return Label(key, plain.strip(_TRIM), "")
    return Label(key, found.group(1).strip(_TRIM), found.group(2))


@lru_cache(maxsize=20_000)
def spell(text: str) -> str:
    """One spelling for all the ways a label is written; 其中： and stars do not count."""
    key = (
        without_space(normalise_signs(text)).replace("﹡", "*").replace("∗", "*").replace("＊", "*")
    )
    key = key.strip(_TRIM).replace("*", "").replace("/", "")
    if key[:1] + key[-1:] in _FRAMES:
        key = key[1:-1].strip(_TRIM)
    return _less_part(key)


def _less_part(key: str) -> str:
    """A key without 其中."""
    part = _PART.fullmatch(key)
    return part.group(1) if part else key


def without_brackets(key: str) -> str:
    """A label's key without what stands in brackets anywhere: 项目（专项）名称 is 项目名称."""
    return _INNER.sub("", key) if "(" in key else ""


def further_spellings(label: Label) -> Iterator[str]:
    """Further keys by which a label may be known: less its brackets, 小计, the year or months it begins with."""
    if label.base.endswith("小计") and len(label.base) > 4:
        yield label.base[:-2]
    if "(" in label.key and (bare := without_brackets(label.key)):
        yield bare
    if label.key[:2] in _CENTURIES:
        yield from without_lead_year(label.key)
        yield from without_lead_year(label.base)
    if months := _LEAD_MONTHS.match(label.base):
        yield label.base[months.end() :]


def without_number(text: str) -> str:
    """A label as printed, less the list number it begins with: 一、 （1） 1. ①."""
    return _NUMBERED.sub("", text, count=1)


def without_lead_year(key: str) -> tuple[str, ...]:
    """A label's key without the year that it begins with, in every way that leaves a label."""
    found = _LEAD_YEAR.match(key)
    if found is None:
        return ()
    rest = key[found.end() :]
    return tuple(dict.fromkeys((f"年度{rest}", rest))) if found.group(1) else (rest,)


def digits(text: str) -> str:
    """A text in which years in Chinese digits are in Arabic ones: 二〇二四年."""
    return _CHINESE_YEAR.sub(lambda found: found.group().translate(_CHINESE_DIGITS), text)


def year_in(text: str) -> str | None:
    """The one year that a text names, None when it names none or several."""
    years = {
        found.group(1) for found in _YEAR.finditer(digits(without_space(normalise_signs(text))))
    }
    return years.pop() if len(years) == 1 else None


def without_year(key: str) -> str:
    """A title's key without the year it may begin or end with."""
    found = re.fullmatch(
        r"(?:(?:19|20)[0-9]{2}年?度?)?(.*?)(?:[(](?:(?:19|20)[0-9]{2}年?度?|年度?)[)])?", key
    )
    return found.group(1) if found else key
