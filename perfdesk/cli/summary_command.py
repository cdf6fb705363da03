"""`summary UNIT.perfdesk --year Y [--kind K] --to FILE.xlsx`: the unit's 汇总表, with its choices."""

import argparse
from pathlib import Path

from perfdesk.cli.output import DONE, complain, say, say_json
from perfdesk.errors import UnknownColumnError
from perfdesk.kinds import KINDS, kind_of
from perfdesk.session.report.summary import SummaryChoice
from perfdesk.session.report.summary_columns import column_labels


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What the command takes."""
    command.add_argument("file", type=Path, metavar="UNIT.perfdesk")
    command.add_argument("--year", required=True, type=int)
    command.add_argument("--kind", choices=[kind.id for kind in KINDS], help="只汇总这一种表")
    command.add_argument("--to", required=True, type=Path, metavar="FILE.xlsx")
    command.add_argument(
        "--unit", action="append", default=[], metavar="NAME", help="只汇总这个单位，可多次给出"
    )
    command.add_argument(
        "--columns",
        default="",
        metavar="栏目,…",
        help="列出的栏目和先后，用逗号隔开（须同时给出 --kind）",
    )
    command.add_argument("--by-unit", action="store_true", help="每个单位一行，不按项目列")
    command.add_argument("--no-chart", action="store_true", help="不附图表")


def run(arguments: argparse.Namespace) -> int:
    """Write the tables, and say which forms of the data file are in none of them."""
    from perfdesk.session.workspace import Workspace

    with Workspace.open(arguments.file, read_only=True) as workspace:
        if workspace.recovery.notice is not None:
            complain(str(workspace.recovery.notice))
        reports = workspace.reports
        kinds = [table.kind for table in reports.summaries(arguments.year, arguments.kind)]
        choices = [_choice(arguments, kind) for kind in kinds]
        if arguments.unit:
            # Kinds of which the units have no form are left out, unless none is left.
            here = [c for c in choices if set(c.units) & set(reports.summary_units(c.year, c.kind))]
            choices = here or choices[:1]
        tables = [reports.chosen_summary(choice) for choice in choices]
        reports.write_tables(arguments.to, tables, with_chart=not arguments.no_chart)
        shown = {choice.kind for choice in choices}
        left = [s for s in reports.left_out(choices[0]) if len(shown) == 1 or "没有填年度" in s]
    for sentence in left:
        complain(sentence)
    if arguments.json:
        kind = arguments.to.suffix.lower().lstrip(".")
        file = {"path": str(arguments.to), "year": arguments.year, "format": kind}
        said = [note for table in tables for note in table.notes]
        say_json({"files": [file], "notes": said, "left_out": left})
    else:
        say(str(arguments.to))
    return DONE


def _choice(arguments: argparse.Namespace, kind: str) -> SummaryChoice:
    """What is asked for; UnknownColumnError for a head that tables of this kind do not have."""
    wanted = [text.strip() for text in arguments.columns.replace("，", ",").split(",")]
    labels = {label: key for key, label in column_labels(kind_of(kind)).items()}
    keys = []
    for label in filter(None, wanted):
        if label not in labels:
            raise UnknownColumnError(label, tuple(labels))
        keys.append(labels[label])
    return SummaryChoice(
        arguments.year, kind, tuple(arguments.unit), tuple(keys), arguments.by_unit
    )
