"""The steps of a first January in a data file, and which of them are done: told by what is in the file."""

from collections.abc import Callable, Iterator
from enum import Enum
from itertools import islice

from perfdesk.cellpath import ROW_PREFIX, CellPath
from perfdesk.document import FormView
from perfdesk.session.core import Core
from perfdesk.store import Store

_LOOKED_AT = 2000
"""So many steps of the history are looked through, newest first: this is for newcomers."""
_MOST_FORMS = 60
"""Forms of the year that are looked at: who has more is no newcomer."""
_TOTAL = "F0"
_PAID = ("executed", "adjusted", "initial")


class FirstStep(Enum):
    """A step, in the order of the work."""

    IMPORT = "导入去年的表"
    CARRY = "照它生成今年的"
    MONEY = "填资金总表"
    ACTUALS = "补完成情况"
    CHECK = "全审"
    HAND_IN = "打印上报"


class FirstSteps:
    """Knows what was imported, made, checked and handed in as done for as long as the file is open."""

    def __init__(self, core: Core, store: Store) -> None:
        self._core = core
        self._store = store
        self._done: set[FirstStep] = set()

    def checked(self) -> None:
        """全审 has been done."""
        self._done.add(FirstStep.CHECK)

    def done(self) -> frozenset[FirstStep]:
        """The steps that are done; money and actuals are those of the forms that were made for the year."""
        views = list(islice(self._newest(), _MOST_FORMS))
        asked: dict[FirstStep, Callable[[], bool]] = {
            FirstStep.IMPORT: lambda: self._has_step("导入"),
            FirstStep.CARRY: lambda: self._has_step("照已有表新建", "由"),
            FirstStep.HAND_IN: self._store.exports.any,
        }
        for step, holds in asked.items():
            if step not in self._done and holds():
                self._done.add(step)
        found = set(self._done)
        if FirstStep.CARRY in found and views:
            if all(map(_paid, views)):
                found.add(FirstStep.MONEY)
            if any(map(_told, views)) and self.missing_actual() is None:
                found.add(FirstStep.ACTUALS)
        return frozenset(found)

    def missing_actual(self) -> CellPath | None:
        """The first 实际完成值 of the newest year's forms that is not filled; None when none is missing."""
        for view in islice(self._newest(), _MOST_FORMS):
            for row in view.indicators:
                if row.has("actual") and row.text("level3") and not row.text("actual"):
                    name = view.template.name_of(ROW_PREFIX, "actual")
                    return CellPath(view.id, row.id, name)
        return None

    def _newest(self) -> Iterator[FormView]:
        """The forms of the newest year that say what was done, so that plans for the next do not count."""
        forms = [f for f in self._core.document.headings() if f.year is not None]
        judged = [f for f in forms if not self._core.catalog.get(f.template_id).kind.plans] or forms
        year = max((f.year for f in judged if f.year is not None), default=None)
        for form in judged:
            if form.year == year:
                yield self._core.view(form.id)

    def _has_step(self, *beginnings: str) -> bool:
        entries = self._core.history.done[-_LOOKED_AT:]
        return any(entry.label.startswith(beginnings) for entry in reversed(entries))


def _paid(view: FormView) -> bool:
    """Whether the total of what is asked of this form stands there."""
    name = next((name for name in _PAID if view.has(name, _TOTAL)), None)
    return name is None or bool(view.text(name, _TOTAL))


def _told(view: FormView) -> bool:
    return any(row.has("actual") and row.text("actual") for row in view.indicators)
