"""The analysis tables: read by DuckDB as docs/ANALYSIS.md says, and equal to the data."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from perfdesk.cli import main
from perfdesk.document.form_json import to_json
from perfdesk.session.workspace import Workspace
from tests.session.unit_files import unit_file

duckdb: Any = pytest.importorskip("duckdb")
GUIDE = Path(__file__).parent.parent.parent / "docs" / "ANALYSIS.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both formats of a unit with forms in 元 and in 万元."""
    folder = tmp_path_factory.mktemp("tables")
    samples = ("minhang-self-evaluation-2024", "jiading-declaration-2023")
    unit_file(folder, *samples, count=5).close()
    call = ["export", str(folder / "单位.perfdesk"), "--to", str(folder)]
    assert main([*call, "--format", "csv", "--format", "jsonl"]) == 0
    return folder


def test_duckdb_reads_both_formats_alike(folder: Path) -> None:
    for name in ("forms", "indicators", "findings"):
        lines = [
            json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
        ]
        csv = duckdb.sql(f"SELECT * FROM read_csv('{folder / name}.csv', all_varchar=true)")
        assert csv.columns == list(lines[0])
        rows = csv.fetchall()
        assert len(rows) == len(lines)
        said = [[None if v in (None, "") else str(v) for v in row] for row in rows]
        told = [
            [
                None if v in (None, "") else str(v).lower() if isinstance(v, bool) else str(v)
                for v in line.values()
            ]
            for line in lines
        ]
        assert said == [[t and t.replace("\r\n", "\n") for t in row] for row in told]


def test_every_figure_is_that_of_the_form(folder: Path) -> None:
    with Workspace.open(folder / "单位.perfdesk", read_only=True) as unit:
        forms = {view.id: (view, to_json(view)) for view in unit._core.views()}
        summary = unit.reports.summary(2024)
    lines = [json.loads(line) for line in (folder / "forms.jsonl").read_text("utf-8").splitlines()]
    for line in lines:
        _, data = forms[line["form"]]
        assert line["project_name"] == data["project_name"]
        if isinstance(data["funds"], list):
            assert line["funds_年度资金总额_initial"] == data["funds"][0]["initial"]
        assert line["indicators"] == len(data["indicators"])
    total = duckdb.sql(
        f"""SELECT sum("funds_年度资金总额_adjusted_yuan"::DECIMAL(18, 2))
        FROM read_json('{folder}/forms.jsonl') WHERE kind = 'self_evaluation'"""
    ).fetchall()[0][0]
    assert total == summary.cell(summary.total, "adjusted").value * Decimal(10000)
    rows = [
        json.loads(line) for line in (folder / "indicators.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(rows) == sum(len(data["indicators"]) for _, data in forms.values())
    first = next(row for row in rows if row["target_number"])
    assert first["target"] == forms[first["form"]][1]["indicators"][first["index"]]["target"]


def test_the_findings_are_those_of_the_check(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(folder / "单位.perfdesk"), "--json"]) in (0, 1)
    checked = json.loads(capsys.readouterr().out)["findings"]
    told = [
        json.loads(line) for line in (folder / "findings.jsonl").read_text("utf-8").splitlines()
    ]
    key = ("rule", "severity", "field", "message")
    expected = sorted(tuple(f[k] or "" for k in key) for f in checked if f["rule"] != "P02")
    assert sorted(tuple(f[k] or "" for k in key) for f in told) == expected


def test_the_examples_of_the_guide_run(folder: Path) -> None:
    examples = re.findall(r"```sql\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert len(examples) >= 3
    for example in examples:
        # The guide reads the files of many units at once; here one unit stands for them.
        sql = example.replace("各单位/*/", f"{folder}/")
        found = duckdb.sql(sql)
        assert found is not None
        assert found.fetchall()


def test_json_tells_the_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["export", str(folder / "单位.perfdesk"), "--to", str(folder / "再"), "--format", "csv"]
    assert main([*call, "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert [Path(file["path"]).name for file in files] == [
        "forms.csv",
        "indicators.csv",
        "findings.csv",
    ]
    assert {file["format"] for file in files} == {"csv"}
