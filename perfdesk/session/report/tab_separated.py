"""Tables as tab-separated text, quoted as Excel and WPS write and read it."""

from collections.abc import Iterable, Sequence

_QUOTED = frozenset('\t\n\r"')


def to_tsv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as lines, cells between tabs; a text with a tab, line break or quote is quoted."""
    return "\n".join("\t".join(map(_quoted, row)) for row in rows)


def _quoted(text: str) -> str:
    if _QUOTED.isdisjoint(text):
        return text
    return '"' + text.replace('"', '""') + '"'
