"""Chapters 5 to 7, texts and indicators copied from another project of the unit."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rapidfuzz import fuzz, process

from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.subject import GOALS, FormSubject
from perfdesk.rules.facts.texts import (
    bare,
    project_core,
    share_of,
    shown,
    similarity,
    trigrams,
    unbracketed,
)
from perfdesk.rules.model import BOTH, Hit, Scope, hit
from perfdesk.rules.registry import rule

_LIKE = 0.85
_OWN_SHARE = 0.20
_MORE_OF_OTHER = 0.15
_SHORTEST = 10
_NAME_LENGTH = 6
_OTHER_PROJECT = 0.6
_PLACE = re.compile(r"^(?:[一-鿿]{2,3}?(?:省|市|自治区))?(?:[一-鿿]{2,3}?(?:区|县|市|旗))?")


def project_title(form: FormSubject) -> str:
    """The project's name without code and years, bare."""
    return project_core(form.project_name)


def name_bigrams(form: FormSubject) -> frozenset[str]:
    """The bigrams that tell a project's name from others: no place, year, 项目, 系统, 运维."""
    core = project_core(unbracketed(form.project_name))
    place = _PLACE.match(core)
    if place and place.group(0) and not place.group(0).endswith(form.words.words("not_a_place")):
        core = core[place.end() :]
    parts = form.words.pattern("project_filler").split(core)
    return frozenset(part[i : i + 2] for part in parts for i in range(len(part) - 1))


class GoalText(NamedTuple):
    """A goal of a form, bare, without the project's name, and how much of the name it holds."""

    field: str
    text: str
    stripped: str
    own_share: float


def goal_texts(form: FormSubject) -> tuple[GoalText, ...]:
    """The goals of a form as they are compared."""
    core, short = project_core(form.project_name), project_core(unbracketed(form.project_name))
    own = form.once(name_bigrams)
    found = []
    for cell in form.goals:
        text = bare(cell.text)
        stripped = text.replace(core, "") if core else text
        stripped = stripped.replace(short, "") if short else stripped
        found.append(GoalText(cell.path.field, text, stripped, share_of(own, text)))
    return tuple(found)


class Copy(NamedTuple):
    """A goal that speaks of another project."""

    form: FormSubject
    field: str
    other: FormSubject
    likeness: float


def copied_goals(group: GroupSubject) -> list[Copy]:
    """Goals that are another project's: like its goal, and speaking of its name, not of the own."""
    forms = group.forms_for("I17")
    holders: dict[str, list[FormSubject]] = defaultdict(list)
    for form in forms:
        for text in {goal.text for goal in form.once(goal_texts)}:
            if len(text) >= _SHORTEST:
                holders[text].append(form)
    group.memory.goals.keep(holders)
    found = []
    for form in forms:
        for goal in form.once(goal_texts):
            if (
                len(goal.text) >= _SHORTEST
                and goal.own_share < _OWN_SHARE
                and form.once(name_bigrams)
            ):
                copy = _source(form, goal, holders, group.memory.goals.of(goal.text))
                if copy is not None:
                    found.append(copy)
    return found


def _source(
    form: FormSubject,
    goal: GoalText,
    holders: Mapping[str, list[FormSubject]],
    near: Mapping[str, float],
) -> Copy | None:
    """The other form whose goal this is, the most alike first; None where it may be its own."""
    for text, likeness in sorted({goal.text: 1.0, **near}.items(), key=lambda pair: -pair[1]):
        for other in holders[text]:
            if other is form or other.once(project_title) == form.once(project_title):
                continue
            theirs = other.once(name_bigrams)
            if theirs and share_of(theirs, goal.text) >= goal.own_share + _MORE_OF_OTHER:
                return Copy(form, goal.field, other, likeness)
    return None


