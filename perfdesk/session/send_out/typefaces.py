"""The fonts to print in, for the settings dialog: which there are, and which is chosen."""

from perfdesk.fonts import (
    FontChoice,
    InstalledFont,
    choose_fonts,
    chosen_fonts,
    font_choice,
    installed_fonts,
)

__all__ = [
    "FontChoice",
    "InstalledFont",
    "choose_fonts",
    "font_choice",
    "font_problem",
    "installed_fonts",
]


def font_problem() -> str:
    """Why a chosen font is not used, as the user is told; "" when all is well."""
    return chosen_fonts().problem
