"""Which kept cells follow again when an input changes: those that are made of it, and no others."""

import pytest

from perfdesk.catalog import Catalog
from perfdesk.changes import Mode
from perfdesk.compute import kept_dependents
from perfdesk.compute.cells import computed_keys
from perfdesk.document import Form, Row
from perfdesk.template.model import Template

CATALOG = Catalog()


def all_kept(template: Template) -> Form:
    """A form whose computed cells all stand as printed."""
    form = Form("x", template.id, template.kind.id)
    form.funds = [Row(fund.id) for fund in template.fund_rows]
    form.indicators = [Row("r1"), Row("r2")]
    for block in template.blocks:
        form.blocks[block.name] = [Row(f"{block.prefix}1"), Row(f"{block.prefix}2")]
    for row, field in computed_keys(form, template):
        form.put(row, field.name, "1", Mode.KEPT)
    return form


@pytest.mark.parametrize(
    ("template", "row", "name", "follow"),
    [
        ("shanghai-self-evaluation-2024", "F1", "executed", {("F0", "executed"), ("F1", "rate"),
         ("F0", "rate"), ("F0", "score"), ("", "total_score"), ("", "grade")}),
        ("shanghai-self-evaluation-2024", "F1", "initial", {("F0", "initial"), ("F1", "rate"),
         ("F0", "rate"), ("F0", "score"), ("", "total_score"), ("", "grade")}),
        ("shanghai-self-evaluation-2024", "F0", "weight", {("F0", "score"), ("", "total_weight"),
         ("", "total_score"), ("", "grade")}),
        ("shanghai-self-evaluation-2024", "r1", "score", {("", "total_score"), ("", "grade")}),
        ("shanghai-self-evaluation-2024", "r1", "weight", {("", "total_weight")}),
        ("shanghai-self-evaluation-2024", "r1", "actual", set()),
        ("shanghai-self-evaluation-2024", "", "project_name", set()),
        # A sum over a block is made of its own column only, and of that of no other block.
        ("national-unit-declaration-2015", "t1", "fiscal",
         {("t1", "total"), ("F0", "fiscal"), ("F0", "total")}),
        ("national-unit-declaration-2015", "t1", "content", set()),
        ("national-unit-declaration-2015", "r1", "target", set()),
        ("national-unit-declaration-2015", "r1", "total", set()),
    ],
)  # fmt: skip
def test_what_follows(template: str, row: str, name: str, follow: set[tuple[str, str]]) -> None:
    known = CATALOG.get(template)
    assert set(kept_dependents(all_kept(known), known, row, name)) == follow


def test_a_cell_that_is_automatic_is_not_named_but_hands_on() -> None:
    known = CATALOG.get("shanghai-self-evaluation-2024")
    form = all_kept(known)
    form.put("F0", "executed", None, Mode.AUTOMATIC)
    found = set(kept_dependents(form, known, "F1", "executed"))
    assert ("F0", "executed") not in found
    assert {("F0", "rate"), ("F0", "score")} <= found
