"""Names of exported files: they say unit, project, year and kind, and fit every file system."""

from pathlib import Path

import pytest

from perfdesk.cellpath import CellPath
from perfdesk.document import FormView
from perfdesk.session.send_out.file_names import LONGEST, distinct, form_name, safe, unit_name
from perfdesk.session.workspace import Workspace
from tests.session.unit_files import unit_file


@pytest.fixture
def workspace(tmp_path: Path):
    with unit_file(tmp_path) as opened:
        yield opened


def named(workspace: Workspace, organisation: str, project: str, year: str = "2024") -> FormView:
    form = workspace.forms()[0].id
    texts = {"organisation": organisation, "project_name": project, "year": year}
    workspace.editing.set_many([(CellPath(form, "", name), text) for name, text in texts.items()])
    return workspace._core.view(form)


@pytest.mark.parametrize(
    ("organisation", "project", "year", "name"),
    [
        ("某中心", "运维", "2024", "某中心_运维_2024自评表"),
        ("", "运维", "2024", "运维_2024自评表"),
        ("某中心", "", "2024", "某中心_2024自评表"),
        ("", "", "", "自评表"),
        ("某/中心", "运维:一期", "2024", "某_中心_运维_一期_2024自评表"),
    ],
)
def test_parts_that_are_blank_leave_no_trace(
    workspace: Workspace, organisation: str, project: str, year: str, name: str
) -> None:
    assert form_name(named(workspace, organisation, project, year)) == name


@pytest.mark.parametrize(
    ("unit", "project", "kept"),
    [(200, 30, (81, 30)), (10, 200, (0, 112)), (200, 200, (0, 112)), (200, 0, (112, 0))],
)
def test_a_long_name_is_cut_at_the_unit_first(
    workspace: Workspace, unit: int, project: int, kept: tuple[int, int]
) -> None:
    name = form_name(named(workspace, "甲" * unit, "乙" * project))
    assert (name.count("甲"), name.count("乙")) == kept
    assert len(name) <= LONGEST
    assert name.endswith("_2024自评表")
    assert "__" not in name
    assert not name.startswith("_")


def test_a_file_of_many_forms_is_named_by_what_they_share(workspace: Workspace) -> None:
    views = list(workspace._core.views())
    unit = views[0].text("organisation")
    assert unit_name(views) == f"{unit}_2024自评表汇编"
    workspace.editing.set_text(CellPath(views[0].id, "", "year"), "2023")
    assert unit_name(workspace._core.views()) == f"{unit}_自评表汇编"
    workspace.editing.set_text(CellPath(views[0].id, "", "organisation"), "别的单位")
    assert unit_name(workspace._core.views()) == "自评表汇编"
    declared = workspace.editing.new_form("shanghai-declaration-2023", 2024, "新").show
    assert unit_name([views[1], workspace._core.view(declared)]) == "2024绩效表汇编"


@pytest.mark.parametrize("name", ["con", "NUL", "com1", "lpt9.txt", "Aux"])
def test_no_name_is_one_that_windows_keeps_for_itself(name: str) -> None:
    assert safe(name) == f"_{name}"
    assert safe(f"甲{name}") == f"甲{name}"


def test_equal_names_are_numbered_whatever_their_case() -> None:
    assert distinct(["a", "A", "b", "a", "a(2)"]) == ["a", "A(2)", "b", "a(3)", "a(2)(2)"]
