"""Code, catalogue and documentation of the rules are one."""

import re
import string
from pathlib import Path

import pytest
from rule_tables import portfolio
from test_examples import EXAMPLES, fired_rules, silent_rules

from perfdesk.rules import all_rules, catalogue, check_all, rule_ids
from perfdesk.rules.catalogue import Wording
from perfdesk.rules.model import Scope, of_funds
from perfdesk.rules.run import engine
from perfdesk.settings import Profile, UnitSettings

ROOT = Path(__file__).resolve().parents[2]
# One chapter a line: two who add rules do not meet here.
CHAPTERS = {
    "S": 14,
    "F": 20,
    "W": 10,
    "T": 23,
    "I": 24,
    "G": 10,
    "U": 7,
    "X": 7,
    "M": 4,
    "D": 2,
}
WANTED = {f"{letter}{n:02}" for letter, count in CHAPTERS.items() for n in range(1, count + 1)} | {
    "P01"
}
"""The ids of the rulebook; P02 is found by the pagination."""
BY_SETTINGS = {"T16", "I16", "U04", *(f"X{n:02}" for n in range(1, 8))}
"""Off by default, or in need of a figure typed in (test_switches.py), or of a second form (test_across.py)."""
LETTERS = {"error": "E", "warning": "W", "hint": "H"}


def documented() -> dict[str, list[str]]:
    """The cells of the rulebook page by rule id."""
    rows: dict[str, list[str]] = {}
    for line in (ROOT / "docs" / "RULEBOOK.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"[A-Z]\d\d", cells[0]):
            rows[cells[0]] = cells
    return rows


def test_every_rule_of_the_rulebook_is_registered_and_no_other() -> None:
    assert set(rule_ids()) == WANTED


def test_catalogue_and_code_hold_the_same_rules() -> None:
    assert set(catalogue()) == set(rule_ids())


def test_the_page_says_what_the_code_does() -> None:
    rows = documented()
    assert set(rows) == WANTED
    for rule_id, (_, forms, severity, name, tests) in rows.items():
        parts = [rule for rule in all_rules() if rule.id == rule_id]
        kinds = {kind for rule in parts for kind in rule.kinds}
        entry = catalogue()[rule_id]
        grades = {LETTERS[w.severity.value] for w in entry.wordings.values()}
        marks = {kind.rule_scope[0] for kind in kinds}
        assert forms == "".join(mark for mark in "申自监整" if mark in marks), rule_id
        assert set(severity.split("/")) == grades, rule_id
        assert name == entry.name, rule_id
        for rule in parts:
            assert rule.basis_line.partition("·")[2].strip() in tests, rule_id


def test_every_docstring_names_id_and_basis() -> None:
    for rule in all_rules():
        assert re.match(rf"{rule.id} · \S", rule.basis_line), rule.id


def test_every_rule_has_a_firing_and_a_silent_example() -> None:
    assert WANTED - BY_SETTINGS - fired_rules() == set()
    # S11 is silent wherever a grade stands: the clean forms show it.
    assert WANTED - BY_SETTINGS - silent_rules() - {"S11"} == set()


def test_every_wording_is_a_sentence_with_known_arguments() -> None:
    for entry in catalogue().values():
        for wording in entry.wordings.values():
            names = [
                name
                for _, name, _, _ in string.Formatter().parse(wording.message)
                if name is not None
            ]
            assert all(name.isidentifier() for name in names), entry.rule
            assert wording.message.endswith("。"), entry.rule


def test_the_fields_that_rules_read_are_fields_of_forms() -> None:
    from forms import catalog

    known = {"suspect", "integer_scores", "adjusted_silently", "likelihood"}
    for template in catalog().all():
        blocks = [field for block in template.blocks for field in block.fields]
        fields = (
            *template.header_fields,
            *template.fund_fields,
            *template.indicator_fields,
            *blocks,
        )
        known |= {field.name for field in fields}
        known.update(of_funds(*(field.name for field in template.fund_fields)))
    for rule in all_rules():
        assert rule.reads | rule.context <= known, rule.id
        assert not rule.context or rule.scope is Scope.ROW, rule.id


def test_every_wording_is_said_by_some_example(monkeypatch: pytest.MonkeyPatch) -> None:
    said: set[tuple[str, str]] = set()
    speak = engine.wording

    def listen(rule_id: str, variant: str) -> Wording:
        said.add((rule_id, variant))
        return speak(rule_id, variant)

    monkeypatch.setattr(engine, "wording", listen)
    for kind, edits, expected in EXAMPLES:
        if not expected.startswith("no "):
            check_all(portfolio(kind, edits))
    every = {(e.rule, variant) for e in catalogue().values() for variant in e.wordings}
    # No shipped 监控表 prints 全年预算数: test_midyear.py has a template that does.
    every -= {("M03", "over"), ("M03", "spent")}
    assert {pair for pair in every - said if pair[0] not in BY_SETTINGS} == set()


def test_a_profile_of_the_nearest_template_makes_hints() -> None:
    edits = "grade=良 ; total_weight=98.00 ; F0.score=9.00"
    views = portfolio(
        "自3", f"{edits} ; title=绩效自评表 ; b:title=项目自评表 ; c:title=项目自评表"
    )
    for view in views:
        view.form.match = "nearest"
    grades = {f.rule: f.severity.value for f in check_all(views) if f.form == "a"}
    assert {rule: grades[rule] for rule in ("W04", "W01", "F06", "S02")} == dict.fromkeys(
        ("W04", "W01", "F06", "S02"), "hint"
    )


def test_one_title_of_another_region_is_that_regions() -> None:
    views = portfolio("自2", "title=绩效目标自评表 ; b:title=绩效目标自评表")
    for view in views:
        view.form.match = "nearest"
    assert [f for f in check_all(views) if f.rule == "S02"] == []


def test_disabled_rules_are_silent() -> None:
    off = UnitSettings(disabled_rules=frozenset({"T01", "T10", "I17"}))
    views = portfolio("自", "i2.actual=92.50(%)", off)
    assert {"T01", "T10"} & {f.rule for f in check_all(views)} == set()


def test_the_default_profile_switches_off_what_is_off_by_default() -> None:
    assert Profile().disabled_rules == {"T16", "I16"}
