"""`import` and `export`: what goes in comes out, duplicates are told, names are safe."""

import json
from pathlib import Path

import pytest

from perfdesk.errors import SelftestError
from perfdesk.session import selftest
from tests.cli.conftest import SAMPLES, Run
from tests.cli.test_read import REMARKS, expected, without_space

WORKBOOK = SAMPLES / "workbooks" / "putuo-self-evaluation-official.xlsx"
ALL = sorted((SAMPLES / "workbooks").glob("*-official.xlsx"))


@pytest.fixture
def unit(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "单位.perfdesk"
    assert run("import", *ALL, "--into", path).code == 0
    return path


def results(data: dict) -> list[str]:
    return [form["result"] for file in data["files"] for form in file["forms"]]


def test_import_creates_the_data_file_and_tells_duplicates(run: Run, tmp_path: Path) -> None:
    into = tmp_path / "u.perfdesk"
    assert results(run("import", WORKBOOK, "--into", into, "--json").data) == ["added"] * 7
    assert results(run("import", WORKBOOK, "--into", into, "--json").data) == ["skipped"] * 7
    version = run("import", WORKBOOK, "--into", into, "--on-duplicate", "version", "--json")
    assert results(version.data) == ["version"] * 7
    assert run("verify", into, "--json").data["forms"] == 7


def test_import_merges_and_tells_every_cell(run: Run, tmp_path: Path) -> None:
    into = tmp_path / "u.perfdesk"
    (form, *_) = expected(WORKBOOK)
    blank = tmp_path / "blank.json"
    blank.write_text(json.dumps(form | {"goal_actual": None, "department": "自己写的"}), "utf-8")
    assert run("import", blank, "--into", into).code == 0
    merge = ("import", WORKBOOK, "--into", into, "--on-duplicate", "merge")
    dry = run(*merge, "--dry-run", "--json").data
    answer = run(*merge, "--json").data
    assert dry == answer
    assert results(answer) == ["merged"] + ["added"] * 6
    lines = {line["label"]: line for line in answer["files"][0]["forms"][0]["merged"]}
    assert {line["result"] for line in lines.values()} == {"taken", "kept"}
    assert all("!" in line["cell"] for line in lines.values())
    run("export", into, "--to", tmp_path / "out", "--format", "json", "--one-file")
    (path,) = (tmp_path / "out").iterdir()
    merged = json.loads(path.read_text("utf-8"))[0]
    assert merged["department"] == "自己写的"
    assert without_space({"": merged["goal_actual"]}) == without_space({"": form["goal_actual"]})
    again = run(*merge)
    assert (again.code, "已合并" in again.out) == (0, True)
    backups = run("verify", into, "--json").data["backups"]
    assert any("import" in backup["path"] for backup in backups)


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    into = tmp_path / "u.perfdesk"
    answer = run("import", WORKBOOK, "--into", into, "--dry-run", "--json")
    assert (results(answer.data), into.exists()) == (["added"] * 7, False)


def test_one_bad_file_leaves_the_others_imported(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"not a workbook at all")
    answer = run("import", bad, WORKBOOK, "--into", tmp_path / "u.perfdesk", "--json")
    assert answer.code == 2
    assert results(answer.data) == ["added"] * 7
    assert len(answer.err.splitlines()) == 1


def test_json_out_is_the_published_form(run: Run, unit: Path, tmp_path: Path) -> None:
    run("export", unit, "--to", tmp_path / "out", "--format", "json", "--one-file")
    (path,) = (tmp_path / "out").iterdir()
    written = {form["project_name"]: form for form in json.loads(path.read_text("utf-8"))}
    for workbook in ALL:
        for form in expected(workbook):
            found = written[form["project_name"]]
            keys = form.keys() - REMARKS
            assert without_space({k: found.get(k) for k in keys}) == without_space(
                {k: form[k] for k in keys}
            )


def test_an_exported_workbook_reads_as_the_same_forms(run: Run, unit: Path, tmp_path: Path) -> None:
    run("export", unit, "--to", tmp_path / "out", "--format", "xlsx", "--one-file")
    run("export", unit, "--to", tmp_path / "json", "--format", "json", "--one-file")
    (workbook,) = (tmp_path / "out").iterdir()
    forms = json.loads(next((tmp_path / "json").iterdir()).read_text("utf-8"))
    (file,) = run("read", workbook, "--json").data["files"]
    assert len(file["forms"]) == len(forms) == 36
    for found, form in zip(file["forms"], forms, strict=True):
        assert without_space({k: found[k] for k in form}) == without_space(form)


def test_files_are_named_for_unit_project_and_year(run: Run, unit: Path, tmp_path: Path) -> None:
    answer = run(
        "export", unit, "--to", tmp_path / "out", "--format", "pdf", "--format", "xlsx",
        "--year", 2023, "--kind", "self_evaluation", "--json",
    )  # fmt: skip
    stem = "上海市保健事务中心_安全生产专项工作经费_2023自评表"
    assert sorted(Path(file["path"]).name for file in answer.data["files"]) == [
        f"{stem}.pdf",
        f"{stem}.xlsx",
    ]
    assert all(
        set(file) == {"path", "project", "year", "kind", "format"} for file in answer.data["files"]
    )
    assert (tmp_path / "out" / f"{stem}.pdf").read_bytes().startswith(b"%PDF-")


def test_a_project_is_chosen_by_its_exact_name(run: Run, unit: Path, tmp_path: Path) -> None:
    answer = run(
        "export", unit, "--to", tmp_path / "out", "--project", "残疾人就业保障金", "--json"
    )
    assert [file["project"] for file in answer.data["files"]] == ["残疾人就业保障金"]
    assert run("export", unit, "--to", tmp_path / "none", "--project", "残疾人", "--json").code == 2


@pytest.mark.parametrize(
    "template",
    ["shanghai-self-evaluation-2024", "beijing-self-evaluation", "shanghai-declaration-2026"],
)
def test_a_blank_form_is_recognised(template: str, run: Run, tmp_path: Path) -> None:
    blank = tmp_path / "blank.xlsx"
    assert run("blank", template, "--to", blank).code == 0
    ((form,),) = (file["forms"] for file in run("read", blank, "--json").data["files"])
    assert (form["template"], form["match"]) == (template, "exact")


def test_the_self_test_passes_and_leaves_nothing(run: Run, settings_home: Path) -> None:
    settings_home.mkdir()
    answer = run("--selftest")
    assert (answer.code, answer.err) == (0, "")
    assert list(settings_home.iterdir()) == []


def test_the_self_test_tells_a_sum_that_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(selftest.EXPECTED, ("F0", "rate"), "75.10")
    with pytest.raises(SelftestError):
        list(selftest.run_selftest())
