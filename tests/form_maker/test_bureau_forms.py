"""Twelve layouts of further regions: templates without help, the page beside the file, filled back, lived with."""

import shutil
import subprocess
import time
from functools import partial
from pathlib import Path

import docx
import openpyxl
import pytest

from perfdesk.catalog import Catalog
from perfdesk.cellpath import CellPath
from perfdesk.exchange.three_way import Whose
from perfdesk.io.form_maker.make import MadeTemplate, make_template
from perfdesk.layout import build_grid
from perfdesk.session.core import Core
from perfdesk.session.workspace import Workspace
from tests.fill.conftest import Bench
from tests.fill.test_fill_back import looks
from tests.form_maker.bureau_files import texts, write
from tests.form_maker.bureau_forms import MAKERS, RegionForm
from tests.form_maker.test_form_maker import bare

FORMS = [maker() for maker in MAKERS]
EDITABLE = [form for form in FORMS if not form.name.endswith(".html")]
by_name = partial(pytest.mark.parametrize, "form", ids=lambda form: form.name)


def bench_of(form: RegionForm, folder: Path) -> tuple[Path, MadeTemplate, Bench]:
    path = write(form, folder)
    made = make_template(path, Catalog(), "own-form")
    packs = {"own-form": made.text.encode()}
    return path, made, Bench(Core(Catalog(packs=lambda: packs)), folder)


@by_name(argvalues=FORMS)
def test_a_template_without_help_reads_the_form_whole_and_shows_its_texts(
    form: RegionForm, tmp_path: Path
) -> None:
    begun = time.perf_counter()
    path, made, bench = bench_of(form, tmp_path)
    assert made.draft.problems == []
    read = bench.read(path)
    (found,) = read.forms
    assert time.perf_counter() - begun < 10
    assert found.form.template_id == "own-form"
    assert read.all_left_over == ()
    printed = "".join(bare(cell.text) for cell in build_grid(found.view).cells)
    wanted = [text for text in map(bare, texts(form)) if text]
    shown = [text for text in wanted if text in printed]
    assert len(shown) >= 0.97 * len(wanted), [text for text in wanted if text not in printed]


def cells(path: Path) -> dict[str, str]:
    """Every text of a workbook or of the table of a document, by its place."""
    if path.suffix == ".docx":
        rows = docx.Document(str(path)).tables[0].rows
        return {
            f"{r}.{c}": cell.text for r, row in enumerate(rows) for c, cell in enumerate(row.cells)
        }
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return {c.coordinate: str(c.value or "") for row in sheet.iter_rows() for c in row}


@by_name(argvalues=EDITABLE)
def test_an_emptied_copy_is_filled_as_it_was(form: RegionForm, tmp_path: Path) -> None:
    path, _, bench = bench_of(form, tmp_path)
    read = bench.read(path)
    empty, out = bench.emptied(path, read), tmp_path / f"filled-{path.name}"
    filled = bench.fill(empty, read, out)
    assert not [p for p in filled.problems if p.severity == "error"]
    before, blank, after = cells(path), cells(empty), cells(out)
    assert sum(before[cell] != blank[cell] for cell in before) > 15
    wrong = [cell for cell in before if bare(before[cell]) != bare(after.get(cell, ""))]
    assert len(wrong) <= 0.02 * len(before), [(before[c], after.get(c)) for c in wrong]
    if path.suffix == ".xlsx":
        assert looks(out) == looks(empty)


@by_name(argvalues=EDITABLE)
def test_six_more_indicators_than_rows_leave_what_is_below_whole(
    form: RegionForm, tmp_path: Path
) -> None:
    path, _, bench = bench_of(form, tmp_path)
    read = bench.read(path)
    empty, out = bench.emptied(path, read), tmp_path / f"more-{path.name}"
    own = read.forms[0].view.form
    for number in range(6):
        row = own.indicators[-1]
        values = dict(row.values) | {"level3": f"新增指标{number + 1}"}
        own.indicators.append(type(row)(own.new_row_id(), values))
        own.next_row += 1
    bench.fill(empty, read, out)
    again = bench.read(out).forms[0].view
    assert [row.name for row in again.indicators] == [row.get("level3") for row in own.indicators]
    for name in ("total_score", "goal_annual", "goal_actual", "project_name"):
        assert again.text(name) == read.forms[0].view.text(name)
    more = 1 if form.name.startswith("guizhou") else 6
    assert len(_rows(out)) >= len(_rows(path)) + more


