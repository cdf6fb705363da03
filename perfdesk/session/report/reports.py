"""What sums the unit up: 汇总表, 自检报告, and the check of a signed sheet against the data."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from perfdesk.atomic_file import make_folder, no_wider_than
from perfdesk.errors import NoFormsOfYearError, ReportFormatError
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
from perfdesk.session.report.summary import (
    FindingSource,
    SummaryChoice,
    SummaryTable,
    left_out,
    summarise,
    unit_of,
)
from perfdesk.session.report.summary_columns import column_labels
from perfdesk.session.report.summary_paper import summary_pages, summary_sheets
from perfdesk.session.report.tab_separated import to_tsv
from perfdesk.session.report.year_figures import year_figures
from perfdesk.session.send_out.signed_paper import PaperCheck, verify_digest
from perfdesk.store import Store

_COLUMNS: Final = "summary columns"


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
        return self.chosen_summary(SummaryChoice(year, kind))

    def chosen_summary(self, choice: SummaryChoice) -> SummaryTable:
        """The 汇总表 as chosen; NoFormsOfYearError when no form is of that year, kind and unit."""
        views = [
            view
            for view in self._core.views()
            if view.year == choice.year
            and view.form.kind == choice.kind
            and (not choice.units or unit_of(view.form) in choice.units)
        ]
        if not views:
            names = "、".join(choice.units)
            what = f"{kind_of(choice.kind).name}{f'（{names}）' if names else ''}"
            raise NoFormsOfYearError(choice.year, self.years(), what)
        codes = {c.name: c.code for c in self._store.codes.all() if c.scope == "project"}
        return summarise(views, self._checking, choice, codes)

    def summary_units(self, year: int, kind: str) -> tuple[str, ...]:
        """The units that have forms of a year and kind, in their order; "" for forms that name none."""
        forms = (f for f in self._core.document if f.year == year and f.kind == kind)
        return tuple(dict.fromkeys(unit_of(form) for form in forms))

    def left_out(self, choice: SummaryChoice) -> tuple[str, ...]:
        """Which forms are not in a 汇总表 and why, a sentence a reason."""
        return tuple(left_out(self._core.document, choice))

    def usual_columns(self, kind: str) -> tuple[str, ...]:
        """The columns that were chosen last for a kind; () when nobody chose."""
        kept = self._store.unit.mapping(_COLUMNS) or {}
        known = column_labels(kind_of(kind))
        return tuple(key for key in kept.get(kind, ()) if key in known)

    def keep_columns(self, kind: str, columns: Sequence[str]) -> None:
        """Keep the columns chosen for a kind; nothing happens where the data file is read only."""
        if not self._store.read_only:
            kept = self._store.unit.mapping(_COLUMNS) or {}
            self._store.unit.put_mapping(_COLUMNS, {**kept, kind: list(columns)})

    def summaries(self, year: int, kind: str | None = None) -> tuple[SummaryTable, ...]:
        """The tables of a year (of one kind), 自评表 first; NoFormsOfYearError when it has no form."""
        here = {
            form.kind
            for form in self._core.document
            if form.year == year and kind in (None, form.kind)
        }
        if not here:
            what = "表" if kind is None else kind_of(kind).name
            raise NoFormsOfYearError(year, self.years(), what)
        return tuple(self.summary(year, kind.id) for kind in KINDS if kind.id in here)

    def write_summary(self, year: int, path: Path | str, kind: str | None = None) -> Path:
        """Write the 汇总表 of a year as .xlsx (with a chart that Excel draws) or as .pdf.

        NoFormsOfYearError, ReportFormatError, or CannotWriteError; the folder is made if missing.
        """
        return self.write_tables(path, self.summaries(year, kind))

    def write_tables(
        self, path: Path | str, tables: Sequence[SummaryTable], *, with_chart: bool = True
    ) -> Path:
        """Write these tables as .xlsx or .pdf; ReportFormatError or CannotWriteError."""
        path, ending = _target(path)
        with no_wider_than(self._store.path):
            make_folder(path.parent)
            if ending == "pdf":
                pages = summary_pages(tables, with_chart=with_chart)
                _write_pdf(path, pages, tables[0].unit_name)
            else:
                sheets = summary_sheets(tables, with_chart=with_chart)
                write_report(path, sheets, tables[0].unit_name)
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
        with no_wider_than(self._store.path):
            make_folder(path.parent)
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
        with no_wider_than(self._store.path):
            make_folder(path.parent)
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


def _write_pdf(path: Path, pages: Sequence[Pages], author: str) -> None:
    from perfdesk.io.pdf.writer import PdfMeta, write_pdf

    write_pdf(path, pages, PdfMeta(title=pages[0].title, author=author))
