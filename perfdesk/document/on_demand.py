"""Forms that are read when they are first asked for.

A data file of thousands of forms shows its list and one form; reading all of them first
would make the user wait for what nobody looks at.
"""

from collections.abc import Callable, Iterable, Sequence
from threading import RLock
from typing import TYPE_CHECKING, Any

from perfdesk.document.form import Form

if TYPE_CHECKING:
    from _collections_abc import dict_items, dict_values

_UNREAD = Form("", "", "")
Fetch = Callable[[Sequence[str]], Iterable[Form]]
"""Reads these forms, in any order."""


class FormsOnDemand(dict[str, Form]):
    """Forms by id, in their order; everything that hands out forms reads them first.

    `headings` does not: of a form that was not read it gives a Form with the few header fields
    that lists show. Reading may raise PerfDeskError.
    """

    def __init__(
        self, ids: Iterable[str], fetch: Fetch, fetch_headings: Callable[[], Iterable[Form]]
    ) -> None:
        super().__init__((form_id, _UNREAD) for form_id in ids)
        self._unread = set(self)
        self._fetch = fetch
        self._fetch_headings: Callable[[], Iterable[Form]] | None = fetch_headings
        # Windows and their jobs ask from several threads; a form must be read once only.
        self._guard = RLock()

    def headings(self) -> list[Form]:
        """The forms in their order, of those not read yet the heading."""
        with self._guard:
            if self._fetch_headings is not None:
                for form in self._fetch_headings():
                    if form.id in self._unread:
                        super().__setitem__(form.id, form)
                self._fetch_headings = None
            return list(super().values())

    def __getitem__(self, form_id: str) -> Form:
        if form_id in self._unread:
            self._read([form_id])
        return super().__getitem__(form_id)

    def get(self, form_id: str, default: Any = None) -> Any:
        """The form, or the default when there is none."""
        if form_id not in self:
            return default
        return self[form_id]

    def pop(self, form_id: str, *default: Any) -> Any:
        """Take a form out and answer it."""
        if form_id in self:
            self._read([form_id])
        return super().pop(form_id, *default)

    def values(self) -> "dict_values[str, Form]":
        """All forms."""
        self._read(list(self))
        return super().values()

    def items(self) -> "dict_items[str, Form]":
        """All forms with their ids."""
        self._read(list(self))
        return super().items()

    def __setitem__(self, form_id: str, form: Form) -> None:
        with self._guard:
            self._unread.discard(form_id)
            super().__setitem__(form_id, form)

    def __delitem__(self, form_id: str) -> None:
        with self._guard:
            self._unread.discard(form_id)
            super().__delitem__(form_id)

    def __eq__(self, other: object) -> bool:
        self._read(list(self))
        return super().__eq__(other)

    __hash__ = None

    def _read(self, wanted: Sequence[str]) -> None:
        with self._guard:
            missing = [form_id for form_id in wanted if form_id in self._unread]
            if not missing:
                return
            for form in self._fetch(missing):
                super().__setitem__(form.id, form)
                self._unread.discard(form.id)
