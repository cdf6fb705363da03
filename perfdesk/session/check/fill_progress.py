"""How much of a form is filled: the bar beside its name and in the line below."""

from perfdesk.cellpath import FUND_PREFIX, HEADER
from perfdesk.document import FormView

_PRINTED = frozenset({"title", "money_unit", "year"})
_GIVEN = ("start_date", "end_date", "period")
_LEVELS = ("level1", "level2", "term")
_OF_SUM = ("weight", "score")


def filled_cells(view: FormView) -> int:
    """The cells of a form that hold a text of the user's, without what a new form brings along."""
    template, form = view.template, view.form
    given = _PRINTED | {template.name_of(HEADER, meaning) for meaning in _GIVEN}
    found = sum(bool(text) for name, text in form.header.items() if name not in given)
    brought: dict[str, set[str]] = {}
    for row in form.all_rows():
        prefix = row.id[:1]
        if prefix not in brought:
            meanings = _OF_SUM if prefix == FUND_PREFIX else _LEVELS
            brought[prefix] = {template.name_of(row.id, name) for name in meanings}
        left = brought[prefix]
        found += sum(bool(text) for name, text in row.values.items() if name not in left)
    return found


def progress(view: FormView, blanks: int) -> float:
    """The share of what is wanted that is filled, 0 to 1; `blanks` is what the self-check counts as 未填."""
    if not blanks:
        return 1.0
    filled = filled_cells(view)
    return filled / (filled + blanks)
