"""The commands, each a thin layer over `perfdesk.session`."""

import argparse
import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from perfdesk.catalog import Catalog
from perfdesk.cli.output import DONE, FAILED, FOUND_ERRORS, complain, progress, say, say_json
from perfdesk.cli.shapes import (
    checked_data,
    file_data,
    imported_data,
    lines_of_finding,
    lines_of_left_over,
    lines_of_merge,
)
from perfdesk.document import Leftover
from perfdesk.errors import DataFileReadOnlyError, EmptyFolderError
from perfdesk.kinds import kind_of
from perfdesk.session.bring_in.importer import Decisions, Importer, ImportReport
from perfdesk.session.bring_in.read_files import expand, is_folder, read_files
from perfdesk.session.core import Core
from perfdesk.session.form_templates import catalog_with
from perfdesk.session.send_out.exported import Exported
from perfdesk.session.send_out.signed_paper import record_exports
from perfdesk.session.send_out.system_export import keep_codes
from perfdesk.session.send_out.transfer import ExportPlan, write_blank
from perfdesk.store import verify as verify_file

if TYPE_CHECKING:
    from perfdesk.session.exchange.tables import WrittenTable
    from perfdesk.session.workspace import Workspace

RESULT_NAMES = {
    "added": "已导入",
    "skipped": "已存在，跳过",
    "version": "已存为新版本",
    "merged": "已合并",
}


def read(arguments: argparse.Namespace) -> int:
    """`read PATH… [--json]`: the forms found; stores nothing."""
    files = read_files(Core(catalog_with(arguments.templates)), arguments.paths, progress)
    if arguments.json:
        say_json({"files": [file_data(file) for file in files]})
    for file in files:
        if file.error:
            complain(file.error)
        elif not arguments.json:
            say(f"{file.path}：{len(file.forms)} 张表")
            for form in file.forms:
                place = f"（{form.sheet}!{form.range}）" if form.sheet else ""
                kind = form.view.kind.name
                say(f"  {form.view.year or '    '} {kind} {form.view.project_name}{place}")
                _say_left_over(form.form.leftovers, "原表中", "    ")
            _say_left_over(file.left_over, "各表之外", "  ")
            for problem in file.problems:
                say(f"  {problem.cell or ''} {problem.message}".rstrip())
    empty = _tell_empty_folders(arguments)
    return FAILED if empty or any(file.error for file in files) else DONE


def _say_left_over(cells: Sequence[Leftover], where: str, indent: str) -> None:
    for line in lines_of_left_over(cells, where):
        say(indent + line)


def check(arguments: argparse.Namespace) -> int:
    """`check PATH… [--json]`: self-check; 1 when an error or a blank is neither mended nor accepted."""
    from perfdesk.session.batch_check import check_paths

    checked = check_paths(arguments.paths, progress, catalog_with(arguments.templates))
    data = checked_data(checked)
    if arguments.json:
        say_json(data)
    else:
        for line in lines_of_finding(checked):
            say(line)
        for path, cells in [entry for part in checked for entry in part.left_over.items()]:
            _say_left_over(cells, f"{path} 中", "")
        say(f"{data['summary']['forms']} 张表：{data['summary']['verdict']}")
    for notice in [part.notice for part in checked if part.notice]:
        complain(notice)
    errors = [error for part in checked for error in part.errors]
    for error in errors:
        complain(error.message)
    if _tell_empty_folders(arguments) or errors:
        return FAILED
    left = data["summary"]["errors"] or data["summary"]["blanks"]
    return FOUND_ERRORS if left else DONE


def import_(arguments: argparse.Namespace) -> int:
    """`import PATH… --into UNIT.perfdesk`: creates the data file when there is none."""
    if arguments.dry_run and not arguments.into.exists():
        core = Core(Catalog())
        report = _dry_run(core, arguments)
    else:
        report = _bring_in(arguments)
    empty = _tell_empty_folders(arguments)
    return max(_tell_import(report, as_json=arguments.json), FAILED if empty else DONE)


def _bring_in(arguments: argparse.Namespace) -> ImportReport:
    """Import for good; a new file into which nothing came is not left behind."""
    from perfdesk.session.workspace import Workspace

    new = not arguments.into.exists()
    kept = False
    try:
        with (Workspace.create if new else Workspace.open)(arguments.into) as workspace:
            if workspace.read_only and not arguments.dry_run:
                raise workspace.recovery.notice or DataFileReadOnlyError(arguments.into)
            _tell_opening(workspace)
            report = workspace.transfer.import_files(
                arguments.paths, arguments.on_duplicate, progress, dry_run=arguments.dry_run
            )
            workspace.safekeeping.wait()
            kept = bool(workspace.form_ids())
    finally:
        if new and not kept:
            arguments.into.unlink(missing_ok=True)
    return report


def _tell_opening(workspace: "Workspace") -> None:
    """On stderr what should be known about the file: newer, read-only, changed outside, a conflict."""
    notice = workspace.recovery.notice
    if notice is not None:
        complain(str(notice))


def _tell_empty_folders(arguments: argparse.Namespace) -> bool:
    """A folder in which there was nothing to do is no success."""
    folders = [path for path in arguments.paths if is_folder(path) and path.suffix != ".perfdesk"]
    empty = [folder for folder in folders if not any(expand([folder]))]
    for path in empty:
        complain(str(EmptyFolderError(path)))
    return bool(empty)


