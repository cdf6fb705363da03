"""Findings left as they are with a reason (出错说明), until the values they spoke of change."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from perfdesk.findings import Finding
from perfdesk.store import Accepted, Store

Key = tuple[str, str | None, str, str]


class Acceptances:
    """The reasons given, by rule and cell; a reason counts only for the values it was given for."""

    def __init__(self, store: Store, accepted: Iterable[Accepted]) -> None:
        self._store = store
        self._by_key: dict[Key, Accepted] = {_key(item): item for item in accepted}

    def accept(self, finding: Finding, reason: str) -> None:
        """Keep a reason for a finding, with project and year."""
        item = Accepted(
            finding.rule, finding.form, finding.row, finding.field, finding.arguments, reason
        )
        self._by_key[_key(item)] = self._store.accept(item)

    def revoke(self, finding: Finding) -> None:
        """Forget the reason given for a finding."""
        item = self._by_key.pop(_key(finding), None)
        if item is not None:
            self._store.revoke(item)

    def marked(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The same findings, those with a reason carrying it; outlived reasons are revoked."""
        for finding in findings:
            item = self._by_key.get(_key(finding))
            if item is None:
                yield finding
            elif item.arguments == finding.arguments:
                yield replace(finding, accepted=item.reason)
            else:
                if not self._store.read_only:
                    self.revoke(finding)
                yield finding


def _key(item: Finding | Accepted) -> Key:
    return (item.rule, item.form, item.row, item.field)
