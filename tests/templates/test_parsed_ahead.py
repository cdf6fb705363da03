"""`parsed.json` tells exactly what the template files tell, and no changed file is taken from it."""

import runpy
import shutil
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.paths import resource
from perfdesk.template.loader import load_template
from perfdesk.template.parsed import PARSED, find_parsed

TEMPLATES = resource("templates")
SCRIPT = Path(__file__).parents[2] / "packaging" / "parse_templates.py"


def test_it_is_up_to_date() -> None:
    made = runpy.run_path(str(SCRIPT))["parsed"](TEMPLATES)
    assert (TEMPLATES / PARSED).read_text("utf-8") == made, f"run {SCRIPT.name}"


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.toml")), ids=lambda path: path.stem)
def test_it_tells_what_the_file_tells(path: Path) -> None:
    content = path.read_bytes()
    told = find_parsed(path, content)
    assert repr(told) == repr(tomllib.loads(content.decode(), parse_float=Decimal))


def test_settings_taken_from_it_may_be_changed() -> None:
    path = TEMPLATES / "_form.toml"
    first = find_parsed(path, path.read_bytes())
    assert first is not None
    first.clear()
    assert find_parsed(path, path.read_bytes())


def test_a_changed_file_is_read_itself(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    shutil.copytree(TEMPLATES, folder)
    changed = folder / "beijing-self-evaluation.toml"
    text = changed.read_text("utf-8")
    changed.write_text(text.replace('region = "', 'region = "新'), "utf-8")
    assert load_template(changed).region.startswith("新")


def test_decimals_that_json_would_change_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("x = 0.10", "utf-8")
    with pytest.raises(ValueError, match=r"0\.10"):
        runpy.run_path(str(SCRIPT))["parsed"](tmp_path)


@pytest.mark.parametrize("broken", ["", "[]", "{", '{"a": 1}'])
def test_a_broken_one_is_as_none(tmp_path: Path, broken: str) -> None:
    (tmp_path / PARSED).write_text(broken, "utf-8")
    assert find_parsed(tmp_path / "a.toml", b"x = 1") is None
