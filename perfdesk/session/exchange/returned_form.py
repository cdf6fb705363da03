"""A form as it came back in a workbook, told as edits of the form that was handed out."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from perfdesk.cellpath import FUND_PREFIX, HEADER, ROW_PREFIX
from perfdesk.changes import Mode
from perfdesk.document import Form, FormView, Row, from_state, state
from perfdesk.session.row_pairs import paired_by_name
from perfdesk.values import is_blank, same_text, without_space

TOTALS: Final = frozenset({"weight_total", "score_total", "grade"})
"""How cells are computed that say something of all indicator rows together."""


class AnsweredForm(NamedTuple):
    """The form that was handed out with what the 科室 wrote into it."""

    form: Form
    missing: tuple[str, ...]
    """Names of indicators that were handed out and did not come back; they stay as they were."""


def answered(base: FormView, read: FormView, rows: Sequence[str] = ()) -> AnsweredForm:
    """The base with the texts of the returned form; `rows` are those that were handed out, () all.

    Rows that are new come in beside the row they follow. What says the same (blanks and line breaks
    aside) stays as it was, and so do computed cells that follow their inputs.
    """
    answer = _Answer(base, read)
    missing = tuple(answer.indicators(rows))
    # Of some rows no totals went out, so that none come back.
    answer.without_totals = bool(rows) or bool(missing)
    template = base.template
    for field in template.header_fields:
        answer.put((HEADER, field.name), (HEADER, field.name))
    there = {row.id for row in read.form.funds}
    for row in base.form.funds:
        if row.id in there:
            answer.put_row(row.id, row.id, FUND_PREFIX)
    for block in template.blocks:
        answer.block(block.name, block.prefix)
    return AnsweredForm(answer.form, missing)


class _Answer:
    def __init__(self, base: FormView, read: FormView) -> None:
        self._base = base
        self._read = read
        self.without_totals = False
        self.form = from_state(state(base.form))

    def put(self, place: tuple[str, str], source: tuple[str, str]) -> None:
        """Take the text of one cell where it says something else."""
        row, name = place
        read_row, _ = source
        if not self._read.has(name, read_row) or not self._base.has(name, row):
            return
        text = self._read.text(name, read_row)
        if same_text(self._base.text(name, row), text):
            return
        mode = self._read.form.mode(read_row, name)
        if place not in self._base.computed:
            self.form.put(row, name, text)
        elif mode is not Mode.AUTOMATIC and not (self.without_totals and self._is_total(place)):
            self.form.put(row, name, text, mode)

    def _is_total(self, place: tuple[str, str]) -> bool:
        field = self._base.template.field(*place)
        return field is not None and field.computed in TOTALS

    def put_row(self, row: str, read_row: str, prefix: str) -> None:
        """Take the texts of a row."""
        for field in self._base.template.sections.get(prefix, ()):
            self.put((row, field.name), (read_row, field.name))

    def block(self, name: str, prefix: str) -> None:
        """The rows of a repeating block, which are known by their places."""
        own, read = self._base.form.blocks.get(name, []), self._read.form.blocks.get(name, [])
        for row, other in zip(own, read, strict=False):
            self.put_row(row.id, other.id, prefix)
        for other in read[len(own) :]:
            if _says_something(other):
                self.form.blocks.setdefault(name, []).append(self._new(other, prefix))

    def indicators(self, rows: Sequence[str]) -> Iterator[str]:
        """The indicator rows, new ones too; answers the names of those that did not come back."""
        own = [row for row in self._base.indicators if not rows or row.id in rows]
        pairs = [(a.id, b.id) for a, b in paired_by_name(own, self._read.indicators)]
        left = [row.id for row in own if row.id not in {a for a, _ in pairs}]
        taken = {b for _, b in pairs}
        fresh = [row.id for row in self._read.indicators if row.id not in taken]
        if len(left) == len(fresh):
            # As many without a partner on both sides: rows whose names were written anew.
            pairs += zip(left, fresh, strict=True)
            left, fresh = [], []
        of_read = {b: a for a, b in pairs}
        for ours, theirs in pairs:
            self.put_row(ours, theirs, ROW_PREFIX)
        self._insert(fresh, of_read)
        names = {row.id: row.name for row in own}
        for row in left:
            yield without_space(names[row]) or "没有名称的行"

    def _insert(self, fresh: Sequence[str], of_read: dict[str, str]) -> None:
        before = ""
        for row in self._read.form.indicators:
            if row.id not in fresh:
                before = of_read.get(row.id, before)
            elif _says_something(row):
                ids = [own.id for own in self.form.indicators]
                at = ids.index(before) + 1 if before in ids else len(ids)
                made = self._new(row, ROW_PREFIX)
                self.form.indicators.insert(at, made)
                before = made.id

    def _new(self, row: Row, prefix: str) -> Row:
        made = Row(self.form.new_row_id(prefix), dict(row.values))
        self.form.next_row += 1
        return made


def _says_something(row: Row) -> bool:
    """Whether a row holds more than the words of its levels."""
    return any(
        not is_blank(text)
        for name, text in row.values.items()
        if name not in ("term", "level1", "level2")
    )
