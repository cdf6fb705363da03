"""What happens in a unit's year beside the straight way: cuts, late money, cancelled projects, renamed units."""

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.catalog import Catalog
from perfdesk.cellpath import CellPath
from perfdesk.changes import AddForm
from perfdesk.document import state
from perfdesk.paths import resource
from perfdesk.session.core import Core
from perfdesk.session.edit.new_form import new_form
from perfdesk.session.workspace import Workspace
from perfdesk.session.year.approvals import APPROVED, Approval, Approvals
from perfdesk.session.year.carry import Answers, months_in_words
from perfdesk.session.year.year_money import YearMoney
from tests.session.unit_files import unit_file

YEAR = 2024


@pytest.fixture
def unit(tmp_path: Path) -> Workspace:
    """One project with a declaration of the year: 50 万元 of fiscal money and 5 carried over."""
    workspace = Workspace.create(tmp_path / "单位.perfdesk")
    form = declare(workspace, "设备更新", YEAR)
    put(workspace, form, ("", "year_fiscal", "500000"), ("", "year_carryover", "50000"))
    put(workspace, form, ("r1", "level3", "更新设备数"), ("r1", "target", "≥12台"))
    return workspace


def declare(workspace: Workspace, name: str, year: int) -> str:
    workspace.editing.new_form("shanghai-declaration-2023", year, name)
    return workspace.form_ids()[-1]


def put(workspace: Workspace, form: str, *texts: tuple[str, str, str]) -> None:
    workspace.editing.set_many([(CellPath(form, row, name), text) for row, name, text in texts])


def carried(workspace: Workspace, kind: str, **answers: object) -> str:
    said = Answers(**answers) if answers else Answers()  # type: ignore[arg-type]
    report = workspace.year.carrying.carry("target_declaration", kind, YEAR, answers=said)
    return report.added[0].form


def test_a_project_of_this_year_and_carried_over_keeps_both_sources(unit: Workspace) -> None:
    form = carried(unit, "self_evaluation")
    view = unit._core.view(form)
    assert view.fund("fiscal").initial.value == 50
    assert view.fund("carryover").initial.value == 5
    assert view.fund("total").initial.value == 55


def test_added_and_reduced_money_becomes_the_budget_of_the_year(unit: Workspace) -> None:
    (source,) = unit.form_ids()
    (asked,) = unit.year.carrying.asked("target_declaration", "self_evaluation", YEAR, None)
    assert (asked.source, asked.initial) == (source, Decimal(55))
    money = YearMoney(Decimal(53), Decimal(10), Decimal("3.5"))
    view = unit._core.view(carried(unit, "self_evaluation", money={source: money}))
    total = view.fund("total")
    assert (total.initial.value, total.adjusted.value) == (Decimal(53), Decimal("59.5"))
    assert view.fund("fiscal").adjusted.value == Decimal("54.5")
    assert view.fund("carryover").adjusted.value == 5


def test_a_monitoring_form_with_columns_for_it_takes_the_change(unit: Workspace) -> None:
    (source,) = unit.form_ids()
    money = YearMoney(Decimal(55), Decimal(10), Decimal(4))
    report = unit.year.carrying.carry(
        "target_declaration",
        "monitoring",
        YEAR,
        template_id="hefei-monitoring-2022",
        answers=Answers(9, {source: money}),
    )
    view = unit._core.view(report.added[0].form)
    assert view.text("month") == "9"
    assert [view.text(name, "F0") for name in ("added", "reduced", "adjusted")] == ["10", "4", "61"]


def test_months_follow_what_the_form_prints() -> None:
    assert months_in_words(7, "1—7") == "1—7"
    assert months_in_words(7, "7") == "7"
    assert months_in_words(1, "1—7") == "1"


def test_money_without_a_place_is_said(unit: Workspace) -> None:
    report = unit.year.carrying.carry("target_declaration", "monitoring", YEAR)
    assert "上年结转资金 5 万元没有位置" in report.added[0].said


def test_what_was_taken_and_what_is_left_is_said(unit: Workspace) -> None:
    report = unit.year.carrying.carry("target_declaration", "self_evaluation", YEAR)
    said = report.added[0].said
    assert "年初预算数 55 万元（由元折算为万元）" in said
    assert "三级指标 1 条" in said
    taken, _, left = said.partition("；待填：")
    assert "实际完成情况" in left
    assert "全年执行数" in left
    assert "得分" not in taken


def test_usual_weights_are_dealt_out_where_the_declaration_has_none(unit: Workspace) -> None:
    view = unit._core.view(carried(unit, "self_evaluation"))
    weights = [row.weight.value for row in view.indicators]
    assert sum(weights) == 90
    assert {row.level1 for row in view.indicators} == {"产出指标", "效益指标", "满意度指标"}


def test_money_that_came_after_the_monitoring_is_seen(unit: Workspace) -> None:
    carried(unit, "monitoring")
    form = carried(unit, "self_evaluation")
    put(unit, form, ("F1", "adjusted", "62"))
    known = unit.year.known.of(CellPath(form, "F1", "adjusted"))
    assert [each.text for each in known] == ["监控（1—7月）时预算 50 万元，此后追加 12"]


