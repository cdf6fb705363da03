"""Every deliberately bad template is refused with the file, the key and what is wrong."""

from pathlib import Path

import pytest

from perfdesk.catalog import Catalog
from perfdesk.errors import TemplateError, UnknownTemplateError
from perfdesk.template.loader import load_template

BAD = Path(__file__).parent / "bad"
FILES = sorted(path for path in BAD.glob("*.toml") if not path.name.startswith("_"))


def expected(path: Path) -> tuple[str, str]:
    """Key and a word of the problem, from the file's first two comment lines."""
    first, second = path.read_text("utf-8").splitlines()[:2]
    return first.removeprefix("# expect: "), second.removeprefix("# because: ")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_template_names_its_fault(path: Path) -> None:
    key, word = expected(path)
    with pytest.raises(TemplateError) as raised:
        load_template(path)
    assert raised.value.key == key
    assert word
    assert word in raised.value.problem


def test_the_template_they_extend_is_sound(tmp_path: Path) -> None:
    good = tmp_path / "good.toml"
    good.write_text('id = "good"\n' + (BAD / "_good.toml").read_text("utf-8"), "utf-8")
    assert load_template(good).id == "good"


def test_an_inherited_fault_names_the_file_that_holds_it(tmp_path: Path) -> None:
    base = (BAD / "_good.toml").read_text("utf-8").replace('at = "all"', 'at = "A:Z"')
    (tmp_path / "_base.toml").write_text(base, "utf-8")
    child = tmp_path / "child.toml"
    child.write_text('extends = "_base"\nid = "child"\n', "utf-8")
    with pytest.raises(TemplateError) as raised:
        load_template(child)
    assert (raised.value.file, raised.value.key) == ("_base.toml", "rows.title.cells[0].at")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "binary.toml"
    path.write_bytes(b"\xff\xfe\x00title")
    with pytest.raises(TemplateError) as raised:
        load_template(path)
    assert "UTF-8" in raised.value.problem


def test_a_bad_template_leaves_the_others_usable(tmp_path: Path) -> None:
    text = (BAD / "_good.toml").read_text("utf-8")
    (tmp_path / "good.toml").write_text('id = "good"\n' + text, "utf-8")
    (tmp_path / "bad.toml").write_text("id = 1\n", "utf-8")
    catalog = Catalog(tmp_path)
    assert catalog.get("good").id == "good"
    assert [template.id for template in catalog.all()] == ["good"]
    assert [problem.file for problem in catalog.problems()] == ["bad.toml"]
    with pytest.raises(TemplateError):
        catalog.get("bad")


def test_an_unknown_id_is_its_own_error(tmp_path: Path) -> None:
    with pytest.raises(UnknownTemplateError):
        Catalog(tmp_path).get("mars-self-evaluation")
    with pytest.raises(UnknownTemplateError):
        Catalog().get("_form")
