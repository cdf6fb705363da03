"""The reading process: opens files that may be hostile, under limits, and sends back plain cells.

It knows no form and holds no data of the user's. Whatever breaks here breaks this process only;
the program sees that it is gone (see `guard`).
"""

import gc
import json
import os
import sys
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from perfdesk.errors import PerfDeskError, ReadingCrashedError
from perfdesk.io.readers.by_kind import read_snapshot
from perfdesk.io.readers.snapshot import Sheet, Snapshot, speaks_of_forms, to_data
from perfdesk.io.readers.sniff import sniff

MEMORY: Final = 260 * 1024 * 1024
"""Bytes that reading may take above what the process holds at its start."""
MAX_REPLY: Final = 64 * 1024 * 1024
_LARGE: Final = 5_000


def serve(connection: Connection) -> None:
    """Read the files whose paths come in, until the other end closes."""
    # A traceback of a broken file is no matter for the user's screen.
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    _preload()
    _limit_memory()
    while True:
        try:
            path = Path(os.fsdecode(connection.recv_bytes()))
        except (EOFError, OSError):
            return
        connection.send_bytes(_reply(path))


def _preload() -> None:
    """Import what nearly every file needs before the first comes and before memory is limited."""
    from perfdesk.io.readers import word, xlsx  # noqa: F401


def _reply(path: Path) -> bytes:
    try:
        kind = sniff(path)
        # Form JSON holds no cells; its text is small and the program reads it itself.
        snapshot = Snapshot(kind, ()) if kind == "json" else _slim(read_snapshot(path, kind))
        data = json.dumps({"snapshot": to_data(snapshot)}, separators=(",", ":")).encode()
    except PerfDeskError as error:
        return _failure(error)
    except MemoryError:
        gc.collect()
        return _failure(ReadingCrashedError(path))
    return data if len(data) <= MAX_REPLY else _failure(ReadingCrashedError(path))


def _failure(error: PerfDeskError) -> bytes:
    return json.dumps({"error": type(error).__name__, "message": str(error)}).encode()


def _slim(snapshot: Snapshot) -> Snapshot:
    """Large sheets of other data are not sent: no word of a form stands in them."""
    sheets = tuple(
        sheet
        if len(sheet.cells) <= _LARGE or speaks_of_forms(sheet)
        else Sheet(sheet.name, (), sheet.hidden)
        for sheet in snapshot.sheets
    )
    return replace(snapshot, sheets=sheets, problems=snapshot.problems[:_LARGE])


def _limit_memory() -> None:
    """Bound the address space where the system can; Windows and macOS have the time limit only."""
    if sys.platform != "linux":
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
