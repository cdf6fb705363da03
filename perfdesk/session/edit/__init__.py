"""Changing forms: cells, rows, new forms, money, notes, options, search and replace."""
