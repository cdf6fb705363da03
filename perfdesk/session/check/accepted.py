"""Findings left as they are with a reason (出错说明), until the values they spoke of change."""

import json
from collections.abc import Iterable, Iterator

from perfdesk.changes import SetBeside
from perfdesk.findings import Finding
from perfdesk.session.core import Core
from perfdesk.session.outcome import Outcome
from perfdesk.store import Accepted, Store

REASON = "reason"
"""The kind of step that gives or takes one."""
Arguments = tuple[tuple[str, str], ...]
Place = tuple[str, str | None, str, str]


class AcceptedFindings:
    """The reasons given, by rule and cell; a reason counts only for the values it was given for.

    A rule may have several findings at one cell (numbers of a text that contradict the table),
    each with a reason of its own. A finding that has gone keeps its reason for the case that it
    comes back with the same values, as by undo; with other values the reason is revoked.
    """

    def __init__(self, core: Core, store: Store, accepted: Iterable[Accepted]) -> None:
        self._core = core
        self._store = store
        self._by_place: dict[Place, dict[Arguments, Accepted]] = {}
        for item in accepted:
            self._by_place.setdefault(_place(item), {})[item.arguments] = item

    def accept(self, finding: Finding, reason: str) -> Outcome:
        """Keep a reason for a finding, with project and year."""
        return self._step(finding, reason, "填写出错说明")

    def take(self, items: Iterable[Accepted]) -> None:
        """Keep reasons that others gave, with who and when; never in place of one given here."""
        for item in items:
            known = self._by_place.setdefault(_place(item), {})
            if item.arguments not in known:
                known[item.arguments] = self._store.acceptances.accept(item)

    def revoke(self, finding: Finding) -> Outcome:
        """Forget the reason given for a finding."""
        if finding.arguments in self._by_place.get(_place(finding), {}):
            return self._step(finding, None, "撤回出错说明")
        return Outcome()

    def _step(self, finding: Finding, reason: str | None, label: str) -> Outcome:
        present = self._by_place.get(_place(finding), {}).get(finding.arguments)
        key = (
            finding.form or "",
            finding.rule,
            finding.row,
            finding.field,
            json.dumps(finding.arguments, ensure_ascii=False),
        )
        change = SetBeside(REASON, key, present.reason if present else None, reason)
        return self._core.edit(change, label, finding.form)

    def put(self, key: tuple[str, ...], before: str | None, after: str | None) -> None:
        """Keep the reason of a step, done or undone."""
        form, rule, row, field, listed = key
        arguments = tuple((str(name), str(value)) for name, value in json.loads(listed))
        place = (rule, form or None, row, field)
        present = self._by_place.get(place, {}).pop(arguments, None)
        if present is not None:
            self._store.acceptances.revoke(present)
        if after is not None:
            item = self._store.acceptances.accept(
                Accepted(rule, form or None, row, field, arguments, after)
            )
            self._by_place.setdefault(place, {})[arguments] = item

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
