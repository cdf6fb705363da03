"""A file with 10,000 forms of 15 indicators paints its first form nearly as soon as a file with one."""

import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from perfdesk.changes import AddForm, Batch
from perfdesk.document import state
from perfdesk.store import Store
from tests.benchmarks.test_startup import ROOT, STARTS, seconds_to_paint
from tests.store.store_forms import Desk, a_form

FORMS, INDICATORS = 10_000, 15
BOUND = 1.5


def unit(path: Path, forms: int) -> Path:
    """A data file with so many forms, brought in as one import."""
    with Store.create(path) as store:
        states = [state(a_form(f"f{number}", INDICATORS)) for number in range(forms)]
        Desk(store).edit(Batch(tuple(map(AddForm, states))))
        store.flush()
    return path


@pytest.mark.timeout(900)
def test_start_with_many_forms(
    tmp_path: Path, settings_home: Path, figure: Callable[..., Any]
) -> None:
    programs = [
        (str(ROOT / "main.py"), str(unit(tmp_path / f"{forms}.perfdesk", forms)))
        for forms in (1, FORMS)
    ]
    times: list[list[float]] = [[], []]
    for _ in range(STARTS + 1):
        for program, taken in zip(programs, times, strict=True):
            taken.append(seconds_to_paint(settings_home, *program))
    # The first start of each writes the bytecode and warms the disk's cache.
    one, many = (statistics.median(taken[1:]) for taken in times)
    measured = figure(
        f"start to first painted form, {FORMS:,} forms × {INDICATORS} indicators, against one form",
        measured=many,
        reference=one,
        unit="s",
        bound=BOUND,
    )
    assert measured.ratio <= BOUND
