"""The unit's settings as the window shows and changes them: thresholds, rule switches, word lists."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from perfdesk.changes import SetBeside
from perfdesk.errors import OptionValueError
from perfdesk.findings import Severity
from perfdesk.session.core import Core
from perfdesk.session.outcome import Outcome
from perfdesk.settings import Option, Profile, UnitSettings, options_of
from perfdesk.settings.as_text import settings_from, settings_text
from perfdesk.store import Store
from perfdesk.values import plain

if TYPE_CHECKING:
    from perfdesk.rules import Entry

SETTINGS = "settings"
"""The kind of step that changes them."""
BY_TEMPLATE = "各表样不同"
_ARGUMENT = re.compile(r"\{[^{}]*\}")
_UNCHECKED = frozenset({"phrases"})
"""Settings that change neither a form nor a finding."""


@dataclass(frozen=True, slots=True)
class OptionField:
    """A setting for a generated dialog: how it is shown, and what holds while it is left empty."""

    name: str
    option: Option
    inherited: str
    """What the templates say, in words; "" where they say nothing."""


@dataclass(frozen=True, slots=True)
class RuleSwitch:
    """A rule that the unit may switch off."""

    id: str
    name: str
    sentence: str
    """What it says of a fault, its values left open: 执行率应为…，现为…."""
    basis: str
    """The document or practice it follows."""
    severity: Severity
    on: bool
    default: bool


@dataclass(frozen=True, slots=True)
class WordList:
    """A word list: what the program brings along, and what the unit added."""

    name: str
    label: str
    additions: tuple[str, ...]


class Options:
    """The unit's settings. `change` keeps them in the data file and has everything checked anew."""

    def __init__(self, core: Core, store: Store, applied: Callable[[], None]) -> None:
        self._core = core
        self._store = store
        self._applied = applied

    @cached_property
    def phrases(self) -> "Phrases":
        """The unit's phrases for often typed texts."""
        return Phrases(self)

    @property
    def current(self) -> UnitSettings:
        """The settings as they are; change a copy made with `dataclasses.replace`."""
        return self._core.settings

    def fields(self) -> tuple[OptionField, ...]:
        """The settings that a dialog shows as plain fields, in order; rules and words stand apart."""
        return tuple(
            OptionField(name, option, self._inherited(name))
            for name, option in options_of(UnitSettings)
            if option.kind not in ("rules", "words")
        )

    def rules(self) -> tuple[RuleSwitch, ...]:
        """Every rule with its switch, in the order of the rulebook."""
        from perfdesk.rules import catalogue, rule_ids

        off = self._off()
        entries = catalogue()
        return tuple(
            RuleSwitch(
                rule,
                entries[rule].name,
                _sentence(entries[rule]),
                entries[rule].basis,
                entries[rule].gravest,
                rule not in off,
                rule not in Profile().disabled_rules,
            )
            for rule in sorted(rule_ids(), key=_chapter)
        )

    def word_lists(self) -> tuple[WordList, ...]:
        """The word lists that a unit may add to."""
        from perfdesk.rules import LISTS

        words = self.current.words
        return tuple(WordList(name, label, words.get(name, ())) for name, label in LISTS.items())

    def change(self, settings: UnitSettings) -> Outcome:
        """Keep other settings; every form is computed, laid out and checked anew.

        Answers an Outcome that names every form (none where nothing changed). OptionValueError
        when a value is out of bounds, DataFileReadOnlyError or SaveError when it cannot be kept;
        nothing has changed then.
        """
        settings = _tidied(settings)
        changed = [
            name
            for name, option in options_of(UnitSettings)
            if _accepted(option, getattr(settings, name)) != getattr(self.current, name)
        ]
        if not changed:
            return Outcome()
        if _UNCHECKED.issuperset(changed):
            self._store.unit.save(settings)
            self._core.settings = settings
            return Outcome()
        before, after = settings_text(self.current), settings_text(settings)
        outcome = self._core.edit(SetBeside(SETTINGS, ("",), before, after), "修改设置")
        return outcome._replace(structure=True)

    def put(self, key: tuple[str, ...], before: str | None, after: str | None) -> None:
        """Keep the settings of a step, done or undone; the phrases stay as they are now."""
        settings = replace(settings_from(after or "{}"), phrases=self.current.phrases)
        self._store.unit.save(settings)
        self._core.change_settings(settings)
        self._applied()

    def reset(self) -> Outcome:
        """Let everything but words and phrases follow the templates again."""
        kept = self.current
        return self.change(UnitSettings(words=kept.words, phrases=kept.phrases))

    def _off(self) -> frozenset[str]:
        chosen = self.current.disabled_rules
        return Profile().disabled_rules if chosen is None else chosen

    def _inherited(self, name: str) -> str:
        """What the templates in use (of none: all offered ones) say of a setting."""
        if not hasattr(Profile(), name):
            return ""
        used = dict.fromkeys(form.template_id for form in self._core.document)
        profiles = [self._core.catalog.get(template).profile for template in used] or [Profile()]
        said = {_in_words(getattr(profile, name)) for profile in profiles}
        return said.pop() if len(said) == 1 else BY_TEMPLATE


class Phrases:
    """常用语: texts that the user puts into long cells, kept in the data file in their order."""

    def __init__(self, options: Options) -> None:
        self._options = options

    def all(self) -> tuple[str, ...]:
        """The phrases in their order."""
        return self._options.current.phrases

    def add(self, text: str) -> None:
        """Put a phrase at the end; one that is there already moves to the end."""
        self.put([*(phrase for phrase in self.all() if phrase != text.strip()), text])

    def remove(self, text: str) -> None:
        """Take a phrase away."""
        self.put([phrase for phrase in self.all() if phrase != text.strip()])

    def put(self, phrases: Collection[str]) -> None:
        """Replace all phrases; blank and repeated ones are left out."""
        self._options.change(replace(self._options.current, phrases=tuple(phrases)))


def _chapter(rule: str) -> tuple[int, str]:
    """The place of a rule in RULES.md: by chapter, then by number."""
    return "SFWTIGUXMDP".find(rule[0]), rule


def _sentence(entry: "Entry") -> str:
    """The gravest case's message, with an ellipsis for what depends on the form."""
    wording = min(entry.wordings.values(), key=lambda case: case.severity.rank)
    return _ARGUMENT.sub("…", wording.message)


def _accepted(option: Option, value: Any) -> Any:
    if not option.fits(value):
        raise OptionValueError(option.label, option.bounds)
    return value


def _tidied(settings: UnitSettings) -> UnitSettings:
    """Lines without blanks around them, none blank or twice; empty word lists left out."""
    footer = None if settings.footer is None else tuple(_lines(settings.footer))
    words = {name: tuple(_lines(words)) for name, words in settings.words.items()}
    return replace(
        settings,
        footer=footer,
        phrases=tuple(_lines(settings.phrases)),
        words={name: listed for name, listed in words.items() if listed},
    )


def _lines(texts: Collection[str]) -> Iterator[str]:
    yield from dict.fromkeys(text.strip() for text in texts if text.strip())


def _in_words(value: Any) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case Decimal():
            return plain(value)
        case tuple():
            return "、".join(map(str, value)) or "无"
        case None:
            return "不设"
        case _:
            return str(value)
