"""One session of work, told call by call to strace: python power_session.py TASK ROOT SAID.

Everything it changes lies in ROOT (data file `unit.perfdesk`, settings in `home`). What a user would
take for done is a line in SAID, written at the moment it is called done.
"""

import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1] / "store"), str(HERE.parents[2])]

from store_forms import Desk  # noqa: E402

from perfdesk.cellpath import CellPath  # noqa: E402
from perfdesk.document import state  # noqa: E402
from perfdesk.session.send_out.transfer import ExportPlan  # noqa: E402
from perfdesk.session.workspace import Workspace  # noqa: E402
from perfdesk.store import Saved, Store, restore_file  # noqa: E402

ROOT, SAID = Path(sys.argv[2]), Path(sys.argv[3])
UNIT = ROOT / "unit.perfdesk"
TOLD = os.open(SAID, os.O_WRONLY | os.O_CREAT | os.O_APPEND)


def say(**what: Any) -> None:
    """Call something done."""
    os.write(TOLD, json.dumps(what).encode() + b"\n")


def whole(path: Path) -> None:
    """Call a file written."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    say(file=str(path.relative_to(ROOT)), digest=digest)


def hear(event: object) -> None:
    """Say what the store calls saved."""
    if isinstance(event, Saved):
        say(seq=event.seq)


def edits() -> None:
    """Typing, with undo; then closing, which makes a backup and seals."""
    with Store.open(UNIT) as store:
        store.subscribe(hear)
        desk = Desk(store)
        for number in range(6):
            desk.type(f"第 {number} 次修改，文字长一些，使它占更多的页。" * 20)
            store.flush()
        desk.undo()
        store.flush()


def bring_in() -> None:
    """An import, after its backup."""
    with Workspace.open(UNIT) as workspace:
        workspace.subscribe(hear)
        workspace.transfer.import_files([Path(sys.argv[4])])
        workspace.safekeeping.wait()


def backup() -> None:
    """Backups, in the settings folder and elsewhere, an older one replaced."""
    with Store.open(UNIT) as store:
        store.subscribe(hear)
        Desk(store).type("备份前")
        store.flush()
        whole(store.backups.backup().path)
        for _ in range(2):
            whole(store.backups.backup_to(ROOT / "copy.perfdesk"))


def export() -> None:
    """A workbook and a JSON, over files of the same names."""
    with Workspace.open(UNIT) as workspace:
        workspace.subscribe(hear)
        plan = ExportPlan(ROOT / "out", ("xlsx", "json"))
        for text in ("一", "二"):
            form = workspace.form_ids()[0]
            workspace.editing.set_text(CellPath(form, "", "goal_actual"), text)
            for done in workspace.transfer.export(plan, [form]):
                whole(done.path)


def restore() -> None:
    """A backup in the place of the file."""
    with Store.open(UNIT) as store:
        store.subscribe(hear)
        desk = Desk(store)
        desk.type("恢复前")
        store.flush()
        made = store.backups.backup()
        desk.type("恢复后没有的")
    say(seq=desk.seq - 1)
    restore_file(made.path, UNIT)
    say(restored=desk.seq - 1)


def freeze() -> None:
    """定稿 of both forms."""
    with Store.open(UNIT) as store:
        store.subscribe(hear)
        desk = Desk(store)
        for number, form in enumerate(list(desk.document.forms), 1):
            store.versions.freeze(form, "报送稿", state(desk.document.form(form)))
            say(versions=number)


def migrate() -> None:
    """Opening a file of the first schema, then an edit."""
    with Store.open(UNIT) as store:
        say(schema=store.schema_version)
        store.subscribe(hear)
        desk = Desk(store)
        form = next(iter(desk.document.forms))
        desk.type("迁移之后", CellPath(form, "", "project_name"))


TASKS = {
    "edits": edits,
    "import": bring_in,
    "backup": backup,
    "export": export,
    "restore": restore,
    "freeze": freeze,
    "migrate": migrate,
}

if __name__ == "__main__":
    TASKS[sys.argv[1]]()
