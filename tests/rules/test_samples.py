"""The findings that a careful reading of the real forms gives, and hardly any other."""

import json
from collections.abc import Iterator

import pytest
from forms import SAMPLES, sample_files, sample_views

from perfdesk.document import FormView
from perfdesk.findings import Finding, Severity
from perfdesk.rules import check_all

_FIELDS = {
    "实际完成情况": ("", "goal_actual"),
    "预期目标": ("", "goal_expected"),
    "标题": ("", "title"),
    "计划完成日期": ("", "end_date"),
    "执行率": ("F0", "rate"),
    "全年预算数": ("F0", "adjusted"),
}
_PLACES = {
    "T05": "actual", "T07": "actual", "T03": "actual", "T14": "actual", "F13": "actual",
    "T04": "target", "I15": "target", "I09": "target", "T17": "target", "I14": "target",
    "S06": "level3", "T12": "score",
}  # fmt: skip
DEFENSIBLE = {
    # The name holds 老人 and there is no satisfaction indicator: W by the words of RULES.md.
    ("65岁以上老人定期体检", "I01", ""),
    # 好 against 好 with 28 of 30 points; the reason only says 有待进一步提高.
    ("11010624T000002802370-2024 年基层党组织党建活动经费", "T12", "score"),
}
"""Errors and warnings beyond the list, each read and judged by RULES.md."""

Key = tuple[str, str, str, str, str]


def expected() -> list[Key]:
    data = json.loads((SAMPLES / "findings.json").read_text("utf-8"))
    return [
        (f["file"], f["project"], f["rule"], f["severity"], f["field"]) for f in data["findings"]
    ]


def found(file: str) -> Iterator[tuple[FormView | None, Finding]]:
    views = {view.id: view for view in sample_views(file)}
    for finding in check_all(list(views.values())):
        yield views.get(finding.form or ""), finding


def _stands(view: FormView, finding: Finding, field: str) -> bool:
    if field in _FIELDS:
        return (finding.row, finding.field) == _FIELDS[field]
    row = view.form.row(finding.row)
    name = (row.get("level3") or "") if row is not None else ""
    return name.split(":")[-1].strip() == field and finding.field == _PLACES[finding.rule]


@pytest.mark.parametrize(("file", "project", "rule", "severity", "field"), expected())
def test_a_listed_finding_is_found(
    file: str, project: str, rule: str, severity: str, field: str
) -> None:
    alike = [
        finding
        for view, finding in found(file)
        if view is not None and view.project_name == project and finding.rule == rule
        and _stands(view, finding, field)
    ]  # fmt: skip
    assert [f.severity.value for f in alike] == [severity]


@pytest.mark.parametrize("file", sample_files())
def test_nothing_else_is_an_error_or_a_warning(file: str) -> None:
    listed = {(project, rule) for f, project, rule, _, _ in expected() if f == file}
    beyond = [
        (view.project_name if view else "", finding.rule, finding.field)
        for view, finding in found(file)
        if finding.severity is not Severity.HINT
        and (view.project_name if view else "", finding.rule) not in listed
    ]
    assert set(beyond) <= DEFENSIBLE
    assert len(beyond) == len(set(beyond))


def test_the_number_of_errors_and_warnings() -> None:
    total = sum(f.severity is not Severity.HINT for file in sample_files() for _, f in found(file))
    assert total == len(expected()) + len(DEFENSIBLE)


def test_all_samples_together_are_one_portfolio() -> None:
    """Forms of other regions and years beside them change none of the listed findings."""
    views = []
    for index, file in enumerate(sample_files()):
        for view in sample_views(file):
            view.form.id = view.id = f"{index}-{view.id}"
            views.append(view)
    grave = [f for f in check_all(views) if f.severity is not Severity.HINT]
    assert len(grave) == len(expected()) + len(DEFENSIBLE)


MOST_HINTS = 3.5


def test_a_form_shows_few_hints() -> None:
    hints = forms = 0
    for file in sample_files():
        views = sample_views(file)
        hints += sum(f.severity is Severity.HINT for f in check_all(views))
        forms += len(views)
    print(f"{hints / forms:.2f} hints a form on {forms} forms")
    assert hints / forms <= MOST_HINTS
