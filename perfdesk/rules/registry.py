"""The rules by id; a chapter module registers its rules by decorating them."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from perfdesk.kinds import Kind
from perfdesk.rules.model import Check, Hit, Rule, Scope
from perfdesk.rules.reach import reach

_CHAPTERS = (
    "structure",
    "identity",
    "wording",
    "money",
    "costs.magnitude",
    "execution",
    "costs.told",
    "costs.limits",
    "weights",
    "unmet",
    "actuals",
    "fulfilment",
    "reasons",
    "narrative",
    "indicators.names",
    "targets_set",
    "indicators.plausible",
    "indicators.bounds",
    "goals.stated",
    "goals.achievement",
    "goals.relevance",
    "goals.copies",
    "formats",
    "unit",
    "year.declared",
    "year.results",
    "year.midyear",
    "year.whole_unit",
    "publishing",
)
_RULES: dict[str, list[Rule]] = {}

Checked = TypeVar("Checked", bound=Callable[[Any], Iterator[Hit]])


def rule(
    rule_id: str,
    scope: Scope,
    kinds: tuple[Kind, ...],
    *,
    reads: Iterable[str],
    context: Iterable[str] = (),
    across: bool = False,
) -> Callable[[Checked], Checked]:
    """Register a generator as (a part of) a rule; its docstring begins with the rule's id."""

    def register(check: Checked) -> Checked:
        if not (check.__doc__ or "").startswith(rule_id):
            raise ValueError(f"{check.__name__}: the docstring must begin with {rule_id}")
        entry = Rule(
            rule_id,
            scope,
            reach(rule_id, scope, kinds),
            frozenset(reads),
            frozenset(context),
            _as_check(check),
            across,
        )
        _RULES.setdefault(rule_id, []).append(entry)
        return check

    return register


def _as_check(check: Callable[[Any], Iterator[Hit]]) -> Check:
    return check


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every registered rule, in the order of the chapters; some ids have several parts."""
    for chapter in _CHAPTERS:
        import_module(f"perfdesk.rules.{chapter}")
    return tuple(entry for entries in _RULES.values() for entry in entries)


@cache
def rules_of(scope: Scope, kind: Kind) -> tuple[Rule, ...]:
    """The rules of one scope for one kind of form."""
    return tuple(r for r in all_rules() if r.scope is scope and kind in r.kinds)


def rule_ids() -> tuple[str, ...]:
    """The ids of all rules, each once."""
    return tuple(dict.fromkeys(r.id for r in all_rules()))
