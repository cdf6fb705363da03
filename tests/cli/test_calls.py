"""The calls themselves: version, templates, help, wrong calls."""

import subprocess
import sys
from pathlib import Path

from perfdesk import __version__
from tests.cli.conftest import SAMPLES, Run

ROOT = Path(__file__).parent.parent.parent

IDS = {
    "shanghai-declaration-2023",
    "shanghai-declaration-2026",
    "shanghai-self-evaluation-2023",
    "shanghai-self-evaluation-2024",
    "district-self-evaluation",
    "beijing-self-evaluation",
    "national-self-evaluation-2020",
    "national-declaration-2015",
}


def test_version(run: Run) -> None:
    assert run("--version").out == f"PerfDesk {__version__}\n"


def test_templates_as_the_contract_names_them(run: Run) -> None:
    templates = run("templates", "--json").data["templates"]
    assert {template["id"] for template in templates} >= IDS
    assert all(
        set(template) == {"id", "title", "kind", "edition", "region", "money_unit"}
        for template in templates
    )
    assert {t["money_unit"] for t in templates if t["id"].startswith("shanghai-declaration")} == {
        "元"
    }


def test_a_wrong_call_is_one_line_and_exit_2(run: Run) -> None:
    for call in (("export",), ("no-such-command",), ("check",), ("import", "x.xlsx")):
        answer = run(*call)
        assert (answer.code, len(answer.err.splitlines()), answer.out) == (2, 1, "")


def test_an_unknown_template_is_named(run: Run, tmp_path) -> None:
    answer = run("blank", "no-such-template", "--to", tmp_path / "x.xlsx")
    assert (answer.code, len(answer.err.splitlines())) == (2, 1)
    assert "no-such-template" in answer.err
    assert not (tmp_path / "x.xlsx").exists()


def test_a_reader_that_goes_away_ends_the_program_quietly() -> None:
    command = [sys.executable, str(ROOT / "main.py"), "read", str(SAMPLES / "workbooks"), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.read(10)
        child.stdout.close()
        assert child.stderr.read() == b""
