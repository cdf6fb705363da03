"""`report UNIT.perfdesk --year Y --to FILE.docx`: the narrative 自评报告 with its figures."""

import argparse
from pathlib import Path

from perfdesk.cli.output import DONE, complain, say, say_json
from perfdesk.io.word_writer.document import Blank, WrittenParagraph
from perfdesk.session.report.narrative import OUTLINES


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What the command takes."""
    command.add_argument("file", type=Path, metavar="UNIT.perfdesk")
    command.add_argument("--year", required=True, type=int)
    command.add_argument("--to", required=True, type=Path, metavar="FILE.docx")
    command.add_argument(
        "--outline",
        choices=tuple(OUTLINES),
        default="project",
        help="提纲：project 项目支出自评，transfer 转移支付自评，monitoring 运行监控",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the report and say how many places a person has to write."""
    from perfdesk.session.workspace import Workspace

    with Workspace.open(arguments.file, read_only=True) as workspace:
        if workspace.recovery.notice is not None:
            complain(str(workspace.recovery.notice))
        document = workspace.reports.write_narrative(
            arguments.year, arguments.to, arguments.outline
        )
    blanks = [
        part.hint
        for block in document.blocks
        if isinstance(block, WrittenParagraph)
        for part in block.parts
        if isinstance(part, Blank)
    ]
    if arguments.json:
        say_json({"path": str(arguments.to), "title": document.title, "to_fill": blanks})
    else:
        say(f"{arguments.to}：{document.title}，有 {len(blanks)} 处须由单位填写（黄底【】）")
    return DONE
