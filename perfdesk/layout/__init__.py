"""From a form to its grid: rows of the template, indicator rows repeated, equal levels merged."""

from perfdesk.layout.build import build_grid

__all__ = ["build_grid"]
