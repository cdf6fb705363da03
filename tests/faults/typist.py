"""A user typing in a process of its own, to be killed: says each saved number on stdout.

python typist.py FILE SEED        types until killed
python typist.py FILE SEED TASK   does one task over and over: backup, import, closing, share
"""

import random
import sys
import threading
from itertools import count
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1] / "store"), str(HERE.parents[2])]

from store_forms import Desk, a_form  # noqa: E402

from perfdesk.cellpath import CellPath  # noqa: E402
from perfdesk.changes import AddForm, Batch, InsertRow, MoveRow, RemoveForm, RemoveRow, SetValue  # noqa: E402
from perfdesk.document import state  # noqa: E402
from perfdesk.store import Saved, Store  # noqa: E402

FIELDS = ("project_name", "goal_actual", "department")


def say(event: object) -> None:
    """Acknowledge on stdout, unbuffered: what was said here must be there after a kill."""
    if isinstance(event, Saved):
        sys.stdout.write(f"{event.seq}\n")
        sys.stdout.flush()


def step(desk: Desk, dice: random.Random) -> None:
    """One edit of any kind."""
    forms = list(desk.document.forms)
    form = dice.choice(forms)
    rows = [row.id for row in desk.document.form(form).indicators]
    kind = dice.random()
    if kind < 0.6:
        desk.type(f"第{desk.seq}次" * dice.randint(1, 200), CellPath(form, "", dice.choice(FIELDS)))
    elif kind < 0.7 and desk.history.to_undo and desk.seq > 3:
        desk.undo()
    elif kind < 0.75 and desk.history.to_redo:
        desk.redo()
    elif kind < 0.82 and len(rows) > 1:
        desk.edit(RemoveRow(form, dice.choice(rows)))
    elif kind < 0.9 and rows:
        desk.edit(MoveRow(form, dice.choice(rows), dice.randrange(len(rows))))
    elif kind < 0.94 and len(forms) > 1:
        desk.edit(RemoveForm(form))
    else:
        row = desk.document.form(form).new_row_id()
        changes = (
            InsertRow(form, row, 0, {"score": "9.5"}),
            SetValue(CellPath(form, row, "level1"), "产出"),
        )
        desk.edit(Batch(changes))


def typing(store: Store, dice: random.Random) -> None:
    """Type until killed."""
    desk = Desk(store)
    while True:
        if len(desk.document.forms) < 2:
            desk.add(a_form(f"f{desk.seq}", rows=dice.randint(1, 6)))
        step(desk, dice)
        if dice.random() < 0.3:
            store.drafts.keep(CellPath("f", "", "goal_actual"), "没写完" * dice.randint(1, 300))
        if dice.random() < 0.2:
            store.flush()


def importing(store: Store, dice: random.Random) -> None:
    """Bring in many forms as one step."""
    desk = Desk(store)
    while True:
        forms = [a_form(f"i{desk.seq}-{n}", rows=8) for n in range(dice.randint(5, 30))]
        desk.edit(Batch(tuple(AddForm(state(form)) for form in forms)))
        store.flush()


def backing_up(store: Store, dice: random.Random) -> None:
    """Type a little and make a backup, over and over."""
    desk = Desk(store)
    while True:
        desk.add(a_form(f"b{desk.seq}", rows=3))
        store.backups.backup()
        store.backups.backup_to(store.path.with_name("stick.perfdesk"))


def closing(store: Store, dice: random.Random) -> None:
    """Type a little and close the file, with its backup or without, over and over."""
    while True:
        desk = Desk(store)
        for _ in range(dice.randint(1, 4)):
            desk.add(a_form(f"c{desk.seq}", rows=4))
        store.flush()
        if dice.random() < 0.3:
            threading.Timer(dice.random() * 0.02, store.backups.skip).start()
        if dice.random() < 0.7:
            store.wind_up()
        store.close()
        store = Store.open(store.path)
        store.subscribe(say)


def sharing(store: Store, dice: random.Random) -> None:
    """Type into a file of a sync folder, which is written back after every edit."""
    assert store.share is not None
    store.share.due.clock = count(0, 61).__next__
    typing(store, dice)


TASKS = {task.__name__: task for task in (typing, importing, backing_up, closing, sharing)}

if __name__ == "__main__":
    with Store.open(Path(sys.argv[1])) as opened:
        opened.subscribe(say)
        TASKS[sys.argv[3]](opened, random.Random(int(sys.argv[2])))
