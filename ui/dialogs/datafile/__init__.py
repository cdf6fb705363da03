"""Dialogs about the data file: backups."""
