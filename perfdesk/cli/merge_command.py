"""`merge THEIRS… --into UNIT.perfdesk`: data files and returned workbooks of others, cell by cell."""

import argparse
from pathlib import Path
from typing import Any

from perfdesk.cli.output import DONE, FAILED, complain, progress, say, say_json
from perfdesk.errors import DataFileReadOnlyError
from perfdesk.exchange.three_way import Whose
from perfdesk.session.exchange.merge_plan import (
    Fact,
    Fate,
    FilePlan,
    FormPlan,
    MergeFilesPlan,
    PlannedPlace,
)

_FATES = {
    Fate.UNCHANGED: "无变化",
    Fate.MERGED: "已合并",
    Fate.ADDED: "新增",
    Fate.REMOVED: "对方已删除，移入回收站",
    Fate.REMOVE_CONFLICT: "对方已删除，本方改过",
    Fate.RETURN_CONFLICT: "本方已删除，对方改过",
}


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What the command takes."""
    command.add_argument("paths", nargs="+", type=Path, metavar="THEIRS")
    command.add_argument("--into", required=True, type=Path, metavar="UNIT.perfdesk")
    command.add_argument("--dry-run", action="store_true", help="只报告，不写入")
    command.add_argument(
        "--prefer",
        choices=[side.value for side in Whose],
        help="两边都改过且不同的格取哪一边；不写时保留本方的，逐格列出并以 2 结束",
    )


def run(arguments: argparse.Namespace) -> int:
    """Merge; 2 when a file could not be read, or a conflict is decided by nobody."""
    from perfdesk.session.workspace import Workspace

    prefer = Whose(arguments.prefer) if arguments.prefer else None
    with Workspace.open(arguments.into, read_only=arguments.dry_run) as workspace:
        notice = workspace.recovery.notice
        if workspace.read_only and not arguments.dry_run:
            raise notice or DataFileReadOnlyError(arguments.into)
        if notice is not None:
            complain(str(notice))
        copies = workspace.sharing.copies
        others = copies.read(arguments.paths, progress)
        plan = copies.plan(others, prefer=prefer)
        if not arguments.dry_run:
            if plan.changes:
                workspace.transfer.back_up()
            copies.merge(others, plan)
            workspace.safekeeping.wait()
    return tell(plan, as_json=arguments.json, dry_run=arguments.dry_run)


def tell(plan: MergeFilesPlan, *, as_json: bool, dry_run: bool) -> int:
    """Say what became of every edit."""
    if as_json:
        say_json(merge_data(plan, dry_run=dry_run))
    for file in plan.files:
        if file.error is not None:
            complain(file.error)
        elif not as_json:
            _tell_file(file)
    if plan.undecided:
        complain(
            f"有 {plan.undecided} 处两边都改过且不同，暂保留本方的内容；"
            "请在窗口中逐处选定，或用 --prefer ours/theirs 统一选定。"
        )
    failed = plan.undecided or any(file.error is not None for file in plan.files)
    return FAILED if failed else DONE


def merge_data(plan: MergeFilesPlan, *, dry_run: bool) -> dict[str, Any]:
    """The answer as JSON."""
    paths = {number: str(file.path) for number, file in enumerate(plan.files)}
    forms = {form.key[:2]: form for file in plan.files for form in file.forms}
    return {
        "dry_run": dry_run,
        "files": [_file(file) for file in plan.files],
        "conflicts": [
            _conflict(place, paths[place.key.file], forms[place.key[:2]])
            for place in plan.conflicts
        ]
        + [_whole(form, paths[form.key.file]) for form in plan.whole_forms],
        "undecided": plan.undecided,
    }


def _file(file: FilePlan) -> dict[str, Any]:
    return {
        "path": str(file.path),
        "error": file.error,
        "three_way": file.base_known,
        "who": list(file.who),
        "last_edit": file.last_edit or None,
        "edits": {fact.value: file.count(fact) for fact in Fact},
        "said": list(file.said),
        "notes": file.notes,
        "explanations": file.explanations,
        "forms": [
            {
                "project": form.project,
                "year": form.year,
                "kind": form.kind,
                "result": form.fate.value,
                "edits": [_place(place) for place in form.places],
            }
            for form in file.forms
        ],
    }


def _place(place: PlannedPlace) -> dict[str, Any]:
    return {
        "label": place.label,
        "base": place.base,
        "ours": place.ours or None,
        "theirs": place.theirs or None,
        "result": place.fact.value,
    }


def _conflict(place: PlannedPlace, path: str, form: FormPlan) -> dict[str, Any]:
    head = {"path": path, "project": form.project, "year": form.year, "kind": form.kind}
    return {**head, **_place(place)}


def _whole(form: FormPlan, path: str) -> dict[str, Any]:
    result = Fact.CHOSEN if form.side is Whose.THEIRS else Fact.KEPT
    head = {"path": path, "project": form.project, "year": form.year, "kind": form.kind}
    return {**head, "label": _FATES[form.fate], "result": result.value}


def _tell_file(file: FilePlan) -> None:
    who = f"（{'、'.join(file.who)}，{file.last_edit[:16].replace('T', ' ')}）" if file.who else ""
    say(f"{file.path}{who}：")
    if not file.base_known:
        say("  不是本数据文件的副本，不知道双方从什么内容开始：只能两边对照，不同的格须选定。")
    for sentence in file.said:
        say(f"  {sentence}")
    for form in file.forms:
        if form.fate is not Fate.UNCHANGED:
            say(f"  {_FATES[form.fate]} {form.year or ''} {form.project}")
        for place in form.places:
            say(f"    {_WORDS[place.fact]} {place.label}：{_change(place)}")
    if file.notes or file.explanations:
        say(f"  带入备注 {file.notes} 条、出错说明 {file.explanations} 条")


_WORDS = {
    Fact.TAKEN: "取用对方",
    Fact.SAME: "两边相同",
    Fact.KEPT: "保留本方",
    Fact.CHOSEN: "选用对方",
}


def _change(place: PlannedPlace) -> str:
    began = f"原为 {place.base or '（空）'}，" if place.base is not None else ""
    return f"{began}本方 {place.ours or '（空）'}，对方 {place.theirs or '（空）'}"
