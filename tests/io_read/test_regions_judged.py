"""What the check says of published forms of other regions: their true faults, and next to nothing else."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from perfdesk.findings import Finding, Severity
from perfdesk.io.read_forms import read_path
from perfdesk.rules import check_all
from perfdesk.session.core import Core
from tests.io_read.scoring import SAMPLES, golds, settled
from tests.io_read.tables import CATALOG

REGIONS = list(golds(SAMPLES / "regions"))
FALSE_A_FORM = 0.3
TRUE = {
    # Instructions and blanks that the forms were published with.
    ("01", "S06"), ("01", "S01"), ("01", "T19"), ("03", "S01"), ("03", "S06"), ("03", "I14"),
    ("03", "G06"), ("13", "G01"), ("17", "G01"), ("15", "T17"),
    # Actuals that are the targets with their signs; indicators that come to 100 beside the 10 of execution.
    ("21", "T21"), ("21", "W03"),
    # Totals of 0 above 90 万元; parts of 89.99 in a whole of 89.97.
    ("25", "F01"), ("25", "G07"),
}  # fmt: skip
"""(number of the file, rule) of each finding that a reading of the form bears out."""


@cache
def judged() -> tuple[tuple[str, Finding], ...]:
    """(number of the file, finding) of every error and warning on the published forms."""
    return tuple(_judged())


def _judged() -> Iterator[tuple[str, Finding]]:
    core = Core(CATALOG)
    for path in REGIONS:
        for found in read_path(path, CATALOG).forms:
            for finding in check_all([settled(found, core).view]):
                if finding.severity is not Severity.HINT:
                    yield path.name[:2], finding


def forms() -> int:
    return sum(len(read_path(path, CATALOG).forms) for path in REGIONS)


def test_hardly_a_form_of_another_region_is_blamed_for_nothing() -> None:
    false = [(file, f.rule, f.message) for file, f in judged() if (file, f.rule) not in TRUE]
    assert len(false) <= FALSE_A_FORM * forms(), false


def test_what_is_true_of_them_is_said() -> None:
    assert {(file, f.rule) for file, f in judged()} >= TRUE


@pytest.mark.parametrize("path", REGIONS, ids=lambda path: path.stem)
def test_a_blank_is_never_called_an_error_of_content(path: Path) -> None:
    """未填 apart from 错误: what is blank carries the mark, whatever the region."""
    for file, finding in judged():
        if file == path.name[:2] and finding.rule in ("S01", "I14", "T19", "W07"):
            assert finding.blank, finding.message
