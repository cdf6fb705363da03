"""Find and replace over all forms: previews are what is done, and all is one undo."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.cellpath import CellPath
from perfdesk.document import form_json
from perfdesk.session.edit.search import COMPUTED_CELL, FILLED_ALREADY, NOT_IN_FORM, TextSearch
from perfdesk.session.edit.text_search import Query
from tests.session.unit_files import unit_file

SELF, DECLARED = "minhang-self-evaluation-2024", "jiading-declaration-2023"


@pytest.fixture
def workspace(tmp_path: Path):
    with unit_file(tmp_path, SELF, DECLARED) as opened:
        yield opened


@pytest.fixture
def search(workspace) -> TextSearch:
    return TextSearch(workspace._core, workspace.editing)


def texts(workspace) -> list[dict]:
    return [form_json.to_json(view) for view in workspace.checking.views()]


@pytest.mark.parametrize(
    ("query", "text", "spans"),
    [
        (Query("paas"), "医卫云 PaaS运维", ((4, 8),)),
        (Query("paas", match_case=True), "医卫云 PaaS运维", ()),
        (Query("(2024)"), "系统（２０２４）运维", ((2, 8),)),
        (Query("(2024)", match_width=True), "系统（２０２４）运维", ()),
        (Query("完成", whole_cell=True), " 完成 ", ((1, 3),)),
        (Query("完成", whole_cell=True), "已完成", ()),
        (Query("aa"), "aaaa", ((0, 2), (2, 4))),
        (Query("a.c"), "abc a.c", ((4, 7),)),
        (Query("İ"), "İstanbul", ((0, 1),)),
        (Query("b"), "a\u200bb", ((2, 3),)),
        (Query(""), "a", ()),
    ],
)
def test_what_is_found_and_where(query: Query, text: str, spans) -> None:
    assert query.spans(text) == spans


@given(st.text(max_size=30), st.text(min_size=1, max_size=4), st.booleans(), st.booleans())
def test_replacing_a_text_by_itself_changes_nothing(text, wanted, case, width) -> None:
    query = Query(wanted, match_case=case, match_width=width)
    assert len(query.fold(text)) == len(text)
    spans = query.spans(text)
    assert all(query.fold(text[a:b]) == query.fold(wanted) for a, b in spans)
    if spans:
        same = Query(
            text[slice(*spans[0])], text[slice(*spans[0])], match_case=True, match_width=True
        )
        assert same.replaced(text, same.spans(text)) == text


def test_every_form_is_searched_in_order_and_cells_are_named(workspace, search: TextSearch) -> None:
    hits = search.find(Query("满意度"))
    forms = [form.id for form in workspace.forms()]
    assert [forms.index(hit.paths[0].form) for hit in hits] == sorted(
        forms.index(hit.paths[0].form) for hit in hits
    )
    assert {hit.kind for hit in hits} == {"self_evaluation", "target_declaration"}
    assert all("满意度" in hit.before and hit.label and hit.after is None for hit in hits)
    assert search.find(Query("绝不会有的字")) == []


def test_replacing_does_what_the_preview_said_in_one_step(workspace, search: TextSearch) -> None:
    before = texts(workspace)
    hits = search.find(Query("系统", "平台"))
    outcome = search.replace(hits)
    assert outcome.changed
    assert not search.find(Query("系统"))
    for hit in hits:
        for path in hit.paths:
            view = workspace._core.view(path.form)
            assert view.text(path.field, path.row) == hit.after
    workspace.editing.undo()
    assert texts(workspace) == before


def test_a_merged_level_cell_is_one_hit_and_all_its_rows_change(
    workspace, search: TextSearch
) -> None:
    form = workspace.forms()[0].id
    hits = search.find(Query("产出指标", "产出", forms=(form,)))
    hit = next(hit for hit in hits if hit.paths[0].field == "level1")
    assert len(hit.paths) > 1
    search.replace([hit])
    view = workspace._core.view(form)
    assert all(view.text("level1", path.row) == "产出" for path in hit.paths)


def test_computed_cells_are_shown_skipped_and_said(workspace, search: TextSearch) -> None:
    form = workspace.forms()[0].id
    hits = search.find(Query("99.50", "88.00", forms=(form,)))
    locked = [hit for hit in hits if hit.locked == COMPUTED_CELL]
    assert ("F0", "rate") in {hit.paths[0][1:] for hit in locked}
    outcome = search.replace(hits)
    assert workspace._core.view(form).text("rate", "F0") == "99.50"
    assert any("跳过" in notice for notice in outcome.notices)


def test_a_cell_that_changed_after_the_search_is_left_alone(workspace, search: TextSearch) -> None:
    form = workspace.forms()[0].id
    name = CellPath(form, "", "project_name")
    workspace.editing.set_text(name, "甲项目")
    hits = search.find(Query("甲项目", "乙项目"))
    workspace.editing.set_text(name, "丙项目")
    outcome = search.replace(hits)
    assert not outcome.changed
    assert outcome.notices
    workspace.editing.remove_form(form)
    assert not search.replace(hits).changed


def test_forms_limit_the_search(workspace, search: TextSearch) -> None:
    form = workspace.forms()[1].id
    assert {hit.paths[0].form for hit in search.find(Query("闵行", forms=(form, "gone")))} == {form}


def test_one_text_is_filled_into_many_forms_at_once(workspace, search: TextSearch) -> None:
    forms = [form.id for form in workspace.forms()]
    before = texts(workspace)
    workspace.editing.set_text(CellPath(forms[0], "", "department"), "")
    preview = search.fill_preview(forms, "department", "某局", only_blank=True)
    assert [hit.locked for hit in preview] == [""] + [FILLED_ALREADY] * 5
    search.fill(forms, "department", "某局")
    assert {view.text("department") for view in workspace.checking.views()} == {"某局"}
    workspace.editing.undo()
    workspace.editing.undo()
    assert texts(workspace) == before


def test_forms_without_the_field_are_skipped_and_said(workspace, search: TextSearch) -> None:
    forms = [form.id for form in workspace.forms()]
    outcome = search.fill(forms, "goal_actual", "全部完成")
    assert len(outcome.forms) == 3
    assert any("没有这一栏" in notice for notice in outcome.notices)
    preview = search.fill_preview(forms, "total_score", "100")
    assert [hit.locked for hit in preview] == [COMPUTED_CELL] * 3 + [NOT_IN_FORM] * 3


def test_only_typed_fields_that_stand_once_can_be_filled(workspace, search: TextSearch) -> None:
    names = {name for choice in search.fillable() for name in choice.names}
    assert {"department", "organisation", "goal_actual", "year"} <= names
    assert names.isdisjoint({"total_score", "grade", "score", "level3"})
