"""Texts that stand beside a label and are no value of it: further headings, money units, places of a seal.

Where the value's own cell is empty the next cell is what lies beside the label: 完成时间 is then no date,
金额(万元) no amount, 单位：万元 no department and （盖章） no unit.
"""

import re
from typing import Final

from perfdesk.io.match.labels.lexicon import INFERRED, Lexicon
from perfdesk.io.match.labels.spelling import Label

MONEY_LINE: Final = re.compile(
    r"[(]?(?:(?:金额|货币|计量)?单位)[:]?(?:人民币)?(元|千元|万元|百万元|亿元)[)]?|[(](元|万元)[)]"
)
_SEAL_WORDS: Final = r"(?:单位|部门)?(?:盖章|公章|签章|印章|签字|签名)"
_SEAL: Final = re.compile(rf"[(]{_SEAL_WORDS}[)]|{_SEAL_WORDS}处?")
_LEADING_SEAL: Final = re.compile(
    r"\s*[（(]\s*(?:单位|部门)?(?:盖章|公章|签章|印章|签字|签名)\s*[)）]\s*[:：]?\s*"
)
_DIGIT: Final = re.compile(r"[0-9０-９零〇一二三四五六七八九十百千万亿元]")
_BLANK_SIGNS: Final = frozenset("-—－–/／~～无暂")
_HEAD_ENDS: Final = (
    "名称", "时间", "日期", "单位", "部门", "金额", "电话", "联系方式", "编码", "代码", "类别", "类型", "性质",
    "负责人", "联系人", "内容", "分类", "科目", "依据", "总额", "预算数", "执行数", "备注", "指标值",
)  # fmt: skip
_LONGEST_HEAD: Final = 10


def is_no_value(lexicon: Lexicon, name: str, text: str, label: Label) -> bool:
    """Whether a cell beside the label of field `name` is itself a heading or a remark, not what the field holds."""
    if lexicon.is_label(label):
        return True
    if not label.key:
        return False
    if MONEY_LINE.fullmatch(label.key) or _SEAL.fullmatch(label.key):
        return True
    if name in lexicon.amounts:
        return not _DIGIT.search(label.base) and not _BLANK_SIGNS & set(text)
    # A project may be named after anything: 项目资金总额核定.
    return name != "project_name" and _sounds_like_a_heading(lexicon, label)


def _sounds_like_a_heading(lexicon: Lexicon, label: Label) -> bool:
    base = label.base
    if len(base) > _LONGEST_HEAD or not base.endswith(_HEAD_ENDS):
        return False
    meanings = (
        *lexicon.header_meanings(label)[:1],
        *(m for m in (lexicon.column(label), lexicon.fund_column(label)) if m),
    )
    return any(meaning.rank >= INFERRED for meaning in meanings) or base in _HEAD_ENDS


def without_seal(text: str) -> str:
    """A value typed behind the place of the seal: （盖章）某局 is 某局, （盖章） alone is nothing."""
    found = _LEADING_SEAL.match(text)
    return text[found.end() :] if found else text
