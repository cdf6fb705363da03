"""Texts of a form that are neither labels of fields nor contents: notes, page lines, places to sign, row numbers."""

import re
from collections.abc import Iterable
from typing import Final

from perfdesk.io.match.find.area import Item
from perfdesk.io.match.find.foot import is_ellipsis, is_page_line, is_signer
from perfdesk.values import normalise_signs, without_space

_NOTE: Final = re.compile(
    r"[(\[]?(?:注|备注|附注|说明|填表说明|填报说明|填写说明|注意事项)(?:[:、.(]|[0-9一]).*", re.S
)
_ANNEX: Final = re.compile(r"附(?:件|表)[一二三四五六七八九十0-9-]{0,6}[:.、]?")
_SIGN: Final = re.compile(
    r"填报人|填表人|制表人|经办人|审核人|复核人|联系人|联系电话|联系方式|电话|(?:项目|单位|财务|部门|主管)?负责人|"
    r"填[报表制](?:日期|时间|单位)|日期|(?:单位|部门)?(?:盖章|公章|签章|签字|签名|印章)"
)
_EMPTY_DATE: Final = re.compile(r"年|月|日")
_NOTHING: Final = str.maketrans("", "", ":：()（）[]_—－-.。,，、;；/*＿…")
_BLANK_YEAR: Final = re.compile(r"[(\[]?_{0,8}年度?[)\]]?")
_MOST_SIGNED: Final = 200
_LONGEST_NUMBER: Final = 6
_COUNTS: Final = frozenset({"序号", "编号", "行次", "栏次"})


def is_remark(item: Item) -> bool:
    """Whether a cell holds a note, a page line, 附件1, or labels of signatures with nothing beside them."""
    text = without_space(normalise_signs(item.text))
    if _NOTE.fullmatch(text) or is_ellipsis(text):
        return True
    if len(text) > _MOST_SIGNED:
        return False
    if item.label.key and (is_signer(item.label) or is_page_line([item])):
        return True
    return bool(_ANNEX.fullmatch(text) or _BLANK_YEAR.fullmatch(text)) or _only_signs(text)


def _only_signs(text: str) -> bool:
    """填表人：　　负责人：　　年　月　日 with nothing typed beside the labels."""
    rest, found = _SIGN.subn("", text)
    return found > 0 and not _EMPTY_DATE.sub("", rest).translate(_NOTHING)


def row_numbers(items: Iterable[Item]) -> frozenset[str]:
    """Addresses of 序号 and of the numbers below it."""
    found: set[str] = set()
    columns: dict[int, int] = {}
    for item in items:
        if item.label.base in _COUNTS:
            columns.setdefault(item.column, item.row)
            found.add(item.address)
        elif columns.get(item.column, item.row) < item.row and _is_number(item.text):
            found.add(item.address)
    return frozenset(found)


def _is_number(text: str) -> bool:
    return len(text) <= _LONGEST_NUMBER and text.strip().rstrip(".、)）").isdecimal()
