"""What LibreOffice makes of our workbooks: it recomputes them, and agrees; texts stay texts."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perfdesk.compute import compute
from perfdesk.document import FormView
from perfdesk.io.excel_writer import write_workbook
from perfdesk.session.edit.new_form import new_form
from tests.paper.paper_forms import CATALOG, sample_views, self_evaluation

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item
 oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(300),
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


def recalculated(folder: Path, paths: list[Path]) -> list[Path]:
    """The workbooks as LibreOffice saves them after computing every formula anew."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    target = folder / "again"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(
        [*command, "--outdir", str(target), *map(str, paths)], check=True, capture_output=True
    )
    return [target / path.name for path in paths]


def blank(template_id: str) -> FormView:
    template = CATALOG.get(template_id)
    form = new_form(template, template.profile, 2026)
    return FormView(form, template, template.profile, compute(form, template, template.profile))


def cells(path: Path, *, values: bool) -> Iterator[tuple[str, Any]]:
    for sheet in openpyxl.load_workbook(path, data_only=values):
        if sheet.sheet_state == "visible":
            yield from (
                (f"{sheet.title}!{c.coordinate}", c) for row in sheet.iter_rows() for c in row
            )


def test_formulas_recompute_and_agree_and_texts_stay(tmp_path: Path) -> None:
    unit = [*sample_views(), self_evaluation(3, project_name="=100.00(%)")]
    views = [[*unit], *([blank(name)] for name in CATALOG.ids())]
    paths = [tmp_path / f"{number}.xlsx" for number in range(len(views))]
    for path, group in zip(paths, views, strict=True):
        write_workbook(path, group)
    formulas = 0
    for path, again in zip(paths, recalculated(tmp_path, paths), strict=True):
        ours = dict(cells(path, values=True))
        theirs = dict(cells(again, values=True))
        computed = {place for place, cell in cells(path, values=False) if cell.data_type == "f"}
        formulas += len(computed)
        for place, cell in ours.items():
            other = theirs[place].value if place in theirs else None
            if isinstance(cell.value, int | float):
                assert other == pytest.approx(cell.value, abs=1e-9), place
            else:
                assert (other or "") == (cell.value or ""), place
    assert formulas > 250
