"""A 表样包 on the disk: written as a whole or not at all, read no further than one may be long."""

from pathlib import Path

from perfdesk.atomic_file import make_folder, replacing
from perfdesk.errors import FileClosedError, FileNotThereError
from perfdesk.template.pack import MOST_BYTES


def write_pack(path: Path, text: str) -> None:
    """Write a template file as a whole or not at all."""
    make_folder(path.parent)
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def read_pack(path: Path) -> bytes:
    """The content of a 表样包; an error when there is none or it is far too large."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (FileNotFoundError, IsADirectoryError):
        raise FileNotThereError(path) from None
    except OSError:
        raise FileClosedError(path) from None
