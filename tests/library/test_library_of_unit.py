"""The library of one data file: grown from its forms, inserted, compared over years, exchanged."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from perfdesk.cli import main
from perfdesk.errors import NoLibraryTableError
from perfdesk.library import HEADS, LibraryQuery, Origin
from perfdesk.session.workspace import Workspace
from tests.session.unit_files import unit_file


def test_forms_make_the_units_own_library(tmp_path: Path) -> None:
    with unit_file(tmp_path) as unit:
        own = unit.sharing.library.own()
        assert own
        assert all(entry.origin is Origin.OWN and 2024 in entry.years for entry in own)
        typed = own[0].name[:3]
        assert unit.sharing.library.suggest_indicators(typed)[0].entry.origin is Origin.OWN


def test_an_edit_is_known_at_once(tmp_path: Path) -> None:
    with unit_file(tmp_path) as unit:
        form = unit.form_ids()[0]
        assert not unit.sharing.library.suggest_indicators("极光观测")
        row = unit._core.document.form(form).indicators[0].id
        from perfdesk.cellpath import CellPath

        unit.editing.set_text(CellPath(form, row, "level3"), "极光观测次数")
        assert unit.sharing.library.suggest_indicators("极光观测")[0].name == "极光观测次数"
        unit.editing.undo()
        assert not unit.sharing.library.suggest_indicators("极光观测")


def test_an_entry_is_inserted_with_sign_and_unit_and_no_number(tmp_path: Path) -> None:
    with unit_file(tmp_path) as unit:
        form = unit.form_ids()[0]
        entry = unit.sharing.library.search(LibraryQuery("完成体检数"))[0]
        outcome = unit.sharing.library.insert(form, entry)
        row = unit._core.document.form(form).indicators[-1]
        assert (row.get("level3"), row.get("level2")) == ("完成体检数", "数量指标")
        assert row.get("target") == "≥人"
        assert outcome.changed
        assert unit.editing.undo() is not None


def test_a_typed_row_keeps_what_it_has(tmp_path: Path) -> None:
    with unit_file(tmp_path) as unit:
        form = unit._core.document.form(unit.form_ids()[0])
        row = form.indicators[0]
        entry = unit.sharing.library.search(LibraryQuery("完成体检数"))[0]
        texts = {
            path.field: text for path, text in unit.sharing.library.fill(form.id, row.id, entry)
        }
        assert texts == {"level3": "完成体检数"}


def test_one_indicator_over_the_years(tmp_path: Path) -> None:
    with unit_file(tmp_path) as unit:
        form = unit._core.document.form(unit.form_ids()[0])
        unit.editing.carry_over([form.id], 2025)
        name = form.indicators[0].get("level3") or ""
        values = unit.sharing.library.over_the_years(name)
        assert values[0].year == 2025
        assert values[0].actual == ""
        assert {value.year for value in values} == {2024, 2025}


def test_out_as_a_workbook_and_into_another_unit(tmp_path: Path) -> None:
    book = tmp_path / "指标库.xlsx"
    with unit_file(tmp_path) as unit:
        count = unit.sharing.library.export_table(book)
        own = list(unit.sharing.library.own())
    sheet = load_workbook(book)["指标库"]
    assert tuple(cell.value for cell in sheet[1]) == HEADS
    assert sheet.max_row == count + 1
    assert sheet.data_validations.dataValidation
    with Workspace.create(tmp_path / "另一单位.perfdesk") as other:
        done = other.sharing.library.import_table(book)
        assert (done.problems, done.unknown_heads) == ((), ())
        assert done.taken + done.known == count
        assert done.taken == len(own)
        again = other.sharing.library.import_table(book)
        assert (again.taken, again.changed, again.known) == (0, 0, count)
    with Workspace.open(tmp_path / "另一单位.perfdesk", read_only=True) as other:
        assert len(other.sharing.library.taken()) == len(own)
        assert other.sharing.library.search(LibraryQuery(own[0].name))


def test_a_workbook_without_a_library_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["姓名", "电话"])
    book.save(tmp_path / "名单.xlsx")
    with unit_file(tmp_path) as unit, pytest.raises(NoLibraryTableError, match="名单"):
        unit.sharing.library.import_table(tmp_path / "名单.xlsx")


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit_file(tmp_path).close()
    unit, book = str(tmp_path / "单位.perfdesk"), str(tmp_path / "库.xlsx")
    assert main(["library", unit, "--export", book, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["indicators"] > 400
    filled = load_workbook(book)
    sheet = filled["指标库"]
    sheet.append([None, "科普", "产出指标", "数量指标", "科普讲座场次", "≥", "4", "场"])
    sheet.append([None, None, "产出指标", "数量指标", None, "≥", "4", "场"])
    filled.save(book)
    assert main(["library", unit, "--import", book, "--json"]) == 2
    told = capsys.readouterr()
    data = json.loads(told.out)
    assert (data["taken"], data["changed"]) == (1, 0)
    assert "没有三级指标名称" in told.err
    assert main(["library", unit, "--import", str(tmp_path / "没有.xlsx")]) == 2
