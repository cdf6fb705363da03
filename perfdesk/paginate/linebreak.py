"""Breaking Chinese text into lines: 避头尾, numbers with their unit, Latin words unsplit.

Basis: GB/T 15834-2011 (标点符号用法) 5.1 on which marks may not begin or end a line, and
CLREQ (W3C) on 行首行尾禁则. A text is first cut into clusters that stay together where they fit;
this does not depend on the font size, so a form is cut once and filled at several sizes.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from perfdesk.paginate.tokens import tokens

NOT_AT_START: Final = frozenset(
    "，。、；：！？）》〉」』】〕〗〙］｝”’…—·～％‰℃℉°′″〃々ー"
    ",.;:!?)]}>%»›¨ˇˉ‖∶＇｀｜／/﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞＞≫﹪」』﹀﹂﹄︶︸︺︼︾"
)
NOT_AT_END: Final = frozenset(
    "（《〈「『【〔〖〘［｛“‘([{<«‹¥￥$＄№＃#＋+±≥≤≧≦＝=＜≪∠﹙﹛﹝﹁﹃︵︷︹︻︽"
)

_JOINTS: Final = frozenset(" \u00a0-/_@")
_MARKS: Final = NOT_AT_START | NOT_AT_END

_SLACK: Final = 1e-6
_LEAST_BEFORE: Final = 2
"""Clusters that stay, at least, on the line above when its last one goes down to a lonely character."""


class BrokenLine(NamedTuple):
    """One line of a text and its width in em."""

    text: str
    width: float


class Cluster:
    """Text that stays on one line where it fits; `trailing` blanks hang over the line's end."""

    __slots__ = ("text", "trailing")

    def __init__(self, text: str, trailing: str = "") -> None:
        self.text = text
        self.trailing = trailing


@lru_cache(maxsize=4096)
def clusters(paragraph: str, label: bool = False) -> tuple[Cluster, ...]:
    """A paragraph (no line feed in it) cut into clusters; their texts joined are the paragraph.

    In a label the words of the form (指标, 资金, 预算数) stay whole too: 社会效益 / 指标.
    """
    found: list[Cluster] = []
    pending = ""
    for token, blank in tokens(paragraph, label):
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


def _inseparable(before: Cluster, token: str) -> bool:
    if before.trailing:
        return False
    return token[0] in NOT_AT_START or before.text[-1] in NOT_AT_END


def break_lines(
    text: str, width: float, widths: dict[str, float], label: bool = False
) -> list[BrokenLine]:
    """The lines of a text in a column of `width` em; no character is lost but blanks at line ends.

    `widths` gives every character's advance in em. A line is wider than the column only when a
    single character is.
    """
    lines: list[BrokenLine] = []
    for paragraph in text.split("\n"):
        total = sum(map(widths.__getitem__, paragraph))
        if total <= width + _SLACK:
            lines.append(BrokenLine(paragraph, total))
        else:
            _fill(clusters(paragraph, label), width + _SLACK, widths, lines)
    return lines


def _fill(
    parts: tuple[Cluster, ...], width: float, widths: dict[str, float], lines: list[BrokenLine]
) -> None:
    line, used, blanks, blank_width = "", 0.0, "", 0.0
    begun, before = 0, -1
    for place, cluster in enumerate(parts):
        text = cluster.text
        own = widths[text] if len(text) == 1 else sum(map(widths.__getitem__, text))
        if line and used + blank_width + own > width:
            lines.append(BrokenLine(line, used))
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
        lines.append(BrokenLine(line, used))


def _lonely(parts: tuple[Cluster, ...]) -> bool:
    """Whether a paragraph would end in one character on a line of its own (孤字不成行)."""
    text = "".join(cluster.text for cluster in parts)
    letters = [character for character in text if character not in _MARKS]
    return len(letters) == 1 and text[0] not in NOT_AT_END


def _joined(parts: tuple[Cluster, ...], widths: dict[str, float]) -> BrokenLine:
    """Clusters as one line."""
    text = "".join(cluster.text + cluster.trailing for cluster in parts[:-1]) + parts[-1].text
    return BrokenLine(text, sum(map(widths.__getitem__, text)))


def _pieces(text: str, width: float, widths: dict[str, float]) -> list[BrokenLine]:
    """A cluster wider than the line: cut at its joints, else between characters, still minding 避头尾."""
    lines: list[BrokenLine] = []
    line, used = "", 0.0
    for joint in _joints(text):
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
    lines.append(BrokenLine(line, used))
    return lines


def _joints(text: str) -> Iterator[str]:
    """Where a cluster that is wider than the line is cut first: behind `-` and the like, `≥10` / `个百分点`."""
    start = 0
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        if (before in _JOINTS and not after.isspace()) or (
            before.isdecimal() and "\u4e00" <= after <= "\u9fff"
        ):
            yield text[start:at]
            start = at
    yield text[start:]


def _stripped(line: str, widths: dict[str, float]) -> BrokenLine:
    bare = line.rstrip(" \u00a0")
    return BrokenLine(bare, sum(widths[character] for character in bare))


def _kinsoku(line: str, following: str) -> int:
    """How much of a full line stays on it, so that none begins or ends wrongly; at least one character."""
    for kept in range(len(line), max(len(line) - 4, 0), -1):
        first = line[kept] if kept < len(line) else following
        if first not in NOT_AT_START and line[kept - 1] not in NOT_AT_END:
            return kept
    return len(line)
