"""The command line of CONTRACT.md, over the same façade as the window."""

from perfdesk.cli.main import main

__all__ = ["main"]
