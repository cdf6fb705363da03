"""The figures that the library of cases has to keep (`case_score`)."""

import pytest
from case_score import batches, cases, score

FOUND, PLACED = 0.9, 0.95
"""Shares of the findings due that are made at their level, and of these at the right cell."""
SOUND_FOR_ONE_FALSE = 40


@pytest.mark.parametrize("batch", batches())
def test_a_batch_of_cases_is_judged_as_a_reviewer_would(batch: str) -> None:
    found = score(batch)
    assert found.found >= FOUND * found.faults, found.said
    assert found.placed >= PLACED * found.found, found.said
    assert found.false <= max(found.sound // SOUND_FOR_ONE_FALSE, 1), found.said


def test_the_library_is_large_and_of_all_chapters() -> None:
    faults = [case for batch in batches() for case in cases("faults", batch)]
    sound = [case for batch in batches() for case in cases("sound", batch)]
    assert len(faults) >= 60
    assert len(sound) >= 40
    assert len({str(case) for case in faults}) == len(faults)
    rules = {wanted[:3] for case in faults for wanted in case.wanted}
    assert {rule[0] for rule in rules} >= set("SFWTIG")
    assert len(rules) > 80
