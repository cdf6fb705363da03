"""Taking a cure of a finding: shown first, one undo."""

from collections.abc import Callable

from perfdesk.findings import Finding, Fix
from ui.dialogs.cells.fix_dialog import FixDialog
from ui.findings.detail import cures_of
from ui.window_context import WindowContext


class Cures:
    """What a finding offers; `jump` shows where it stands."""

    def __init__(self, context: WindowContext, jump: Callable[[Finding], None]) -> None:
        self._context = context
        self._jump = jump

    def offer(self, finding: Finding | None) -> None:
        """Take the cure of a finding; asked first where there are several, or the panel shows none."""
        cures = cures_of(finding)
        if finding is None or finding.accepted is not None or not cures:
            self._context.notice("所选自检结果没有一键改正，请手工修改")
        elif len(cures) > 1 or self._context.findings.isHidden():
            self._ask(finding, cures)
        else:
            self.take(finding, cures[0])

    def take(self, finding: Finding, cure: Fix) -> None:
        """Take this cure; one of several cells is shown whole first."""
        if len(cure.edits) > 1:
            self._ask(finding, (cure,))
        else:
            self._do(finding, cure)

    def _ask(self, finding: Finding, cures: tuple[Fix, ...]) -> None:
        dialog = FixDialog(self._context, finding, cures)
        dialog.agreed.connect(lambda cure: self._do(finding, cure))
        dialog.open()

    def _do(self, finding: Finding, cure: Fix) -> None:
        controller, view = self._context.controller, self._context.view
        view.commit_editor()
        outcome = controller.perform(lambda: controller.file.editing.apply_fix(cure))
        if outcome is None or not outcome.changed:
            return
        self._jump(finding)
        if cure.draft:
            view.go_to_field(cure.edits[0].path.row, cure.edits[0].path.field)
            view.edit(view.currentIndex())
        blanks = "，请填好“＿＿”处" if cure.draft else "，可撤销"
        self._context.notice(f"已{cure.label}{blanks}")
