"""The forms of the data file: year → kind → project, each with its count of errors and warnings."""

import re
from collections.abc import Collection, Iterable

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPalette,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from perfdesk.findings import Mark, Verdict
from perfdesk.kinds import KINDS
from perfdesk.session.outcome import FormEntry
from ui.paper import cell_painter
from ui.paper.form_model import Index
from ui.style import icons, theme
from ui.style.plain_text import tip

FORM_ROLE = Qt.ItemDataRole.UserRole + 1
VERDICT_ROLE = Qt.ItemDataRole.UserRole + 2
KIND_NAMES = {kind.id: kind.name for kind in KINDS}
PROGRESS_ROLE = Qt.ItemDataRole.UserRole + 4
FINAL_ROLE = Qt.ItemDataRole.UserRole + 3
NO_YEAR = "未填年度"
NO_NAME = "（未填项目名称）"
_CODE = re.compile(r"^[0-9]{6}[0-9A-Z]*+-(?=.)")
_WORD_END, _WORD_START = (
    re.compile(r"(?<![A-Za-z0-9.])[A-Za-z0-9.]++$"),
    re.compile(r"[A-Za-z0-9.]"),
)
_ROW, _TWO_LINES = 27, 46
_COUNT_ROOM = 34
"""Kept free for the counts when a row is measured, so that their coming moves nothing."""
_MOST_WRAPPED = 300
"""With more forms than this every row is one line: measuring each would hold up the window."""
_INDENT = 15
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class ProjectTree(QWidget):
    """Lists and finds forms; says which one was chosen."""

    chosen = Signal(str)
    """Id of a form."""
    menu_wanted = Signal(object)
    """A form's context menu, at a global position."""

    def __init__(self) -> None:
        super().__init__()
        self.model = QStandardItemModel(self)
        self._items: dict[str, QStandardItem] = {}
        self._filter = QSortFilterProxyModel(self, recursiveFilteringEnabled=True)
        self._filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._filter.setSourceModel(self.model)
        self.search = QLineEdit(placeholderText="筛选项目", clearButtonEnabled=True)
        self.search.setAccessibleName("筛选项目")
        self.search.textChanged.connect(self._narrow)
        self.view = _tree_view(self._filter)
        self.view.selectionModel().currentChanged.connect(self._moved)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(
            lambda point: self.menu_wanted.emit(self.view.viewport().mapToGlobal(point))
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.S, theme.S, theme.S, 0)
        layout.setSpacing(theme.S)
        layout.addWidget(self.search)
        layout.addWidget(self.view, 1)
        self.below = QVBoxLayout()
        """Below the list: the card of the first steps."""
        self.below.setContentsMargins(0, 0, 0, theme.S)
        layout.addLayout(self.below)
        # Said outright, so that no card below the list ever makes the window higher than its screen.
        self.setMinimumHeight(theme.LEAST_PANEL)

    def show_forms(self, forms: Iterable[FormEntry]) -> None:
        """List these forms; verdicts already known stay."""
        known = {
            form: (item.data(VERDICT_ROLE), item.data(PROGRESS_ROLE))
            for form, item in self._items.items()
        }
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        self.model.clear()
        self._items = {}
        groups: dict[tuple[str, ...], QStandardItem] = {}
        forms = list(forms)
        self.view.setUniformRowHeights(len(forms) > _MOST_WRAPPED)
        for entry in sorted(forms, key=lambda form: -(form.year or 0)):
            parent = self._group(groups, entry)
            item = _item(short_name(entry.project_name) or NO_NAME)
            item.setData(entry.id, FORM_ROLE)
            verdict, progress = known.get(entry.id, (None, None))
            item.setData(verdict, VERDICT_ROLE)
            item.setData(progress, PROGRESS_ROLE)
            item.setToolTip(tip(entry.project_name or NO_NAME))
            parent.appendRow(item)
            self._items[entry.id] = item
        self.view.expandAll()
        selection.blockSignals(False)

    def show_verdict(self, form_id: str, verdict: Verdict, progress: float = 1.0) -> None:
        """Put the count of findings beside a form, and how much of it is filled (0 to 1)."""
        item = self._items.get(form_id)
        if item is None:
            return
        if item.data(PROGRESS_ROLE) != progress:
            item.setData(progress, PROGRESS_ROLE)
        if item.data(VERDICT_ROLE) != verdict:
            item.setData(verdict, VERDICT_ROLE)
            item.setData(f"{item.text()}，{verdict.text}", Qt.ItemDataRole.AccessibleTextRole)

    def show_final(self, final: Collection[str]) -> None:
        """Mark the forms that are 定稿."""
        for form_id, item in self._items.items():
            if bool(item.data(FINAL_ROLE)) != (form_id in final):
                item.setData(form_id in final, FINAL_ROLE)

    def select(self, form_id: str) -> None:
        """Mark a form as the one on show, without choosing it again."""
        item = self._items.get(form_id)
        if item is None:
            return
        index = self._filter.mapFromSource(item.index())
        if index.isValid() and index != self.view.currentIndex():
            selection = self.view.selectionModel()
            selection.blockSignals(True)
            self.view.setCurrentIndex(index)
            selection.blockSignals(False)
            # The view has heard nothing of it: what it does of itself is done here.
            self.view.scrollTo(index)
            self.view.viewport().update()

    def current(self) -> str | None:
        """Id of the marked form."""
        found = self.view.currentIndex().data(FORM_ROLE)
        return found if isinstance(found, str) else None

    def selected(self) -> list[str]:
        """Ids of all selected forms; a year or a kind stands for its forms."""
        found: dict[str, None] = {}
        for index in self.view.selectionModel().selectedIndexes():
            found.update(dict.fromkeys(_forms_below(index)))
        return list(found)

    def _group(
        self, groups: dict[tuple[str, ...], QStandardItem], entry: FormEntry
    ) -> QStandardItem:
        year = f"{entry.year} 年" if entry.year else NO_YEAR
        kind = KIND_NAMES.get(entry.kind, entry.kind)
        if (year,) not in groups:
            groups[year,] = _item(year, heading=True)
            self.model.appendRow(groups[year,])
        if (year, kind) not in groups:
            groups[year, kind] = _item(kind, heading=True)
            groups[year,].appendRow(groups[year, kind])
        return groups[year, kind]

    def _narrow(self, text: str) -> None:
        self._filter.setFilterFixedString(text)
        self.view.expandAll()

    def _moved(self, current: QModelIndex, previous: QModelIndex) -> None:
        form_id = current.data(FORM_ROLE)
        if isinstance(form_id, str):
            self.chosen.emit(form_id)


