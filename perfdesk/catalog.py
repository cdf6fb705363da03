"""The templates on hand. A new region is a new file in resources/templates/, with no line of code."""

from collections.abc import Callable, Mapping
from pathlib import Path

from perfdesk.errors import TemplateError, TemplatePackError, UnknownTemplateError
from perfdesk.paths import resource
from perfdesk.template.loader import load_template, template_ids
from perfdesk.template.merge import SUFFIX
from perfdesk.template.model import Template

Packs = Callable[[], Mapping[str, bytes]]


def no_packs() -> Mapping[str, bytes]:
    """No templates of the unit's own."""
    return {}


class Catalog:
    """Templates by id, each read when it is first asked for."""

    def __init__(self, folder: Path | None = None, packs: Packs = no_packs) -> None:
        """Take the templates of a folder (those of the program when none is given) and the unit's own.

        `packs` answers id → content of a 表样包; it is asked when a template is wanted that the folder has not.
        """
        self._packs = packs
        self._own: dict[str, bytes] | None = None
        self._folder = folder if folder is not None else resource("templates")
        self._files: tuple[str, ...] | None = None
        self._ids: tuple[str, ...] | None = None
        self._loaded: dict[str, Template] = {}
        self._failed: dict[str, TemplateError | TemplatePackError] = {}

    def ids(self) -> tuple[str, ...]:
        """The ids of all templates, the unit's own last, without reading them."""
        if self._ids is None:
            self._ids = (*self._shipped(), *sorted(self._unit_own()))
        return self._ids

    def own_ids(self) -> tuple[str, ...]:
        """The ids of the unit's own templates."""
        return tuple(sorted(self._unit_own()))

    def get(self, template_id: str) -> Template:
        """The template of this id; UnknownTemplateError, or TemplateError when its file is unusable."""
        if template_id not in self._loaded:
            self._loaded[template_id] = self._load(template_id)
        return self._loaded[template_id]

    def all(self) -> tuple[Template, ...]:
        """All usable templates in the order of their ids; `problems` tells of the others."""
        return tuple(
            self._loaded[template_id] for template_id in self.ids() if self._usable(template_id)
        )

    def problems(self) -> tuple[TemplateError | TemplatePackError, ...]:
        """What is wrong with the template files that cannot be used, one error each."""
        return tuple(
            self._failed[template_id] for template_id in self.ids() if not self._usable(template_id)
        )

    def _load(self, template_id: str) -> Template:
        if template_id in self._shipped():
            return load_template(self._folder / f"{template_id}{SUFFIX}")
        content = self._unit_own().get(template_id)
        if content is None:
            raise UnknownTemplateError(template_id)
        from perfdesk.template.pack import load_pack

        return load_pack(content, f"{template_id}{SUFFIX}", self._folder, template_id)

    def _shipped(self) -> tuple[str, ...]:
        if self._files is None:
            self._files = template_ids(self._folder)
        return self._files

    def _unit_own(self) -> Mapping[str, bytes]:
        if self._own is None:
            self._own = dict(self._packs())
        return self._own

    def _usable(self, template_id: str) -> bool:
        if template_id in self._failed:
            return False
        try:
            self.get(template_id)
        except (TemplateError, TemplatePackError) as error:
            self._failed[template_id] = error
            return False
        return True
