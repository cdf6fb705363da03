"""Several things in one cell: 项目名称：…, 主管部门：…  实施单位：…, and both dates of a project."""

import re
from typing import Final

from perfdesk.io.match.find.area import Item
from perfdesk.io.match.labels.headings import is_no_value, without_seal
from perfdesk.io.match.labels.lexicon import Lexicon
from perfdesk.io.match.labels.spelling import label_of
from perfdesk.io.match.take.raw import Found, Raw
from perfdesk.values import normalise_signs, without_space

_INLINE: Final = re.compile(r"([^:：]{2,20})[:：]\s*(.+)", re.S)
_PIECES: Final = re.compile(r"[\n\t]+|\s{3,}|　{2,}")
_AFTER_COLON: Final = re.compile(r"([:：])\s+")
_NEXT_PAIR: Final = re.compile(r"(?<!\s)\s++(?=([^\s:：]{2,14})[:：])")
_LONGEST: Final = 120
_GOALS: Final = frozenset({"goal_expected", "goal_actual", "goal_total", "goal_annual"})
_DATE: Final = (
    r"(?:19|20)[0-9]{2}(?:[-/.年][0-9]{1,2}(?:[-/.月][0-9]{1,2}日?|月)?|[01][0-9](?:[0-3][0-9])?)"
)
_SPAN: Final = re.compile(rf"(?:自|从)?({_DATE})[至到起—–－~～-]{{1,4}}({_DATE})止?")
_SPAN_WORDS: Final = (
    "起止",
    "期限",
    "周期",
    "实施期",
    "建设期",
    "项目期",
    "起始结束",
    "执行期",
    "实施时间",
    "起止年限",
    "实施年限",
)
_SPAN_NO_WORDS: Final = ("目标", "指标", "资金", "预算", "绩效", "金额", "总额", "投资", "拨款")
_PERIOD_WORDS: Final = ("期限", "周期", "实施期", "建设期", "项目期", "执行期", "年限", "起止")
"""Labels of the whole length of a project, which some forms print in one cell."""


def read_inline(raw: Raw) -> None:
    """Label and value in one cell: 项目名称：公共卫生培训."""
    for item in raw.area.items:
        if item.address in raw.area.used or not (":" in item.text or "：" in item.text):
            continue
        for piece in pieces_of(raw.lexicon, item.text):
            _pair(raw, item, piece)


def pieces_of(lexicon: Lexicon, text: str) -> list[str]:
    """The pairs written into one cell: at line breaks, wide blanks, and before the next label that is known."""
    pieces = []
    for part in _PIECES.split(_AFTER_COLON.sub(r"\1", text)):
        start = 0
        for found in _NEXT_PAIR.finditer(part):
            label = label_of(found.group(1))
            if lexicon.header_meanings(label) or label.base.endswith("单位"):
                pieces.append(part[start : found.start()])
                start = found.end()
        pieces.append(part[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def read_span(raw: Raw) -> None:
    """起止日期 2023-01-01 至 2023-12-31: both dates of a 申报表 in one cell, and the 项目期 of another."""
    if (
        "start_date" not in raw.lexicon.header_names
        or {"start_date", "end_date"} & raw.labels.keys()
    ):
        return
    first = min(raw.heads, default=1 << 30)
    for item in raw.area.items:
        base = item.label.base
        if item.row >= first:
            # 工程设计使用年限 is an indicator.
            break
        if not 1 < len(base) <= 12 or not any(word in base for word in _SPAN_WORDS):
            continue
        value = raw.area.right_of(item)
        taken = item.address in raw.area.used or any(word in base for word in _SPAN_NO_WORDS)
        if taken or value is None or value.address in raw.area.used:
            continue
        if _span(raw, item, value):
            return


def _span(raw: Raw, item: Item, value: Item) -> bool:
    """Take a cell as 项目期, and as two dates where it holds two; the form's template has places for one of both."""
    text = without_space(normalise_signs(value.text))
    found = _SPAN.fullmatch(text) if len(text) <= _LONGEST else None
    whole = any(word in item.label.base for word in _PERIOD_WORDS)
    known = is_no_value(raw.lexicon, "period", value.text, value.label)
    if found is None and (not whole or known):
        return False
    raw.area.use(item)
    if not _filled(raw.header.get("period")):
        raw.labels["period"] = item
        raw.header["period"] = raw.found("period", value, guessed=True)
    if found is not None:
        for name, group in (("start_date", 1), ("end_date", 2)):
            raw.labels[name] = item
            raw.header[name] = raw.found(name, value, found.group(group), guessed=True)
    return True


def _pair(raw: Raw, item: Item, piece: str) -> None:
    found = _INLINE.fullmatch(piece)
    if found is None:
        return
    for meaning in raw.lexicon.header_meanings(label_of(found.group(1)))[:1]:
        text = without_seal(found.group(2).strip())
        wanted = meaning.name not in _GOALS and len(text) <= _LONGEST
        if not wanted or is_no_value(raw.lexicon, meaning.name, text, label_of(text)):
            return
        if text and not _filled(raw.header.get(meaning.name)):
            raw.labels.setdefault(meaning.name, item)
            raw.header[meaning.name] = raw.found(meaning.name, item, text)


def _filled(found: Found | None) -> bool:
    return found is not None and found.text is not None
