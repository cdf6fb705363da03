"""The import report: what was read from where, and what became of every form and merged cell."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from perfdesk.session.bring_in.importer import ImportedForm, ImportReport
from perfdesk.session.bring_in.merge import Case, MergedCell, Side
from perfdesk.session.bring_in.preview import report_rows
from perfdesk.session.bring_in.read_files import ReadFile
from perfdesk.values import BLANK

FATES = {
    "added": "新增",
    "skipped": "已有，跳过",
    "version": "已有，存为新版本",
    "merged": "已有，合并",
}
"""What became of a form, in a word or two."""
_THERE, _REPEATED = "已有", "本次导入中重复"
_CELLS = {
    "taken": "合并：取用文件的",
    "added": "合并：新增",
    "kept": "合并：保留现有",
    "follows": "合并：改为自动计算",
}


def full_report(files: Sequence[ReadFile], report: ImportReport) -> list[list[str]]:
    """Head first: every cell read with its address, every doubt, the fate of every form, and of a
    merged one every cell taken, added and kept."""
    rows = report_rows(files)
    for file in report.files:
        for form in file.forms:
            rows.append([file.path.name, "", form.project, "", "", fate(form)])
            rows += merge_rows(file.path, form)
    return rows


def fate(form: ImportedForm) -> str:
    """What became of a form: 新增; 已有，合并（取用 3 格，新增 2 行，保留现有 1 格）; 本次导入中重复，跳过."""
    told = _fate(form)
    return told.replace(_THERE, _REPEATED, 1) if form.repeated else told


def _fate(form: ImportedForm) -> str:
    if form.merge is None:
        return FATES[form.result]
    counts = Counter((item.case, form.merge.side(item)) for item in form.merge.items)
    taken = sum(counts[case, Side.FILE] for case in Case if case is not Case.NEW_ROW)
    said = [
        f"{word} {count} {measure}"
        for word, count, measure in (
            ("取用", taken, "格"),
            ("新增", counts[Case.NEW_ROW, Side.FILE], "行"),
            ("不新增", counts[Case.NEW_ROW, Side.PRESENT], "行"),
            ("保留现有", counts[Case.CONFLICT, Side.PRESENT], "格"),
            ("没有位置", counts[Case.NO_PLACE, Side.PRESENT], "格"),
        )
        if count
    ]
    return f"{FATES['merged']}（{'，'.join(said)}）" if said else "已有，内容相同"


def told(form: ImportedForm) -> Iterator[MergedCell]:
    """The lines of a merged form; none for any other."""
    if form.merge is not None:
        yield from form.merge.report()


def merge_rows(path: Path, form: ImportedForm) -> Iterator[list[str]]:
    """The lines of a merged form as rows of the report."""
    for line in told(form):
        yield [path.name, line.address, form.project, line.label, line.incoming, outcome(line)]


def outcome(line: MergedCell) -> str:
    """What became of a cell, with what stood there: 合并：取用文件的（原为 95.00）."""
    word = _CELLS[line.result]
    beside = [line.note] if line.note else []
    if line.result in ("taken", "follows"):
        beside.insert(0, f"原为{line.present or BLANK}")
    elif line.result == "kept" and line.present != line.incoming:
        beside.insert(0, line.present or BLANK)
    return f"{word}（{'；'.join(beside)}）" if beside else word
