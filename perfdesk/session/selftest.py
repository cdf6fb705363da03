"""A short run through the whole program in a temporary folder: does this installation work?"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from perfdesk.cellpath import CellPath
from perfdesk.document.form_json import to_json
from perfdesk.errors import SelftestError
from perfdesk.paths import SETTINGS_VARIABLE
from perfdesk.session.send_out.transfer import ExportPlan
from perfdesk.session.workspace import Workspace
from perfdesk.values import same_text

HEADER_TEXTS = {
    "project_name": "试运行项目",
    "department": "某主管部门",
    "organisation": "某实施单位",
    "goal_expected": "完成 12 次培训，参训人员满意度达到 90% 以上。",
    "goal_actual": "全年完成培训 12 次，参训 360 人次，满意度 95%；尾款按合同于验收后支付，执行率 75%。",
}
FUND_TEXTS = {"initial": "100.00", "adjusted": "80.00", "executed": "60.00"}
ROW_WEIGHT = 10
EXPECTED = {("F0", "rate"): "75.00", ("F0", "score"): "7.50", ("", "total_score"): "97.50"}


def run_selftest() -> Iterator[str]:
    """Do every step, telling each; SelftestError names the step that went wrong."""
    with (
        tempfile.TemporaryDirectory(prefix="perfdesk-selftest-") as folder,
        _own_settings(Path(folder) / "settings"),
    ):
        yield from _run(Path(folder))
    yield "试运行完成，一切正常"


@contextmanager
def _own_settings(folder: Path) -> Iterator[None]:
    """Leave nothing in the user's settings: backups of a data file that is gone are nobody's."""
    before = os.environ.get(SETTINGS_VARIABLE)
    os.environ[SETTINGS_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[SETTINGS_VARIABLE]
        else:
            os.environ[SETTINGS_VARIABLE] = before


def _run(folder: Path) -> Iterator[str]:
    with Workspace.create(folder / "试运行.perfdesk") as workspace:
        form = _fill(workspace)
        yield "填报：已填入一张自评表，执行率、得分、总分按数算出"
        verdict = workspace.checking.verdict()
        _require(not verdict.errors and not verdict.blanks, f"自检报告 {verdict.text}")
        yield f"自检：{verdict.text}"
        workspace.safekeeping.wait()
        yield "保存：已写入数据文件"
        plan = ExportPlan(folder / "导出", ("xlsx", "pdf", "json"))
        exported = workspace.transfer.export(plan, [form])
        yield f"导出：{len(exported)} 个文件"
        before = to_json(workspace.checking.views()[0])
        workbook = next(item.path for item in exported if item.format == "xlsx")
    with Workspace.create(folder / "重新导入.perfdesk") as again:
        again.transfer.import_files([workbook])
        after = to_json(again.checking.views()[0])
        _require(_alike(before, after), "重新导入的表与导出的不同")
        yield "导入：与导出的表逐格一致"


def _fill(workspace: Workspace) -> str:
    outcome = workspace.editing.new_form("shanghai-self-evaluation-2024", 2024)
    form = outcome.show or ""
    entries = [(CellPath(form, "", name), text) for name, text in HEADER_TEXTS.items()]
    entries += [(CellPath(form, "F1", name), text) for name, text in FUND_TEXTS.items()]
    rows = workspace.checking.views()[0].indicators
    for row in rows:
        points = f"{ROW_WEIGHT if row.index else 100 - ROW_WEIGHT * len(rows)}.00"
        texts = {
            "level3": f"{row.level2.removesuffix('指标')}达标率",
            "target": "≥95.00(%)",
            "actual": "98.00(%)",
            "weight": points,
            "score": points,
        }
        entries += [(row.path(name), text) for name, text in texts.items()]
    workspace.editing.set_many(entries)
    view = workspace.checking.views()[0]
    for (place, name), text in EXPECTED.items():
        _require(
            view.text(name, place) == text, f"{name} 算得 {view.text(name, place)}，应为 {text}"
        )
    return form


def _alike(one: object, other: object) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(_alike(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, str) and isinstance(other, str):
        return same_text(one, other)
    return one == other


def _require(condition: bool, problem: str) -> None:
    if not condition:
        raise SelftestError(problem)
