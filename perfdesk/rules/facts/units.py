"""Whether a target and what was reached are told in one unit."""

from decimal import Decimal

from perfdesk.targets import Expression, Kind, Verdict, comparable, is_time


def unit_fault(target: Expression, actual: Expression, name: str) -> str | None:
    """The case of T03 that two values show: "contradict", "" where only the unit differs; else None."""
    if _dated_against_number(target, actual):
        return "contradict"
    found = comparable(target, actual, name)
    if found.verdict is not Verdict.DIFFERENT or target.low is None or actual.low is None:
        return None
    if target.low == 0 and actual.low == 0:
        return None  # nothing happened, in whatever it is counted
    return "" if _numbers_agree(target, actual) else "contradict"


def _dated_against_number(target: Expression, actual: Expression) -> bool:
    """Whether one side is a date and the other a number with a unit that is no time."""
    for one, other in ((target, actual), (actual, target)):
        if one.kind is Kind.DATE and other.numeric and (other.unit or (other.low or 0) > 12):
            return not is_time(other.printed_unit)
    return False


def _numbers_agree(target: Expression, actual: Expression) -> bool:
    """Whether the bare numbers could mean the same: equal, or met and of the same size."""
    wanted, reached = target.low or Decimal(0), actual.low or Decimal(0)
    if wanted == reached:
        return True
    if is_time(target.printed_unit) and is_time(actual.printed_unit):
        return True  # 90天 and 2个月 may well be meant alike
    near = wanted > 0 and wanted <= 2 * reached <= 4 * wanted
    holds = reached >= wanted if target.operator in (">=", ">") else reached <= wanted
    return near and holds and target.operator in (">=", ">", "<=", "<")
