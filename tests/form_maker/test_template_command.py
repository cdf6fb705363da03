"""`template`, `templates --in` and `--templates` on the command line."""

import json
from pathlib import Path

import pytest

from perfdesk.cli import main
from perfdesk.session.workspace import Workspace

FORM = Path(__file__).parent.parent / "fill" / "files" / "21-sichuan-zhongjiang-2022.xlsx"


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A settings folder of its own."""
    monkeypatch.setenv("PERFDESK_HOME", str(tmp_path / "settings"))


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, stdout, stderr."""
    capsys.readouterr()
    code = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    return code, printed.out, printed.err


def test_a_template_goes_from_a_file_into_a_data_file_and_reads_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack, unit = tmp_path / "zhongjiang-2022.toml", tmp_path / "unit.perfdesk"
    code, text, _ = call(capsys, "template", FORM, "--to", pack, "--json")
    assert code == 0
    assert json.loads(text)["id"] == "zhongjiang-2022"
    code, text, _ = call(capsys, "template", pack, "--into", unit, "--json")
    assert (code, json.loads(text)["id"]) == (0, "zhongjiang-2022")
    _, text, _ = call(capsys, "templates", "--in", unit, "--json")
    assert "zhongjiang-2022" in [t["id"] for t in json.loads(text)["templates"]]
    for place in (unit, tmp_path):
        code, text, _ = call(capsys, "read", FORM, "--templates", place, "--json")
        form = json.loads(text)["files"][0]["forms"][0]
        assert (code, form["template"], form["match"]) == (0, "zhongjiang-2022", "exact")
        assert form["项目负责人及电话"] == "陈小军13900000000（办公）"
    code, _, _ = call(capsys, "import", FORM, "--into", unit)
    assert code == 0
    with Workspace.open(unit, read_only=True) as workspace:
        assert [form.template_id for form in workspace.forms()] == ["zhongjiang-2022"]
        own = workspace.transfer.templates.own()
        assert [(t.id, t.edition, t.forms) for t in own] == [("zhongjiang-2022", 1, 1)]


def test_a_changed_template_is_a_new_edition_and_a_used_one_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack, unit = tmp_path / "own.toml", tmp_path / "unit.perfdesk"
    call(capsys, "template", FORM, "--to", pack)
    call(capsys, "template", pack, "--into", unit)
    call(capsys, "import", FORM, "--into", unit)
    text = pack.read_text(encoding="utf-8")
    pack.write_text(text.replace('region = "本单位"', 'region = "中江县"'), encoding="utf-8")
    _, answer, _ = call(capsys, "template", pack, "--into", unit, "--json")
    assert json.loads(answer)["id"] == "own-2"
    with Workspace.open(unit) as workspace:
        templates = workspace.transfer.templates
        assert [t.id for t in templates.own()] == ["own", "own-2"]
        assert not templates.remove("own")
        assert templates.remove("own-2")
        copy = tmp_path / "copy.toml"
        templates.hand_on("own", copy)
        assert copy.read_text(encoding="utf-8") == text
        assert [form.template_id for form in workspace.forms()] == ["own"]


def test_a_form_of_an_own_template_is_exported_and_comes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack, unit = tmp_path / "own.toml", tmp_path / "unit.perfdesk"
    call(capsys, "template", FORM, "--to", pack)
    call(capsys, "template", pack, "--into", unit)
    call(capsys, "import", FORM, "--into", unit)
    code, text, _ = call(
        capsys,
        "export",
        unit,
        "--to",
        tmp_path / "out",
        "--format",
        "xlsx",
        "--format",
        "pdf",
        "--json",
    )
    assert code == 0
    book = next(Path(f["path"]) for f in json.loads(text)["files"] if f["format"] == "xlsx")
    _, first, _ = call(capsys, "read", FORM, "--templates", unit, "--json")
    _, second, _ = call(capsys, "read", book, "--templates", unit, "--json")
    before = json.loads(first)["files"][0]["forms"][0]
    after = json.loads(second)["files"][0]["forms"][0]
    assert after["template"] == "own"
    assert after["indicators"] == before["indicators"]
    assert after["funds"] == before["funds"]
    assert after["项目负责人及电话"] == before["项目负责人及电话"]


@pytest.mark.parametrize("how", ["none", "both"])
def test_one_of_to_and_into_is_asked_for(
    how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["--to", tmp_path / "a.toml", "--into", tmp_path / "u.perfdesk"] if how == "both" else []
    code, _, error = call(capsys, "template", FORM, *more)
    assert code == 2
    assert "--to" in error
    assert not (tmp_path / "a.toml").exists()


def test_a_bad_pack_is_refused_and_nothing_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack, unit = tmp_path / "bad.toml", tmp_path / "unit.perfdesk"
    pack.write_text("format = 9\n", encoding="utf-8")
    for arguments in (
        ("template", pack, "--into", unit),
        ("read", FORM, "--templates", pack),
        ("read", FORM, "--templates", tmp_path / "missing.toml"),
        ("template", tmp_path / "missing.xlsx", "--to", tmp_path / "x.toml"),
    ):
        code, _, error = call(capsys, *arguments)
        assert code == 2
        assert len(error.splitlines()) == 1
