"""Breaking Chinese text into lines: 避头尾, numbers with their unit, Latin words unsplit.

Basis: GB/T 15834-2011 (标点符号用法) 5.1 on which marks may not begin or end a line, and
CLREQ (W3C) on 行首行尾禁则. A text is first cut into clusters that stay together where they fit;
this does not depend on the font size, so a form is cut once and filled at several sizes.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

NOT_AT_START: Final = frozenset(
    "，。、；：！？）》〉」』】〕〗〙］｝”’…—·～％‰℃℉°′″〃々ー"
    ",.;:!?)]}>%»›¨ˇˉ‖∶＇｀｜／/﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞＞≫﹪」』﹀﹂﹄︶︸︺︼︾"
)
NOT_AT_END: Final = frozenset(
    "（《〈「『【〔〖〘［｛“‘([{<«‹¥￥$＄№＃#＋+±≥≤≧≦＝=＜≪∠﹙﹛﹝﹁﹃︵︷︹︻︽"
)

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
"""Words of the forms' own labels."""
_UNITS: Final = frozenset(_UNIT_LIST.split("|"))
_WORDS: Final = frozenset(_WORD_LIST.split("|"))
_UNIT_LENGTHS: Final = (4, 3, 2, 1)
_WORD_LENGTHS: Final = (3, 2)
_BLANKS: Final = (" ", "\u00a0")

# Units and words are looked up, not spelled out here: compiling them would take 3 ms of every start.
_TOKEN: Final = re.compile(
    r"""
    (?P<number>\d+(?:[,，.．:：]\d+)*(?![A-Za-z\d]|[-/_@~][A-Za-z\d])
        (?:[ \u00a0]?(?:[%％‰℃]|[(（][^()（）\s]{1,4}[)）]))?)
    |(?P<word>[A-Za-z0-9\u00c0-\u024f\u0370-\u03ff_]+(?:[-./:@&'’+~#\u2010\u2011]+[A-Za-z0-9\u00c0-\u024f_]+)*)
    |(?P<space>[ \t\u2000-\u200a\u3000]+)
    |(?P<dash>—{2,}|…{2,}|－{2,}|-{2,})
    |.""",
    re.VERBOSE | re.DOTALL,
)
_INSIDE: Final = re.compile(r"(?<=[ \u00a0\-/_@])(?=\S)|(?<=\d)(?=[\u4e00-\u9fff])")
"""Where a cluster that is wider than the line is cut first: `≥10` / `个百分点`."""
_MARKS: Final = NOT_AT_START | NOT_AT_END

_SLACK: Final = 1e-6
_LEAST_BEFORE: Final = 2
"""Clusters that stay, at least, on the line above when its last one goes down to a lonely character."""


class Line(NamedTuple):
    """One line of a text and its width in em."""

    text: str
    width: float


class Cluster(NamedTuple):
    """Text that stays on one line where it fits; `trailing` blanks hang over the line's end."""

    text: str
    trailing: str = ""


@lru_cache(maxsize=4096)
def clusters(paragraph: str, label: bool = False) -> tuple[Cluster, ...]:
    """A paragraph (no line feed in it) cut into clusters; their texts joined are the paragraph.

    In a label the words of the form (指标, 资金, 预算数) stay whole too: 社会效益 / 指标.
    """
    found: list[Cluster] = []
    pending = ""
    for token, blank in _tokens(paragraph, label):
        if blank:
            if pending or not found:
                pending += token
            else:
                found[-1] = Cluster(found[-1].text, found[-1].trailing + token)
            continue
        if found and not pending and _inseparable(found[-1], token):
            found[-1] = Cluster(found[-1].text + token)
        else:
            found.append(Cluster(pending + token))
            pending = ""
    if pending:
        found.append(Cluster("", pending))
    return tuple(found)


def _tokens(paragraph: str, label: bool) -> Iterator[tuple[str, bool]]:
    """The pieces of a paragraph that are never cut, each with whether it is blank."""
    at, end = 0, len(paragraph)
    while at < end:
        word = _listed(paragraph, at, _WORDS, _WORD_LENGTHS) if label else 0
        if word:
            yield paragraph[at : at + word], False
            at += word
            continue
        match = _TOKEN.match(paragraph, at)
        assert match is not None  # Its last alternative takes any character.
        stop = match.end()
        if match.lastgroup == "number" and paragraph[stop - 1].isdigit():
            stop += _unit(paragraph, stop)
        yield paragraph[at:stop], match.lastgroup == "space"
        at = stop


