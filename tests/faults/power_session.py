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
from perfdesk.exchange.three_way import Whose  # noqa: E402
from perfdesk.session.exchange.packages import PackPlan  # noqa: E402
from perfdesk.session.send_out.fill import FillChoice  # noqa: E402
from perfdesk.session.send_out.transfer import ExportPlan  # noqa: E402
from perfdesk.session.workspace import Workspace  # noqa: E402
from perfdesk.store import LibraryEntry, Saved, Store, restore_file  # noqa: E402
from perfdesk.store.records import ReviewRemark, UnitCode  # noqa: E402

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
    """定稿 of both forms, and the next draft of one."""
    with Workspace.open(UNIT) as workspace:
        workspace.subscribe(hear)
        forms = workspace.form_ids()
        for number, form in enumerate(forms, 1):
            workspace.safekeeping.freeze_step(form, "报送稿")
            workspace.safekeeping.wait()
            say(versions=number)
        workspace.safekeeping.unlock(forms[0])
        workspace.editing.set_text(CellPath(forms[0], "", "goal_actual"), "第二稿")
        workspace.safekeeping.wait()


def migrate() -> None:
    """Opening a file of the first schema, then an edit."""
    with Store.open(UNIT) as store:
        say(schema=store.schema_version)
        store.subscribe(hear)
        desk = Desk(store)
        form = next(iter(desk.document.forms))
        desk.type("迁移之后", CellPath(form, "", "project_name"))


def merge() -> None:
    """A colleague's copy merged in, after a backup."""
    with Workspace.open(UNIT) as workspace:
        workspace.subscribe(hear)
        copies = workspace.sharing.copies
        others = copies.read([ROOT / "copy.perfdesk"])
        workspace.transfer.back_up()
        plan = copies.plan(others, prefer=Whose.THEIRS)
        assert copies.merge(others, plan).changed
        workspace.safekeeping.wait()
        say(merged=True)


def pack() -> None:
    """A 上报包, and one over it."""
    with Workspace.open(UNIT) as workspace:
        workspace.subscribe(hear)
        for text in ("一", "二"):
            form = workspace.form_ids()[0]
            workspace.editing.set_text(CellPath(form, "", "goal_actual"), text)
            target = ROOT / "handed in" / "year.zip"
            assert workspace.sharing.packages.pack(PackPlan(2024), target)
            whole(target)


def fill() -> None:
    """A form into a workbook of others, and once more over the copy."""
    with Workspace.open(UNIT) as workspace:
        workspace.subscribe(hear)
        form = workspace.form_ids()[0]
        target = ROOT / "filled" / "out.xlsx"
        for text in ("一", "二"):
            workspace.editing.set_text(CellPath(form, "", "goal_actual"), text)
            choice = FillChoice([form], named=True)
            assert workspace.transfer.fill.write(ROOT / "theirs.xlsx", target, choice).filled
            whole(target)


def take_in() -> None:
    """A template taken in and handed on; notes, remarks, codes and indicators of the unit."""
    content = (ROOT / "own.toml").read_bytes()
    with Workspace.open(UNIT) as workspace:
        templates = workspace.transfer.templates
        kept = templates.take_in(content, "own.toml")
        say(templates=1)
        templates.hand_on(kept, ROOT / "packs" / "own.toml")
        whole(ROOT / "packs" / "own.toml")
    with Store.open(UNIT) as store:
        form = next(iter(store.load().document.forms))
        store.notes.add(CellPath(form, "", "project_name"), "问过财政")
        say(notes=1)
        store.reviews.add(ReviewRemark(form, "", "project_name", "请核对"))
        say(reviews=1)
        store.codes.put([UnitCode("project", "绿化养护", "001")])
        say(codes=1)
        store.library.add([LibraryEntry("产出指标", "数量指标", "养护面积")])
        say(library=1)


def carry() -> None:
    """Next year's declarations made of this year's forms."""
    with Workspace.open(UNIT) as workspace:
        workspace.subscribe(hear)
        made = workspace.year.carrying.carry("self_evaluation", "target_declaration", 2025)
        assert made.added
        workspace.safekeeping.wait()


def report() -> None:
    """Every kind of report and table, each over one of the same name."""
    with Workspace.open(UNIT) as workspace:
        workspace.subscribe(hear)
        form, folder = workspace.form_ids()[:1], ROOT / "reports"
        for text in ("一", "二"):
            workspace.editing.set_text(CellPath(form[0], "", "goal_actual"), text)
            for name in ("sum.xlsx", "sum.pdf"):
                whole(workspace.reports.write_summary(2024, folder / name))
            workspace.reports.write_narrative(2024, folder / "report.docx")
            whole(folder / "report.docx")
            checked = workspace.reports.write_check_report(folder / "check.xlsx", form)
            assert checked is not None
            whole(checked)
            for table in workspace.sharing.tables.write(folder, ("csv", "jsonl"), form):
                whole(table.path)
            for path in workspace.sharing.publication.write(folder / "public", form):
                whole(path)
            workspace.sharing.library.export_table(folder / "library.xlsx")
            whole(folder / "library.xlsx")


TASKS = {
    "merge": merge,
    "pack": pack,
    "fill": fill,
    "take_in": take_in,
    "carry": carry,
    "report": report,
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
