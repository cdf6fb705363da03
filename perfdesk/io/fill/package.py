"""A zip package (.xlsx, .xlsm, .docx) of which some parts are changed and all others are copied."""

import zipfile
from pathlib import Path
from typing import Final

from lxml import etree

from perfdesk.errors import DamagedFileError, TooLargeFileError
from perfdesk.io.readers.package import Package, part_name

MOST_BYTES: Final = 16 * 1024 * 1024
"""Bytes of a part that is changed as a tree."""
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
)


class PackageParts:
    """The parts of a package, read when asked for; changed ones are kept until they are written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with Package(path) as package:
            self.names = package.names
            self._data = {
                name: package.read(name)
                for name in package.names
                if name.endswith((".xml", ".rels", ".vml"))
            }
        self._trees: dict[str, etree._Element] = {}
        self._changed: set[str] = set()

    def xml(self, name: str) -> etree._Element:
        """The root of a part; DamagedFileError when it is broken."""
        if name not in self._trees:
            data = self._data.get(name, b"")
            if len(data) > MOST_BYTES:
                raise TooLargeFileError(self.path)
            self._trees[name] = _root(self.path, data, name)
        return self._trees[name]

    def change(self, name: str) -> etree._Element:
        """The root of a part that is written anew."""
        self._changed.add(name)
        return self.xml(name)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Relation id → (part, kind of relation) of what a part refers to inside the package."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if rels not in self.names:
            return {}
        found = {}
        for relation in self.xml(rels):
            if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
                continue
            target = str(relation.get("Target", ""))
            whole = target.lstrip("/") if target.startswith("/") else part_name(folder, target)
            kind = str(relation.get("Type", "")).rpartition("/")[2]
            found[str(relation.get("Id", ""))] = (whole, kind)
        return found

    def write(self, path: Path) -> None:
        """The package with its changed parts; every other part holds the same bytes, in the same order."""
        with (
            zipfile.ZipFile(self.path) as old,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for entry in old.infolist():
                data = (
                    _bytes(self._trees[entry.filename])
                    if entry.filename in self._changed
                    else old.read(entry)
                )
                new.writestr(entry, data, compress_type=entry.compress_type)


def _root(path: Path, data: bytes, name: str) -> etree._Element:
    try:
        return etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError):
        raise DamagedFileError(path, name) from None


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True
    )
