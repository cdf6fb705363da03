"""What others take part in: the library, copies that come back, packages, tables for analysis."""

from functools import cached_property
from typing import TYPE_CHECKING

from perfdesk.session.core import Core
from perfdesk.session.report.reports import Reports
from perfdesk.store import Store

if TYPE_CHECKING:
    from perfdesk.session.check.live_check import Checking
    from perfdesk.session.exchange.hand_outs import HandOuts
    from perfdesk.session.exchange.merge_files import MergeFiles
    from perfdesk.session.exchange.packages import Packages
    from perfdesk.session.exchange.publication import Publication
    from perfdesk.session.exchange.tables import AnalysisTables
    from perfdesk.session.library import IndicatorLibrary


class Sharing:
    """The use cases with other people, each loaded when it is asked for."""

    def __init__(self, core: Core, store: Store, checking: "Checking", reports: Reports) -> None:
        self._core = core
        self._store = store
        self._checking = checking
        self._reports = reports

    @cached_property
    def library(self) -> "IndicatorLibrary":
        """指标库: indicators to propose, and one indicator over the years."""
        from perfdesk.session.library import IndicatorLibrary

        return IndicatorLibrary(self._core, self._store)

    @cached_property
    def copies(self) -> "MergeFiles":
        """Merging other people's data files into this one."""
        from perfdesk.session.exchange.merge_files import MergeFiles

        return MergeFiles(self._core, self._store, self._checking.take_reasons, self.hand_outs)

    @cached_property
    def hand_outs(self) -> "HandOuts":
        """科室分工: forms and rows handed out as workbooks, and who has sent back what."""
        from perfdesk.session.exchange.hand_outs import HandOuts

        return HandOuts(self._core, self._store, self._checking.findings)

    @cached_property
    def packages(self) -> "Packages":
        """上报包 out and in, and who has handed in."""
        from perfdesk.session.exchange.packages import Packages

        return Packages(self._core, self._store, self._checking, self._reports)

    @cached_property
    def publication(self) -> "Publication":
        """公开版: copies without persons, telephones and notes."""
        from perfdesk.session.exchange.publication import Publication

        return Publication(self._core, self._store)

    @cached_property
    def tables(self) -> "AnalysisTables":
        """Forms, indicators and findings as tables for analysis."""
        from perfdesk.session.exchange.tables import AnalysisTables

        return AnalysisTables(self._core, self._checking, self._store.path)
