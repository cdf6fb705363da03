"""Taking a fix mends what it was offered for."""

from pathlib import Path

import pytest
from rule_tables import portfolio
from test_examples import EXAMPLES

from perfdesk.changes import Mode
from perfdesk.compute import acceptable, compute, kept_dependents
from perfdesk.document import FormView
from perfdesk.findings import Finding, Fix
from perfdesk.rules import check_all

FIRING = [(kind, edits, right) for kind, edits, right in EXAMPLES if not right.startswith("no ")]


def take(views: list[FormView], fix: Fix) -> list[FormView]:
    """The portfolio after a fix, as the window would do it."""
    by_id = {view.id: view for view in views}
    # Computed cells that agreed with their inputs follow them, as `session/edit` has it.
    assigned = {(edit.path.form, edit.path.row, edit.path.field) for edit in fix.edits}
    freed = [
        (edit.path.form, row, name)
        for edit in fix.edits
        for view in (by_id[edit.path.form],)
        for row, name in kept_dependents(view.form, view.template, edit.path.row, edit.path.field)
        if (edit.path.form, row, name) not in assigned and acceptable(view, row, name)
    ]
    for form, row, name in freed:
        by_id[form].form.put(row, name, None, Mode.AUTOMATIC)
    for edit in fix.edits:
        view = by_id[edit.path.form]
        if edit.removes_row:
            rows = view.form.indicators
            view.form.indicators = [row for row in rows if row.id != edit.path.row]
            continue
        computed = (edit.path.row, edit.path.field) in view.computed
        if edit.automatic:
            view.form.put(edit.path.row, edit.path.field, None, Mode.AUTOMATIC)
        else:
            # A mode is for computed cells; with one of automatic a typed cell would be emptied.
            mode = Mode.OVERRIDDEN if computed else None
            view.form.put(edit.path.row, edit.path.field, edit.text, mode)
    return [
        FormView(v.form, v.template, v.profile, compute(v.form, v.template, v.profile))
        for v in views
    ]


def offered(finding: Finding) -> list[Fix]:
    return [fix for fix in (finding.fix, *finding.other_fixes) if fix is not None and not fix.draft]


@pytest.mark.parametrize(("kind", "edits", "right"), FIRING)
def test_a_fix_mends_its_finding(kind: str, edits: str, right: str) -> None:
    count = len(
        [f for f in check_all(portfolio(kind, edits)) if f.rule == right[:3] and offered(f)]
    )
    for position in range(count):
        views = portfolio(kind, edits)
        finding = [f for f in check_all(views) if f.rule == right[:3] and offered(f)][position]
        for fix in offered(finding):
            mended = check_all(take(portfolio(kind, edits), fix))
            left = [(f.rule, f.path, f.message) for f in mended]
            assert (finding.rule, finding.path, finding.message) not in left, fix


def written() -> list[tuple[str, str, str]]:
    """(kind, edits, what is offered) of every line of the table."""
    lines = (Path(__file__).parent / "fixes_written.txt").read_text("utf-8").splitlines()
    found = [line.partition(" → ") for line in lines if not line.startswith("#")]
    return [(*left.partition(" ")[::2], right) for left, _, right in found]


@pytest.mark.parametrize(("kind", "edits", "wanted"), written())
def test_a_fix_writes_exactly_this(kind: str, edits: str, wanted: str) -> None:
    offers = set()
    for finding in check_all(portfolio(kind, edits)):
        for fix in (finding.fix, *finding.other_fixes):
            if fix is not None:
                texts = [
                    f"{e.path.form}.{e.path.row or '-'}.{e.path.field}="
                    + ("自动" if e.automatic else (e.text or "").replace("\n", "\\n"))
                    for e in fix.edits
                ]
                offers.add(f"{finding.rule} {fix.label}: {' ; '.join(texts)}")
    assert wanted in offers


def test_some_fixes_are_offered() -> None:
    labels = set()
    for kind, edits, _ in FIRING:
        labels |= {fix.label for f in check_all(portfolio(kind, edits)) for fix in offered(f)}
    assert {
        "改为自动计算",
        "统一标题",
        "统一运算符",
        "统一数字格式",
        "换算为万元",
        "清除抄入的名称",
        "清除标记",
    } <= labels
