"""Looks: theme, fonts, icons, wrapped text."""
