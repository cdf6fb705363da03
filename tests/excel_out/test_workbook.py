"""The exported workbook: the form's texts, formulas and print setup, as Excel and our reader find them."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings

from perfdesk.compute import compute, keep_printed
from perfdesk.document import FormView
from perfdesk.document.form_json import to_json
from perfdesk.errors import CannotWriteError
from perfdesk.fonts import load_fonts
from perfdesk.grid import Role
from perfdesk.io.excel_writer import WorkbookOptions, write_workbook
from perfdesk.io.match import match
from perfdesk.io.pdf.writer import write_pdf
from perfdesk.io.readers.xlsx import read_excel
from perfdesk.kinds import SELF_EVALUATION, TARGET_DECLARATION
from perfdesk.layout import build_grid
from perfdesk.paginate import paginate
from perfdesk.paths import resource
from perfdesk.session.edit.new_form import new_form
from perfdesk.values import without_space
from tests.paper.paper_forms import CATALOG, made_forms, sample_views, self_evaluation

Sheet = Any


def book(
    path: Path,
    views: list[FormView],
    options: WorkbookOptions | None = None,
    *,
    values: bool = False,
) -> Any:
    write_workbook(path, views, options)
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=values)


def sheet(
    path: Path, view: FormView, options: WorkbookOptions | None = None, *, values: bool = False
) -> Sheet:
    return book(path, [view], options, values=values).worksheets[0]


def place(worksheet: Sheet, text: str) -> Any:
    """The one cell of this text."""
    found = [cell for row in worksheet.iter_rows() for cell in row if cell.value == text]
    assert len(found) == 1, text
    return found[0]


def same(value: Any) -> Any:
    """A Form JSON in which white space does not count (CONTRACT.md)."""
    if isinstance(value, dict):
        return {key: same(item) for key, item in value.items()}
    if isinstance(value, list):
        return [same(item) for item in value]
    return without_space(value) or None if isinstance(value, str) else value


def read_again(path: Path) -> list[dict[str, Any]]:
    forms = []
    for matched in match(read_excel(path), CATALOG):
        assert matched.problems == ()
        assert matched.leftovers == ()
        assert matched.match == "exact"
        form, template = matched.form, CATALOG.get(matched.form.template_id)
        keep_printed(form, template, template.profile)
        view = FormView(form, template, template.profile, compute(form, template, template.profile))
        forms.append(to_json(view))
    return forms


@pytest.mark.parametrize("view", sample_views(), ids=lambda view: view.id)
def test_samples_come_back_exactly(view: FormView, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    write_workbook(path, [view])
    assert same(read_again(path)) == [same(to_json(view))]


def test_a_unit_comes_back_exactly_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "unit.xlsx"
    write_workbook(path, sample_views())
    assert same(read_again(path)) == [same(to_json(view)) for view in sample_views()]


@pytest.mark.parametrize(
    "template_id",
    [t.id for t in CATALOG.all() if t.kind in (SELF_EVALUATION, TARGET_DECLARATION)],
)
def test_a_blank_form_comes_back_as_it_was_made(template_id: str, tmp_path: Path) -> None:
    template = CATALOG.get(template_id)
    form = new_form(template, template.profile, None)
    view = FormView(form, template, template.profile, compute(form, template, template.profile))
    path = tmp_path / "blank.xlsx"
    write_workbook(path, [view])
    again = read_again(path)[0]
    assert [row["level2"] for row in again["indicators"]] == [
        level2 for _, level2 in template.starters
    ] * max(1, len(template.terms))
    assert again["template"] == template_id


def test_what_excel_shows_is_the_grid(tmp_path: Path) -> None:
    for view in sample_views()[::6]:
        worksheet = sheet(tmp_path / "form.xlsx", view, values=True)
        for cell in build_grid(view).cells:
            shown = worksheet.cell(cell.row + 1, cell.column + 1)
            if isinstance(shown.value, str) or shown.value is None:
                assert (shown.value or "") == cell.text
            else:
                assert float(cell.text.replace(",", "").rstrip("%")) == pytest.approx(
                    shown.value * (100 if shown.number_format.endswith("%") else 1)
                )


@pytest.mark.parametrize(
    "text", ["=100.00(%)", "+5", "-3%", "@某", "=SUM(A1)", "'甲", "_x0041_", "<b>&", "一\n二"]
)
def test_a_text_stays_a_text(text: str, tmp_path: Path) -> None:
    worksheet = sheet(tmp_path / "form.xlsx", self_evaluation(0, project_name=text))
    cell = place(worksheet, text)
    assert cell.data_type == "s"
    assert cell.quotePrefix is (text[0] in "=+-@")


@pytest.mark.parametrize(
    ("text", "value", "number_format"),
    [
        ("100.00", 100, "0.00"),
        ("1,463.5", 1463.5, "#,##0.0"),
        ("0", 0, "0"),
        ("-5.10", -5.1, "0.00"),
    ],
)
def test_amounts_that_reprint_are_numbers(
    text: str, value: float, number_format: str, tmp_path: Path
) -> None:
    view = self_evaluation(funds=[{"row": "当年财政拨款", "initial": text}])
    cell = fund_cell(sheet(tmp_path / "form.xlsx", view))
    assert (cell.value, cell.number_format) == (value, number_format)


@pytest.mark.parametrize(
    "text", ["007", "1,46", "100.00万元", "—", "12345678901234567", "1e3", "５"]
)
def test_amounts_that_would_not_reprint_stay_as_typed(text: str, tmp_path: Path) -> None:
    view = self_evaluation(funds=[{"row": "当年财政拨款", "initial": text}])
    cell = fund_cell(sheet(tmp_path / "form.xlsx", view))
    assert (cell.value, cell.data_type) == (text, "s")


def fund_cell(worksheet: Sheet) -> Any:
    """年初预算数 of 当年财政拨款."""
    label = place(worksheet, "其中：当年财政拨款")
    head = place(worksheet, "年初预算数")
    return worksheet.cell(label.row, head.column)


def automatic(rows: int = 3, **changes: Any) -> FormView:
    """A form whose computed cells are all automatic."""
    view = self_evaluation(rows, **changes)
    template = view.template
    view.form.modes.clear()
    return FormView(
        view.form, template, template.profile, compute(view.form, template, template.profile)
    )


def test_computed_cells_are_formulas_with_their_values(tmp_path: Path) -> None:
    view = automatic()
    path = tmp_path / "form.xlsx"
    formulas, values = sheet(path, view), sheet(path, view, values=True)
    checked = 0
    for cell in build_grid(view).cells:
        if cell.role is not Role.COMPUTED:
            continue
        formula = formulas.cell(cell.row + 1, cell.column + 1)
        assert formula.data_type == "f", cell.field
        value = values.cell(cell.row + 1, cell.column + 1).value
        assert str(value) == cell.text or float(cell.text) == pytest.approx(float(value))
        checked += 1
    assert checked == 11


def test_an_overridden_or_kept_value_is_no_formula(tmp_path: Path) -> None:
    view = self_evaluation(total_score="88.88")
    total = build_grid(view).find("", "total_score")
    assert total is not None
    cell = sheet(tmp_path / "form.xlsx", view).cell(total.row + 1, total.column + 1)
    assert (cell.value, cell.data_type) == (88.88, "n")


def test_a_sum_over_a_text_that_excel_cannot_read_is_no_formula(tmp_path: Path) -> None:
    names = ("年度资金总额", "当年财政拨款", "上年结转资金", "其他资金")
    funds = [{"row": name, "initial": "12万元" if name == "其他资金" else "3"} for name in names]
    worksheet = sheet(tmp_path / "form.xlsx", automatic(funds=funds))
    head = place(worksheet, "年初预算数")
    assert worksheet.cell(head.row + 1, head.column).data_type == "n"
    assert worksheet.cell(head.row + 1, head.column).value == 18


def test_it_prints_as_the_official_form(tmp_path: Path) -> None:
    view = self_evaluation(40)
    worksheet = sheet(tmp_path / "form.xlsx", view)
    grid = build_grid(view)
    setup = worksheet.page_setup
    pages = len(paginate(grid, view.template.page).pages)
    assert pages > 1
    assert (setup.paperSize, setup.orientation, setup.fitToHeight) == (9, "portrait", pages)
    assert setup.fitToWidth in (None, 1)
    assert worksheet.sheet_properties.pageSetUpPr.fitToPage
    assert worksheet.print_options.horizontalCentered
    head = grid.head_rows[0] + 1
    assert worksheet.print_title_rows == f"${head}:${head}"
    assert worksheet.print_area.endswith(f"${grid.row_count}")
    assert "&P" in worksheet.oddFooter.center.text


def test_rows_are_high_enough_for_their_text(tmp_path: Path) -> None:
    text = "对家医签约回访系统进行运行维护，" * 30
    worksheet = sheet(tmp_path / "form.xlsx", self_evaluation(goal_expected=text))
    row = place(worksheet, text).row
    lines = len(text) * 10 / (sum_width(worksheet, place(worksheet, text)) * 72 / 96)
    assert worksheet.row_dimensions[row].height > lines * 12


def sum_width(worksheet: Sheet, cell: Any) -> float:
    """The width of a merged cell in pixels of 96 per inch."""
    merged = next(area for area in worksheet.merged_cells.ranges if cell.coordinate in area)
    letters = [
        openpyxl.utils.get_column_letter(n) for n in range(merged.min_col, merged.max_col + 1)
    ]
    widths = {}
    for dimension in worksheet.column_dimensions.values():
        for column in range(dimension.min, dimension.max + 1):
            widths[openpyxl.utils.get_column_letter(column)] = dimension.width * 7
    return float(sum(widths[letter] for letter in letters))


def test_a_row_higher_than_excel_allows_becomes_several(tmp_path: Path) -> None:
    view = self_evaluation(goal_expected="对家医签约回访系统进行运行维护，" * 150)
    path = tmp_path / "form.xlsx"
    worksheet = sheet(path, view)
    heights = [dimension.height or 0 for dimension in worksheet.row_dimensions.values()]
    assert max(heights) <= 409
    assert same(read_again(path)) == [same(to_json(view))]


def test_choices_and_instructions_are_there(tmp_path: Path) -> None:
    worksheet = sheet(tmp_path / "form.xlsx", self_evaluation())
    validations = worksheet.data_validations.dataValidation
    lists = [rule for rule in validations if rule.type == "list"]
    assert any("产出指标" in rule.formula1 for rule in lists)
    assert all(
        len(rule.prompt or "") <= 255 and len(rule.promptTitle or "") <= 32 for rule in validations
    )
    name = place(worksheet, "信息系统运维").coordinate
    assert any(name in rule.sqref and "预算批复" in rule.prompt for rule in validations)


@pytest.mark.parametrize("view", [sample_views()[0], sample_views()[-1]], ids=lambda v: v.id)
def test_the_frame_of_the_form_is_heavier_than_the_lines_within(
    view: FormView, tmp_path: Path
) -> None:
    worksheet = sheet(tmp_path / "form.xlsx", view)
    ruled = [cell for cell in build_grid(view).cells if cell.border]
    ends = (
        min(cell.column for cell in ruled), max(cell.last_column for cell in ruled),
        min(cell.row for cell in ruled), max(cell.last_row for cell in ruled),
    )  # fmt: skip
    inner = 0
    for cell in ruled:
        first = worksheet.cell(cell.row + 1, cell.column + 1).border
        last = worksheet.cell(cell.last_row + 1, cell.last_column + 1).border
        sides = (first.left.style, last.right.style, first.top.style, last.bottom.style)
        at = (cell.column, cell.last_column, cell.row, cell.last_row)
        wanted = tuple("medium" if a == end else "thin" for a, end in zip(at, ends, strict=True))
        assert sides == wanted, (cell.row, cell.column, cell.text)
        inner += "medium" not in wanted
    assert inner > 10


def test_labels_are_locked_and_values_are_not(tmp_path: Path) -> None:
    view = self_evaluation()
    worksheet = sheet(tmp_path / "form.xlsx", view)
    assert worksheet.protection.sheet
    assert not worksheet.protection.password
    assert place(worksheet, "项目名称").protection.locked
    assert not place(worksheet, "信息系统运维").protection.locked
    open_book = sheet(tmp_path / "open.xlsx", view, WorkbookOptions(protect=False))
    assert not open_book.protection.sheet


def test_the_workbook_knows_its_template(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    workbook = book(path, [self_evaluation()])
    hidden = workbook["_perfdesk"]
    assert hidden.sheet_state == "veryHidden"
    assert [cell.value for cell in hidden[2]][:3] == [
        "自评表",
        "shanghai-self-evaluation-2024",
        "2024",
    ]
    assert workbook.defined_names["perfdesk_template_1"].value == '"shanghai-self-evaluation-2024"'
    assert read_excel(path).marks == {"自评表": "shanghai-self-evaluation-2024"}
    names = workbook.worksheets[0].defined_names
    assert (
        workbook.worksheets[0][names["PD_project_name"].value.split("!")[1].replace("$", "")].value
        == "信息系统运维"
    )


def test_a_unit_has_an_index_with_links(tmp_path: Path) -> None:
    views = [
        self_evaluation(project_name=name)
        for name in ("甲项目", "乙/项目:一", "加油!", "甲项目", "", "'丙'" + "长" * 40)
    ]
    workbook = book(tmp_path / "unit.xlsx", views)
    names = workbook.sheetnames
    assert names[0] == "目录"
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 31 and not set(name) & set(r"[]:*?/\\") for name in names)
    index = workbook["目录"]
    for number, name in enumerate(names[1:-1], 3):
        target = index.cell(number, 4).hyperlink.location
        assert target == f"'{name}'!A1"


def test_without_an_index_when_not_wanted(tmp_path: Path) -> None:
    workbook = book(tmp_path / "unit.xlsx", [self_evaluation()] * 2, WorkbookOptions(index=False))
    assert workbook.sheetnames[0].startswith("01")


def test_the_page_setup_of_the_template_counts(tmp_path: Path) -> None:
    view = self_evaluation()
    page = replace(view.template.page, orientation="landscape")
    lying = FormView(view.form, replace(view.template, page=page), view.profile, view.computed)
    assert sheet(tmp_path / "form.xlsx", lying).page_setup.orientation == "landscape"


def test_a_place_that_does_not_take_it_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError):
        write_workbook(tmp_path / "missing" / "form.xlsx", [self_evaluation()])


@given(view=made_forms(most_rows=8))
@settings(max_examples=25)
def test_made_forms_are_written_as_they_are(
    view: FormView, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("made") / "form.xlsx"
    worksheet = sheet(path, view, values=True)
    texts = {cell.text for cell in build_grid(view).cells if cell.text}
    written = {
        cell.value for row in worksheet.iter_rows() for cell in row if isinstance(cell.value, str)
    }
    assert written - {""} <= texts
    assert {
        text for text in texts if not text.replace(",", "").replace(".", "").rstrip("%").isdecimal()
    } <= written


def by_term(data: dict[str, Any]) -> dict[str, Any]:
    """Two blocks side by side stand under common 一级指标: their rows keep their order within each."""
    rows = data["indicators"]
    if any("term" in row for row in rows):
        rows = sorted(rows, key=lambda row: (row.get("term") or "", row["level1"]))
    return data | {"indicators": rows}


def assert_comes_back(view: FormView, folder: Path) -> None:
    path = folder / "form.xlsx"
    write_workbook(path, [view])
    (again,) = read_again(path)
    assert by_term(same(again)) == by_term(same(to_json(view)))


@given(view=made_forms(most_rows=8))
@settings(max_examples=25)
def test_made_forms_come_back(view: FormView, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert_comes_back(view, tmp_path_factory.mktemp("made"))


@pytest.mark.long
@given(view=made_forms(most_rows=60))
@settings(max_examples=1000)
def test_a_thousand_made_forms_come_back(
    view: FormView, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert_comes_back(view, tmp_path_factory.mktemp("made"))


def test_the_fonts_are_those_of_official_forms_or_the_users_own(tmp_path: Path) -> None:
    view = self_evaluation()
    worksheet = sheet(tmp_path / "form.xlsx", view)
    title = place(worksheet, "财政项目支出绩效自评表")
    assert (title.font.name, title.font.bold, title.font.size) == (
        "宋体",
        True,
        view.template.page.title_size,
    )
    assert place(worksheet, "项目名称").font.name == "宋体"
    chosen = load_fonts(body=(resource("fonts", "PerfDeskSigns.ttf"), 0))
    write_workbook(tmp_path / "own.xlsx", [view], fonts=chosen)
    own = openpyxl.load_workbook(tmp_path / "own.xlsx").worksheets[0]
    assert place(own, "项目名称").font.name == "PerfDesk Signs"


def test_what_entry_should_have_cleaned_still_makes_a_file(tmp_path: Path) -> None:
    view = self_evaluation(1, project_name="坏\x01字符\x1f", goal_actual="甲\t乙\r丙")
    write_workbook(tmp_path / "form.xlsx", [view])
    write_pdf(tmp_path / "form.pdf", [paginate(build_grid(view), view.template.page)])
    (matched,) = match(read_excel(tmp_path / "form.xlsx"), CATALOG)
    assert matched.form.header["project_name"] == "坏字符"
    assert matched.form.header["goal_actual"] == "甲\t乙\n丙"
