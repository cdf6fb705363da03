"""The mid-year form and the whole unit's forms beyond what the tables show: other columns, score sheets."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from forms import original, sample_files, template_of, view
from rule_tables import LAYOUTS, edit, read

from perfdesk.compute import compute, keep_printed
from perfdesk.document import FormView
from perfdesk.document.form_json import from_json
from perfdesk.findings import Severity
from perfdesk.paths import resource
from perfdesk.rules import Checker, check_all
from perfdesk.template.loader import load_template


@pytest.fixture(scope="module")
def with_adjusted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A 监控表 that prints 全年预算数 too, as some provinces do."""
    folder = tmp_path_factory.mktemp("templates")
    shutil.copytree(resource("templates"), folder, dirs_exist_ok=True)
    text = (folder / "national-monitoring-2019.toml").read_text("utf-8")
    text = text.replace("national-monitoring-2019", "province-monitoring-2024")
    text = text.replace(
        '{ at = "I:L", of = "expected" }, { at = "M:Q", role = "empty" }',
        '{ at = "I:L", of = "expected" }, { at = "M:Q", of = "adjusted" }',
    )
    text = text.replace(
        '{ at = "I:L", field = "expected" }, { at = "M:Q", role = "empty" }',
        '{ at = "I:L", field = "expected" }, { at = "M:Q", field = "adjusted" }',
    )
    text += '\n[funds.adjusted]\nlabel = "全年预算数"\nkind = "amount"\ncomputed = "sum"\n'
    path = folder / "province-monitoring-2024.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("edits", "wanted"),
    [
        (("F0.expected=25", "F1.expected=25"), ["M03 warning F0.expected"]),
        (("F0.executed=24", "F1.executed=24", "F0.expected=24", "F1.expected=24"), 2),
        ((), []),
    ],
)
def test_money_beyond_the_adjusted_budget(
    with_adjusted: Path, edits: tuple[str, ...], wanted: list[str] | int
) -> None:
    layout = LAYOUTS["监"]
    data = read(layout.tables[0], layout)
    for part in ("F0.adjusted=20", "F1.adjusted=20", *edits):
        edit(data, part, layout)
    template = load_template(with_adjusted)
    form = from_json(data, template, "a")
    keep_printed(form, template, template.profile)
    made = FormView(form, template, template.profile, compute(form, template, template.profile))
    told = [
        f"{f.rule} {f.severity.value} {f.row}.{f.field}"
        for f in check_all([made])
        if f.rule == "M03"
    ]
    assert told == wanted if isinstance(wanted, list) else len(told) == wanted


def sheet(**changes: str) -> dict[str, Any]:
    """A score sheet of a finance bureau (寿县): its own indicators, nothing but points."""
    rows = [
        ("规划", "基础信息", "基础信息完整性", "30", "30"),
        ("规划", "绩效目标", "年度绩效目标合理性", "30", "28"),
        ("执行", "预算执行", "预算执行率", "40", "38"),
    ]
    data: dict[str, Any] = {
        "title": "部门整体支出绩效评价自评表",
        "year": 2023,
        "unit": "寿县文化和旅游局",
        "money_unit": "万元",
        "total_score": "96",
        "total_weight": "100",
        "indicators": [
            dict(zip(("level1", "level2", "level3", "weight", "score"), row, strict=True))
            for row in rows
        ],
    }
    for place, text in changes.items():
        if place == "total_score":
            data[place] = text
        else:
            data["indicators"][int(place[3:])]["score"] = text
    return data


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [({}, []), ({"total_score": "98"}, ["W03"]), ({"row0": "31", "total_score": "97"}, ["W02"])],
)
def test_a_score_sheet_is_only_summed(changes: dict[str, str], wanted: list[str]) -> None:
    made = view(sheet(**changes), "hunan-unit-self-evaluation-2022")
    made.form.match = "nearest"
    assert [f.rule for f in check_all([made])] == wanted


DECLARED = [f for f in sample_files() if "declaration" in f]


@pytest.mark.parametrize("file", DECLARED)
def test_mid_year_of_sound_forms_raises_no_error(file: str) -> None:
    """Half of the year gone, everything on its way: nothing but what the declaration shows as well."""
    for number, declared in enumerate(original(file)):
        watched = mid_year(declared)
        before = {f.rule for f in check_all([view(declared, template_of(file))])}
        after = check_all([view(watched, "national-monitoring-2019")])
        grave = [
            (number, f.rule, f.message)
            for f in after
            if f.severity is not Severity.HINT and f.rule not in before
        ]
        assert grave == []


def mid_year(declared: dict[str, Any]) -> dict[str, Any]:
    """The 监控表 of a declaration of which nothing is known but that all goes as planned."""
    return {
        "title": "项目支出绩效目标执行监控表",
        "year": declared["year"],
        "month": "1-7",
        "project_name": declared["project_name"],
        "department": declared["department"],
        "unit": declared["unit"],
        "goal_annual": declared["goal_annual"],
        "funds": [
            {"row": row, "initial": "10", "executed": "6", "rate": "60%", "expected": "10"}
            for row in ("年度资金总额", "当年财政拨款")
        ],
        "indicators": [
            {key: row[key] for key in ("level1", "level2", "level3", "target")}
            | {"so_far": row["target"], "expected": row["target"], "likelihood": "确定能"}
            for row in declared["indicators"]
        ],
    }


def test_edits_of_projects_are_heard_by_the_units_form() -> None:
    unit, project = LAYOUTS["整"], LAYOUTS["自"]
    whole = read(unit.tables[0], unit)
    edit(whole, "F6.executed=25", unit)
    edit(whole, "F5.executed=495", unit)
    own = read(project.tables[0], project)
    checker = Checker()
    checker.load([view(whole, unit.template, "u"), view(own, project.template, "p")])
    assert [f.rule for f in checker.findings("u")] == []
    edit(own, "F0=30.00|30.00|30.00|10.00|100.00|10.00", project)
    edit(own, "F1=30.00|30.00|30.00|-|100.00|-", project)
    checker.update(view(own, project.template, "p"))
    found = [f for f in checker.findings("u") if f.rule == "D02"]
    assert [(f.row, f.field) for f in found] == [("F6", "executed")]
    assert found[0].fix is None  # 495 + 30 is not the unit's total


def test_what_the_projects_add_up_to_is_offered_where_the_units_sum_holds_by_it() -> None:
    unit, project = LAYOUTS["整"], LAYOUTS["自"]
    whole = read(unit.tables[0], unit)
    edit(whole, "F6.executed=19", unit)
    edit(whole, "F5.executed=500", unit)
    views = [
        view(whole, unit.template, "u"),
        view(read(project.tables[0], project), project.template, "p"),
    ]
    found = next(f for f in check_all(views) if f.rule == "D02")
    assert found.fix is not None
    assert [(e.path.row, e.path.field, e.text) for e in found.fix.edits] == [
        ("F6", "executed", "20.00")
    ]
