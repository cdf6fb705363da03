"""Forms are read when they are asked for, once, and changes elsewhere do not read them."""

from collections.abc import Sequence

import pytest

from perfdesk.changes import AddForm, RemoveForm
from perfdesk.document import Document, Form, FormsOnDemand, apply, state


class Shelf:
    """Ten forms that note when they are read."""

    def __init__(self) -> None:
        self.read: list[str] = []
        ids = [f"f{number}" for number in range(10)]
        self.document = Document(FormsOnDemand(ids, self.fetch, self.fetch_headings))

    def form(self, number: int, goal: str) -> Form:
        return Form(f"f{number}", "t", "k", {"project_name": f"项目{number}", "goal": goal})

    def fetch_headings(self) -> list[Form]:
        return [self.form(number, "heading") for number in range(10)]

    def fetch(self, wanted: Sequence[str]) -> list[Form]:
        self.read += wanted
        return [self.form(int(form[1:]), "read") for form in wanted]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_lists_read_nothing(shelf: Shelf) -> None:
    forms = shelf.document.forms
    headings = list(shelf.document.headings())
    assert [form.header["project_name"] for form in headings][:2] == ["项目0", "项目1"]
    assert len(forms) == 10
    assert "f3" in forms
    assert list(forms)[9] == "f9"
    assert shelf.read == []


def test_a_form_is_read_once(shelf: Shelf) -> None:
    first = shelf.document.form("f3")
    assert first.header["goal"] == "read"
    assert shelf.document.form("f3") is first
    assert shelf.document.forms.get("f4").header["goal"] == "read"
    assert shelf.document.forms.get("nothing") is None
    assert shelf.document.forms.pop("f6").header["goal"] == "read"
    assert shelf.read == ["f3", "f4", "f6"]


def test_all_at_once_reads_the_rest(shelf: Shelf) -> None:
    shelf.document.form("f3")
    assert {form.header["goal"] for form in shelf.document} == {"read"}
    assert {form.header["goal"] for _, form in shelf.document.forms.items()} == {"read"}
    assert sorted(shelf.read) == [f"f{n}" for n in range(10)]


def test_headings_come_as_the_forms_are_now(shelf: Shelf) -> None:
    shelf.document.form("f3").header["project_name"] = "改名"
    apply(shelf.document, RemoveForm("f5"))
    names = [form.header["project_name"] for form in shelf.document.headings()]
    assert names == ["项目0", "项目1", "项目2", "改名", "项目4", "项目6", "项目7", "项目8", "项目9"]
    assert shelf.document.form("f4").header["goal"] == "read"


def test_adding_removing_and_undoing_read_only_what_they_touch(shelf: Shelf) -> None:
    order = list(shelf.document.forms)
    inverse = apply(shelf.document, RemoveForm("f5"))
    assert "f5" not in shelf.document.forms
    apply(shelf.document, inverse)
    assert list(shelf.document.forms) == order
    apply(shelf.document, AddForm(state(Form("new", "t", "k")), 2))
    apply(shelf.document, AddForm(state(Form("last", "t", "k"))))
    assert list(shelf.document.forms) == [*order[:2], "new", *order[2:], "last"]
    assert shelf.read == ["f5"]
