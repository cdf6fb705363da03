"""Dialogs about a project's year: its forms side by side, approved changes of targets, remarks of reviewers."""
