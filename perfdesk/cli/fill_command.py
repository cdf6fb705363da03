"""`fill`: values into a workbook or document that somebody else made."""

import argparse
from typing import Any

from perfdesk.cli.output import DONE, FAILED, complain, say, say_json
from perfdesk.cli.shapes import problem_data
from perfdesk.findings import Severity
from perfdesk.session.send_out.fill import FillChoice, FillReport


def fill(arguments: argparse.Namespace) -> int:
    """`fill UNIT.perfdesk --into THEIR-FILE --to OUT`: 2 also where a cell holds another text and keeps it."""
    from perfdesk.session.workspace import Workspace

    with Workspace.open(arguments.file, read_only=True) as workspace:
        if workspace.recovery.notice is not None:
            complain(str(workspace.recovery.notice))
        chosen = workspace.select(arguments.year, arguments.kind, arguments.projects)
        if not chosen:
            complain(
                "没有符合条件的表；未生成文件，数据未改动，请检查 --year、--kind、--project 是否写对。"
            )
            return FAILED
        choice = FillChoice(chosen, named=bool(arguments.projects))
        report = workspace.transfer.fill.write(
            arguments.into, arguments.to, choice, overwrite=arguments.overwrite
        )
    _tell(report, as_json=arguments.json)
    wrong = any(problem.severity == Severity.ERROR.value for problem in report.problems)
    return FAILED if report.kept or wrong else DONE


def _tell(report: FillReport, *, as_json: bool) -> None:
    if as_json:
        say_json(filled_data(report))
    else:
        say(f"{report.path}：{'、'.join(report.projects)}，填入 {len(report.filled)} 格")
        for problem in report.problems:
            say(f"  {problem.cell or ''} {problem.message}".rstrip())
    if report.kept:
        cells = "、".join(cell.cell for cell in report.kept[:5])
        more = f"等 {len(report.kept)} 格" if len(report.kept) > 5 else ""
        complain(
            f"{report.path}：{cells}{more}已有其他内容，没有改动；其余各格已填好，"
            "请核对，要换成本表的内容请加 --overwrite 再填一次。"
        )
    for problem in report.problems:
        if problem.severity == Severity.ERROR.value:
            complain(f"{report.path}：{problem.cell or ''} {problem.message}")


def filled_data(report: FillReport) -> dict[str, Any]:
    """The answer of `fill` in CONTRACT.md."""
    return {
        "path": str(report.path),
        "filled": [{"cell": cell.cell, "field": cell.field} for cell in report.filled],
        "kept": [{"cell": c.cell, "field": c.field, "text": c.now} for c in report.kept],
        "problems": [problem_data(problem) for problem in report.problems],
    }
