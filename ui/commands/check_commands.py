"""The self-check: walking findings, fixes, reasons, proposed scores."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from perfdesk.cellpath import CellPath
from perfdesk.findings import Finding
from perfdesk.grid import Cell
from perfdesk.session.check.proposed_scores import suggestion
from perfdesk.session.outcome import Outcome
from perfdesk.session.progress import Cancelled, Progress
from perfdesk.session.year.known import Known
from ui.commands.finding_steps import FindingSteps
from ui.commands.fix_commands import Cures
from ui.desktop.preferences import EXPORT
from ui.dialogs.exchange.summary_dialog import SummaryDialog
from ui.dialogs.result import ResultDialog
from ui.dialogs.send_out.verify_paper import VerifyDialog
from ui.findings.groups import Grouping
from ui.window_context import WindowContext


class CheckCommands:
    """The menu 自检."""

    def __init__(self, context: WindowContext) -> None:
        self._context = context
        self._controller = context.controller
        self._panel = context.findings
        self.cures = Cures(context, self.jump)
        self._steps = FindingSteps(context)

    def next_finding(self) -> None:
        """Go to the next finding, from the cell of the cursor on."""
        self._walk(1)

    def previous_finding(self) -> None:
        """Go to the one before."""
        self._walk(-1)

    def jump(self, finding: Finding) -> None:
        """Show where a finding stands, in another form if need be."""
        if finding.path is None:
            self._context.notice("这一条针对整个单位的全部表")
        else:
            self.show_place(finding.path)
        self._steps.told(finding)

    def show_place(self, path: CellPath) -> None:
        """Show a cell, in another form if need be; with no field the form alone."""
        if path.form not in self._controller.file.form_ids():
            self._context.notice("那张表已经删除，稍后会重新自检")
            return
        if path.form != self._controller.form_id:
            self._context.view.commit_editor()
            self._controller.show_form(path.form)
        if path.field:
            self._context.view.go_to_field(path.row, path.field)
            # The keyboard follows: one goes on typing in the cell.
            self._context.view.setFocus()

    def check_all(self) -> None:
        """Check all forms, with progress, and show all findings; cancelled, all stays as it was."""
        checking = self._controller.file.checking
        stopped = False

        def work(progress: Progress, cancelled: Cancelled) -> list[Finding]:
            nonlocal stopped
            found = checking.all_findings(progress, cancelled, on_paper=True)
            stopped = cancelled()
            return found

        def done(found: Any) -> None:
            if stopped:
                self._context.notice("全审已取消，原有的自检结果不变")
            else:
                self._show_all(found)

        self._context.run_job("全审", work, done)

    def apply_fix(self, finding: Finding | None = None) -> None:
        """Take the cure of a finding, the chosen one of the list if none is given."""
        self.cures.offer(finding or self._meant())

    def accept_finding(self, finding: Finding | None = None) -> None:
        """Leave the chosen finding as it is, with a reason."""
        finding = finding or self._meant()
        if finding is None or finding.accepted is not None:
            self._context.notice("请先在自检结果中选一条")
            return
        reason = self._context.prompts.text(
            "出错说明", f"{finding.message}\n\n保留原样的原因（随表上报）："
        )
        if reason is not None and not reason.strip():
            self._context.notice("没有写原因，这一条仍按原样列出")
        elif reason is not None:
            _say(
                self._context,
                lambda: self._controller.file.checking.accept(finding, reason.strip()),
                "已记下出错说明，列入自检报告；数值变了会再问",
            )

    def show_at(self, cell: Cell) -> None:
        """Choose in the list what is said of the cell where the cursor stands; nothing moves."""
        found = self._context.view.form.findings_of(cell)
        if found and self._panel.current() not in found:
            self._panel.select(found[0])

    def of_cell(self) -> list[Finding]:
        """The open findings at the cell of the cursor, the gravest first."""
        cell = self._context.view.current_cell()
        return self._context.view.form.findings_of(cell) if cell is not None else []

    def _meant(self) -> Finding | None:
        """The finding that a key speaks of: the chosen one in the list, else that of the cell."""
        chosen, here = self._panel.current(), self.of_cell()
        if self._panel.list.hasFocus() or not here or chosen in here:
            return chosen
        return here[0]

    def revoke(self, finding: Finding) -> None:
        """Take a reason back."""
        _say(
            self._context, lambda: self._controller.file.checking.revoke(finding), "已撤回出错说明"
        )

    def copy_findings(self) -> None:
        """The findings of the list as a table for the clipboard, in its order."""
        self.copy_these(self._panel.model.findings())

    def copy_these(self, findings: list[Finding]) -> None:
        """Some findings as a table for the clipboard."""
        QGuiApplication.clipboard().setText(self._controller.file.reports.findings_tsv(findings))
        self._context.notice(f"已复制 {len(findings)} 条，可粘贴到 Excel、WPS")

    def group_by_rule(self) -> None:
        """Put findings of the same rule together."""
        self._group(Grouping.RULE)

    def group_by_form(self) -> None:
        """Put findings of the same form together."""
        self._group(Grouping.FORM)

    def group_none(self) -> None:
        """List findings one after another."""
        self._group(Grouping.NONE)

    def open_groups(self) -> None:
        """Open all groups of the list."""
        self._panel.list.open_all(opened=True)

    def close_groups(self) -> None:
        """Close all groups of the list."""
        self._panel.list.open_all(opened=False)

    def check_report(self) -> None:
        """The 自检报告 of all forms as a file."""
        path = self._target("自检报告")
        if path is not None:
            report = self._controller.file.reports
            self._write(
                "自检报告",
                path,
                lambda progress, cancelled: report.write_check_report(
                    path, None, progress, cancelled
                ),
            )

    def verify_paper(self) -> None:
        """Whether a printed sheet is of the data as they are now."""
        self._context.view.commit_editor()
        VerifyDialog(self._context).open()

    def summary(self) -> None:
        """The 汇总表 with its choices, the year on show first."""
        self._context.view.commit_editor()
        if not self._controller.file.reports.years():
            self._context.notice("各表都没有填年度，无法汇总")
            return
        SummaryDialog(self._context).open()

    def _target(self, name: str) -> Path | None:
        suggested = self._context.preferences.start_folder(EXPORT) / f"{name}.xlsx"
        return self._context.prompts.save_as(name, suggested, "Excel (*.xlsx);;PDF (*.pdf)")

    def _write(self, name: str, path: Path, work: Any) -> None:
        self._context.preferences.remember_folder(path.parent, EXPORT)

        def done(written: object) -> None:
            if written is None:
                self._context.notice(f"已取消，没有导出{name}")
            else:
                ResultDialog(self._context.window, f"已导出{name}", [path.name], path.parent).open()

        self._context.run_job(name, work, done)

    def accept_score(self) -> None:
        """Put the proposed score into the row of the cursor, or into all rows selected."""
        cell = self._context.view.current_cell()
        if cell is None:
            return
        known = next((k for k in self._context.view.form.known_of(cell) if k.take), None)
        if known is not None:
            _take(self._context, cell, known)
            return
        rows = self._context.view.selected_rows()
        if len(rows) > 1:
            _accept_scores(self._context, rows)
            return
        proposal = self._controller.file.checking.proposals(self._controller.form_id).get(
            cell.row_id
        )
        if proposal is None:
            self._context.notice("这一行没有可计算的建议得分")
            return
        offered = suggestion(proposal)
        if offered.taken is None:
            self._context.notice(f"请在 {offered.shown} 之间自定：{offered.arithmetic}")
            return
        path, text = CellPath(self._controller.form_id, cell.row_id, "score"), offered.taken
        self._controller.perform(lambda: self._controller.file.editing.set_text(path, text))
        self._context.notice(f"得分：{offered.arithmetic}")

    def _group(self, grouping: Grouping) -> None:
        self._panel.group_by(grouping)
        # The action of the grouping in force stays ticked when it is chosen again.
        self._panel.grouping_changed.emit(grouping)

    def _walk(self, direction: int) -> None:
        self._context.view.commit_editor()
        self._context.auditor.check_shown()
        self._context.auditor.wake(self._controller.form_id)
        finding = self._steps.step(direction)
        if finding is None:
            self._context.notice("没有自检结果")
            return
        self.jump(finding)
        self._context.notice(f"{finding.mark.label}：{finding.message}")

    def _show_all(self, findings: Any) -> None:
        self._context.auditor.wake()
        self._context.auditor.take(findings)
        self._panel.scope[1].setChecked(True)
        self._context.notice(f"全审完成：{self._context.auditor.verdict(None).text}")


def _accept_scores(context: WindowContext, rows: list[str]) -> None:
    """The proposed scores of several rows as one step; where none can be computed, it is said."""
    form, file = context.controller.form_id, context.controller.file
    offered = file.checking.proposals(form)
    taken = {row: suggestion(offered[row]).taken for row in rows if row in offered}
    entries = [(CellPath(form, row, "score"), text) for row, text in taken.items() if text]
    edit = partial(file.editing.set_many, entries, "采用建议得分")
    if entries and context.controller.perform(edit) is None:
        return
    left = len(rows) - len(entries)
    undecided = f"；{left} 行算不出，请自定" if left else ""
    context.notice(f"已采用 {len(entries)} 行建议得分{undecided}")


def _take(context: WindowContext, cell: Cell, known: Known) -> None:
    """Put into a cell what other forms say: what the project forms add up to."""
    path = context.controller.path(cell)
    if context.controller.perform(
        lambda: context.controller.file.editing.set_text(path, known.take)
    ):
        context.notice(f"已填入 {known.take}：{known.text}")


def _say(context: WindowContext, act: Callable[[], Outcome], done: str) -> None:
    """Keep or forget a reason, and say so."""
    if context.controller.perform(act) is not None:
        context.notice(done)
