"""Memory of the program and of its reading process over hostile, broken and good files."""

import multiprocessing
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from perfdesk.catalog import Catalog
from perfdesk.errors import PerfDeskError
from perfdesk.io.read_forms import read_path
from perfdesk.io.readers.guard import guarded
from tests.io_read import hostile

MUTATED = 100
MOST_MB = 300.0
MEGABYTE = 1_000_000

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def megabytes(process: int | str, name: str) -> float:
    """A figure of /proc/…/status: VmRSS now, VmHWM at its highest."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024 / MEGABYTE
    raise LookupError(name)


def write_files(folder: Path, samples: Path) -> None:
    """Every hostile file, and published workbooks with bits flipped and parts cut or swapped."""
    for name, (write, _) in hostile.HOSTILE.items():
        write(folder / f"{name}.xlsx")
    books = sorted((samples / "workbooks").glob("*.xlsx"))
    chance = random.Random(7)
    for number in range(MUTATED):
        data = books[number % len(books)].read_bytes()
        change = hostile.mutated if number % 2 else hostile.mutated_inside
        (folder / f"{number}.xlsx").write_bytes(change(data, chance))


@pytest.mark.timeout(600)
def test_memory_over_hostile_files(
    samples: Path, tmp_path: Path, figure: Callable[..., Any]
) -> None:
    # In another process: making them takes more memory than reading them.
    writer = multiprocessing.get_context("spawn").Process(
        target=write_files, args=(tmp_path, samples)
    )
    writer.start()
    writer.join()
    hard = sorted(tmp_path.glob("*.xlsx"))
    assert len(hard) == len(hostile.HOSTILE) + MUTATED
    catalog = Catalog()
    guarded().close()
    read_path(samples / "workbooks" / "putuo-self-evaluation-official.xlsx", catalog)
    # A new process after a crash begins anew; each is held against its own start.
    starts = {guarded().process_id: megabytes(guarded().process_id or 0, "VmRSS")}
    grown = 0.0
    before = megabytes("self", "VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forgets the highest so far
    for path in hard:
        with suppress(PerfDeskError):
            read_path(path, catalog)
        process = guarded().process_id
        if process is not None:
            start = starts.setdefault(process, min(starts.values()))
            grown = max(grown, megabytes(process, "VmHWM") - start)
    for who, used in (("reading process", grown), ("program", megabytes("self", "VmHWM") - before)):
        made = figure(
            f"memory of the {who} above its start, {len(hostile.HOSTILE)} hostile and {MUTATED} broken files",
            measured=used,
            reference=MOST_MB,
            unit="MB",
            bound=1.0,
        )
        assert made.ratio <= made.bound