@rule("I17", Scope.PORTFOLIO, BOTH, reads=("project_name", *GOALS))
def goal_of_another_project(group: GroupSubject) -> Iterator[Hit]:
    """I17 · CS: a goal that speaks of another project of the unit was copied from it."""
    by_form: dict[str, list[Copy]] = defaultdict(list)
    for copy in group.once(copied_goals):
        by_form[copy.form.id].append(copy)
    for copies in by_form.values():
        first = copies[0]
        related = [first.form.path(copy.field) for copy in copies[1:]]
        yield hit(
            first.form.path(first.field),
            "goal",
            label=first.form.label(first.field),
            goal=shown(first.form.text(first.field), 40),
            own=shown(first.form.project_name, 40),
            other=shown(first.other.project_name, 40),
            share=f"{int(first.likeness * 100)}%",
            related=[*related, first.other.path(first.field)],
        )


class Names(NamedTuple):
    """What the search for copied indicator names needs of a form."""

    title: str
    twice: frozenset[str]
    """Trigrams that stand twice and more in the project's name and goals."""
    private: tuple[tuple[int, str, frozenset[str]], ...]
    """Row position, bare name, and the trigrams that stand nowhere else in the form."""
    own: frozenset[str]
    """All of those trigrams."""
    names: tuple[str, ...]


def indicator_names(form: FormSubject) -> Names:
    """The indicator names of a form as they are compared."""
    title = form.once(project_title)
    own = Counter(trigrams(title))
    for goal in form.once(goal_texts):
        own.update(trigrams(goal.text))
    names = tuple(row.bare_name for row in form.rows)
    everywhere = Counter(own)
    for name in names:
        everywhere.update(trigrams(name))
    private = []
    for index, name in enumerate(names):
        if len(name) >= _NAME_LENGTH:
            here = Counter(trigrams(name))
            alone = frozenset(t for t, times in here.items() if everywhere[t] == times)
            if alone:
                private.append((index, name, alone))
    twice = frozenset(t for t, times in own.items() if times >= 2)
    alone_all: frozenset[str] = frozenset().union(*(alone for _, _, alone in private))
    return Names(title, twice, tuple(private), alone_all, names)


@rule("I17", Scope.PORTFOLIO, BOTH, reads=("project_name", "level3", *GOALS))
def indicator_of_another_project(group: GroupSubject) -> Iterator[Hit]:
    """I17 · CS: an indicator that speaks of exactly one other project was copied from it."""
    forms = group.forms_for("I17")
    spoken_of: frozenset[str] = frozenset().union(*(f.once(indicator_names).twice for f in forms))
    for form in forms:
        facts = form.once(indicator_names)
        if spoken_of.isdisjoint(facts.own):
            continue
        for index, name, alone in facts.private:
            found = _only_source(form, name, sorted(alone & spoken_of), forms)
            if found is not None:
                row, other = form.rows[index], found[0]
                yield hit(
                    row.path("level3"),
                    "row",
                    label=row.label,
                    other=shown(other.project_name, 40),
                    words=_shared(name, other, found[1]),
                    related=[other.path("project_name")],
                )


def _only_source(
    form: FormSubject, name: str, spoken: list[str], forms: list[FormSubject]
) -> tuple[FormSubject, str] | None:
    """The one other project that has this indicator and speaks of its words, with the words."""
    if not spoken:
        return None
    speakers = {
        other.id: (other, trigram)
        for trigram in reversed(spoken)
        for other in forms
        if other is not form and trigram in other.once(indicator_names).twice
    }
    having = [other for other, _ in speakers.values() if _has_like(other, name)]
    if len(having) != 1:
        return None
    other, trigram = speakers[having[0].id]
    if similarity(form.once(project_title), other.once(project_title)) >= _OTHER_PROJECT:
        return None
    rest = (o for o in forms if o is not form and o is not other)
    return None if any(_has_like(o, name) for o in rest) else (other, trigram)


def _shared(name: str, other: FormSubject, trigram: str) -> str:
    """The longest part of a name, around a trigram, that the other project's texts hold too."""
    texts = [other.once(project_title), *(goal.text for goal in other.once(goal_texts))]
    best = trigram
    for start in range(name.index(trigram) + 1):
        for end in range(len(name), start + len(best), -1):
            part = name[start:end]
            if trigram in part and any(part in text for text in texts):
                best = part
                break
    return best


def _has_like(form: FormSubject, name: str) -> bool:
    """Whether a form has an indicator of this name, or nearly."""
    names = form.once(indicator_names).names
    if name in names:
        return True

    return (
        process.extractOne(name, names, scorer=fuzz.ratio, processor=None, score_cutoff=_LIKE * 100)
        is not None
    )


