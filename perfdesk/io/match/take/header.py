"""Fields that a form has once: the value beside the label, below it, or in the label's own cell."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from perfdesk.io.match.find.area import Area, Item
from perfdesk.io.match.labels.headings import MONEY_LINE, is_no_value
from perfdesk.io.match.labels.lexicon import INFERRED, Lexicon
from perfdesk.io.match.labels.spelling import LONGEST, Label, digits, label_of, spell, year_in
from perfdesk.io.match.take.candidates import GOALS, candidates
from perfdesk.io.match.take.cross import read_cross
from perfdesk.io.match.take.inline import pieces_of, read_inline, read_span
from perfdesk.io.match.take.raw import Raw
from perfdesk.values import is_blank, normalise_signs, without_space

ELSEWHERE: Final = GOALS | {"total_score"}
"""Header fields that other modules look for."""

_YEAR_LINE: Final = re.compile(
    r"[(\[]?(?:预算|评价|填报|申报)?(?:年度)?[:]?((?:19|20)[0-9]{2})(?:年度|年|年度预算)?[)\]]?"
)
_MONTHS_OF_YEAR: Final = re.compile(
    r"[(\[]?((?:19|20)[0-9]{2})年(?:[0-9]{1,2}月?[-—–~至到])?[0-9]{1,2}月(?:底|末|份)?[)\]]?"
)
"""（2024年1—9月）: the year and the months of a 监控表 in one line."""
_NO_YEAR: Final = re.compile(r"[(\[][_年度xX×*0-9]{0,8}年度?[)\]]")
_YEAR_LABELS: Final = frozenset(
    {
        "年度",
        "预算年度",
        "填报年度",
        "评价年度",
        "申报年度",
        "年份",
        "所属年度",
        "项目年度",
        "自评年度",
    }
)
_MONEY: Final = re.compile(r"(?:(?:金额|货币|计量)?单位)?[:]?(?:人民币)?(元|千元|万元|百万元|亿元)")
_MONEY_INSIDE: Final = re.compile(r"(?:资金|预算|支出|执行)[^()]*[(]((?:千|万|百万|亿)?元)[)]$")
_MONEY_LABELS: Final = ("资金", "预算", "总额", "金额", "投资", "申请")
_ANY_YEAR: Final = r"(?:(?:19|20)[0-9]{2}|[二一][〇○零九][〇○零一二三四五六七八九]{2})"
_TITLE_YEAR: Final = re.compile(
    rf"(?<!\s)\s*+[(（\[][\s_]*+{_ANY_YEAR}?[\s_]*+年?\s*+度?\s*+[)）\]]\s*+$"
)
_LEADING_YEAR: Final = re.compile(rf"^\s*{_ANY_YEAR}\s*年\s*度?\s*")
_ANNEX: Final = re.compile(r"^\s*附\s*(?:件|表)\s*[一二三四五六七八九十0-9-]*\s*[:：.、]?\s*(?=\S)")
_PERIOD: Final = re.compile(r"(?:19|20)[0-9]{2}")
_SPENDERS: Final = frozenset({"预算部门", "部门(单位)名称", "部门名称"})
_TITLE_ENDS: Final = ("绩效目标", "绩效自评", "绩效自评情况", "绩效目标情况")
_NEAR_ROWS: Final = 3
_MOST_LABELS: Final = 400
"""More labels than any form has: what stands in such a sheet is not compared label by label."""
_COLONS: Final = (":", "：")
_MONEY_STARTS: Final = frozenset("(单金货计")
_BRACKETED: Final = re.compile(
    r"[（(\[〔【]([^（()）\[\]〔〕【】]*(?:19|20)[0-9]{2}[^（()）\[\]〔〕【】]*)"
)


def read_header(raw: Raw, title: Item | None) -> None:
    """Find title, year, money unit and every labelled field of the head of a form."""
    if "title" not in raw.header:
        _title(raw, title)
    if not raw.own:
        read_cross(raw)
    _labelled(raw)
    if not raw.own:
        read_inline(raw)
        read_span(raw)
        _only_body(raw)
    if not raw.own or "year" not in raw.header:
        _year(raw)
    if "year" not in raw.header and not raw.own:
        _labelled_year(raw)
    if "money_unit" not in raw.header:
        _money_unit(raw)


def value_beside(
    area: Area, lexicon: Lexicon, item: Item, name: str, over: frozenset[str] = frozenset()
) -> Item | None:
    """The value's cell: to the right, or below where the label stands in a row of labels only.

    `over` holds the labels that are known to stand above their values (`_labels_over_values`).
    """
    if item.address not in over:
        beside = _neighbour(area, item)
        if beside is not None and not is_no_value(lexicon, name, beside.text, beside.label):
            return beside
        heads = area.line(item.row)
        if not 1 < len(heads) <= _MOST_LABELS or not all(
            lexicon.is_label(head.label) for head in heads
        ):
            return None
        if sum(bool(lexicon.header_meanings(head.label)) for head in heads) < 2:
            # Beside the head of its block only: the value is blank.
            return None
    below = area.line(item.last_row + 1)
    if any(lexicon.is_label(other.label) for other in below if other.row == item.last_row + 1):
        return None
    under = next(
        (o for o in below if o.column <= item.last_column and o.last_column >= item.column), None
    )
    if under is None or is_no_value(lexicon, name, under.text, under.label):
        return None
    return under


def _neighbour(area: Area, item: Item) -> Item | None:
    """The cell to the right, a colon in a cell of its own passed over."""
    beside = area.right_of(item)
    return (
        area.right_of(beside) if beside is not None and beside.text.strip() in _COLONS else beside
    )


def _far(raw: Raw, label: Item, value: Item) -> bool:
    """Whether a cell stands apart from the form: right of where the labels above and below have their values."""
    if (
        value.row > label.last_row
        or value.column == label.last_column + 1
        or len(candidates(raw)) > _MOST_LABELS
    ):
        return False
    beside = [
        _neighbour(raw.area, other) for _, rank, other in candidates(raw)
        if other.column == label.column and 0 < abs(other.row - label.row) <= _NEAR_ROWS and rank < INFERRED
    ]  # fmt: skip
    nearer = [
        item.last_column
        for item in beside
        if item is not None and not raw.lexicon.is_label(item.label)
    ]
    return bool(nearer) and value.column > max(nearer) + 1 and max(nearer) > label.last_column


def _labels_over_values(raw: Raw) -> frozenset[str]:
    """Labels above their values: in rows of labels only, or each alone in its row over a value alone in the next.

    One label alone may be chance, several are a layout; words that are only understood count in company.
    """
    area, is_label = raw.area, raw.lexicon.is_label
    labels = {
        item.address: item for name, _, item in candidates(raw) if name not in ELSEWHERE and name != "grade"
    }  # fmt: skip
    alone: list[Item] = []
    found: set[str] = set()
    for item in labels.values():
        line, below = area.line(item.row), area.line(item.last_row + 1)
        if (
            len(line) == 1
            and len(below) == 1
            and below[0].row == item.last_row + 1
            and not is_label(below[0].label)
        ):
            alone.append(item)
        elif 2 < len(line) <= _MOST_LABELS and all(
            is_label(o.label) or o is labels.get(o.address) for o in line
        ):
            found |= {item.address} if sum(is_label(o.label) for o in line) > 1 else set()
    if sum(is_label(item.label) for item in alone) > 1:
        found |= {item.address for item in alone}
    return frozenset(found)


def _labelled(raw: Raw) -> None:
    best: dict[str, tuple[tuple[int, bool, int], Item, Item | None]] = {}
    over = _labels_over_values(raw)
    for name, rank, item in candidates(raw):
        if (
            name in ELSEWHERE
            or name in raw.labels
            or item.address in raw.own
            or item.address in raw.area.used
        ):
            continue
        value = value_beside(raw.area, raw.lexicon, item, name, over)
        if value is not None and name != "grade" and _far(raw, item, value):
            value = None
        key = (rank, value is None, item.row)
        if name not in best or key < best[name][0]:
            best[name] = (key, item, value)
    for name, (key, item, value) in sorted(best.items(), key=lambda entry: entry[1][0]):
        if any(item is other for other in raw.labels.values()):
            continue
        raw.labels[name] = item
        raw.area.use(item)
        # A cell may be label and value: 其中：财政拨款 240.
        free = value is not None and (
            value.address == item.address or value.address not in raw.area.used
        )
        if value is not None and free and name not in raw.header:
            raw.header[name] = raw.found(name, value, guessed=key[0] >= INFERRED)


def _only_body(raw: Raw) -> None:
    """预算部门 is who spends the budget where nobody else is named, and the 主管部门 where a unit is."""
    label, found = raw.labels.get("department"), raw.header.get("department")
    unit = raw.header.get("organisation")
    if label is None or found is None or (unit is not None and unit.text):
        return
    if label.label.base in _SPENDERS:
        raw.header["organisation"] = replace(found, guessed=True)
        raw.labels["organisation"] = label
        del raw.header["department"], raw.labels["department"]


def _plain_title(raw: Raw) -> Item | None:
    """部门预算项目绩效目标 alone in its row above the first label of the head, though not called a 表."""
    for item in raw.area.items:
        if len(raw.area.line(item.row)) > 1:
            return None
        if item.label.key.endswith(_TITLE_ENDS) and not raw.lexicon.is_label(item.label):
            return item
    return None


def _title(raw: Raw, item: Item | None) -> None:
    item = item or (None if raw.own else _plain_title(raw))
    if item is None:
        return
    text = _ANNEX.sub("", item.text)
    lines = [line for line in text.splitlines() if not is_blank(line)]
    kept = [line for line in lines if not _is_year_line(line)]
    text = _TITLE_YEAR.sub("", "\n".join(kept) if len(kept) < len(lines) else text)
    bare = _LEADING_YEAR.sub("", text)
    if bare != text and spell(bare) in raw.lexicon.titles:
        text = bare
    raw.header["title"] = raw.found("title", item, text)
    raw.labels["title"] = item
    year = year_in(item.text)
    if year:
        raw.header["year"] = raw.found("year", item, year)


def _is_year_line(line: str) -> bool:
    key = digits(_half(line))
    return bool(_YEAR_LINE.fullmatch(key) or _NO_YEAR.fullmatch(key))


def _year(raw: Raw) -> None:
    end = _head_end(raw)
    for item in raw.area.items:
        if item.row > end:
            break
        key = _half(item.text)
        found = _YEAR_LINE.fullmatch(digits(key)) or _months_line(raw, item, key)
        if (
            found
            and item.address not in raw.area.used
            and ("年" in key or _after_year_label(raw.area, item))
        ):
            raw.header["year"] = raw.found("year", item, found.group(1))
            return
        if _NO_YEAR.fullmatch(key):
            raw.area.use(item)
        if item.label.base in _YEAR_LABELS:
            raw.area.use(item)


def _months_line(raw: Raw, item: Item, key: str) -> re.Match[str] | None:
    """The year of a line that tells the months as well, which are taken from it later."""
    found = _MONTHS_OF_YEAR.fullmatch(key) if "so_far" in raw.lexicon.kind.tells else None
    if found is not None:
        raw.labels["year"] = item
    return found


def _labelled_year(raw: Raw) -> None:
    """预算年度 2024, wherever in the head it stands."""
    for item in raw.area.items:
        value = raw.area.right_of(item) if item.label.base in _YEAR_LABELS else None
        found = _YEAR_LINE.fullmatch(_half(value.text)) if value is not None else None
        if value is not None and found is not None:
            raw.area.use(item)
            raw.header["year"] = raw.found("year", value, found.group(1))
            return


def _after_year_label(area: Area, item: Item) -> bool:
    return any(
        o.label.base in _YEAR_LABELS and area.right_of(o) is item for o in area.line(item.row)
    )


def _head_end(raw: Raw) -> int:
    """The last row in which the year of the form may stand."""
    rows = [
        raw.labels[name].row
        for name in ("organisation", "department", "project_name")
        if name in raw.labels
    ]
    return max(rows, default=raw.area.first_row + 8)


def _money_unit(raw: Raw) -> None:
    lines: list[tuple[int, Item, str]] = []
    for item in raw.area.items:
        unit = _MONEY.fullmatch(item.label.bracket) if item.label.bracket else None
        if unit and any(word in item.label.base for word in _MONEY_LABELS):
            lines.append((0, item, unit.group(1)))
        elif "元)" in item.label.base and (inner := _MONEY_INSIDE.search(item.label.base)):
            lines.append((1, item, inner.group(1)))
        elif unit and raw.lexicon.is_label(item.label):
            lines.append((2, item, unit.group(1)))
        elif item.label.key[:1] in _MONEY_STARTS and (line := MONEY_LINE.fullmatch(item.label.key)):
            lines.append((1, item, line.group(1) or line.group(2)))
        elif "单位" in item.text:
            lines += [(3, item, unit_text) for unit_text in _money_pieces(raw, item)]
    raw.area.use(*(item for _, item, _ in lines))
    if lines:
        _, item, unit_text = min(lines, key=lambda line: line[0])
        raw.header["money_unit"] = raw.found("money_unit", item, unit_text)


def _money_pieces(raw: Raw, item: Item) -> Iterator[str]:
    """金额单位：万元 beside other pairs in one cell."""
    for piece in pieces_of(raw.lexicon, item.text) if len(item.text) < LONGEST * 3 else ():
        if line := MONEY_LINE.fullmatch(label_of(piece).key):
            yield line.group(1) or line.group(2)


def period_in(label: Label, text: str) -> str | None:
    """The years in the bracket of 项目总目标（2023年 - 2023年）, as printed."""
    if not _PERIOD.search(label.bracket) or "年" not in label.bracket:
        return None
    inside = _BRACKETED.search(text)
    return inside.group(1).strip() if inside else label.bracket


def _half(text: str) -> str:
    return without_space(normalise_signs(text))
