"""The self-check: the rulebook of domain/RULES.md over forms and portfolios."""

from perfdesk.rules.catalogue import Entry, catalogue
from perfdesk.rules.facts.words import LISTS, WordLists, default_words
from perfdesk.rules.registry import all_rules, rule_ids
from perfdesk.rules.run.checker import Checker
from perfdesk.rules.run.engine import check_all, check_form, check_portfolio

__all__ = [
    "LISTS",
    "Checker",
    "Entry",
    "WordLists",
    "all_rules",
    "catalogue",
    "check_all",
    "check_form",
    "check_portfolio",
    "default_words",
    "rule_ids",
]
