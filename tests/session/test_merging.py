"""Merging an import: nothing lost, nothing taken unasked, every place told."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfdesk.catalog import Catalog
from perfdesk.changes import Mode
from perfdesk.compute import keep_printed
from perfdesk.document import Form, FormView, Leftover, Row, form_json, from_state, state
from perfdesk.session.bring_in.merge import Case, MergePlan, Side, plan_merge
from perfdesk.session.bring_in.row_places import put_beside_neighbours
from perfdesk.session.core import Core
from tests.session.unit_files import FORMS, TEMPLATES

CORE = Core(Catalog())


def forms(name: str) -> list[Form]:
    template = CORE.catalog.get(TEMPLATES[name])
    found = []
    for number, data in enumerate(json.loads((FORMS / f"{name}.json").read_text("utf-8"))):
        form = form_json.from_json(data, template, f"f{number}")
        keep_printed(form, template, CORE.profile(template.id))
        found.append(form)
    return found


ALL = [(name, number) for name in TEMPLATES for number in range(len(forms(name)))]
SOME = [forms(name)[0] for name in TEMPLATES] + [forms(name)[-1] for name in TEMPLATES]


def copy(form: Form) -> Form:
    return from_state(state(form))


def renumbered(form: Form) -> Form:
    """As another file counts its rows."""
    form = copy(form)
    for number, row in enumerate(form.indicators):
        row.id = f"r{number + 40}"
    form.next_row = 99
    return form


def view(form: Form) -> FormView:
    return CORE.make_view(form)


def plan(present: Form, incoming: Form, **sources: str) -> MergePlan:
    named = {
        (row.id, name): f"表!{row.id}{name}" for row in incoming.indicators for name in row.values
    }
    named |= {("", name): f"表!{name}" for name in incoming.header}
    return plan_merge(view(present), view(incoming), named)


def content(form: Form) -> dict[str, object]:
    """What the paper says, and how its computed cells got there."""
    return {"json": form_json.to_json(view(form)), "modes": form.modes}


def identity_only(form: Form) -> Form:
    """A form of which nothing is there but what it is."""
    blank = Form("here", form.template_id, form.kind)
    blank.header = {name: form.header.get(name) for name in ("project_name", "year")}
    blank.funds = [Row(row.id) for row in form.funds]
    return blank


@pytest.mark.parametrize(("name", "number"), ALL[::3])
def test_merging_a_form_with_itself_changes_nothing(name: str, number: int) -> None:
    form = forms(name)[number]
    merge = plan(form, renumbered(form))
    assert merge.items == ()
    assert not merge.changes
    assert merge.merged() == state(form)


def test_both_sides_are_counted_by_what_can_be_chosen() -> None:
    present, incoming = copy(SOME[0]), renumbered(SOME[0])
    incoming.indicators[0].values["deviation"] = "文件的说明"
    present.indicators[0].values["deviation"] = "现有的说明"
    present.indicators[1].values["actual"] = None
    present.indicators[2].values["target"] = None
    merge = plan(present, incoming)
    assert (merge.count(Side.FILE), merge.count(Side.PRESENT)) == (2, 1)


@pytest.mark.parametrize(("name", "number"), ALL[::3])
def test_merging_into_a_blank_form_gives_the_imported_one(name: str, number: int) -> None:
    form = forms(name)[number]
    merged = from_state(plan(identity_only(form), form).merged())
    assert content(merged) == content(form)


def gnaw(form: Form, seed: int) -> Form:
    """Some cells blanked, some rows gone."""
    dice = random.Random(seed)
    worn = copy(form)
    worn.indicators = [row for row in worn.indicators if dice.random() > 0.3]
    for values in [worn.header, *(row.values for row in worn.funds)]:
        for name in values:
            if name not in ("project_name", "year", "money_unit") and dice.random() < 0.3:
                values[name] = None
    for row in worn.indicators:
        for name in ("target", "actual", "weight", "score", "deviation"):
            if name in row.values and dice.random() < 0.4:
                row.values[name] = None
    worn.modes = {place: mode for place, mode in worn.modes.items() if worn.get(*place)}
    return worn


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SOME), st.integers(0, 10_000))
def test_what_was_lost_comes_back_from_the_file(form: Form, seed: int) -> None:
    merge = plan(gnaw(form, seed), renumbered(form))
    assert not [item for item in merge.items if item.case is Case.CONFLICT and item.place[0] > "r"]
    merged = form_json.to_json(view(from_state(merge.merged())))
    whole = form_json.to_json(view(form))
    assert merged["indicators"] == whole["indicators"]
    for name, text in whole.items():
        if name not in ("indicators", "funds", "total_score", "total_weight", "grade"):
            assert merged[name] == text, name


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(SOME), st.sampled_from(SOME), st.integers(0, 10_000))
def test_nothing_of_the_present_form_is_lost_unasked(one: Form, other: Form, seed: int) -> None:
    if one.kind != other.kind:
        return
    present, incoming = gnaw(one, seed), renumbered(gnaw(other, seed + 1))
    merge = plan(present, incoming)
    merged = from_state(merge.merged())
    assert [
        row.id for row in merged.indicators if row.id in {r.id for r in present.indicators}
    ] == [row.id for row in present.indicators]
    assert len({row.id for row in merged.indicators}) == len(merged.indicators)
    for row in [Row("", present.header), *present.funds, *present.indicators]:
        for name, text in row.values.items():
            if text and (row.id, name) not in merge.freed:
                assert merged.get(row.id, name) == text, (row.id, name)
    told = {(item.place, item.case) for item in merge.items}
    assert len(told) == len(merge.items)
    again = plan(merged, incoming)
    assert not [i for i in again.items if i.case in (Case.FILL, Case.NEW_ROW)]


def sample() -> tuple[Form, Form]:
    form = forms("minhang-self-evaluation-2024")[0]
    return form, renumbered(form)


def test_where_both_differ_the_present_one_stands_until_the_file_is_chosen() -> None:
    present, incoming = sample()
    row, theirs = present.indicators[2], incoming.indicators[2]
    theirs.values["actual"] = "另一个实际值"
    merge = plan(present, incoming)
    (item,) = merge.items
    assert (item.case, item.place, item.default) == (
        Case.CONFLICT,
        (row.id, "actual"),
        Side.PRESENT,
    )
    assert item.address == f"表!{theirs.id}actual"
    assert not merge.changes
    chosen = merge.with_choices({item.place: Side.FILE})
    assert from_state(chosen.merged()).get(row.id, "actual") == "另一个实际值"
    (line,) = chosen.report()
    assert (line.result, line.present, line.incoming) == (
        "taken",
        row.get("actual"),
        "另一个实际值",
    )
    assert line.address == item.address


def test_a_blank_cell_can_be_left_blank() -> None:
    present, incoming = sample()
    place = (present.indicators[1].id, "deviation")
    present.indicators[1].values["deviation"] = None
    incoming.indicators[1].values["deviation"] = "因天气推迟"
    merge = plan(present, incoming)
    assert merge.changes
    assert not merge.with_choices({place: Side.PRESENT}).changes


def test_rows_of_the_file_come_beside_their_neighbours_and_keep_levels_whole() -> None:
    present, incoming = sample()
    levels = [(row.get("level1"), row.get("level2")) for row in present.indicators]
    new = Row("r90", dict(incoming.indicators[0].values) | {"level3": "新增的一项指标"})
    incoming.indicators.insert(1, new)
    own = Row("r900", dict(present.indicators[0].values) | {"level3": "只在现表里"})
    present.indicators.insert(1, own)
    merge = plan(present, incoming)
    merged = from_state(merge.merged())
    names = [row.get("level3") for row in merged.indicators]
    assert names[0] == present.indicators[0].get("level3")
    assert names.index("新增的一项指标") == 1
    assert "只在现表里" in names
    groups = [(row.get("level1"), row.get("level2")) for row in merged.indicators]
    assert list(dict.fromkeys(groups)) == list(dict.fromkeys(levels))
    assert {line.result for line in merge.report()} == {"added", "kept"}
    assert all(line.address for line in merge.report() if line.result == "added")
    left_out = merge.with_choices({("+r90", ""): Side.PRESENT})
    assert not left_out.changes


def test_a_row_of_another_count_is_another_row() -> None:
    present, incoming = sample()
    present.indicators[0].values["level3"] = "第一季度巡查次数"
    incoming.indicators[0].values["level3"] = "第二季度巡查次数"
    cases = [item.case for item in plan(present, incoming).items]
    assert cases == [Case.NEW_ROW, Case.PRESENT_ROW]


def test_a_name_typed_a_little_otherwise_is_the_same_row() -> None:
    present, incoming = sample()
    present.indicators[0].values["level3"] = "社区老年人健康体检完成人数"
    incoming.indicators[0].values["level3"] = "社区老年人健康体检完成 人数(人)"
    (item,) = plan(present, incoming).items
    assert (item.case, item.place[1]) == (Case.CONFLICT, "level3")


def test_numbers_that_are_equal_do_not_differ() -> None:
    present, incoming = sample()
    present.funds[1].values["executed"] = "1463.5"
    incoming.funds[1].values["executed"] = "1,463.50"
    assert [i for i in plan(present, incoming).items if i.place == ("F1", "executed")] == []


def test_amounts_of_a_file_in_another_unit_are_converted() -> None:
    present, incoming = sample()
    assert view(present).money_unit == "万元"
    present.funds[1].values.update(initial="12.5", adjusted=None)
    incoming.header["money_unit"] = "元"
    incoming.funds[1].values.update(initial="125,000.00", adjusted="130500")
    items = {item.place: item for item in plan(present, incoming).items}
    assert ("F1", "initial") not in items
    assert ("", "money_unit") not in items
    filled = items["F1", "adjusted"]
    assert (filled.incoming, filled.default) == ("13.05", Side.FILE)
    assert "130500" in filled.note


def test_a_kept_rate_follows_when_its_inputs_are_taken() -> None:
    present, incoming = sample()
    present.put(
        "F0", "rate", present.get("F0", "rate") or view(present).text("rate", "F0"), Mode.KEPT
    )
    incoming.funds[1].values["executed"] = "1.00"
    merge = plan(present, incoming)
    assert merge.freed == ()
    merge = merge.with_choices({("F1", "executed"): Side.FILE})
    assert ("F0", "rate") in merge.freed
    assert ("F0", "rate") not in from_state(merge.merged()).modes
    assert "follows" in [line.result for line in merge.report()]


def test_a_printed_sum_of_the_file_can_be_taken_and_stays_as_printed() -> None:
    present, incoming = sample()
    incoming.put("", "total_score", "91.11", Mode.KEPT)
    merge = plan(present, incoming)
    (item,) = [i for i in merge.items if i.place == ("", "total_score")]
    assert item.case is Case.CONFLICT
    merged = from_state(merge.with_choices({item.place: Side.FILE}).merged())
    assert (merged.get(*item.place), merged.mode(*item.place)) == ("91.11", Mode.KEPT)


def test_what_the_present_form_has_no_cell_for_is_told() -> None:
    present = forms("jiading-declaration-2023")[0]
    incoming = from_state(state(present) | {"template": "shanghai-declaration-2026"})
    incoming.header["nature"] = "经常性项目"
    told = [item for item in plan(present, incoming).items if item.place == ("", "nature")]
    assert [(item.case, item.incoming) for item in told] == [(Case.NO_PLACE, "经常性项目")]


def test_a_new_form_takes_the_file_into_its_waiting_rows(tmp_path: Path) -> None:
    from perfdesk.session.edit.new_form import new_form

    incoming = forms("municipal-self-evaluation-2023")[0]
    template = CORE.catalog.get(incoming.template_id)
    present = new_form(
        template, CORE.profile(template.id), incoming.year, incoming.header["project_name"] or ""
    )
    waiting = [row for row in present.indicators if not row.get("level3")]
    assert waiting
    merged = from_state(plan(present, incoming).merged())
    wanted = [row.get("level3") for row in incoming.indicators]
    assert sorted(row.get("level3") or "" for row in merged.indicators if row.get("level3")) == (
        sorted(name or "" for name in wanted)
    )


def test_a_printed_sum_on_which_both_agree_stays_when_its_blanks_are_filled() -> None:
    present, incoming = sample()
    for form in (present, incoming):
        form.funds[1].values["initial"], form.funds[3].values["initial"] = "12.00", "0.00"
        form.put("F0", "initial", "12.0", Mode.KEPT)
    present.funds[2].values["initial"], incoming.funds[2].values["initial"] = None, "0.00"
    merge = plan(present, incoming)
    assert [item.place for item in merge.items] == [("F2", "initial")]
    merged = from_state(merge.merged())
    assert (merged.get("F0", "initial"), merged.mode("F0", "initial")) == ("12.0", Mode.KEPT)


def test_a_cell_printed_blank_stays_blank_where_nothing_was_computed_yet() -> None:
    _, incoming = sample()
    incoming.put("F1", "rate", None, Mode.KEPT)
    merged = from_state(plan(identity_only(incoming), incoming).merged())
    assert view(incoming).text("executed", "F1")
    assert view(merged).text("rate", "F1") is None


def test_computed_cells_follow_their_inputs_and_are_not_asked_about() -> None:
    present, incoming = sample()
    for form, amount in ((present, "1.00"), (incoming, "2.00")):
        form.funds[1].values["executed"] = amount
        for place in view(form).computed:
            form.put(*place, None, Mode.AUTOMATIC)
    assert view(present).text("rate", "F0") != view(incoming).text("rate", "F0")
    merge = plan(present, incoming)
    assert [item.place for item in merge.items] == [("F1", "executed")]
    taken = merge.with_choices({("F1", "executed"): Side.FILE})
    merged = view(from_state(taken.merged()))
    assert merged.text("rate", "F0") == view(incoming).text("rate", "F0")


def test_doubts_and_leftovers_of_the_file_come_along() -> None:
    present, incoming = sample()
    new = Row("r90", dict(incoming.indicators[0].values) | {"level3": "新增的一项指标"})
    incoming.indicators.append(new)
    incoming.suspect_rows = ("r90", incoming.indicators[0].id)
    present.leftovers = (Leftover("表!A30", "填报人：张三"),)
    incoming.leftovers = (Leftover("表!A30", "填报人：张三"), Leftover("表!A31", "联系电话"))
    merged = from_state(plan(present, incoming).merged())
    (came,) = {row.id for row in merged.indicators} - {row.id for row in present.indicators}
    assert merged.suspect_rows == (came,)
    assert merged.leftovers == incoming.leftovers


def rows(text: str) -> list[Row]:
    """`a1 b1`: rows of level a and b."""
    return [Row(name, {"level1": name[0], "level2": name[0]}) for name in text.split()]


@pytest.mark.parametrize(
    ("present", "file", "merged"),
    [
        ("a1 a2 b1", "a1 a9 b1", "a1 a9 a2 b1"),
        # The neighbour of the file belongs to another level: the new row goes to its own.
        ("a1 a2 b1 b2", "a1 b9 b1 b2", "a1 a2 b9 b1 b2"),
        ("a1 a2 b1 b2", "a1 a2 b9", "a1 a2 b1 b2 b9"),
        # A level that only the file has begins behind its neighbour's.
        ("a1 a2 b1", "a1 c9 b1", "a1 a2 c9 b1"),
        ("b1", "a9 b1", "a9 b1"),
        ("", "a8 b8 a9", "a8 b8 a9"),
        ("a1 b1", "a1 a8 a9 b8 b1", "a1 a8 a9 b8 b1"),
    ],
)
def test_new_rows_stand_beside_their_neighbours(present: str, file: str, merged: str) -> None:
    found, file_rows = rows(present), rows(file)
    here = {row.id for row in found}
    partners = {row.id: row.id for row in file_rows if row.id in here}
    new = {row.id: row for row in file_rows if row.id not in here}
    put_beside_neighbours(found, file_rows, partners, new)
    assert " ".join(row.id for row in found) == merged


def test_rows_of_the_medium_term_are_none_of_the_year() -> None:
    template = CORE.catalog.get("national-declaration-2015")
    values = {"level1": "产出指标", "level2": "数量指标", "level3": "培训基层医务人员人次数"}
    one, other = Form("a", template.id, template.kind.id), Form("b", template.id, template.kind.id)
    one.indicators = [Row("r1", values | {"term": "medium"})]
    other.indicators = [
        Row("r1", values | {"term": "annual", "level3": "培训基层医务人员的人次数"})
    ]
    assert [item.case for item in plan(one, other).items] == [Case.NEW_ROW, Case.PRESENT_ROW]
    other.indicators[0].values["term"] = "medium"
    assert [item.case for item in plan(one, other).items] == [Case.CONFLICT]
