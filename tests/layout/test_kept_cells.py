"""A grid that takes cells over from the last one is the grid that is made anew."""

import random

import pytest

from perfdesk.catalog import Catalog
from perfdesk.cellpath import CellPath
from perfdesk.layout import KeptCells, build_grid
from perfdesk.session.core import Core
from perfdesk.session.edit.forms_edit import Editing

FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")


@pytest.mark.parametrize(
    "template",
    ["shanghai-self-evaluation-2024", "beijing-self-evaluation", "national-declaration-2015"],
)
def test_cells_taken_over_are_those_that_would_be_made(template: str) -> None:
    core = Core(Catalog())
    editing = Editing(core)
    form = editing.new_form(template, 2024, "甲").forms[0]
    kept = KeptCells(core.view(form).template)
    dice = random.Random(template)
    for number in range(60):
        rows = [row.id for row in core.document.form(form).indicators]
        row = dice.choice(rows)
        match dice.randrange(6):
            case 0:
                editing.insert_row(form, row)
            case 1 if len(rows) > 2:
                editing.remove_rows(form, [row])
            case 2:
                editing.move_rows(form, [row], dice.choice((-1, 1)))
            case 3 if number > 5:
                editing.undo()
            case _:
                text = dice.choice(("", "产出指标", "数量指标", f"第{number}项"))
                editing.set_text(CellPath(form, row, dice.choice(FIELDS)), text)
        view = core.view(form)
        assert build_grid(view, kept) == build_grid(view)


def test_only_the_row_of_an_edit_is_made_anew() -> None:
    core = Core(Catalog())
    editing = Editing(core)
    form = editing.new_form("shanghai-self-evaluation-2024", 2024, "甲").forms[0]
    kept = KeptCells(core.view(form).template)
    rows = [row.id for row in core.document.form(form).indicators]
    before = build_grid(core.view(form), kept)
    editing.set_text(CellPath(form, rows[1], "target"), "≥95%")
    after = build_grid(core.view(form), kept)
    for row in rows:
        same = before.find(row, "actual") is after.find(row, "actual")
        assert same is (row != rows[1])


def test_another_template_takes_nothing_over() -> None:
    core = Core(Catalog())
    forms = [
        Editing(core).new_form(template, 2024, "甲").forms[0]
        for template in ("shanghai-self-evaluation-2024", "beijing-self-evaluation")
    ]
    kept = KeptCells(core.view(forms[0]).template)
    build_grid(core.view(forms[0]), kept)
    assert build_grid(core.view(forms[1]), kept) == build_grid(core.view(forms[1]))
