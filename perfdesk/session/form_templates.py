"""The unit's own templates: proposed from a file, kept in the data file, handed on and taken in as 表样包."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.atomic_file import no_wider_than
from perfdesk.catalog import Catalog
from perfdesk.paths import resource
from perfdesk.session.bring_in.read_files import Problem
from perfdesk.session.core import Core
from perfdesk.store import Store
from perfdesk.template.pack import FORMAT, load_pack
from perfdesk.template.pack_file import read_pack, write_pack

if TYPE_CHECKING:
    from perfdesk.io.form_maker.make import MadeTemplate
    from perfdesk.session.template_draft import TemplateDraft
    from perfdesk.template.model import Template

__all__ = [
    "FormTemplates", "OwnTemplate", "ProposedTemplate", "catalog_with", "checked_pack", "propose", "proposed",
    "read_pack", "write_pack",
]  # fmt: skip

PACK_FILE = ".toml"
DATA_FILE = ".perfdesk"


@dataclass(frozen=True, slots=True)
class ProposedTemplate:
    """A template made from a file, not kept anywhere yet."""

    id: str
    kind: str
    title: str
    text: str
    """The template file."""
    fields: int
    own_fields: tuple[str, ...]
    """Labels of 其他栏目: fields that no template of ours has."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """A template of the unit's own as the data file keeps it."""

    id: str
    title: str
    kind: str
    edition: int
    issuer: str
    year: str
    forms: int
    """Forms made with it, those of versions and the recycle bin too."""


class FormTemplates:
    """The templates of one data file."""

    def __init__(self, core: Core, store: Store) -> None:
        self._core = core
        self._store = store

    def propose(self, path: Path, template_id: str, number: int = 0) -> ProposedTemplate:
        """A template from a form of a file; nothing is kept."""
        return propose(path, template_id, self._core.catalog, number)

    def draft(self, path: Path) -> "TemplateDraft":
        """A template from a file, to be looked at and changed before it is kept."""
        from perfdesk.session.template_draft import TemplateDraft

        taken = {kept.base_id for kept in self._store.templates.all()} | set(
            self._core.catalog.ids()
        )
        number = 1
        while f"own-{number}" in taken:
            number += 1
        return TemplateDraft(self._core, path, f"own-{number}")

    def take_in(self, content: bytes, name: str) -> str:
        """Keep a 表样包; the id under which it stands. Another text of a known one is a new edition."""
        template = load_pack(content, name, resource("templates"))
        kept = self._store.templates.keep(
            template.id,
            content.decode("utf-8"),
            name=template.title,
            issuer=template.region,
            year=template.edition,
            format_number=FORMAT,
        )
        self.renew()
        self._core.catalog.get(kept.id)
        return kept.id

    def renew(self) -> None:
        """Take the catalog anew, after a template came or went."""
        self._core.catalog = Catalog(packs=self._store.templates.packs)

    def own(self) -> list[OwnTemplate]:
        """The unit's own templates, each edition once."""
        found = []
        for kept in self._store.templates.all():
            template = self._core.catalog.get(kept.id)
            used = len(set(self._store.templates.used_by(kept.id)))
            found.append(
                OwnTemplate(
                    kept.id, kept.name, template.kind.id, kept.edition, kept.issuer, kept.year, used
                )
            )
        return found

    def hand_on(self, template_id: str, path: Path) -> None:
        """Write a template of the unit's own as one file; CannotWriteError when the disk does not take it."""
        content = self._store.templates.packs()[template_id]
        with no_wider_than(self._store.path):
            write_pack(path, content.decode("utf-8"))

    def remove(self, template_id: str) -> bool:
        """Take a template away; False where a form is or was made with it."""
        removed = self._store.templates.remove(template_id)
        if removed:
            self.renew()
        return removed


def propose(path: Path, template_id: str, catalog: Catalog, number: int = 0) -> ProposedTemplate:
    """A template from a form of a file; the reader's errors, NoFormError or CannotProposeError."""
    from perfdesk.io.form_maker.make import make_template

    return proposed(make_template(path, catalog, template_id, number))


def proposed(made: "MadeTemplate") -> ProposedTemplate:
    """A made template as the window and the command line tell it."""
    draft = made.draft
    extra = tuple(
        field.label for (_, name), field in draft.fields.items() if name.startswith("extra")
    )
    problems = tuple(Problem(p.cell, p.severity, p.message) for p in draft.problems)
    return ProposedTemplate(
        draft.id, draft.kind, draft.title, made.text, len(draft.fields), extra, problems
    )


def catalog_with(place: Path | None) -> Catalog:
    """The shipped templates and those of a folder, a data file or one 表样包; the shipped alone for None.

    TemplatePackError, TemplateError or an error of the data file when one cannot be used.
    """
    if place is None:
        return Catalog()
    if place.suffix.lower() == DATA_FILE:
        with Store.open(place, read_only=True) as store:
            packs = store.templates.packs()
        return Catalog(packs=lambda: packs)
    files = sorted(place.glob(f"*{PACK_FILE}")) if place.is_dir() else [place]
    found: dict[str, bytes] = {}
    for file in files:
        content = read_pack(file)
        found[checked_pack(content, file.name).id] = content
    return Catalog(packs=lambda: found)


def checked_pack(content: bytes, name: str) -> "Template":
    """The template of a pack; an error when it cannot be used."""
    return load_pack(content, name, resource("templates"))
