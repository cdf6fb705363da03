"""Undo and redo over the whole data file: one stack, rebuilt from the journal after a restart.

Undoing is itself an entry, so the journal only grows and every state can be told from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from perfdesk.changes import Change


class Action(StrEnum):
    """What an entry of the journal did."""

    EDIT = "edit"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One step as the user knows it: the change done and its inverse.

    `change` is always what was applied: for an undo that is the inverse of the entry `of`.
    """

    seq: int
    at: str
    """Local time, ISO 8601 with seconds."""
    who: str
    action: Action
    label: str
    """What the user sees in 撤销/重做 and in the history: 修改 得分."""
    form: str | None
    """The form that undoing shows; None when no single form is concerned."""
    change: Change
    inverse: Change
    of: int | None = None
    """The entry that an undo or redo speaks of."""


@dataclass(slots=True)
class History:
    """The entries that can be undone, and those that can be redone."""

    done: list[JournalEntry] = field(default_factory=list)
    undone: list[JournalEntry] = field(default_factory=list)

    @classmethod
    def replay(cls, entries: Iterable[JournalEntry]) -> "History":
        """The stacks as they stood after these entries, oldest first."""
        history = cls()
        for entry in entries:
            history.record(entry)
        return history

    def record(self, entry: JournalEntry) -> None:
        """Take note of an entry that has been applied."""
        if entry.action is Action.EDIT:
            self.done.append(entry)
            self.undone.clear()
        elif entry.action is Action.UNDO:
            self.undone.append(self._take(self.done, entry.of))
        else:
            self.done.append(self._take(self.undone, entry.of))

    def forget(self, seq: int) -> None:
        """Drop the entries up to this one: what they did is not kept any more."""
        self.done = [entry for entry in self.done if entry.seq > seq]
        self.undone = [entry for entry in self.undone if entry.seq > seq]

    @property
    def to_undo(self) -> JournalEntry | None:
        """The entry that undo would take back."""
        return self.done[-1] if self.done else None

    @property
    def to_redo(self) -> JournalEntry | None:
        """The entry that redo would do again."""
        return self.undone[-1] if self.undone else None

    @staticmethod
    def _take(stack: list[JournalEntry], seq: int | None) -> JournalEntry:
        for position in range(len(stack) - 1, -1, -1):
            if stack[position].seq == seq:
                return stack.pop(position)
        raise ValueError(f"journal entry {seq} is not on the stack")
