"""Chapters 5 to 7, texts and indicators copied from another project of the unit."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from perfdesk.rules.group import GroupSubject
from perfdesk.rules.model import BOTH, Hit, Scope, hit
from perfdesk.rules.registry import rule
from perfdesk.rules.subject import GOALS, FormSubject, RowSubject
from perfdesk.rules.texts import (
    bare,
    project_core,
    share_of,
    shown,
    similarity,
    trigrams,
    unbracketed,
)
from perfdesk.rules.words import WordLists

_LIKE = 0.85
_SAME = 0.95
_OWN_SHARE = 0.20
_MORE_OF_OTHER = 0.15
_SHORTEST = 10
_NAME_LENGTH = 6
_OTHER_PROJECT = 0.6
_ALIKE_SETS = 0.85
_PLACE = re.compile(r"^(?:[一-鿿]{2,3}(?:省|市|自治区))?(?:[一-鿿]{2,3}(?:区|县|市|旗))?")


def name_bigrams(name: str, words: WordLists) -> frozenset[str]:
    """The bigrams that tell a project's name from others: no place, year, 项目, 系统, 运维."""
    core = project_core(unbracketed(name))
    place = _PLACE.match(core)
    if place and place.group(0) and not place.group(0).endswith(words.words("not_a_place")):
        core = core[place.end() :]
    parts = words.pattern("project_filler").split(core)
    return frozenset(part[i : i + 2] for part in parts for i in range(len(part) - 1))


class GoalText(NamedTuple):
    """A goal of a form, bare, with and without the project's name."""

    field: str
    text: str
    stripped: str


def goal_texts(form: FormSubject) -> tuple[GoalText, ...]:
    """The goals of a form, read once."""
    return _goal_texts(
        form.view.project_name, tuple((cell.path.field, cell.text) for cell in form.goals)
    )


@lru_cache(maxsize=2048)
def _goal_texts(name: str, goals: tuple[tuple[str, str], ...]) -> tuple[GoalText, ...]:
    core = project_core(name)
    short = project_core(unbracketed(name))
    found = []
    for field, text in goals:
        plain = bare(text)
        stripped = plain.replace(core, "") if core else plain
        found.append(GoalText(field, plain, stripped.replace(short, "") if short else stripped))
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
    found = []
    for form in forms:
        own = name_bigrams(form.view.project_name, form.words)
        if not own:
            continue
        for goal in goal_texts(form):
            share = share_of(own, goal.text)
            if len(goal.text) >= _SHORTEST and share < _OWN_SHARE:
                copy = _source(form, goal, share, forms)
                if copy is not None:
                    found.append(copy)
    return found


def _source(
    form: FormSubject, goal: GoalText, share: float, forms: list[FormSubject]
) -> Copy | None:
    best: Copy | None = None
    for other in forms:
        if other is form or project_core(other.view.project_name) == project_core(
            form.view.project_name
        ):
            continue
        likeness = max(
            (similarity(goal.text, g.text, _LIKE) for g in goal_texts(other)), default=0.0
        )
        if likeness < _LIKE or (best is not None and likeness <= best.likeness):
            continue
        theirs = name_bigrams(other.view.project_name, other.words)
        if theirs and share_of(theirs, goal.text) >= share + _MORE_OF_OTHER:
            best = Copy(form, goal.field, other, likeness)
    return best


@rule("I17", Scope.PORTFOLIO, BOTH, reads=("project_name", *GOALS))
def goal_of_another_project(group: GroupSubject) -> Iterator[Hit]:
    """I17 · CS: a goal that speaks of another project of the unit was copied from it."""
    by_form: dict[str, list[Copy]] = defaultdict(list)
    for copy in copied_goals(group):
        by_form[copy.form.id].append(copy)
    for copies in by_form.values():
        first = copies[0]
        related = [first.form.path(copy.field) for copy in copies[1:]]
        yield hit(
            first.form.path(first.field),
            "goal",
            label=first.form.label(first.field),
            goal=shown(first.form.text(first.field), 40),
            own=shown(first.form.view.project_name, 40),
            other=shown(first.other.view.project_name, 40),
            share=f"{int(first.likeness * 100)}%",
            related=[*related, first.other.path(first.field)],
        )


class _Names(NamedTuple):
    """What the search for copied indicator names needs of a form."""

    title: str
    twice: frozenset[str]
    private: tuple[tuple[int, str, frozenset[str]], ...]
    """Row position, bare name, and the trigrams that stand nowhere else in the form."""
    names: tuple[str, ...]


def _names(form: FormSubject) -> _Names:
    goals = tuple(bare(cell.text) for cell in form.goals)
    return _read_names(form.view.project_name, goals, tuple(bare(row.name) for row in form.rows))


@lru_cache(maxsize=2048)
def _read_names(project: str, goals: tuple[str, ...], names: tuple[str, ...]) -> _Names:
    title = project_core(project)
    own = Counter(trigrams(title))
    for goal in goals:
        own.update(trigrams(goal))
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
    return _Names(
        title, frozenset(t for t, times in own.items() if times >= 2), tuple(private), names
    )