class _FormDelegate(QStyledItemDelegate):
    """A project's name on up to two lines, with its counts in colour and shape at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        if (
            not isinstance(view, _Tree)
            or view.uniformRowHeights()
            or not isinstance(index.data(FORM_ROLE), str)
        ):
            return QSize(120, _ROW)
        room = view.viewport().width() - _INDENT - 2 * theme.XS - theme.S - _COUNT_ROOM
        wraps = view.fontMetrics().horizontalAdvance(str(index.data())) > room
        return QSize(120, _TWO_LINES if wraps else _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.colours()
        place: QRect = option.rect  # type: ignore[attr-defined]
        is_form = isinstance(index.data(FORM_ROLE), str)
        if is_form:
            # A form has no arrow: its name may begin where one would stand.
            place = place.adjusted(-_INDENT, 0, 0, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, hovered = _marks(self.parent(), index)
        if is_form and (chosen or hovered):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft if chosen else colours.hover))
            painter.drawRoundedRect(QRectF(place.adjusted(0, 1, -2, -1)), 5, 5)
        line = QRect(place.left(), place.top(), place.width(), _ROW)
        right = self._counts(painter, line, index.data(VERDICT_ROLE), colours)
        if index.data(FINAL_ROLE):
            right = _final_mark(painter, line, right, colours)
        painter.setPen(QColor(colours.text if is_form else colours.muted))
        left = place.left() + theme.XS
        room = QRect(left, line.top(), right - left - theme.XS, _ROW)
        first, rest = str(index.data()), ""
        if place.height() > _ROW:
            first, rest = _broken(painter.fontMetrics(), first, room.width())
        if rest:
            below = QRect(left, line.bottom() - 5, place.right() - left - theme.S, _ROW - 4)
            _write(painter, below, rest)
            painter.drawText(room, _LEFT, first)
        else:
            _write(painter, QRect(left, place.top(), room.width(), place.height()), first)
        progress = index.data(PROGRESS_ROLE)
        if isinstance(progress, float) and progress < 1:
            _bar(painter, place.adjusted(theme.XS, 0, -theme.S, 0), progress, colours)
        painter.restore()

    def _counts(
        self, painter: QPainter, place: QRect, verdict: object, colours: theme.Colours
    ) -> int:
        """Draw the counts from the right and answer where they begin."""
        right = place.right() - theme.S
        if not isinstance(verdict, Verdict):
            return right
        for mark, number in (
            (Mark.BLANK, verdict.blanks),
            (Mark.WARNING, verdict.warnings),
            (Mark.ERROR, verdict.errors),
        ):
            if not number:
                continue
            width = painter.fontMetrics().horizontalAdvance(str(number))
            painter.setPen(QColor(colours.mark(mark)))
            painter.drawText(
                QRect(right - width, place.top(), width, place.height()),
                Qt.AlignmentFlag.AlignVCenter,
                str(number),
            )
            place_of_mark = QRectF(right - width - 12, place.center().y() - 3.5, 8, 8)
            cell_painter.mark(painter, mark, place_of_mark, colours.mark(mark))
            right -= width + 20
        return right


def _bar(painter: QPainter, place: QRect, progress: float, colours: theme.Colours) -> None:
    """A thin line below the name: how much of the form is filled."""
    line = QRectF(place.left(), place.bottom() - 2, place.width(), 2)
    painter.fillRect(line, QColor(colours.line))
    painter.fillRect(
        QRectF(line.left(), line.top(), line.width() * progress, line.height()),
        QColor(colours.good),
    )


def _final_mark(painter: QPainter, line: QRect, right: int, colours: theme.Colours) -> int:
    """A small 定 in a frame; answers where it begins."""
    place = QRectF(right - 20, line.center().y() - 8, 17, 17)
    painter.setPen(QColor(colours.good))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(place, 3, 3)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "定")
    return right - 24


def _write(painter: QPainter, room: QRect, text: str) -> None:
    text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _LEFT, text)


def _broken(metrics: QFontMetrics, text: str, width: int) -> tuple[str, str]:
    """A name in two, the first as long as fits; Latin words and numbers stay whole where they can."""
    fits = next(
        (n for n in range(len(text), 0, -1) if metrics.horizontalAdvance(text[:n]) <= width), 1
    )
    word = _WORD_END.search(text[:fits])
    if fits < len(text) and word is not None and word.start() and _WORD_START.match(text[fits:]):
        fits = word.start()
    return text[:fits], text[fits:].lstrip()


class _Tree(QTreeView):
    """A tree that draws its own quiet arrows, and no bar beside a chosen row."""

    def __init__(self) -> None:
        super().__init__()
        self.hovered = QPersistentModelIndex()
        self.entered.connect(self._hover)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(QModelIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and not self.uniformRowHeights():
            # Names that found room on one line may need two now.
            self.scheduleDelayedItemsLayout()

    def _hover(self, index: QModelIndex) -> None:
        self.hovered = QPersistentModelIndex(index)
        self.viewport().update()

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        options.palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)  # type: ignore[attr-defined]
        super().drawRow(painter, options, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        if not self.model().hasChildren(index):
            return
        name = "chevron-down" if self.isExpanded(index) else "chevron-right"
        colour = QColor(theme.colours().muted)
        icons.paint(
            painter, name, QRectF(rect.right() - 13, rect.center().y() - 5.5, 12, 12), colour
        )


def _marks(view: object, index: Index) -> tuple[bool, bool]:
    """Whether a row is chosen, and whether the mouse is over it."""
    if not isinstance(view, _Tree):
        return False, False
    return view.selectionModel().isSelected(index), view.hovered == QPersistentModelIndex(index)


def _tree_view(model: QSortFilterProxyModel) -> QTreeView:
    view = _Tree()
    view.setModel(model)
    view.setHeaderHidden(True)
    view.setIndentation(_INDENT)
    view.setItemDelegate(_FormDelegate(view))
    view.setSelectionMode(QTreeView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
    view.setExpandsOnDoubleClick(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.header().setStretchLastSection(True)
    view.setAccessibleName("项目")
    view.setMouseTracking(True)
    view.setStyleSheet("QTreeView, QTreeView::item { background: transparent; }")
    return view


def short_name(project_name: str) -> str:
    """A project's name on one line, without the long code that Beijing puts before it."""
    return _CODE.sub("", project_name.replace("\n", ""))


def _item(text: str, *, heading: bool = False) -> QStandardItem:
    item = QStandardItem(text)
    item.setEditable(False)
    item.setSelectable(True)
    item.setData(heading, Qt.ItemDataRole.UserRole + 9)
    return item


def _forms_below(index: Index) -> list[str]:
    form_id = index.data(FORM_ROLE)
    if isinstance(form_id, str):
        return [form_id]
    model = index.model()
    return [
        f for row in range(model.rowCount(index)) for f in _forms_below(model.index(row, 0, index))
    ]
