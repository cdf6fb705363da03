"""What a finding's message is made of: the numbers, texts and names it found, and the sum it shows."""

from pathlib import Path

import pytest
from rule_tables import portfolio

from perfdesk.findings import Finding
from perfdesk.rules import check_all


def table() -> list[tuple[str, str, str]]:
    """(kind, edits, what is told) of every line: one for each wording of each rule."""
    lines = (Path(__file__).parent / "findings_told.txt").read_text("utf-8").splitlines()
    found = [line.partition(" → ") for line in lines if not line.startswith("#")]
    return [(*left.partition(" ")[::2], right) for left, _, right in found]


def told(finding: Finding) -> str:
    """As a line of the table has it; the order of the arguments does not count."""
    parts = sorted(f"{name}={text}" for name, text in finding.arguments)
    if finding.arithmetic:
        parts.append(f"算式={finding.arithmetic}")
    place = f"{finding.form or '*'}.{finding.row or '-'}.{finding.field or '-'}"
    return f"{finding.rule} {place}: {' | '.join(parts)}".replace("\n", "\\n")


def in_order(line: str) -> str:
    head, _, parts = line.partition(":")
    listed = parts.strip().split(" | ") if parts else []
    sums = [part for part in listed if part.startswith("算式=")]
    return f"{head}: {' | '.join([*sorted(p for p in listed if p not in sums), *sums])}"


@pytest.mark.parametrize(("kind", "edits", "wanted"), table())
def test_a_finding_tells_exactly_this(kind: str, edits: str, wanted: str) -> None:
    assert in_order(wanted) in {told(finding) for finding in check_all(portfolio(kind, edits))}


def test_every_rule_but_those_off_by_default_is_in_the_table() -> None:
    from test_catalogue import BY_SETTINGS, WANTED

    assert {right[:3] for _, _, right in table()} == WANTED - BY_SETTINGS
