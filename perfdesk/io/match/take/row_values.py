"""What an indicator row holds: each cell in the zone of the head above it, a divided target put together."""

import re
from bisect import bisect_right
from typing import Final

from perfdesk.io.match.find.area import Area, Item
from perfdesk.io.match.find.foot import is_ellipsis
from perfdesk.io.match.labels.spelling import spell
from perfdesk.io.match.take.columns import Columns, Zone
from perfdesk.io.match.take.indicator_rows import OPERATORS
from perfdesk.io.match.take.raw import Found, Raw, RawRow
from perfdesk.io.match.take.shares import repair
from perfdesk.values import without_space

VALUES: Final = ("level3", "target", "actual", "weight", "score", "deviation")
_NO_VALUES: Final = frozenset({*VALUES, "level1", "level2", "operator", "measure"})
_SHARED: Final = frozenset({"level3", "target", "actual", "deviation"})
"""Fields whose merged cell speaks for every row it covers; points would count twice."""
_JOINED: Final = frozenset({"target", "actual"})
_NO_UNIT: Final = frozenset({"", "-", "—", "－", "–", "/", "／", "无", "定性", "文字描述", "文本"})
_SIGNED: Final = re.compile(r"[<>=≥≤≧≦＜＞＝±]|大于|小于|不少于|不低于|不高于|不超过|至少|等于")
_PLACEHOLDER: Final = re.compile(
    r"(?:[一二三]级)?(?:指标|目标)?[0-9０-９一二三四五六七八九十①-⑩]{0,3}[:：、]?[-—－–/／…⋯.．·*＊]{0,9}"
)
"""指标2：, /, — and …: lines of the printed form on which nothing was written."""
_DASHES: Final = frozenset("-—－–/／…⋯.．·")
_NOTHING: Final = frozenset({"无", "0", "0分", "不适用"})


class RowValues:
    """Divides the rows of an area by the zones of the head above them."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self._area: Area = raw.area
        self._body = 0
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        self._at = -1
        self._parts: dict[int, list[Item]] = {}

    def under(self, columns: Columns) -> None:
        """The rows from here on stand under this head."""
        bounds = sorted(
            {(zone.first, zone.last) for zones in columns.sets for zone in zones.values()}
        )
        self._firsts, self._lasts = [first for first, _ in bounds], [last for _, last in bounds]
        self._body, self._at = columns.body, -1

    def first(self, zone: Zone, row: int) -> Item | None:
        """The first item of a zone in a row."""
        return next(iter(self.inside(zone, row)), None)

    def inside(self, zone: Zone, row: int) -> list[Item]:
        """The items of a zone; a head that is merged too far down is none of them."""
        if row != self._at:
            self._divide(row)
        return self._parts.get(zone.first, [])

    def build(self, row: int, zones: dict[str, Zone]) -> RawRow:
        """The row as found; without values where it only says that more may follow."""
        built = RawRow()
        for name in (*VALUES, *(name for name in zones if name not in _NO_VALUES)):
            zone = zones.get(name)
            if zone is None:
                continue
            items = self.inside(zone, row)
            own = [item for item in items if item.row == row]
            if own:
                built.values[name] = self._own(name, zone, own)
            elif items and name in _SHARED:
                built.values[name] = self._raw.found(name, items[0], guessed=True)
        if not self._raw.own:
            repair(self._raw, built)
        self._whole_target(row, zones, built)
        if not self._raw.own and is_placeholder(built):
            self._raw.parts.update(found.address for found in built.values.values())
            built.values.clear()
        if all(found.guessed for found in built.values.values()) and not any(
            zone.guessed for zone in zones.values()
        ):
            built.values.clear()
        return built

    def _divide(self, row: int) -> None:
        """Give each item of a row to the zone in whose columns it begins."""
        self._at, self._parts = row, {}
        for item in self._area.line(row):
            position = bisect_right(self._firsts, item.column) - 1
            if position >= 0 and item.row >= self._body and item.column <= self._lasts[position]:
                self._parts.setdefault(self._firsts[position], []).append(item)

    def _whole_target(self, row: int, zones: dict[str, Zone], built: RawRow) -> None:
        """≥, 95 and % in three columns are one target, in whatever order they stand."""
        target = built.values.get("target")
        own = self._raw.lexicon.template is not None
        if not own and (target is None or not target.text):
            return
        texts = {}
        for name in ("operator", "measure"):
            item = self.first(zones[name], row) if name in zones else None
            if item is not None and item.row == row:
                texts[name] = self._raw.part(name, item)
                built.pieces[name] = self._raw.found(name, item)
        if target is None or not target.text:
            return
        built.pieces["target"] = target
        if not texts:
            return
        sign = spell(texts.get("operator", "")) or texts.get("operator", "").strip()
        sign = OPERATORS.get(sign, texts.get("operator", "").strip())
        unit = without_space(texts.get("measure", ""))
        # A value that was typed with its sign or its unit has no need of the column beside.
        sign = "" if sign in _NO_UNIT or _SIGNED.search(target.text) else sign
        unit = "" if unit in _NO_UNIT or target.text.rstrip().endswith(unit) else unit
        if sign or unit:
            text = f"{sign}{target.text}{unit}"
            built.values["target"] = Found(text, target.address, guessed=True)

    def _own(self, name: str, zone: Zone, own: list[Item]) -> Found:
        head = zone.head
        wide = head is not None and head.last_column > head.column
        if name in _JOINED and wide and len(own) > 1 and head is not None:
            # 指标值 over three columns: sign, number and unit.
            parts = [item for item in own if item.column <= head.last_column]
            texts = [self._raw.part(name, item) for item in parts]
            return Found("".join(texts) or None, own[0].address, guessed=True)
        return self._raw.found(name, own[0], guessed=zone.guessed)


def is_placeholder(row: RawRow) -> bool:
    """Whether nothing was written into a row: its name is 指标2： or a dash, the rest dashes or blank."""
    name = row.values.get("level3")
    text = without_space(name.text) if name is not None and name.text else ""
    known = not text or text in _NOTHING or is_ellipsis(text)
    if len(text) > 16 or not (known or _PLACEHOLDER.fullmatch(text)):
        return False
    others = [without_space(f.text or "") for key, f in row.values.items() if key != "level3"]
    # 无 as a name beside 无 and 0 says the same as a dash; beside a number it may be a name.
    none = text in _NOTHING and all(other in _NOTHING for other in others if other)
    return none or all(_DASHES.issuperset(other) for other in others)
