"""References that move with rows, and the results of simple formulas."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from perfdesk.io.fill.formula import NotOursError, Value, evaluate
from perfdesk.io.fill.likeness import is_waiting, same
from perfdesk.io.fill.references import Reference, copied, moved
from perfdesk.io.fill.stored import number_for


def twos(ref: Reference) -> Sequence[Value]:
    """Every cell holds 2."""
    return [Decimal(2)] * ((ref.last_row - ref.row + 1) * (ref.last_column - ref.column + 1))


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("SUM(A1:A3)+1", 7),
        ("IF(D7=0,0,F7/D7)", 1),
        ("IF(A1>1,ROUND(A1/3,2),A1/0)", Decimal("0.67")),
        ("A1+B2*3%", Decimal("2.06")),
        ("SUM('表 1'!$A$1:A4,5)", 13),
        ("MIN(10,A1*7)", 10),
        ("-A1+5", 3),
    ],
)
def test_simple_formulas_are_computed(formula: str, result: Decimal) -> None:
    assert evaluate(formula, twos) == result


@pytest.mark.parametrize(
    "formula", ["VLOOKUP(A1,B:C,1)", "A1/0", "SUM(", "A1:A3+1", "1;2", "#REF!"]
)
def test_others_are_left_to_the_spreadsheet_program(formula: str) -> None:
    with pytest.raises(NotOursError):
        evaluate(formula, twos)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SUM(G13:G39)", "SUM(G13:G41)"),
        ("SUM(G13:G38)", "SUM(G13:G38)"),
        ("G39+G40", "G39+G42"),
        ("$G$50", "$G$52"),
        ("'S'!A40&\"A40\"", "'S'!A42&\"A40\""),
        ("Other!A40", "Other!A40"),
        ("LOG10(A1)", "LOG10(A1)"),
    ],
)
def test_references_move_with_rows_inserted_below_row_39(before: str, after: str) -> None:
    assert moved(before, "S", "S", 38, 2) == after


def test_a_copied_formula_follows_its_row() -> None:
    assert copied("$A1+B$2*C3", 2) == "$A3+B$2*C5"
    assert copied("A1", -1) == "#REF!"


@pytest.mark.parametrize(
    ("text", "code", "stored"),
    [
        ("20", "General", "20"),
        ("20.00", "General", None),
        ("20.00", "0.00", "20"),
        ("99.5%", "0.0%", "0.995"),
        ("99.5%", "0.00%", None),
        ("1,463.50", "#,##0.00", "1463.5"),
        ("0012", "General", None),
        ("20", "@", None),
        ("2024-01-31", "yyyy-mm-dd", "45322"),
        ("≥20", "General", None),
        ("12345678901234567", "0", None),
    ],
)
def test_a_number_is_stored_where_its_format_shows_the_text_again(
    text: str, code: str, stored: str | None
) -> None:
    assert number_for(text, code) == stored


@pytest.mark.parametrize("text", ["", " ", "指标1：", "指标 2", "……", "××××", "…"])
def test_what_invites_to_fill_in_is_waiting(text: str) -> None:
    assert is_waiting(text)


@pytest.mark.parametrize("text", ["指标1：完成数", "0", "-", "无", "5", "×", "100%"])
def test_what_says_something_is_not_waiting(text: str) -> None:
    assert not is_waiting(text)


def test_the_same_number_written_in_two_ways_is_the_same() -> None:
    assert same("10", "10.00")
    assert same("1,000", "1000")
    assert not same("10%", "10")
    assert same("一 二", "一二")
    assert not same("10元", "10万元")
