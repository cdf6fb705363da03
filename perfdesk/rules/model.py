"""What a rule is and what it yields; rules know no message and no severity (catalogue.py does)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from perfdesk.cellpath import CellPath
from perfdesk.findings import Fix
from perfdesk.kinds import (
    MONITORING,
    SELF_EVALUATION,
    TARGET_DECLARATION,
    UNIT_DECLARATION,
    UNIT_SELF_EVALUATION,
    Kind,
)
from perfdesk.values import plain

SELF: tuple[Kind, ...] = (SELF_EVALUATION,)
"""Rules of the 自评表 (自)."""
DECLARATION: tuple[Kind, ...] = (TARGET_DECLARATION,)
"""Rules of the 申报表 (申)."""
BOTH: tuple[Kind, ...] = (SELF_EVALUATION, TARGET_DECLARATION)
MONITORED: tuple[Kind, ...] = (MONITORING,)
"""Rules of the 监控表 (监)."""
WHOLE_UNIT: tuple[Kind, ...] = (UNIT_DECLARATION, UNIT_SELF_EVALUATION)
"""Rules of the 整体支出 forms (整体)."""


class Scope(StrEnum):
    """What a rule looks at: one indicator row, one form, or the forms of one year and kind."""

    ROW = "row"
    FORM = "form"
    PORTFOLIO = "portfolio"


@dataclass(frozen=True, slots=True)
class Hit:
    """A fault that a rule saw. `place` None: about the whole portfolio."""

    place: CellPath | None
    variant: str
    """Which of the rule's catalogue entries speaks; "" is the usual one."""
    arguments: tuple[tuple[str, str], ...]
    arithmetic: str | None
    fix: Fix | None
    other_fixes: tuple[Fix, ...]
    related: tuple[CellPath, ...]


def hit(
    place: CellPath | None,
    variant: str = "",
    *,
    arithmetic: str | None = None,
    fix: Fix | None = None,
    other_fixes: tuple[Fix, ...] = (),
    related: Iterable[CellPath] = (),
    **arguments: object,
) -> Hit:
    """A fault at a cell; the keyword arguments are what its message is made of."""
    texts = tuple((name, _text(value)) for name, value in arguments.items())
    return Hit(place, variant, texts, arithmetic, fix, other_fixes, tuple(related))


def told(**texts: object) -> dict[str, Any]:
    """Arguments that several hits of a rule share."""
    return texts


def _text(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def of_funds(*names: str) -> tuple[str, ...]:
    """Fields of the fund rows as a rule's `reads` name them, where indicator rows have them too."""
    return tuple(f"fund.{name}" for name in names)


Check = Callable[[Any], Iterator[Hit]]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """A registered rule: its id, the forms it is for, and the fields it reads."""

    id: str
    scope: Scope
    kinds: tuple[Kind, ...]
    reads: frozenset[str]
    """Fields whose change may change what it says; of a row rule: those of the same row."""
    context: frozenset[str]
    """Row rules: fields of other rows and of the header that every row's answer depends on."""
    check: Check
    across: bool = False
    """Portfolio rules: it also reads forms of other kinds and years (申报表, 监控表, last year's)."""

    @property
    def basis_line(self) -> str:
        """The first line of the rule's docstring: id, basis and test."""
        return (self.check.__doc__ or "").partition("\n")[0]
