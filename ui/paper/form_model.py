"""The grid of one form as a Qt table model; it never changes a form itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from perfdesk.findings import Finding
from perfdesk.grid import Cell, Grid, Role
from ui.paper import describe
from ui.paper.describe import differs

if TYPE_CHECKING:
    from perfdesk.session.check.proposed_scores import Suggestion
    from perfdesk.session.year.known import Known

Index = QModelIndex | QPersistentModelIndex
Key = tuple[str, str]
"""(row id, field)."""

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
FINDINGS_ROLE = Qt.ItemDataRole.UserRole + 2
NOTE_ROLE = Qt.ItemDataRole.UserRole + 3

SCORE = "score"
_EMPTY = Grid("", (), (), ())
_FORM: Key = ("", "")
"""Among the unsaved: the form as a whole."""
_MANY = 24
"""Above so many changed cells one signal for all is quicker."""


class FormModel(QAbstractTableModel):
    """Shows a grid; a typed text goes to the `edit` callback, which answers whether it was taken."""

    spans_changed = Signal()
    """The merged cells are others now: apply them again and measure."""
    texts_changed = Signal()
    """Some printed text changed: rows may need another height."""

    def __init__(self, edit: Callable[[Cell, str], bool]) -> None:
        super().__init__()
        self.grid = _EMPTY
        self._edit = edit
        self._findings: dict[Key, list[Finding]] = {}
        self._notes: Mapping[Key, str] = {}
        self._unsaved: set[Key] = set()
        self._suggestions: Mapping[str, Suggestion] = {}
        """Row id → the score proposed for it."""
        self._known: Mapping[Key, Sequence[Known]] = {}
        """What other forms and people know of cells."""

    def show(self, grid: Grid) -> None:
        """Show a grid: only what differs is refreshed when it is the same form in the same shape."""
        before, same_form = self.grid, grid.form_id == self.grid.form_id
        if not same_form:
            self._findings, self._notes, self._unsaved = {}, {}, set()
            self._suggestions, self._known = {}, {}
        if (
            not same_form
            or grid.row_count != before.row_count
            or grid.column_count != before.column_count
        ):
            self.beginResetModel()
            self.grid = grid
            self.endResetModel()
            self.spans_changed.emit()
            return
        self.grid = grid
        self._refresh(before, grid)

    def show_findings(self, findings: Iterable[Finding]) -> None:
        """Mark the cells that findings of this form speak of."""
        marks: dict[Key, list[Finding]] = {}
        for finding in findings:
            if (
                finding.form == self.grid.form_id
                and not finding.whole_form
                and finding.accepted is None
            ):
                marks.setdefault((finding.row, finding.field), []).append(finding)
        stale = self._findings.keys() | marks.keys()
        changed = [key for key in stale if self._findings.get(key) != marks.get(key)]
        self._findings = marks
        self._announce(cell for key in changed if (cell := self.grid.find(*key)))

    def show_notes(self, notes: Mapping[Key, str]) -> None:
        """Mark the cells that carry a private note."""
        changed = {
            key
            for key in self._notes.keys() | notes.keys()
            if self._notes.get(key) != notes.get(key)
        }
        self._notes = notes
        self._announce(cell for key in changed if (cell := self.grid.find(*key)))

    def show_unsaved(self, unsaved: set[Key]) -> None:
        """Mark the cells whose texts could not be saved.

        A key without a field is a row that could not be, one without a row too the whole form.
        """
        if unsaved != self._unsaved:
            before = self._marked_unsaved()
            self._unsaved = unsaved
            changed = before ^ self._marked_unsaved()
            self._announce(self.grid.cell_at(*place) for place in changed)

    def is_unsaved(self, cell: Cell) -> bool:
        """Whether the text of a cell could not be saved."""
        if not self._unsaved:
            return False
        if _FORM in self._unsaved and cell.field and cell.value and cell.role is not Role.COMPUTED:
            return True
        return any(
            key in self._unsaved or (key[0] and (key[0], "") in self._unsaved) for key in keys(cell)
        )

    def _marked_unsaved(self) -> set[tuple[int, int]]:
        if not self._unsaved:
            return set()
        return {(cell.row, cell.column) for cell in self.grid.cells if self.is_unsaved(cell)}

    def show_suggestions(self, suggestions: "Mapping[str, Suggestion]") -> None:
        """Put proposed scores beside the scores of these rows."""
        before, self._suggestions = self._suggestions, suggestions
        rows = [
            row
            for row in before.keys() | suggestions.keys()
            if before.get(row) != suggestions.get(row)
        ]
        self._announce(cell for row in rows if (cell := self.grid.find(row, SCORE)) is not None)

    def show_known(self, known: "Mapping[Key, Sequence[Known]]") -> None:
        """Put what is known elsewhere beside these cells."""
        before, self._known = self._known, known
        keys = [k for k in before.keys() | known.keys() if before.get(k) != known.get(k)]
        self._announce(cell for key in keys if (cell := self.grid.find(*key)) is not None)

    def known_of(self, cell: Cell) -> "Sequence[Known]":
        """What other forms and people know of a cell, what may be taken first."""
        return self._known.get((cell.row_id, cell.field), ()) if cell.field else ()

    def suggestion_of(self, cell: Cell) -> "Suggestion | None":
        """The proposed score beside a cell; None where there is nothing to propose."""
        return self._suggestions.get(cell.row_id) if cell.field == SCORE else None

    def cell(self, index: Index) -> Cell | None:
        """The cell that covers an index, None for an invalid one."""
        row, column = index.row(), index.column()
        inside = 0 <= row < self.grid.row_count and 0 <= column < self.grid.column_count
        return self.grid.cell_at(row, column) if inside else None

    def index_of(self, cell: Cell) -> QModelIndex:
        """The index where a cell begins."""
        return self.index(cell.row, cell.column)

    def find(self, row_id: str, field: str) -> QModelIndex:
        """The index of a field; invalid when the form has none such."""
        cell = self.grid.find(row_id, field)
        return self.index_of(cell) if cell else QModelIndex()

    def findings_of(self, cell: Cell) -> list[Finding]:
        """The open findings at a cell, gravest first."""
        found = [f for key in keys(cell) for f in self._findings.get(key, ())]
        return sorted(dict.fromkeys(found), key=lambda finding: finding.mark.rank)

    def note_of(self, cell: Cell) -> str:
        """The private note at a cell, "" when there is none."""
        return "\n".join(self._notes[key] for key in keys(cell) if key in self._notes)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.grid.row_count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.grid.column_count

    def flags(self, index: Index) -> Qt.ItemFlag:
        cell = self.cell(index)
        if cell is None or not cell.editable:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.cell(index)
        if cell is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.text
            case Qt.ItemDataRole.EditRole:
                return cell.value or ""
            case Qt.ItemDataRole.ToolTipRole:
                told = describe.tool_tip(
                    cell,
                    self.findings_of(cell),
                    self.note_of(cell),
                    self.suggestion_of(cell),
                    [known.text for known in self.known_of(cell)],
                )
                return (describe.UNSAVED + told if self.is_unsaved(cell) else told) or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return describe.spoken(cell) + ("，未存盘" if self.is_unsaved(cell) else "")
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                found = describe.spoken_findings(self.findings_of(cell), self.suggestion_of(cell))
                return "；".join(filter(None, (found, *(k.text for k in self.known_of(cell)))))
        if role == CELL_ROLE:
            return cell
        if role == FINDINGS_ROLE:
            return self.findings_of(cell)
        return self.note_of(cell) if role == NOTE_ROLE else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        cell = self.cell(index)
        if cell is None or not cell.editable or role != Qt.ItemDataRole.EditRole:
            return False
        if str(value) == (cell.value or ""):
            return True
        return self._edit(cell, str(value))

    def _refresh(self, before: Grid, grid: Grid) -> None:
        if len(before.cells) != len(grid.cells):
            self.spans_changed.emit()
            self._announce(grid.cells)
            return
        pairs = zip(before.cells, grid.cells, strict=True)
        changed = [(old, new) for old, new in pairs if old is not new and old != new]
        if any(_place(old) != _place(new) for old, new in changed):
            self.spans_changed.emit()
        elif any(old.text != new.text or differs(old) != differs(new) for old, new in changed):
            self.texts_changed.emit()
        self._announce(new for _, new in changed)

    def _announce(self, cells: Iterable[Cell]) -> None:
        listed = list(cells)
        if len(listed) > _MANY:
            last = self.index(self.grid.row_count - 1, self.grid.column_count - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        for cell in listed:
            self.dataChanged.emit(self.index_of(cell), self.index(cell.last_row, cell.last_column))


def keys(cell: Cell) -> list[Key]:
    """The places a cell stands for: one, or one for each row of a merged level cell."""
    return [(row_id, cell.field) for row_id in cell.row_ids or (cell.row_id,)] if cell.field else []


def _place(cell: Cell) -> tuple[int, int, int, int]:
    return (cell.row, cell.column, cell.row_span, cell.column_span)
