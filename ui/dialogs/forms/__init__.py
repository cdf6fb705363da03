"""Dialogs about whole forms: new, blank, carry over, versions, money table, recycle bin."""
