"""Targets and actuals: read, compared, and shown back as understood. The text stays as typed."""

from perfdesk.targets.bands import Band, band_of
from perfdesk.targets.compare import (
    Comparable,
    as_fraction,
    comparable,
    completion_ratio,
    in_unit,
    is_met,
)
from perfdesk.targets.direction import changes_by, opposite
from perfdesk.targets.expression import SIGNS, Change, Expression, Kind, Moment, Operator
from perfdesk.targets.mentions import Mention, is_rate_name, mentions, unit_contradicts_name
from perfdesk.targets.numerals import digits_in_text
from perfdesk.targets.reading import read_actual, read_target
from perfdesk.targets.signs import standard_signs
from perfdesk.targets.units import (
    Unit,
    Verdict,
    is_count,
    is_measure,
    is_money,
    is_time,
    parse_unit,
    same_unit,
    times_a_year,
    unit_size,
)

__all__ = [
    "SIGNS",
    "Band",
    "Change",
    "Comparable",
    "Expression",
    "Kind",
    "Mention",
    "Moment",
    "Operator",
    "Unit",
    "Verdict",
    "as_fraction",
    "band_of",
    "changes_by",
    "comparable",
    "completion_ratio",
    "digits_in_text",
    "in_unit",
    "is_count",
    "is_measure",
    "is_met",
    "is_money",
    "is_rate_name",
    "is_time",
    "mentions",
    "opposite",
    "parse_unit",
    "read_actual",
    "read_target",
    "same_unit",
    "standard_signs",
    "times_a_year",
    "unit_contradicts_name",
    "unit_size",
]
