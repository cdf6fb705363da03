"""The pieces of a text that no line break may cut: numbers with their unit, Latin words, dashes, blanks.

Scanned by hand: compiling the regular expression for it took 2 ms of every start of the window.
"""

from collections.abc import Callable, Iterator
from typing import Final

_UNIT_LIST: Final = (
    "万元|亿元|千元|百万元|元|角|分|人次|人天|人年|人月|人|名|位|户次|户|家次|家|个百分点|个工作日|个月|个|次|件|项|批次|批|套|台套|台|辆|部|份"
    "|册|本|张|场次|场|期|班次|班|间|栋|幢|座|处|条次|条|平方公里|平方千米|平方米|立方米|公里|千米|米|厘米|毫米"
    "|亩|公顷|吨|公斤|千克|克|毫升|升|度|千瓦时|千瓦|小时|课时|学时|分钟|秒|天|工作日|自然日|日|月份|月|年度|年|季度|周"
    "|页|字|篇|只|头|株|棵|路|点位|点|块|支|瓶|盒|包|组|队|级|届|节|类|种|所|门|倍|成|折|号|例|剂次|剂|床位|床|架次|艘|片|段|根|口|盏|盘|桶|岁|㎡|㎞|㎏|m2|m²"
)
_WORD_LIST: Final = (
    "指标值|指标|资金|总额|总体|拨款|预算数|执行数|预算|单位|名称|部门|情况|目标值|目标|措施|分析|原因|完成值|完成|执行率|日期|类别|性质|属性"
    "|环境|成本|效益|效果|影响|对象|满意度|可持续|服务|社会|经济|生态|数量|质量|时效|结转|上年|当年|财政|年度|申请|改进|偏差"
    "|一级|二级|三级|项目|绩效|主管|实施|计划|开始|预期|实际|其中|其他|评分|等级"
)
_UNITS: Final = frozenset(_UNIT_LIST.split("|"))
_WORDS: Final = frozenset(_WORD_LIST.split("|"))
"""Words of the forms' own labels."""
_UNIT_LENGTHS: Final = (4, 3, 2, 1)
_WORD_LENGTHS: Final = (3, 2)

_BLANKS: Final = (" ", "\u00a0")
_INSIDE_NUMBERS: Final = frozenset(",，.．:：")
_INSIDE_WORDS: Final = frozenset("-./:@&'’+~#\u2010\u2011")
_GOING_ON: Final = frozenset("-/_@~")
"""Signs by which a number is part of something longer: 2024-12-31, 11010624T000."""
_PER_CENT: Final = frozenset("%％‰℃")
_OPEN, _CLOSED = frozenset("(（"), frozenset(")）")
_LONGEST_IN_BRACKETS: Final = 4
_DASHES: Final = frozenset("—…－-")
_FIRST_IDEOGRAPH, _AFTER_IDEOGRAPHS = "\u3400", "\uff00"


def tokens(text: str, label: bool) -> Iterator[tuple[str, bool]]:
    """The pieces of a text that are never cut, each with whether it is blank.

    In a label the words of the form stay whole too.
    """
    at, end = 0, len(text)
    while at < end:
        blank = False
        stop = at + (_listed(text, at, _WORDS, _WORD_LENGTHS) if label else 0)
        if stop == at:
            if _FIRST_IDEOGRAPH <= text[at] < _AFTER_IDEOGRAPHS:
                stop = at + 1
            else:
                blank = _is_blank(text[at])
                stop = _run(text, at, _is_blank) if blank else _end(text, at)
        yield text[at:stop], blank
        at = stop


def _end(text: str, at: int) -> int:
    """Where a number, a Latin word or a row of dashes ends; else one character on."""
    end = _number(text, at) or _word(text, at)
    if end:
        return end
    if text[at] in _DASHES:
        return _run(text, at, text[at].__eq__)
    return at + 1


def _number(text: str, at: int) -> int:
    """Where a number ends, its unit or % included; 0 where none stands, or it goes on as a word."""
    end = _run(text, at, str.isdecimal)
    if end == at:
        return 0
    ends = [end]
    while text[end : end + 1] in _INSIDE_NUMBERS:
        end = _run(text, end + 1, str.isdecimal)
        if end == ends[-1] + 1:
            break
        ends.append(end)
    whole = next((end for end in reversed(ends) if not _goes_on(text, end)), 0)
    return _suffixed(text, whole) if whole else 0


def _goes_on(text: str, at: int) -> bool:
    following = text[at : at + 1]
    return _is_plain(following) or (following in _GOING_ON and _is_plain(text[at + 1 : at + 2]))


def _suffixed(text: str, at: int) -> int:
    """Where %, a unit in brackets or a unit ends that stands behind a number."""
    begin = at + (text[at : at + 1] in _BLANKS)
    sign = text[begin : begin + 1]
    if sign in _PER_CENT:
        return begin + 1
    if sign in _OPEN:
        end = _run(text[: begin + 1 + _LONGEST_IN_BRACKETS], begin + 1, _is_bracketed)
        return end + 1 if end > begin + 1 and text[end : end + 1] in _CLOSED else at
    length = _listed(text, begin, _UNITS, _UNIT_LENGTHS)
    if not length:
        return at
    end = begin + length
    per = _listed(text, end + 1, _UNITS, _UNIT_LENGTHS) if text[end : end + 1] == "/" else 0
    return end + 1 + per if per else end


def _word(text: str, at: int) -> int:
    """Where a Latin or Greek word ends, with what is joined to it by hyphens and the like; 0 for none."""
    end = _run(text, at, _is_letter)
    if end == at:
        return 0
    while True:
        joined = _run(text, end, _INSIDE_WORDS.__contains__)
        further = _run(text, joined, _is_latin) if joined > end else joined
        if further == joined:
            return end
        end = further


def _run(text: str, at: int, belongs: Callable[[str], bool]) -> int:
    """Where a row of characters of one kind ends."""
    end = len(text)
    while at < end and belongs(text[at]):
        at += 1
    return at


def _listed(text: str, at: int, words: frozenset[str], lengths: tuple[int, ...]) -> int:
    """The length of the longest of these words that stands here, 0 for none."""
    return next((n for n in lengths if text[at : at + n] in words), 0)


def _is_blank(character: str) -> bool:
    return character in " \t\u3000" or "\u2000" <= character <= "\u200a"


def _is_plain(character: str) -> bool:
    return character.isdecimal() or (character.isascii() and character.isalpha())


def _is_latin(character: str) -> bool:
    if character.isascii():
        return character.isalnum() or character == "_"
    return "\u00c0" <= character <= "\u024f"


def _is_letter(character: str) -> bool:
    return _is_latin(character) or "\u0370" <= character <= "\u03ff"


def _is_bracketed(character: str) -> bool:
    return character not in "()（）" and not character.isspace()
