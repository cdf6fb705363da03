"""Doing a change and knowing how to undo it."""

from perfdesk.cellpath import FUND_PREFIX
from perfdesk.changes import (
    AddForm,
    Batch,
    Change,
    InsertRow,
    MoveRow,
    RemoveForm,
    RemoveRow,
    ReplaceForm,
    SetBeside,
    SetValue,
)
from perfdesk.document.form import Document, Form, Row, from_state, state


def apply(document: Document, change: Change) -> Change:
    """Do a change in place and answer its inverse.

    UnknownFormError or KeyError when it speaks of something that is not there, or adds what
    is there already; a failing
    Batch leaves the document as it was.
    """
    match change:
        case SetValue():
            return _set_value(document.form(change.path.form), change)
        case InsertRow():
            return _insert_row(document.form(change.form), change)
        case RemoveRow():
            return _remove_row(document.form(change.form), change)
        case MoveRow():
            return _move_row(document.form(change.form), change)
        case AddForm():
            return _add_form(document, change)
        case RemoveForm():
            return _remove_form(document, change)
        case ReplaceForm():
            before = state(document.form(change.form))
            # Ids of rows are never given again, also not after going back to an earlier content.
            counter = max(before["next_row"], change.state["next_row"])
            content = {**change.state, "id": change.form, "next_row": counter}
            document.forms[change.form] = from_state(content)
            return ReplaceForm(change.form, before)
        case SetBeside(kind, key, old, new):
            return SetBeside(kind, key, new, old)
        case Batch():
            return _batch(document, change)


def _set_value(form: Form, change: SetValue) -> SetValue:
    _, row_id, name = change.path
    mode = form.mode(row_id, name) if change.mode is not None else None
    before = SetValue(change.path, form.get(row_id, name), mode)
    form.put(row_id, name, change.text, change.mode)
    return before


def _insert_row(form: Form, change: InsertRow) -> RemoveRow:
    rows = form.blocks.setdefault(change.block, []) if change.block else form.indicators
    rows.insert(change.position, Row(change.row, dict(change.values)))
    if not change.row.startswith(FUND_PREFIX):
        form.next_row = max(form.next_row, int(change.row[1:]) + 1)
    return RemoveRow(form.id, change.row)


def _remove_row(form: Form, change: RemoveRow) -> InsertRow:
    try:
        position = form.index(change.row)
    except ValueError:
        raise KeyError(change.row) from None
    block = form.block_of(change.row)
    row = form.rows_beside(change.row).pop(position)
    return InsertRow(form.id, row.id, position, dict(row.values), block)


def _move_row(form: Form, change: MoveRow) -> MoveRow:
    position = form.index(change.row)
    rows = form.rows_beside(change.row)
    rows.insert(change.position, rows.pop(position))
    return MoveRow(form.id, change.row, position)


def _add_form(document: Document, change: AddForm) -> RemoveForm:
    form = from_state(change.state)
    if form.id in document.forms:
        raise KeyError(form.id)
    document.place(form, change.position)
    return RemoveForm(form.id)


def _remove_form(document: Document, change: RemoveForm) -> AddForm:
    before = state(document.form(change.form))
    position = list(document.forms).index(change.form)
    del document.forms[change.form]
    return AddForm(before, position)


def _batch(document: Document, change: Batch) -> Batch:
    inverses: list[Change] = []
    done = False
    try:
        for part in change.changes:
            inverses.append(apply(document, part))
        done = True
    finally:
        if not done:
            for inverse in reversed(inverses):
                apply(document, inverse)
    return Batch(tuple(reversed(inverses)), change.label)
