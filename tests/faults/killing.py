"""Kill a child at a random moment and look at what is left."""

import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from store_forms import plain

from perfdesk.document import Document, apply
from perfdesk.store import Store, verify

TYPIST = Path(__file__).with_name("typist.py")
REOPEN_SECONDS = 2.0


def kill_once(path: Path, task: str, dice: random.Random) -> int:
    """Let a child work on the file, kill it, check the file; answers the last acknowledged number."""
    child = subprocess.Popen(
        [sys.executable, str(TYPIST), str(path), str(dice.randrange(10**9)), task],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    # The moment is random in the work, not in the start of Python.
    said = [child.stdout.readline() for _ in range(dice.randint(1, 25))]
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=dice.random() * 0.02)
    child.kill()
    rest, complaint = child.communicate()
    assert b"Traceback" not in complaint, complaint.decode()
    whole = (b"".join(said) + rest).rpartition(b"\n")[0]
    acknowledged = int(whole.split()[-1]) if whole else 0
    check_after_kill(path, acknowledged)
    return acknowledged


def check_after_kill(path: Path, acknowledged: int) -> None:
    """All that was acknowledged is there, the state is what the journal tells, the file is sound."""
    started = time.perf_counter()
    # As the window opens it: a large file is checked behind.
    with Store.open(path, check_behind=True) as store:
        loaded = store.load()
        for first in list(loaded.document.forms)[:1]:
            loaded.document.form(first)
        took = time.perf_counter() - started
        store.checked.result()
        shown = plain(loaded.document)
        assert store.left_over is not None
        model = Document()
        for entry in loaded.entries:
            apply(model, entry.change)
    assert took < REOPEN_SECONDS
    assert loaded.next_seq > acknowledged
    assert shown == plain(model)
    report = verify(path)
    assert report.ok, report.problems
    assert all(backup.ok for backup in report.backups)
