"""The power fails at any moment of a session: nothing that was called done is lost.

A session is traced call by call; the disk is rebuilt as it would be at each cut, under three models
of what a disk keeps that was not synced, opened, and compared with what had been called done.
"""

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from power_replay import CALLS, Disk, Model, calls, play
from store_forms import Desk, a_form, two_forms

from perfdesk.catalog import Catalog
from perfdesk.document import state
from perfdesk.session.form_templates import propose, write_pack
from perfdesk.session.workspace import Workspace
from perfdesk.store import Store, verify
from perfdesk.store.repository import journal

HERE = Path(__file__).parent
SESSION = HERE / "power_session.py"
SCHEMA_1 = HERE.parent / "store" / "fixtures" / "schema-1-unit.perfdesk"
WORKBOOK = HERE.parent / "samples" / "workbooks" / "fengtai-self-evaluation-2024-official.xlsx"
FORM = HERE.parent / "fill" / "files" / "21-sichuan-zhongjiang-2022.xlsx"
TASKS = ("edits", "import", "backup", "export", "restore", "freeze", "migrate")
TASKS += ("merge", "pack", "fill", "take_in", "carry", "report")

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace, which tells the system calls, is not installed"
)


def traced(task: str, folder: Path) -> tuple[Path, Path, Path]:
    """The folder as it was before the session, what was said, and the trace."""
    root, before, said, log = (folder / name for name in ("root", "before", "said", "log"))
    root.mkdir()
    (root / "home").mkdir()
    if task == "migrate":
        shutil.copy(SCHEMA_1, root / "unit.perfdesk")
    else:
        two_forms(root)
    prepare(task, root)
    shutil.copytree(root, before)
    command = ["strace", "-f", "-qq", "-xx", "-s", "10000000", "-o", str(log), "-y"]
    command += ["-e", f"trace={CALLS}", sys.executable, str(SESSION), task]
    command += [str(root), str(said), str(WORKBOOK)]
    done = subprocess.run(
        command, env=_environment(root), capture_output=True, text=True, check=False
    )
    if "ptrace" in done.stderr and "not permitted" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    assert said.exists()
    return before, said, log


def prepare(task: str, root: Path) -> None:
    """What others gave: a copy that was worked on, an empty workbook, a template."""
    unit = root / "unit.perfdesk"
    if task == "merge":
        copy = Path(shutil.copy(unit, root / "copy.perfdesk"))
        with Store.open(copy) as store:
            desk = Desk(store)
            desk.type("同事改的")
            desk.add(a_form("f9"))
    elif task == "fill":
        with Workspace.open(unit, read_only=True) as workspace:
            template = workspace.forms()[0].template_id
            workspace.transfer.write_blank(template, root / "theirs.xlsx")
    elif task == "take_in":
        write_pack(root / "own.toml", propose(FORM, "own", Catalog()).text)


def _environment(root: Path) -> dict[str, str]:
    return {**os.environ, "PERFDESK_HOME": str(root / "home"), "PYTHONDONTWRITEBYTECODE": "1"}


def told(disk: Disk) -> dict[str, Any]:
    """What had been called done by now."""
    promised: dict[str, Any] = {"seq": 0, "versions": 0, "schema": 1, "files": {}}
    for line in disk.said.decode().splitlines():
        found = json.loads(line)
        if "file" in found:
            promised["files"][found["file"]] = found["digest"]
        elif "restored" in found:
            promised["restored"] = promised["seq"] = found["restored"]
        else:
            promised.update(found)
    return promised


def require_kept(
    folder: Path, promised: dict[str, Any], final: dict[int, str], written: dict[str, set[str]]
) -> None:
    """The data file opens, is sound, and holds all that was called done; so do the files beside."""
    path = folder / "unit.perfdesk"
    with Store.open(path) as store:
        loaded = store.load()
        forms = [state(form) for form in loaded.document]
        assert forms
        last = loaded.next_seq - 1
        if "restored" not in promised:
            assert last >= promised["seq"], f"step {promised['seq']} is lost"
        checks = store._jobs.read(lambda c: dict(c.execute("SELECT seq, row_check FROM journal")))
        assert all(final[seq] == str(check) for seq, check in checks.items() if seq in final)
        assert store._jobs.read(journal.last_seq) == last
        if promised["versions"]:
            found = sum(len(store.versions.of(form)) for form in loaded.document.forms)
            assert found >= promised["versions"]
        if promised.get("merged"):
            assert {form["id"] for form in forms} >= {"f1", "f2"}
            assert any(form["header"]["project_name"] == "同事改的" for form in forms)
        for kept in ("notes", "templates", "codes", "library", "reviews"):
            assert len(getattr(store, kept).all()) >= promised.get(kept, 0), kept
        store.backups.skip()
    assert verify(path).ok
    for name in promised["files"]:
        # A later one may be in its place already; then it is whole.
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() in written[name], name


def replayed(
    task: str, folder: Path, most: int, dice: random.Random, monkeypatch: pytest.MonkeyPatch
) -> Counter[str]:
    """Cut a session at `most` of its calls, drawn by lot, or at all; how many cuts under each model."""
    before, said, log = traced(task, folder)
    root = folder / "root"
    with Store.open(root / "unit.perfdesk", read_only=True) as store:
        checks = store._jobs.read(lambda c: list(c.execute("SELECT seq, row_check FROM journal")))
    final = {seq: str(check) for seq, check in checks}
    written: dict[str, set[str]] = {}
    for line in said.read_text().splitlines():
        found = json.loads(line)
        if "file" in found:
            written.setdefault(found["file"], set()).add(found["digest"])
    trace = calls(log)
    points = len(trace)
    disk = _disk(before, root)
    changing = [number for number, call in enumerate(trace) if play(disk, said, call)]
    assert len(changing) > 20, points
    chosen = set(changing if len(changing) <= most else dice.sample(changing, most))
    disk = _disk(before, root)
    done: Counter[str] = Counter()
    for number, call in enumerate(trace):
        play(disk, said, call)
        if number not in chosen:
            continue
        for model in Model:
            target = folder / "cut"
            disk.rebuild(target, model, dice)
            monkeypatch.setenv("PERFDESK_HOME", str(target / "home"))
            require_kept(target, told(disk), final, written)
            shutil.rmtree(target)
            done[model.name] += 1
    return done


def _disk(before: Path, root: Path) -> Disk:
    """The disk before the session, under the name that the session knew."""
    disk = Disk(before)
    disk.root = root
    return disk


@pytest.mark.parametrize("task", TASKS)
def test_a_power_cut_loses_nothing_that_was_called_done(
    task: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert replayed(task, tmp_path, 6, random.Random(task), monkeypatch)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("task", TASKS)
def test_no_power_cut_loses_anything(
    task: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = replayed(task, tmp_path, 1_000_000, random.Random(time.time_ns()), monkeypatch)
    sys.stdout.write(f"{task}: {dict(done)} cuts, 0 lost\n")
