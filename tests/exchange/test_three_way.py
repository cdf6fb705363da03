"""Two copies of a form edited at random: what each changed is there, or asked; nothing else moves."""

from hypothesis import example, given
from hypothesis import strategies as st

from perfdesk.document import Form, Row, from_state, state
from perfdesk.exchange.three_way import ChangedBy, FormMerge, Whose, merge_forms, row_lists

FIELDS = ("level1", "level3", "target", "actual")
TEXTS = st.sampled_from(["", "甲", "乙", "丙", "95%"])


def form(rows: int) -> Form:
    made = Form("f", "shanghai-self-evaluation-2024", "self_evaluation", {"title": "表"})
    made.funds = [Row(f"F{n}", {"initial": f"{n}.00"}) for n in range(4)]
    made.indicators = [
        Row(f"r{n}", {"level1": "产出", "level3": f"指标{n}", "target": "甲"})
        for n in range(1, rows + 1)
    ]
    made.next_row = rows + 1
    return made


def copy(one: Form) -> Form:
    return from_state(state(one))


EDIT = st.one_of(
    st.tuples(st.just("set"), st.integers(0, 9), st.sampled_from(FIELDS), TEXTS),
    st.tuples(st.just("head"), st.sampled_from(["title", "year"]), TEXTS),
    st.tuples(st.just("fund"), st.integers(0, 3), TEXTS),
    st.tuples(st.just("remove"), st.integers(0, 9)),
    st.tuples(st.just("insert"), st.integers(0, 9), TEXTS),
    st.tuples(st.just("move"), st.integers(0, 9), st.integers(0, 9)),
)
EDITS = st.lists(EDIT, max_size=12)


def edited(one: Form, edits: list[tuple[object, ...]]) -> Form:
    one = copy(one)
    for kind, *how in edits:
        rows = one.indicators
        match kind, how:
            case "set", [int(n), str(name), str(text)] if rows:
                rows[n % len(rows)].values[name] = text or None
            case "head", [str(name), str(text)]:
                one.header[name] = text or None
            case "fund", [int(n), str(text)]:
                one.funds[n].values["executed"] = text or None
            case "remove", [int(n)] if rows:
                rows.pop(n % len(rows))
            case "insert", [int(n), str(text)]:
                rows.insert(n % (len(rows) + 1), Row(one.new_row_id(), {"level3": f"新{text}"}))
                one.next_row += 1
            case "move", [int(n), int(to)] if rows:
                row = rows.pop(n % len(rows))
                rows.insert(to % (len(rows) + 1), row)
    return one


def merged(plan: FormMerge) -> Form:
    return from_state(plan.merged())


def filled(row: Row) -> dict[str, str]:
    """What a row says, however blank is kept."""
    return {name: text for name, text in row.values.items() if text}


def says(one: Form) -> object:
    """What a form says, whatever its new rows are numbered and however blank is kept."""
    rows = [[filled(row) for row in rows] for rows in row_lists(one).values()]
    funds = [filled(row) for row in one.funds]
    return {k: v for k, v in one.header.items() if v}, funds, rows


@given(st.integers(0, 5), EDITS, EDITS)
@example(3, [("remove", 0), ("remove", 0), ("set", 0, "actual", "")], [("remove", 2)])
def test_every_edit_of_theirs_is_taken_or_asked(rows: int, one: list, other: list) -> None:
    base = form(rows)
    ours, theirs = edited(base, one), edited(base, other)
    plan = merge_forms(base, ours, theirs)
    result = merged(plan)
    ids = [row.id for row in result.indicators]
    assert len(set(ids)) == len(ids)
    listed = {difference.place for difference in plan.differences}
    asked = {difference.place for difference in plan.conflicts}
    for row in base.indicators:
        before, mine, its = (f.row(row.id) for f in (base, ours, theirs))
        if mine is None or its is None:
            continue
        now = result.row(row.id)
        assert now is not None
        for name in FIELDS:
            was, here, there = (r.get(name) if r else None for r in (before, mine, its))
            if there != was:
                assert (row.id, name) in listed
                assert now.get(name) == (here if (row.id, name) in asked else there)
            else:
                assert now.get(name) == here
    known = {row.id for row in base.indicators}
    names = [row.get("level3") for row in result.indicators]
    assert all(row.get("level3") in names for row in theirs.indicators if row.id not in known)
    for row in ours.indicators:
        if row.id not in ids:
            # Only what they took out and nobody here changed goes.
            assert theirs.row(row.id) is None
            before = base.row(row.id)
            assert before is not None
            assert filled(row) == filled(before)


@given(st.integers(0, 5), EDITS)
def test_an_untouched_copy_takes_all_of_theirs(rows: int, other: list) -> None:
    base = form(rows)
    theirs = edited(base, other)
    plan = merge_forms(base, copy(base), theirs)
    assert not plan.conflicts
    assert says(merged(plan)) == says(theirs)


@given(st.integers(0, 5), EDITS, EDITS)
def test_choosing_theirs_gives_every_cell_of_theirs(rows: int, one: list, other: list) -> None:
    base = form(rows)
    ours, theirs = edited(base, one), edited(base, other)
    plan = merge_forms(base, ours, theirs)
    result = merged(plan.with_choices({d.place: Whose.THEIRS for d in plan.conflicts}))
    for difference in plan.differences:
        row, name = difference.place
        if difference.case is ChangedBy.CONFLICT and name and base.row(row) and theirs.row(row):
            assert (result.get(row, name) or None) == (theirs.get(row, name) or None)


@given(st.integers(0, 5), EDITS)
@example(0, [("insert", 0, ""), ("set", 0, "level3", "")])
def test_the_same_edits_on_both_sides_change_nothing(rows: int, one: list) -> None:
    base = form(rows)
    ours = edited(base, one)
    plan = merge_forms(base, ours, copy(ours))
    assert not plan.conflicts
    assert {difference.case for difference in plan.differences} <= {ChangedBy.BOTH}
    assert says(merged(plan)) == says(ours)
