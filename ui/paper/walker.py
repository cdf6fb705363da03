"""Where the keys lead on the paper, remembering the row and column that one walks in."""

from PySide6.QtWidgets import QAbstractItemView

from perfdesk.grid import Cell, Grid
from ui.paper import navigation
from ui.paper.navigation import Way

Moves = QAbstractItemView.CursorAction
PAGE_ROWS = 12
"""How many rows PgUp and PgDn go."""
_ARROWS = {
    Moves.MoveUp: Way.UP,
    Moves.MoveDown: Way.DOWN,
    Moves.MoveLeft: Way.LEFT,
    Moves.MoveRight: Way.RIGHT,
}


class Walker:
    """Answers the cell a key leads to; a wide cell on the way does not change the column."""

    def __init__(self) -> None:
        self.place = (0, 0)
        self._home: int | None = None
        """The column where a run of Tabs began: Enter leads below it, as in Excel."""

    def stand(self, cell: Cell) -> Cell:
        """Walk on from the beginning of this cell."""
        self.place = (cell.row, cell.column)
        self._home = None
        return cell

    def tabbed(self, grid: Grid, cell: Cell, *, back: bool) -> Cell:
        """The next cell to fill, the one before with `back`."""
        home = cell.column if self._home is None else self._home
        found = self.stand(navigation.tab_step(grid, cell, back=back))
        if not back and found.row <= cell.last_row:
            self._home = home
        return found

    def entered(self, grid: Grid, cell: Cell, *, up: bool) -> Cell:
        """Where Enter leads: down, and after a run of Tabs back to the column it began in."""
        home, self._home = self._home, None
        if home is not None and not up:
            self.place = (cell.last_row, home)
            found = navigation.step(grid, cell, Way.DOWN, cell.last_row, home)
            return self.stand(found) if found is not cell else found
        return self.stepped(grid, cell, Way.UP if up else Way.DOWN)

    def moved(self, grid: Grid, cell: Cell, action: Moves, *, far: bool) -> Cell:
        """The cell that a cursor key leads to; `far` with Ctrl."""
        if action in _ARROWS:
            return self.stepped(grid, cell, _ARROWS[action], far=far)
        if action in (Moves.MoveNext, Moves.MovePrevious):
            return self.tabbed(grid, cell, back=action == Moves.MovePrevious)
        if action in (Moves.MoveHome, Moves.MoveEnd):
            first = action == Moves.MoveHome
            end = navigation.form_end(grid, first=first) if far else None
            return self.stand(end or navigation.row_end(grid, cell, first=first))
        for _ in range(PAGE_ROWS):
            cell = self.stepped(grid, cell, Way.UP if action == Moves.MovePageUp else Way.DOWN)
        return cell

    def stepped(self, grid: Grid, cell: Cell, way: Way, *, far: bool = False) -> Cell:
        """One arrow key."""
        self._home = None
        row, column = self.place
        inside = cell.row <= row <= cell.last_row and cell.column <= column <= cell.last_column
        row, column = (row, column) if inside else (cell.row, cell.column)
        walk = navigation.far_step if far else navigation.step
        found = walk(grid, cell, way, row, column)
        if way in (Way.UP, Way.DOWN):
            self.place = (found.row, column)
        else:
            self.place = (min(max(row, found.row), found.last_row), found.column)
        return found
