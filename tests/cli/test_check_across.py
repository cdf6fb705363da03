"""`check FOLDER`: the forms of a project in different files are held against each other."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Run

FORM = json.loads((SAMPLES / "forms" / "minhang-self-evaluation-2024.json").read_text("utf-8"))[0]


def declaration() -> dict[str, object]:
    """The declaration that the self-evaluation must have followed, in a file of its own."""
    rows = [
        {key: row[key] for key in ("level1", "level2", "level3", "target")}
        for row in FORM["indicators"]
    ]
    return {
        "template": "shanghai-declaration-2023",
        "kind": "target_declaration",
        "title": "财政项目支出绩效目标申报表",
        "year": FORM["year"],
        "project_name": FORM["project_name"],
        "department": FORM["department"],
        "unit": FORM["unit"],
        "goal_annual": FORM["goal_expected"],
        "indicators": rows,
    }


@pytest.mark.parametrize(
    ("target", "wanted"), [(None, []), ("≥987654(次)", [("X02", "indicators[1].target")])]
)
def test_files_of_a_folder(
    run: Run, tmp_path: Path, target: str | None, wanted: list[tuple[str, str]]
) -> None:
    declared = declaration()
    if target is not None:
        rows = deepcopy(declared["indicators"])
        assert isinstance(rows, list)
        rows[1]["target"] = target
        declared["indicators"] = rows
    folder = tmp_path / "unit"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(declared), "utf-8")
    own = FORM | {"template": "shanghai-self-evaluation-2024", "kind": "self_evaluation"}
    (folder / "b.json").write_text(json.dumps(own), "utf-8")
    answer = run("check", folder, "--json")
    found = [(f["rule"], f["field"]) for f in answer.data["findings"] if f["rule"].startswith("X")]
    assert found == wanted
