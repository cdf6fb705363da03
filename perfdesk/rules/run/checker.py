"""Live checking: findings kept per form and row; after an edit only what it can touch is checked again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from perfdesk.cellpath import FUND_PREFIX, HEADER
from perfdesk.document import FormView
from perfdesk.findings import Finding
from perfdesk.portfolio import GroupKey, key_of
from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.likeness import Memory
from perfdesk.rules.facts.subject import FormSubject, empty_columns
from perfdesk.rules.facts.words import WordLists, default_words
from perfdesk.rules.fulfilment import adjusted_silently
from perfdesk.rules.model import Rule, Scope, of_funds
from perfdesk.rules.registry import rules_of
from perfdesk.rules.run.engine import enabled, in_order, run_form_rule, run_group_rule, run_row_rule
from perfdesk.rules.run.silence import audible
from perfdesk.settings import Profile, UnitSettings

_Raw = dict[tuple[Rule, str], list[Finding]]
_OTHER_GROUPS = frozenset({"year"})
"""Fields through which a form's edit reaches the rules of other groups (S01 asks for the year once)."""


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What a form held when it was last checked."""

    cells: Mapping[tuple[str, str], str | None]
    rows: tuple[str, ...]
    shape: tuple[object, ...]
    """Rows that nobody filled, and columns that the form does not have."""
    suspect: tuple[str, ...]
    match: str
    template: str
    key: GroupKey
    profile: Profile


@dataclass(slots=True)
class _Checked:
    """A form with its findings, by rule and row, before silencing."""

    subject: FormSubject
    snapshot: _Snapshot
    raw: _Raw = field(default_factory=dict)
    own: list[Finding] = field(default_factory=list)


class Checker:
    """The findings of a portfolio, kept up to date form by form.

    `load` checks everything; `update` takes a form's new view after an edit and finds out itself
    what has changed; a form that is new is added, `remove` takes one away.
    """

    def __init__(self, words: WordLists | None = None, unit: UnitSettings | None = None) -> None:
        self._words = words or default_words()
        self._unit = unit or UnitSettings()
        self._forms: dict[str, _Checked] = {}
        self._order: list[str] = []
        self._groups: dict[GroupKey, dict[Rule, list[Finding]]] = {}
        self._memory: dict[GroupKey, Memory] = {}
        self._held = False

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Many forms come, change or go: they are compared with each other once, at the end."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
            self._compare_all()

    def load(self, views: Sequence[FormView]) -> None:
        """Check a portfolio from the beginning, forgetting what was known."""
        for _ in self.load_in_steps(views):
            pass

    def load_in_steps(self, views: Sequence[FormView], first: str = "") -> Iterator[str]:
        """As `load`, giving way after every form (its id) and every comparison (""), `first` before all.

        Until the end `findings` knows the forms that were given, without what compares them.
        """
        self._forms, self._groups, self._memory = {}, {}, {}
        self._order = [view.id for view in views]
        for order, view in sorted(enumerate(views), key=lambda item: item[1].id != first):
            self._forms[view.id] = self._whole(view, order)
            yield view.id
        for key in self._keys():
            for _ in self._compare_in_steps(key, None):
                yield ""

    def update(self, view: FormView) -> None:
        """Check again what the edit that led to this view can have touched."""
        before = self._forms.get(view.id)
        if before is None:
            self._add(view)
            return
        now = _snapshot(view)
        begun = view.not_begun != before.subject.view.not_begun
        if begun or now.rows != before.snapshot.rows or _frame(now) != _frame(before.snapshot):
            self._forms[view.id] = self._whole(view, before.subject.order)
            self._after(before.snapshot.key, now.key, None)
            return
        changed = {
            place for place, text in now.cells.items() if before.snapshot.cells.get(place) != text
        }
        if changed:
            self._forms[view.id] = self._partly(before, view, now, changed)
            self._after(now.key, now.key, _names(changed))

    def remove(self, form_id: str) -> None:
        """Forget a form."""
        checked = self._forms.pop(form_id, None)
        if checked is not None:
            self._order.remove(form_id)
            self._compare_all()

    def reorder(self, form_ids: Iterable[str]) -> None:
        """Take the forms in another order."""
        self._order = [form_id for form_id in form_ids if form_id in self._forms]
        for order, form_id in enumerate(self._order):
            self._forms[form_id].subject.order = order
        self._compare_all()

    def findings(self, form_id: str) -> list[Finding]:
        """The findings that stand in a form, its share of the compared ones included, in order."""
        checked = self._forms.get(form_id)
        if checked is None:
            return []
        compared = [f for f in self._compared(checked.snapshot.key) if f.form == form_id]
        return in_order(checked.own + compared, checked.subject)

    def portfolio_findings(self) -> list[Finding]:
        """The findings about the whole portfolio, which stand in no form."""
        return [f for key in self._keys() for f in self._compared(key) if f.form is None]

    def all_findings(self) -> list[Finding]:
        """Every finding: form by form in order, then those about the whole."""
        by_form: dict[str | None, list[Finding]] = {}
        for key in self._keys():
            for finding in self._compared(key):
                by_form.setdefault(finding.form, []).append(finding)
        found: list[Finding] = []
        for form_id in self._order:
            checked = self._forms[form_id]
            found += in_order(checked.own + by_form.get(form_id, []), checked.subject)
        return found + by_form.get(None, [])

    def _keys(self) -> list[GroupKey]:
        """The groups in the order of their first forms, as a fresh check takes them."""
        checked = (self._forms[form_id] for form_id in self._order if form_id in self._forms)
        return list(dict.fromkeys(form.snapshot.key for form in checked))

    def _compared(self, key: GroupKey) -> Iterable[Finding]:
        return (f for found in self._groups.get(key, {}).values() for f in found)

    def _add(self, view: FormView) -> None:
        self._order.append(view.id)
        self._forms[view.id] = self._whole(view, len(self._order) - 1)
        self._compare_all()

    def _whole(self, view: FormView, order: int) -> _Checked:
        subject = FormSubject(view, self._words, order)
        checked = _Checked(subject, _snapshot(view))
        for rule in enabled(rules_of(Scope.FORM, view.template.kind), subject):
            _keep(checked.raw, rule, HEADER, run_form_rule(rule, subject))
        for rule in enabled(rules_of(Scope.ROW, view.template.kind), subject):
            for row in subject.rows:
                _keep(checked.raw, rule, row.id, run_row_rule(rule, subject, row.id))
        checked.own = audible(f for found in checked.raw.values() for f in found)
        return checked

    def _partly(
        self, before: _Checked, view: FormView, now: _Snapshot, changed: set[tuple[str, str]]
    ) -> _Checked:
        subject = FormSubject(view, self._words, before.subject.order)
        subject.take_rows(before.subject, {row for row, _ in changed})
        checked = _Checked(subject, now, dict(before.raw))
        names = _names(changed) | _derived(before.subject, subject)
        kind = view.template.kind
        for rule in enabled(rules_of(Scope.FORM, kind), subject):
            if names & rule.reads:
                _keep(checked.raw, rule, HEADER, run_form_rule(rule, subject))
        for rule in enabled(rules_of(Scope.ROW, kind), subject):
            every = bool(names & rule.context)
            rows = now.rows if every else {row for row, name in changed if name in rule.reads}
            for row in rows:
                if row in subject.row_by_id:
                    _keep(checked.raw, rule, row, run_row_rule(rule, subject, row))
        checked.own = audible(f for found in checked.raw.values() for f in found)
        return checked

    def _after(self, old: GroupKey, new: GroupKey, names: set[str] | None) -> None:
        """Compare again after a form changed; `names` None: anything may have."""
        if self._held:
            return
        if old != new or (names is not None and names & _OTHER_GROUPS):
            self._compare_all()
            return
        self._compare(new, names)
        for key in self._keys():
            if key != new:
                self._compare(key, names, across=True)

    def _compare_all(self) -> None:
        if self._held:
            return
        keys = self._keys()
        for key in [key for key in self._groups if key not in keys]:
            del self._groups[key]
        for key in keys:
            self._compare(key, None)

    def _compare(self, key: GroupKey, names: set[str] | None, *, across: bool = False) -> None:
        for _ in self._compare_in_steps(key, names, across=across):
            pass

    def _compare_in_steps(
        self, key: GroupKey, names: set[str] | None, *, across: bool = False
    ) -> Iterator[Rule]:
        """Run the portfolio rules that ask for these fields, giving way after each; with `across` only
        those that read forms of other groups."""
        rules = [
            r
            for r in rules_of(Scope.PORTFOLIO, key.kind)
            if (names is None or names & r.reads) and (r.across or not across)
        ]
        if not rules:
            return
        everything = [self._forms[form_id] for form_id in self._order]
        members = tuple(c.subject for c in everything if c.snapshot.key == key)
        group = GroupSubject(
            key,
            members,
            tuple(c.subject for c in everything),
            self._unit,
            self._memory.setdefault(key, Memory()),
        )
        kept = self._groups.setdefault(key, {})
        for rule in rules:
            kept[rule] = run_group_rule(rule, group)
            yield rule


def _names(changed: set[tuple[str, str]]) -> set[str]:
    """The changed fields as rules name them; those of fund rows by both of their names."""
    names = {name for _, name in changed}
    return names.union(of_funds(*(name for row, name in changed if row.startswith(FUND_PREFIX))))


def _derived(before: FormSubject, now: FormSubject) -> set[str]:
    """What rules ask of the form as a whole, by name, where an edit has changed it."""
    changed = set()
    if now.suspect_rows != before.suspect_rows:
        changed.add("suspect")
    if now.integer_scores != before.integer_scores:
        changed.add("integer_scores")
    if now.total is not None and now.once(adjusted_silently) != before.once(adjusted_silently):
        changed.add("adjusted_silently")
    return changed


def _keep(raw: _Raw, rule: Rule, row: str, found: list[Finding]) -> None:
    if found:
        raw[rule, row] = found
    else:
        raw.pop((rule, row), None)


def _snapshot(view: FormView) -> _Snapshot:
    """The effective texts of a form, computed cells as they print."""
    form = view.form
    cells: dict[tuple[str, str], str | None] = {
        (HEADER, name): text for name, text in form.header.items()
    }
    for row in (*form.funds, *form.indicators):
        for name, text in row.values.items():
            cells[row.id, name] = text
    for row_id, name in view.computed:
        cells[row_id, name] = view.text(name, row_id)
    rows = tuple(row.id for row in form.indicators)
    shape = (*(row.id for row in view.indicators if row.placeholder), empty_columns(view))
    return _Snapshot(
        cells,
        rows,
        shape,
        form.suspect_rows,
        form.match,
        form.template_id,
        key_of(view),
        view.profile,
    )


def _frame(snapshot: _Snapshot) -> tuple[object, ...]:
    return (
        snapshot.shape,
        snapshot.suspect,
        snapshot.match,
        snapshot.template,
        snapshot.key,
        snapshot.profile,
    )
