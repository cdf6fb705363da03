"""Write `resources/templates/parsed.json`, the template files as JSON, which starts need not parse.

Set-up of a checkout and the build of a release run it; it is kept in no repository. A file changed
since is read itself.
"""

import json
import sys
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from perfdesk.template.parsed import PARSED, check_sum  # noqa: E402

TEMPLATES = ROOT / "resources" / "templates"


def as_number(value: object) -> float:
    """A decimal as JSON writes it; ValueError when it would be read as another number."""
    if isinstance(value, Decimal):
        number = float(value)
        if repr(number) == str(value):
            return number
    raise ValueError(f"{value!r} is not told exactly by JSON")


def parsed(folder: Path) -> str:
    """The text of `parsed.json` for the template files of a folder."""
    entries: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        content = path.read_bytes()
        data: dict[str, Any] = tomllib.loads(content.decode("utf-8"), parse_float=Decimal)
        entries[f"{path.name} {check_sum(content)}"] = json.dumps(
            data, ensure_ascii=False, default=as_number, separators=(",", ":")
        )
    return json.dumps(entries, ensure_ascii=False, indent=0) + "\n"


if __name__ == "__main__":
    told = parsed(TEMPLATES)
    known = TEMPLATES / PARSED
    if not known.exists() or known.read_text("utf-8") != told:
        known.write_text(told, "utf-8", newline="\n")
