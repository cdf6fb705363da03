"""Messages, severities and basis of every rule, read from resources/rules/catalogue/."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from perfdesk.findings import Severity
from perfdesk.paths import resource


@dataclass(frozen=True, slots=True)
class Wording:
    """One case of a rule: how grave it is and the sentence, with `{arguments}` in it."""

    severity: Severity
    message: str
    blank: bool = False
    """The case only says that a cell is not filled in yet; a third word in the file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says of a rule."""

    rule: str
    name: str
    """Short name for switches and groups: 执行率不符."""
    basis: str
    """The document it follows, as RULES.md names it."""
    wordings: Mapping[str, Wording]

    @property
    def gravest(self) -> Severity:
        """The gravest severity the rule may have."""
        return min((w.severity for w in self.wordings.values()), key=lambda s: s.rank)


@cache
def catalogue() -> Mapping[str, Entry]:
    """The entries of all rules by id."""
    entries: dict[str, Entry] = {}
    for path in sorted(resource("rules", "catalogue").glob("*.toml")):
        for rule_id, data in tomllib.loads(path.read_text("utf-8")).items():
            cases = (
                {"": data.pop("case")} | data.pop("cases", {})
                if "case" in data
                else data.pop("cases")
            )
            wordings = {
                name: Wording(Severity(grade), text, blank=bool(marks))
                for name, (grade, text, *marks) in cases.items()
            }
            entries[rule_id] = Entry(rule_id, data["name"], data["basis"], wordings)
    return entries


def wording(rule_id: str, variant: str) -> Wording:
    """A case of a rule; KeyError when the catalogue and the rule disagree."""
    return catalogue()[rule_id].wordings[variant]
