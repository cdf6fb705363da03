"""Lines that belong to no block: signatures and notes below a form, page numbers, numbers of columns."""

import re
from collections.abc import Sequence
from typing import Final

from perfdesk.io.match.find.area import Item
from perfdesk.io.match.labels.spelling import Label
from perfdesk.values import without_space

_NOTES: Final = re.compile(
    r"(?:填报人|填表人|制表人?|经办人|审核人|复核人|联系人|联系电话|电话|(?:项目|单位|财务|部门|主管)?负责人|"
    r"填(?:报|表)(?:日期|时间|单位)|日期|评价(?:人员|时间)|注|备注|说明|填报说明|填表说明|盖章|单位\(?盖章|[(]盖章[)])"
    r"(?:[(][^()]*[)])?[:0-9].*|注:.*|[(]?(?:单位)?(?:公章|盖章)[)]?|注|备注|说明|填报说明|填表说明|其他需要说明的(?:问题|事项)"
)
_SIGNERS: Final = re.compile(
    r"(?:填报人|填表人|制表人?|经办人|审核人|复核人|联系人|联系电话|(?:项目|单位|财务|部门|主管)?负责人|"
    r"填(?:报|表)(?:日期|时间|单位)|评价(?:人员|时间))(?:[(][^()]*[)])?"
)
_PAGES: Final = re.compile(
    r"-?(?:第[0-9一二三四五六七八九十]{1,3}页[,，]?)?(?:[第共][0-9一二三四五六七八九十]{1,3}页)-?|"
    r"[(]?(?:续表|续上表|续|接上页|转下页|接下页|续下表|见下页)[0-9一二三四五六七八九十]{0,2}[)]?|-[0-9]{1,3}-"
)
_INDEX: Final = re.compile(
    r"栏次|行次|[甲乙丙丁戊]|[(]?[A-Za-z][)]?|[(]?[0-9]{1,2}[)]?|[①-⑳]|[0-9A-Z][=(][-+*/×÷()0-9A-Z=%]{1,12}"
)
_DOTS: Final = frozenset("…⋯.．·•。、")


def is_note(label: Label) -> bool:
    """A signature with its name, or a note: 填报人：李四, 注：1.其他资金包括…."""
    return _NOTES.fullmatch(label.key) is not None


def is_signer(label: Label) -> bool:
    """The bare label of a signature line, its name in another cell."""
    return _SIGNERS.fullmatch(label.key) is not None


def is_page_line(line: Sequence[Item]) -> bool:
    """What pages say of themselves: 第1页 共2页, 续表."""
    return all(_PAGES.fullmatch(item.label.key) for item in line)


def is_index_line(line: Sequence[Item]) -> bool:
    """Numbers of columns in a row of their own below the head: 栏次 1 2 3."""
    return len(line) > 2 and all(_INDEX.fullmatch(item.label.key) for item in line)


def is_ellipsis(text: str) -> bool:
    """Whether a text is only dots, "and so on" in printed forms; a single sign is something that was typed."""
    dots = without_space(text)
    return _DOTS.issuperset(dots) and (len(dots) > 1 or dots in ("…", "⋯"))
