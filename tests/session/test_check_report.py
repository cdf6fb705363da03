"""The 自检报告 holds every finding with its reason; a signed sheet is told from the data as they are."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from perfdesk.cellpath import CellPath
from perfdesk.document.digest import digest, short_digest
from perfdesk.findings import Severity
from perfdesk.paginate import paginate
from perfdesk.session.report.check_report import report_grid
from perfdesk.session.report.report_grid import LANDSCAPE
from perfdesk.session.report.reports import Reports
from perfdesk.session.report.summary_paper import summary_pages
from perfdesk.session.report.tab_separated import to_tsv
from perfdesk.session.send_out.signed_paper import read_code
from perfdesk.session.send_out.transfer import ExportPlan
from perfdesk.session.workspace import Workspace
from perfdesk.store import ExportRecord
from tests.session.unit_files import Found, a_finding, unit_file

REASON = "主管部门已批复"


def given(workspace) -> Reports:
    first, second = (form.id for form in workspace.forms()[:2])
    findings = [
        a_finding(first, arithmetic="8.00 ÷ 8.04 = 99.50"),
        a_finding(first, Severity.WARNING, row="r1", field="deviation", accepted=REASON),
        a_finding(second, Severity.HINT, row="", field=""),
        a_finding(None, Severity.WARNING, message="合计与批复不符"),
    ]
    return Reports(workspace._core, Found(findings), workspace._store)


def test_every_finding_stands_under_its_form_with_its_reason(tmp_path: Path) -> None:
    with unit_file(tmp_path) as workspace:
        report = given(workspace).check_report()
    counts = [(section.name.split("\n")[0][:4], len(section.lines)) for section in report.sections]
    assert counts == [("闵行区医", 2), ("闵行区区", 1), ("闵行区医", 0), ("全部表", 1)]
    line = report.sections[0].lines[1]
    assert (line.severity, line.reason) == ("核实", REASON)
    assert line.place.endswith("偏差原因分析及改进措施")
    assert (report.verdict, report.explained) == ("1 个错误 · 1 处待核实", 1)


def test_what_paper_cannot_show_is_in_the_report_as_in_the_full_check(tmp_path: Path) -> None:
    with unit_file(tmp_path) as workspace:
        form = workspace.forms()[0].id
        found = workspace.checking.all_findings(on_paper=True)
        workspace.editing.set_text(CellPath(form, "", "project_name"), "体检😀")
        report = workspace.reports.check_report([form])
        now = workspace.checking.all_findings(on_paper=True)
    assert [finding for finding in found if finding.rule == "P02"] == []
    assert [line.rule for line in report.sections[0].lines].count("P02") == 1
    assert [finding.form for finding in now if finding.rule == "P02"] == [form]


def test_a_report_of_chosen_forms_leaves_the_rest_out(tmp_path: Path) -> None:
    with unit_file(tmp_path) as workspace:
        second = workspace.forms()[1].id
        report = given(workspace).check_report([second])
    assert [section.form_id for section in report.sections] == [second]


def test_the_report_is_written_as_workbook_and_pdf(tmp_path: Path) -> None:
    with unit_file(tmp_path) as workspace:
        reports = given(workspace)
        grid = report_grid(reports.check_report(), date(2025, 3, 1))
        pages = paginate(grid, LANDSCAPE)
        reports.write_check_report(tmp_path / "自检.pdf")
        reports.write_check_report(tmp_path / "自检.xlsx")
    assert grid.problems() == []
    assert not pages.overflow
    assert (tmp_path / "自检.pdf").read_bytes().startswith(b"%PDF")
    sheet = openpyxl.load_workbook(tmp_path / "自检.xlsx").worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert REASON in texts
    assert "执行率不符\n8.00 ÷ 8.04 = 99.50" in texts


def test_findings_are_copied_as_a_table(tmp_path: Path) -> None:
    with unit_file(tmp_path) as workspace:
        first = workspace.forms()[0].id
        reports = given(workspace)
        text = reports.findings_tsv([a_finding(first, message='他说"不"\n行'), a_finding(None)])
    rows = text.split("\n")
    assert rows[0].split("\t")[:3] == ["级别", "规则", "项目"]
    assert '"他说""不""\n行"' in text
    assert rows[-1].split("\t")[3] == "全部表"


def test_cells_with_tabs_and_breaks_are_quoted() -> None:
    assert to_tsv([["a", 'b"c'], ["d\te", ""]]) == 'a\t"b""c"\n"d\te"\t'


def test_a_sheet_is_current_until_the_data_change_and_earlier_then(tmp_path: Path) -> None:
    with unit_file(tmp_path) as workspace:
        reports, form = workspace.reports, workspace.forms()[0].id
        view = workspace._core.view(form)
        code, whole = short_digest(view), digest(view)
        assert reports.verify_digest(code).state == "current"
        workspace._store.exports.record([ExportRecord(form, "pdf", whole, "a.pdf")])
        assert reports.verify_digest(code).matches[0].how == "导出 PDF"
        workspace.editing.set_text(CellPath(form, "r1", "score"), "1")
        found = reports.verify_digest(code)
        assert (found.state, found.matches[0].form_id) == ("earlier", form)
        workspace.editing.undo()
        assert reports.verify_digest(code).state == "current"
        workspace.editing.remove_form(form)
        workspace.safekeeping.wait()
        assert reports.verify_digest(code).state == "earlier"
        assert reports.verify_digest("0000-0000-00").state == "unknown"
        workspace.editing.remove_form(workspace.forms()[0].id)
        workspace.safekeeping.wait()
        match = reports.verify_digest(code).matches[0]
        assert (match.form_id, match.project) == (form, view.project_name)


def test_a_frozen_version_is_an_earlier_state(tmp_path: Path) -> None:
    with unit_file(tmp_path) as workspace:
        form = workspace.forms()[0].id
        code = short_digest(workspace._core.view(form))
        workspace.safekeeping.freeze(form, "报送稿")
        workspace.safekeeping.unlock(form)
        workspace.editing.set_text(CellPath(form, "r1", "score"), "1")
        found = workspace.reports.verify_digest(code)
        assert (found.state, found.matches[0].how) == ("earlier", "定稿“报送稿”")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("3FA0-91C2-7B", "3FA091C27B"),
        ("校验码 3fa0 91c2 7b", "3FA091C27B"),
        ("３ＦＡ０－９１Ｃ２－７Ｂ", "3FA091C27B"),
        ("3FAO-9IC2-7B", "3FA091C27B"),
        ("3FA0", None),
        ("汇总表", None),
        ("", None),
    ],
)
def test_codes_are_read_as_people_type_them(typed: str, read: str | None) -> None:
    assert read_code(typed) == read


def test_a_report_of_an_empty_file_and_of_endless_texts_can_be_made(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "空.perfdesk") as workspace:
        reports = Reports(workspace._core, Found(), workspace._store)
        assert reports.check_report().verdict == "没有可检查的表"
        reports.write_check_report(tmp_path / "空.pdf")
        reports.write_check_report(tmp_path / "空.xlsx")
    with unit_file(tmp_path, count=1) as workspace:
        form = workspace.forms()[0].id
        workspace.editing.set_text(CellPath(form, "", "project_name"), "长" * 20_000)
        found = Found([a_finding(form, message="=1+1" * 3000, accepted="因" * 5000)])
        reports = Reports(workspace._core, found, workspace._store)
        report = paginate(report_grid(reports.check_report(), date(2025, 3, 1)), LANDSCAPE)
        pages = [report, *summary_pages(reports.summaries(2024))]
        assert not any(part.overflow for part in pages)
        shown = sum(run.text.count("因") for p in pages[0].pages for b in p.boxes for run in b.runs)
        assert shown == 5000
        reports.write_check_report(tmp_path / "长.xlsx")
        reports.write_summary(2024, tmp_path / "长汇总.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "长.xlsx").worksheets[0]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_what_went_out_before_a_cancel_is_noted_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_file(tmp_path) as workspace:
        store, ids = workspace._store, workspace.form_ids()
        noted_at_once: list[int] = []
        real = store.exports.record

        def note(records: Iterable[ExportRecord]) -> None:
            listed = list(records)
            noted_at_once.append(len(listed))
            real(listed)

        monkeypatch.setattr(store.exports, "record", note)
        answers = iter([False, False, False, True])
        plan = ExportPlan(tmp_path / "out", ("pdf", "json"))
        written = workspace.transfer.export(plan, ids, cancelled=lambda: next(answers))
        assert [(item.form, item.format) for item in written] == [
            (ids[0], "pdf"),
            (ids[0], "json"),
            (ids[1], "pdf"),
        ]
        noted = [[(e.kind, e.file) for e in store.exports.of(form)] for form in ids]
        names = [item.path.name for item in written]
        assert noted == [[("pdf", names[0]), ("json", names[1])], [("pdf", names[2])], []]
        assert noted_at_once == [3]
