"""Edits are values with inverses: any sequence can be taken back, and the journal can hold it."""

import copy
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.cellpath import CellPath
from perfdesk.changes import (
    AddForm,
    Batch,
    InsertRow,
    Mode,
    MoveRow,
    RemoveForm,
    RemoveRow,
    ReplaceForm,
    SetValue,
    forms_of,
    from_data,
    to_data,
)
from perfdesk.document import Document, Form, Row, apply, state
from perfdesk.errors import UnknownFormError

NUMBERS = itertools.count()
TEXTS = st.one_of(st.none(), st.text(max_size=6))


def form_of(form_id: str, rows: int = 3) -> Form:
    form = Form(form_id, "t", "self_evaluation", {"project_name": form_id})
    form.funds = [Row(f"F{n}", {"initial": "1.00"}) for n in range(4)]
    form.indicators = [Row(f"r{n + 1}", {"level3": f"指标{n}"}) for n in range(rows)]
    form.next_row = rows + 1
    return form


def document_of(*form_ids: str) -> Document:
    return Document({form_id: form_of(form_id) for form_id in form_ids})


def snapshot(document: Document) -> str:
    return json.dumps([state(form) for form in document], ensure_ascii=False, sort_keys=True)


@st.composite
def a_change(draw: st.DrawFn, document: Document):
    """A change that fits the document as it is."""
    forms = list(document)
    kinds = ["add"] + (
        ["set", "mode", "insert", "remove", "move", "drop", "replace"] if forms else []
    )
    kind = draw(st.sampled_from(kinds))
    if kind == "add":
        return AddForm(
            state(form_of(f"n{len(forms)}-{next(NUMBERS)}")), draw(st.integers(0, len(forms)))
        )
    form = draw(st.sampled_from(forms))
    rows = [row.id for row in form.indicators]
    if kind == "set":
        row = draw(st.sampled_from(["", "F1", *rows]))
        return SetValue(CellPath(form.id, row, "level3"), draw(TEXTS))
    if kind == "mode":
        return SetValue(CellPath(form.id, "F0", "rate"), draw(TEXTS), draw(st.sampled_from(Mode)))
    if kind == "insert":
        return InsertRow(
            form.id, form.new_row_id(), draw(st.integers(0, len(rows))), {"target": draw(TEXTS)}
        )
    if kind == "remove" and rows:
        return RemoveRow(form.id, draw(st.sampled_from(rows)))
    if kind == "move" and rows:
        return MoveRow(form.id, draw(st.sampled_from(rows)), draw(st.integers(0, len(rows) - 1)))
    if kind == "replace":
        return ReplaceForm(form.id, state(form_of("other", draw(st.integers(0, 2)))))
    return RemoveForm(form.id)


@given(st.data())
def test_every_sequence_can_be_taken_back(data: st.DataObject) -> None:
    document = document_of("a", "b")
    states, inverses = [snapshot(document)], []
    for _ in range(data.draw(st.integers(1, 12))):
        inverses.append(
            apply(
                document, from_data(json.loads(json.dumps(to_data(data.draw(a_change(document))))))
            )
        )
        states.append(snapshot(document))
    for inverse, before in zip(reversed(inverses), reversed(states[:-1]), strict=True):
        redo = apply(document, inverse)
        assert snapshot_without_counters(snapshot(document)) == snapshot_without_counters(before)
        assert from_data(to_data(redo)) == redo


def snapshot_without_counters(text: str) -> list[dict]:
    """Row ids are never reused, so the counter alone does not go back; a cell set to blank is blank."""
    forms = json.loads(text)
    for form in forms:
        del form["next_row"]
        for part in (*form["funds"], *form["indicators"]):
            part["values"] = {
                name: value for name, value in part["values"].items() if value is not None
            }
        form["header"] = {
            name: value for name, value in form["header"].items() if value is not None
        }
        form["modes"].sort()
    return forms


def test_a_batch_that_fails_changes_nothing() -> None:
    document = document_of("a")
    before = snapshot(document)
    change = Batch((SetValue(CellPath("a", "r1", "level3"), "x"), RemoveForm("missing")))
    with pytest.raises(UnknownFormError):
        apply(document, change)
    assert snapshot(document) == before


def test_a_form_is_never_added_over_another() -> None:
    document = document_of("a")
    with pytest.raises(KeyError):
        apply(document, AddForm(state(form_of("a", 1))))
    assert len(document.form("a").indicators) == 3


def test_a_removed_row_comes_back_with_its_id_and_place() -> None:
    document = document_of("a")
    inverse = apply(document, RemoveRow("a", "r2"))
    assert [row.id for row in document.form("a").indicators] == ["r1", "r3"]
    apply(document, inverse)
    assert [row.id for row in document.form("a").indicators] == ["r1", "r2", "r3"]


def test_row_ids_are_never_reused() -> None:
    document = document_of("a")
    apply(document, apply(document, InsertRow("a", "r4", 0, {})))
    assert document.form("a").new_row_id() == "r5"


def test_an_automatic_cell_holds_no_text() -> None:
    document = document_of("a")
    path = CellPath("a", "F0", "rate")
    apply(document, SetValue(path, "99.00", Mode.OVERRIDDEN))
    inverse = apply(document, SetValue(path, None, Mode.AUTOMATIC))
    assert document.form("a").mode("F0", "rate") is Mode.AUTOMATIC
    apply(document, inverse)
    assert (document.form("a").get("F0", "rate"), document.form("a").mode("F0", "rate")) == (
        "99.00",
        Mode.OVERRIDDEN,
    )


def test_forms_of_names_each_form_once() -> None:
    change = Batch(
        (RemoveForm("a"), SetValue(CellPath("b", "", "title"), "x"), MoveRow("a", "r1", 0))
    )
    assert forms_of(change) == ("a", "b")


def test_a_state_is_a_copy() -> None:
    form = form_of("a")
    taken = copy.deepcopy(state(form))
    form.put("r1", "level3", "anders")
    assert taken["indicators"][0]["values"]["level3"] == "指标0"
