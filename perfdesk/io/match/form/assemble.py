"""From what was found to a Form of the chosen template."""

import hashlib

from perfdesk.cellpath import HEADER
from perfdesk.changes import Mode
from perfdesk.compute import compute, computed_keys
from perfdesk.document import Form, Leftover, Row
from perfdesk.io.match.form.choose import Choice
from perfdesk.io.match.form.left_over import left_over, merged
from perfdesk.io.match.form.notation import as_printed
from perfdesk.io.match.form.result import MatchedForm, Place
from perfdesk.io.match.take.raw import Found, Raw
from perfdesk.io.readers.snapshot import WARNING, a1
from perfdesk.template.model import Field


class _Assembly:
    def __init__(self, raw: Raw, choice: Choice, form_id: str, layout: str) -> None:
        self.raw = raw
        self.layout = layout
        self.template = choice.template
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
        names = {field.name for field in self.template.header_fields}
        self._dates_or_period(names)
        for field in self.template.header_fields:
            self._put(
                HEADER,
                field.name,
                self._printed(field, self.raw.header.get(field.name)),
                self.form.header,
            )
        for name, found in self.raw.header.items():
            if name not in names:
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
                found = self.raw.funds.get((fund.id, field.name))
                self._put(fund.id, field.name, self._printed(field, found), row.values)
            self.form.funds.append(row)

    def _indicators(self) -> None:
        fields = {
            field.name: field for field in self.template.indicator_fields if field.name != "term"
        }
        suspects = []
        for raw_row in self.raw.rows:
            row = Row(self.form.new_row_id())
            self.form.next_row += 1
            for name, field in fields.items():
                self._put(row.id, name, self._printed(field, raw_row.values.get(name)), row.values)
            if self.template.terms:
                # Blank where the form has one block only: it counts as the year's (`layout.lines`).
                row.values["term"] = raw_row.term
            for name, found in raw_row.values.items():
                if name not in fields:
                    self._homeless(found)
            self.form.indicators.append(row)
            if raw_row.suspect:
                suspects.append(row.id)
        self.form.suspect_rows = tuple(suspects)

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
