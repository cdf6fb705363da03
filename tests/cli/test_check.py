"""`check`: findings by rule, field and cell, as the contract names them; exit 1 on errors."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Run

KEYS = {
    "path", "form", "project", "rule", "severity", "field", "cell", "message", "arithmetic", "fix", "accepted",
    "blank",
}  # fmt: skip
WORKBOOK = SAMPLES / "workbooks" / "putuo-self-evaluation-official.xlsx"


def by_rule(data: dict, rule: str) -> list[dict]:
    return [finding for finding in data["findings"] if finding["rule"] == rule]


def test_findings_stand_at_their_cell_in_the_workbook(run: Run) -> None:
    answer = run("check", WORKBOOK, "--json")
    assert answer.code == 1
    assert all(set(finding) == KEYS for finding in answer.data["findings"])
    (contradiction,) = by_rule(answer.data, "T03")
    assert (contradiction["form"], contradiction["field"]) == (4, "indicators[0].actual")
    assert contradiction["cell"] == "09信息平台运行及维护!F12"
    assert contradiction["severity"] == "error"
    (over,) = (f for f in by_rule(answer.data, "T05") if f["severity"] == "warning")
    assert (over["form"], over["field"], over["cell"]) == (
        0,
        "indicators[0].actual",
        "0165岁以上老人定期体检!F12",
    )
    assert over["arithmetic"]


def test_the_portfolio_speaks_without_a_form(run: Run) -> None:
    (titles,) = by_rule(run("check", WORKBOOK, "--json").data, "S02")
    assert (titles["severity"], titles["form"] is None or titles["field"] == "title") == (
        "warning",
        True,
    )


def test_what_the_paper_cannot_show_is_told_with_its_form(run: Run, tmp_path: Path) -> None:
    forms = json.loads((SAMPLES / "forms" / "putuo-self-evaluation.json").read_text("utf-8"))
    forms[1]["indicators"][0]["deviation"] = "已联系😀"
    path = tmp_path / "forms.json"
    path.write_text(json.dumps(forms, ensure_ascii=False), "utf-8")
    into = tmp_path / "unit.perfdesk"
    assert run("import", path, "--into", into).code == 0
    for checked in (path, into):
        data = run("check", checked, "--json").data
        (found,) = by_rule(data, "P02")
        assert (found["form"], found["field"], found["severity"]) == (
            1,
            "indicators[0].deviation",
            "error",
        )
        places = [f["form"] for f in data["findings"] if f["form"] is not None]
        assert places == sorted(places)


def test_the_summary_counts(run: Run) -> None:
    data = run("check", WORKBOOK, "--json").data
    counts = {
        level: sum(f["severity"] == level for f in data["findings"])
        for level in ("error", "warning", "hint")
    }
    summary = data["summary"]
    assert summary["blanks"] == sum(f["blank"] for f in data["findings"]) == 0
    assert (summary["forms"], summary["errors"], summary["warnings"], summary["hints"]) == (
        7, counts["error"], counts["warning"], counts["hint"],
    )  # fmt: skip
    assert summary["verdict"] == f"{counts['error']} 个错误 · {counts['warning']} 处待核实"


def test_json_forms_are_one_portfolio_and_have_no_cells(run: Run) -> None:
    data = run("check", SAMPLES / "forms" / "minhang-self-evaluation-2024.json", "--json").data
    (copied,) = (f for f in by_rule(data, "I17") if f["field"] == "goal_expected")
    assert (copied["form"], copied["severity"], copied["cell"]) == (0, "error", None)


def test_a_data_file_is_checked_like_the_workbook_it_came_from(run: Run, tmp_path: Path) -> None:
    unit = tmp_path / "单位.perfdesk"
    assert run("import", WORKBOOK, "--into", unit).code == 0
    from_file = run("check", unit, "--json").data["findings"]
    from_workbook = run("check", WORKBOOK, "--json").data["findings"]
    kept = ("form", "project", "rule", "severity", "field", "message")

    def facts(findings: list[dict]) -> list[str]:
        return sorted(json.dumps([f[key] for key in kept], ensure_ascii=False) for f in findings)

    assert facts(from_file) == facts(from_workbook)
    assert {finding["cell"] for finding in from_file} == {None}


def test_a_form_in_order_is_exit_0(run: Run, tmp_path: Path) -> None:
    forms = json.loads(
        (SAMPLES / "forms" / "municipal-self-evaluation-2023.json").read_text("utf-8")
    )
    forms[0]["goal_actual"] += "因部分尾款按合同于次年支付，执行率为63.53%。"
    path = tmp_path / "form.json"
    path.write_text(json.dumps(forms, ensure_ascii=False), encoding="utf-8")
    answer = run("check", path, "--json")
    assert [f["rule"] for f in answer.data["findings"] if f["severity"] == "error"] == []
    assert answer.code == 0


@pytest.mark.parametrize("name", ["没有.xlsx", "没有.perfdesk"])
def test_a_path_that_fails_is_told_and_the_rest_is_checked(
    name: str, run: Run, tmp_path: Path
) -> None:
    answer = run("check", tmp_path / name, WORKBOOK, "--json")
    assert answer.code == 2
    assert len(answer.err.splitlines()) == 1
    assert answer.data["summary"]["forms"] == 7
    assert [bool(file["error"]) for file in answer.data["files"]] == [False, True]
