"""A user typing in a process of its own, to be killed: says each saved number on stdout.

python typist.py FILE SEED        types until killed
python typist.py FILE SEED TASK   does one of TASKS over and over
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
from perfdesk.exchange.three_way import Whose  # noqa: E402
from perfdesk.session.workspace import Workspace  # noqa: E402
from perfdesk.store import Saved, Store  # noqa: E402

TEMPLATE = "shanghai-self-evaluation-2024"
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


def merging(store: Store, dice: random.Random) -> None:
    """Hand a copy out, edit both, take the copy in again, over and over."""
    workspace = Workspace(store)
    copy = store.path.parent.with_name("colleague") / store.path.name
    copy.parent.mkdir(exist_ok=True)
    while True:
        if not workspace.form_ids():
            workspace.editing.new_form(TEMPLATE, 2024, "绿化养护")
        workspace.safekeeping.wait()
        copy.unlink(missing_ok=True)
        store.backups.backup_to(copy)
        with Store.open(copy) as theirs:
            desk = Desk(theirs)
            desk.type("同事改的" * dice.randint(1, 9), CellPath(*_cell(desk, dice)))
            desk.add(a_form(f"m{desk.seq}-{dice.randrange(10**9)}", rows=3))
        ours = CellPath(dice.choice(workspace.form_ids()), "", "goal_actual")
        workspace.editing.set_text(ours, f"我改的{dice.random()}")
        copies = workspace.sharing.copies
        read = copies.read([copy])
        workspace.transfer.back_up()
        assert copies.merge(read, copies.plan(read, prefer=Whose.THEIRS)).changed
        workspace.safekeeping.wait()


def _cell(desk: Desk, dice: random.Random) -> tuple[str, str, str]:
    return dice.choice(list(desk.document.forms)), "", dice.choice(FIELDS)


def freezing(store: Store, dice: random.Random) -> None:
    """定稿, taken back or not, and the next draft, over and over."""
    workspace = Workspace(store)
    while True:
        if len(workspace.form_ids()) < 2:
            workspace.editing.new_form(TEMPLATE, 2024, f"项目{dice.random()}")
        form = dice.choice(workspace.form_ids())
        if form in workspace.safekeeping.final_versions():
            workspace.safekeeping.unlock(form)
        workspace.editing.set_text(CellPath(form, "", "goal_actual"), f"稿{dice.random()}")
        workspace.safekeeping.freeze_step(form, f"第{dice.random()}稿")
        if dice.random() < 0.3:
            workspace.editing.undo()
        workspace.safekeeping.wait()


TASKS = {
    task.__name__: task
    for task in (typing, importing, backing_up, closing, sharing, merging, freezing)
}

if __name__ == "__main__":
    with Store.open(Path(sys.argv[1])) as opened:
        opened.subscribe(say)
        TASKS[sys.argv[3]](opened, random.Random(int(sys.argv[2])))
