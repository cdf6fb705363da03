"""What portfolio rules look at: the forms of one year and kind, with shared readings."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from perfdesk.portfolio import GroupKey
from perfdesk.rules.facts.likeness import Memory
from perfdesk.rules.facts.subject import Fact, FormSubject, RowSubject
from perfdesk.rules.facts.texts import organisation_core
from perfdesk.rules.facts.words import WordLists
from perfdesk.settings import UnitSettings


class GroupSubject:
    """The forms of one year and kind; made anew when one of them changes."""

    def __init__(
        self,
        key: GroupKey,
        forms: tuple[FormSubject, ...],
        portfolio: tuple[FormSubject, ...] = (),
        unit: UnitSettings | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.key = key
        self.forms = forms
        self.portfolio = portfolio or forms
        """Every form of the path, of any year and kind."""
        self.unit = unit or UnitSettings()
        self.memory = memory or Memory()
        self.by_id = {form.id: form for form in forms}
        self._facts: dict[Callable[[GroupSubject], Any], Any] = {}
        self._checked: dict[str, list[FormSubject]] = {}

    def once(self, make: Callable[["GroupSubject"], Fact]) -> Fact:
        """What several rules derive from the group, made when first asked for."""
        if make not in self._facts:
            self._facts[make] = make(self)
        fact: Fact = self._facts[make]
        return fact

    @property
    def words(self) -> WordLists:
        """The word lists in force."""
        return self.forms[0].words

    def enabled(self, rule_id: str) -> bool:
        """Whether any form's profile leaves the rule on."""
        return any(rule_id not in form.profile.disabled_rules for form in self.forms)

    def forms_for(self, rule_id: str) -> list[FormSubject]:
        """The forms whose profile leaves the rule on."""
        if rule_id not in self._checked:
            self._checked[rule_id] = [
                form for form in self.forms if rule_id not in form.profile.disabled_rules
            ]
        return self._checked[rule_id]

    @cached_property
    def bodies(self) -> dict[str, list[FormSubject]]:
        """The forms of each 实施单位, codes and blanks aside."""
        found: dict[str, list[FormSubject]] = {}
        for form in self.forms:
            found.setdefault(organisation_core(form.text("organisation")), []).append(form)
        return found

    def rows(self) -> Iterable[RowSubject]:
        """Every indicator row of every form."""
        return (row for form in self.forms for row in form.rows)
