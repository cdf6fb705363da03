"""From a form to its grid: rows of the template, indicator rows repeated, equal levels merged."""

from perfdesk.layout.build import build_grid
from perfdesk.layout.cells import KeptCells

__all__ = ["KeptCells", "build_grid"]
