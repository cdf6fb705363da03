"""A form's values by stable path, and the document that holds the forms of a data file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from perfdesk.cellpath import FUND_PREFIX, HEADER, ROW_PREFIX
from perfdesk.changes import FormState, Mode
from perfdesk.errors import UnknownFormError


@dataclass(slots=True)
class Row:
    """A fund row or an indicator row; a missing field is blank."""

    id: str
    values: dict[str, str | None] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        """The stored text, None when blank."""
        return self.values.get(name)


class Leftover(NamedTuple):
    """A cell of an imported file that found no place; kept with the form, never printed."""

    address: str
    text: str


@dataclass(slots=True)
class Form:
    """One form. Row ids are stable and never reused (`next_row` only grows)."""

    id: str
    template_id: str
    kind: str
    header: dict[str, str | None] = field(default_factory=dict)
    funds: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    modes: dict[tuple[str, str], Mode] = field(default_factory=dict)
    """Computed cells that are not automatic, by (row, field)."""
    match: str = "exact"
    """`nearest` when the form was read with the template of another region."""
    leftovers: tuple[Leftover, ...] = ()
    suspect_rows: tuple[str, ...] = ()
    """Indicator rows whose import looks damaged (S12)."""
    next_row: int = 1
    blocks: dict[str, list[Row]] = field(default_factory=dict)
    """Rows of further repeating blocks by the block's name: tasks, goals."""
    absent: frozenset[tuple[str, str]] = frozenset()
    """Places that the file it was read from does not have: (row or prefix of rows, field or "" for all)."""
    approved: dict[str, dict[str, str]] = field(default_factory=dict)
    """By indicator row: declared, applied and approved target, date, document number, state (YEAR.md)."""

    def rows_beside(self, row_id: str) -> list[Row]:
        """The rows among which a row of this id stands: fund rows, indicators or those of a block."""
        if row_id.startswith(FUND_PREFIX):
            return self.funds
        if row_id.startswith(ROW_PREFIX) or not self.blocks:
            return self.indicators
        return self.blocks.get(self.block_of(row_id), self.indicators)

    def block_of(self, row_id: str) -> str:
        """The name of the repeating block that holds this row, "" for fund rows and indicators."""
        return next(
            (name for name, rows in self.blocks.items() if any(row.id == row_id for row in rows)),
            "",
        )

    def all_rows(self) -> Iterator[Row]:
        """Fund rows, rows of blocks and indicators."""
        yield from self.funds
        for rows in self.blocks.values():
            yield from rows
        yield from self.indicators

    def row(self, row_id: str) -> Row | None:
        """The fund, indicator or block row of this id."""
        return next((row for row in self.rows_beside(row_id) if row.id == row_id), None)

    def get(self, row_id: str, name: str) -> str | None:
        """The stored text of a cell, None when blank, automatic or unknown."""
        if row_id == HEADER:
            return self.header.get(name)
        row = self.row(row_id)
        return row.get(name) if row else None

    def put(self, row_id: str, name: str, text: str | None, mode: Mode | None = None) -> None:
        """Store a text; with a mode, for a computed cell."""
        values = self.header if row_id == HEADER else self._existing(row_id).values
        values[name] = text
        if mode is None:
            return
        if mode is Mode.AUTOMATIC:
            values[name] = None
            self.modes.pop((row_id, name), None)
        else:
            self.modes[row_id, name] = mode

    def mode(self, row_id: str, name: str) -> Mode:
        """How a computed cell got its text."""
        return self.modes.get((row_id, name), Mode.AUTOMATIC)

    def index(self, row_id: str) -> int:
        """The position of a row among those beside it; ValueError when there is none."""
        for position, row in enumerate(self.rows_beside(row_id)):
            if row.id == row_id:
                return position
        raise ValueError(row_id)

    def new_row_id(self, prefix: str = ROW_PREFIX) -> str:
        """The id the next new row gets (the counter moves when it is inserted); all rows share one counter."""
        return f"{prefix}{self.next_row}"

    @property
    def year(self) -> int | None:
        """The form's year, None when blank or no number."""
        text = (self.header.get("year") or "").strip()
        return int(text) if text.isdecimal() and len(text) == 4 else None

    def _existing(self, row_id: str) -> Row:
        row = self.row(row_id)
        if row is None:
            raise KeyError(row_id)
        return row


def state(form: Form) -> dict[str, Any]:
    """A form as plain data, for changes, journal and versions."""
    data: dict[str, Any] = {
        "id": form.id,
        "template": form.template_id,
        "kind": form.kind,
        "header": dict(form.header),
        "funds": [{"id": row.id, "values": dict(row.values)} for row in form.funds],
        "indicators": [{"id": row.id, "values": dict(row.values)} for row in form.indicators],
        "modes": [[row, name, mode.value] for (row, name), mode in form.modes.items()],
        "match": form.match,
        "leftovers": [[left.address, left.text] for left in form.leftovers],
        "suspect_rows": list(form.suspect_rows),
        "next_row": form.next_row,
    }
    # What only some forms have is written where they have it, so that others stay as older programs read them.
    if form.blocks:
        data["blocks"] = {
            name: [{"id": row.id, "values": dict(row.values)} for row in rows]
            for name, rows in form.blocks.items()
        }
    if form.absent:
        data["absent"] = sorted(map(list, form.absent))
    if form.approved:
        data["approved"] = {row: dict(entry) for row, entry in form.approved.items()}
    return data


def from_state(data: FormState) -> Form:
    """The form that `state` described."""
    return Form(
        id=data["id"],
        template_id=data["template"],
        kind=data["kind"],
        header=dict(data["header"]),
        funds=[_row(row) for row in data["funds"]],
        indicators=[_row(row) for row in data["indicators"]],
        modes={(row, name): Mode(mode) for row, name, mode in data["modes"]},
        match=data.get("match", "exact"),
        leftovers=tuple(Leftover(address, text) for address, text in data.get("leftovers", ())),
        suspect_rows=tuple(data.get("suspect_rows", ())),
        next_row=data["next_row"],
        blocks={name: [_row(row) for row in rows] for name, rows in data.get("blocks", {}).items()},
        absent=frozenset((row, name) for row, name in data.get("absent", ())),
        approved={row: dict(entry) for row, entry in data.get("approved", {}).items()},
    )


def _row(data: Mapping[str, Any]) -> Row:
    return Row(data["id"], dict(data["values"]))


@dataclass(slots=True)
class Document:
    """The forms of a data file, in their order."""

    forms: dict[str, Form] = field(default_factory=dict)

    def form(self, form_id: str) -> Form:
        """The form of this id; UnknownFormError when there is none."""
        try:
            return self.forms[form_id]
        except KeyError:
            raise UnknownFormError(form_id) from None

    def __iter__(self) -> Iterator[Form]:
        return iter(self.forms.values())

    def headings(self) -> Iterator[Form]:
        """The forms in their order for lists; of those not read yet title, year and name alone."""
        headings = getattr(self.forms, "headings", self.forms.values)
        return iter(list(headings()))

    def place(self, form: Form, position: int | None) -> None:
        """Put a new form among the others (None: last)."""
        self.forms[form.id] = form
        if position is None or position >= len(self.forms) - 1:
            return
        # As plain items, so that forms on demand are not read for it.
        items = list(dict.items(self.forms))
        items.insert(position, items.pop())
        dict.clear(self.forms)
        dict.update(self.forms, items)
