"""The import preview: what was read, from where, how sure, what was left; corrections are remembered."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell

from perfdesk.errors import NoLabelNearError
from perfdesk.session.bring_in.preview import Use, preview, report_rows
from perfdesk.session.workspace import Workspace

SAMPLES = Path(__file__).parent.parent / "samples" / "workbooks"
WORKBOOK = SAMPLES / "municipal-self-evaluation-2023-official.xlsx"
SHEET = "01安全生产专项工作经费"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PERFDESK_HOME", str(tmp_path / "settings"))
    with Workspace.create(tmp_path / "u.perfdesk") as opened:
        yield opened


def at(side, **wanted):
    """The cells of a side with these attributes."""
    return [
        cell
        for cell in side.cells
        if all(getattr(cell, key) == value for key, value in wanted.items())
    ]


def odd_workbook(path: Path) -> Path:
    """A published form with a remark beside it and the score of the first indicator in a column of its own."""
    book = load_workbook(WORKBOOK)
    sheet = book.active
    sheet["K12"], sheet["K13"] = "复核得分", "8.00"
    sheet["A22"] = "填报人：张三"
    book.save(path)
    return path


def test_both_sides_are_linked_by_place_and_address(workspace) -> None:
    (file,) = workspace.transfer.read([WORKBOOK])
    shown = preview(file, file.forms[0])
    (score,) = [cell for cell in shown.form.cells if ("r1", "score") in cell.places]
    assert (score.text, score.use, score.addresses) == ("10.00", Use.CERTAIN, (f"{SHEET}!H13",))
    (source,) = at(shown.source, addresses=(f"{SHEET}!H13",))
    assert (source.text, source.use, source.places) == ("10.00", Use.CERTAIN, (("r1", "score"),))
    (label,) = at(shown.source, text="项目名称")
    assert label.use is Use.LABEL
    assert not at(shown.source, use=Use.UNUSED)


def test_a_form_that_begins_further_in_is_shown_from_its_own_corner(workspace, tmp_path) -> None:
    book = Workbook()
    sheet = book.active
    official = load_workbook(WORKBOOK).active
    for row in official.iter_rows():
        for cell in row:
            if not isinstance(cell, MergedCell) and cell.value is not None:
                sheet.cell(cell.row + 4, cell.column + 2, cell.value)
    for area in official.merged_cells.ranges:
        area.shift(2, 4)
        sheet.merge_cells(area.coord)
    book.save(tmp_path / "inside.xlsx")
    (plain,) = workspace.transfer.read([WORKBOOK])
    (inside,) = workspace.transfer.read([tmp_path / "inside.xlsx"])
    sides = [preview(file, file.forms[0]).source for file in (plain, inside)]
    assert min(cell.row for cell in sides[1].cells) == 0
    assert min(cell.column for cell in sides[1].cells) == 0
    places = [{(cell.row, cell.column): cell.text for cell in side.cells} for side in sides]
    assert {at: text for at, text in places[0].items() if text} == {
        at: text for at, text in places[1].items() if text
    }
    assert sides[1].columns == sides[0].columns


def test_a_blank_cell_of_the_form_is_told_from_one_that_was_read(workspace) -> None:
    (file,) = workspace.transfer.read([WORKBOOK])
    shown = preview(file, file.forms[0])
    blank = [cell for cell in shown.form.cells if ("r1", "deviation") in cell.places]
    assert [cell.use for cell in blank] == [Use.BLANK]


def test_the_report_names_every_cell_and_what_was_left(workspace, tmp_path: Path) -> None:
    files = workspace.transfer.read(
        [odd_workbook(tmp_path / "odd.xlsx"), tmp_path / "missing.xlsx"]
    )
    rows = report_rows(files)
    assert rows[0][:3] == ["文件", "位置", "项目"]
    by_place = {row[1]: row for row in rows}
    assert by_place[f"{SHEET}!F6"][4:] == ["9.53", "确定"]
    assert by_place[f"{SHEET}!K13"][4:] == ["8.00", "未采用"]
    assert rows[-1][0] == "missing.xlsx"


def test_a_correction_is_taken_and_remembered_for_the_layout(workspace, tmp_path: Path) -> None:
    (file,) = workspace.transfer.read([odd_workbook(tmp_path / "odd.xlsx")])
    read = file.forms[0]
    assert read.view.indicators[0].text("score") == "10.00"
    corrected = workspace.transfer.layouts.correct(file, read, ("r1", "score"), f"{SHEET}!K13")
    assert corrected.forms[0].view.indicators[0].text("score") == "8.00"
    (again,) = workspace.transfer.read([odd_workbook(tmp_path / "odd2.xlsx")])
    assert again.forms[0].view.indicators[0].text("score") == "8.00"
    workspace.transfer.layouts.forget()
    (fresh,) = workspace.transfer.read([tmp_path / "odd.xlsx"])
    assert fresh.forms[0].view.indicators[0].text("score") == "10.00"


def test_a_cell_of_a_sheet_without_labels_cannot_be_remembered(workspace, tmp_path: Path) -> None:
    (file,) = workspace.transfer.read([WORKBOOK])
    with pytest.raises(NoLabelNearError):
        workspace.transfer.layouts.correct(file, file.forms[0], ("", "grade"), "别的!A1")


def test_form_json_has_no_side_of_the_file(workspace) -> None:
    (file,) = workspace.transfer.read(
        [SAMPLES.parent / "forms" / "municipal-self-evaluation-2023.json"]
    )
    shown = preview(file, file.forms[0])
    assert shown.source.cells == ()
    assert {cell.use for cell in shown.form.cells if cell.text} == {Use.CERTAIN, Use.LABEL}


def test_an_empty_workbook_has_no_preview(workspace, tmp_path: Path) -> None:
    Workbook().save(tmp_path / "leer.xlsx")
    (file,) = workspace.transfer.read([tmp_path / "leer.xlsx"])
    assert (file.forms, file.snapshot) == ((), None)
    assert file.error
