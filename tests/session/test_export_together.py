"""Many forms in one file: names, order and marks of each."""

import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from perfdesk.cellpath import CellPath
from perfdesk.session.send_out.transfer import ExportPlan
from perfdesk.session.workspace import Workspace
from tests.session.unit_files import unit_file


@pytest.fixture
def workspace(tmp_path: Path):
    with unit_file(tmp_path) as opened:
        yield opened


def test_each_form_of_a_pdf_has_a_bookmark_with_its_name(
    workspace: Workspace, tmp_path: Path
) -> None:
    first, second, third = (form.id for form in workspace.forms())
    names = {form.id: form.project_name for form in workspace.forms()}
    workspace.editing.set_text(CellPath(second, "", "project_name"), "")
    title = workspace._core.view(second).text("title")
    plan = ExportPlan(tmp_path / "out", ("pdf",), one_file=True)
    done = workspace.transfer.export(plan, [third, first, second])
    assert len({item.path for item in done}) == 1
    outline = PdfReader(done[0].path).outline
    assert [entry["/Title"] for entry in outline] == [names[third], names[first], title]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_one_form_is_an_object_and_several_are_a_list(
    count: int, workspace: Workspace, tmp_path: Path
) -> None:
    forms = [form.id for form in workspace.forms()][:count]
    plan = ExportPlan(tmp_path / "out", ("json",), one_file=True)
    (path,) = {item.path for item in workspace.transfer.export(plan, forms)}
    written = json.loads(path.read_text("utf-8"))
    listed = [written] if count == 1 else written
    assert [form["project_name"] for form in listed] == [
        form.project_name for form in workspace.forms()[:count]
    ]
