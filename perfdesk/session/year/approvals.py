"""Approved changes of targets: what was declared, applied for and approved, with date and document number.

Targets are in principle not changed after the budget (财预〔2021〕101号); where the finance bureau approves
a change, later forms are compared with the approved value (X02). 已申请 alone changes nothing.
"""

from dataclasses import dataclass
from typing import Final

from perfdesk.cellpath import ROW_PREFIX
from perfdesk.changes import FormState, ReplaceForm
from perfdesk.document import state
from perfdesk.errors import UnknownFormError
from perfdesk.session.core import Core
from perfdesk.session.outcome import Outcome

UNCHANGED: Final = "未调整"
APPLIED: Final = "已申请"
APPROVED: Final = "已批复"
COLUMN: Final = "approved_target"
"""What a column means in which a form prints the target as it was approved later."""
STATES: Final = (UNCHANGED, APPLIED, APPROVED)


@dataclass(frozen=True, slots=True)
class Approval:
    """The change of one indicator's target; all texts as typed."""

    declared: str = ""
    applied: str = ""
    approved: str = ""
    date: str = ""
    document: str = ""
    state: str = UNCHANGED

    @property
    def binding(self) -> str:
        """The target that counts: the approved one once it is approved, else the declared one."""
        return self.approved if self.state == APPROVED and self.approved else self.declared

    @property
    def in_words(self) -> str:
        """One line for the cell's helper: 已批复调整：≥100 → ≥80（某财〔2024〕8号，2024-06-30）."""
        if self.state == UNCHANGED:
            return ""
        new = self.approved or self.applied
        where = "，".join(part for part in (self.document, self.date) if part)
        return f"{self.state}调整：{self.declared} → {new}" + (f"（{where}）" if where else "")


class Approvals:
    """Reads and sets approved changes; setting one is a step of undo."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def of(self, form_id: str, row_id: str) -> Approval:
        """What is known of an indicator's target; the present target as declared when nothing is."""
        form = self._core.document.form(form_id)
        kept = form.approved.get(row_id)
        if kept is None:
            return Approval(declared=self._core.view(form_id).text("target", row_id) or "")
        return Approval(**{name: kept.get(name, "") for name in Approval.__slots__})

    def set(self, form_id: str, row_id: str, approval: Approval) -> Outcome:
        """Keep what was declared, applied for and approved; 未调整 takes the entry away.

        UnknownFormError when there is no such form or row, ValueError for a state that is none.
        """
        if approval.state not in STATES:
            raise ValueError(approval.state)
        form = self._core.document.form(form_id)
        if not row_id.startswith(ROW_PREFIX) or form.row(row_id) is None:
            raise UnknownFormError(f"{form_id}/{row_id}")
        data = state(form)
        entries = {row: dict(entry) for row, entry in form.approved.items() if row != row_id}
        if approval.state != UNCHANGED:
            texts = {name: getattr(approval, name) for name in Approval.__slots__}
            entries[row_id] = {name: text for name, text in texts.items() if text}
        data["approved"] = entries
        self._print_it(form.template_id, data, row_id, approval)
        return self._core.edit(ReplaceForm(form_id, data), "登记指标调整", form_id)

    def _print_it(self, template_id: str, data: FormState, row_id: str, approval: Approval) -> None:
        """Write the approved target into the form's own column for it, where its bureau prints one."""
        field = self._core.catalog.get(template_id).meant(ROW_PREFIX, COLUMN)
        if field is None:
            return
        text = approval.approved if approval.state == APPROVED else None
        for row in data["indicators"]:
            if row["id"] == row_id:
                row["values"][field.name] = text or None
