"""Every rule fires on its fault and is silent beside it: small tables of edits to clean forms."""

from pathlib import Path

import pytest
from rule_tables import portfolio, told

from perfdesk.rules import check_all

TABLES = sorted(Path(__file__).parent.glob("examples_*.txt"))


def examples() -> list[tuple[str, str, str]]:
    """(kind, edits, expectation) of every line."""
    found = []
    for path in TABLES:
        for line in path.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                left, _, right = line.rpartition("→")
                kind, _, edits = left.strip().partition(" ")
                found.append((kind, edits, right.strip()))
    return found


EXAMPLES = examples()


def fired_rules() -> set[str]:
    return {right.split()[0] for _, _, right in EXAMPLES if not right.startswith("no ")}


def silent_rules() -> set[str]:
    return {right.split()[1] for _, _, right in EXAMPLES if right.startswith("no ")}


@pytest.mark.parametrize("kind", ["自", "申", "自2", "申2"])
def test_the_clean_forms_have_no_findings(kind: str) -> None:
    views = portfolio(kind, "")
    assert told(check_all(views), views) == []


@pytest.mark.parametrize(("kind", "edits", "expected"), EXAMPLES)
def test_example(kind: str, edits: str, expected: str) -> None:
    views = portfolio(kind, edits)
    found = told(check_all(views), views)
    if expected.startswith("no "):
        assert [line for line in found if line.startswith(expected[3:])] == []
    else:
        assert expected in found
