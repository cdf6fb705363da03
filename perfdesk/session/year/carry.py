"""由申报表生成监控表、自评表和下年申报表: forms of a whole unit made of its forms in one step (YEAR.md).

Which kind is made of which, under which names fields go over and what stays blank says the kind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

from perfdesk.catalog import Catalog
from perfdesk.cellpath import HEADER
from perfdesk.changes import AddForm, Batch, Change
from perfdesk.document import Form, state
from perfdesk.errors import CannotCarryError
from perfdesk.kinds import Kind, kind_of
from perfdesk.session.core import Core
from perfdesk.session.edit.copy_forward import carried_over
from perfdesk.session.outcome import Outcome
from perfdesk.session.year.taken import taken_over
from perfdesk.session.year.year_money import YearMoney, initial_of, put_money
from perfdesk.template.model import Template
from perfdesk.values import without_space

ADDED: Final = "added"
THERE: Final = "skipped"


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one project: a form was made, or there is one already."""

    project: str
    year: int
    kind: str
    result: str
    """`added` or `skipped`."""
    form: str = ""
    """Id of the form that was made."""
    source: str = ""
    """Id of the form it was made of."""
    said: str = ""
    """What was taken over and what is left to be filled in."""


@dataclass(frozen=True, slots=True)
class CarryReport:
    """All forms that were asked for, and the one step that made them."""

    made: tuple[Made, ...]
    outcome: Outcome

    @property
    def added(self) -> tuple[Made, ...]:
        """The forms that are new."""
        return tuple(entry for entry in self.made if entry.result == ADDED)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the user says before forms are made; nothing of it need be said."""

    last_month: int = 0
    """The last month of a 监控表; 0: as its template begins."""
    money: Mapping[str, YearMoney] = field(default_factory=dict)
    """By id of the form that one is made of."""


NO_ANSWERS: Final = Answers()


class Asked(NamedTuple):
    """A project whose money of the year may be told before its form is made."""

    source: str
    """Id of the form that it is made of."""
    project: str
    initial: Decimal
    """As declared, in the unit of the form to be made."""
    template: Template


class Carry:
    """Makes forms of a year of those there are; every call is one step of undo."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def possible(self, kind_id: str) -> tuple[Kind, ...]:
        """The kinds that can be made of a form of this kind, in the order of the year."""
        from perfdesk.kinds import KINDS

        return tuple(kind for kind in KINDS if kind_id in kind.carried_from)

    def source_year(self, source: Kind, target: Kind, year: int) -> int:
        """The year of the forms that those of `year` are made of: the same within a year, else the last."""
        return year if target.follows(source) else year - 1

    def carry(
        self,
        source_kind: str,
        target_kind: str,
        year: int,
        projects: Sequence[str] | None = None,
        template_id: str | None = None,
        answers: Answers = NO_ANSWERS,
    ) -> CarryReport:
        """Forms of a kind and year of all projects (None) or of those named, each of its source.

        A project that has such a form already is left alone and said. CannotCarryError when the kinds do
        not follow each other, or when there is nothing to make them of.
        """
        source, target = kind_of(source_kind), kind_of(target_kind)
        if source.id not in target.carried_from:
            raise CannotCarryError(f"{target.name}不能由{source.name}生成")
        wanted = self.source_year(source, target, year)
        forms = self._forms(source, wanted, projects)
        if not forms:
            raise CannotCarryError(f"没有 {wanted} 年符合条件的{source.name}")
        there = {_name(form) for form in self._core.document if self._is(form, target, year)}
        made: list[Made] = []
        changes: list[Change] = []
        for form in forms:
            project = form.header.get("project_name") or ""
            if _name(form) in there:
                made.append(Made(project, year, target.id, THERE, source=form.id))
                continue
            new = self._made_of(form, target, year, template_id, answers)
            changes.append(AddForm(state(new)))
            template = self._core.catalog.get(new.template_id)
            said = taken_over(new, template, self._core.view(form.id)).in_words
            made.append(Made(project, year, target.id, ADDED, new.id, form.id, said))
        if not changes:
            return CarryReport(tuple(made), Outcome())
        label = f"由{source.name}生成{target.name}"
        outcome = self._core.edit(Batch(tuple(changes), label), label, made_first(made))
        return CarryReport(tuple(made), outcome)

    def _is(self, form: Form, kind: Kind, year: int) -> bool:
        return form.kind == kind.id and form.year == year

    def asked(
        self, source_kind: str, target_kind: str, year: int, projects: Sequence[str] | None
    ) -> tuple[Asked, ...]:
        """What the user may be asked before forms are made: the declared money of each project that has none yet.

        Nothing is asked where the form to be made has no 年初预算数, or the declaration names no amount.
        """
        source, target = kind_of(source_kind), kind_of(target_kind)
        there = {_name(form) for form in self._core.document if self._is(form, target, year)}
        found = []
        for form in self._forms(source, self.source_year(source, target, year), projects):
            if _name(form) in there:
                continue
            made = self._made_of(form, target, year, None, NO_ANSWERS)
            template = self._core.catalog.get(made.template_id)
            initial = initial_of(made, template)
            if initial is not None:
                found.append(
                    Asked(form.id, form.header.get("project_name") or "", initial, template)
                )
        return tuple(found)

    def projects(self, source_kind: str, target_kind: str, year: int) -> tuple[str, ...]:
        """The projects that have a form to make one of."""
        source, target = kind_of(source_kind), kind_of(target_kind)
        forms = self._forms(source, self.source_year(source, target, year), None)
        return tuple(form.header.get("project_name") or "" for form in forms)

    def _forms(self, source: Kind, year: int, projects: Sequence[str] | None) -> list[Form]:
        return [
            form
            for form in self._core.document
            if form.kind == source.id
            and form.year == year
            and (not projects or (form.header.get("project_name") or "") in projects)
        ]

    def _made_of(
        self, form: Form, target: Kind, year: int, template_id: str | None, answers: Answers
    ) -> Form:
        of = self._core.catalog.get(form.template_id)
        template = (
            self._core.catalog.get(template_id)
            if template_id
            else template_for(self._core.catalog, target, of)
        )
        made = carried_over(form, of, template, self._core.profile(template.id), year)
        month = template.meant(HEADER, "month")
        if answers.last_month and month is not None:
            made.header[month.name] = months_in_words(answers.last_month, month.default or "")
        money = answers.money.get(form.id)
        if money is not None:
            put_money(made, template, money)
        return made


def months_in_words(last: int, usual: str) -> str:
    """1—7 for July, or 7 where the form's labels name the last month only, as what it begins with (`usual`) shows."""
    ranged = any(dash in usual for dash in "-—–~～至") or not usual
    return f"1—{last}" if ranged and last > 1 else str(last)


def made_first(made: Sequence[Made]) -> str | None:
    """The id of the first form that was made, to be shown."""
    return next((entry.form for entry in made if entry.form), None)


def template_for(catalog: Catalog, kind: Kind, of: Template) -> Template:
    """The template of a kind for a form made of one: its own, its region's newest, else the usual one."""
    if of.kind is kind:
        return of
    same = [t for t in catalog.all() if t.kind is kind and t.region == of.region and t.offered]
    return max(same, key=lambda t: t.edition, default=catalog.get(kind.default_template))


def _name(form: Form) -> str:
    """The project of a form as it is compared; forms of a whole unit are told by the unit."""
    name = form.header.get("project_name") or form.header.get("organisation") or ""
    return without_space(name)
