"""Any template's form is blank, filled, undone, told as JSON, exported and merged like the first eight."""

import json
from pathlib import Path

import pytest

from perfdesk.catalog import Catalog
from perfdesk.cellpath import CellPath
from perfdesk.changes import AddForm
from perfdesk.document import form_json, from_state, state
from perfdesk.grid import Cell, FieldKind, Role
from perfdesk.kinds import KINDS, kind_of, kind_of_title
from perfdesk.layout import build_grid
from perfdesk.rules import Checker
from perfdesk.session.bring_in.merge import Side, plan_merge
from perfdesk.session.core import Core
from perfdesk.session.edit.forms_edit import Editing
from perfdesk.session.edit.new_form import new_form
from perfdesk.session.send_out.file_names import form_name
from tests.kinds.extended import TEXTS, extended_catalog

NAMES = [
    *TEXTS,
    "national-monitoring-2019",
    "national-unit-declaration-2015",
    "hunan-unit-self-evaluation-2022",
]
SAMPLES = Path(__file__).parent.parent / "samples" / "forms"
ANSWERS = {
    FieldKind.AMOUNT: "12.50",
    FieldKind.RATE: "100%",
    FieldKind.SCORE: "5",
    FieldKind.TARGET: "≥95%",
    FieldKind.YEAR: "2024",
    FieldKind.DATE: "2024-01-01",
    FieldKind.TICK: "√",
}

every = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return extended_catalog(tmp_path_factory.mktemp("templates"))


@pytest.fixture
def core(catalog: Catalog) -> Core:
    return Core(catalog)


def begin(core: Core, name: str) -> str:
    template = core.catalog.get(name)
    form = new_form(template, core.profile(name), 2024, "某项目")
    core.edit(AddForm(state(form)), "新建")
    return form.id


def answer(cell: Cell, number: int) -> str:
    if cell.choices:
        return cell.choices[0]
    return ANSWERS.get(cell.kind, f"文字{number}")


def typed_cells(core: Core, form_id: str) -> list[Cell]:
    cells = build_grid(core.view(form_id)).cells
    return [cell for cell in cells if cell.editable and cell.role is not Role.COMPUTED]


def fill(core: Core, form_id: str) -> dict[tuple[str, str], str]:
    entries = {
        (cell.row_id, cell.field): answer(cell, number)
        for number, cell in enumerate(typed_cells(core, form_id))
        # Levels and the tick beside another of its question are not typed over.
        if cell.role is not Role.LEVEL and cell.field not in ("possible", "impossible", "title")
    }
    pairs = [(CellPath(form_id, row, field), text) for (row, field), text in entries.items()]
    Editing(core).set_many(pairs)
    return entries


@every
def test_a_blank_form_is_a_sound_grid_without_text_of_its_own(core: Core, name: str) -> None:
    grid = build_grid(core.view(begin(core, name)))
    assert grid.problems() == []
    assert grid.find("r1" if not core.catalog.get(name).blocks else "r4", "level3") is not None


@every
def test_every_cell_takes_its_text_and_gives_it_up_again(core: Core, name: str) -> None:
    form_id = begin(core, name)
    blank = form_json.to_json(core.view(form_id))
    entries = fill(core, form_id)
    view = core.view(form_id)
    shown = {(cell.row_id, cell.field): cell.value for cell in typed_cells(core, form_id)}
    assert {key: shown[key] for key in entries} == entries
    filled = state(core.document.form(form_id))
    assert from_state(json.loads(json.dumps(filled))) == core.document.form(form_id)
    core.undo()
    assert form_json.to_json(core.view(form_id)) == blank
    core.redo()
    assert state(core.document.form(form_id)) == filled
    assert view.kind is core.catalog.get(name).kind


@every
def test_json_tells_the_form_and_makes_it_again(core: Core, name: str) -> None:
    form_id = begin(core, name)
    fill(core, form_id)
    view = core.view(form_id)
    told = form_json.to_json(view)
    template = core.catalog.get(name)
    again = form_json.from_json(json.loads(json.dumps(told)), template, "again")
    assert told["kind"] == template.kind.id
    for row, other in zip(core.document.form(form_id).all_rows(), again.all_rows(), strict=True):
        for field in template.sections[row.id[:1]]:
            if not field.computed:
                assert other.get(field.name) == row.get(field.name), field.name
    assert {k: v for k, v in again.header.items() if v and not template.field("", k).computed} == {
        k: v for k, v in core.document.form(form_id).header.items() if v
    }


