"""The journal at rest: older steps are folded into a checkpoint, and the file gives its room back.

The last steps can be undone as before, and the history of every cell stays whole: only the changes
that 撤销 would need of the older ones go. What was removed can still be brought back.
"""

import sqlite3

from perfdesk.store.damage.retold import journal_fault, told
from perfdesk.store.repository import checkpoint, journal
from perfdesk.store.repository.tables import DamagedContentError, get, put_many

KEPT_STEPS = 5_000
"""So many of the last steps can always be undone."""
_WORTH_FOLDING = 1_000
_WORTH_SHRINKING = 0.25
"""Share of the pages that nothing is in."""


def due(connection: sqlite3.Connection) -> bool:
    """Whether there is enough to be folded, or given back, to make closing wait for it."""
    pages, free = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count")
    )
    steps = journal.last_seq(connection) - KEPT_STEPS - checkpoint.folded(connection)
    return steps >= _WORTH_FOLDING or free > pages * _WORTH_SHRINKING


def fold(connection: sqlite3.Connection, kept_steps: int = KEPT_STEPS) -> int:
    """Fold all but the last steps, within the caller's transaction; answers how many.

    DamagedContentError, for the caller to roll back, where the forms then were not what the
    checkpoint and the steps that are left tell.
    """
    before, last = checkpoint.folded(connection), journal.last_seq(connection) - kept_steps
    if last <= before:
        return 0
    checkpoint.write(connection, told(connection, last), last)
    where = "WHERE seq <= ? AND change <> ? AND seq NOT IN (SELECT seq FROM recycle_bin)"
    steps = list(get(connection, "journal", where, (last, journal.FOLDED)))
    folded = [(*step[:7], journal.FOLDED, journal.FOLDED) for step in steps]
    put_many(connection, "journal", folded)
    if journal_fault(connection) is not None:
        raise DamagedContentError("checkpoint_forms")
    return last - before


def give_back(connection: sqlite3.Connection) -> None:
    """Make the file as short as what is in it; as a whole, or not at all."""
    connection.execute("VACUUM")
