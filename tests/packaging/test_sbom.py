"""The list of parts names everything that the licence page does, with its version."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

Script = Callable[[str], ModuleType]
ROOT = Path(__file__).resolve().parents[2]


def test_every_part_of_the_program_is_listed(tmp_path: Path, script: Script) -> None:
    found = json.loads(script("sbom").write(tmp_path / "parts.cdx.json").read_text("utf-8"))
    parts = json.loads((ROOT / "resources/licences/parts.json").read_text("utf-8"))["parts"]
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.5")
    names = [found["metadata"]["component"]["name"], *(c["name"] for c in found["components"])]
    assert names == [part["name"] for part in parts]
    by_name = {component["name"]: component for component in found["components"]}
    assert by_name["lxml"]["purl"].startswith("pkg:pypi/lxml@")
    assert all(component["licenses"] for component in found["components"])
    refs = [component["bom-ref"] for component in found["components"]]
    assert len(refs) == len(set(refs))


def test_the_same_parts_give_the_same_bytes(tmp_path: Path, script: Script) -> None:
    sbom = script("sbom")
    one, other = (sbom.write(tmp_path / name).read_bytes() for name in "ab")
    assert one == other