@every
def test_names_and_titles_say_what_kind_it_is(core: Core, name: str) -> None:
    template = core.catalog.get(name)
    assert kind_of_title(template.title) is template.kind
    assert form_name(core.view(begin(core, name))).endswith(f"2024{template.kind.name}")


def test_kinds_are_found_by_the_longest_word_of_a_title() -> None:
    titles = {
        "部门整体支出绩效自评表": "unit_self_evaluation",
        "2024年度部门（单位）整体支出绩效目标申报表": "unit_declaration",
        "项目支出绩效目标执行监控表": "monitoring",
        "某县财政支出项目绩效运行监控表": "monitoring",
        "项目支出绩效自评表": "self_evaluation",
        "财政项目支出绩效目标申报表": "target_declaration",
    }
    assert {title: kind_of_title(title).id for title in titles} == titles
    assert kind_of_title("职工花名册") is None
    assert [kind_of(kind.id) for kind in KINDS] == list(KINDS)
    assert len({kind.name for kind in KINDS}) == len(KINDS)


@every
def test_a_copy_with_blanks_is_filled_from_the_whole_form(core: Core, name: str) -> None:
    form_id = begin(core, name)
    data = state(core.document.form(form_id)) | {"id": "other"}
    other = from_state(data)
    fill(core, form_id)
    plan = plan_merge(core.make_view(other), core.view(form_id))
    plan = plan.with_choices({item.place: Side.FILE for item in plan.items})
    merged = core.make_view(from_state(plan.merged()))
    told, wanted = form_json.to_json(merged), form_json.to_json(core.view(form_id))
    assert told == wanted


def national(number: int) -> dict:
    """A published form of the nation's layout."""
    return json.loads((SAMPLES / "fengtai-self-evaluation-2024.json").read_text("utf-8"))[number]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("number", range(3))
def test_no_finding_is_raised_by_a_column_more_or_a_target_in_three(
    core: Core, name: str, number: int
) -> None:
    findings = {}
    for template_id in ("national-self-evaluation-2020", name):
        template = core.catalog.get(template_id)
        form = form_json.from_json(national(number), template, "f")
        view = core.make_view(form)
        checker = Checker()
        checker.load([view])
        findings[template_id] = {
            (finding.rule, finding.severity.value) for finding in checker.findings("f")
            if finding.severity.value != "hint"
        }  # fmt: skip
    assert findings[name] <= findings["national-self-evaluation-2020"]


def test_a_whole_target_goes_into_its_columns(core: Core) -> None:
    form_id = begin(core, "split-self-evaluation-2024")
    path = CellPath(form_id, "r1", "target")
    editing = Editing(core)
    editing.set_text(path, "≥95%")
    row = core.document.form(form_id).row("r1")
    assert (row.get("target_sign"), row.get("target_value"), row.get("target_unit")) == (
        "≥",
        "95",
        "%",
    )
    assert core.view(form_id).indicators[0].target.low == 95
    editing.set_text(CellPath(form_id, "r1", "target_sign"), "定性")
    editing.set_text(CellPath(form_id, "r1", "target_value"), "优")
    editing.set_text(CellPath(form_id, "r1", "target_unit"), "")
    assert core.view(form_id).text("target", "r1") == "优"


def test_five_sources_add_up(core: Core) -> None:
    form_id = begin(core, "funds-self-evaluation-2024")
    paths = [(CellPath(form_id, f"F{n}", "adjusted"), str(n)) for n in range(1, 6)]
    Editing(core).set_many(paths)
    assert core.view(form_id).text("adjusted", "F0") == "15"
    assert core.view(form_id).fund("other").id == "F5"


