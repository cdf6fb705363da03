"""Computed cells of imported forms: what stays as printed, and when it may follow again.

DESIGN.md, computed cells: a printed text is kept whenever it is not textually what we would
write; when one of its inputs changes, a kept text that was acceptable becomes automatic.
"""

from decimal import Decimal

from perfdesk.cellpath import FUND_PREFIX, HEADER
from perfdesk.changes import Mode
from perfdesk.compute.cells import TOTAL, compute, computed_keys
from perfdesk.document import Form, FormView
from perfdesk.scoring import acceptable_execution_score, acceptable_rate
from perfdesk.settings import Profile
from perfdesk.template.model import TAKEN_AWAY, Field, Template
from perfdesk.values import Quantity, State, read_amount, read_rate, read_score, same_text

SCORE_TOLERANCE = Decimal("0.01")

_OURS = frozenset({"joined", "light", "form_light"})
"""What stands on no paper of its own: made of the cells beside it, never kept as printed."""


def keep_printed(form: Form, template: Template, profile: Profile) -> None:
    """Decide for every computed cell of a form just read: automatic, or kept as printed.

    Each is compared with what we would write from the texts that stand on the paper.
    """
    keys = []
    for row, field in computed_keys(form, template):
        unseen = row == HEADER and field.name not in template.printed_header
        if field.computed in _OURS or unseen:
            form.put(row, field.name, None, Mode.AUTOMATIC)
        else:
            keys.append((row, field.name))
    form.modes.update(dict.fromkeys(keys, Mode.KEPT))
    ours = compute(form, template, profile)
    for row, name in keys:
        if same_text(ours[row, name], form.get(row, name)):
            form.put(row, name, None, Mode.AUTOMATIC)


def kept_dependents(form: Form, template: Template, row: str, name: str) -> list[tuple[str, str]]:
    """The kept cells that depend on an input, directly or through others."""
    touched = {(row, name), (row, _meaning(template, row, name))}
    found = []
    for target_row, field in computed_keys(form, template):
        key = (target_row, field.name)
        if key != (row, name) and _depends(field, target_row, touched, template):
            touched |= {key, (target_row, field.meaning)}
            if form.mode(*key) is Mode.KEPT:
                found.append(key)
    return found


def _meaning(template: Template, row: str, name: str) -> str:
    field = template.field(row, name)
    return field.meaning if field else name


def _depends(field: Field, row: str, touched: set[tuple[str, str]], template: Template) -> bool:
    """Whether a computed cell is made of one of the touched cells, which are named and meant."""
    match field.computed:
        case "sum" if not field.inputs:
            return any(
                other.startswith(FUND_PREFIX) and other != TOTAL and name == field.name
                for other, name in touched
            )
        case "sum" | "joined":
            return any(
                (row, source.removeprefix(TAKEN_AWAY)) in touched for source in field.inputs
            ) or any(_in_block(source, touched, template) for source in field.inputs)
        case "rate":
            # Whichever column the profile divides by.
            names = field.inputs or ("executed", "adjusted", "initial")
            return any((row, name) in touched for name in names)
        case "execution_score":
            return (TOTAL, "rate") in touched or (TOTAL, "weight") in touched
        case "weight_total":
            return any(name == "weight" for _, name in touched)
        case "score_total":
            return any(name == "score" for _, name in touched)
        case "light" | "form_light":
            return any(name in ("target", "so_far", "month", "light") for _, name in touched)
        case _:
            return (HEADER, "total_score") in touched


def _in_block(source: str, touched: set[tuple[str, str]], template: Template) -> bool:
    """Whether a column of a whole block (tasks.total) is among what was touched."""
    name, dot, column = source.partition(".")
    block = template.block(name) if dot else None
    return block is not None and any(
        row.startswith(block.prefix) and touched_name == column for row, touched_name in touched
    )


def acceptable(view: FormView, row: str, name: str) -> bool:
    """Whether a kept text agrees with its inputs as SCORING.md allows (tolerances, truncation)."""
    field = view.template.field(row, name)
    printed = view.form.get(row, name)
    ours = view.computed.get((row, name))
    if field is None or same_text(printed, ours):
        return True
    if printed is None:
        return not field.required and (row, field.meaning) != (TOTAL, "score")
    match field.computed:
        case "sum":
            return _sum_agrees(view, row, name, ours)
        case "rate":
            return _rate_agrees(view, row)
        case "execution_score":
            return _execution_agrees(view)
        case "weight_total" | "score_total":
            return _near(read_score(printed), read_score(ours), SCORE_TOLERANCE)
        case _:
            return False


def fund_decimals(view: FormView) -> int:
    """The most decimals printed anywhere in the fund block."""
    return max(
        (
            read_amount(view.text(name, fund.id)).decimals
            for fund in view.funds
            for name in _COLUMNS
        ),
        default=0,
    )


_COLUMNS = ("initial", "adjusted", "executed")


def _sum_agrees(view: FormView, row: str, name: str, ours: str | None) -> bool:
    printed, expected = read_amount(view.form.get(row, name)), read_amount(ours)
    # Half a unit of the last decimal for the total and for each of its items.
    items = 1 + sum(row.summed for row in view.template.fund_rows[1:])
    tolerance = items * Decimal(1).scaleb(-fund_decimals(view)) / 2
    return _near(printed, expected, tolerance)


def _rate_agrees(view: FormView, row: str) -> bool:
    printed = read_rate(view.form.get(row, view.template.name_of(row, "rate")))
    # Some systems print 0.00 as the rate of every source row (rule F07 hints at it).
    if row != TOTAL and view.profile.zero_rate == "0.00" and printed.value == 0:
        return True
    executed, adjusted = view.amount("executed", row), view.amount(view.profile.rate_base, row)
    return acceptable_rate(printed, executed, adjusted, fund_decimals(view))


def _execution_agrees(view: FormView) -> bool:
    total = view.funds[0]
    weight = total.weight.value if total.weight.value is not None else view.profile.execution_weight
    printed = read_score(view.form.get(TOTAL, view.template.name_of(TOTAL, "score")))
    return acceptable_execution_score(
        printed, total.rate, total.executed, total.adjusted, weight, view.profile
    )


def _near(printed: Quantity, ours: Quantity, tolerance: Decimal) -> bool:
    if printed.state is not State.FILLED or ours.value is None or printed.value is None:
        return False
    return abs(printed.value - ours.value) <= tolerance
