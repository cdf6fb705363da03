"""The unit's settings as one text, for the journal: a change of them can be undone."""

import json
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from perfdesk.settings.unit import UnitSettings

_DECIMALS = frozenset(f.name for f in fields(UnitSettings) if "Decimal" in str(f.type))
_MADE: dict[str, Callable[[Any], Any]] = {
    "disabled_rules": frozenset,
    "footer": tuple,
    "phrases": tuple,
    "words": lambda lists: {name: tuple(words) for name, words in lists.items()},
}


def settings_text(settings: UnitSettings) -> str:
    """The settings that say something, as JSON."""
    values = {field.name: getattr(settings, field.name) for field in fields(UnitSettings)}
    return json.dumps(
        {name: value for name, value in values.items() if value is not None},
        ensure_ascii=False,
        default=lambda value: sorted(value) if isinstance(value, frozenset) else str(value),
    )


def settings_from(text: str) -> UnitSettings:
    """The settings that `settings_text` wrote; names of a later program are passed over."""
    known = {field.name for field in fields(UnitSettings)}
    values = {name: value for name, value in json.loads(text).items() if name in known}
    for name, value in values.items():
        if name in _DECIMALS:
            values[name] = Decimal(value)
        elif name in _MADE:
            values[name] = _MADE[name](value)
    return UnitSettings(**values)
