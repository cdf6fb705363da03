"""`library UNIT.perfdesk --import FILE | --export FILE`: the unit's 指标库 in and out."""

import argparse
from pathlib import Path
from typing import Any

from perfdesk.cli.output import DONE, FAILED, complain, say, say_json
from perfdesk.errors import DataFileReadOnlyError


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What the command takes."""
    command.add_argument("file", type=Path, metavar="UNIT.perfdesk")
    way = command.add_mutually_exclusive_group(required=True)
    way.add_argument(
        "--import", dest="source", type=Path, metavar="FILE.xlsx", help="把表中的指标收入指标库"
    )
    way.add_argument(
        "--export", dest="target", type=Path, metavar="FILE.xlsx", help="把指标库写成工作簿"
    )


def run(arguments: argparse.Namespace) -> int:
    """Exchange the library; 2 when rows of the table could not be taken."""
    from perfdesk.session.workspace import Workspace

    reading = arguments.source is None
    with Workspace.open(arguments.file, read_only=reading) as workspace:
        notice = workspace.recovery.notice
        if notice is not None:
            complain(str(notice))
        if reading:
            count = workspace.sharing.library.export_table(arguments.target)
            return _tell({"path": str(arguments.target), "indicators": count}, arguments.json, [])
        if workspace.read_only:
            raise notice or DataFileReadOnlyError(arguments.file)
        done = workspace.sharing.library.import_table(arguments.source)
        workspace.safekeeping.wait()
    data: dict[str, Any] = {
        "path": str(arguments.source),
        "taken": done.taken,
        "changed": done.changed,
        "known": done.known,
        "problems": list(done.problems),
        "unknown_columns": list(done.unknown_heads),
    }
    return _tell(data, arguments.json, done.problems)


def _tell(data: dict[str, Any], as_json: bool, problems: "list[str] | tuple[str, ...]") -> int:
    if as_json:
        say_json(data)
    elif "taken" in data:
        say(
            f"{data['path']}：收入 {data['taken']} 条，更新 {data['changed']} 条，已有 {data['known']} 条"
        )
        if data["unknown_columns"]:
            say(f"  没有取用的列：{'、'.join(data['unknown_columns'])}")
    else:
        say(f"{data['path']}：{data['indicators']} 条指标")
    for problem in problems:
        complain(problem)
    return FAILED if problems else DONE
