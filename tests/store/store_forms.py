"""Forms and entries for the store's tests."""

from pathlib import Path
from typing import Any

from perfdesk.cellpath import CellPath
from perfdesk.changes import AddForm, Change, Mode, SetValue
from perfdesk.document import Document, Form, Row, apply, state
from perfdesk.history import Action, History, JournalEntry
from perfdesk.store import Store


def a_form(form_id: str = "f1", rows: int = 2) -> Form:
    """A small 自评表 with blanks, an overridden and a kept cell."""
    return Form(
        id=form_id,
        template_id="shanghai-self-evaluation-2024",
        kind="self_evaluation",
        header={
            "year": "2024",
            "project_name": "绿化养护",
            "goal_actual": "第一行\n第二行",
            "grade": None,
        },
        funds=[
            Row(f"F{n}", {"initial": "1,463.50", "executed": "=1+1", "score": None})
            for n in range(4)
        ],
        indicators=[
            Row(f"r{n}", {"level1": "产出指标", "target": "=100.00(%)", "score": "9.975"})
            for n in range(1, rows + 1)
        ],
        modes={("F0", "executed"): Mode.OVERRIDDEN, ("F0", "score"): Mode.KEPT},
        suspect_rows=("r1",),
        next_row=rows + 1,
    )


def plain(document: Document) -> list[dict[str, Any]]:
    """What the forms hold, in order; a blank cell and a missing one are the same."""
    return [_without_blanks(state(form)) for form in document]


def _without_blanks(data: dict[str, Any]) -> dict[str, Any]:
    rows = [{**row, "values": _texts(row["values"])} for row in data["funds"] + data["indicators"]]
    modes = sorted(data["modes"])
    return {
        **data,
        "header": _texts(data["header"]),
        "funds": rows,
        "indicators": [],
        "modes": modes,
    }


def _texts(values: dict[str, str | None]) -> dict[str, str]:
    return {name: text for name, text in values.items() if text is not None}


NAME = CellPath("f1", "", "project_name")


class Desk:
    """A user at a store: applies changes in memory and submits them, as the session does."""

    def __init__(self, store: Store) -> None:
        loaded = store.load()
        self.store = store
        self.document = loaded.document
        self.history = History.replay(loaded.entries)
        self.seq = loaded.next_seq - 1

    def edit(self, change: Change, label: str = "") -> int:
        return self._record(change, Action.EDIT, label, None)

    def undo(self) -> int:
        entry = self.history.to_undo
        assert entry is not None
        return self._record(entry.inverse, Action.UNDO, entry.label, entry.seq)

    def redo(self) -> int:
        entry = self.history.to_redo
        assert entry is not None
        return self._record(entry.change, Action.REDO, entry.label, entry.seq)

    def add(self, form: Form) -> int:
        return self.edit(AddForm(state(form)))

    def type(self, text: str | None, path: CellPath = NAME) -> int:
        return self.edit(SetValue(path, text))

    def _record(self, change: Change, action: Action, label: str, of: int | None) -> int:
        inverse = apply(self.document, change)
        self.seq += 1
        at = f"2025-01-02T03:04:{self.seq % 60:02}+08:00"
        entry = JournalEntry(self.seq, at, "tester", action, label, None, change, inverse, of)
        self.history.record(entry)
        return self.store.submit(entry)


def two_forms(folder: Path) -> Path:
    """A closed data file with the forms f1 and f2."""
    path = folder / "unit.perfdesk"
    with Store.create(path) as store:
        desk = Desk(store)
        desk.add(a_form("f1"))
        desk.add(a_form("f2"))
    return path
