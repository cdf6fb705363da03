"""The indicator block: its rows, over page breaks and repeated heads, and the total below."""

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from perfdesk.io.match.find.area import Item
from perfdesk.io.match.find.foot import is_ellipsis, is_index_line, is_note, is_page_line, is_signer
from perfdesk.io.match.form.corrections import apply_columns
from perfdesk.io.match.labels.lexicon import INFERRED
from perfdesk.io.match.labels.spelling import label_of
from perfdesk.io.match.take.columns import Columns, Zone, columns_at, columns_by_content
from perfdesk.io.match.take.header import ELSEWHERE
from perfdesk.io.match.take.indicator_rows import (
    GOAL_WORDS,
    in_values,
    numbered,
    suspect,
    without_bare,
)
from perfdesk.io.match.take.levels import NONE_BLANK, Levels
from perfdesk.io.match.take.raw import Found, Raw, RawRow
from perfdesk.io.match.take.row_values import RowValues
from perfdesk.io.match.take.terms import Terms, is_foot
from perfdesk.io.readers.snapshot import ERROR, MOST_ROWS, WARNING
from perfdesk.values import read_score

TERMS: Final = ("medium", "annual")
_TOTALS: Final = frozenset(
    {
        "总分", "合计", "总计", "总得分", "自评总分", "得分合计", "合计得分", "总分值", "分值合计", "自评得分合计",
        "自评总得分", "自评合计", "总评分", "项目总分", "综合得分", "最终得分", "评价总分", "分数合计", "得分总计",
        "总评得分", "合计分值", "总分合计",
    }
)  # fmt: skip
_INLINE_TOTAL: Final = re.compile(r"(?:自评)?总(?:得)?分[:为]([0-9.]+)分?")


