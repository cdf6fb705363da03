"""Works on a data file while system calls fail, and reports as JSON: python struck.py FILE MARKER.

The faults begin when MARKER is made and end when the environment says so: the parent looks at
the file afterwards without them.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1] / "store"), str(HERE.parents[2])]

from store_forms import Desk, a_form, plain  # noqa: E402

from perfdesk.errors import PerfDeskError  # noqa: E402
from perfdesk.store import Failed, Saved, Store  # noqa: E402


def main(path: Path, marker: Path) -> None:
    report: dict[str, Any] = {"acknowledged": [], "messages": [], "other": []}
    store = Store.open(path)

    def hear(event: Saved | Failed) -> None:
        if isinstance(event, Saved):
            report["acknowledged"].append(event.seq)
        elif event.message not in report["messages"]:
            report["messages"].append(event.message)

    store.subscribe(hear)
    desk = Desk(store)
    marker.touch()
    # Enough work that the n-th call comes: each edit makes several of every kind.
    for number in range(max(12, int(os.environ["FAULT_AT"]))):
        desk.type(f"第{number}次" * 300)
        attempt(report, store.flush)
    desk.add(a_form("f2", rows=6))
    attempt(report, store.flush)
    attempt(report, lambda: store.drafts.keep(("f1", "", "goal_actual"), "没写完").result())
    attempt(report, store.backups.backup)
    attempt(report, lambda: store.backups.backup_to(path.with_name("stick.perfdesk")))
    # Before the marker goes, whose removal is a call of the kind as well.
    os.environ["FAULT_CALL"] = "none"
    marker.unlink(missing_ok=True)
    store.retry()
    attempt(report, store.flush)
    report["pending"] = store.pending
    report["document"] = plain(desk.document)
    attempt(report, store.close)
    sys.stdout.write(json.dumps(report))


def attempt(report: dict[str, Any], job: Any) -> None:
    """What the user would be told; anything else is a crash."""
    try:
        job()
    except PerfDeskError as error:
        report["other"].append(str(error))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
