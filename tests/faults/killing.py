"""Kill a child at a random moment and look at what is left."""

import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from store_forms import plain

from perfdesk.document import Document, apply
from perfdesk.store import Store, verify

TYPIST = Path(__file__).with_name("typist.py")
REOPEN_SECONDS = 2.0


class Reopening(NamedTuple):
    """How long a killed file took to show its first form, in seconds."""

    wall: float
    cpu: float
    size: int


def tell_reopenings(found: list[Reopening], acknowledged: int) -> str:
    """The figures of a long run; the processor's share tells a slow program from a busy machine."""
    slowest = max(found)
    middle = sorted(found)[len(found) // 2]
    return (
        f"{len(found)} kills, {acknowledged} acknowledged edits, 0 lost; reopened in "
        f"{middle.wall:.3f} s (median), {slowest.wall:.3f} s (slowest, {slowest.cpu:.3f} s of it "
        f"at work, file of {slowest.size >> 10} KiB), largest file "
        f"{max(one.size for one in found) >> 10} KiB"
    )


def kill_once(
    path: Path,
    task: str,
    dice: random.Random,
    typist: Path = TYPIST,
    *more: str,
    most: int = 25,
) -> tuple[int, Reopening]:
    """Let a child work on the file, kill it after at most so many acknowledgements, check the file.

    Answers the last acknowledged number and how long reopening took.
    """
    child = subprocess.Popen(
        [sys.executable, str(typist), str(path), str(dice.randrange(10**9)), task, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    # The moment is random in the work, not in the start of Python.
    said = [child.stdout.readline() for _ in range(dice.randint(1, most))]
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=dice.random() * 0.02)
    child.kill()
    rest, complaint = child.communicate()
    assert b"Traceback" not in complaint, complaint.decode()
    whole = (b"".join(said) + rest).rpartition(b"\n")[0]
    acknowledged = int(whole.split()[-1]) if whole else 0
    # Between closing and opening again nobody has it open.
    open_then = task != "closing"
    return acknowledged, check_after_kill(path, acknowledged, open_then=open_then)


def check_after_kill(path: Path, acknowledged: int, *, open_then: bool = True) -> Reopening:
    """All that was acknowledged is there, the state is what the journal tells, the file is sound."""
    size = path.stat().st_size
    started, worked = time.perf_counter(), time.process_time()
    # As the window opens it: a large file is checked behind.
    with Store.open(path, check_behind=True) as store:
        loaded = store.load()
        for first in list(loaded.document.forms)[:1]:
            loaded.document.form(first)
        took = Reopening(time.perf_counter() - started, time.process_time() - worked, size)
        store.checked.result()
        shown = plain(loaded.document)
        assert store.left_over is not None or not open_then
        model = Document()
        for entry in loaded.entries:
            apply(model, entry.change)
    assert loaded.next_seq > acknowledged
    assert shown == plain(model)
    report = verify(path)
    assert report.ok, report.problems
    assert all(backup.ok for backup in report.backups)
    return took
