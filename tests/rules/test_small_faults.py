"""Small forms that the check once judged wrong: what it must say of each, and after its fixes."""

import json
from typing import Any

import pytest
from forms import SAMPLES, FormJson, view
from test_fixes import offered, take

from perfdesk.document.form_json import json_path
from perfdesk.findings import Finding
from perfdesk.rules import check_form

CELL = "indicators[1]."
# file → what must stand, and rules that may not speak on the form
EXPECTED = {
    "T01-99.95-cannot-be-cured": ("T01 error score, T10 error deviation", "T02"),
    "T01-strict-sign-cannot-be-cured": ("T01 error score, T10 error deviation", "T02"),
    "T01-whole-points-cannot-be-cured": ("T01 error score, T10 error deviation", "T02"),
    "T01-decrease-scored-as-growth": ("T22 error actual", "T01 T02 T10"),
    "T01-share-as-fraction-proposes-zero": ("T23 warning actual", "T01 T02 T10"),
    "T03-hours-and-minutes": ("T01 error score, T10 error deviation", "T03"),
    "T03-km-and-m-called-different": ("T01 error score, T10 error deviation", "T03"),
    "frequency-silent": ("T01 error score, T10 error deviation", ""),
}


def small(name: str) -> FormJson:
    data: FormJson = json.loads((SAMPLES / "faults" / f"{name}.json").read_text("utf-8"))
    return data


def seen(data: FormJson) -> Any:
    return view(data, data.get("template", "beijing-self-evaluation"))


def told(data: FormJson, findings: list[Finding]) -> set[str]:
    form = seen(data)
    return {
        f"{f.rule} {f.severity.value} {json_path(form.form, form.template, f.row, f.field)}"
        for f in findings
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_the_row_is_judged(name: str) -> None:
    wanted, silent = EXPECTED[name]
    found = told(small(name), check_form(seen(small(name))))
    for line in wanted.split(", "):
        rule, grade, field = line.split()
        assert f"{rule} {grade} {CELL}{field}" in found
    assert [line for line in found if line.split()[0] in silent.split()] == []


@pytest.mark.parametrize("name", [name for name in EXPECTED if "cannot-be-cured" in name])
def test_full_points_of_an_unmet_row_are_cured(name: str) -> None:
    form = seen(small(name))
    (wrong,) = (f for f in check_form(form) if f.rule == "T01")
    assert "取" in (wrong.arithmetic or "")
    (fix,) = offered(wrong)
    (mended,) = take([form], fix)
    assert "T01" not in {f.rule for f in check_form(mended)}
    (row,) = (row for row in mended.indicators if row.id == wrong.row)
    assert (row.score.value or 0) < (row.weight.value or 0)


def test_an_unmet_row_is_never_proposed_full_points() -> None:
    name = "T02-fix-makes-T01"
    form = seen(small(name))
    for finding in (f for f in check_form(form) if f.rule == "T02"):
        assert "14.63" in (finding.arithmetic or "")
        for fix in offered(finding):
            mended = check_form(take([seen(small(name))], fix)[0])
            assert {f.rule for f in mended} & {"T01", "T02"} == set()
