"""Settings as dataclasses: what a template's profile says, and what a unit chose."""

from perfdesk.settings.option import Option, OptionKind, options_of
from perfdesk.settings.profile import GradeBand, Profile, RateStep
from perfdesk.settings.unit import UnitSettings, merge_profile

__all__ = [
    "GradeBand",
    "Option",
    "OptionKind",
    "Profile",
    "RateStep",
    "UnitSettings",
    "merge_profile",
    "options_of",
]
