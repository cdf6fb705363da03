"""`handout UNIT.perfdesk --department NAME --to FILE.xlsx`: forms or rows for a 科室 (科室分工).

What comes back is taken in by `merge FILE.xlsx --into UNIT.perfdesk`.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.cli.output import DONE, complain, say, say_json
from perfdesk.errors import NothingToHandOutError
from perfdesk.kinds import KINDS
from perfdesk.values import same_text

if TYPE_CHECKING:
    from perfdesk.session.exchange.hand_outs import HandOutLine, HandOutPart
    from perfdesk.session.workspace import Workspace


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What the command takes."""
    command.add_argument("file", type=Path, metavar="UNIT.perfdesk")
    command.add_argument("--list", action="store_true", help="列出发出了哪些、交回了哪些、还缺什么")
    command.add_argument("--department", default="", metavar="科室", help="发给哪个科室")
    command.add_argument("--to", type=Path, metavar="FILE.xlsx", help="写成这个工作簿")
    command.add_argument("--project", action="append", default=[], metavar="NAME")
    command.add_argument("--year", type=int)
    command.add_argument("--kind", choices=[kind.id for kind in KINDS])
    command.add_argument(
        "--indicator",
        action="append",
        default=[],
        metavar="NAME",
        help="只发这一行指标，可多次给出",
    )
    command.add_argument("--due", default="", metavar="日期", help="请在什么时候前交回")


def run(arguments: argparse.Namespace) -> int:
    """Hand out, or list what is out."""
    from perfdesk.session.workspace import Workspace

    with Workspace.open(arguments.file, read_only=arguments.list) as workspace:
        if workspace.recovery.notice is not None:
            complain(str(workspace.recovery.notice))
        hand_outs = workspace.sharing.hand_outs
        if arguments.list:
            return _tell(hand_outs.lines(), as_json=arguments.json)
        if arguments.to is None:
            raise NothingToHandOutError("请用 --to 写明工作簿的名称")
        parts = _parts(workspace, arguments)
        made = hand_outs.hand_out(arguments.department, parts, arguments.to, arguments.due)
        workspace.safekeeping.wait()
        known = {view.id: view for view in workspace.checking.views()}
        views = [known[part.form_id] for part in parts]
    forms = [
        {"project": view.project_name, "rows": len(part.rows) or len(view.indicators)}
        for view, part in zip(views, parts, strict=True)
    ]
    if arguments.json:
        say_json({"path": str(arguments.to), "department": made.department, "forms": forms})
    else:
        say(f"{arguments.to}：发给{made.department}，{len(forms)} 张表；填好后用 merge 收回")
    return DONE


def _parts(workspace: "Workspace", arguments: argparse.Namespace) -> "list[HandOutPart]":
    from perfdesk.session.exchange.hand_outs import HandOutPart

    views = [
        view
        for view in workspace.checking.views()
        if (not arguments.project or view.project_name in arguments.project)
        and arguments.year in (None, view.year)
        and arguments.kind in (None, view.form.kind)
    ]
    if not arguments.indicator:
        return [HandOutPart(view.id) for view in views]
    parts, met = [], set()
    for view in views:
        rows = []
        for row in view.indicators:
            wanted = [name for name in arguments.indicator if same_text(name, row.name)]
            met.update(wanted)
            rows += [row.id] if wanted else []
        if rows:
            parts.append(HandOutPart(view.id, tuple(rows)))
    unmet = [name for name in arguments.indicator if name not in met]
    if unmet:
        raise NothingToHandOutError(f"所选的表里没有指标“{'”“'.join(unmet)}”")
    return parts


def _tell(lines: "list[HandOutLine]", *, as_json: bool) -> int:
    if as_json:
        say_json({"hand_outs": [_data(line) for line in lines]})
        return DONE
    for line in lines:
        made = line.hand_out
        back = f"已交回 {line.returned[:10]} {line.file}" if line.returned else "未交回"
        due = f"，{made.due}前" if made.due else ""
        say(
            f"{made.department}：{'、'.join(line.projects)}（{line.rows} 行）"
            f"{made.at[:10]} 发出{due}，{back}，还有 {line.blanks} 格未填"
        )
    if not lines:
        say("没有发出过给科室的表格")
    return DONE


def _data(line: "HandOutLine") -> dict[str, object]:
    made = line.hand_out
    return {
        "department": made.department,
        "projects": list(line.projects),
        "rows": line.rows,
        "at": made.at,
        "due": made.due or None,
        "file": made.file,
        "returned": line.returned or None,
        "returned_file": line.file or None,
        "blanks": line.blanks,
    }
