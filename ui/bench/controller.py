"""What is open: the data file, the form on show, and one way for every edit to reach the window."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from perfdesk.cellpath import CellPath
from perfdesk.errors import PerfDeskError, SaveError
from perfdesk.grid import Cell, Grid
from perfdesk.session.outcome import Outcome

if TYPE_CHECKING:
    from perfdesk.session.workspace import Workspace

MANY_FORMS = 500
"""From so many forms on the tree is filled after the form's first paint."""
LIST_LATER_MS = 150


class Controller(QObject):
    """Joins a `Workspace` to the views. Views refresh only what an outcome says it changed."""

    opened = Signal()
    """Another data file, or none, is open."""
    forms_changed = Signal()
    form_shown = Signal(str)
    """Another form is on show; "" for none."""
    grid_changed = Signal(object)
    """The grid of the form on show is this now."""
    edited = Signal(object)
    """An `Outcome` that changed something."""
    notice = Signal(str)
    failed = Signal(str)
    """A sentence that the user must see."""
    stored = Signal(object)
    """`Saved` or `Failed` of the open file, brought from the writer thread into the main thread."""
    checked = Signal(object)
    """The open file was checked: None, or why it is damaged; it has been let go then."""
    editing_opened = Signal()
    """A large file, on show while it was being checked, was found sound: it may be edited now."""
    drafted = Signal(object)
    """Whether the text of the open editor is on the disk: None, or the error that says why not."""
    versions_changed = Signal()
    """A form was frozen (定稿)."""
    go_wanted = Signal(object)
    """A `Finding` whose cell is to be shown."""
    turned_out_damaged = Signal(object)
    """The error of a file that was on show and has been let go."""
    _arrived = Signal(object, object)
    _found_out = Signal(object, object)
    _draft_answered = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._found_out.connect(self._take_answer)
        self._arrived.connect(self._pass_on)
        self._draft_answered.connect(self._tell_of_draft)
        self._draft: tuple[CellPath, str] | None = None
        """The text of the open editor that was to be kept last."""
        self.leave: Callable[[], bool] = self._just_close
        """Closes the open file before another one takes its place; False: the user stays with it."""
        self.workspace: Workspace | None = None
        self.form_id = ""
        self.shown_last: Callable[[Path], str] = lambda path: ""
        """Which form of a data file was on show when it was open last; "" when nobody knows."""
        self.checking = False
        """The open file is on show while it is being checked: it is edited afterwards."""
        self.busy = False
        """Long work is reading the forms in its own thread: nothing is edited meanwhile."""
        self.leaving = False
        """The open file is being closed, which may take seconds or a question: only once at a time."""

    @property
    def ready(self) -> bool:
        """Whether a data file is open."""
        return self.workspace is not None

    @property
    def writable(self) -> bool:
        """Whether a data file is open that may be changed now."""
        return self.workspace is not None and not self.workspace.read_only and not self.checking

    @property
    def file(self) -> "Workspace":
        """The open data file; RuntimeError when there is none (actions are disabled then)."""
        if self.workspace is None:
            raise RuntimeError("no data file is open")
        return self.workspace

    def open(
        self,
        path: Path,
        *,
        read_only: bool = False,
        break_stale: bool = False,
        create: bool = False,
    ) -> bool:
        """Open a data file (with `create` a new one); PerfDeskError says why it cannot be.

        False when the user stays with the file that is open, because it could not be saved.
        """
        from perfdesk.session.workspace import Workspace

        if self.workspace is not None and self.workspace.path.resolve() == path.resolve():
            return True
        if create:
            workspace = Workspace.create(path)
        else:
            workspace = Workspace.open(
                path, read_only=read_only, break_stale=break_stale, check_behind=True
            )
        if not self.leave():
            workspace.close()
            if create:
                # Made a moment ago for nothing: an empty file would puzzle whoever finds it.
                with contextlib.suppress(OSError):
                    path.unlink()
            return False
        self.take(workspace)
        return True

    def take(self, workspace: "Workspace") -> None:
        """Work on a data file that has been opened; SaveError when the present one is not saved."""
        self.close()
        self.workspace = workspace
        self.checking = not workspace.recovery.checked
        # Called from the writer thread: the signal is queued into ours. It tells whose event it
        # is, since one of the file before may still be under way.
        workspace.subscribe(lambda event: self._arrived.emit(workspace, event))
        self.opened.emit()
        forms = workspace.form_ids()
        self.list_forms()
        last = self.shown_last(workspace.path)
        self.show_form(last if last in forms else next(iter(forms), ""))
        workspace.recovery.when_checked(lambda error: self._found_out.emit(workspace, error))

    def list_forms(self) -> None:
        """Have the forms listed."""
        if len(self.file.form_ids()) <= MANY_FORMS:
            self.forms_changed.emit()
        else:
            # The form first: filling the tree with thousands would hold up its paint.
            QTimer.singleShot(LIST_LATER_MS, self, self._list_many)

    def _list_many(self) -> None:
        if self.ready:
            self.forms_changed.emit()

    def _take_answer(self, workspace: "Workspace", error: PerfDeskError | None) -> None:
        """Nothing of a damaged file is edited, and nothing of it stays on show."""
        if workspace is not self.workspace:
            # Closed before its check had ended.
            return
        was_checking, self.checking = self.checking, False
        if error is not None:
            workspace.recovery.abandon()
            self.forget()
            self.turned_out_damaged.emit(error)
        elif was_checking:
            self.editing_opened.emit()
        self.checked.emit(error)

    def _pass_on(self, workspace: object, event: object) -> None:
        if workspace is self.workspace:
            self.stored.emit(event)

    def _just_close(self) -> bool:
        self.close()
        return True

    def close(self) -> None:
        """Let the data file go; everything is on the disk then.

        SaveError when it is not: the file stays open. Another PerfDeskError tells that the file
        was let go with its edits safe elsewhere (a share that could not be reached).
        """
        if self.workspace is None:
            return
        try:
            self.workspace.close()
        except SaveError:
            raise
        except PerfDeskError:
            self.forget()
            raise
        self.forget()

    def forget(self) -> None:
        """Drop a data file that has been let go already."""
        self.workspace = None
        self.checking = False
        self.form_id = ""
        self.opened.emit()
        self.form_shown.emit("")

    def show_form(self, form_id: str) -> None:
        """Put a form on the paper area; one that cannot be read (its drive has gone) is said, and not shown."""
        try:
            grid = self.grid(form_id) if form_id else None
        except PerfDeskError as error:
            self.form_shown.emit(self.form_id)
            self.failed.emit(str(error))
            return
        self.form_id = form_id
        if grid is not None:
            self.grid_changed.emit(grid)
        self.form_shown.emit(form_id)

    def grid(self, form_id: str) -> Grid:
        """The paper of a form."""
        return self.file.grid(form_id)

    def perform(self, edit: Callable[[], Outcome | None]) -> Outcome | None:
        """Do an edit and let the views follow; None when it failed (which is said) or there was none."""
        if self.busy or self.checking:
            self.notice.emit(
                "正在处理，请稍候再改" if self.busy else "正在检查数据文件，稍候即可修改"
            )
            return None
        try:
            outcome = edit()
        except PerfDeskError as error:
            self.failed.emit(str(error))
            return None
        if outcome is not None:
            self._follow(outcome)
        return outcome

    def follow(self, outcome: Outcome) -> None:
        """Let the views follow an edit that was done already."""
        self._follow(outcome)

    def type_text(self, cell: Cell, text: str) -> bool:
        """Put a typed text into a cell of the form on show; False when it was not taken."""
        editing, form = self.file.editing, self.form_id
        if cell.row_ids:
            done = self.perform(lambda: editing.set_level(form, cell.row_ids, cell.field, text))
        else:
            done = self.perform(lambda: editing.set_text(self.path(cell), text))
        return done is not None

    def type_formula(self, cell: Cell, formula: str, amount: str) -> bool:
        """The amount into the cell, the formula as its note, in one step."""
        path, remarks = self.path(cell), self.file.remarks
        done = self.perform(
            lambda: self.file.editing.set_text(path, amount, remarks.note_step(path, formula))
        )
        return done is not None

    def path(self, cell: Cell) -> CellPath:
        """The stable path of a cell of the form on show."""
        return CellPath(self.form_id, cell.row_id, cell.field)

    @property
    def final(self) -> str:
        """Under which name the form on show is 定稿 and locked; "" when it may be edited."""
        if self.workspace is None or not self.form_id:
            return ""
        return self.workspace.safekeeping.final_versions().get(self.form_id, "")

    def money_unit(self) -> str:
        """元 or 万元, as the form on show counts; "" when none is on show."""
        return self.file.money_unit(self.form_id) if self.workspace and self.form_id else ""

    def project_name(self, form_id: str) -> str:
        """项目名称 of a form, "" when it has none."""
        found = next((form for form in self.file.forms() if form.id == form_id), None)
        return found.project_name if found else ""

    def notes(self) -> dict[tuple[str, str], str]:
        """The private notes of the form on show, by row and field."""
        return self.file.remarks.notes(self.form_id)

    def keep_draft(self, cell: Cell, text: str) -> None:
        """Keep the text of an open editor on the disk; `drafted` tells whether it is there."""
        if self.writable and self.form_id:
            self._draft = (self.path(cell), text)
            self.keep_draft_again()

    def keep_draft_again(self) -> None:
        """Try once more to keep the text of the open editor, if there is one."""
        if self._draft is not None and self.writable:
            workspace = self.file
            workspace.safekeeping.keep_draft(
                *self._draft, lambda error: self._draft_answered.emit(workspace, error)
            )

    def _tell_of_draft(self, workspace: "Workspace", error: BaseException | None) -> None:
        if workspace is self.workspace and self._draft is not None:
            self.drafted.emit(error)

    def drop_draft(self, cell: Cell) -> None:
        """Forget it once the editor has closed."""
        self._draft = None
        self.drafted.emit(None)
        if self.writable and self.form_id:
            self.file.safekeeping.drop_draft(self.path(cell))

    def _follow(self, outcome: Outcome) -> None:
        if outcome.changed:
            if outcome.form_list:
                self.forms_changed.emit()
            self._show_outcome(outcome)
            self.edited.emit(outcome)
        if outcome.notices:
            self.notice.emit("；".join(outcome.notices))

    def _show_outcome(self, outcome: Outcome) -> None:
        existing = [form.id for form in self.file.forms()] if outcome.form_list else None
        target = outcome.show or self.form_id
        if existing is not None and target not in existing:
            target = self.form_id if self.form_id in existing else (existing[0] if existing else "")
        if target != self.form_id:
            self.show_form(target)
        elif self.form_id in outcome.forms:
            self.grid_changed.emit(self.grid(self.form_id))
