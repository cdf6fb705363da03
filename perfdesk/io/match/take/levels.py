"""一级 and 二级指标 filled down: merged, blank, lost at a page break, or cut in two."""

from dataclasses import dataclass, field, replace
from typing import Final

from perfdesk.io.match.find.area import Item
from perfdesk.io.match.labels.lexicon import BETWEEN_LEVELS
from perfdesk.io.match.labels.spelling import label_of, spell, without_number
from perfdesk.io.match.take.columns import Zone
from perfdesk.io.match.take.raw import Found, Raw, RawRow
from perfdesk.io.readers.snapshot import WARNING, a1

_PLACE_WORDS: Final = {"level1": "一级指标", "level2": "二级指标"}

LEVELS: Final = ("level1", "level2")
NONE_BLANK: Final[frozenset[str]] = frozenset()


@dataclass(slots=True)
class Levels:
    """What stands in the level columns on the way down."""

    raw: Raw
    level1: Found | None = None
    level2: Found | None = None
    since_level1: list[RawRow] = field(default_factory=list)
    since_level2: list[RawRow] = field(default_factory=list)
    banded: bool = False
    """Some 二级指标 stood in a row of its own."""
    fresh2: bool = False
    """The current row has its own 二级指标."""

    def enter(self, first: Item | None, second: Item | None, row: int, zone1: Zone | None) -> None:
        """Go to a row with these level cells (None: blank there)."""
        self.fresh2 = second is not None and second.row == row
        if first is not None and first.row == row and not self._both(first):
            self._first(first, second)
        if second is not None and second.row == row:
            self._second(second)
        if first is None and second is not None and second.row == row and not self.raw.own:
            self._implied(second, zone1)

    def _both(self, item: Item) -> bool:
        """产出指标-数量指标 in one cell is both levels."""
        parts = None if self.raw.own else self.raw.lexicon.both(item.text)
        if parts is None:
            return False
        first, second = (
            self.raw.found(name, item, part) for name, part in zip(LEVELS, parts, strict=True)
        )
        if self.level1 is None or _key(self.level1) != _key(first):
            self.since_level1 = []
        self.since_level2 = []
        self.level1, self.level2, self.fresh2 = first, second, True
        return True

    def joined(self, name: Found) -> Found:
        """A 三级指标 less the levels that stand before it in its own cell: 产出指标-数量指标-完成数."""
        first, rest = self._part(name.text or "")
        if first is None or self.raw.own:
            return name
        level = self.raw.lexicon.level(first)
        second, last = self._part(rest) if level != "level2" else (first, rest)
        self.level2 = replace(name, text=second, guessed=True) if second else None
        implied = self.raw.lexicon.implied_level1(first) if level == "level2" else first
        self.level1 = replace(name, text=implied, guessed=True) if implied else self.level1
        self.since_level1, self.since_level2, self.fresh2 = [], [], True
        return replace(name, text=last, guessed=True)

    def _part(self, text: str) -> tuple[str | None, str]:
        """The level that a text begins with, and what follows it."""
        first, *rest = BETWEEN_LEVELS.split(text, maxsplit=1)
        known = bool(rest and rest[0].strip()) and self.raw.lexicon.level(first) is not None
        return (first.strip(), rest[0].strip()) if known else (None, text)

    def row(self, row: RawRow, blank: frozenset[str] = NONE_BLANK) -> None:
        """Give a row the levels it stands under, but for those of which it is known that they are blank."""
        if self.level1 is not None and "level1" not in blank:
            row.values["level1"] = self.level1
        if self.level2 is not None and "level2" not in blank:
            row.values["level2"] = self.level2
        self.since_level1.append(row)
        self.since_level2.append(row)

    def band(self, item: Item, level: str | None) -> None:
        """A level that stands in a row of its own; 成本指标 is a 二级指标 below a 一级指标 that has others so."""
        under = self.level1 is not None and self.raw.lexicon.belongs(
            self.level1.text or "", item.text
        )
        if level == "level2" or (level == "both" and under and self.banded):
            self.banded = True
            self._second(item)
            self._implied(item, None)
        else:
            self._first(item, None)

    def _first(self, item: Item, second: Item | None) -> None:
        found = self._found("level1", item)
        whole = self._whole(self.level1, found, "level1")
        if whole is not None:
            self._replace("level1", whole, self.since_level1)
            return
        same = self.level1 is not None and _key(self.level1) == _key(found)
        if not same:
            self.since_level1 = []
            if second is None:
                self.level2 = None if self.raw.own else self._only_level2(found)
                self.since_level2 = []
        self.level1 = found

    def _second(self, item: Item) -> None:
        found = self._found("level2", item)
        whole = self._whole(self.level2, found, "level2")
        if whole is not None:
            self._replace("level2", whole, self.since_level2)
            return
        if self.level2 is None or _key(self.level2) != _key(found):
            self.since_level2 = []
        self.level2 = found

    def _found(self, name: str, item: Item) -> Found:
        """A level as printed; the list number before an official word (一、产出指标) is no part of it."""
        bare = without_number(item.text)
        numbered = bare != item.text and not self.raw.own
        if not numbered or self.raw.lexicon.level(bare) is None:
            return self.raw.found(name, item)
        return self.raw.found(name, item, bare)

    def _whole(self, before: Found | None, found: Found, name: str) -> Found | None:
        """A label cut in two by a page break: 可持续影 and 响指标 are one."""
        if before is None or before.text is None or found.text is None or self.raw.own:
            return None
        lexicon = self.raw.lexicon
        if lexicon.level(found.text) or lexicon.level(before.text):
            return None
        joined = before.text + found.text
        if lexicon.level(joined) in (name, "both"):
            return Found(joined, before.address, guessed=True)
        return None

    def _replace(self, name: str, whole: Found, rows: list[RawRow]) -> None:
        setattr(self, name, whole)
        for row in rows:
            row.values[name] = whole
        self.raw.problem(
            whole.address,
            WARNING,
            f"{_PLACE_WORDS[name]}“{whole.text}”被分页断成两截，已合并读入，请核对。",
        )

    def _implied(self, second: Item, zone1: Zone | None) -> None:
        """No 一级指标 beside a new 二级指标: the one above, unless the 二级指标 belongs elsewhere."""
        lexicon = self.raw.lexicon
        current = self.level1.text if self.level1 else None
        if current and lexicon.belongs(current, second.text):
            return
        implied = lexicon.implied_level1(second.text)
        if implied is None or (current and spell(label_of(current).base) == spell(implied)):
            return
        address = _place(second, zone1)
        self.level1 = Found(implied, address, guessed=True)
        self.since_level1 = []
        self.raw.problem(
            address,
            WARNING,
            f"此处缺一级指标，已按二级指标“{spell(second.text)}”读作“{implied}”，请核对。",
        )

    def _only_level2(self, first: Found) -> Found | None:
        """满意度指标 has one 二级指标 only: it is meant where none is written."""
        lexicon = self.raw.lexicon
        if first.text is None or lexicon.level(first.text) is None:
            return None
        base = spell(label_of(first.text).base)
        below = {
            name for name, owners in lexicon.level1_of.items()
            if name.endswith("指标") and {spell(owner) for owner in owners} == {base}
        }  # fmt: skip
        if len(below) != 1:
            return None
        text = below.pop()
        self.raw.problem(
            first.address, WARNING, f"“{spell(first.text)}”旁未填二级指标，已读作“{text}”，请核对。"
        )
        return Found(text, first.address, guessed=True)


def _key(found: Found) -> str:
    return spell(found.text or "")


def _place(second: Item, zone1: Zone | None) -> str:
    """The address of the level-1 cell beside a level-2 cell."""
    sheet, _, address = second.address.rpartition("!")
    if zone1 is None or address != a1(second.cell.row, second.cell.column):
        return second.address
    return f"{sheet}!{a1(second.cell.row, zone1.first)}"
