"""The licence page lists every bundled part, each with its words."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
RESOURCES = ROOT / "resources"
PAGE = json.loads((RESOURCES / "licences" / "parts.json").read_text(encoding="utf-8"))["parts"]
BY_NAME = {canonicalize_name(part["name"]): part for part in PAGE}

# Licences that may be shipped with a program whose source stays as it is.
FIT = (
    "MIT", "BSD", "Apache-2.0", "LGPL", "PSF-2.0", "OFL-1.1", "ISC", "Zlib", "X11", "blessing", "0BSD",
    "Unlicense", "Unicode-3.0", "bzip2-1.0.6", "GPL-2.0-or-later WITH Bootloader-exception",
)  # fmt: skip


@pytest.fixture
def licences(script: Callable[[str], ModuleType]) -> ModuleType:
    return script("licences")


def test_every_runtime_package_is_listed_as_installed(licences: ModuleType) -> None:
    installed = {name: package.version for name, package in licences.bundled_packages().items()}
    listed = {name: BY_NAME[name]["version"] for name in installed if name in BY_NAME}
    assert listed == installed


def test_every_dependency_of_the_project_is_among_them(licences: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    assert named - set(licences.bundled_packages()) == set()


def test_nothing_else_is_listed(licences: ModuleType) -> None:
    others = {canonicalize_name(part["name"]) for part in licences.data()["part"]}
    assert set(BY_NAME) == others | set(licences.bundled_packages())


@pytest.mark.parametrize("part", PAGE, ids=lambda part: part["name"])
def test_each_part_says_what_it_is_for_and_carries_its_licence(part: dict[str, str]) -> None:
    text = RESOURCES / part["text"]
    assert len(text.read_text(encoding="utf-8")) > 300
    assert part["licence"]
    assert part["about"]
    assert part["home"] or part["name"] == "PerfDesk"


@pytest.mark.parametrize("part", PAGE, ids=lambda part: part["name"])
def test_each_licence_is_fit_to_ship(part: dict[str, str]) -> None:
    # The GPL's own words are there only because the LGPL refers to them.
    assert part["licence"].startswith(FIT) or part["name"] == "GNU GPL 3"


def test_a_bundled_file_of_nobody_is_noticed(licences: ModuleType, tmp_path: Path) -> None:
    inside = tmp_path / "_internal"
    for name in ("libQt6Core.so.6", "lxml/etree.so", "libstranger.so.1"):
        (inside / name).parent.mkdir(parents=True, exist_ok=True)
        (inside / name).touch()
    assert licences.unlisted(tmp_path) == ["libstranger.so.1"]