class _Reader:
    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.area = raw.area
        self.lexicon = raw.lexicon
        self.columns: Columns | None = None
        self.levels: list[Levels] = []
        self.sets: list[list[RawRow]] = []
        self.open = False
        self.full = False
        """More rows were met than a form can have."""
        self.after_break = False
        self.values = RowValues(raw)
        self.terms = Terms(raw)
        self.elsewhere = frozenset(raw.own or raw.area.used)
        """Cells that head, funds and goals have taken: their rows are no indicators."""
        self.begun_rows = sorted({item.row for item in raw.area.items})
        self.last_total = max(
            (item.row for item in raw.area.items if item.label.base in _TOTALS), default=-1
        )
        self.head_rows = raw.sounding

    def read(self) -> None:
        self._all_rows()
        if (
            self.columns is None
            and (columns := columns_by_content(self.area, self.lexicon)) is not None
        ):
            self._head(columns)
            self._all_rows()
        for rows in self.sets:
            self.raw.rows += rows if self.raw.own else without_bare(rows)
        if len(self.sets) == 1 and not self.raw.own:
            self.raw.rows = self.terms.settled(self.raw.rows)
        if len(self.sets) > 1 and any(row.number for row in self.raw.rows):
            self.raw.rows = numbered(self.raw.rows)

    def _all_rows(self) -> None:
        anchored = {row for row, _ in self.raw.anchors}
        for row in sorted({*self.area.lines, *anchored}):
            if self.columns is not None and row < self.columns.body:
                continue
            here = [item for item in self.area.line(row) if item.row == row]
            if here or row in anchored:
                self._row(row, here)

    def _row(self, row: int, here: list[Item]) -> None:
        if self.raw.own and self.columns is not None:
            self._own_row(row, here)
            return
        if self._full(here):
            return
        columns = columns_at(self.area, self.lexicon, row) if row in self.head_rows else None
        if columns is not None:
            self._head(columns)
            return
        if self.columns is None:
            return
        if row == self.columns.body and is_index_line(here):
            self.area.use(*here)
            return
        if is_page_line(here):
            self.area.use(*here)
            self.after_break = True
            return
        if self._subtotal(row, here):
            return
        if self._total(row, here):
            # A total may stand on top of the block, too.
            self.open = self._indicator_below(row, whole=True)
        elif self._ends(here) or self._foot(here):
            # Below the total nothing belongs to the block, unless a page repeats its head.
            self.open = self.open and self._repeated(here)
            self.after_break = True
        elif self.open and not self._reason_below(here) and not self._band(here):
            self._indicators(row)

    def _full(self, here: list[Item]) -> bool:
        """Whether no form can go on here: the rows below are told and left alone."""
        if not self.sets or len(self.sets[0]) < MOST_ROWS:
            return False
        if not self.full:
            message = f"一张表最多读 {MOST_ROWS} 行指标，此行及以下未读入；请核对原表，把多出的内容移到另一张工作表。"
            self.raw.problem(here[0].address, ERROR, message)
        self.full = True
        return True

    def _own_row(self, row: int, here: list[Item]) -> None:
        """In a workbook of our own every row below the head is an indicator, whatever it says."""
        levels = [self._level_item(name, row) for name in ("level1", "level2")]
        # The total of a blank form holds nothing but its name tells where the block ends.
        foot = row in self.raw.own_rows or (
            bool(here) and is_note(here[0].label) and not any(levels)
        )
        self.open = (
            self.open and not foot and not any(item.address in self.elsewhere for item in here)
        )
        if self.open:
            self._indicators(row)

    def _head(self, columns: Columns) -> None:
        apply_columns(self.raw, columns)
        self.after_break = self.columns is not None
        self.columns = columns
        self.values.under(columns)
        self.terms.under(columns)
        self.open = True
        for zones in columns.sets:
            for zone in zones.values():
                self.raw.zones.add(zone.name)
                if zone.head is not None:
                    self.area.use(zone.head)
                    self.raw.labels.setdefault(f"indicators.{zone.name}", zone.head)
        while len(self.levels) < len(columns.sets):
            self.levels.append(Levels(self.raw))
            self.sets.append([])

    # ---- rows that are no indicators

    def _ends(self, here: list[Item]) -> bool:
        columns = self.columns
        first = here[0]
        if is_note(first.label) or any(item.address in self.elsewhere for item in here):
            return True
        if columns and first.column < columns.sets[0]["level3"].first and is_signer(first.label):
            return True
        for item in here:
            if not item.label.key:
                continue
            meanings = self.lexicon.header_meanings(item.label)
            if (
                meanings
                and meanings[0].rank < INFERRED
                and meanings[0].name not in ELSEWHERE
                and columns
            ):
                level = self.lexicon.level(item.text)
                if level is None and not in_values(item, columns):
                    return True
            named_so = len(here) > 1 and columns is not None and in_values(item, columns)
            if item.label.key in self.lexicon.titles and not named_so:
                return True
        return any(
            self.lexicon.header_meanings(item.label)[:1]
            for item in here[:1]
            if item.label.base in GOAL_WORDS
        )

    def _foot(self, here: list[Item]) -> bool:
        if self.columns is None or not self.open:
            return False
        begins = self._begins(here)
        full = begins("level3") and (begins("target") or begins("weight"))
        level = self.lexicon.level(here[0].text) or self.lexicon.both(here[0].text)
        return is_foot(here, self.columns, level is not None, full)

    def _repeated(self, here: list[Item]) -> bool:
        """A page that repeats title and names inside the block: rows go on below it."""
        names = {m.name for item in here for m in self.lexicon.header_meanings(item.label)[:1]}
        return bool(names & {"project_name", "department", "organisation"}) or any(
            item.label.key in self.lexicon.titles for item in here
        )

    def _band(self, here: list[Item]) -> bool:
        """A cell over the whole width: a level of the rows below it, or a note."""
        columns = self.columns
        if columns is None or len(here) != 1:
            return False
        zones = columns.sets[0]
        target = zones.get("target") or zones["level3"]
        level = self.lexicon.level(here[0].text)
        wide = here[0].last_column >= target.first
        if here[0].column > zones["level3"].first or not (
            wide or (level and {level, "level1"}.isdisjoint(zones))
        ):
            return False
        for levels in self.levels if level else ():
            levels.band(here[0], level)
        return True

    def _total(self, row: int, here: list[Item]) -> bool:
        columns = self.columns
        if columns is None or not self.lexicon.kind.has_results:
            return False
        zones = columns.sets[0]
        edge = min(
            (zones[name].first for name in ("weight", "score") if name in zones), default=1 << 30
        )
        totals = (i for i in here if i.label.base in _TOTALS and i.column < edge)
        label = next((item for item in totals if item.address not in self.elsewhere), None)
        if label is None and (
            inline := next((i for i in here if _INLINE_TOTAL.fullmatch(i.label.key)), None)
        ):
            found = _INLINE_TOTAL.fullmatch(inline.label.key)
            self.raw.header["total_score"] = self.raw.found(
                "total_score", inline, found.group(1) if found else None
            )
            return True
        if label is None and not self._bare_total(row, here):
            return False
        if label is not None:
            self.area.use(label)
            self.raw.labels.setdefault("total_score", label)
        self.raw.bare_total = label is None
        self._points(row, here, label)
        return True

    def _subtotal(self, row: int, here: list[Item]) -> bool:
        """小计 between the levels, or the points of the indicators above the total of the form."""
        base = here[0].label.base if here else ""
        if not base.endswith(("小计", "合计", "得分")) or base in _TOTALS:
            return False
        if any(map(self._begins(here), ("target", "actual"))):
            return False
        if base.endswith("小计") or self.last_total > row:
            self.area.use(here[0])
            return True
        return False

    def _begins(self, here: list[Item]) -> Callable[[str], bool]:
        """Asks whether one of the cells begins in the columns of a field."""
        zones = self.columns.sets[0] if self.columns else {}
        return lambda name: (
            name in zones
            and any(zones[name].first <= item.column <= zones[name].last for item in here)
        )

    def _bare_total(self, row: int, here: list[Item]) -> bool:
        """The total row of a district's form: two numbers and nothing else, and no indicator below it."""
        if not self.open or self.columns is None or self._indicator_below(row):
            return False
        zones = self.columns.sets[0]
        points = [zones[name] for name in ("weight", "score") if name in zones]
        if not points or not all(read_score(item.text).filled for item in here):
            return False
        inside = [
            item for item in here if any(zone.first <= item.column <= zone.last for zone in points)
        ]
        if (
            len(inside) != len(here)
            or self._level_item("level1", row)
            or self._level_item("level2", row)
        ):
            return False
        return len(inside) == 2 or (any(self.sets) and read_score(inside[0].text).or_zero > 40)

    def _indicator_below(self, row: int, whole: bool = False) -> bool:
        """Whether the next row with a cell is one of the block: it names a 三级指标, and a target if `whole`."""
        position = bisect_right(self.begun_rows, row)
        following = self.begun_rows[position] if position < len(self.begun_rows) else None
        if following is None or self.columns is None or following in self.head_rows:
            return following in self.head_rows
        here = list(self.area.starting(following))
        begins = self._begins(here)
        if not begins("level3") or (whole and not begins("target")):
            return False
        return len(here) > 1 and not self._ends(here)

    def _points(self, row: int, here: list[Item], label: Item | None) -> None:
        zones = self.columns.sets[0] if self.columns else {}
        labels = [item for item in here if self.lexicon.is_label(item.label)]
        named = {
            meaning.name: self.area.right_of(item)
            for item in labels
            if item is not label
            and (meaning := self.lexicon.column(item.label))
            and meaning.rank < INFERRED
        }
        for name in ("weight", "score"):
            zone = zones.get(name)
            value = named.get(name) or (self.values.first(zone, row) if zone else None)
            if named and name not in named and label is not None:
                # 总分 100 得分 97: the number beside the label is the one that no other label names.
                value = self.area.right_of(label)
            if value is not None and value is not label and value not in labels:
                self.raw.header[f"total_{name}"] = self.raw.found(f"total_{name}", value)
        if label is not None and not {"total_weight", "total_score"} & self.raw.header.keys():
            numbers = [
                i for i in here if i.column > label.last_column and read_score(i.text).filled
            ]
            names = ("total_score",) if len(numbers) == 1 else ("total_weight", "total_score")
            for name, item in zip(names, numbers, strict=False):
                self.raw.header[name] = self.raw.found(name, item)

    # ---- indicator rows

    def _level_item(self, name: str, row: int, index: int = 0) -> Item | None:
        zone = self.columns.sets[index].get(name) if self.columns else None
        if zone is None:
            return None
        return self.values.first(zone, row)

    def _indicators(self, row: int) -> None:
        columns = self.columns
        if columns is None:
            return
        first = self._level_item("level1", row)
        for index, zones in enumerate(columns.sets):
            second = self._level_item("level2", row, index)
            levels = self.levels[index]
            levels.enter(first, second, row, columns.level1)
            built = self.values.build(row, zones)
            own_level = second is not None and second.row == row and not is_ellipsis(second.text)
            built.number = self._number(row, zones)
            if "level3" in built.values and not {"level1", "level2"} & {*zones, *columns.sets[0]}:
                built.values["level3"] = levels.joined(built.values["level3"])
            if not built.values and not (
                self._as_written(row, zones, index) if self.raw.own else own_level
            ):
                continue
            fresh = levels.fresh2 or (first is not None and first.row == row)
            if not self.raw.own and self._continues(index, built, fresh):
                continue
            self._add(index, built, levels, self._blank_levels(row, zones))
        self.after_break = False

    def _number(self, row: int, zones: dict[str, Zone]) -> int:
        """The place in the form that PerfDesk noted for the row, 0 for none."""
        anchor = self.raw.anchors.get((row, zones["level3"].first))
        return anchor.number if anchor is not None and anchor.field == "level3" else 0

    def _blank_levels(self, row: int, zones: dict[str, Zone]) -> frozenset[str]:
        """The level cells of which PerfDesk noted that they stood blank, and that still do."""
        if not self.raw.anchors:
            return NONE_BLANK
        shared = self.columns.sets[0] if self.columns else zones
        places = {name: zones.get(name) or shared.get(name) for name in ("level1", "level2")}
        return frozenset(
            name for name, zone in places.items()
            if zone is not None and (row, zone.first) in self.raw.anchors and self.values.first(zone, row) is None
        )  # fmt: skip

    def _as_written(self, row: int, zones: dict[str, Zone], index: int) -> bool:
        """Whether a row without content was written so by PerfDesk and its levels still stand as they did."""
        if not self._number(row, zones):
            own = self._level_item("level2", row, index)
            return own is not None and own.row == row
        blank = self._blank_levels(row, zones)
        return all(
            name in blank or self._level_item(name, row, at) is not None
            for name, at in (("level1", 0), ("level2", index))
        )

    def _add(self, index: int, built: RawRow, levels: Levels, blank: frozenset[str]) -> None:
        bare = not built.values
        if self.columns is not None and len(self.columns.sets) > 1:
            built.term = TERMS[index]
        else:
            self.terms.mark(built)
        built.suspect = not bare and suspect(built, levels, self.lexicon, self.after_break)
        levels.row(built, blank)
        self.sets[index].append(built)

    def _reason_below(self, here: list[Item]) -> bool:
        """偏差原因分析及改进措施：… in a row of its own below its indicator."""
        rows = self.sets[0]
        label, _, text = here[0].text.replace("：", ":", 1).partition(":")
        if (
            len(here) > 1
            or len(self.sets) > 1
            or not text.strip()
            or not rows
            or "deviation" in rows[-1].values
        ):
            return False
        meaning = self.lexicon.column(label_of(label))
        if meaning is None or meaning.name != "deviation":
            return False
        whole = text.strip() if meaning.rank < INFERRED else here[0].text
        rows[-1].values["deviation"] = self.raw.found("deviation", here[0], whole, guessed=True)
        return True

    def _continues(self, index: int, built: RawRow, new_level: bool) -> bool:
        """The rest of a reason that a page break cut off."""
        rows = self.sets[index]
        if new_level or not rows or set(built.values) != {"deviation"}:
            return False
        before, rest = rows[-1].values.get("deviation"), built.values["deviation"]
        joined = "\n".join(found.text for found in (before, rest) if found and found.text)
        address = before.address if before else rest.address
        rows[-1].values["deviation"] = Found(joined or None, address, guessed=True)
        self.raw.problem(rest.address, WARNING, "此行只有偏差原因，已接在上一行之后，请核对。")
        return True


def read_indicators(raw: Raw) -> None:
    """Fill in the indicator rows and the totals."""
    _Reader(raw).read()
