"""The templates on hand. A new region is a new file in resources/templates/, with no line of code."""

from pathlib import Path

from perfdesk.errors import TemplateError, UnknownTemplateError
from perfdesk.paths import resource
from perfdesk.template.loader import load_template, template_ids
from perfdesk.template.merge import SUFFIX
from perfdesk.template.model import Template


class Catalog:
    """Templates by id, each read when it is first asked for."""

    def __init__(self, folder: Path | None = None) -> None:
        """Take the templates of a folder; those of the program when none is given."""
        self._folder = folder if folder is not None else resource("templates")
        self._ids: tuple[str, ...] | None = None
        self._loaded: dict[str, Template] = {}
        self._failed: dict[str, TemplateError] = {}

    def ids(self) -> tuple[str, ...]:
        """The ids of all templates, sorted, without reading them."""
        if self._ids is None:
            self._ids = template_ids(self._folder)
        return self._ids

    def get(self, template_id: str) -> Template:
        """The template of this id; UnknownTemplateError, or TemplateError when its file is unusable."""
        if template_id not in self._loaded:
            if template_id not in self.ids():
                raise UnknownTemplateError(template_id)
            self._loaded[template_id] = load_template(self._folder / f"{template_id}{SUFFIX}")
        return self._loaded[template_id]

    def all(self) -> tuple[Template, ...]:
        """All usable templates in the order of their ids; `problems` tells of the others."""
        return tuple(
            self._loaded[template_id] for template_id in self.ids() if self._usable(template_id)
        )

    def problems(self) -> tuple[TemplateError, ...]:
        """What is wrong with the template files that cannot be used, one error each."""
        return tuple(
            self._failed[template_id] for template_id in self.ids() if not self._usable(template_id)
        )

    def _usable(self, template_id: str) -> bool:
        if template_id in self._failed:
            return False
        try:
            self.get(template_id)
        except TemplateError as error:
            self._failed[template_id] = error
            return False
        return True
