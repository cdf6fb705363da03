"""One undo stack for the data file, rebuilt from the journal."""

import pytest

from perfdesk.changes import RemoveForm
from perfdesk.history import Action, History, JournalEntry


def entry(seq: int, action: Action = Action.EDIT, of: int | None = None) -> JournalEntry:
    return JournalEntry(
        seq,
        "2026-01-01T00:00:00",
        "",
        action,
        f"步骤{seq}",
        None,
        RemoveForm("a"),
        RemoveForm("a"),
        of,
    )


def tops(*entries: JournalEntry) -> tuple[int | None, int | None]:
    history = History.replay(entries)
    undo, redo = history.to_undo, history.to_redo
    return (undo.seq if undo else None, redo.seq if redo else None)


@pytest.mark.parametrize(
    ("entries", "undo", "redo"),
    [
        ([], None, None),
        ([entry(1), entry(2)], 2, None),
        ([entry(1), entry(2), entry(3, Action.UNDO, 2)], 1, 2),
        ([entry(1), entry(2), entry(3, Action.UNDO, 2), entry(4, Action.UNDO, 1)], None, 1),
        ([entry(1), entry(2), entry(3, Action.UNDO, 2), entry(4, Action.REDO, 2)], 2, None),
        ([entry(1), entry(2), entry(3, Action.UNDO, 2), entry(4)], 4, None),
    ],
)
def test_replay_gives_the_stacks(
    entries: list[JournalEntry], undo: int | None, redo: int | None
) -> None:
    assert tops(*entries) == (undo, redo)


def test_an_undo_of_what_was_never_done_is_a_broken_journal() -> None:
    with pytest.raises(ValueError, match="7"):
        History.replay([entry(1), entry(2, Action.UNDO, 7)])
