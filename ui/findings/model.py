"""The findings on show as a Qt model: groups with their findings, or findings alone.

Qt's own item model holds the shape only: as it is C++, a view lays thousands of rows out without a call
into Python. What a row shows is answered here from lists, for the few rows that are painted. A change
inserts and removes the rows that differ, so that an edit touches what it changed and nothing else.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItemModel

from perfdesk.findings import Finding, Mark, Verdict
from ui.findings.groups import (
    ACCEPTED,
    FILTERS,
    FindingGroup,
    Grouping,
    ListSteps,
    Sorted,
    Titles,
    by_mark,
    filter_of,
    grouped,
    steps,
    with_known,
)
from ui.findings.walk import same_fault
from ui.paper.form_model import Index
from ui.style.plain_text import tip

FINDING_ROLE = Qt.ItemDataRole.UserRole + 1
PLACE_ROLE = Qt.ItemDataRole.UserRole + 2
GROUP_ROLE = Qt.ItemDataRole.UserRole + 3

PlaceInWords = Callable[[Finding], str]
_ROOT = QModelIndex()


class FindingsModel(QStandardItemModel):
    """Findings narrowed by mark and grouped; `place` says in words where one stands."""

    def __init__(self, place: PlaceInWords, titles: Titles) -> None:
        super().__init__(0, 1)
        self._place = place
        self._titles = titles
        self._all: list[Finding] = []
        self._filters: list[str] = []
        self._counts: Counter[str] = Counter()
        self._hidden: set[str] = {ACCEPTED}
        self._grouping = Grouping.NONE
        self._top: list[Any] = []
        """Findings, or groups of them, as the rows stand."""
        self._lengths = [0] * len(Mark)
        """Rows of each mark where nothing is grouped."""
        self._coming: list[Any] = []
        self._sorted: Sorted = {}
        # Connected first: the lists follow the rows before anybody else hears of them.
        self.rowsInserted.connect(self._take)
        self.rowsRemoved.connect(self._drop)

    @property
    def grouping(self) -> Grouping:
        """What the findings are put together by."""
        return self._grouping

    def group_by(self, grouping: Grouping) -> None:
        """Put the same findings together in another way."""
        if grouping is not self._grouping:
            self.removeRows(0, self.rowCount())
            self._lengths = [0] * len(Mark)
            self._grouping = grouping
            self._sorted.clear()
            self._arrange()

    def show(self, findings: Iterable[Finding]) -> None:
        """List these findings; only rows that differ come and go."""
        listed = with_known(self._all, findings)
        if listed != self._all:
            self._all = listed
            self._filters = [filter_of(finding) for finding in listed]
            self._counts = Counter(self._filters)
            self._arrange()

    def set_shown(self, name: str, shown: bool) -> None:
        """Show or hide a mark or the accepted ones."""
        before = set(self._hidden)
        self._hidden.discard(name) if shown else self._hidden.add(name)
        if before != self._hidden:
            self._arrange()

    def count(self, name: str) -> int:
        """How many findings a filter has, shown or not."""
        return self._counts[name]

    def verdict(self, forms: int) -> Verdict:
        """The count of what is listed, hidden or not, out of so many forms."""
        counts = (self._counts[name] for name, _ in FILTERS)
        return Verdict(forms, *counts)

    def groups(self) -> list[FindingGroup]:
        """The groups in their order; none where findings are not grouped."""
        return [] if self._grouping is Grouping.NONE else list(self._top)

    def findings(self) -> list[Finding]:
        """The findings in the order they are shown, those of closed groups too."""
        if self._grouping is Grouping.NONE:
            return list(self._top)
        return [finding for group in self._top for finding in group.findings]

    def finding(self, index: Index) -> Finding | None:
        """The finding of a row; None for the head of a group and outside."""
        found = self._at(index)
        return found if isinstance(found, Finding) else None

    def group(self, index: Index) -> FindingGroup | None:
        """The group of which a row is the head."""
        found = self._at(index)
        return found if isinstance(found, FindingGroup) else None

    def below(self, index: Index) -> list[Finding]:
        """The finding of a row, or all of the group it is the head of."""
        found = self._at(index)
        if isinstance(found, FindingGroup):
            return list(found.findings)
        return [found] if isinstance(found, Finding) else []

    def place_in_words(self, finding: Finding) -> str:
        """Where a finding stands, as far as the head of its group does not say it."""
        return self._place(finding)

    def place_of(self, finding: Finding) -> QModelIndex:
        """Where a finding is listed, or else what the same rule says of the same cell now."""
        listed = self.findings()
        alike = [n for n, f in enumerate(listed) if f is finding or same_fault(f, finding)]
        return self.at(next((n for n in alike if listed[n] == finding), alike[0] if alike else -1))

    def at(self, number: int) -> QModelIndex:
        """The row of the so manyth finding shown; invalid outside."""
        if self._grouping is Grouping.NONE:
            return self.index(number, 0)
        for row, group in enumerate(self._top):
            if 0 <= number < len(group.findings):
                return self.index(number, 0, self.index(row, 0))
            number -= len(group.findings)
        return QModelIndex()

    def number(self, index: Index) -> int:
        """The so manyth finding that a row shows; for a head that of the first below it."""
        parent = index.parent()
        if self._grouping is Grouping.NONE:
            return index.row()
        before = self._top[: parent.row() if parent.isValid() else index.row()]
        own = index.row() if parent.isValid() else 0
        return sum(len(group.findings) for group in before) + own

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found = self._at(index)
        if isinstance(found, FindingGroup):
            return self._of_group(found, role)
        return self._of_finding(found, role) if isinstance(found, Finding) else None

    def _of_group(self, group: FindingGroup, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return group.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return tip(group.words) if role == Qt.ItemDataRole.ToolTipRole else group.words
        return group if role == GROUP_ROLE else None

    def _of_finding(self, finding: Finding, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.message
        if role == FINDING_ROLE:
            return finding
        if role == PLACE_ROLE:
            return self._place(finding)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{finding.mark.label}：{finding.message}，{self._place(finding)}"
        return None

    def _at(self, index: Index) -> Any:
        """What a row stands for: a FindingGroup, a Finding, or None."""
        if not index.isValid():
            return None
        parent = index.parent()
        listed = self._listed(parent)
        return listed[index.row()] if index.row() < len(listed) else None

    def _listed(self, parent: Index) -> list[Any]:
        if not parent.isValid():
            return self._top
        group = self._top[parent.row()] if parent.row() < len(self._top) else None
        return group.findings if isinstance(group, FindingGroup) else []

    def _arrange(self) -> None:
        shown = [
            finding
            for finding, name in zip(self._all, self._filters, strict=True)
            if name not in self._hidden
        ]
        if self._grouping is Grouping.NONE:
            self._become_flat(by_mark(shown))
            return
        groups = grouped(shown, self._grouping, self._titles, self._sorted)
        self._become(_ROOT, [FindingGroup(g.key, g.title) for g in groups], lambda group: group.key)
        for row, group in enumerate(groups):
            self._fill(self.index(row, 0), self._top[row], group)

    def _fill(self, head: QModelIndex, shown: FindingGroup, wanted: FindingGroup) -> None:
        if shown.title == wanted.title and shown.findings == wanted.findings:
            return
        before = (shown.title, list(map(id, shown.findings)))
        shown.title = wanted.title
        if not self.columnCount(head):
            self.insertColumns(0, 1, head)
        self._become(head, wanted.findings, id)
        if before != (shown.title, list(map(id, shown.findings))):
            self.dataChanged.emit(head, head)

    def _become(self, parent: QModelIndex, wanted: list[Any], key: Callable[[Any], object]) -> None:
        self._do(steps(self._listed(parent), wanted, key), wanted, parent, 0)

    def _become_flat(self, wanted: list[list[Finding]]) -> None:
        """The same without groups: one mark after another, each with few changes."""
        lengths, first = self._lengths, 0
        for number, zone in enumerate(wanted):
            old = self._top[first : first + lengths[number]]
            self._do(steps(old, zone, id), zone, _ROOT, first)
            first += len(zone)
        self._lengths = [len(zone) for zone in wanted]

    def _do(self, changes: ListSteps, wanted: list[Any], parent: QModelIndex, start: int) -> None:
        for first, count in changes.gone:
            self.removeRows(start + first, count, parent)
        for first, count in changes.come:
            self._coming = wanted[first : first + count]
            self.insertRows(start + first, count, parent)
        self._coming = []

    def _take(self, parent: QModelIndex, first: int, last: int) -> None:
        self._listed(parent)[first:first] = self._coming

    def _drop(self, parent: QModelIndex, first: int, last: int) -> None:
        del self._listed(parent)[first : last + 1]
