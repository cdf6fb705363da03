"""Monitoring and whole-unit forms of regions without a template: read as what they are, figures in their fields."""

from pathlib import Path
from typing import Any

import pytest

from perfdesk.catalog import Catalog
from perfdesk.compute import compute
from perfdesk.document import FormView
from perfdesk.document.form_json import to_json
from perfdesk.io.match import match
from perfdesk.io.readers.guard import guarded
from perfdesk.values import without_space
from tests.year.forms_of_a_year import ALL, RegionForm

CATALOG = Catalog()
WANTED = 0.9
"""Share of the cells with figures that must stand in their fields."""


def read(form: RegionForm, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """The JSON of the only form found, and the texts that are left over."""
    (found,) = match(guarded().read(form.write(folder)), CATALOG)
    template = CATALOG.get(found.form.template_id)
    view = FormView(
        found.form, template, template.profile, compute(found.form, template, template.profile)
    )
    return to_json(view), [left.text for left in found.form.leftovers]


def value(told: dict[str, Any], path: str) -> str | None:
    """What the JSON holds at a path of the gold; funds are asked for by the name of their row."""
    head, *rest = path.split(".")
    found: Any = told.get(head)
    if head == "funds":
        row = next((row for row in found or () if row["row"] == rest[0]), {})
        return row.get(rest[1])
    for part in rest:
        if isinstance(found, list):
            found = found[int(part)] if int(part) < len(found) else {}
        else:
            found = found.get(part) if found else None
    return found


def stands(told: dict[str, Any], path: str, text: str) -> bool:
    """Whether a figure is where it belongs; of a divided target it may be in the joined one."""
    found = value(told, path)
    if found is None and path.endswith(".target_value"):
        joined = value(told, path.removesuffix("_value"))
        return joined is not None and text in joined
    return found is not None and without_space(found) == without_space(text)


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.name)
def test_a_form_of_another_region_is_read_as_what_it_is(form: RegionForm, tmp_path: Path) -> None:
    told, left = read(form, tmp_path)
    assert told["kind"] == form.kind
    lost = {path: text for path, text in form.figures.items() if not stands(told, path, text)}
    assert len(form.figures) - len(lost) >= WANTED * len(form.figures), lost
    assert all(any(text in other for other in left) for text in lost.values())


@pytest.mark.parametrize(
    ("name", "months"),
    [("宁夏监控", "1-7"), ("江苏跟踪", "1—6"), ("广东监控", "1-8"), ("河南监控", "1-9")],
)
def test_the_months_are_read_from_whichever_label_tells_them(
    name: str, months: str, tmp_path: Path
) -> None:
    form = next(form for form in ALL if form.name == name)
    told, _ = read(form, tmp_path)
    assert told["month"] == months
    assert told["year"] in (2022, 2023, 2024)
