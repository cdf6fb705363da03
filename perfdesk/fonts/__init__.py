"""Faces, advance widths and fallback per character, without reportlab and without Qt."""

from perfdesk.fonts.fontset import BODY, TITLE, Face, FontSet, Piece, bundled_fonts, load_fonts

__all__ = ["BODY", "TITLE", "Face", "FontSet", "Piece", "bundled_fonts", "load_fonts"]
