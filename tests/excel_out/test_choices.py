"""Lists of choices in a workbook: short ones in the rule itself, long ones in a range of the hidden sheet."""

from perfdesk.io.excel_writer.choices import ChoiceLists

LONG = tuple(f"社会效益指标之{number}" for number in range(40))
OTHER = tuple(f"生态效益指标之{number}" for number in range(30))


class Hidden:
    """Takes what is written into the hidden sheet."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], str] = {}

    def write_string(self, row: int, column: int, text: str) -> None:
        assert (row, column) not in self.cells
        self.cells[row, column] = text

    def column(self, column: int) -> tuple[str, ...]:
        return tuple(text for (_, at), text in sorted(self.cells.items()) if at == column)


def test_short_lists_need_no_range() -> None:
    hidden = Hidden()
    lists = ChoiceLists(hidden, "_perfdesk", 4)
    assert lists.source(("优", "良", "中", "差")) == ["优", "良", "中", "差"]
    assert lists.source(("一" * 127, "二" * 127)) == ["一" * 127, "二" * 127]
    assert hidden.cells == {}


def test_a_long_list_is_a_range_that_no_cell_shifts() -> None:
    hidden = Hidden()
    lists = ChoiceLists(hidden, "_perfdesk", 4)
    assert lists.source(LONG) == "='_perfdesk'!$E$1:$E$40"
    assert lists.source(OTHER) == "='_perfdesk'!$F$1:$F$30"
    assert lists.source(LONG) == "='_perfdesk'!$E$1:$E$40"
    assert (hidden.column(4), hidden.column(5)) == (LONG, OTHER)


def test_a_choice_with_a_comma_cannot_stand_in_the_rule() -> None:
    hidden = Hidden()
    assert ChoiceLists(hidden, "_perfdesk", 4).source(("甲,乙", "丙")) == "='_perfdesk'!$E$1:$E$2"
    assert hidden.column(4) == ("甲,乙", "丙")