def _unit(paragraph: str, at: int) -> int:
    """The length of the unit behind a number, with the blank before it: ` 万元`, `元/人`; 0 for none."""
    blank = int(paragraph[at : at + 1] in _BLANKS)
    length = _listed(paragraph, at + blank, _UNITS, _UNIT_LENGTHS)
    if not length:
        return 0
    length += blank
    if paragraph[at + length : at + length + 1] == "/":
        per = _listed(paragraph, at + length + 1, _UNITS, _UNIT_LENGTHS)
        length += per + 1 if per else 0
    return length


def _listed(paragraph: str, at: int, words: frozenset[str], lengths: tuple[int, ...]) -> int:
    """The length of the longest of these words that stands here, 0 for none."""
    return next((n for n in lengths if paragraph[at : at + n] in words), 0)


def _inseparable(before: Cluster, token: str) -> bool:
    if before.trailing:
        return False
    return token[0] in NOT_AT_START or before.text[-1] in NOT_AT_END


def break_lines(
    text: str, width: float, widths: dict[str, float], label: bool = False
) -> list[Line]:
    """The lines of a text in a column of `width` em; no character is lost but blanks at line ends.

    `widths` gives every character's advance in em. A line is wider than the column only when a
    single character is.
    """
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        total = sum(map(widths.__getitem__, paragraph))
        if total <= width + _SLACK:
            lines.append(Line(paragraph, total))
        else:
            _fill(clusters(paragraph, label), width + _SLACK, widths, lines)
    return lines


def _fill(
    parts: tuple[Cluster, ...], width: float, widths: dict[str, float], lines: list[Line]
) -> None:
    line, used, blanks, blank_width = "", 0.0, "", 0.0
    begun, before = 0, -1
    for place, cluster in enumerate(parts):
        text = cluster.text
        own = widths[text] if len(text) == 1 else sum(map(widths.__getitem__, text))
        if line and used + blank_width + own > width:
            lines.append(Line(line, used))
            line, used, blanks, blank_width = "", 0.0, "", 0.0
            begun, before = place, begun
        if own > width:
            *full, (line, used) = _pieces(text, width, widths)
            lines.extend(full)
            begun = before = -1
        else:
            line += blanks + text
            used += blank_width + own
        blanks = cluster.trailing
        blank_width = sum(map(widths.__getitem__, blanks)) if blanks else 0.0
    if 0 <= before < begun - _LEAST_BEFORE and _lonely(parts[begun:]):
        last = _joined(parts[begun - 1 :], widths)
        if last.width <= width:
            lines[-1] = _joined(parts[before : begun - 1], widths)
            line, used = last
    if line or not lines:
        lines.append(Line(line, used))


def _lonely(parts: tuple[Cluster, ...]) -> bool:
    """Whether a paragraph would end in one character on a line of its own (孤字不成行)."""
    text = "".join(cluster.text for cluster in parts)
    letters = [character for character in text if character not in _MARKS]
    return len(letters) == 1 and text[0] not in NOT_AT_END


def _joined(parts: tuple[Cluster, ...], widths: dict[str, float]) -> Line:
    """Clusters as one line."""
    text = "".join(cluster.text + cluster.trailing for cluster in parts[:-1]) + parts[-1].text
    return Line(text, sum(map(widths.__getitem__, text)))


def _pieces(text: str, width: float, widths: dict[str, float]) -> list[Line]:
    """A cluster wider than the line: cut at its joints, else between characters, still minding 避头尾."""
    lines: list[Line] = []
    line, used = "", 0.0
    for joint in _INSIDE.split(text):
        own = sum(widths[character] for character in joint)
        if line and used + own > width:
            lines.append(_stripped(line, widths))
            line, used = "", 0.0
        if used + own <= width:
            line, used = line + joint, used + own
            continue
        for character in joint:
            step = widths[character]
            if line and used + step > width:
                kept = _kinsoku(line, character)
                rest = sum(widths[c] for c in line[kept:])
                if rest + step > width:
                    kept, rest = len(line), 0.0
                lines.append(_stripped(line[:kept], widths))
                line, used = line[kept:], rest
            line, used = line + character, used + step
    lines.append(Line(line, used))
    return lines


def _stripped(line: str, widths: dict[str, float]) -> Line:
    bare = line.rstrip(" \u00a0")
    return Line(bare, sum(widths[character] for character in bare))


def _kinsoku(line: str, following: str) -> int:
    """How much of a full line stays on it, so that none begins or ends wrongly; at least one character."""
    for kept in range(len(line), max(len(line) - 4, 0), -1):
        first = line[kept] if kept < len(line) else following
        if first not in NOT_AT_START and line[kept - 1] not in NOT_AT_END:
            return kept
    return len(line)
