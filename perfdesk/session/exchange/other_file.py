"""Another data file, read to be merged, and what it and ours both started from."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from perfdesk.changes import Batch, Change, forms_of
from perfdesk.document import Document, Form, apply, from_state, state
from perfdesk.history import JournalEntry
from perfdesk.store import Accepted, Note, Store


@dataclass(frozen=True, slots=True)
class MergedBefore:
    """The last of its steps that ours has taken in before, and its forms at that step."""

    seq: int
    forms: Mapping[str, Form]


@dataclass(frozen=True, slots=True)
class OtherFile:
    """All that is taken from another data file, in memory; the file itself is let go."""

    path: Path
    document: Document
    checks: tuple[tuple[int, int], ...]
    """Number and checksum of every journal entry, oldest first."""
    accepted: tuple[Accepted, ...]
    notes: tuple[Note, ...]
    who: tuple[str, ...]
    """Who edited it, the last one first."""
    last_edit: str
    """When it was edited last (local time, ISO 8601), "" when never."""
    merged: MergedBefore | None = None
    """Where it was merged before, or when it was handed out."""
    handed_out: tuple[str, ...] = ()
    """Ids of the hand-outs that a returned workbook answers."""
    said: tuple[str, ...] = ()
    """What the person has to know of it, in sentences."""


def read_other(path: Path, received: Collection[tuple[int, int]] = frozenset()) -> OtherFile:
    """Read a data file without locking it; DataFileError says why it cannot be.

    `received` are the steps (number, checksum) up to which copies were merged before.
    """
    with closing(Store.open(path, read_only=True)) as store:
        loaded = store.load()
        checks = store.past.checks()
        merged = None
        # What a folded step changed is not known any more.
        folded = store.past.folded()
        steps = [step for step in checks if step in received and step[0] >= folded]
        if steps:
            seq = steps[-1][0]
            rollback = Rollback(loaded.document, store.past.entries_after(seq), seq)
            wanted = {*loaded.document.forms, *rollback.touched()}
            merged = MergedBefore(seq, rollback.forms(wanted))
        return OtherFile(
            path,
            loaded.document,
            tuple(checks),
            tuple(loaded.accepted),
            tuple(store.notes.all()),
            tuple(dict.fromkeys(entry.who for entry in reversed(loaded.entries) if entry.who)),
            loaded.entries[-1].at if loaded.entries else "",
            merged,
        )


def common_start(ours: Sequence[tuple[int, int]], theirs: Sequence[tuple[int, int]]) -> int | None:
    """The number of the last step that both files have done; None when they share none.

    A copy of a data file has its journal up to the moment it was copied. Where ours has a gap after
    that step (a salvaged file) nothing can be told from it.
    """
    last = None
    for one, other in zip(ours, theirs, strict=False):
        if one != other:
            break
        last = one[0]
    if last is None or ours[0][0] != 1:
        return None
    later = [seq for seq, _ in ours if seq >= last]
    return last if later == list(range(last, last + len(later))) else None


class Rollback:
    """Our forms as they were at an earlier step, told from the journal."""

    def __init__(self, document: Document, entries: Sequence[JournalEntry], since: int) -> None:
        self._document = document
        self._entries = [entry for entry in entries if entry.seq > since]

    def forms(self, wanted: Collection[str]) -> dict[str, Form]:
        """Those of these forms that were there then, as they were."""
        past = Document(
            {
                form: from_state(state(self._document.form(form)))
                for form in wanted
                if form in self._document.forms
            }
        )
        for entry in reversed(self._entries):
            part = _only(entry.inverse, wanted)
            if part is not None:
                apply(past, part)
        return dict(past.forms)

    def touched(self) -> set[str]:
        """The forms that any step since then touched."""
        return {form for entry in self._entries for form in forms_of(entry.change)}


def _only(change: Change, wanted: Collection[str]) -> Change | None:
    """The part of a change that is about these forms."""
    if isinstance(change, Batch):
        parts = [part for inner in change.changes if (part := _only(inner, wanted)) is not None]
        return Batch(tuple(parts)) if parts else None
    return change if forms_of(change)[0] in wanted else None
