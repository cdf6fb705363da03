"""Cells and findings in words: tool tips and what a screen reader says."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from perfdesk.findings import Finding, Mark
from perfdesk.grid import Cell, Role
from ui.style.plain_text import escaped

if TYPE_CHECKING:
    from perfdesk.session.check.proposed_scores import Suggestion

SHAPES = {Mark.ERROR: "●", Mark.WARNING: "▲", Mark.HINT: "◆", Mark.BLANK: "○"}
"""The mark of a finding where only text can stand; the same shapes are drawn in the cells."""

BLANK = "空"
UNSAVED = "<p><b>未存盘</b>：这一格的修改还没有写进数据文件。</p>"


def differs(cell: Cell) -> bool:
    """Whether a computed cell shows another text than the program's own."""
    return cell.role is Role.COMPUTED and cell.computed is not None and cell.computed != cell.value


def short_place(cell: Cell) -> str:
    """The last two steps of a cell's label path."""
    return " · ".join(cell.label_path.replace("\n", "").split(" / ")[-2:])


def spoken(cell: Cell) -> str:
    """Label path and value, as a screen reader says it."""
    if not cell.field:
        return cell.text
    words = [cell.label_path or cell.field, cell.text or BLANK]
    if cell.role is Role.COMPUTED:
        words.append("自动计算")
    return "，".join(words)


def spoken_findings(findings: Sequence[Finding], suggestion: "Suggestion | None" = None) -> str:
    """The findings at a cell and the score proposed for it, in one breath; "" when there are none."""
    told = [f"{finding.mark.label}：{finding.message}" for finding in findings]
    if suggestion is not None:
        told.append(f"建议得分 {suggestion.shown}")
    return "；".join(told)


def tool_tip(
    cell: Cell,
    findings: Sequence[Finding],
    note: str = "",
    suggestion: "Suggestion | None" = None,
    known: Sequence[str] = (),
) -> str:
    """The tool tip of a cell as rich text; "" where there is nothing to say."""
    parts = [_finding(finding) for finding in findings]
    if differs(cell):
        parts.append(
            f"<p>程序计算为 <b>{escaped(cell.computed or BLANK)}</b>，点格内小字即采用。</p>"
        )
    if suggestion is not None:
        how = "Ctrl+Enter 或点格内小字采用" if suggestion.taken else "由您在此范围内自定"
        parts.append(
            f"<p>建议得分 <b>{escaped(suggestion.shown)}</b>：{escaped(suggestion.arithmetic)}"
            f"<br>{how}</p>"
        )
    parts += [f"<p>{escaped(text)}</p>" for text in known]
    if note:
        parts.append(f"<p>备注（不打印）：{escaped(note)}</p>")
    return f"<html>{''.join(parts)}</html>" if parts else ""


def _finding(finding: Finding) -> str:
    head = f"{SHAPES[finding.mark]} <b>{finding.mark.label}</b> {escaped(finding.message)}"
    sum_line = f"<br>{escaped(finding.arithmetic)}" if finding.arithmetic else ""
    return f"<p>{head}{sum_line}</p>"
