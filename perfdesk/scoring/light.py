"""A light of the mid-year monitoring, and the bounds between two."""

from decimal import Decimal
from enum import StrEnum
from typing import Final

from perfdesk.settings import Profile

MONTHS: Final = Decimal(12)


class Light(StrEnum):
    """red: far behind, yellow: behind, green: on its way, blue: far beyond the target of the year."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"

    @property
    def label(self) -> str:
        """The word on screen."""
        return {"red": "红灯", "yellow": "黄灯", "green": "绿灯", "blue": "蓝灯"}[self.value]


def banded(share: Decimal, profile: Profile) -> Light:
    """The light of a share in % of what is due by now."""
    if share < profile.red_below:
        return Light.RED
    return Light.YELLOW if share < profile.yellow_below else Light.GREEN
