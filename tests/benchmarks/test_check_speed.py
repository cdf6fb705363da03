"""How long the self-check takes: after an edit, over a unit, and over fifty units.

The reference is a loop of decimal sums and dictionary look-ups in plain Python, run between the
measurements; on the machine where the bounds were set one lap took about 10 ms when it was idle,
so that a bound of 100 stands for a second and one of 1.6 for 16 ms.
"""

import copy
import itertools
import json
import random
import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.catalog import Catalog
from perfdesk.cellpath import CellPath
from perfdesk.changes import AddForm
from perfdesk.document import form_json, state
from perfdesk.rules import Checker
from perfdesk.session.core import Core
from perfdesk.session.edit.forms_edit import Editing

FORMS = Path(__file__).parent.parent / "samples" / "forms"
UNIT = 200
EDITS = 100
EDIT_BOUND = 1.6
UNIT_BOUND = 100.0
FIFTY_BOUND = 60.0


def lap() -> float:
    """Seconds of one lap of the reference loop."""
    start = time.perf_counter()
    total, seen = Decimal(0), {}
    for number in range(26_000):
        total += Decimal("0.01") * number
        seen[str(number % 97)] = total
    assert len(seen) == 97
    return time.perf_counter() - start


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def a_unit(core: Core, forms: int, salt: int = 0) -> Core:
    """Forms made from the published ones, each a project of its own; the first has 60 indicators."""
    samples = json.loads((FORMS / "minhang-self-evaluation-2024.json").read_text("utf-8"))
    template = core.catalog.get("shanghai-self-evaluation-2024")
    for number in range(forms):
        data = copy.deepcopy(samples[number % len(samples)])
        data["project_name"] += f"{salt}-{number}号"
        data["goal_expected"] += f"第{salt * 1000 + number}批任务。"
        if number == 0:
            data["indicators"] = (data["indicators"] * 6)[:60]
        core.edit(AddForm(state(form_json.from_json(data, template, f"f{number}"))), "导入")
    return core


def test_an_edit_in_a_large_form_of_a_large_unit(figure) -> None:  # type: ignore[no-untyped-def]
    core = a_unit(Core(Catalog()), UNIT)
    checker = Checker()
    checker.load(core.views())
    editing = Editing(core)
    random.seed(1)
    measured, reference = [], []
    for number in range(EDITS):
        path = CellPath(
            "f0", f"r{number % 60 + 1}", ("actual", "score", "target", "deviation")[number % 4]
        )

        def edit(path: CellPath = path) -> None:
            editing.set_text(path, str(random.randint(1, 99)))
            checker.update(core.view("f0"))
            checker.findings("f0")

        measured.append(timed(edit))
        reference.append(lap())
    found = figure(
        f"edit to findings, 60 indicators, unit of {UNIT}, 95th percentile",
        measured=statistics.quantiles(measured, n=20)[-1] * 1000,
        reference=statistics.median(reference) * 1000,
        unit="ms",
        bound=EDIT_BOUND,
    )
    figure(
        f"edit to findings, 60 indicators, unit of {UNIT}, median",
        measured=statistics.median(measured) * 1000,
        reference=statistics.median(reference) * 1000,
        unit="ms",
        bound=EDIT_BOUND,
    )
    assert found.ratio <= EDIT_BOUND


LONG = 32_000
TEXTS = {
    "running text": "全年组织培训12次，覆盖1,500人，支出18.5万元，满意度达到95%；其中第1季度3次、第2季度3次。",
    "digits": "1",
    "amounts": "支出1,234.56万元，",
    "numerals": "二十三百",
    "parts": "共3人（其中1人、1人）",
    "blanks": " a",
}
"""What fills every cell to its last character; each cell begins with a number of its own."""


@pytest.mark.parametrize("name", TEXTS)
def test_a_form_whose_every_cell_is_full(figure, name: str) -> None:  # type: ignore[no-untyped-def]
    samples = json.loads((FORMS / "minhang-self-evaluation-2024.json").read_text("utf-8"))
    catalog = Catalog()
    template = catalog.get("shanghai-self-evaluation-2024")
    data = copy.deepcopy(samples[0])
    own = (TEXTS[name] * LONG)[:LONG]
    number = itertools.count()
    for key in ("goal_expected", "goal_actual", "project_name"):
        data[key] = f"{next(number)}、{own}"[:LONG]
    for row in data["indicators"]:
        for key in ("level3", "target", "actual", "deviation"):
            row[key] = f"{next(number)}、{own}"[:LONG]
    core = Core(catalog)
    core.edit(AddForm(state(form_json.from_json(data, template, "f0"))), "导入")
    views = core.views()
    Checker().load(views[:0])
    reference = [lap() for _ in range(3)]
    spent = time.thread_time()
    Checker().load(views)
    spent = time.thread_time() - spent
    reference += [lap() for _ in range(3)]
    found = figure(
        f"check of a form of {len(data['indicators'])} rows, {LONG} characters of {name} in every cell",
        measured=spent * 1000,
        reference=statistics.median(reference) * 1000,
        unit="ms",
        bound=UNIT_BOUND,
    )
    assert found.ratio <= UNIT_BOUND


def test_a_whole_unit_and_fifty_of_them(figure) -> None:  # type: ignore[no-untyped-def]
    core = a_unit(Core(Catalog()), UNIT)
    Checker().load(core.views())
    ones, laps = [], []
    for _ in range(5):
        views = [core.make_view(form) for form in core.document]
        ones.append(timed(lambda views=views: Checker().load(views)))
        laps += [lap() for _ in range(5)]
    one = figure(
        f"全审 of {UNIT} forms, median",
        measured=statistics.median(ones) * 1000,
        reference=statistics.median(laps) * 1000,
        unit="ms",
        bound=UNIT_BOUND,
    )
    fifty = 0.0
    again = []
    for salt in range(50):
        views = a_unit(Core(Catalog()), UNIT, salt).views()
        fifty += timed(lambda views=views: Checker().load(views))
        if salt % 10 == 0:
            views = [core.make_view(form) for form in core.document]
            again.append(timed(lambda views=views: Checker().load(views)))
    many = figure(
        f"全审 of fifty units of {UNIT} forms, against one",
        measured=fifty,
        reference=statistics.median(again),
        unit="s",
        bound=FIFTY_BOUND,
    )
    assert one.ratio <= UNIT_BOUND
    assert many.ratio <= FIFTY_BOUND
