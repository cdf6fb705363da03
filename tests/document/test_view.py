"""The effective text of a cell: typed, computed, or printed otherwise than computed."""

import pytest

from perfdesk.changes import Mode
from perfdesk.document import Form, FormView, Row
from perfdesk.kinds import SELF_EVALUATION
from perfdesk.settings import Profile
from tests.paper.paper_forms import CATALOG


def view_of(text: str | None, mode: Mode, computed: str | None) -> FormView:
    template = CATALOG.get("shanghai-self-evaluation-2024")
    form = Form("f", template.id, SELF_EVALUATION, {"project_name": text, "money_unit": "万元"})
    form.funds = [Row(f"F{number}", {}) for number in range(4)]
    if mode is not Mode.AUTOMATIC:
        form.put("F0", "rate", text, mode)
    return FormView(form, template, Profile(), {("F0", "rate"): computed})


@pytest.mark.parametrize(
    ("text", "mode", "computed", "effective"),
    [
        (None, Mode.AUTOMATIC, "99.50", "99.50"),
        (None, Mode.AUTOMATIC, None, None),
        ("98.00", Mode.OVERRIDDEN, "99.50", "98.00"),
        ("99.50%", Mode.KEPT, "99.50", "99.50%"),
        ("", Mode.KEPT, "99.50", None),
        (" ", Mode.KEPT, "99.50", None),
        (None, Mode.KEPT, "99.50", None),
    ],
)
def test_a_computed_cell(
    text: str | None, mode: Mode, computed: str | None, effective: str | None
) -> None:
    assert view_of(text, mode, computed).text("rate", "F0") == effective


@pytest.mark.parametrize(
    ("text", "effective"),
    [("运维", "运维"), (" 运维 ", " 运维 "), ("", None), (" \u3000\n", None), (None, None)],
)
def test_a_typed_cell_of_blanks_only_is_blank(text: str | None, effective: str | None) -> None:
    view = view_of(text, Mode.AUTOMATIC, None)
    assert view.text("project_name") == effective
    assert view.text("department") is None
