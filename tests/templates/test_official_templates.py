"""The eight official templates: what DESIGN.md and FORMS.md ask of every one of them."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.catalog import Catalog
from perfdesk.cellpath import HEADER
from perfdesk.document import Form
from perfdesk.grid import Block, FieldKind, Role
from perfdesk.kinds import (
    MONITORING,
    SELF_EVALUATION,
    TARGET_DECLARATION,
    UNIT_DECLARATION,
    UNIT_SELF_EVALUATION,
)
from perfdesk.paths import resource
from perfdesk.template.model import Template
from perfdesk.values import without_space

IDS = {
    "shanghai-declaration-2023": TARGET_DECLARATION,
    "shanghai-declaration-2026": TARGET_DECLARATION,
    "shanghai-self-evaluation-2023": SELF_EVALUATION,
    "shanghai-self-evaluation-2024": SELF_EVALUATION,
    "district-self-evaluation": SELF_EVALUATION,
    "beijing-self-evaluation": SELF_EVALUATION,
    "national-self-evaluation-2020": SELF_EVALUATION,
    "national-declaration-2015": TARGET_DECLARATION,
}
"""The forms of Shanghai, Beijing and the nation with which the program began."""
LATER = {
    "national-monitoring-2019": MONITORING,
    "national-unit-declaration-2015": UNIT_DECLARATION,
    "hunan-unit-self-evaluation-2022": UNIT_SELF_EVALUATION,
    "anhui-monitoring-2022": MONITORING,
    "hefei-monitoring-2022": MONITORING,
    "general-monitoring": MONITORING,
    "general-unit-declaration": UNIT_DECLARATION,
    "general-unit-self-evaluation": UNIT_SELF_EVALUATION,
    "general-unit-scores-self-evaluation": UNIT_SELF_EVALUATION,
    "shouxian-unit-self-evaluation-2023": UNIT_SELF_EVALUATION,
    "dazhou-unit-self-evaluation": UNIT_SELF_EVALUATION,
}
NAME = re.compile(r"[a-z]+(-[a-z]+)*-(declaration|self-evaluation|monitoring)(-\d{4})?")
CATALOG = Catalog()

# Keys of the Form JSON in CONTRACT.md.
JSON_SELF_EVALUATION = {
    "title", "year", "project_name", "department", "unit", "money_unit", "goal_expected",
    "goal_actual", "total_weight", "total_score", "grade",
}  # fmt: skip
JSON_FUNDS = {"initial", "adjusted", "executed", "weight", "rate", "score"}
JSON_INDICATOR = {"level1", "level2", "level3", "target", "actual", "weight", "score", "deviation"}
JSON_DECLARATION = {
    "title", "year", "project_name", "category", "department", "unit", "start_date", "end_date",
    "money_unit", "period", "goal_total", "goal_annual", "funds.项目资金总额", "funds.其中：财政资金",
    "funds.其他资金", "funds.年度资金申请总额", "funds.其中：当年财政拨款", "funds.上年结转资金",
    "funds.其他资金(年度)",
}  # fmt: skip
JSON_NATIONAL = {
    "title", "year", "project_name", "category", "department", "unit", "money_unit", "period",
    "goal_total", "goal_annual", "funds.中期资金总额", "funds.中期财政拨款", "funds.中期其他资金",
    "funds.年度资金总额", "funds.年度财政拨款", "funds.年度其他资金",
}  # fmt: skip

every = pytest.mark.parametrize("template", CATALOG.all(), ids=lambda template: template.id)
first = pytest.mark.parametrize("template", [CATALOG.get(id) for id in IDS], ids=list(IDS))


def jsons(fields: tuple) -> set[str]:
    return {field.json for field in fields}


def test_the_catalogue_holds_the_contract_s_ids() -> None:
    known = {template.id: template.kind for template in CATALOG.all()}
    assert known.items() >= (IDS | LATER).items()
    assert all(NAME.fullmatch(id) for id in known)
    assert CATALOG.problems() == ()


def test_a_template_is_read_once() -> None:
    catalog = Catalog()
    assert catalog.get("beijing-self-evaluation") is catalog.get("beijing-self-evaluation")


def test_only_the_district_variant_is_not_offered() -> None:
    assert [t.id for t in CATALOG.all() if not t.offered] == ["district-self-evaluation"]
    assert [t.id for t in CATALOG.all() if not t.year_printed] == [
        "dazhou-unit-self-evaluation",
        "district-self-evaluation",
    ]


def test_json_names_are_those_of_the_contract() -> None:
    for template in map(CATALOG.get, IDS):
        if template.kind is SELF_EVALUATION:
            ministry = template.id in ("beijing-self-evaluation", "national-self-evaluation-2020")
            assert jsons(template.header_fields) == JSON_SELF_EVALUATION - (
                {"grade"} if ministry else set()
            )
            assert jsons(template.fund_fields) == JSON_FUNDS
            assert jsons(template.indicator_fields) == JSON_INDICATOR
    header = {id: jsons(CATALOG.get(id).header_fields) for id in IDS}
    assert header["shanghai-declaration-2023"] == JSON_DECLARATION
    assert header["shanghai-declaration-2026"] == JSON_DECLARATION | {"nature"}
    assert header["national-declaration-2015"] == JSON_NATIONAL
    assert jsons(CATALOG.get("shanghai-declaration-2023").indicator_fields) == {
        "level1",
        "level2",
        "level3",
        "target",
    }
    assert "term" in jsons(CATALOG.get("national-declaration-2015").indicator_fields)


@first
def test_fund_rows_of_the_first_forms(template: Template) -> None:
    expected = ("F0", "F1", "F2", "F3") if template.kind is SELF_EVALUATION else ()
    assert tuple(row.id for row in template.fund_rows) == expected
    assert [row.means for row in template.fund_rows] == ["total", "fiscal", "carryover", "other"][
        : len(expected)
    ]
    if expected:
        assert [row.json for row in template.fund_rows] == [
            "年度资金总额", "当年财政拨款", "上年结转资金", "其他资金",
        ]  # fmt: skip


@first
def test_required_fields_are_those_of_rule_s01(template: Template) -> None:
    header = {f.name for f in template.header_fields if f.required}
    names = {"project_name", "department", "organisation", "year"}
    if template.kind == SELF_EVALUATION:
        assert header == names | {"total_score", "goal_actual"}
        assert {f.name for f in template.fund_fields if f.required} == {
            "adjusted",
            "executed",
            "rate",
            "score",
        }
    else:
        dates = {"start_date", "end_date"} if template.field(HEADER, "start_date") else set()
        assert header == names | dates | {"fund_total", "year_total"}
    assert {f.name for f in template.indicator_fields if f.required} == {"level3"}


@every
def test_every_printed_label_is_known_for_reading(template: Template) -> None:
    """A label cell says a field's label, a fund row's, or one with variants of its own."""
    fields = [field for section in template.sections.values() for field in section]
    known = {without_space(label) for field in fields for label in field.labels}
    known |= {without_space(row.label) for row in template.fund_rows}
    known |= set(template.label_variants)
    for row in template.rows:
        for cell in row.cells:
            if cell.label and not cell.field and row.block is not Block.CLOSING:
                assert without_space(cell.label) in known


@every
def test_cells_to_type_in_have_instructions(template: Template) -> None:
    for field in (*template.header_fields, *template.fund_fields, *template.indicator_fields):
        if field.name != "term" and not field.ticks:
            assert field.help, field.name
            assert len(field.help) <= 120


@every
def test_no_label_means_two_fields_of_one_block(template: Template) -> None:
    """Apart from 其他资金 and its like, told apart by their group."""
    for fields in (template.fund_fields, template.indicator_fields):
        labels = [label for field in fields for label in field.labels]
        assert len(labels) == len(set(labels))
    header = [(field.group, label) for field in template.header_fields for label in field.labels]
    assert len(header) == len(set(header))


@every
def test_weights_of_the_notice_fit_the_profile(template: Template) -> None:
    profile = template.profile
    if profile.usual_weights:
        total = profile.indicator_weight_total
        assert sum(points for _, points in profile.usual_weights) == total
        assert {name for name, _ in profile.usual_weights} <= {
            group.level1 for group in template.vocabulary
        }
    assert profile.execution_weight + profile.indicator_weight_total == 100


@every
def test_starters_begin_a_sound_form(template: Template) -> None:
    level1 = [first for first, _ in template.starters]
    assert set(template.profile.required_level1) <= set(level1)
    assert set(template.profile.required_level2) <= {second for _, second in template.starters}
    order = [group.level1 for group in template.vocabulary]
    assert [name for name in order if name in level1] == list(dict.fromkeys(level1))


@every
def test_the_indicator_head_repeats_and_goals_read_left(template: Template) -> None:
    assert {row.block for row in template.rows if row.repeat} == {Block.INDICATOR_HEAD}
    for field in template.header_fields:
        assert (field.align == "left") == (field.kind is FieldKind.LONG_TEXT)


def test_profiles_follow_the_forms_document() -> None:
    get = {id: CATALOG.get(id).profile for id in IDS}
    shanghai = get["shanghai-self-evaluation-2024"]
    assert (shanghai.money_unit, shanghai.money_decimals, shanghai.dash) == ("万元", 2, "-")
    assert shanghai.grade_required
    assert (shanghai.rate_percent_sign, shanghai.zero_rate, shanghai.source_rates) == (
        False,
        "0.00",
        "computed",
    )
    assert dict(shanghai.usual_weights)["成本指标"] == Decimal(20)
    assert dict(get["shanghai-self-evaluation-2023"].usual_weights) == {
        "产出指标": 50,
        "效益指标": 30,
        "满意度指标": 10,
    }
    district = get["district-self-evaluation"]
    assert (district.dash, district.source_rates, district.zero_rate) == ("—", "zero", "0.00")
    beijing = get["beijing-self-evaluation"]
    assert (beijing.money_decimals, beijing.trim_zeros, beijing.rate_percent_sign) == (
        None,
        True,
        True,
    )
    assert (beijing.dash, beijing.zero_rate, beijing.grade_required) == ("—", None, False)
    assert (
        get["shanghai-declaration-2023"].money_unit
        == get["shanghai-declaration-2026"].money_unit
        == "元"
    )
    assert get["shanghai-declaration-2026"].money_decimals == 2
    assert get["shanghai-declaration-2026"].money_thousands
    assert get["national-declaration-2015"].money_unit == "万元"


def test_titles_known_to_rule_s02() -> None:
    for template in map(CATALOG.get, IDS):
        ours = template.title in template.known_titles
        assert ours == (template.id != "district-self-evaluation")
    district = CATALOG.get("district-self-evaluation")
    titles = {district.title, *district.title_variants}
    assert {
        "财政项目支出绩效自评评价",
        "财政项目支出绩效自我评价",
        "财政项目支出绩效自评价",
    } <= titles
    assert not titles & set(district.known_titles)


def test_cost_is_a_first_level_from_101_on() -> None:
    cost = {id: "成本指标" in CATALOG.get(id).level2_of("产出指标") for id in IDS}
    assert cost["shanghai-declaration-2023"]
    assert not cost["shanghai-declaration-2026"]
    assert not cost["shanghai-self-evaluation-2024"]
    assert "生态环境成本指标" in CATALOG.get("shanghai-declaration-2026").level2_of("成本指标")
    assert CATALOG.get("shanghai-self-evaluation-2023").level2_of("成本指标") == ()


@pytest.mark.parametrize(
    "typed", ["产出指标", "产出指标(50分)", "产出指标（50分）", "产出指标 (50)", "产出"]
)
def test_a_level_may_carry_its_weight(typed: str) -> None:
    template = CATALOG.get("national-self-evaluation-2020")
    assert "数量指标" in template.level2_of(typed)
    assert template.level2_of("收入指标") == ()


def test_money_unit_and_title_have_defaults_and_grades_their_bands() -> None:
    template = CATALOG.get("shanghai-self-evaluation-2024")
    unit, title, grade = (template.field(HEADER, name) for name in ("money_unit", "title", "grade"))
    assert unit is not None
    assert title is not None
    assert grade is not None
    assert (unit.default, title.default) == ("万元", "财政项目支出绩效自评表")
    assert grade.choices == ("优", "良", "中", "差")


@every
def test_computed_cells_are_the_ones_that_compute_knows(template: Template) -> None:
    from perfdesk.compute import computed_keys

    drawn = {
        (cell.row, cell.field)
        for row in template.rows
        for cell in row.cells
        if cell.role is Role.COMPUTED and row.block not in (Block.LIST, Block.INDICATORS)
    }
    form = Form("f", template.id, template.kind.id)
    printed = {cell.field for row in template.rows for cell in row.cells}
    assert drawn == {
        (row, field.name) for row, field in computed_keys(form, template) if field.name in printed
    }


def test_computed_names_are_those_of_compute() -> None:
    from perfdesk.compute.cells import ORDER
    from perfdesk.template.model import COMPUTED

    assert set(COMPUTED) == set(ORDER)


def test_data_files_are_short() -> None:
    for path in resource("templates").glob("*.toml"):
        assert len(path.read_text("utf-8").splitlines()) < 400


def test_a_new_region_is_a_new_file(tmp_path: Path) -> None:
    for path in resource("templates").glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (tmp_path / "zhejiang-self-evaluation-2025.toml").write_text(
        'extends = "national-self-evaluation-2020"\nid = "zhejiang-self-evaluation-2025"\n'
        'title = "浙江省项目支出绩效自评表"\nregion = "浙江省"\nedition = "2025"\n'
        'drop = ["header.year"]\n[header.year]\nlabel = "年度"\nkind = "year"\n'
        '[profile]\ngrade_bands = [["优", 80], ["良", 70], ["差", 0]]\n',
        "utf-8",
    )
    catalog = Catalog(tmp_path)
    template = catalog.get("zhejiang-self-evaluation-2025")
    assert template.title == "浙江省项目支出绩效自评表"
    assert [band.name for band in template.profile.grade_bands] == ["优", "良", "差"]
    assert len(catalog.all()) == len(CATALOG.all()) + 1
