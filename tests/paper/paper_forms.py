"""Forms for the paper and workbook tests: the real samples, and made ones with hard texts."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from perfdesk.catalog import Catalog
from perfdesk.compute import compute, keep_printed
from perfdesk.document import FormView
from perfdesk.document.form_json import from_json
from perfdesk.grid import FieldKind
from perfdesk.kinds import SELF_EVALUATION, TARGET_DECLARATION
from perfdesk.template.model import Field, Template

FORMS = Path(__file__).resolve().parent.parent / "samples" / "forms"
CATALOG = Catalog()
RARE = "𬭊𬍛㛃䶮☑☐☒≥≤①㎡"


def template_of(data: dict[str, Any]) -> Template:
    """The template that fits a published form."""
    title, year = data["title"], data["year"]
    if data["kind"] == "target_declaration":
        return CATALOG.get("shanghai-declaration-2023")
    if data["region"].startswith("beijing"):
        return CATALOG.get("beijing-self-evaluation")
    if title != "财政项目支出绩效自评表":
        return CATALOG.get("district-self-evaluation")
    return CATALOG.get(f"shanghai-self-evaluation-{2023 if year == 2023 else 2024}")


def view_of(data: dict[str, Any], template: Template, form_id: str = "f1") -> FormView:
    """A Form JSON as exports see it."""
    form = from_json(data, template, form_id)
    keep_printed(form, template, template.profile)
    return FormView(form, template, template.profile, compute(form, template, template.profile))


@cache
def sample_views() -> tuple[FormView, ...]:
    """Every published sample form."""
    found = []
    for path in sorted(FORMS.glob("*.json")):
        for number, data in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            found.append(view_of(data, template_of(data), f"{path.stem}-{number}"))
    return tuple(found)


def self_evaluation(rows: int = 3, **changes: Any) -> FormView:
    """A Shanghai 自评表 with so many indicators; `changes` replace values of its JSON."""
    names = ("年度资金总额", "当年财政拨款", "上年结转资金", "其他资金")
    columns = ("initial", "adjusted", "executed", "weight", "rate", "score")
    fund = ("100.00", "100.00", "99.50", "10.00", "99.50", "9.95")
    data: dict[str, Any] = {
        "title": "财政项目支出绩效自评表", "year": 2024, "project_name": "信息系统运维", "department": "某局",
        "unit": "某中心", "money_unit": "万元",
        "funds": [{"row": name, **dict(zip(columns, fund, strict=True))} for name in names],
        "goal_expected": "完成运维。", "goal_actual": "已完成运维。",
        "indicators": [
            {
                "level1": "产出指标" if number < rows / 2 else "效益指标", "level2": "数量指标",
                "level3": f"巡检次数{number}", "target": "=100.00(%)", "actual": "100", "weight": "5.00",
                "score": "5.00", "deviation": None,
            }
            for number in range(rows)
        ],
        "total_weight": None, "total_score": None, "grade": None,
    }  # fmt: skip
    return view_of(data | changes, CATALOG.get("shanghai-self-evaluation-2024"))


_CHARACTERS = st.sampled_from(
    "完成体检人次满意度达到的，。；：、（）《》“”！？…—%≥≤=+-@0123456789., ABCxyz\n" + RARE
)
_SHORT = st.none() | st.text(_CHARACTERS, max_size=12).map(lambda text: text.strip() or None)
_LONG = st.none() | st.text(_CHARACTERS, max_size=30).flatmap(
    lambda text: st.integers(1, 40).map(lambda times: (text * times).strip() or None)
)
_FILLED = st.decimals(0, 10**6, places=2, allow_nan=False).map(str)
_NUMBER = st.none() | _FILLED | st.just("-")


def is_divided(template: Template) -> bool:
    """Whether the target is put together from several columns: no text of its own can be set there."""
    target = template.meant("r1", "target")
    return target is not None and target.computed != ""


def made_forms(most_rows: int) -> st.SearchStrategy[FormView]:
    """Forms of any template with texts of any length, empty cells and rare characters."""
    ids = [
        t.id for t in CATALOG.all()
        if t.kind in (SELF_EVALUATION, TARGET_DECLARATION) and not is_divided(t)
    ]  # fmt: skip
    return st.sampled_from(ids).flatmap(
        lambda name: _data(CATALOG.get(name), most_rows).map(
            lambda data: view_of(data, CATALOG.get(name))
        )
    )


def _data(template: Template, most_rows: int) -> st.SearchStrategy[dict[str, Any]]:
    header = {field.json: _header_text(field) for field in template.header_fields}
    header["title"], header["money_unit"] = st.just(template.title), st.just(template.money_unit)
    header["year"] = st.integers(2015, 2035) if template.year_printed else st.none()
    plain = {key: value for key, value in header.items() if "." not in key}
    funds = {key.partition(".")[2]: _NUMBER for key in header if key.startswith("funds.")}
    if template.fund_rows:
        row = {field.json: _NUMBER for field in template.fund_fields}
        plain["funds"] = st.tuples(
            *(
                st.fixed_dictionaries({"row": st.just(fund.json), **row})
                for fund in template.fund_rows
            )
        ).map(list)
    elif funds:
        plain["funds"] = st.fixed_dictionaries(funds)
    plain["indicators"] = st.lists(_indicator(template), min_size=1, max_size=most_rows)
    return st.fixed_dictionaries(plain)


def _header_text(field: Field) -> st.SearchStrategy[Any]:
    if field.name.startswith("total_"):
        # The district's total row has no label: only its two numbers tell what it is.
        return _FILLED
    if field.kind in (FieldKind.AMOUNT, FieldKind.SCORE, FieldKind.RATE):
        return _FILLED | st.none()
    if field.name == "period":
        return st.none() | st.just("2023年-2025年")
    return _LONG if "goal" in field.name else _SHORT


def _indicator(template: Template) -> st.SearchStrategy[dict[str, Any]]:
    fields: dict[str, st.SearchStrategy[Any]] = {
        field.json: _NUMBER if field.name in ("weight", "score") else _SHORT | _LONG
        for field in template.indicator_fields
    }
    fields["level3"] = (_SHORT | _LONG).map(lambda text: "巡检" + (text or ""))
    fields["level1"] = st.sampled_from([group.level1 for group in template.vocabulary])
    fields["level2"] = st.sampled_from(
        [name for group in template.vocabulary for name in group.level2]
    )
    if template.terms:
        fields["term"] = st.sampled_from(template.terms)
    return st.fixed_dictionaries(fields)
