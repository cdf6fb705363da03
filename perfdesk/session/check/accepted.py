"""Findings left as they are with a reason (出错说明), until the values they spoke of change."""

from collections.abc import Iterable, Iterator

from perfdesk.findings import Finding
from perfdesk.store import Accepted, Store

Arguments = tuple[tuple[str, str], ...]
Place = tuple[str, str | None, str, str]


class AcceptedFindings:
    """The reasons given, by rule and cell; a reason counts only for the values it was given for.

    A rule may have several findings at one cell (numbers of a text that contradict the table),
    each with a reason of its own. A finding that has gone keeps its reason for the case that it
    comes back with the same values, as by undo; with other values the reason is revoked.
    """

    def __init__(self, store: Store, accepted: Iterable[Accepted]) -> None:
        self._store = store
        self._by_place: dict[Place, dict[Arguments, Accepted]] = {}
        for item in accepted:
            self._by_place.setdefault(_place(item), {})[item.arguments] = item

    def accept(self, finding: Finding, reason: str) -> None:
        """Keep a reason for a finding, with project and year."""
        item = self._store.acceptances.accept(
            Accepted(
                finding.rule, finding.form, finding.row, finding.field, finding.arguments, reason
            )
        )
        self._by_place.setdefault(_place(item), {})[item.arguments] = item

    def revoke(self, finding: Finding) -> None:
        """Forget the reason given for a finding."""
        item = self._by_place.get(_place(finding), {}).pop(finding.arguments, None)
        if item is not None:
            self._store.acceptances.revoke(item)

    def marked(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The same findings, those with a reason carrying it; outlived reasons are revoked."""
        if not self._by_place:
            yield from findings
            return
        findings = list(findings)
        self._revoke_outlived(findings)
        for finding in findings:
            item = self._by_place.get(_place(finding), {}).get(finding.arguments)
            yield finding._replace(accepted=item.reason) if item else finding

    def _revoke_outlived(self, findings: list[Finding]) -> None:
        """Where a rule still finds fault with a cell, but with other values than those explained."""
        standing: dict[Place, set[Arguments]] = {}
        for finding in findings:
            if _place(finding) in self._by_place:
                standing.setdefault(_place(finding), set()).add(finding.arguments)
        for place, present in standing.items():
            reasons = self._by_place[place]
            for arguments in [known for known in reasons if known not in present]:
                item = reasons.pop(arguments)
                if not self._store.read_only:
                    self._store.acceptances.revoke(item)


def _place(item: Finding | Accepted) -> Place:
    return (item.rule, item.form, item.row, item.field)
