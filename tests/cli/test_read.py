"""`read`: the published workbooks give the published forms, field by field."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Run

REMARKS = {"index", "region", "notes"}
WORKBOOKS = sorted((SAMPLES / "workbooks").glob("*.xlsx"))
TEMPLATES = {
    "fengtai": "beijing-self-evaluation",
    "jiading": "shanghai-declaration-2023",
    "minhang": "shanghai-self-evaluation-2024",
    "municipal": "shanghai-self-evaluation-2023",
    "putuo": "district-self-evaluation",
}


def without_space(value: object) -> object:
    if isinstance(value, str):
        return "".join(value.split())
    if isinstance(value, list):
        return [without_space(item) for item in value]
    if isinstance(value, dict):
        return {key: without_space(item) for key, item in value.items()}
    return value


def expected(workbook: Path) -> list[dict]:
    name = workbook.stem.rpartition("-")[0]
    return json.loads((SAMPLES / "forms" / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda path: path.stem)
def test_every_field_of_every_published_workbook(workbook: Path, run: Run) -> None:
    answer = run("read", workbook, "--json")
    assert answer.code == 0
    (file,) = answer.data["files"]
    forms = expected(workbook)
    assert len(file["forms"]) == len(forms)
    for found, form in zip(file["forms"], forms, strict=True):
        keys = form.keys() - REMARKS
        assert without_space({key: found.get(key) for key in keys}) == without_space(
            {key: form[key] for key in keys}
        )


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda path: path.stem)
def test_edition_region_and_place_are_told(workbook: Path, run: Run) -> None:
    (file,) = run("read", workbook, "--json").data["files"]
    assert {(form["template"], form["match"]) for form in file["forms"]} == {
        (TEMPLATES[workbook.stem.split("-")[0]], "exact")
    }
    assert file["error"] is None
    first = file["forms"][0]["at"]
    assert first["range"].startswith("A1:")
    assert first["sheet"]


def test_what_read_gives_is_read_again(run: Run, tmp_path: Path) -> None:
    workbook = SAMPLES / "workbooks" / "putuo-self-evaluation-official.xlsx"
    forms = run("read", workbook, "--json").data["files"][0]["forms"]
    again = tmp_path / "again.json"
    again.write_text(json.dumps(forms, ensure_ascii=False), encoding="utf-8")
    (file,) = run("read", again, "--json").data["files"]
    drop = {"at"}
    assert [{k: v for k, v in form.items() if k not in drop} for form in file["forms"]] == [
        {k: v for k, v in form.items() if k not in drop} for form in forms
    ]


def test_a_folder_means_every_readable_file_in_it(run: Run) -> None:
    files = run("read", SAMPLES / "workbooks", "--json").data["files"]
    assert [Path(file["path"]).name for file in files] == [path.name for path in WORKBOOKS]
    assert sum(len(file["forms"]) for file in files) == 36 * 2 + 16


def test_a_form_that_fails_leaves_the_others(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "空.xlsx"
    empty.touch()
    answer = run("read", empty, WORKBOOKS[0], tmp_path / "没有.xlsx", "--json")
    assert answer.code == 2
    assert [len(file["forms"]) for file in answer.data["files"]] == [0, 3, 0]
    assert len(answer.err.splitlines()) == 2
    assert all(file["error"] for file in answer.data["files"] if not file["forms"])


def test_the_plain_answer_names_each_form(run: Run) -> None:
    answer = run("read", WORKBOOKS[0])
    assert answer.code == 0
    assert "系统运维费" in answer.out
    assert answer.err == ""