def test_last_year_stands_beside_with_its_change(unit: Workspace) -> None:
    form = declare(unit, "设备更新", YEAR + 1)
    put(unit, form, ("", "year_fiscal", "660000"))
    known = unit.year.known.of(CellPath(form, "", "year_total"))
    assert [each.text for each in known] == ["上年 550000 元，本年增加 20.0%"]


def test_a_project_cancelled_before_it_began_is_excused_and_named(unit: Workspace) -> None:
    form = carried(unit, "self_evaluation")
    put(unit, form, ("F1", "adjusted", "0"), ("F1", "executed", "0"))
    view = unit._core.view(form)
    assert view.not_begun
    rules = {finding.rule for finding in unit.checking.findings(form)}
    assert not {rule for rule in rules if rule[0] in "TWIG"}
    table = unit.reports.summary(YEAR)
    assert any("未实施 1 个项目（“设备更新”）" in note for note in table.notes)
    put(unit, form, ("r1", "actual", "3台"))
    assert not unit._core.view(form).not_begun
    assert {finding.rule[0] for finding in unit.checking.findings(form)} & {"T", "W", "I", "G"}


def test_a_renamed_unit_is_compared_with_itself(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "单位.perfdesk") as workspace:
        for year, name in ((2023, "区卫生监督所"), (2024, "区疾控中心（卫生监督所）")):
            workspace.editing.new_form("general-unit-self-evaluation", year)
            form = workspace.form_ids()[-1]
            put(workspace, form, ("", "organisation", name), ("F1", "initial", "100"))
        known = workspace.year.known.of(CellPath(form, "F1", "initial"))
        assert [each.text for each in known] == ["上年 100 万元，本年与上年相同"]


def test_what_the_projects_add_up_to_is_offered_to_the_whole_unit(unit: Workspace) -> None:
    other = declare(unit, "健康宣传", YEAR)
    put(unit, other, ("", "year_fiscal", "120000"))
    unit.editing.new_form("general-unit-declaration", YEAR)
    whole = unit.form_ids()[-1]
    (known,) = unit.year.known.of(CellPath(whole, "F2", "total"))
    assert (known.take, known.text) == ("67", "2 张项目申报表合计 67 万元")
    assert [k.take for k in unit.year.known.of(CellPath(whole, "F2", "fiscal"))] == ["62"]
    assert unit.year.known.of(CellPath(whole, "F1", "total")) == ()


def test_a_form_with_a_column_for_it_prints_the_approved_target(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(resource("templates"), folder)
    (folder / "x-unit-declaration-2024.toml").write_text(
        'extends = "general-unit-declaration"\nid = "x-unit-declaration-2024"\n'
        '[indicators.explanation]\nlabel = "批复调整后指标值"\nvariants = []\nmeans = "approved_target"\n',
        encoding="utf-8",
    )
    core = Core(Catalog(folder))
    template = core.catalog.get("x-unit-declaration-2024")
    form = new_form(template, core.profile(template.id), YEAR)
    core.edit(AddForm(state(form)), "新建")
    approvals = Approvals(core)
    approvals.set(form.id, "r1", Approval("≥90%", "≥70%", "≥80%", "", "某财8号", APPROVED))
    assert core.view(form.id).text("explanation", "r1") == "≥80%"
    approvals.set(form.id, "r1", Approval("≥90%"))
    assert core.view(form.id).text("explanation", "r1") is None


def test_the_version_handed_in_is_held_against_the_present_one(tmp_path: Path) -> None:
    with unit_file(tmp_path, "minhang-self-evaluation-2024", count=1) as workspace:
        (form,) = workspace.form_ids()
        review = workspace.year.review
        assert review.changed_since(form) is None
        workspace.safekeeping.freeze(form, "上报稿")
        workspace.safekeeping.unlock(form)
        row = workspace._core.view(form).indicators[0]
        put(workspace, form, (row.id, "deviation", "补充佐证"))
        version, differences = review.changed_since(form)
        assert version.name == "上报稿"
        assert [(d.path, d.new) for d in differences] == [(row.path("deviation"), "补充佐证")]
        review.add(row.path("score"), "复核得分 8。佐证材料不足", "市财政局")
        (remark,) = review.of(form)
        assert remark.points == "8"
        (known,) = workspace.year.known.of(row.path("score"))
        assert (known.short, known.text) == ("复核 8", "市财政局：复核得分 8。佐证材料不足")


def test_a_landscape_form_goes_over_two_pages_with_its_head(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "单位.perfdesk") as workspace:
        workspace.editing.new_form("national-monitoring-2019", YEAR, "长表")
        (form,) = workspace.form_ids()
        for _ in range(30):
            workspace.editing.insert_row(form, "r6")
        pages = workspace.transfer.pages(form)
        assert len(pages.pages) >= 2
        assert all(page.width > page.height for page in pages.pages)
        for page in pages.pages:
            said = [run.text for box in page.boxes for run in box.runs]
            assert said.count("三级指标") == 1
        assert pages.overflow == ()
