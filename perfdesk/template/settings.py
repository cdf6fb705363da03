"""The profile and the page of a template file."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

from perfdesk.grid import PageSetup
from perfdesk.settings import GradeBand, Profile, RateStep
from perfdesk.template.table import NONE, Table

_DEFAULT = Profile()

_STEPS = ("execution_thresholds", "satisfaction_bands")
_CHOICES = {
    "source_rates": ("computed", "zero"),
    "reverse_scoring": ("deviation", "ratio"),
    "rate_base": ("adjusted", "initial"),
}
_OPTIONAL_TEXTS = ("zero_rate",)


def read_profile(table: Table) -> Profile:
    """The profile; what the file leaves out is as in 财预〔2020〕10号 (the defaults of Profile).

    "none" stands for None: money_decimals, zero_rate, pass_mark.
    """
    values = {
        field.name: _value(table, field.name) for field in fields(Profile) if field.name in table
    }
    table.done()
    return Profile(**values)


def _value(table: Table, name: str) -> Any:
    default = getattr(_DEFAULT, name)
    if name in _STEPS:
        return tuple(RateStep(*pair) for pair in table.number_pairs(name))
    if name == "grade_bands":
        return _grade_bands(table)
    if name == "usual_weights":
        return table.named_numbers(name)
    if name == "disabled_rules":
        return frozenset(table.texts(name))
    if name in _CHOICES:
        return table.one_of(name, _CHOICES[name])
    if name in _OPTIONAL_TEXTS:
        return table.optional_text(name)
    return _plain(table, name, default)


def _plain(table: Table, name: str, default: object) -> Any:
    if isinstance(default, bool):
        return table.flag(name, default)
    if isinstance(default, tuple):
        return table.texts(name)
    if isinstance(default, str):
        return table.text(name)
    if name in ("money_decimals", "pass_mark") and table.says(name, NONE):
        return None
    return table.whole(name, 0) if isinstance(default, int) else table.number(name)


def _grade_bands(table: Table) -> tuple[GradeBand, ...]:
    bands = tuple(GradeBand(label, lowest) for label, lowest in table.named_numbers("grade_bands"))
    lowest = [band.lowest for band in bands]
    if not bands or lowest != sorted(set(lowest), reverse=True) or lowest[-1] != Decimal(0):
        raise table.error("grade_bands", "应从高到低排列，最后一档从 0 分起")
    return bands


def read_page(table: Table) -> PageSetup:
    """The paper of the form; A4 portrait unless the file says otherwise."""
    default = PageSetup()
    orientation = table.one_of("orientation", ("portrait", "landscape"), default.orientation)
    portrait = orientation == "portrait"
    sides = (default.width_mm, default.height_mm)
    width, height = sides if portrait else sides[::-1]
    setup = PageSetup(
        orientation="portrait" if portrait else "landscape",
        width_mm=table.length("width_mm", width),
        height_mm=table.length("height_mm", height),
        margins_mm=_margins(table, default),
        **{name: table.length(name, getattr(default, name)) for name in _SIZES},
    )
    table.done()
    return setup


_SIZES = ("title_size", "year_size", "body_size", "smallest_size", "padding_mm", "line_spacing")


def _margins(table: Table, default: PageSetup) -> tuple[float, float, float, float]:
    if "margins_mm" not in table:
        return default.margins_mm
    lengths = table.numbers("margins_mm")
    if len(lengths) != 4:
        raise table.error("margins_mm", "应为四个数：上、右、下、左")
    top, right, bottom, left = (float(length) for length in lengths)
    return top, right, bottom, left
