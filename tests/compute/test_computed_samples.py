"""Computed cells on the published forms: what we would write, and what stays as printed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from perfdesk.catalog import Catalog
from perfdesk.changes import Mode
from perfdesk.compute import acceptable, compute, keep_printed, kept_dependents
from perfdesk.document import Form, FormView, form_json
from perfdesk.settings import Profile
from perfdesk.template.model import Template

FORMS = Path(__file__).parent.parent / "samples" / "forms"
TEMPLATES = {
    "fengtai-self-evaluation-2024": "beijing-self-evaluation",
    "jiading-declaration-2023": "shanghai-declaration-2023",
    "minhang-self-evaluation-2024": "shanghai-self-evaluation-2024",
    "municipal-self-evaluation-2023": "shanghai-self-evaluation-2023",
    "putuo-self-evaluation": "district-self-evaluation",
}
CATALOG = Catalog()


def samples() -> list[tuple[str, dict]]:
    return [
        (name, data)
        for name in TEMPLATES
        for data in json.loads((FORMS / f"{name}.json").read_text("utf-8"))
    ]


def read(name: str, data: dict) -> tuple[Form, Template, Profile]:
    template = CATALOG.get(TEMPLATES[name])
    form = form_json.from_json(data, template, "x")
    keep_printed(form, template, template.profile)
    return form, template, template.profile


def view_of(form: Form, template: Template) -> FormView:
    return FormView(form, template, template.profile, compute(form, template, template.profile))


@pytest.mark.parametrize(
    ("name", "data"), samples(), ids=lambda v: v if isinstance(v, str) else str(v["index"])
)
def test_nothing_printed_is_lost(name: str, data: dict) -> None:
    form, template, _ = read(name, data)
    written = form_json.to_json(view_of(form, template))
    assert {key: written[key] for key in data if key not in ("index", "region", "notes")} == {
        key: value for key, value in data.items() if key not in ("index", "region", "notes")
    }


def test_kept_cells_of_the_samples_are_the_truncated_and_the_percent_rates_and_all_agree() -> None:
    kept = []
    for name, data in samples():
        form, template, _ = read(name, data)
        view = view_of(form, template)
        assert all(acceptable(view, *key) for key in form.modes)
        kept += [(name[:6], row, field, form.get(row, field)) for row, field in form.modes]
    assert kept == [
        ("minhan", "F0", "rate", "99.88"),
        ("minhan", "F1", "rate", "99.88"),
        ("minhan", "F0", "rate", "99.98"),
        ("minhan", "F1", "rate", "99.98"),
        ("putuo-", "F0", "rate", "92.25%"),
        ("putuo-", "F0", "rate", "99.74%"),
        ("putuo-", "F0", "rate", "100.00%"),
        ("putuo-", "F0", "rate", "99.48%"),
        ("putuo-", "F0", "rate", "100.00%"),
        ("putuo-", "F0", "rate", "100.00%"),
    ]


def minhang(**funds: str) -> tuple[Form, Template, Profile]:
    data = next(data for name, data in samples() if name.startswith("minhang"))
    data["funds"][0] |= funds
    return read("minhang-self-evaluation-2024", data)


@pytest.mark.parametrize(
    ("row", "field", "text", "computed"),
    [
        (
            "F1",
            "executed",
            "4.02",
            {("F0", "executed"): "4.02", ("F0", "rate"): "50.00", ("F0", "score"): "5.00"},
        ),
        ("F1", "adjusted", "0.00", {("F0", "rate"): None, ("F0", "score"): None}),
        ("F1", "adjusted", "八万", {("F0", "adjusted"): None, ("F0", "rate"): None}),
        ("F2", "executed", "0.005", {("F0", "executed"): "8.01"}),
        ("r1", "score", "0.00", {("", "total_score"): "89.95", ("", "grade"): "良"}),
        ("r1", "weight", "12.50", {("", "total_weight"): "102.50"}),
    ],
)
def test_inputs_flow_to_what_depends_on_them(
    row: str, field: str, text: str, computed: dict
) -> None:
    form, template, profile = minhang()
    form.put(row, field, text)
    result = compute(form, template, profile)
    assert {key: result[key] for key in computed} == computed


def test_a_wrong_printed_total_is_kept_and_does_not_agree() -> None:
    form, template, _ = minhang(executed="8.50")
    assert form.mode("F0", "executed") is Mode.KEPT
    view = view_of(form, template)
    assert (view.text("executed", "F0"), view.computed["F0", "executed"]) == ("8.50", "8.00")
    assert not acceptable(view, "F0", "executed")


def test_a_printed_total_within_rounding_agrees() -> None:
    form, template, _ = minhang(executed="8.01")
    assert acceptable(view_of(form, template), "F0", "executed")
    # A part with three decimals leaves less room for rounding.
    form.put("F1", "executed", "8.000")
    assert not acceptable(view_of(form, template), "F0", "executed")


def kept(row: str, field: str, text: str, **profile: object) -> bool:
    """Whether this text agrees with its inputs (8.00 of 8.04 spent, 10 points)."""
    form, template, _ = minhang()
    form.put(row, field, text, Mode.KEPT)
    own = replace(template.profile, **profile)
    return acceptable(FormView(form, template, own, compute(form, template, own)), row, field)


@pytest.mark.parametrize(
    ("row", "text", "zero", "agrees"),
    [
        ("F1", "0.00", "0.00", True),
        ("F1", "0", "0.00", True),
        ("F1", "0.00", None, False),
        ("F1", "12.00", "0.00", False),
        ("F0", "0.00", "0.00", False),
        ("F0", "99.50", "0.00", True),
        ("F0", "99.70", "0.00", False),
    ],
)
def test_a_rate_of_zero_agrees_in_the_rows_of_the_sources_only(
    row: str, text: str, zero: str | None, agrees: bool
) -> None:
    assert kept(row, "rate", text, zero_rate=zero) is agrees


@pytest.mark.parametrize(
    ("weight", "score", "agrees"),
    [
        ("20.00", "19.9", True),
        ("20.00", "9.950", False),
        (None, "9.950", True),
        (None, "19.9", False),
    ],
)
def test_the_points_of_the_execution_follow_the_printed_weight_else_the_usual_one(
    weight: str | None, score: str, agrees: bool
) -> None:
    form, template, profile = minhang(weight=weight, score=score)
    assert profile.execution_weight == 10
    assert acceptable(view_of(form, template), "F0", "score") is agrees


def test_the_dependents_of_an_input_are_found_through_others() -> None:
    form, template, _ = minhang(rate="99.51", score="9.96")
    assert kept_dependents(form, template, "F1", "executed") == [
        ("F0", "rate"),
        ("F0", "score"),
        ("", "total_score"),
    ]
    assert kept_dependents(form, template, "r1", "deviation") == []


def test_blank_is_not_zero() -> None:
    form, template, profile = minhang()
    for row in form.funds:
        row.values.update(initial=None, adjusted=None, executed=None)
    for row in form.indicators:
        row.values.update(weight=None, score=None)
    result = compute(form, template, profile)
    assert [
        result["F0", name] for name in ("initial", "adjusted", "executed", "rate", "score")
    ] == [None] * 5
    assert result["", "total_weight"] is None


@pytest.mark.parametrize(
    ("parts", "decimals", "trim", "total"),
    [
        (("1.5", "2.25", None), None, False, "3.75"),
        (("1.50", "2.5", "0.001"), None, False, "4.001"),
        (("1.50", "2.50", None), None, False, "4.00"),
        (("1.50", "2.50", None), None, True, "4"),
        (("1.50", "2.25", None), 1, False, "3.8"),
        ((None, "—", None), None, False, None),
    ],
)
def test_a_sum_has_the_decimals_of_its_parts_or_those_of_the_profile(
    parts: tuple[str | None, ...], decimals: int | None, trim: bool, total: str | None
) -> None:
    form, template, profile = minhang()
    for row, text in zip(form.funds[1:], parts, strict=True):
        row.values["executed"] = text
    own = replace(profile, money_decimals=decimals, trim_zeros=trim, money_thousands=False)
    form.put("F0", "executed", None, Mode.AUTOMATIC)
    assert compute(form, template, own)["F0", "executed"] == total


@pytest.mark.parametrize(
    ("adjusted", "executed", "row", "rate"),
    [
        ("0.00", "0.00", "F2", "0.00"),
        ("0.00", None, "F2", "0.00"),
        ("0.00", "5.00", "F2", None),
        ("4.00", "1.00", "F2", "25.00"),
        ("4.00", "0.00", "F2", "0.00"),
        ("4.00", None, "F2", None),
        (None, None, "F2", None),
        (None, "1.00", "F2", None),
        ("4.00", "一", "F2", None),
    ],
)
def test_the_rate_of_a_source_without_a_budget(
    adjusted: str | None, executed: str | None, row: str, rate: str | None
) -> None:
    form, template, profile = minhang()
    form.put(row, "adjusted", adjusted)
    form.put(row, "executed", executed)
    assert profile.zero_rate == "0.00"
    assert compute(form, template, profile)[row, "rate"] == rate
