"""Any sequence of edits, undo, redo, close, reopen and kill gives the state of a simple model."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from store_forms import Desk, a_form, plain

from perfdesk.cellpath import CellPath
from perfdesk.changes import (
    AddForm,
    Batch,
    Change,
    InsertRow,
    Mode,
    MoveRow,
    RemoveForm,
    RemoveRow,
    ReplaceForm,
    SetValue,
)
from perfdesk.document import Document, apply, state
from perfdesk.store import Store, verify

TEXTS = (
    st.none()
    | st.text(st.characters(codec="utf-8"), max_size=20)
    | st.sampled_from(["=1+1", "9.975", "1,463.50"])
)
FIELDS = st.sampled_from(["project_name", "goal_actual", "year"])
COMPUTED = st.sampled_from(
    [("F0", "executed"), ("F0", "score"), ("F0", "rate"), ("F2", "rate"), ("", "grade")]
)
PICK = st.integers(0, 20)


class DeskMachine(RuleBasedStateMachine):
    """The store beside a list of changes that were done; the model is those changes replayed."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "unit.perfdesk"
        self.patch = pytest.MonkeyPatch()
        self.patch.setenv("PERFDESK_HOME", str(Path(self.folder.name) / "home"))
        self.desk = Desk(Store.create(self.path))
        self.done: list[Change] = []
        self.undone: list[Change] = []
        self.made = 0

    def teardown(self) -> None:
        self.desk.store.close()
        assert verify(self.path).ok
        self.patch.undo()
        self.folder.cleanup()

    def model(self) -> Document:
        document = Document()
        for change in self.done:
            apply(document, change)
        return document

    def do(self, change: Change) -> None:
        self.desk.edit(change)
        self.done.append(change)
        self.undone.clear()

    def form(self, pick: int) -> str:
        forms = list(self.desk.document.forms)
        return forms[pick % len(forms)]

    def rows(self, form: str) -> list[str]:
        return [row.id for row in self.desk.document.form(form).indicators]

    @rule(rows=st.integers(0, 4), place=st.none() | st.integers(0, 3))
    def add(self, rows: int, place: int | None) -> None:
        self.made += 1
        self.do(AddForm(state(a_form(f"f{self.made}", rows)), place))

    @precondition(lambda self: self.desk.document.forms)
    @rule(pick=PICK, field=FIELDS, text=TEXTS)
    def type(self, pick: int, field: str, text: str | None) -> None:
        self.do(SetValue(CellPath(self.form(pick), "", field), text))

    @precondition(lambda self: self.desk.document.forms)
    @rule(pick=PICK, cell=COMPUTED, text=TEXTS, mode=st.sampled_from(list(Mode)))
    def override(self, pick: int, cell: tuple[str, str], text: str | None, mode: Mode) -> None:
        self.do(SetValue(CellPath(self.form(pick), *cell), text, mode))

    @precondition(lambda self: self.desk.document.forms)
    @rule(pick=PICK, place=st.integers(0, 5), text=TEXTS)
    def insert_row(self, pick: int, place: int, text: str | None) -> None:
        form = self.form(pick)
        row = self.desk.document.form(form).new_row_id()
        path = CellPath(form, row, "target")
        insert = InsertRow(
            form, row, min(place, len(self.rows(form))), {"score": text, "level1": None}
        )
        self.do(Batch((insert, SetValue(path, text)), "插入"))

    @precondition(lambda self: any(form.indicators for form in self.desk.document))
    @rule(pick=PICK, place=st.integers(0, 5), move=st.booleans())
    def move_or_remove_row(self, pick: int, place: int, move: bool) -> None:
        form = next(form for form in self.desk.document if form.indicators)
        rows = self.rows(form.id)
        row = rows[pick % len(rows)]
        self.do(MoveRow(form.id, row, place % len(rows)) if move else RemoveRow(form.id, row))

    @precondition(lambda self: self.desk.document.forms)
    @rule(pick=PICK, rows=st.integers(0, 3), text=TEXTS)
    def replace(self, pick: int, rows: int, text: str | None) -> None:
        form = a_form(self.form(pick), rows)
        form.header["title"] = text
        self.do(ReplaceForm(form.id, state(form)))

    @precondition(lambda self: self.desk.document.forms)
    @rule(pick=PICK)
    def remove(self, pick: int) -> None:
        self.do(RemoveForm(self.form(pick)))

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        self.desk.undo()
        self.undone.append(self.done.pop())

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.desk.redo()
        self.done.append(self.undone.pop())

    @rule()
    def close_and_reopen(self) -> None:
        before = plain(self.desk.document)
        self.desk.store.close()
        self.desk = Desk(Store.open(self.path))
        assert plain(self.desk.document) == before

    @rule()
    def backup(self) -> None:
        assert self.desk.store.backups.backup().forms == len(self.desk.document.forms)

    @rule()
    def kill(self) -> None:
        """What a kill leaves: the files as they are, nothing closed."""
        self.desk.store.flush()
        left = self.path.with_name("left.perfdesk")
        shutil.copy(self.path, left)
        self.desk.store.close()
        shutil.move(left, self.path)
        self.desk = Desk(Store.open(self.path))

    @invariant()
    def shows_what_the_model_says(self) -> None:
        # Undoing an insertion gives the row's number back to nobody.
        shown = [{**form, "next_row": 0} for form in plain(self.desk.document)]
        assert shown == [{**form, "next_row": 0} for form in plain(self.model())]
        undoable = (self.desk.history.to_undo is not None, self.desk.history.to_redo is not None)
        assert undoable == (bool(self.done), bool(self.undone))


TestDeskMachine = DeskMachine.TestCase
TestDeskMachine.settings = settings(max_examples=10, stateful_step_count=20)


@pytest.mark.long
@pytest.mark.timeout(3600)
class TestDeskMachineLong(DeskMachine.TestCase):  # type: ignore[misc, name-defined]
    settings = settings(max_examples=300, stateful_step_count=50)
