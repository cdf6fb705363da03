"""由申报表生成监控表、自评表和下年申报表: forms of a whole unit made of its forms in one step (YEAR.md).

Which kind is made of which, under which names fields go over and what stays blank says the kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from perfdesk.catalog import Catalog
from perfdesk.changes import AddForm, Batch, Change
from perfdesk.document import Form, state
from perfdesk.errors import CannotCarryError
from perfdesk.kinds import Kind, kind_of
from perfdesk.session.core import Core
from perfdesk.session.edit.copy_forward import carried_over
from perfdesk.session.outcome import Outcome
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


@dataclass(frozen=True, slots=True)
class CarryReport:
    """All forms that were asked for, and the one step that made them."""

    made: tuple[Made, ...]
    outcome: Outcome

    @property
    def added(self) -> tuple[Made, ...]:
        """The forms that are new."""
        return tuple(entry for entry in self.made if entry.result == ADDED)


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
    ) -> CarryReport:
        """Forms of a kind and year of all projects (None) or of those named, each of its source.

        A project that has such a form already is left alone and said. CannotCarryError when the kinds do
        not follow each other, or when there is nothing to make them of.
        """
        source, target = kind_of(source_kind), kind_of(target_kind)
        if source.id not in target.carried_from:
            raise CannotCarryError(f"{target.name}不能由{source.name}生成")
        wanted = self.source_year(source, target, year)
        forms = [
            form
            for form in self._core.document
            if form.kind == source.id
            and form.year == wanted
            and (not projects or (form.header.get("project_name") or "") in projects)
        ]
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
            new = self._made_of(form, target, year, template_id)
            changes.append(AddForm(state(new)))
            made.append(Made(project, year, target.id, ADDED, new.id, form.id))
        if not changes:
            return CarryReport(tuple(made), Outcome())
        label = f"由{source.name}生成{target.name}"
        outcome = self._core.edit(Batch(tuple(changes), label), label, made_first(made))
        return CarryReport(tuple(made), outcome)

    def _is(self, form: Form, kind: Kind, year: int) -> bool:
        return form.kind == kind.id and form.year == year

    def _made_of(self, form: Form, target: Kind, year: int, template_id: str | None) -> Form:
        of = self._core.catalog.get(form.template_id)
        template = (
            self._core.catalog.get(template_id)
            if template_id
            else template_for(self._core.catalog, target, of)
        )
        return carried_over(form, of, template, self._core.profile(template.id), year)


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
