"""Settings as dataclasses: what a template's profile says, and what a unit chose."""

from perfdesk.settings.profile import GradeBand, Profile, RateStep
from perfdesk.settings.unit import UnitSettings, merge_profile

__all__ = ["GradeBand", "Profile", "RateStep", "UnitSettings", "merge_profile"]
