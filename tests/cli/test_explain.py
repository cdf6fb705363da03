"""`check --explain RULE`: a page for every rule, one sentence for an unknown one."""

import pytest

from perfdesk.rules import catalogue
from perfdesk.session.check.explained import explain, explained_rules
from tests.cli.conftest import Run


def test_a_rule_is_explained_with_examples(run: Run) -> None:
    answer = run("check", "--explain", "t01")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[0] == f"T01 {catalogue()['T01'].name}（错误）"
    assert [line.partition("：")[0] for line in answer.out.splitlines()[1:6]] == [
        "看什么",
        "例，不对",
        "例，对",
        "出处",
        "停用",
    ]


@pytest.mark.parametrize("rule", ["Z99", "T", "", "规则"])
def test_an_unknown_rule_is_one_sentence(run: Run, rule: str) -> None:
    answer = run("check", "--explain", rule)
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.strip().splitlines()) == 1
    assert f"“{rule}”" in answer.err


@pytest.mark.parametrize("rule", explained_rules())
def test_every_rule_has_its_texts(rule: str) -> None:
    page = explain(rule)
    assert all((page.looks_at, page.wrong, page.right, page.basis))
    assert page.wrong != page.right
