"""`carry UNIT.perfdesk --from K --to K --year Y`: forms made of forms."""

import argparse
from pathlib import Path

from perfdesk.cli.output import DONE, FAILED, complain, say, say_json
from perfdesk.errors import DataFileReadOnlyError
from perfdesk.kinds import KINDS, kind_of
from perfdesk.session.year.carry import ADDED, Answers, CarryReport


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What the command takes."""
    ids = [kind.id for kind in KINDS]
    command.add_argument("file", type=Path, metavar="UNIT.perfdesk")
    command.add_argument("--from", required=True, choices=ids, dest="source", help="由哪种表")
    command.add_argument("--to", required=True, choices=ids, dest="target", help="生成哪种表")
    command.add_argument("--year", required=True, type=int, help="新表的年度")
    command.add_argument(
        "--project",
        action="append",
        dest="projects",
        metavar="NAME",
        help="只为这个项目，可多次指定",
    )
    command.add_argument("--month", metavar="N", type=int, choices=range(1, 13), help="监控到几月")
    command.add_argument("--template", metavar="ID", help="新表的表样；不写时用同一地区的")


def run(arguments: argparse.Namespace) -> int:
    """Make the forms; 2 when a named project has no source, or nothing could be made."""
    from perfdesk.session.workspace import Workspace

    with Workspace.open(arguments.file) as workspace:
        if workspace.read_only:
            raise workspace.recovery.notice or DataFileReadOnlyError(arguments.file)
        report = workspace.year.carrying.carry(
            arguments.source,
            arguments.target,
            arguments.year,
            arguments.projects,
            arguments.template,
            Answers(last_month=arguments.month or 0),
        )
        workspace.safekeeping.wait()
    tell(report, as_json=arguments.json)
    missing = set(arguments.projects or ()) - {entry.project for entry in report.made}
    for name in sorted(missing):
        complain(
            f"项目“{name}”没有可用的{kind_of(arguments.source).name}；未为它生成，请核对名称。"
        )
    return FAILED if missing else DONE


def tell(report: CarryReport, *, as_json: bool) -> None:
    """What became of every project."""
    if as_json:
        keys = ("project", "year", "kind", "result")
        say_json({"forms": [{key: getattr(entry, key) for key in keys} for entry in report.made]})
        return
    for entry in report.made:
        word = "已生成" if entry.result == ADDED else "已有，未再生成"
        said = f"　{entry.said}" if entry.said else ""
        say(f"{word} {entry.year} {kind_of(entry.kind).name} {entry.project}{said}")
