"""The money table shows what the forms hold, and editing it edits them, one step each."""

from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.cellpath import CellPath
from perfdesk.session.edit.money_table import Money, MoneyTable
from tests.session.unit_files import unit_file

SELF, DECLARED = "minhang-self-evaluation-2024", "jiading-declaration-2023"


@pytest.fixture
def workspace(tmp_path: Path):
    with unit_file(tmp_path, SELF, DECLARED, "putuo-self-evaluation") as opened:
        yield opened


@pytest.fixture
def money(workspace) -> Money:
    return Money(workspace._core, workspace.editing)


def at(table: MoneyTable, field: str, row: str = "") -> int:
    return next(n for n, c in enumerate(table.columns) if (c.row, c.field) == (row, field))


def test_every_source_of_every_stage_is_shown_with_totals(money: Money) -> None:
    table = money.table(2024)
    assert [len(table.columns), len(table.rows)] == [12, 3]
    assert [row.cells[at(table, "adjusted", "F0")].text for row in table.rows] == [
        "8.04",
        "87.00",
        "242.11",
    ]
    assert table.totals[at(table, "adjusted", "F0")] == "337.15"
    assert not table.notes


def test_typing_goes_into_the_form_and_its_total_follows(workspace, money: Money) -> None:
    table = money.table(2024)
    column = at(table, "executed", "F1")
    outcome = money.set_text(table, 1, column, "80")
    again = money.table(2024)
    assert outcome.forms == (table.rows[1].form_id,)
    assert again.rows[1].cells[at(again, "executed", "F0")].value == Decimal(80)
    assert again.totals[at(again, "executed", "F0")] == "330.08"
    workspace.editing.undo()
    assert money.table(2024) == table


def test_a_block_is_pasted_as_one_step_past_sums_and_edges(workspace, money: Money) -> None:
    table = money.table(2024)
    column = at(table, "initial", "F0")
    block = [["999", "10", "1", "2"], ["", "20", "", ""], ["x", "30", "", ""], ["5", "6", "7", "8"]]
    outcome = money.paste(table, 0, column, block)
    again = money.table(2024)
    assert [row.cells[at(again, "initial", "F1")].text for row in again.rows] == ["10", "20", "30"]
    assert again.rows[0].cells[column].value == Decimal(13)
    assert len(outcome.notices) >= 2
    workspace.editing.undo()
    assert money.table(2024) == table


def test_a_copied_block_pasted_back_changes_and_says_nothing(money: Money) -> None:
    table = money.table(2024)
    block = table.texts(0, 0, 2, 11)
    assert [len(block), len(block[0])] == [3, 12]
    outcome = money.paste(table, 0, 0, block)
    assert not outcome.changed
    assert not outcome.notices


def test_one_amount_fills_and_clears_several_cells(money: Money) -> None:
    table = money.table(2024)
    column = at(table, "executed", "F3")
    money.fill(table, [(0, column), (2, column)], "1.5")
    table = money.table(2024)
    assert [row.cells[column].text for row in table.rows][::2] == ["1.5", "1.5"]
    money.fill(table, [(0, column), (2, column)], "")
    assert [row.cells[column].value for row in money.table(2024).rows][::2] == [None, None]


def test_declarations_have_a_sheet_of_their_own(money: Money) -> None:
    table = money.table(2023, "target_declaration")
    assert (table.money_unit, len(table.rows)) == ("元", 3)
    assert {column.row for column in table.columns} == {""}
    total = at(table, "fund_total")
    assert not table.rows[0].cells[total].editable
    assert table.rows[0].cells[at(table, "fund_fiscal")].editable


def test_forms_without_a_year_have_their_sheet_too(money: Money) -> None:
    assert len(money.table(None).rows) == 3
    assert money.table(1999).rows == ()
    assert set(money.table(1999).totals) == {""}


def test_a_form_in_another_unit_is_converted_in_the_total_only(workspace, money: Money) -> None:
    form = workspace.forms()[0].id
    workspace.editing.set_text(CellPath(form, "", "money_unit"), "元")
    table = money.table(2024)
    assert (table.money_unit, table.rows[0].other_unit) == ("万元", True)
    assert table.rows[0].cells[at(table, "adjusted", "F0")].text == "8.04"
    assert table.totals[at(table, "adjusted", "F0")] == "329.110804"
    assert table.notes


def test_what_is_no_number_is_kept_and_told(money: Money) -> None:
    table = money.table(2024)
    money.set_text(table, 0, at(table, "executed", "F1"), "见附件")
    again = money.table(2024)
    assert again.rows[0].cells[at(again, "executed", "F1")].text == "见附件"
    assert again.notes
