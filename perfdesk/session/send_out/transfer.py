"""Forms in and out: reading, importing, exporting to Excel, PDF and JSON, pages for the printer."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from perfdesk.atomic_file import make_folder, no_wider_than, replacing
from perfdesk.changes import FormState
from perfdesk.document.digest import digest, short_digest
from perfdesk.document.form_json import to_json
from perfdesk.document.view import FormView
from perfdesk.errors import SaveError
from perfdesk.layout import build_grid
from perfdesk.pages import Pages
from perfdesk.session.bring_in.importer import (
    SKIP_DUPLICATES,
    Decisions,
    Importer,
    ImportReport,
    OnDuplicate,
)
from perfdesk.session.bring_in.layouts import Layouts
from perfdesk.session.bring_in.read_files import ReadFile, expand, read_clipboard, read_files
from perfdesk.session.core import Core
from perfdesk.session.form_templates import FormTemplates
from perfdesk.session.progress import Cancelled, Progress, never, silent
from perfdesk.session.send_out.exported import Exported
from perfdesk.session.send_out.file_names import distinct, form_name, unit_name
from perfdesk.store import ExportRecord, Store

if TYPE_CHECKING:
    from perfdesk.session.send_out.fill import FormFiller
    from perfdesk.session.send_out.system_export import SystemExport

Format = Literal["xlsx", "pdf", "json"]


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """Where to, as what, and whether all forms go into one file per format."""

    folder: Path
    formats: tuple[str, ...]
    one_file: bool = False
    print_digest: bool = True


class Transfer:
    """Forms in and out of one data file."""

    def __init__(self, core: Core, store: Store) -> None:
        self._core = core
        self._store = store
        self.layouts = Layouts(core, store)
        """Corrections of earlier imports."""
        self.unrecorded = ""
        """Why the last export or print is not noted in the data file, as a sentence; "" when it is."""

    @cached_property
    def templates(self) -> FormTemplates:
        """The unit's own templates."""
        return FormTemplates(self._core, self._store)

    @cached_property
    def systems(self) -> "SystemExport":
        """Tables for systems of 预算管理一体化."""
        from perfdesk.session.send_out.system_export import SystemExport

        return SystemExport(self._core, self._store)

    @cached_property
    def fill(self) -> "FormFiller":
        """Values into files that somebody else made."""
        from perfdesk.session.send_out.fill import FormFiller

        return FormFiller(self._core, self.layouts, self._store.path)

    def read(
        self, paths: Sequence[Path], progress: Progress = silent, cancelled: Cancelled = never
    ) -> list[ReadFile]:
        """Read files for a preview; nothing is stored."""
        ours = self._store.path.absolute()
        # This very file may lie in a folder that is brought in.
        others = [
            file
            for path in paths
            for file in expand([path])
            if file == path or file.absolute() != ours
        ]
        return read_files(self._core, others, progress, cancelled, self.layouts.learnt())

    def read_clipboard(self, text: str, html: str | None) -> list[ReadFile]:
        """Read a block copied in Excel, WPS or Word for a preview; nothing is stored."""
        return read_clipboard(self._core, text, html, self.layouts.learnt())

    def import_files(
        self,
        paths: Sequence[Path],
        on_duplicate: OnDuplicate = "skip",
        progress: Progress = silent,
        *,
        dry_run: bool = False,
    ) -> ImportReport:
        """Read files and bring their forms in, as one step of the history, after a backup.

        BackupError when there is something to back up and it cannot be: nothing is brought in then.
        """
        files = self.read(paths, progress)
        decisions = Decisions(on_duplicate)
        report = self.import_read(files, decisions, dry_run=True)
        if dry_run or not report.changes:
            return report
        self.back_up()
        return self.import_read(files, decisions)

    def import_read(
        self,
        files: Sequence[ReadFile],
        decisions: Decisions = SKIP_DUPLICATES,
        *,
        dry_run: bool = False,
    ) -> ImportReport:
        """Bring in forms that were read before (after a preview, and after `back_up`)."""
        return Importer(self._core, decisions, self._keep_versions).add(files, dry_run=dry_run)

    def back_up(self) -> None:
        """The backup before an import; BackupError or SaveError when there is none to fall back on.

        A data file without forms has nothing to lose.
        """
        if self._core.document.forms:
            self._store.flush()
            self._store.backups.backup("import")

    def pages(self, form_id: str, *, with_digest: bool = True) -> Pages:
        """The pages of a form as they print."""
        return paginated(self._core.view(form_id), with_digest=with_digest)

    def export(
        self,
        plan: ExportPlan,
        form_ids: Sequence[str],
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> list[Exported]:
        """Write forms to the folder, made if missing; answers what was written."""
        self.unrecorded = ""
        if not form_ids:
            return []
        with no_wider_than(self._store.path):
            return self._write_all(plan, form_ids, progress, cancelled)

    def _write_all(
        self, plan: ExportPlan, form_ids: Sequence[str], progress: Progress, cancelled: Cancelled
    ) -> list[Exported]:
        make_folder(plan.folder)
        views = [self._core.view(form_id) for form_id in form_ids]
        groups = [views] if plan.one_file else [[view] for view in views]
        names = distinct(
            unit_name(group) if plan.one_file else form_name(group[0]) for group in groups
        )
        total = len(groups) * len(plan.formats)
        exported: list[Exported] = []
        try:
            for number, (name, group) in enumerate(zip(names, groups, strict=True)):
                for kind in plan.formats:
                    if cancelled():
                        return exported
                    progress(number, total, name)
                    path = plan.folder / f"{name}.{kind}"
                    _write(plan, path, kind, group)
                    exported += [_exported(path, view, kind) for view in group]
        finally:
            self._record(
                ExportRecord(item.form, item.format, item.digest, item.path.name)
                for item in exported
            )
        progress(total, total, "")
        return exported

    def write_blank(self, template_id: str, path: Path) -> None:
        """An empty official form as a workbook, to be filled elsewhere and imported."""
        write_blank(self._core, template_id, path)

    def printed(self, form_ids: Sequence[str]) -> None:
        """Keep that forms went to the printer, so that a signed sheet is known again."""
        self.unrecorded = ""
        views = (self._core.view(form_id) for form_id in form_ids)
        self._record(ExportRecord(view.id, "print", digest(view), "") for view in views)

    def _record(self, records: Iterable[ExportRecord]) -> None:
        """Note what went out; where the data file cannot be written, it has gone out all the same."""
        if self._store.read_only:
            return
        try:
            self._store.exports.record(records)
        except SaveError as error:
            self.unrecorded = f"没能记入数据文件（{error.cause}），以后“核对纸质件”认不出这一份；已填内容不受影响。"

    def _keep_versions(self, name: str, states: Sequence[FormState]) -> None:
        self._store.versions.freeze_all(name, states)


def _write(plan: ExportPlan, path: Path, kind: str, views: Sequence[FormView]) -> None:
    match kind:
        case "xlsx":
            write_excel(path, views, with_digest=plan.print_digest)
        case "pdf":
            write_pdf_file(path, views, with_digest=plan.print_digest)
        case _:
            write_json(path, views)


def paginated(view: FormView, *, with_digest: bool) -> Pages:
    """The pages of a form, with its digest in the page footer when wanted."""
    from perfdesk.paginate import paginate

    footer = short_digest(view) if with_digest else ""
    return paginate(build_grid(view), view.page, footer=footer)


def write_excel(path: Path, views: Sequence[FormView], *, with_digest: bool = False) -> None:
    """A workbook in the official layout, a sheet per form; its digest in the page footer when wanted."""
    from perfdesk.io.excel_writer import WorkbookOptions, write_workbook

    write_workbook(path, views, WorkbookOptions(author=_unit(views), print_digest=with_digest))


def write_pdf_file(path: Path, views: Sequence[FormView], *, with_digest: bool) -> None:
    """A PDF with the pages of the forms, one after the other, a bookmark each."""
    from perfdesk.io.pdf.writer import PdfMeta, write_pdf

    pages = [paginated(view, with_digest=with_digest) for view in views]
    title = form_name(views[0]) if len(views) == 1 else unit_name(views)
    names = [view.project_name or view.text("title") or "" for view in views]
    write_pdf(path, pages, PdfMeta(title=title, author=_unit(views)), bookmarks=names)


def write_json(path: Path, views: Sequence[FormView]) -> None:
    """Form JSON of CONTRACT.md: one form, or a list of them."""
    forms = [to_json(view) for view in views]
    text = json.dumps(forms[0] if len(forms) == 1 else forms, ensure_ascii=False, indent=1)
    with replacing(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")


def write_blank(core: Core, template_id: str, path: Path) -> None:
    """An empty official form, to be filled in Excel and imported."""
    from perfdesk.session.edit.new_form import new_form

    template = core.catalog.get(template_id)
    view = core.make_view(new_form(template, core.profile(template_id), None))
    make_folder(path.parent)
    write_excel(path, [view])


def _unit(views: Sequence[FormView]) -> str:
    units = {view.text("organisation") or "" for view in views}
    return units.pop() if len(units) == 1 else ""


def _exported(path: Path, view: FormView, kind: str) -> Exported:
    return Exported(path, view.id, view.project_name, view.year, view.form.kind, kind, digest(view))
