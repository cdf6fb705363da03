"""Every rule fires on its fault and is silent beside it: small tables of edits to clean forms."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from rule_tables import portfolio, told

from perfdesk.cellpath import HEADER
from perfdesk.document import FormView
from perfdesk.findings import Finding
from perfdesk.rules import check_all

TABLES = sorted(Path(__file__).parent.glob("examples_*.txt"))


def examples() -> list[tuple[str, str, str]]:
    """(kind, edits, expectation) of every line."""
    found = []
    for path in TABLES:
        for line in path.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                left, _, right = line.rpartition("→")
                kind, _, edits = left.strip().partition(" ")
                found.append((kind, edits, right.strip()))
    return found


EXAMPLES = examples()


def fired_rules() -> set[str]:
    return {right.split()[0] for _, _, right in EXAMPLES if not right.startswith("no ")}


def silent_rules() -> set[str]:
    return {right.split()[1] for _, _, right in EXAMPLES if right.startswith("no ")}


@pytest.mark.parametrize("kind", ["自", "申", "自2", "申2", "监", "整", "总", "整自2"])
def test_the_clean_forms_have_no_findings(kind: str) -> None:
    views = portfolio(kind, "")
    assert told(check_all(views), views) == []


@pytest.mark.parametrize(("kind", "edits", "expected"), EXAMPLES)
def test_example(kind: str, edits: str, expected: str) -> None:
    views = portfolio(kind, edits)
    findings = check_all(views)
    found = told(findings, views)
    for finding in findings:
        stands_on_cells(finding, {view.id: view for view in views})
    if expected.startswith("no "):
        assert [line for line in found if line.startswith(expected[3:])] == []
    else:
        assert expected in found


def stands_on_cells(finding: Finding, views: Mapping[str, FormView]) -> None:
    """A finding stands at a cell of its form, and its fixes edit cells of the portfolio."""
    fixes = [fix for fix in (finding.fix, *finding.other_fixes) if fix]
    paths = [edit.path for fix in fixes for edit in fix.edits] + list(finding.related)
    for path in [*paths, finding.path] if finding.path else paths:
        view = views[path.form]
        assert path.row == HEADER or view.form.row(path.row) is not None, (finding.rule, path)
        assert path.field == "" or view.template.field(path.row, path.field), (finding.rule, path)
