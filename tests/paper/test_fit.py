"""A form fitted again after an edit is fitted as if it were new."""

import random

import pytest

from perfdesk.catalog import Catalog
from perfdesk.cellpath import HEADER, CellPath
from perfdesk.fonts import FontSet, chosen_fonts
from perfdesk.grid import Grid, PageSetup
from perfdesk.layout import build_grid
from perfdesk.paginate.fit import Fitted, fitted
from perfdesk.paginate.flow import PagePlan
from perfdesk.paginate.measure import Kinds, Measure
from perfdesk.session.core import Core
from perfdesk.session.edit.forms_edit import Editing

FIELDS = ("level1", "level3", "target", "actual", "weight", "score", "deviation")
LONG = (
    "因施工许可证办理延迟，第三季度未能按计划开工，已与主管部门协商，下年度提前申报并按月跟踪进度。"
)
TEXTS = ("", "1", "≥95%", "12345678901.25", "完成" * 9, LONG, LONG * 6, "第一行\n第二行")


def shape(plans: list[PagePlan]) -> list[object]:
    return [
        ([(p.row, p.height, p.head, p.continued) for p in plan.parts], plan.lines) for plan in plans
    ]


def assert_same(found: Fitted, grid: Grid) -> None:
    new = fitted(grid, grid.setup, chosen_fonts())
    assert found.measure.body_size == new.measure.body_size
    assert found.flow.full == new.flow.full
    assert [text.lines for text in found.measure.texts] == [t.lines for t in new.measure.texts]
    assert shape(found.flow.pages()) == shape(new.flow.pages())


@pytest.mark.parametrize(
    "template",
    ["shanghai-self-evaluation-2024", "beijing-self-evaluation", "national-declaration-2015"],
)
@pytest.mark.parametrize("rows", [1, 30])
def test_an_edit_is_fitted_as_the_whole_is(template: str, rows: int) -> None:
    core = Core(Catalog())
    editing = Editing(core)
    form = editing.new_form(template, 2024, "甲").forms[0]
    editing.insert_row(form, core.document.form(form).indicators[-1].id, rows)
    dice = random.Random(f"{template}{rows}")
    last: Fitted | None = None
    for number in range(60):
        ids = [row.id for row in core.document.form(form).indicators]
        match dice.randrange(12):
            case 0:
                editing.insert_row(form, dice.choice(ids))
            case 1 if len(ids) > 2:
                editing.remove_rows(form, [dice.choice(ids)])
            case 2 if number > 5:
                editing.undo()
            case 3:
                editing.set_text(CellPath(form, HEADER, "project_name"), dice.choice(TEXTS))
            case _:
                path = CellPath(form, dice.choice(ids), dice.choice(FIELDS))
                editing.set_text(path, dice.choice(TEXTS))
        grid = build_grid(core.view(form))
        last = fitted(grid, grid.setup, chosen_fonts(), last)
        assert_same(last, grid)


def test_a_text_of_as_many_lines_is_not_fitted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    core = Core(Catalog())
    editing = Editing(core)
    form = editing.new_form("shanghai-self-evaluation-2024", 2024, "甲").forms[0]
    row = core.document.form(form).indicators[0].id
    editing.insert_row(form, row, 50)
    grids = []
    for text in ("8", "9", LONG * 3):
        editing.set_text(CellPath(form, row, "score" if len(text) == 1 else "deviation"), text)
        grids.append(build_grid(core.view(form)))
    before = fitted(grids[0], grids[0].setup, chosen_fonts())
    assert len(before.tried) > 1
    measured: list[float] = []

    def measure(grid: Grid, setup: PageSetup, fonts: FontSet, size: float, kinds: Kinds) -> Measure:
        measured.append(size)
        return Measure(grid, setup, fonts, size, kinds=kinds)

    monkeypatch.setattr("perfdesk.paginate.fit.Measure", measure)
    same = fitted(grids[1], grids[1].setup, chosen_fonts(), before)
    assert measured == []
    assert_same(same, grids[1])
    measured.clear()
    fitted(grids[2], grids[2].setup, chosen_fonts(), same)
    assert len(measured) >= 1
