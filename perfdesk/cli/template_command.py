"""`template`: made from a file, or taken into a data file."""

import argparse

from perfdesk.cli.output import DONE, FAILED, complain, say, say_json
from perfdesk.cli.shapes import problem_data
from perfdesk.errors import DataFileReadOnlyError
from perfdesk.findings import Severity
from perfdesk.session.form_templates import (
    FormTemplates,
    catalog_with,
    checked_pack,
    propose,
    read_pack,
    write_pack,
)


def template(arguments: argparse.Namespace) -> int:
    """`template FILE --to NAME.toml`, or `template NAME.toml --into UNIT.perfdesk`."""
    if (arguments.to is None) == (arguments.into is None):
        complain("请用 --to 指定表样文件，或用 --into 指定数据文件，二者选一；没有做任何改动。")
        return FAILED
    return _make(arguments) if arguments.to is not None else _take_in(arguments)


def _make(arguments: argparse.Namespace) -> int:
    found = propose(arguments.file, arguments.to.stem, catalog_with(arguments.templates))
    write_pack(arguments.to, found.text)
    if arguments.json:
        say_json(
            {
                "path": str(arguments.to),
                "id": found.id,
                "kind": found.kind,
                "title": found.title,
                "own_fields": list(found.own_fields),
                "problems": [problem_data(problem) for problem in found.problems],
            }
        )
    else:
        say(f"{arguments.to}：{found.title}，{found.fields} 个栏目")
        if found.own_fields:
            say(f"  其他栏目：{'、'.join(found.own_fields)}")
        for problem in found.problems:
            say(f"  {problem.cell or ''} {problem.message}".rstrip())
    wrong = any(problem.severity == Severity.ERROR.value for problem in found.problems)
    return FAILED if wrong else DONE


def _take_in(arguments: argparse.Namespace) -> int:
    from perfdesk.session.workspace import Workspace

    content = read_pack(arguments.file)
    opened = Workspace.open if arguments.into.exists() else Workspace.create
    checked_pack(content, arguments.file.name)
    with opened(arguments.into) as workspace:
        if workspace.read_only:
            raise workspace.recovery.notice or DataFileReadOnlyError(arguments.into)
        templates: FormTemplates = workspace.transfer.templates
        kept = templates.take_in(content, arguments.file.name)
        workspace.safekeeping.wait()
    if arguments.json:
        say_json({"path": str(arguments.into), "id": kept})
    else:
        say(f"{arguments.into}：表样 {kept} 已存入")
    return DONE
