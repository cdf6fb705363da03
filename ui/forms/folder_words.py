"""The folder of a file as a user says it."""

from pathlib import Path


def folder_in_words(path: Path) -> str:
    """The folder of a file, shortly where it lies with the user's own files."""
    home = Path.home()
    inside = path.parent.is_relative_to(home) and path.parent != home
    return str(path.parent.relative_to(home)) if inside else str(path.parent)
