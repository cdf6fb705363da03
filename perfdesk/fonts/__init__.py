"""Faces, advance widths and fallback per character, without reportlab and without Qt."""

from perfdesk.fonts.fontset import (
    BODY,
    TITLE,
    Face,
    FontChoice,
    FontSet,
    Piece,
    Style,
    bundled_fonts,
    load_fonts,
)
from perfdesk.fonts.installed import (
    InstalledFont,
    choose_fonts,
    chosen_fonts,
    font_choice,
    installed_fonts,
)

__all__ = [
    "BODY",
    "TITLE",
    "Face",
    "FontChoice",
    "FontSet",
    "InstalledFont",
    "Piece",
    "Style",
    "bundled_fonts",
    "choose_fonts",
    "chosen_fonts",
    "font_choice",
    "installed_fonts",
    "load_fonts",
]
