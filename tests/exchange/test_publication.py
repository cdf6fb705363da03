"""公开版: P01 is looked at whether switched on or not; persons, signature lines and notes stay at home."""

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook
from pypdf import PdfReader

from perfdesk.cellpath import CellPath
from perfdesk.document import state
from tests.session.unit_files import unit_file


def test_open_points_are_found_even_where_the_rule_is_off(tmp_path: Path) -> None:
    with unit_file(tmp_path, count=1) as unit:
        form = unit.form_ids()[0]
        row = unit._core.document.form(form).indicators[0].id
        place = CellPath(form, row, "deviation")
        unit.editing.set_text(place, "联系电话 13912345678")
        publication = unit.sharing.publication
        found = [p for p in publication.open_points([form]) if p.finding.row == row]
        assert len(found) == 1
        assert "13912345678" in found[0].message
        off = replace(unit.options.current, disabled_rules=frozenset({"P01"}))
        unit.options.change(off)
        assert [p for p in publication.open_points([form]) if p.finding.row == row]
        unit.options.change(replace(off, disabled_rules=frozenset()))
        unit.checking.accept(found[0].finding, "是单位总机，可以公开")
        assert not [p for p in publication.open_points([form]) if p.finding.row == row]


def test_the_copy_has_no_signature_line_and_the_form_stays(tmp_path: Path) -> None:
    with unit_file(tmp_path, count=2) as unit:
        unit.options.change(replace(unit.options.current, footer=("填报人：王某", "联系电话：123")))
        before = [state(form) for form in unit._core.document]
        written = unit.sharing.publication.write(tmp_path / "公开", unit.form_ids())
        assert [state(form) for form in unit._core.document] == before
        assert len(written) == 4
        for path in written:
            if path.suffix == ".pdf":
                text = "".join(page.extract_text() for page in PdfReader(path).pages)
            else:
                cells = [c.value for s in load_workbook(path) for row in s.rows for c in row]
                text = " ".join(str(value) for value in cells if value)
            assert "王某" not in text
            assert "联系电话" not in text
            assert "校验码" not in text