def _dry_run(core: Core, arguments: argparse.Namespace) -> ImportReport:
    files = read_files(core, arguments.paths, progress)
    return Importer(core, Decisions(arguments.on_duplicate)).add(files, dry_run=True)


def _tell_import(report: ImportReport, *, as_json: bool) -> int:
    if as_json:
        say_json(imported_data(report))
    for file in report.files:
        if file.error:
            complain(file.error)
        elif not as_json:
            say(f"{file.path}：")
            for form in file.forms:
                say(
                    f"  {RESULT_NAMES[form.result]} {form.year or ''} {kind_of(form.kind).name} {form.project}"
                )
                for line in lines_of_merge(form):
                    say(f"    {line}")
                _say_left_over(form.left_over, "原表中", "    ")
            _say_left_over(file.left_over, "各表之外", "  ")
            for problem in file.problems:
                say(f"  {problem.cell or ''} {problem.message}".rstrip())
    return FAILED if any(file.error for file in report.files) else DONE


def export(arguments: argparse.Namespace) -> int:
    """`export UNIT.perfdesk --to DIR`: xlsx unless `--format` says otherwise."""
    from perfdesk.session.exchange.tables import TABLE_FORMATS
    from perfdesk.session.workspace import Workspace

    with Workspace.open(arguments.file, read_only=True) as workspace:
        _tell_opening(workspace)
        wanted = tuple(dict.fromkeys(arguments.formats or ["xlsx"]))
        tables = [name for name in wanted if name in TABLE_FORMATS]
        plan = ExportPlan(
            folder=arguments.to,
            formats=tuple(name for name in wanted if name not in tables),
            one_file=arguments.one_file,
        )
        chosen = workspace.select(arguments.year, arguments.kind, arguments.projects)
        exported = _exported(workspace, arguments, plan, chosen)
        to_folder = chosen and not arguments.to_system
        written = workspace.sharing.tables.write(arguments.to, tables, chosen) if to_folder else []
    if arguments.to_system:
        keep_codes(arguments.file, dict(arguments.given or ()))
    # Read without a lock; only now, and only if nobody has the file, what went out is noted in it.
    if exported:
        record_exports(arguments.file, exported)
    if not exported and not written:
        complain("没有符合条件的表；未生成文件，请检查 --year、--kind、--project 是否写对。")
        if arguments.json:
            say_json({"files": []})
        return FAILED
    rows = _rows(exported, written)
    if arguments.json:
        say_json({"files": rows})
    else:
        for path in dict.fromkeys(row["path"] for row in rows):
            say(str(path))
    return DONE


def _exported(
    workspace: "Workspace", arguments: argparse.Namespace, plan: ExportPlan, chosen: list[str]
) -> list[Exported]:
    if not arguments.to_system:
        return workspace.transfer.export(plan, chosen, progress)
    given = dict(arguments.given or ())
    return workspace.transfer.systems.export(arguments.to_system, arguments.to, chosen, given)


def _rows(exported: list[Exported], written: Sequence["WrittenTable"]) -> list[dict[str, Any]]:
    """One entry for each form in each file, and for each table for analysis."""
    rows: list[dict[str, Any]] = [
        {
            "path": str(e.path),
            "project": e.project,
            "year": e.year,
            "kind": e.kind,
            "format": e.format,
        }
        for e in exported
    ]
    rows += [
        {"path": str(t.path), "project": None, "year": None, "kind": None, "format": t.format}
        for t in written
    ]
    return rows


def blank(arguments: argparse.Namespace) -> int:
    """`blank TEMPLATE --to FILE.xlsx`: an empty official form."""
    write_blank(Core(Catalog()), arguments.template, arguments.to)
    if arguments.json:
        say_json(
            {
                "files": [
                    {"path": str(arguments.to), "template": arguments.template, "format": "xlsx"}
                ]
            }
        )
    else:
        say(str(arguments.to))
    return DONE


def templates(arguments: argparse.Namespace) -> int:
    """`templates [--json]`: the templates on hand."""
    found: list[dict[str, Any]] = [
        {
            "id": template.id,
            "title": template.title,
            "kind": template.kind.id,
            "edition": template.edition,
            "region": template.region,
            "money_unit": template.money_unit,
        }
        for template in catalog_with(arguments.data_file).all()
    ]
    if arguments.json:
        say_json({"templates": found})
    else:
        for row in found:
            say(
                f"{row['id']:<32} {row['region']} {row['edition']} {row['title']}（{row['money_unit']}）"
            )
    return DONE


def verify(arguments: argparse.Namespace) -> int:
    """`verify UNIT.perfdesk [--json]`: integrity of a data file and of its backups."""
    report = verify_file(arguments.file)
    if arguments.json:
        backups = [
            {**dataclasses.asdict(backup), "path": str(backup.path)} for backup in report.backups
        ]
        say_json(
            {
                "ok": report.ok,
                "forms": report.forms,
                "problems": list(report.problems),
                "backups": backups,
            }
        )
    else:
        say(
            f"{arguments.file}：{'完好' if report.ok else '有损坏'}，{report.forms} 张表，{len(report.backups)} 个备份"
        )
    for problem in report.problems:
        complain(problem)
    return DONE if report.ok else FAILED


def selftest(arguments: argparse.Namespace) -> int:
    """`--selftest`: fill, check, store, export and re-import in a temporary folder."""
    from perfdesk.session.selftest import run_selftest

    steps = run_selftest()
    for step in steps:
        say(step)
    return DONE
