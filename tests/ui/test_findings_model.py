"""The findings list as a model: groups, their order, and changes that touch only the rows that differ."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QModelIndex
from pytestqt.modeltest import ModelTester

from perfdesk.findings import Finding, Severity
from ui.findings.groups import Grouping, Titles, steps
from ui.findings.model import GROUP_ROLE, FindingsModel

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


def finding(
    rule: str, severity: Severity, form: str | None, row: str = "r1", **more: str
) -> Finding:
    return Finding(rule, severity, form, row, "score", f"{rule} {form} {row}", **more)  # type: ignore[arg-type]


FOUND = [
    finding("T09", E, "f1"),
    finding("G01", W, "f1"),
    finding("I10", H, "f1", "r2"),
    finding("T09", E, "f2"),
    finding("I10", H, "f2"),
    finding("U05", H, None),
]


@pytest.fixture
def model() -> FindingsModel:
    return FindingsModel(
        lambda found: found.row, Titles(lambda rule: f"{rule} 名称", lambda form: form or "全部")
    )


def listed(model: FindingsModel) -> list[str]:
    """Heads, and below each its findings, as a view walks them."""
    lines = []
    for row in range(model.rowCount()):
        top = model.index(row, 0)
        lines.append(top.data())
        lines += [f"  {model.index(n, 0, top).data()}" for n in range(model.rowCount(top))]
    return lines


def shown(model: FindingsModel) -> list[Finding]:
    return [found for n in range(len(model.findings())) if (found := model.finding(model.at(n)))]


def test_by_rule_the_gravest_rules_come_first(model: FindingsModel) -> None:
    model.group_by(Grouping.RULE)
    model.show(FOUND)
    assert listed(model) == [
        "T09 名称", "  T09 f1 r1", "  T09 f2 r1",
        "G01 名称", "  G01 f1 r1",
        "I10 名称", "  I10 f1 r2", "  I10 f2 r1",
        "U05 名称", "  U05 None r1",
    ]  # fmt: skip


def test_by_form_they_stand_in_the_order_given(model: FindingsModel) -> None:
    model.show(FOUND)
    model.group_by(Grouping.FORM)
    assert [line for line in listed(model) if not line.startswith(" ")] == ["f1", "f2", "全部"]
    assert listed(model)[1:4] == ["  T09 f1 r1", "  G01 f1 r1", "  I10 f1 r2"]


def test_a_head_knows_its_count_and_its_worst(model: FindingsModel) -> None:
    model.group_by(Grouping.FORM)
    model.show(FOUND)
    heads = [model.index(row, 0).data(GROUP_ROLE) for row in range(model.rowCount())]
    assert [(len(head.findings), head.worst) for head in heads] == [(3, E), (2, E), (1, H)]
    assert model.group(model.index(0, 0)) is heads[0]
    assert model.finding(model.index(0, 0)) is None


def test_a_group_of_explained_findings_has_no_worst(model: FindingsModel) -> None:
    model.set_shown("accepted", True)
    model.group_by(Grouping.RULE)
    model.show([finding("T09", E, "f1", accepted="已批复"), FOUND[1]])
    worst = [group.worst for group in model.groups()]
    assert worst == [W, None]


@pytest.mark.parametrize("grouping", Grouping)
def test_the_shown_order_numbers_every_finding(model: FindingsModel, grouping: Grouping) -> None:
    model.show(FOUND)
    model.group_by(grouping)
    assert sorted(map(str, shown(model))) == sorted(map(str, FOUND))
    assert shown(model) == model.findings()
    assert [model.number(model.at(n)) for n in range(len(FOUND))] == list(range(len(FOUND)))
    assert not model.at(len(FOUND)).isValid()


@pytest.mark.parametrize("grouping", Grouping)
def test_every_change_keeps_to_the_rules_of_a_model(
    model: FindingsModel, qtmodeltester: ModelTester, grouping: Grouping
) -> None:
    model.group_by(grouping)
    qtmodeltester.check(model)
    changed = finding("G01", E, "f1", "r3")
    for step in (FOUND, FOUND[1:], [FOUND[0], changed, *FOUND[3:]], FOUND[::-1], [], FOUND):
        model.show(step)
        assert sorted(map(str, model.findings())) == sorted(map(str, step))
        qtmodeltester.check(model)
    for name in ("hint", "error", "warning"):
        model.set_shown(name, False)
    assert model.rowCount() == 0
    model.set_shown("error", True)
    assert {found.severity for found in model.findings()} == {E}
    for other in Grouping:
        model.group_by(other)
        qtmodeltester.check(model)


@pytest.mark.parametrize("grouping", Grouping)
def test_an_edit_of_one_form_leaves_the_rows_of_others(
    model: FindingsModel, grouping: Grouping
) -> None:
    model.show(FOUND)
    model.group_by(grouping)
    touched: list[Finding] = []
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))

    def gone(parent: QModelIndex, first: int, last: int) -> None:
        touched.extend(
            f for n in range(first, last + 1) for f in model.below(model.index(n, 0, parent))
        )

    model.rowsAboutToBeRemoved.connect(gone)
    fresh = [finding("T09", E, "f1"), finding("G01", W, "f1", "r7"), *FOUND[2:]]
    model.show(fresh)
    assert touched == [FOUND[1]]
    assert not resets
    assert sorted(map(str, model.findings())) == sorted(map(str, fresh))


def test_equal_findings_change_nothing(model: FindingsModel) -> None:
    model.show(FOUND)
    changes: list[object] = []
    model.rowsInserted.connect(lambda *told: changes.append(told))
    model.rowsRemoved.connect(lambda *told: changes.append(told))
    model.show([finding(f.rule, f.severity, f.form, f.row) for f in FOUND])
    assert changes == []


def test_a_finding_is_found_again_after_its_words_changed(model: FindingsModel) -> None:
    model.group_by(Grouping.RULE)
    model.show(FOUND)
    again = Finding("I10", H, "f2", "r1", "score", "另一句话")
    assert model.finding(model.place_of(again)) == FOUND[4]
    assert not model.place_of(finding("X01", E, "f1")).isValid()


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("abc", "abc", [], []),
        ("abc", "ac", [(1, 1)], []),
        ("abcd", "xad", [(1, 2)], [(0, 1)]),
        ("abc", "cba", [(0, 3)], [(0, 3)]),
        ("", "ab", [], [(0, 2)]),
        ("ab", "", [(0, 2)], []),
        ("abcdef", "bdf", [(4, 1), (2, 1), (0, 1)], []),
    ],
)
def test_the_steps_from_one_list_to_another(
    old: Sequence[str], new: Sequence[str], gone: list[tuple[int, int]], come: list[tuple[int, int]]
) -> None:
    assert steps(old, new, lambda letter: letter) == (gone, come)
