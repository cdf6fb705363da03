"""Dialogs about cells: history, notes, phrases, find and replace, fixes."""
