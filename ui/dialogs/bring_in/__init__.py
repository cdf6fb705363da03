"""Dialogs of bringing files in: import, compare, merge, check a file."""
