"""Which forms are there already: the same project, year and kind, of the same unit.

A bureau has forms of many units, and projects of the same name in several of them (信息化运维): they
are the same form only where the units may be the same. Whole-unit forms are known by their unit.
"""

import re
from collections.abc import Iterable

from perfdesk.document import Form
from perfdesk.kinds import kind_of
from perfdesk.values import without_space

_Key = tuple[str, int | None, str]
_CODE = re.compile(r"[0-9]{3,}[-—_ ]?")
"""A unit's code before its name: 149020-某中心."""


class KnownForms:
    """The ids of forms by what makes two of them one; of several, the last one."""

    def __init__(self, forms: Iterable[Form] = ()) -> None:
        self._known: dict[_Key, list[tuple[str, str]]] = {}
        for form in forms:
            self.add(form, form.id)

    def add(self, form: Form, form_id: str) -> None:
        """Note a form under the id that it has in the data file."""
        key = _key(form)
        if key is not None:
            self._known.setdefault(key, []).append((_unit(form), form_id))

    def find(self, form: Form) -> str | None:
        """The id of the form that this one is; None for one that is new or says too little."""
        key = _key(form)
        if key is None:
            return None
        own = _unit(form)
        known = self._known.get(key, [])[::-1]
        # The very same unit before one that may be it.
        exact = next((form_id for unit, form_id in known if unit == own), None)
        if exact is not None:
            return exact
        return next((form_id for unit, form_id in known if _may_be_one(unit, own)), None)

    def copy(self) -> "KnownForms":
        """The same, to go on from and come back to."""
        made = KnownForms()
        made._known = {key: list(entries) for key, entries in self._known.items()}
        return made


def _key(form: Form) -> _Key | None:
    """Project, year and kind; blanks in the name do not matter. None: never taken for another."""
    project = without_space(form.header.get("project_name") or "")
    if project:
        return (project, form.year, form.kind)
    return ("", form.year, form.kind) if kind_of(form.kind).about_unit and _unit(form) else None


def _unit(form: Form) -> str:
    text = without_space(form.header.get("organisation") or "")
    code = _CODE.match(text)
    return text[code.end() :] if code is not None else text


def _may_be_one(one: str, other: str) -> bool:
    """Whether two names may be one unit's: one is blank, or the longer says the shorter, too."""
    return one in other or other in one
