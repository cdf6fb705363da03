"""What differs between two states of a form or of all forms: versions, backups, the present."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from perfdesk.cellpath import HEADER, CellPath
from perfdesk.changes import AddForm, Batch, Change, Mode, RemoveForm, ReplaceForm
from perfdesk.document import Document, Form, state

_BLANK_BY = {Mode.KEPT: "（照原表留空）", Mode.OVERRIDDEN: "（手工留空）"}
"""A computed cell without a text that is blank on purpose, rather than computed."""


class Difference(StrEnum):
    """How a form differs from the present one."""

    MISSING = "missing"
    """It is not among the present forms; restoring brings it back."""
    NEWER = "newer"
    """It came after the backup; restoring takes it away, into the recycle bin."""
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell (or, with field "", a row) with its text now and then; None where it is blank."""

    path: CellPath
    now: str | None
    then: str | None


@dataclass(frozen=True, slots=True)
class FormDifference:
    """A form that is not the same; `cells` for changed ones."""

    form: str
    difference: Difference
    year: str
    project_name: str
    cells: tuple[CellDifference, ...] = ()


def compare_forms(now: Form, then: Form) -> tuple[CellDifference, ...]:
    """The cells that differ, in the order of the present form, then those of lost rows."""
    before, after = _cells(then), _cells(now)
    paths = dict.fromkeys([*after, *before])
    return tuple(
        CellDifference(CellPath(now.id, *place), after.get(place), before.get(place))
        for place in paths
        if after.get(place) != before.get(place)
    )


def compare_documents(now: Document, then: Document) -> list[FormDifference]:
    """The forms that differ: changed and missing ones in the order of then, newer ones last."""
    found = []
    for form in then:
        present = now.forms.get(form.id)
        if present is None:
            found.append(_form_difference(form, Difference.MISSING))
        elif state(present) != state(form):
            cells = compare_forms(present, form)
            if cells or _order(present) != _order(form):
                found.append(_form_difference(form, Difference.CHANGED, cells))
    newer = [form for form in now if form.id not in then.forms]
    return found + [_form_difference(form, Difference.NEWER) for form in newer]


def restoring_change(now: Document, then: Document, forms: Collection[str] | None = None) -> Batch:
    """One step that makes the present forms (all that differ, or those named) what they were then."""
    changes: list[Change] = []
    for difference in compare_documents(now, then):
        form = difference.form
        if forms is not None and form not in forms:
            continue
        if difference.difference is Difference.NEWER:
            changes.append(RemoveForm(form))
        elif difference.difference is Difference.MISSING:
            changes.append(AddForm(state(then.form(form))))
        else:
            changes.append(ReplaceForm(form, state(then.form(form))))
    return Batch(tuple(changes), "从备份恢复")


def _form_difference(
    form: Form, difference: Difference, cells: tuple[CellDifference, ...] = ()
) -> FormDifference:
    year, name = form.header.get("year") or "", form.header.get("project_name") or ""
    return FormDifference(form.id, difference, year, name, cells)


def _order(form: Form) -> list[str]:
    return [row.id for row in form.all_rows()]


def _cells(form: Form) -> Mapping[tuple[str, str], str | None]:
    """Texts by (row, field); a row itself stands as (row, "")."""
    cells: dict[tuple[str, str], str | None] = {
        (HEADER, name): text for name, text in form.header.items() if text is not None
    }
    for row in form.all_rows():
        cells[row.id, ""] = row.id
        cells.update(
            {(row.id, name): text for name, text in row.values.items() if text is not None}
        )
    for (row_id, name), mode in form.modes.items():
        cells[row_id, name] = cells.get((row_id, name)) or _BLANK_BY.get(mode)
    return cells
