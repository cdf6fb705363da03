"""One open data file: joins the use cases, and answers what the window lists and shows."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from perfdesk.catalog import Catalog
from perfdesk.cellpath import CellPath
from perfdesk.grid import Grid
from perfdesk.layout import KeptCells, build_grid
from perfdesk.session.core import Core
from perfdesk.session.keep.data_file import Safekeeping
from perfdesk.session.outcome import FormEntry, Outcome, TemplateInfo
from perfdesk.store import Store, StoreEvent

if TYPE_CHECKING:
    from perfdesk.session.check.live_check import Checking
    from perfdesk.session.edit.forms_edit import Editing
    from perfdesk.session.edit.money_table import Money
    from perfdesk.session.edit.notes import Remarks
    from perfdesk.session.edit.options import Options
    from perfdesk.session.edit.search import TextSearch
    from perfdesk.session.exchange.sharing import Sharing
    from perfdesk.session.keep.recovery import Recovery
    from perfdesk.session.keep.steps import Steps
    from perfdesk.session.report.reports import Reports
    from perfdesk.session.send_out.transfer import Transfer
    from perfdesk.session.year.year import Year


class Workspace(AbstractContextManager["Workspace"]):
    """The façade over one data file for window and command line.

    `editing` changes forms, `checking` finds faults, `transfer` moves forms in and out,
    `safekeeping` keeps the file, `reports` sums the unit up; `search` and `money` work on many
    forms at once; `remarks`, `options` and `phrases` are what the unit keeps beside its forms.
    What the first painted form does not need is loaded when it is asked for.
    """

    def __init__(self, store: Store) -> None:
        loaded = store.load()
        self._store = store
        self._grids: dict[str, Grid] = {}
        self._cells: dict[str, KeptCells] = {}
        self._core = Core(
            Catalog(packs=store.templates.packs),
            loaded.document,
            loaded.history,
            loaded.settings,
            None if store.read_only else store,
            loaded.next_seq - 1,
        )
        self._core.read_only_file = store.path if store.read_only else None
        self._core.watch(self._forget)
        self._accepted = loaded.accepted
        self.safekeeping = Safekeeping(self._core, store, loaded.drafts)
        self._core.final = self.safekeeping.final_versions
        self._core.beside = {
            "final": self.safekeeping.put_final,
            "version": self.safekeeping.put_version,
            "reason": lambda *step: self.checking.put_reason(*step),
            "note": lambda *step: self.remarks.put(*step),
            "settings": lambda *step: self.options.put(*step),
        }

    @cached_property
    def editing(self) -> "Editing":
        """Changing forms, undo and redo."""
        from perfdesk.session.edit.forms_edit import Editing

        return Editing(self._core)

    @cached_property
    def checking(self) -> "Checking":
        """Finding faults."""
        from perfdesk.session.check.live_check import Checking

        return Checking(self._core, self._store, self._accepted)

    @cached_property
    def transfer(self) -> "Transfer":
        """Forms in and out: import, export, pages."""
        from perfdesk.session.send_out.transfer import Transfer

        return Transfer(self._core, self._store)

    @cached_property
    def reports(self) -> "Reports":
        """What sums the unit up."""
        from perfdesk.session.report.reports import Reports

        return Reports(self._core, self.checking, self._store)

    @cached_property
    def remarks(self) -> "Remarks":
        """Notes and history of cells and forms."""
        from perfdesk.session.edit.notes import Remarks

        return Remarks(self._core, self._store)

    @cached_property
    def options(self) -> "Options":
        """The unit's settings."""
        from perfdesk.session.edit.options import Options

        return Options(self._core, self._store, self._start_over)

    @cached_property
    def sharing(self) -> "Sharing":
        """What others take part in: 指标库, copies that come back, 上报包, tables for analysis."""
        from perfdesk.session.exchange.sharing import Sharing

        return Sharing(self._core, self._store, self.checking, self.reports)

    @cached_property
    def steps(self) -> "Steps":
        """The history as a list that one can go back and forth in."""
        from perfdesk.session.keep.steps import Steps

        return Steps(self._core)

    @cached_property
    def recovery(self) -> "Recovery":
        """Backups, restoring, saving elsewhere."""
        from perfdesk.session.keep.recovery import Recovery

        return Recovery(self._core, self._store)

    @cached_property
    def search(self) -> "TextSearch":
        """Find and replace over all forms."""
        from perfdesk.session.edit.search import TextSearch

        return TextSearch(self._core, self.editing)

    @cached_property
    def year(self) -> "Year":
        """The year of a project: forms made of forms, approved changes, its forms side by side."""
        from perfdesk.session.year.year import Year

        return Year(self._core, self._store, self.safekeeping)

    @cached_property
    def money(self) -> "Money":
        """The money of all projects of a year."""
        from perfdesk.session.edit.money_table import Money

        return Money(self._core, self.editing)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        read_only: bool = False,
        break_stale: bool = False,
        check_behind: bool = False,
    ) -> Self:
        """Open a data file; PerfDeskError says why it cannot be.

        `break_stale`: the user chose to break a lock that another computer left. With
        `check_behind` a large file is shown while it is checked (`recovery.when_checked`).
        """
        return cls(
            Store.open(
                Path(path), read_only=read_only, break_stale=break_stale, check_behind=check_behind
            )
        )

    @classmethod
    def create(cls, path: Path | str) -> Self:
        """Make a new, empty data file; PerfDeskError when there is one already."""
        return cls(Store.create(Path(path)))

    @property
    def path(self) -> Path:
        """The data file."""
        return self._store.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed."""
        return self._store.read_only

    def subscribe(self, listener: Callable[[StoreEvent], None]) -> None:
        """Hear `Saved` and `Failed`, called from the writer thread."""
        self._store.subscribe(listener)

    def form_ids(self) -> list[str]:
        """The ids of the forms in their order; unlike `forms` it reads nothing."""
        return list(self._core.document.forms)

    def forms(self) -> tuple[FormEntry, ...]:
        """The forms in their order, as the tree lists them."""
        return tuple(
            FormEntry(
                id=form.id,
                kind=form.kind,
                year=form.year,
                project_name=form.header.get("project_name") or "",
                template_id=form.template_id,
                title=form.header.get("title") or "",
            )
            for form in self._core.document.headings()
        )

    def select(
        self, year: int | None, kind: str | None, projects: Sequence[str] | None
    ) -> list[str]:
        """Ids of the forms of a year, a kind and exact project names; None does not choose."""
        return [
            entry.id
            for entry in self.forms()
            if (year is None or entry.year == year)
            and (kind is None or entry.kind == kind)
            and (not projects or entry.project_name in projects)
        ]

    def templates(self) -> tuple[TemplateInfo, ...]:
        """The templates on hand; 新建 lists those that are `offered`."""
        return tuple(
            TemplateInfo(t.id, t.title, t.kind.id, t.edition, t.region, t.money_unit, t.offered)
            for t in self._core.catalog.all()
        )

    def grid(self, form_id: str) -> Grid:
        """The paper of a form as it is now."""
        grid = self._grids.get(form_id)
        if grid is None:
            view = self._core.view(form_id)
            kept = self._cells.get(form_id)
            if kept is None or kept.template is not view.template:
                kept = self._cells[form_id] = KeptCells(view.template)
            grid = self._grids[form_id] = build_grid(view, kept)
        return grid

    def help(self, form_id: str, row_id: str, field: str) -> str:
        """The instruction for a cell, after the official 填报说明; "" when there is none."""
        found = self._core.catalog.get(self._core.document.form(form_id).template_id).field(
            row_id, field
        )
        return found.help if found else ""

    def money_unit(self, form_id: str) -> str:
        """元 or 万元, as a form counts."""
        return self._core.view(form_id).money_unit

    def label(self, path: CellPath) -> str:
        """What a cell is called: 产出指标 / 数量指标 / 完成体检数 / 得分."""
        from perfdesk.session.labels import Labels

        if path.form not in self._core.document.forms:
            return "已删除的表"
        return Labels(self._core.view(path.form)).of(path.row, path.field)

    def close(self) -> None:
        """Wait for the disk and let the file go."""
        self._store.close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with ExitStack() as stack:
            # After the block nobody can try again.
            stack.callback(self._store.abandon)
            self.close()

    def _start_over(self) -> None:
        self._grids.clear()
        self.checking.restart()

    def _forget(self, outcome: Outcome) -> None:
        if outcome.form_list:
            self._grids.clear()
            self._cells.clear()
        for form in outcome.forms:
            self._grids.pop(form, None)
