"""Suggestions while typing: what this unit wrote in the same field of other forms and rows."""

from collections import Counter

from perfdesk.cellpath import HEADER, CellPath
from perfdesk.document import FormView
from perfdesk.session.core import Core
from perfdesk.session.outcome import Outcome

_LONGEST = 400
"""Longer texts are written anew each time, and would cover the paper."""


class EarlierTexts:
    """The texts of the unit by field, newest forms first; kept until an edit touches them."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._texts: dict[tuple[str, bool, str], Counter[str]] = {}
        core.watch(self._forget)

    def like(self, path: CellPath, typed: str, limit: int = 6) -> list[str]:
        """Texts that begin with what is typed, then those that hold it; the most used first.

        Nothing typed: those that are used most.
        """
        wanted = typed.strip()
        if path.form not in self._core.document.forms:
            return []
        known = self._of(path.field, whole=path.row == HEADER, but=path)
        fitting = [text for text in known if wanted in text and text != wanted]
        fitting.sort(key=lambda text: (not text.startswith(wanted), -known[text]))
        return fitting[:limit]

    def _of(self, field: str, *, whole: bool, but: CellPath) -> Counter[str]:
        key = (field, whole, but.form)
        if key not in self._texts:
            found: Counter[str] = Counter()
            for form in self._core.document.forms:
                found.update(_texts(self._core.view(form), field, whole=whole, but=but))
            self._texts[key] = found
        return self._texts[key]

    def _forget(self, outcome: Outcome) -> None:
        self._texts.clear()


def _texts(view: FormView, field: str, *, whole: bool, but: CellPath) -> list[str]:
    if whole:
        if view.id == but.form:
            return []
        texts = [view.form.header.get(field)]
    else:
        texts = [
            row.row.values.get(field)
            for row in view.indicators
            if (view.id, row.id) != (but.form, but.row)
        ]
    return [text.strip() for text in texts if text and text.strip() and len(text) <= _LONGEST]
