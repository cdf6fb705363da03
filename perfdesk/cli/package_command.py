"""`pack UNIT.perfdesk --year Y --to FILE.zip` and `unpack FILE.zip… --into UNIT.perfdesk`: the 上报包."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from perfdesk.cli.commands import RESULT_NAMES
from perfdesk.cli.output import DONE, FAILED, complain, progress, say, say_json
from perfdesk.errors import DataFileReadOnlyError, PerfDeskError
from perfdesk.kinds import KINDS, kind_of
from perfdesk.session.bring_in.importer import ImportReport
from perfdesk.session.exchange.received import ReadPackage
from perfdesk.session.send_out.name_pattern import DEFAULT, FIELDS


def add_pack_arguments(command: argparse.ArgumentParser) -> None:
    """What `pack` takes."""
    command.add_argument("file", type=Path, metavar="UNIT.perfdesk")
    command.add_argument("--year", required=True, type=int, help="打包这一年度的表")
    command.add_argument("--to", required=True, type=Path, metavar="FILE.zip")
    command.add_argument("--kind", choices=[kind.id for kind in KINDS], help="只打包一种表")
    fields = "、".join(f"{{{name}}}" for name in FIELDS)
    command.add_argument(
        "--names", default=DEFAULT, metavar="PATTERN", help=f"文件名格式，可用 {fields}"
    )


def add_unpack_arguments(command: argparse.ArgumentParser) -> None:
    """What `unpack` takes."""
    command.add_argument("paths", nargs="+", type=Path, metavar="FILE.zip")
    command.add_argument("--into", required=True, type=Path, metavar="UNIT.perfdesk")
    command.add_argument("--dry-run", action="store_true", help="只核对和报告，不写入")
    command.add_argument(
        "--on-duplicate",
        choices=("skip", "version", "merge"),
        default="skip",
        help="同一项目、年度、表种已有时：跳过、存为新版本、合并",
    )


def pack(arguments: argparse.Namespace) -> int:
    """Write a package; its warnings are said and change no exit code."""
    from perfdesk.session.exchange.packages import PackPlan
    from perfdesk.session.workspace import Workspace

    with Workspace.open(arguments.file, read_only=True) as workspace:
        if workspace.recovery.notice is not None:
            complain(str(workspace.recovery.notice))
        plan = PackPlan(arguments.year, arguments.kind, arguments.names)
        packed = workspace.sharing.packages.pack(plan, arguments.to, progress)
    if packed is None:
        return FAILED
    if arguments.json:
        manifest = packed.manifest
        say_json(
            {
                "path": str(packed.path),
                "files": [asdict(file) for file in manifest.files],
                "forms": [asdict(form) for form in manifest.forms],
                "warnings": list(packed.warnings),
            }
        )
    else:
        say(
            f"{packed.path}：{len(packed.manifest.forms)} 张表，{len(packed.manifest.files)} 个文件，已核对"
        )
    for warning in packed.warnings:
        complain(warning)
    return DONE


def unpack(arguments: argparse.Namespace) -> int:
    """Verify packages and take their forms in; 2 when one was refused, the others are taken."""
    from perfdesk.session.workspace import Workspace

    refused: list[tuple[Path, str]] = []
    packages: list[ReadPackage] = []
    opened = Workspace.open if arguments.into.exists() else Workspace.create
    with opened(arguments.into) as workspace:
        if workspace.read_only and not arguments.dry_run:
            raise workspace.recovery.notice or DataFileReadOnlyError(arguments.into)
        received = workspace.sharing.packages.received
        for number, path in enumerate(arguments.paths):
            progress(number, len(arguments.paths), path.name)
            try:
                packages.append(received.read(path))
            except PerfDeskError as error:
                refused.append((path, str(error)))
        if packages and not arguments.dry_run:
            workspace.transfer.back_up()
        report = received.take(packages, arguments.on_duplicate, dry_run=arguments.dry_run)
        workspace.safekeeping.wait()
    _tell(packages, report, refused, as_json=arguments.json)
    return FAILED if refused else DONE


def _tell(
    packages: list[ReadPackage],
    report: ImportReport,
    refused: list[tuple[Path, str]],
    *,
    as_json: bool,
) -> None:
    files: list[dict[str, Any]] = []
    for package, file in zip(packages, report.files, strict=True):
        said = package.manifest
        forms = [
            {"project": f.project, "year": f.year, "kind": f.kind, "result": f.result}
            for f in file.forms
        ]
        files.append(
            {
                "path": str(package.path),
                "error": None,
                "unit": said.unit,
                "year": said.year,
                "packed": said.packed,
                "forms": forms,
            }
        )
        if not as_json:
            say(
                f"{package.path}：{said.unit} {said.year}年度，{said.packed[:16].replace('T', ' ')} 打包"
            )
            for form in file.forms:
                name = kind_of(form.kind).name
                say(f"  {RESULT_NAMES[form.result]} {form.year or ''} {name} {form.project}")
    files += [{"path": str(path), "error": error, "forms": []} for path, error in refused]
    if as_json:
        say_json({"files": files})
    for _, error in refused:
        complain(error)
