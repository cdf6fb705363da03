"""The findings on show, gravest first, narrowed by severity."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from perfdesk.findings import Finding, Severity
from ui.form_model import Index

FINDING_ROLE = Qt.ItemDataRole.UserRole + 1
PLACE_ROLE = Qt.ItemDataRole.UserRole + 2

ACCEPTED = "accepted"
"""The filter for findings left as they are with a reason, beside the severities."""

Place = Callable[[Finding], str]


class FindingsModel(QAbstractListModel):
    """A flat list of findings; `place` says in words where one stands."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place
        self._all: list[Finding] = []
        self._shown: list[Finding] = []
        self._hidden: set[str] = {ACCEPTED}

    def show(self, findings: Iterable[Finding]) -> None:
        """List these findings; nothing is reset when they are the same."""
        listed = list(findings)
        if listed != self._all:
            self._all = listed
            self._narrow()

    def set_shown(self, group: str, shown: bool) -> None:
        """Show or hide a severity or the accepted ones."""
        before = set(self._hidden)
        self._hidden.discard(group) if shown else self._hidden.add(group)
        if before != self._hidden:
            self._narrow()

    def count(self, group: str) -> int:
        """How many findings a group has, shown or not."""
        return sum(group_of(finding) == group for finding in self._all)

    def finding(self, row: int) -> Finding | None:
        """The finding of a row, None outside."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, finding: Finding) -> int:
        """The row of a finding, -1 when it is not shown."""
        return self._shown.index(finding) if finding in self._shown else -1

    def findings(self) -> list[Finding]:
        """The findings shown, in order."""
        return list(self._shown)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        finding = self.finding(index.row()) if index.isValid() else None
        if finding is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return finding.message
        if role == FINDING_ROLE:
            return finding
        if role == PLACE_ROLE:
            return self._place(finding)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{finding.severity.label}：{finding.message}，{self._place(finding)}"
        return None

    def _narrow(self) -> None:
        self.beginResetModel()
        shown = [finding for finding in self._all if group_of(finding) not in self._hidden]
        self._shown = sorted(shown, key=lambda finding: finding.severity.rank)
        self.endResetModel()


def group_of(finding: Finding) -> str:
    """The filter group: a severity, or `ACCEPTED`."""
    return ACCEPTED if finding.accepted is not None else finding.severity.value


GROUPS = (*((severity.value, severity.label) for severity in Severity), (ACCEPTED, "已说明"))
"""The filters in their order, with the words on screen."""
