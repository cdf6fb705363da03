"""Weights of a form that is made of one without any: the usual shares of the first levels, dealt out evenly.

Source: 财预〔2020〕10号, 产出 50, 效益 30, 满意度 10 beside 10 for the execution rate; a region's own shares stand
in its profile. Nothing is dealt out where a row stands under a level that has no share.
"""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from perfdesk.cellpath import ROW_PREFIX
from perfdesk.compute.formulas import format_points
from perfdesk.document import Row
from perfdesk.settings import Profile
from perfdesk.template.model import Template

_OF_THE_NOTICE = (
    ("产出指标", Decimal(50)),
    ("效益指标", Decimal(30)),
    ("满意度指标", Decimal(10)),
)
"""The shares where costs are a part of the output, as in declarations of before 财预〔2021〕101号."""
_STEP = Decimal("0.01")


def put_starting_weights(rows: Sequence[Row], target: Template, profile: Profile) -> bool:
    """Fill in the weights of rows that have none; False where they have some, or no shares fit."""
    field, first = target.meant(ROW_PREFIX, "weight"), target.meant(ROW_PREFIX, "level1")
    if field is None or first is None or not target.kind.has_results or not rows:
        return False
    if any(row.get(field.name) for row in rows):
        return False
    groups: dict[str, list[Row]] = {}
    for row in rows:
        group = target.group_of(row.get(first.name) or "")
        groups.setdefault(group.level1 if group else "", []).append(row)
    # A level without rows would leave its points to nobody: the user decides where none of both fits.
    fitting = (dict(profile.usual_weights), dict(_OF_THE_NOTICE))
    shares = next((each for each in fitting if each.keys() == groups.keys()), None)
    if shares is None:
        return False
    for name, members in groups.items():
        each = (shares[name] / len(members)).quantize(_STEP, ROUND_DOWN)
        for position, row in enumerate(members):
            rest = shares[name] - each * (len(members) - 1)
            points = rest if position == len(members) - 1 else each
            row.values[field.name] = format_points(points, profile)
    return True
