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


class Mark(StrEnum):
    """How a finding is counted and shown: by its severity, or as 未填, which is not yet wrong."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"
    BLANK = "blank"

    @property
    def label(self) -> str:
        """The word on screen: 错误, 核实, 提示 or 未填."""
        return {"error": "错误", "warning": "核实", "hint": "提示", "blank": "未填"}[self.value]

    @property
    def rank(self) -> int:
        """0 for what stands first in a list."""
        return ("error", "warning", "hint", "blank").index(self.value)


_MARKS = {severity: Mark(severity.value) for severity in Severity}


class Edit(NamedTuple):
    """One cell that a fix would set; `text` None clears it. Without a field: the row is taken out."""

    path: CellPath
    text: str | None
    automatic: bool = False
    """The computed cell becomes automatic again instead of holding `text`."""

    @property
    def removes_row(self) -> bool:
        """Whether it takes an indicator row out instead of setting a cell."""
        return self.path.row != HEADER and self.path.field == ""


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
    blank: bool = False
    """It only says that a cell is not filled in yet."""

    @property
    def mark(self) -> Mark:
        """How it is counted and shown; one that was accepted keeps its mark."""
        return Mark.BLANK if self.blank else _MARKS[self.severity]

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
    blanks: int = 0
    accepted: int = 0

    @property
    def text(self) -> str:
        """可上报, or what is not filled yet and the number of errors and warnings."""
        if self.forms == 0:
            return "没有可检查的表"
        parts = [f"未填 {self.blanks} 格"] if self.blanks else []
        if self.errors:
            parts.append(f"{self.errors} 个错误")
        if self.warnings:
            parts.append(f"{self.warnings} 处待核实")
        if parts:
            return " · ".join(parts)
        return "可上报" if not self.hints else f"可上报（{self.hints} 个提示）"


def count(findings: Iterable[Finding], forms: int) -> Verdict:
    """Count findings that were not accepted by their marks, and the accepted ones apart."""
    tally = dict.fromkeys(Mark, 0)
    accepted = 0
    for finding in findings:
        if finding.accepted is not None:
            accepted += 1
        else:
            tally[finding.mark] += 1
    return Verdict(
        forms,
        tally[Mark.ERROR],
        tally[Mark.WARNING],
        tally[Mark.HINT],
        tally[Mark.BLANK],
        accepted,
    )
