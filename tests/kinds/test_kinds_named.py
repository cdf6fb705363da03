"""A kind of form is named in its own module: others ask the kind, so that a sixth is a file and no search."""

import ast
from pathlib import Path

from perfdesk.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = 3
"""Files beside kinds/ and rules/ that may name one: what a menu makes of a form, what a report is about."""
IDS = {kind.id for kind in KINDS}
CONSTANTS = {kind.id.upper() for kind in KINDS}
ALSO_WORDS = {"monitoring"}
"""An id that is the name of something else too: an outline of the report, a reason to skip."""


def sources() -> list[Path]:
    return [path for part in ("perfdesk", "ui") for path in sorted((ROOT / part).rglob("*.py"))]


def named_in(path: Path) -> set[str]:
    """The kinds that a file names, by constant or by id."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name) and node.id in CONSTANTS:
            found.add(node.id)
        elif isinstance(node, ast.Constant) and node.value in IDS - ALSO_WORDS:
            found.add(str(node.value))
    return found


def test_kinds_are_named_in_three_files_outside() -> None:
    outside = {
        path.relative_to(ROOT).as_posix(): sorted(named_in(path))
        for path in sources()
        if not path.is_relative_to(ROOT / "perfdesk" / "kinds")
        and not path.is_relative_to(ROOT / "perfdesk" / "rules")
        and named_in(path)
    }
    assert len(outside) <= OUTSIDE, outside


def test_the_full_name_of_a_kind_is_written_once() -> None:
    names = {kind.full_name for kind in KINDS} | {kind.summary_title for kind in KINDS}
    places = [
        (path.relative_to(ROOT).as_posix(), node.value)
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in names
    ]
    assert len(places) == len(names), places
