"""What sums the unit up: 汇总表, 自检报告, and the check of a signed sheet against the data."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from perfdesk.errors import CannotWriteError, NoFormsOfYearError, ReportFormatError
from perfdesk.findings import Finding
from perfdesk.io.excel_writer.report import ReportSheet, write_report
from perfdesk.io.word_writer.document import TextDocument
from perfdesk.kinds import KINDS, MONITORING, SELF_EVALUATION, kind_of
from perfdesk.pages import Pages
from perfdesk.session.core import Core
from perfdesk.session.progress import Cancelled, Progress, never, silent
from perfdesk.session.report.check_report import (
    CheckReport,
    check_report,
    finding_rows,
    report_grid,
)
from perfdesk.session.report.narrative import Outline, narrative
from perfdesk.session.report.report_grid import LANDSCAPE
from perfdesk.session.report.summary import FindingSource, SummaryTable, summarise
from perfdesk.session.report.summary_paper import summary_pages, summary_sheets
from perfdesk.session.report.tab_separated import to_tsv
from perfdesk.session.report.year_figures import year_figures
from perfdesk.session.send_out.signed_paper import PaperCheck, verify_digest
from perfdesk.store import Store


class Reports:
    """Reports over all forms of the data file; nothing here changes a form."""

    def __init__(self, core: Core, checking: FindingSource, store: Store) -> None:
        self._core = core
        self._checking = checking
        self._store = store

    def years(self) -> tuple[int, ...]:
        """The years that have forms, newest first."""
        years = {form.year for form in self._core.document if form.year is not None}
        return tuple(sorted(years, reverse=True))

    def summary(self, year: int, kind: str = KINDS[0].id) -> SummaryTable:
        """The 汇总表 of a year's forms of one kind; NoFormsOfYearError when there are none."""
        views = [
            view for view in self._core.views() if view.year == year and view.form.kind == kind
        ]
        if not views:
            raise NoFormsOfYearError(year, self.years())
        return summarise(views, self._checking, year, kind_of(kind))

    def summaries(self, year: int, kind: str | None = None) -> tuple[SummaryTable, ...]:
        """The tables of a year (of one kind), 自评表 first; NoFormsOfYearError when it has no form."""
        here = {
            form.kind
            for form in self._core.document
            if form.year == year and kind in (None, form.kind)
        }
        if not here:
            raise NoFormsOfYearError(year, self.years())
        return tuple(self.summary(year, kind.id) for kind in KINDS if kind.id in here)

    def write_summary(self, year: int, path: Path | str, kind: str | None = None) -> Path:
        """Write the 汇总表 of a year as .xlsx (with a chart that Excel draws) or as .pdf.

        NoFormsOfYearError, ReportFormatError, or CannotWriteError; the folder is made if missing.
        """
        path, ending = _target(path)
        tables = self.summaries(year, kind)
        _make_folder(path)
        if ending == "pdf":
            _write_pdf(path, summary_pages(tables), tables[0].unit_name)
        else:
            write_report(path, summary_sheets(tables), tables[0].unit_name)
        return path

    def narrative(self, year: int, outline: Outline = "project") -> TextDocument:
        """The 自评报告 (or monitoring report) of a year; NoFormsOfYearError when it has no such forms."""
        wanted = MONITORING if outline == "monitoring" else SELF_EVALUATION
        table = self.summary(year, wanted.id)
        views = [self._core.view(row.form_id) for row in table.rows]
        return narrative(year_figures(views, table), outline)

    def write_narrative(
        self, year: int, path: Path | str, outline: Outline = "project"
    ) -> TextDocument:
        """Write the report as .docx, and answer what it says; ReportFormatError or CannotWriteError."""
        from perfdesk.io.word_writer.writer import write_document

        path = Path(path)
        if path.suffix.lower() != ".docx":
            raise ReportFormatError(path, ".docx")
        document = self.narrative(year, outline)
        _make_folder(path)
        write_document(path, document)
        return document

    def check_report(
        self,
        form_ids: Sequence[str] | None = None,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> CheckReport:
        """The findings of these forms (None: all, with those about the whole) in words, as 全审 has them.

        Cancelled, those of the forms so far.
        """
        chosen = list(self._core.document.forms) if form_ids is None else list(form_ids)
        found = []
        for done, form in enumerate(chosen):
            if cancelled():
                break
            view = self._core.view(form)
            progress(done, len(chosen), view.project_name)
            on_paper = self._checking.paper_findings([form])
            found.append((view, self._checking.findings(form) + on_paper))
        overall = self._checking.portfolio_findings() if form_ids is None else []
        return check_report(found, overall)

    def write_check_report(
        self,
        path: Path | str,
        form_ids: Sequence[str] | None = None,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> Path | None:
        """Write the 自检报告 as .xlsx or .pdf; ReportFormatError or CannotWriteError.

        None when it was cancelled: no file is made then.
        """
        path, kind = _target(path)
        report = self.check_report(form_ids, progress, cancelled)
        if cancelled():
            return None
        _make_folder(path)
        if kind == "pdf":
            _write_pdf(path, [_report_pages(report)], report.unit_name)
        else:
            grid = report_grid(report, date.today())  # noqa: DTZ011
            write_report(path, [ReportSheet("自检报告", grid, LANDSCAPE)], report.unit_name)
        return path

    def findings_rows(self, findings: Iterable[Finding]) -> list[list[str]]:
        """Findings as rows of texts, heads first, for 复制为表格."""
        return finding_rows(self._core.views(), findings)

    def findings_tsv(self, findings: Iterable[Finding]) -> str:
        """The same as text for the clipboard."""
        return to_tsv(self.findings_rows(findings))

    def verify_digest(self, code: str) -> PaperCheck:
        """核对纸质件: whose code this is, of the data as they are or as they were."""
        return verify_digest(self._core, self._store, code)


def _report_pages(report: CheckReport) -> Pages:
    from perfdesk.paginate import paginate

    return paginate(report_grid(report, date.today()), LANDSCAPE)  # noqa: DTZ011


def _target(path: Path | str) -> tuple[Path, str]:
    """The path, and pdf or xlsx by its ending; ReportFormatError for any other."""
    path = Path(path)
    kind = path.suffix.lower().lstrip(".")
    if kind not in ("pdf", "xlsx"):
        raise ReportFormatError(path)
    return path, kind


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWriteError(path, error) from error


def _write_pdf(path: Path, pages: Sequence[Pages], author: str) -> None:
    from perfdesk.io.pdf.writer import PdfMeta, write_pdf

    write_pdf(path, pages, PdfMeta(title=pages[0].title, author=author))
