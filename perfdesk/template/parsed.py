"""Template files as JSON, parsed ahead: TOML takes ten times as long to read, at every start.

`parsed.json` in the folder of the templates is made from them by `packaging/parse_templates.py`. Each
entry names the check sum of the file it was made from; a file that has been changed since is not
found here and read as TOML.
"""

import json
from binascii import crc32
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

PARSED: Final = "parsed.json"


def check_sum(content: bytes) -> str:
    """What tells a template file from a changed one: its size and CRC-32."""
    return f"{len(content)}-{crc32(content):08x}"


def find_parsed(path: Path, content: bytes) -> dict[str, Any] | None:
    """The settings of a template file with this content; None when nothing was parsed ahead."""
    text = _entries(path.parent).get(f"{path.name} {check_sum(content)}")
    if text is None:
        return None
    found: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return found


@lru_cache(maxsize=4)
def _entries(folder: Path) -> dict[str, str]:
    """JSON text by file name and check sum: settings are changed while merged, so each asks anew."""
    try:
        entries = json.loads((folder / PARSED).read_bytes())
    except (OSError, ValueError):
        return {}
    return entries if isinstance(entries, dict) else {}
