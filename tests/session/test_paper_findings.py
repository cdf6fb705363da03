"""P02: what paper cannot show is said with its cell."""

from dataclasses import replace

from perfdesk.layout import build_grid
from perfdesk.paginate import paginate
from perfdesk.session.check.paper_findings import paper_findings
from tests.paper.paper_forms import sample_views, self_evaluation


def test_the_official_forms_show_everything() -> None:
    for view in sample_views():
        assert paper_findings(view, paginate(build_grid(view), view.template.page)) == []


def test_characters_without_a_font_are_one_finding_per_cell() -> None:
    view = self_evaluation(project_name="表情😀与🀄")
    (finding,) = paper_findings(view, paginate(build_grid(view), view.template.page))
    assert (finding.rule, finding.row, finding.field) == ("P02", "", "project_name")
    assert dict(finding.arguments)["characters"] == "😀🀄"


def test_text_that_cannot_fit_is_a_finding_at_its_cell() -> None:
    view = self_evaluation(1)
    view.form.indicators[0].values["deviation"] = "偏差"
    grid = build_grid(view)
    narrow = replace(grid, columns_mm=(*grid.columns_mm[:-1], 0.5))
    found = paper_findings(view, paginate(narrow, view.template.page))
    assert ("P02", "r1", "deviation") in {(f.rule, f.row, f.field) for f in found}
    assert any(dict(f.arguments)["place"].startswith("第1行") for f in found)
