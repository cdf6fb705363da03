"""Copies of a data file: backups, restored files, working copies, another place."""
