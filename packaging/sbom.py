"""The list of parts of the frozen folder as CycloneDX 1.5 (JSON): what an office scans for known faults.

Run:  .venv/bin/python packaging/sbom.py [OUT.json]    (packaging/build.py does so with every release)
The parts are those of resources/licences/parts.json, which a build holds against every bundled file.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any

from release import RESOURCES, release_file, version

PARTS = RESOURCES / "licences" / "parts.json"
_SPDX = re.compile(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*")
_NOT_FROM_PYPI = {"Qt 6", "GNU GPL 3", "ICU", "Python", "PyInstaller", "SQLite"}
_OWN = uuid.UUID("5a0f0f0c-6c1d-5f7e-9e0a-0c5e2f6b7d11")
"""Namespace of serial numbers: the same parts have the same number."""


def sbom(parts: list[dict[str, str]]) -> dict[str, Any]:
    """The document for these parts; the first one is the program itself."""
    program, *others = parts
    content = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_OWN, hashlib.sha256(content.encode()).hexdigest())}",
        "version": 1,
        "metadata": {"component": _component(program, "application")},
        "components": [_component(part, "library") for part in others],
    }


def _component(part: dict[str, str], kind: str) -> dict[str, Any]:
    name, number = part["name"], part["version"]
    found: dict[str, Any] = {
        "type": kind,
        "bom-ref": f"{name}@{number}" if number else name,
        "name": name,
        "description": part["about"],
        "licenses": [_licence(part["licence"])],
    }
    if number:
        found["version"] = number
    if part["home"]:
        found["externalReferences"] = [{"type": "website", "url": part["home"]}]
    if kind == "library" and number and name not in _NOT_FROM_PYPI:
        found["purl"] = f"pkg:pypi/{re.sub(r'[-_.]+', '-', name).lower()}@{number}"
    return found


def _licence(words: str) -> dict[str, Any]:
    if _SPDX.fullmatch(words):
        return {"expression": words}
    return {"license": {"name": words}}


def write(path: Path) -> Path:
    """Write the document; answers its path."""
    parts = json.loads(PARTS.read_text(encoding="utf-8"))["parts"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(sbom(parts), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def make() -> Path:
    """The release's own: `dist/PerfDesk-<version>-<system>.cdx.json`."""
    return write(release_file(".cdx.json"))


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else release_file(".cdx.json")
    print(f"{write(target)}: PerfDesk {version()}")
