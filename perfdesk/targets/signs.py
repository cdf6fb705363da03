"""Operators as they are typed: signs, LaTeX, words before and after the number."""

from __future__ import annotations

import html
import re
from typing import Final, NamedTuple

from perfdesk.targets.expression import Change, Operator
from perfdesk.values import normalise_signs, without_space

CJK: Final = "\u4e00-\u9fff"

_LATEX: Final = (
    (re.compile(r"\\(?:geqslant|geqq|geq|ge)(?![a-z])"), "≥"),
    (re.compile(r"\\(?:leqslant|leqq|leq|le)(?![a-z])"), "≤"),
    (re.compile(r"\\gt(?![a-z])"), ">"),
    (re.compile(r"\\lt(?![a-z])"), "<"),
    (re.compile(r"\\sim(?![a-z])"), "~"),
    (re.compile(r"\\times(?![a-z])"), "×"),
    (re.compile(r"\\(?:text|mathrm|mbox)\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\[ ,;:!]|(?<=\d)~(?=\\?%)"), ""),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\$"), ""),
)
_SIGN: Final = r"=?(?:>=|=>|≥+=?|>|<=|=<|≤+=?|<)|=="
_TYPED_SIGN: Final = re.compile(rf"^\s*({_SIGN}|=)\s*")

_WORDS: Final[dict[Operator, str]] = {
    ">=": "大于或等于 大于等于 大于/等于 高于或等于 高于等于 不少于 不低于 不小于 不短于 不得少于 不得低于 应不少于 "
    "应不低于 至少 最少 最低 不早于 达到 达 保持在",
    "<=": "小于或等于 小于等于 小于/等于 低于或等于 低于等于 不超过 不大于 不高于 不多于 不长于 不超出 不超 不得超过 "
    "不得高于 未超过 至多 最多 最高 最长 不晚于 不迟于 控制在 严格控制在",
    ">": "大于 高于 多于 超过 超出 突破 超",
    "<": "小于 低于 少于 短于 不到 不足 未达到 没有达到 未能达到 达不到 未满 未达",
    "=": "等于 为 是 共计 合计 总计 累计",
}
_WORD_OPERATORS: Final = {
    word: operator for operator, words in _WORDS.items() for word in words.split()
}
_WORD: Final = "|".join(sorted(map(re.escape, _WORD_OPERATORS), key=len, reverse=True))
OPERATOR: Final = rf"(?:{_SIGN}|=|≈|{_WORD})"
"""Regular expression of any operator before a number, in prepared text."""

_CHANGE_WORD: Final = (
    r"(?:增长|提高|提升|增加|上升|增产|增收|下降|降低|减少|缩短|"
    r"压减|压缩|缩减|减产|减收|下滑|回落|节约|增|降)"
)
CHANGE: Final = (
    r"(?:(?:较|比|同比|环比|与)?(?:上一?年度?|去年|同期|基期|年初|往年|前年|20[0-9]{2}年度?)?(?:同期|相比|度)?)"
    rf"{_CHANGE_WORD}(?:率|幅度?|了)?"
)
"""Regular expression of a growth or decrease before a number (not of 提高到, a level)."""
_DOWN: Final = re.compile("下降|降低|减少|缩短|压减|压缩|缩减|减产|减收|下滑|回落|节约|降")

_TAIL: Final = rf"[{CJK}]{{0,8}}"
_WITH: Final = r"(?:\(?含[^()\d]{0,3}\d*%?\)?)?"
_AFTER: Final[tuple[tuple[Operator, re.Pattern[str]], ...]] = (
    (">=", re.compile(rf"{_WITH}(?:及|或|含)?(?:以上|之上){_WITH}{_TAIL}$")),
    (">=", re.compile(r"(?<=.)\+$")),
    ("<=", re.compile(rf"{_WITH}(?:及|或|含)?(?:以下|之下){_WITH}{_TAIL}$")),
    ("<=", re.compile(rf"{_WITH}(?:以内|之内|内(?![容部设科镜涵外网墙存控脏分])){_WITH}{_TAIL}$")),
)
_ABOUT: Final = re.compile(r"(?:左右|上下)$")
_EDGE: Final = "。；;，,、!！?？“”\"'「」‘’:："


class Suffix(NamedTuple):
    """What the words after a number add: the unit that is left, an operator, its wording."""

    rest: str
    operator: Operator | None
    typed: str
    approximate: bool


def prepare(text: str) -> str:
    """Return `text` for parsing: half-width, no white space, LaTeX and entities as plain signs."""
    bare = normalise_signs(html.unescape(text) if "&" in text else text)
    if "\\" in bare or "$" in bare:
        for pattern, sign in _LATEX:
            bare = pattern.sub(sign, bare)
        bare = bare.replace("{", "").replace("}", "")
    bare = (
        without_space(bare)
        .lstrip(_EDGE)
        .rstrip(f"{_EDGE}.·")
        .replace("》=", ">=")
        .replace("《=", "<=")
    )
    # A cell that is one bracket: (≥95%)
    if re.fullmatch(r"\([^()]*\)", bare):
        bare = bare[1:-1]
    return bare


def operator_of(typed: str, actual: bool) -> Operator:
    """Return the operator that a sign or word means; 达到 in an actual is what was reached."""
    if not typed or typed in ("=", "==", "≈"):
        return "="
    if typed in ("达到", "达", "保持在") and actual:
        return "="
    if typed in _WORD_OPERATORS:
        return _WORD_OPERATORS[typed]
    sign = typed.lstrip("=") or "="
    if "≥" in sign or sign == ">=" or typed == "=>":
        return ">="
    if "≤" in sign or sign == "<=" or typed == "=<":
        return "<="
    return ">" if ">" in sign else "<"


def change_of(typed: str) -> Change:
    """Return the direction of a growth or decrease word, "" for none."""
    if not typed:
        return ""
    return "down" if _DOWN.search(typed) else "up"


def split_suffix(rest: str) -> Suffix:
    """Take 以上, 以内, 左右 and the like off the text after a number."""
    about = _ABOUT.search(rest)
    if about is not None:
        rest = rest[: about.start()]
    for operator, pattern in _AFTER:
        match = pattern.search(rest)
        if match is not None:
            return Suffix(rest[: match.start()], operator, match.group(0), about is not None)
    return Suffix(rest, None, "", about is not None)


def standard_signs(text: str) -> str:
    """Return a target with its typed operator sign as ≥, ≤, >, < or =; the rest stays as typed.

    For the fix that makes the signs of a form uniform: `>=90%` and `$\\geq 90\\%$` give `≥90%`.
    """
    if "\\" in text or "$" in text:
        text = prepare(text)
    match = _TYPED_SIGN.match(normalise_signs(text))
    if match is None or len(normalise_signs(text)) != len(text):
        return text
    sign = {">=": "≥", "<=": "≤"}.get(operator := operator_of(match.group(1), False), operator)
    return sign + text[match.end() :]
