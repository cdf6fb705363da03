"""Unit settings: described for a dialog, bounded, kept in the data file, and felt at once."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.cellpath import CellPath
from perfdesk.errors import DataFileReadOnlyError, OptionValueError
from perfdesk.session.workspace import Workspace
from perfdesk.settings import UnitSettings, options_of
from tests.session.unit_files import unit_file


@pytest.fixture
def workspace(tmp_path: Path):
    with unit_file(tmp_path) as opened:
        yield opened


def test_every_setting_says_what_it_is() -> None:
    for name, option in options_of(UnitSettings):
        assert option.label, name
        assert option.help, name
        if option.kind == "number":
            assert option.lowest is not None, name
        assert option.fits(getattr(UnitSettings(), name)), name


def test_fields_say_what_holds_while_they_are_empty(workspace: Workspace) -> None:
    said = {field.name: field.inherited for field in workspace.options.fields()}
    assert said["low_rate_reason"] == "80"
    assert said["grade_required"] == "是"
    assert said["pass_mark"] == "不设"
    assert said["approved_initial"] == ""
    assert "disabled_rules" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("low_rate_reason", Decimal(101)),
        ("low_rate_reason", Decimal(-1)),
        ("over_reason", Decimal(99)),
        ("approved_initial", Decimal("NaN")),
        ("footer", tuple(f"{n}" for n in range(13))),
    ],
)
def test_a_value_out_of_bounds_changes_nothing(workspace: Workspace, name: str, value) -> None:
    before = workspace.options.current
    with pytest.raises(OptionValueError):
        workspace.options.change(replace(before, **{name: value}))
    assert workspace.options.current == before


def test_settings_survive_reopening(tmp_path: Path, workspace: Workspace) -> None:
    wanted = replace(
        workspace.options.current,
        low_rate_reason=Decimal("85.5"),
        footer=(" 填报人 ", "", "填报人", "日期"),
        words={"typos": ("帐户→账户",), "residue": ("",)},
        grade_required=False,
    )
    outcome = workspace.options.change(wanted)
    assert set(outcome.forms) == {form.id for form in workspace.forms()}
    kept = workspace.options.current
    assert (kept.footer, kept.words) == (("填报人", "日期"), {"typos": ("帐户→账户",)})
    workspace.close()
    with Workspace.open(workspace.path) as again:
        assert again.options.current == kept


def test_a_footer_is_on_the_paper_at_once(workspace: Workspace) -> None:
    form = workspace.forms()[0].id
    before = workspace.grid(form).row_count
    workspace.options.change(replace(workspace.options.current, footer=("填报人",)))
    assert workspace.grid(form).row_count == before + 1


def test_what_changes_nothing_tells_nothing(workspace: Workspace) -> None:
    assert workspace.options.change(workspace.options.current).forms == ()


def switch(workspace: Workspace, off: frozenset[str] | None) -> None:
    workspace.options.change(replace(workspace.options.current, disabled_rules=off))


def test_a_rule_switched_off_is_silent_and_comes_back(workspace: Workspace) -> None:
    form = workspace.forms()[0].id
    workspace.editing.set_text(CellPath(form, "F0", "rate"), "12.00")
    found = {finding.rule for finding in workspace.checking.findings(form)}
    switched = next(rule for rule in workspace.options.rules() if rule.id in found)
    assert switched.on
    assert switched.name
    off = frozenset(rule.id for rule in workspace.options.rules() if not rule.on)
    switch(workspace, off | {switched.id})
    assert switched.id not in {f.rule for f in workspace.checking.findings(form)}
    assert not next(s for s in workspace.options.rules() if s.id == switched.id).on
    switch(workspace, None)
    assert switched.id in {f.rule for f in workspace.checking.findings(form)}


def test_every_rule_says_what_it_tests(workspace: Workspace) -> None:
    switches = workspace.options.rules()
    assert len({switch.id for switch in switches}) == len(switches) > 60
    assert all(switch.name and switch.sentence and switch.basis for switch in switches)
    assert not any("{" in switch.sentence for switch in switches)
    assert {switch.id for switch in switches if not switch.default} == {"T16", "I16"}


def test_own_words_are_kept_by_list_and_felt(workspace: Workspace) -> None:
    form = workspace.forms()[0].id
    workspace.editing.set_text(CellPath(form, "", "goal_actual"), "已完成，某某残留串。")
    assert "S06" not in {
        f.rule for f in workspace.checking.findings(form) if f.field == "goal_actual"
    }
    own = replace(workspace.options.current, words={"residue": ("某某残留串",)})
    workspace.options.change(own)
    assert "S06" in {f.rule for f in workspace.checking.findings(form) if f.field == "goal_actual"}
    lists = {listed.name: listed.additions for listed in workspace.options.word_lists()}
    assert lists["residue"] == ("某某残留串",)


def test_a_reset_keeps_words_and_phrases(workspace: Workspace) -> None:
    workspace.options.phrases.add("按合同约定支付")
    workspace.options.change(replace(workspace.options.current, over_reason=Decimal(150)))
    workspace.options.reset()
    assert workspace.options.current == UnitSettings(phrases=("按合同约定支付",))


def test_phrases_keep_their_order_each_once(workspace: Workspace) -> None:
    workspace.options.phrases.put(["一", "二", " ", "一"])
    workspace.options.phrases.add("一 ")
    assert workspace.options.phrases.all() == ("二", "一")
    workspace.options.phrases.remove("二")
    assert workspace.options.phrases.all() == ("一",)


def test_a_file_opened_read_only_keeps_its_settings(workspace: Workspace) -> None:
    workspace.close()
    with Workspace.open(workspace.path, read_only=True) as again:
        before = again.options.current
        with pytest.raises(DataFileReadOnlyError):
            again.options.change(replace(before, over_reason=Decimal(150)))
        assert again.options.current == before