def test_tasks_add_up_in_rows_and_below_and_come_and_go(core: Core) -> None:
    form_id = begin(core, "national-unit-declaration-2015")
    editing = Editing(core)
    rows = [row.id for row in core.document.form(form_id).blocks["tasks"]]
    editing.set_many(
        [(CellPath(form_id, rows[0], "fiscal"), "3.5"), (CellPath(form_id, rows[0], "other"), "1")]
    )
    editing.set_text(CellPath(form_id, rows[1], "fiscal"), "2")
    view = core.view(form_id)
    assert (view.text("total", rows[0]), view.text("total", rows[1])) == ("4.5", "2")
    assert [view.text(name, "F0") for name in ("total", "fiscal", "other")] == ["6.5", "5.5", "1"]
    editing.insert_row(form_id, rows[0])
    names = [row.id for row in core.document.form(form_id).blocks["tasks"]]
    assert names[0] == rows[0]
    assert len(names) == 4
    editing.move_rows(form_id, [names[1]], 1)
    assert core.document.form(form_id).blocks["tasks"][2].id == names[1]
    editing.remove_rows(form_id, [rows[0]])
    assert core.view(form_id).text("total", "F0") == "2"
    for _ in range(3):
        core.undo()
    assert [row.id for row in core.document.form(form_id).blocks["tasks"]] == rows
    assert core.view(form_id).text("total", "F0") == "6.5"


def test_one_answer_of_several_ticks_stands(core: Core) -> None:
    form_id = begin(core, "national-monitoring-2019")
    editing = Editing(core)
    editing.set_text(CellPath(form_id, "r1", "certain"), "1")
    editing.set_text(CellPath(form_id, "r1", "impossible"), "√")
    editing.set_text(CellPath(form_id, "r1", "reason_staff"), "是")
    editing.set_text(CellPath(form_id, "r1", "reason_other"), "√")
    told = form_json.to_json(core.view(form_id))["indicators"][0]
    assert (told["likelihood"], told["reason_kinds"]) == ("完全不可能", ["人员保障", "其他"])


@pytest.mark.parametrize(
    ("target", "so_far", "light"),
    [
        # 7 of 12 months: 100 of 200 is 85.7 % of what is due.
        ("≥200人", "100人", "green"),
        ("≥200人", "70人", "yellow"),
        ("≥200人", "69人", "red"),
        ("≥200人", "0人", "red"),
        ("≥200人", "240人", "blue"),
        ("≤6小时", "6小时", "green"),
        ("≤6小时", "7小时", "red"),
        ("=0次", "0次", "green"),
        ("=0次", "1次", "red"),
        ("≥200人", "", None),
        ("7*24小时", "3", None),
    ],
)
def test_lights_follow_the_months(core: Core, target: str, so_far: str, light: str | None) -> None:
    form_id = begin(core, "national-monitoring-2019")
    path = CellPath(form_id, "r1", "target")
    Editing(core).set_many([(path, target), (path._replace(field="so_far"), so_far)])
    view = core.view(form_id)
    assert view.text("light", "r1") == light
    assert view.text("light") == light


def test_money_has_its_light_and_the_worst_decides(core: Core) -> None:
    form_id = begin(core, "national-monitoring-2019")
    editing = Editing(core)
    editing.set_many(
        [(CellPath(form_id, "F1", "initial"), "120"), (CellPath(form_id, "F1", "executed"), "42")]
    )
    # 42 of 120 in 7 of 12 months: exactly 60 %.
    assert core.view(form_id).text("light") == "yellow"
    editing.set_text(CellPath(form_id, "F1", "executed"), "41.9")
    assert core.view(form_id).text("light") == "red"
    editing.set_text(CellPath(form_id, "F1", "executed"), "56")
    assert core.view(form_id).text("light") == "green"
    assert core.view(form_id).text("rate", "F0") == "46.67%"


def test_what_a_form_does_not_have_is_absent_and_not_blank(core: Core) -> None:
    view = core.view(begin(core, "national-unit-declaration-2015"))
    assert not view.has("weight", "r4")
    assert view.indicators[0].weight.absent
    assert view.amount("executed", "F0").absent
    assert view.has("total", "F0")
    form = from_state(state(view.form) | {"absent": [["r", "target"], ["F0", ""]]})
    partial = core.make_view(form)
    assert not partial.has("target", "r4")
    assert not partial.has("total", "F0")
    assert partial.has("level3", "r4")
