"""A finding of the self-check: what is wrong, where, why, and the cure that is offered."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from perfdesk.cellpath import HEADER, CellPath


class Severity(StrEnum):
    """How grave a finding is: 错误 must be mended, 核实 mended or explained, 提示 considered."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def label(self) -> str:
        """The word on screen: 错误, 核实 or 提示."""
        return {"error": "错误", "warning": "核实", "hint": "提示"}[self.value]

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return ("error", "warning", "hint").index(self.value)


class Edit(NamedTuple):
    """One cell that a fix would set; `text` None clears it."""

    path: CellPath
    text: str | None
    automatic: bool = False
    """The computed cell becomes automatic again instead of holding `text`."""


class Fix(NamedTuple):
    """A mechanical cure, shown before it is taken, one undo; `label` is its button."""

    label: str
    edits: tuple[Edit, ...]
    draft: bool = False
    """The text holds blanks (＿＿) that only a person can fill."""


class Finding(NamedTuple):
    """One fault at one cell. `form` None: about the whole portfolio; `field` "": the whole form."""

    rule: str
    severity: Severity
    form: str | None
    row: str
    field: str
    message: str
    arguments: tuple[tuple[str, str], ...] = ()
    """What the message was made of, for tests and for revoking acceptances."""
    arithmetic: str | None = None
    fix: Fix | None = None
    other_fixes: tuple[Fix, ...] = ()
    """Further cures where the fault can be read in two ways (完成数 with %)."""
    related: tuple[CellPath, ...] = ()
    """Other cells that the same finding speaks of (folded findings, compared cells)."""
    accepted: str | None = None
    """The reason (出错说明) given for leaving it as it is."""

    @property
    def path(self) -> CellPath | None:
        """The cell where the finding stands; None for the whole portfolio."""
        return None if self.form is None else CellPath(self.form, self.row, self.field)

    @property
    def whole_form(self) -> bool:
        """Whether it speaks of no single cell."""
        return self.row == HEADER and self.field == ""


class Verdict(NamedTuple):
    """The count of findings, accepted ones aside, and the one-line verdict on screen."""

    forms: int = 0
    errors: int = 0
    warnings: int = 0
    hints: int = 0
    accepted: int = 0

    @property
    def text(self) -> str:
        """可上报, or the number of errors and warnings."""
        if self.forms == 0:
            return "没有可检查的表"
        if not self.errors and not self.warnings:
            return "可上报" if not self.hints else f"可上报（{self.hints} 个提示）"
        parts = [f"{self.errors} 个错误"] if self.errors else []
        if self.warnings:
            parts.append(f"{self.warnings} 个核实")
        return " ".join(parts)


def count(findings: Iterable[Finding], forms: int) -> Verdict:
    """Count findings that were not accepted, and the accepted ones apart."""
    tally = dict.fromkeys(Severity, 0)
    accepted = 0
    for finding in findings:
        if finding.accepted is not None:
            accepted += 1
        else:
            tally[finding.severity] += 1
    return Verdict(
        forms, tally[Severity.ERROR], tally[Severity.WARNING], tally[Severity.HINT], accepted
    )
