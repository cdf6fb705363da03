"""A wrong call gets one line in Chinese that names what is wrong; its help is Chinese too."""

import re

import pytest

from tests.cli.conftest import Run

WRONG = {
    "a missing option": (("blank", "beijing-self-evaluation"), "--to"),
    "a missing path": (("read",), "PATH"),
    "an unknown command": (("frobnicate",), "frobnicate"),
    "an unknown option": (("templates", "--colour"), "--colour"),
    "a value that is none of the choices": (
        ("import", "a.xlsx", "--into", "b.perfdesk", "--on-duplicate", "burn"),
        "burn",
    ),
    "a year in words": (("summary", "a.perfdesk", "--to", "b.xlsx", "--year", "last"), "last"),
    "an option without its value": (("summary", "a.perfdesk", "--to"), "--to"),
}


@pytest.mark.parametrize("name", WRONG)
def test_one_chinese_line_that_names_it(run: Run, name: str) -> None:
    call, named = WRONG[name]
    answer = run(*call)
    assert answer.code == 2
    assert len(answer.err.splitlines()) == 1
    assert named in answer.err
    rest = answer.err.replace(named, "")
    assert not re.search(r"required|invalid|unrecogni[sz]ed|expected|choose", rest)


@pytest.mark.parametrize("command", ["", "read", "import", "export", "blank", "summary", "verify"])
def test_help_is_chinese(run: Run, command: str) -> None:
    answer = run(*filter(None, (command, "--help")))
    assert answer.code == 0
    assert answer.out.startswith("用法：")
    assert not re.search(r"usage:|positional|options:|show this", answer.out)