@rule("I17", Scope.PORTFOLIO, BOTH, reads=("project_name", "level3", *GOALS))
def indicator_of_another_project(group: GroupSubject) -> Iterator[Hit]:
    """I17 · CS: an indicator that speaks of exactly one other project was copied from it."""
    forms = group.forms_for("I17")
    facts = {form.id: _names(form) for form in forms}
    told: dict[str, list[FormSubject]] = defaultdict(list)
    holders: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        for trigram in facts[form.id].twice:
            told[trigram].append(form)
        for name in facts[form.id].names:
            holders[name].add(form.id)
    for form in forms:
        for index, name, alone in facts[form.id].private:
            found = _only_source(form, name, alone, forms, facts, told, holders)
            if found is not None:
                row = form.rows[index]
                yield hit(
                    row.path("level3"),
                    "row",
                    label=row.label,
                    other=shown(found[0].view.project_name, 40),
                    words=found[1],
                    related=[found[0].path("project_name")],
                )


def _only_source(
    form: FormSubject,
    name: str,
    alone: frozenset[str],
    forms: list[FormSubject],
    facts: dict[str, _Names],
    told: dict[str, list[FormSubject]],
    holders: dict[str, set[str]],
) -> tuple[FormSubject, str] | None:
    """The one other project that has this indicator and speaks of its words, with the words."""
    speaking = {
        other.id: trigram
        for trigram in alone
        for other in told.get(trigram, ())
        if other is not form
    }
    if not speaking:
        return None
    exact = holders.get(name, set()) - {form.id}
    if len(exact) > 1:
        return None
    having = []
    for other in forms:
        if other is not form and (
            other.id in exact
            or any(similarity(name, n, _LIKE) >= _LIKE for n in facts[other.id].names)
        ):
            having.append(other)
            if len(having) > 1:
                return None
    if len(having) != 1 or having[0].id not in speaking:
        return None
    other = having[0]
    if similarity(facts[form.id].title, facts[other.id].title) >= _OTHER_PROJECT:
        return None
    return other, speaking[other.id]


@rule("G04", Scope.PORTFOLIO, BOTH, reads=("project_name", *GOALS))
def same_goal_twice(group: GroupSubject) -> Iterator[Hit]:
    """G04 · CS: two projects do not have the same goal; told on every form of the group."""
    pairs = (
        {frozenset((c.form.id, c.other.id)) for c in copied_goals(group)}
        if group.enabled("I17")
        else set()
    )
    forms = group.forms_for("G04")
    twins: dict[str, dict[str, list[FormSubject]]] = defaultdict(dict)
    for field in GOALS:
        for members in _same_goals(forms, field):
            for form in members:
                others = [
                    o
                    for o in members
                    if o is not form
                    and frozenset((o.id, form.id)) not in pairs
                    and project_core(o.view.project_name) != project_core(form.view.project_name)
                ]
                if others:
                    twins[form.id][field] = others
    for form in forms:
        if form.id in twins:
            field, others = next(iter(twins[form.id].items()))
            names = "、".join(f"“{shown(o.view.project_name, 24)}”" for o in others[:3])
            more = f"等{len(others)}个项目" if len(others) > 3 else ""
            yield hit(
                form.path(field),
                label=form.label(field),
                others=names + more,
                goal=shown(form.text(field)),
                related=[o.path(field) for o in others[:20]],
            )


def _same_goals(forms: list[FormSubject], field: str) -> list[list[FormSubject]]:
    """Groups of forms whose goal in this field is the same, names aside."""
    texts: dict[str, list[FormSubject]] = defaultdict(list)
    for form in forms:
        for goal in goal_texts(form):
            if goal.field == field and len(goal.stripped) >= _SHORTEST:
                texts[goal.stripped].append(form)
    distinct = sorted(texts, key=len)
    merged: dict[str, list[FormSubject]] = {}
    for text in distinct:
        near = next(
            (
                t
                for t in reversed(merged)
                if len(t) >= len(text) * 0.9 and similarity(t, text, _SAME) >= _SAME
            ),
            None,
        )
        merged.setdefault(near or text, []).extend(texts[text])
    return [members for members in merged.values() if len(members) > 1]


@rule("U01", Scope.PORTFOLIO, BOTH, reads=("project_name", "level3", *GOALS))
def alike_sets(group: GroupSubject) -> Iterator[Hit]:
    """U01 · 101号: the indicators of two projects are not nearly the same; one finding a cluster."""
    silent = (
        {frozenset((c.form.id, c.other.id)) for c in copied_goals(group)}
        if group.enabled("I17")
        else set()
    )
    forms = [form for form in group.forms_for("U01") if len(form.rows) >= 3]
    bits: dict[str, int] = {}
    masks = [_mask(form.rows, bits) for form in forms]
    leader: dict[int, int] = {}
    clusters: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for i, mask in enumerate(masks):
        size = mask.bit_count()
        for j in range(i):
            if j in leader or not size:
                continue
            total = size + masks[j].bit_count()
            likeness = 2 * (mask & masks[j]).bit_count() / total
            if likeness >= _ALIKE_SETS and frozenset((forms[i].id, forms[j].id)) not in silent:
                leader[i] = j
                clusters[j].append((i, likeness))
                break
    for first, members in clusters.items():
        place, likeness = members[0]
        yield hit(
            forms[place].path(""),
            other=shown(forms[first].view.project_name, 40),
            share=f"{int(likeness * 100)}%",
            own=shown(forms[place].view.project_name, 40),
            forms=len(members) + 1,
            related=[forms[first].path(""), *(forms[i].path("") for i, _ in members[1:])],
        )


def _mask(rows: tuple[RowSubject, ...], bits: dict[str, int]) -> int:
    mask = 0
    for row in rows:
        if row.name:
            mask |= 1 << bits.setdefault(bare(row.name), len(bits))
    return mask
