"""The 自检报告: every finding of the unit with its place, its sum and the reason given for leaving it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from perfdesk.document import FormView
from perfdesk.findings import Finding, count
from perfdesk.grid import Align, Block, Grid, Role
from perfdesk.session.labels import WHOLE_UNIT, Labels
from perfdesk.session.report.report_grid import ReportGrid, ReportItem

TITLE = "绩效填报自检报告"
HEADS = ("级别", "规则", "项目", "位置", "问题", "算式", "出错说明")
"""Heads of the table that is copied to the clipboard."""

_COLUMNS = (
    ("项目", 46.0),
    ("级别", 12.0),
    ("规则", 14.0),
    ("位置", 52.0),
    ("问题", 97.0),
    ("出错说明", 52.0),
)
_NOTHING = "未发现问题"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A finding in words."""

    severity: str
    rule: str
    place: str
    message: str
    arithmetic: str
    reason: str
    """The 出错说明, "" where the finding stands."""


@dataclass(frozen=True, slots=True)
class CheckSection:
    """The findings of one form, or (`form_id` "") those about all forms together."""

    form_id: str
    name: str
    verdict: str
    lines: tuple[CheckLine, ...]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The findings of several forms."""

    unit_name: str
    verdict: str
    explained: int
    sections: tuple[CheckSection, ...]


def check_report(
    found: Sequence[tuple[FormView, Sequence[Finding]]], overall: Sequence[Finding]
) -> CheckReport:
    """The report of these forms with their findings, and of the findings about the whole."""
    sections = [_section(view, findings) for view, findings in found]
    if overall:
        lines = tuple(_line(finding, WHOLE_UNIT) for finding in overall)
        sections.append(CheckSection("", WHOLE_UNIT, count(overall, 1).text, lines))
    everything = [finding for _, findings in found for finding in findings] + list(overall)
    verdict = count(everything, len(found))
    units = dict.fromkeys(view.text("organisation") or "" for view, _ in found)
    name = next(iter(units)) if len(units) == 1 else ""
    return CheckReport(name, verdict.text, verdict.accepted, tuple(sections))


def report_grid(report: CheckReport, on: date) -> Grid:
    """The report on paper: a block of lines for every form."""
    grid = ReportGrid("check-report", tuple(width for _, width in _COLUMNS), TITLE)
    grid.title_line()
    parts = [f"实施单位：{report.unit_name}"] if report.unit_name else []
    parts += [f"自检日期：{on.year}年{on.month}月{on.day}日", f"自检结论：{report.verdict}"]
    if report.explained:
        parts.append(f"已作出错说明：{report.explained} 个")
    grid.text_line("　　".join(parts))
    grid.head_line([label for label, _ in _COLUMNS])
    for section in report.sections:
        _add_section(grid, section)
    return grid.grid()


def finding_rows(views: Iterable[FormView], findings: Iterable[Finding]) -> list[list[str]]:
    """Findings as a table with its heads, for copying."""
    known = {view.id: (view, Labels(view)) for view in views}
    rows = [list(HEADS)]
    for finding in findings:
        project, place = "", WHOLE_UNIT
        if finding.form is not None and finding.form in known:
            view, labels = known[finding.form]
            project, place = view.project_name, labels.of(finding.row, finding.field)
        line = _line(finding, place)
        rows.append(
            [
                line.severity,
                line.rule,
                project,
                line.place,
                line.message,
                line.arithmetic,
                line.reason,
            ]
        )
    return rows


def _section(view: FormView, findings: Sequence[Finding]) -> CheckSection:
    labels = Labels(view)
    name = f"{view.project_name or '（未填项目名称）'}\n{view.year or ''}{view.kind.name}"
    lines = tuple(_line(finding, labels.of(finding.row, finding.field)) for finding in findings)
    return CheckSection(view.id, name, count(findings, 1).text, lines)


def _line(finding: Finding, place: str) -> CheckLine:
    return CheckLine(
        finding.mark.label,
        finding.rule,
        place,
        finding.message,
        finding.arithmetic or "",
        finding.accepted or "",
    )


def _add_section(grid: ReportGrid, section: CheckSection) -> None:
    lines = section.lines or (CheckLine("", "", "", _NOTHING, "", ""),)
    text = f"{section.name}\n（{section.verdict}）"
    name = ReportItem(text, Align.LEFT, rows=len(lines), role=Role.LEVEL)
    for number, line in enumerate(lines):
        problem = f"{line.message}\n{line.arithmetic}" if line.arithmetic else line.message
        items = [
            ReportItem(line.severity),
            ReportItem(line.rule),
            ReportItem(line.place, Align.LEFT),
            ReportItem(problem, Align.LEFT),
            ReportItem(line.reason, Align.LEFT),
        ]
        first = number == 0
        grid.line(Block.INDICATORS, [name, *items] if first else items, start=0 if first else 1)
