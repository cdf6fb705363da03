"""Tables for systems of 预算管理一体化: columns by position, words of the system, refused cells told first."""

import json
from pathlib import Path

import pytest
import xlrd

from perfdesk.cellpath import CellPath
from perfdesk.cli import main
from perfdesk.session.workspace import Workspace


@pytest.fixture
def unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data file with a 自评表 and a 监控表."""
    monkeypatch.setenv("PERFDESK_HOME", str(tmp_path / "settings"))
    path = tmp_path / "unit.perfdesk"
    with Workspace.create(path) as workspace:
        for template, project in (
            ("national-self-evaluation-2020", "体检"),
            ("national-monitoring-2019", "体检"),
        ):
            made = workspace.editing.new_form(template, 2024, project)
            form = workspace.forms()[-1].id
            assert made is not None
            _fill(workspace, form, monitoring="monitoring" in template)
    return path


def _fill(workspace: Workspace, form: str, *, monitoring: bool) -> None:
    """Three rows: counted, in words, and with a sign in words."""
    view = workspace._core.view(form)
    rows = [row.id for row in view.form.indicators]
    for extra in rows[3:]:
        workspace.editing.remove_rows(form, [extra])
    last = "so_far" if monitoring else "actual"
    texts = [
        ("体检人数", "≥1,000人", "1,020人"),
        ("流程规范", "规范", "达成年度指标"),
        ("合格率", "=100%", "100%"),
    ]
    for row, (name, target, actual) in zip(rows, texts, strict=False):
        for field, text in (("level3", name), ("target", target), (last, actual)):
            workspace.editing.set_text(CellPath(form, row, field), text)
        more = (("certain", "√"),) if monitoring else (("weight", "30"), ("score", "30"))
        for field, text in more:
            workspace.editing.set_text(CellPath(form, row, field), text)


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, stdout, stderr."""
    capsys.readouterr()
    code = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    return code, printed.out, printed.err


def test_self_evaluation_indicators_as_the_system_takes_them(
    unit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text, error = call(
        capsys, "export", unit, "--to", tmp_path / "out", "--to-system", "selfprogram", "--json"
    )
    assert (code, error) == (0, "")
    (file,) = json.loads(text)["files"]
    sheet = xlrd.open_workbook(file["path"]).sheet_by_index(0)
    assert file["format"] == "xls"
    assert sheet.ncols == 12
    assert sheet.row_values(0)[3] == "计算符号"
    assert sheet.row_values(1)[2:9] == ["体检人数", "≥", "1000", "1020", "人", 30.0, 30.0]
    assert sheet.row_values(2)[2:7] == ["流程规范", "定性", "规范", "达成", ""]
    assert sheet.row_values(2)[10] == "达成年度指标"
    assert sheet.row_values(3)[3:7] == ["＝", "100", "100", "%"]


def test_monitoring_indicators_as_the_system_takes_them(
    unit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text, _ = call(
        capsys, "export", unit, "--to", tmp_path / "out", "--to-system", "traceprogram", "--json"
    )
    assert code == 0
    sheet = xlrd.open_workbook(json.loads(text)["files"][0]["path"]).sheet_by_index(0)
    assert sheet.row_values(1)[3:8] == ["≥", "1000", "人", "1020", "确定能"]


def test_an_empty_required_cell_is_named_and_nothing_is_written(
    unit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(unit) as workspace:
        form = next(f.id for f in workspace.forms() if f.kind == "self_evaluation")
        row = workspace._core.view(form).form.indicators[1].id
        workspace.editing.set_text(CellPath(form, row, "score"), "")
        workspace.editing.set_text(CellPath(form, row, "deviation"), "原" * 700)
        first = workspace._core.view(form).form.indicators[0].id
        workspace.editing.set_text(CellPath(form, first, "actual"), "1020户")
    code, _, error = call(
        capsys, "export", unit, "--to", tmp_path / "out", "--to-system", "selfprogram"
    )
    assert code == 2
    assert "第3行" in error
    assert "指标得分" in error
    assert "2100 字节" in error
    assert "与指标值的“人”不同" in error
    assert len(error.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_what_the_form_does_not_tell_is_asked_and_codes_are_kept(
    unit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace.open(unit) as workspace:
        form = next(f.id for f in workspace.forms() if f.kind == "monitoring")
        edits = [
            ("", "organisation", "疾控中心"), ("", "goal_annual", "体检一千人"), ("F1", "initial", "100"),
            ("F1", "executed", "60"),
        ]  # fmt: skip
        for row, field, text in edits:
            workspace.editing.set_text(CellPath(form, row, field), text)
    arguments = ["export", unit, "--to", tmp_path / "out", "--to-system", "traceordprogram"]
    code, _, error = call(capsys, *arguments)
    assert code == 2
    assert "处室名称" in error
    assert "编码" in error
    given = {
        "处室名称": "社保处", "项目类别": "特定目标", "追加数": "10", "追减数": "0",
        "截止7月底绩效目标执行情况": "按计划",
        "是否达到序时支出进度": "是", "是否达到阶段性绩效目标": "是",
        "单位名称:疾控中心": "219001", "项目编码:体检": "11010624T000002727872",
    }  # fmt: skip
    answers = [part for head, text in given.items() for part in ("--give", f"{head}={text}")]
    code, text, error = call(capsys, *arguments, *answers, "--json")
    assert (code, error) == (0, "")
    sheet = xlrd.open_workbook(json.loads(text)["files"][0]["path"]).sheet_by_index(0)
    assert sheet.row_values(1)[2] == "219001-疾控中心"
    assert sheet.row_values(1)[4] == "11010624T000002727872"
    assert sheet.row_values(1)[6:10] == [100.0, 10.0, 0.0, 110.0]
    without = [
        part for head, t in given.items() if ":" not in head for part in ("--give", f"{head}={t}")
    ]
    code, _, _ = call(capsys, *arguments, *without)
    assert code == 0


@pytest.mark.parametrize(
    ("system", "word"), [("other", "selfprogram"), ("ahxmzczpmb", "fill --into")]
)
def test_an_unknown_system_and_one_with_its_own_workbook_are_told(
    system: str, word: str, unit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, error = call(capsys, "export", unit, "--to", tmp_path / "out", "--to-system", system)
    assert code == 2
    assert word in error
