"""Restores or migrates over and over, to be killed: python mover.py TASK FILE [BACKUP…]."""

import sys
from itertools import count, cycle
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1] / "store"), str(HERE.parents[2])]

from perfdesk.store import Store, restore_file  # noqa: E402


def say(what: str) -> None:
    """Tell the parent how far it has come."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def restore(path: Path, backups: list[Path]) -> None:
    """Put one backup after the other in the file's place."""
    for number, backup in zip(count(1), cycle(backups)):
        restore_file(backup, path)
        for kept in path.parent.glob("*恢复前*"):
            kept.unlink()
        say(str(number))


def migrate_often(path: Path, backups: list[Path]) -> None:
    """Open a file of the first schema; then the old file again."""
    old = path.read_bytes()
    for number in count(1):
        say(str(number))
        Store.open(path).abandon()
        part = path.with_name("part")
        part.write_bytes(old)
        part.replace(path)


if __name__ == "__main__":
    task = {"restore": restore, "migrate": migrate_often}[sys.argv[1]]
    task(Path(sys.argv[2]), [Path(backup) for backup in sys.argv[3:]])