def _rows(path: Path) -> list[int]:
    if path.suffix == ".docx":
        return list(range(len(docx.Document(str(path)).tables[0].rows)))
    return list(range(openpyxl.load_workbook(path).worksheets[0].max_row))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_opens_what_was_filled(tmp_path: Path) -> None:
    outs = []
    for form in EDITABLE:
        path, _, bench = bench_of(form, tmp_path)
        read = bench.read(path)
        out = tmp_path / f"filled-{path.name}"
        bench.fill(bench.emptied(path, read), read, out)
        outs.append(out)
    done = subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to",
         "pdf", "--outdir", str(tmp_path / "pdf"), *map(str, outs)],
        check=True, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert "Error" not in done.stderr
    assert len(list((tmp_path / "pdf").glob("*.pdf"))) == len(outs)


@by_name(argvalues=[FORMS[0], FORMS[2], FORMS[3], FORMS[4], FORMS[9]])
def test_forms_of_the_template_are_full_citizens(form: RegionForm, tmp_path: Path) -> None:
    path, made, _ = bench_of(form, tmp_path)
    pack = tmp_path / "own-form.toml"
    pack.write_text(made.text, "utf-8")
    with Workspace.create(tmp_path / "单位.perfdesk") as unit:
        unit.transfer.templates.take_in(pack.read_bytes(), pack.name)
        report = unit.transfer.import_files([path])
        assert report.count("added") == 1
        (first,) = unit.form_ids()
        view = unit._core.view(first)
        assert view.form.template_id == "own-form"
        unit.checking.findings(first)
        year = view.year
        assert year is not None
        tables = unit.reports.summaries(year)
        assert len(tables[0].rows) == 1
        if view.kind.id in view.kind.carried_from and not view.kind.about_unit:
            made_of = unit.year.carrying.carry(
                view.kind.id, view.kind.id, year + 1, [view.project_name], "own-form"
            )
            assert [entry.result for entry in made_of.made] == ["added"]
            assert unit._core.view(unit.form_ids()[-1]).form.template_id == "own-form"
        if view.template.fund_rows:
            assert unit.money.table(year, view.kind.id).rows
        unit.editing.new_form("own-form", year, "另一个项目")
        exported = unit.transfer.export(
            _plan(tmp_path / "出", ("xlsx", "pdf", "json")), unit.form_ids()
        )
        assert len(exported) == 3 * len(unit.form_ids())
        book = next(e.path for e in exported if e.format == "xlsx" and e.form == first)
        with Workspace.create(tmp_path / "另一单位.perfdesk") as other:
            other.transfer.templates.take_in(pack.read_bytes(), pack.name)
            other.transfer.import_files([book])
            back = other._core.view(other.form_ids()[0])
            assert [r.values for r in back.form.indicators] == [
                r.values for r in view.form.indicators
            ]
            assert {k: v for k, v in back.form.header.items() if v} == {
                k: v for k, v in view.form.header.items() if v
            }
            row = back.form.indicators[0].id
            other.editing.set_text(CellPath(back.id, row, "target"), "别的值")
            other.safekeeping.wait()
        copies = unit.sharing.copies
        others = copies.read([tmp_path / "另一单位.perfdesk"])
        plan = copies.plan(others, prefer=Whose.THEIRS)
        copies.merge(others, plan)
        assert plan.files[0].error is None
        assert unit._core.document.form(first).indicators[0].get("target") == "别的值"


def _plan(folder: Path, formats: tuple[str, ...]) -> object:
    from perfdesk.session.send_out.transfer import ExportPlan

    return ExportPlan(folder, formats)


def test_words_above_the_title_stand_in_no_box(tmp_path: Path) -> None:
    _, _, bench = bench_of(FORMS[0], tmp_path)
    view = bench.read(tmp_path / FORMS[0].name).forms[0].view
    (cell,) = [cell for cell in build_grid(view).cells if cell.text == "附件2"]
    assert not cell.border


@by_name(argvalues=FORMS)
def test_what_was_filled_in_is_no_word_of_the_template(form: RegionForm, tmp_path: Path) -> None:
    _, made, bench = bench_of(form, tmp_path)
    words = {bare(c.label) for row in made.template.rows for c in row.cells if not c.field}
    assert not [word for word in words if "某" in word or "。" in word or "00" in word]
    view = bench.read(tmp_path / form.name).forms[0].view
    assert view.year is not None
    assert str(view.year) not in "".join(words).replace("2023年—2025年", "")