@rule("G04", Scope.PORTFOLIO, BOTH, reads=("project_name", *GOALS))
def same_goal_twice(group: GroupSubject) -> Iterator[Hit]:
    """G04 · CS: two projects do not have the same goal; told on every form of the group."""
    pairs = copied_pairs(group)
    forms = group.forms_for("G04")
    twins: dict[str, dict[str, list[FormSubject]]] = defaultdict(dict)
    for field, members in _same_goals(group, forms):
        for form in members:
            others = [
                other
                for other in members
                if other is not form
                and other.once(project_title) != form.once(project_title)
                and (not pairs or frozenset((other.id, form.id)) not in pairs)
            ]
            if others:
                twins[form.id].setdefault(field, others)
    for form in forms:
        if form.id in twins:
            field, others = next(iter(twins[form.id].items()))
            names = "、".join(f"“{shown(other.project_name, 24)}”" for other in others[:3])
            more = f"等{len(others)}个项目" if len(others) > 3 else ""
            yield hit(
                form.path(field),
                label=form.label(field),
                others=names + more,
                goal=shown(form.text(field)),
                related=[other.path(field) for other in others[:3]],
            )


def copied_pairs(group: GroupSubject) -> set[frozenset[str]]:
    """The pairs of forms where I17 names the copy; G04 and U01 are silent there."""
    if not group.enabled("I17"):
        return set()
    return {frozenset((copy.form.id, copy.other.id)) for copy in group.once(copied_goals)}


def _same_goals(
    group: GroupSubject, forms: list[FormSubject]
) -> Iterator[tuple[str, list[FormSubject]]]:
    """Groups of forms whose goal in one field is the same, names aside."""
    texts: dict[tuple[str, str], list[FormSubject]] = defaultdict(list)
    for form in forms:
        for goal in form.once(goal_texts):
            if len(goal.stripped) >= _SHORTEST:
                texts[goal.field, goal.stripped].append(form)
    near = group.memory.stripped_goals
    near.keep({text for _, text in texts})
    done: set[tuple[str, str]] = set()
    for field, text in texts:
        if (field, text) in done:
            continue
        keys = [(field, other) for other in (text, *near.of(text)) if (field, other) in texts]
        done.update(keys)
        members = [form for key in keys for form in texts[key]]
        if len(members) > 1:
            yield field, sorted(members, key=lambda form: form.order)


def indicator_set(form: FormSubject) -> frozenset[str]:
    """The names of a form's indicators."""
    return frozenset(row.bare_name for row in form.rows if row.bare_name)


@rule("U01", Scope.PORTFOLIO, BOTH, reads=("project_name", "level3", *GOALS))
def alike_indicator_sets(group: GroupSubject) -> Iterator[Hit]:
    """U01 · 101号: the indicators of two projects are not nearly the same; one finding a cluster."""
    silent = copied_pairs(group)
    by_set: dict[frozenset[str], list[FormSubject]] = defaultdict(list)
    for form in group.forms_for("U01"):
        names = form.once(indicator_set)
        if len(names) >= 3:
            by_set[names].append(form)
    near = group.memory.indicator_sets
    near.keep(by_set)
    done: set[str] = set()
    for names, forms in by_set.items():
        likeness = {
            form.id: share for other, share in near.of(names).items() for form in by_set[other]
        }
        cluster = [*forms, *(form for other in near.of(names) for form in by_set[other])]
        cluster = sorted((f for f in cluster if f.id not in done), key=lambda form: form.order)
        if len(cluster) < 2 or (len(cluster) == 2 and frozenset(f.id for f in cluster) in silent):
            continue
        done.update(form.id for form in cluster)
        first, second = cluster[:2]
        share = min(likeness.get(first.id, 1.0), likeness.get(second.id, 1.0))
        yield hit(
            second.path(""),
            own=shown(second.project_name, 40),
            other=shown(first.project_name, 40),
            share=f"{int(share * 100)}%",
            forms=len(cluster),
            related=[first.path(""), *(form.path("") for form in cluster[2:])],
        )
