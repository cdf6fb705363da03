"""Which reader takes which kind of file."""

from collections.abc import Callable
from pathlib import Path

from perfdesk.io.readers.snapshot import Snapshot
from perfdesk.io.readers.sniff import Source


def read_snapshot(path: Path, kind: Source) -> Snapshot:
    """The cells of a file of a known kind, read in this very process."""
    return _reader(kind)(path)


def _reader(kind: Source) -> Callable[[Path], Snapshot]:
    """The reader of a kind; each is imported when the first such file comes."""
    match kind:
        case "xlsx":
            from perfdesk.io.readers.xlsx import read_excel as read
        case "xls":
            from perfdesk.io.readers.xls import read_xls as read
        case "ods":
            from perfdesk.io.readers.ods import read_ods as read
        case "docx":
            from perfdesk.io.readers.word import read_word as read
        case "html":
            from perfdesk.io.readers.html import read_html as read
        case "xml":
            from perfdesk.io.readers.xml import read_xml as read
        case "pdf":
            from perfdesk.io.readers.pdf import read_pdf as read
        case _:
            from perfdesk.io.readers.text import read_text as read
    return read
