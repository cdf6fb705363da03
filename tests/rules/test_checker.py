"""After any edit the live checker says what a whole check says."""

import random

import pytest
from forms import sample, template_of, view, views
from rule_tables import portfolio

from perfdesk.changes import Mode
from perfdesk.compute import compute
from perfdesk.document import FormView
from perfdesk.findings import Finding
from perfdesk.rules import Checker, check_all

TEXTS = {
    "target": ["≥95%", ">=3次", "=0(起)", "及时", "", "≤6小时", "满意", "<=15"],
    "actual": ["100%", "达成指标", "0", "", "12(次)", "部分达成指标", "-5%", "45739"],
    "score": ["0", "5", "5.125", "100", "", "abc"],
    "weight": ["10", "40", "", "0"],
    "level1": ["产出指标", "效益指标", "满意度指标"],
    "level2": ["数量指标", "质量指标", "满意度指标", "社会效益指标"],
    "level3": ["接入率", "合格", "培训人数", "指标 1: 网路安全", "≥95%", ""],
    "deviation": ["无", "原因：推迟。改进措施：提前。", "年度指标值=100.00", ""],
    "executed": ["0", "1.5", "900", ""],
    "adjusted": ["0", "20", "二十"],
    "goal_expected": [
        "完成系统建设",
        "完成卫健委云 PaaS运维服务，提高医疗工作效率",
        "",
        "于2023年底前完成设备巡检任务一次",
    ],
    "goal_actual": ["全部完成", "项目尚在建设过程中", "联系电话13812345678", ""],
    "goal_annual": ["年内计划签约公共卫生专业生10名。", "目标1：提升", ""],
    "project_name": ["残疾人就业保障金", "云平台建设（2022年）", ""],
    "organisation": ["闵行区卫生健康信息中心", "某某中心(汇总)"],
    "title": ["绩效自评", "财政项目支出绩效自评表"],
    "end_date": ["2025-12-31", "x", "2023-12-31"],
    "total_score": ["50", "100"],
    "year": ["2023", "2024", ""],
    "department": ["上海市卫健委", ""],
    "category": ["经常性项目", "一次性项目"],
}


def same(checker: Checker, everything: list[FormView]) -> None:
    def key(finding: Finding) -> tuple[str, ...]:
        return (
            finding.rule,
            str(finding.form),
            finding.row,
            finding.field,
            finding.message,
            repr(finding.related),
        )

    assert sorted(map(key, checker.all_findings())) == sorted(map(key, check_all(everything)))


def edit(found: FormView, choose: random.Random) -> FormView:
    """One cell of a form changed as an editor would."""
    form = found.form
    row_id, name = choose.choice(
        [("", n) for n in form.header if n in TEXTS]
        + [(r.id, n) for r in (*form.funds, *form.indicators) for n in r.values if n in TEXTS]
    )  # fmt: skip
    text = choose.choice(TEXTS[name]) or None
    mode = Mode.OVERRIDDEN if (row_id, name) in found.computed else None
    form.put(row_id, name, text, mode or Mode.AUTOMATIC)
    return FormView(
        form, found.template, found.profile, compute(form, found.template, found.profile)
    )


@pytest.mark.parametrize(
    "file",
    ["minhang-self-evaluation-2024", "jiading-declaration-2023", "fengtai-self-evaluation-2024"],
)
def test_an_update_says_what_a_whole_check_says(file: str) -> None:
    choose = random.Random(file)
    everything = views(sample(file)[:5], template_of(file))
    checker = Checker()
    checker.load(everything)
    same(checker, everything)
    for step in range(40):
        index = choose.randrange(len(everything))
        everything[index] = edit(everything[index], choose)
        checker.update(everything[index])
        if step % 4 == 3:
            same(checker, everything)


def test_rows_inserted_removed_and_moved() -> None:
    everything = portfolio("自2", "")
    checker = Checker()
    checker.load(everything)
    form = everything[0].form
    form.indicators.insert(0, form.indicators.pop())
    for change in (lambda: form.indicators.pop(1), lambda: form.indicators.reverse()):
        change()
        template, profile = everything[0].template, everything[0].profile
        everything[0] = FormView(form, template, profile, compute(form, template, profile))
        checker.update(everything[0])
        same(checker, everything)


def test_forms_come_and_go() -> None:
    everything = portfolio("自3", "")
    checker = Checker()
    checker.load(everything[:2])
    checker.update(everything[2])
    same(checker, everything)
    checker.remove("b")
    same(checker, [everything[0], everything[2]])
    assert checker.findings("b") == []


def test_a_form_of_another_kind_is_a_group_of_its_own() -> None:
    own = portfolio("自2", "")
    declared = view(sample("jiading-declaration-2023")[0], "shanghai-declaration-2023", "d")
    checker = Checker()
    checker.load([*own, declared])
    same(checker, [*own, declared])
    assert {f.form for f in checker.findings("d")} == {"d"}


def test_many_that_come_and_go_at_once_are_compared_at_the_end() -> None:
    file = "minhang-self-evaluation-2024"
    everything = views(sample(file), template_of(file))
    checker = Checker()
    checker.load(everything[:2])
    with checker.at_once():
        for found in everything[2:]:
            checker.update(found)
        checker.remove(everything[0].id)
        checker.reorder([found.id for found in everything[1:]])
    same(checker, everything[1:])
