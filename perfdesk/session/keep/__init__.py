"""Keeping the data file: saving, drafts, versions, backups, recovery."""
