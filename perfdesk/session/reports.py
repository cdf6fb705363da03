"""What sums the unit up: the 汇总表 of a year."""

from perfdesk.session.checking import Checking
from perfdesk.session.core import Core


class Reports:
    """Reports over all forms of the data file."""

    def __init__(self, core: Core, checking: Checking) -> None:
        self._core = core
        self._checking = checking
