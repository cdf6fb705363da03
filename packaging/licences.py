"""Make resources/licences: parts.json, which the window's 关于 page shows, and the licence texts.

Run:  .venv/bin/python packaging/licences.py    (on Debian, for the texts of its libraries)
Python packages are read from what is installed: every runtime dependency of pyproject.toml and what
those bring along. licences.toml adds the rest. Same packages, same bytes.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from release import PROGRAM, RESOURCES, ROOT, PackagingError, version

DATA = Path(__file__).with_name("licences.toml")
TARGET = RESOURCES / "licences"
OTHER_BUILDS = {"android", "cibw_musl", "pbin_musl", "v8_xfa"}
"""Folders of licence texts for builds of PDFium other than ours."""
TEXT_NAMES = re.compile(r"(?i)^(licen[sc]e|copying|notice)")


@cache
def data() -> dict[str, Any]:
    """The content of licences.toml."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def bundled_packages() -> dict[str, Distribution]:
    """The runtime dependencies and what they bring along, by canonical name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    found: dict[str, Distribution] = {}
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        applies = wanted.marker is None or wanted.marker.evaluate({"extra": ""})
        if applies and name not in found and name not in data()["not_bundled"]:
            found[name] = distribution(name)
            waiting += [Requirement(line) for line in found[name].requires or ()]
    return dict(sorted(found.items()))


def licence_name(package: Distribution) -> str:
    """The licence as the package states it."""
    told = package.metadata
    return told.get("License-Expression") or told.get("License") or "see its text"


def home_page(package: Distribution) -> str:
    """Where the package comes from."""
    links = [line.split(", ", 1) for line in package.metadata.get_all("Project-URL") or ()]
    by_name = {name.lower(): link for name, link in links}
    for name in ("homepage", "source", "source code", "repository", "code"):
        if name in by_name:
            return by_name[name]
    return str(package.metadata.get("Home-page") or (links[0][1] if links else ""))


def package_text(package: Distribution) -> str:
    """The licence files of an installed package, one after the other."""
    told = [file for file in package.files or () if ".dist-info" in str(file)]
    named = [file for file in told if TEXT_NAMES.match(file.name)]
    # PDFium's wheel keeps one text a part in a folder, named by the part.
    within = [
        file for file in told if "licenses" in file.parts and not OTHER_BUILDS & {*file.parts}
    ]
    found = [Path(str(package.locate_file(file))) for file in named or within]
    if not found:
        raise PackagingError(
            f"{package.metadata['Name']} carries no licence text: name one in licences.toml"
        )
    return "\n\n".join(read_text(path).strip() for path in sorted(found)) + "\n"


def read_text(path: Path) -> str:
    """A licence text; old ones write © in Latin-1."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return data.decode("latin-1").replace("\r\n", "\n")


def text_from(source: str) -> str:
    """The licence text that `text = "kind:name"` names."""
    kind, _, name = source.partition(":")
    if kind == "dist":
        return package_text(distribution(name))
    places = {
        "common": Path("/usr/share/common-licenses") / name,
        "debian": Path("/usr/share/doc") / name / "copyright",
        "python": Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        "root": ROOT / name,
    }
    if not places[kind].exists():
        raise PackagingError(f"{source}: {places[kind]} is not here")
    return places[kind].read_text(encoding="utf-8")


def slug(name: str) -> str:
    """A file name for a part's text."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") + ".txt"


def keep_text(name: str, text: str) -> str:
    """Write a licence text and return its path under resources/."""
    target = TARGET / "texts" / slug(name)
    target.write_text(text, encoding="utf-8", newline="\n")
    return target.relative_to(RESOURCES).as_posix()


def other_parts() -> Iterator[dict[str, str]]:
    """The parts of licences.toml: the program, Qt, Python, fonts, icons, system libraries."""
    for part in data()["part"]:
        source = part["text"]
        kept = source.removeprefix("resource:")
        place = kept if kept != source else keep_text(part["name"], text_from(source))
        if not (RESOURCES / place).exists():
            raise PackagingError(f"{part['name']}: resources/{place} is not here")
        made_by = part.get("version_of")
        number = distribution(made_by).version if made_by else ""
        if part["name"] == "PerfDesk":
            number = version()
        elif part["name"] == "Python":
            number = f"{sys.version_info.major}.{sys.version_info.minor}"
        yield entry(
            part["name"], number, part["licence"], part["about"], part.get("home", ""), place
        )


def package_parts() -> Iterator[dict[str, str]]:
    """The Python packages."""
    for name, package in bundled_packages().items():
        known = data()["licence"].get(name, {})
        text = text_from(known["text"]) if "text" in known else package_text(package)
        licence = known.get("licence") or licence_name(package)
        title = package.metadata["Name"]
        about = data()["about"].get(name)
        if about is None:
            raise PackagingError(f"licences.toml does not say what {name} is for")
        yield entry(
            title, package.version, licence, about, home_page(package), keep_text(name, text)
        )


def entry(name: str, number: str, licence: str, about: str, home: str, text: str) -> dict[str, str]:
    """One line of the licence page; `text` is a path under resources/."""
    return {
        "name": name,
        "version": number,
        "licence": licence,
        "about": about,
        "home": home,
        "text": text,
    }


def unlisted(program: Path) -> list[str]:
    """Bundled files that no part answers for; modules of Python packages go by their folder."""
    patterns = [pattern for part in data()["part"] for pattern in part.get("files", ())]
    packages = bundled_packages()
    folders = {Path(str(file)).parts[0] for each in packages.values() for file in each.files or ()}
    inside = (program / "_internal").resolve()
    left = []
    for path in sorted(inside.rglob("*")):
        # A link is answered for where it leads.
        name = path.resolve().relative_to(inside).as_posix()
        if path.is_dir() or name.split("/")[0] in folders:
            continue
        tried = (name, path.name)
        if not any(fnmatch(each, pattern) for pattern in patterns for each in tried):
            left.append(name)
    return left


def main() -> int:
    """Write parts.json and the texts."""
    shutil.rmtree(TARGET / "texts", ignore_errors=True)
    (TARGET / "texts").mkdir(parents=True)
    try:
        parts = [*other_parts(), *package_parts()]
    except PackagingError as error:
        print(f"[licences] FAILED: {error}", file=sys.stderr)
        return 1
    text = json.dumps({"parts": parts}, ensure_ascii=False, indent=1) + "\n"
    (TARGET / "parts.json").write_text(text, encoding="utf-8", newline="\n")
    print(
        f"{len(parts)} parts; without one: {unlisted(PROGRAM) if PROGRAM.exists() else 'not built'}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
