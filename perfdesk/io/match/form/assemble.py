"""From what was found to a Form of the chosen template."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from perfdesk.cellpath import FUND_PREFIX, HEADER, ROW_PREFIX
from perfdesk.changes import Mode
from perfdesk.compute import compute, computed_keys
from perfdesk.document import Form, Leftover, Row
from perfdesk.io.match.form.absent import absent_places
from perfdesk.io.match.form.choose import Choice
from perfdesk.io.match.form.left_over import left_over, merged
from perfdesk.io.match.form.notation import as_printed
from perfdesk.io.match.form.result import MatchedForm, Place
from perfdesk.io.match.labels.schema import PARTS, row_key
from perfdesk.io.match.take.raw import Found, Raw, RawRow
from perfdesk.io.readers.snapshot import WARNING, a1
from perfdesk.template.model import Field
from perfdesk.values.target_parts import split_target


class _Assembly:
    def __init__(self, raw: Raw, choice: Choice, form_id: str, layout: str) -> None:
        self.raw = raw
        self.layout = layout
        self.template = choice.template
        self.schema = choice.fact.schema
        self.form = Form(
            form_id,
            self.template.id,
            self.template.kind.id,
            match="exact" if choice.exact else "nearest",
        )
        self.sources: dict[Place, str] = {}
        self.guessed: set[Place] = set()
        self.homeless: list[Leftover] = []

    def build(self) -> MatchedForm:
        self._header()
        self._funds()
        self._indicators()
        if not self.raw.own:
            self.form.absent = absent_places(self.raw, self.schema)
        for row, field in computed_keys(self.form, self.template):
            self.form.modes[row, field.name] = Mode.KEPT
        if self.raw.uncalculated:
            self._calculate()
        others = left_over(self.raw, self.form, self.sources)
        self.form.leftovers = merged(self.homeless, others)
        sheet, area = self.raw.area.sheet, _range(self.raw)
        return MatchedForm(
            self.form, self.form.match, sheet, area, self.sources, frozenset(self.guessed),
            {name: item.address for name, item in self.raw.labels.items()},
            tuple(self.raw.problems), self.layout,
        )  # fmt: skip

    def _put(self, row: str, name: str, found: Found | None, values: dict[str, str | None]) -> None:
        values[name] = found.text if found else None
        if found is not None:
            self.sources[row, name] = found.address
            if found.guessed:
                self.guessed.add((row, name))

    def _printed(self, field: Field, found: Found | None) -> Found | None:
        if self.raw.own or found is None or not found.number:
            return found
        return as_printed(found, field, self.template, self.form.match == "exact")

    def _homeless(self, found: Found) -> None:
        if found.text:
            self.homeless.append(Leftover(found.address, found.text))
            self.raw.problem(
                found.address, WARNING, f"本表样没有放“{found.text}”的位置，已留存备查，不会打印。"
            )

    def _header(self) -> None:
        keys = {self._key(HEADER, field.name) for field in self.template.header_fields}
        self._dates_or_period(keys)
        for field in self.template.header_fields:
            found = self.raw.header.get(self._key(HEADER, field.name))
            self._put(HEADER, field.name, self._printed(field, found), self.form.header)
        if (HEADER, "money_unit") not in self.schema.printed:
            # A form without money says no unit of it.
            self.form.header["money_unit"] = self.template.money_unit
        for name, found in self.raw.header.items():
            if name not in keys:
                self._homeless(found)

    def _dates_or_period(self, names: set[str]) -> None:
        """起止时间 in one cell is two dates or a 项目期, whichever the template has a place for."""
        header = self.raw.header
        start, period = header.get("start_date"), header.get("period")
        if start is None or period is None or start.address != period.address:
            return
        for name in ("period",) if "start_date" in names else ("start_date", "end_date"):
            del header[name]

    def _funds(self) -> None:
        for fund in self.template.fund_rows:
            row = Row(fund.id)
            for field in self.template.fund_fields:
                place = (row_key(fund), self._key(FUND_PREFIX, field.name))
                # Of our own workbooks the total is known by its name whatever it means.
                found = self.raw.funds.get(place) or self.raw.funds.get((fund.id, field.name))
                self._put(fund.id, field.name, self._printed(field, found), row.values)
            self.form.funds.append(row)

    def _indicators(self) -> None:
        fields = self.template.indicator_fields
        suspects = []
        for raw_row in self.raw.rows:
            row = self._row(raw_row, fields, ROW_PREFIX)
            if self.template.terms:
                # Blank where the form has one block only: it counts as the year's (`layout.lines`).
                row.values["term"] = raw_row.term
            self.form.indicators.append(row)
            if raw_row.suspect:
                suspects.append(row.id)
        self.form.suspect_rows = tuple(suspects)
        for block in self.template.blocks:
            rows = self.raw.blocks.get(block.name, [])
            self.form.blocks[block.name] = [self._row(r, block.fields, block.prefix) for r in rows]

    def _row(self, raw_row: RawRow, fields: Sequence[Field], prefix: str) -> Row:
        """A row of indicators or of a further block."""
        row = Row(self.form.new_row_id(prefix))
        self.form.next_row += 1
        divided = any(self._key(prefix, field.name) in ("operator", "measure") for field in fields)
        keys = set()
        for field in fields:
            key = self._key(prefix, field.name)
            keys.add(key)
            if field.name == "term":
                continue
            found = raw_row.values.get(key) if key else None
            if divided and key in PARTS:
                found = raw_row.pieces.get(key)
            self._put(row.id, field.name, self._printed(field, found), row.values)
        if divided and not raw_row.pieces:
            self._divide(row, raw_row, fields)
        for name, found in raw_row.values.items():
            if name not in keys:
                self._homeless(found)
        return row

    def _divide(self, row: Row, raw_row: RawRow, fields: Sequence[Field]) -> None:
        """A target that the file has in one cell, in the columns of the template."""
        found = raw_row.values.get("target")
        if found is None or not found.text:
            return
        keys = [self._key(ROW_PREFIX, field.name) for field in fields]
        parts = [part for part in PARTS if part in keys]
        texts: dict[str, str] = dict(zip(parts, split_target(found.text, len(parts)), strict=True))
        for field in fields:
            text = texts.get(self._key(ROW_PREFIX, field.name), "")
            if text:
                self._put(row.id, field.name, replace(found, text=text, guessed=True), row.values)

    def _key(self, prefix: str, name: str) -> str:
        return self.schema.keys[prefix, name]

    def _calculate(self) -> None:
        """Fill in what our own formulas give where whoever saved the workbook did not calculate."""
        places = [
            (row, field.name) for row, field in computed_keys(self.form, self.template)
            if self.sources.get((row, field.name)) in self.raw.uncalculated
        ]  # fmt: skip
        self.form.modes.update(dict.fromkeys(places, Mode.AUTOMATIC))
        ours = compute(self.form, self.template, self.template.profile)
        for row, name in places:
            self.form.put(row, name, ours[row, name], Mode.KEPT)


def assemble(raw: Raw, choice: Choice, form_id: str, layout: str) -> MatchedForm:
    """The form, its sources and what is to be told about it."""
    return _Assembly(raw, choice, form_id, layout).build()


def fingerprint(raw: Raw) -> str:
    """A digest of which labels stand in which columns, whatever rows and values there are."""
    left = min((item.column for item in raw.area.items), default=0)
    places = sorted(
        f"{name}:{item.label.key}:{item.column - left}"
        for name, item in raw.labels.items()
        if name != "title"
    )
    return hashlib.sha256("\n".join([raw.lexicon.kind.id, *places]).encode()).hexdigest()[:16]


def _range(raw: Raw) -> str:
    items = raw.area.items
    prefix = f"{raw.area.sheet}!"
    own = (
        items
        if items[-1].address.startswith(prefix)
        # In a PDF a cell is named by its page, which may be another than the sheet's.
        else [i for i in items if i.address.startswith(prefix)] or items
    )
    first, last = own[0].cell, own[-1].cell
    if first.address != a1(first.row, first.column):
        return f"{first.address}:{last.address}"
    left, right = min(item.column for item in own), max(item.last_column for item in own)
    return (
        f"{a1(first.row, left)}:{a1(last.row + max(i.last_row for i in own) - own[-1].row, right)}"
    )
