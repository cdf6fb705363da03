"""A 上报包 as a .zip: written whole, opened with care, every file held against the manifest.

Nothing of a foreign package is unpacked to the disk under its own name, so a path that leads
elsewhere leads nowhere; sizes are looked at before anything is inflated.
"""

import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from perfdesk.atomic_file import replacing
from perfdesk.errors import (
    FileClosedError,
    FileNotThereError,
    NotAPackageError,
    PackageError,
    PackageFileChangedError,
    PackageFileMissingError,
    UnexpectedPackageFileError,
)
from perfdesk.exchange.manifest import (
    LARGEST,
    NAME,
    BadManifestError,
    Manifest,
    from_text,
    sha256,
)

MOST_FILES: Final = 5_000
MOST_BYTES: Final = 600 * 1024 * 1024
"""Bytes of all files of a package together: 2,000 forms in three formats."""
_ENCRYPTED: Final = 0x1
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
    UnicodeDecodeError,
)  # fmt: skip


def write_package(path: Path, manifest_text: str, files: Mapping[str, bytes]) -> None:
    """Write the package, the manifest first; CannotWriteError when the place does not take it."""
    with (
        replacing(path) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as package,
    ):
        package.writestr(NAME, manifest_text.encode("utf-8", "surrogatepass"))
        for name, data in files.items():
            package.writestr(name, data)


class PackageFile:
    """An open package; a context manager. A PackageError says why it is refused."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise FileNotThereError(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except PermissionError:
            raise FileClosedError(path) from None
        except _BROKEN:
            raise PackageError(path, "文件已损坏，不是完整的 .zip 压缩包") from None
        try:
            self._entries = self._weighed()
            self.manifest = self._manifest()
            self._compare_names()
        except PackageError:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def verify(self) -> None:
        """Hold every file against its SHA-256; PackageFileChangedError names the first that differs."""
        for file in self.manifest.files:
            self.read(file.path)

    def read(self, name: str) -> bytes:
        """A file of the manifest, verified; PackageFileChangedError when it is not what was packed."""
        stated = next((file for file in self.manifest.files if file.path == name), None)
        if stated is None:
            raise UnexpectedPackageFileError(self.path, name)
        data = self._bytes(name, stated.bytes)
        if len(data) != stated.bytes or sha256(data) != stated.sha256:
            raise PackageFileChangedError(self.path, name)
        return data

    def _weighed(self) -> dict[str, zipfile.ZipInfo]:
        """The entries by name; refused are links, paths that lead out, doubles and bombs."""
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise PackageError(self.path, "解开后过大，可能是恶意压缩包")
        found: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            if entry.flag_bits & _ENCRYPTED:
                raise PackageError(self.path, "压缩包有密码", cure="请对方去掉密码后再发一次")
            if _leads_out(entry):
                raise PackageError(self.path, f"包内路径“{entry.filename}”不安全", entry.filename)
            if entry.filename.casefold() in found:
                raise PackageError(self.path, f"包内有两个“{entry.filename}”", entry.filename)
            found[entry.filename.casefold()] = entry
        return {entry.filename: entry for entry in found.values()}

    def _manifest(self) -> Manifest:
        if NAME not in self._entries:
            raise NotAPackageError(self.path)
        if self._entries[NAME].file_size > LARGEST:
            raise PackageError(self.path, f"清单文件 {NAME} 过大", NAME)
        try:
            return from_text(self._bytes(NAME, LARGEST).decode("utf-8", "surrogatepass"))
        except (BadManifestError, UnicodeDecodeError) as error:
            said = str(error) if isinstance(error, BadManifestError) else "内容已损坏"
            raise PackageError(self.path, f"清单文件 {NAME} {said}", NAME) from None

    def _compare_names(self) -> None:
        listed = {file.path for file in self.manifest.files}
        for name in sorted(listed - self._entries.keys()):
            raise PackageFileMissingError(self.path, name)
        for name in sorted(self._entries.keys() - listed - {NAME}):
            raise UnexpectedPackageFileError(self.path, name)

    def _bytes(self, name: str, most: int) -> bytes:
        """At most one byte more than it may have, so that no bomb is inflated whole."""
        entry = self._entries.get(name)
        if entry is None:
            raise PackageFileMissingError(self.path, name)
        try:
            with self._zip.open(entry) as part:
                return part.read(most + 1)
        except _BROKEN:
            raise PackageFileChangedError(self.path, name) from None


def _leads_out(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    parts = name.split("/")
    link = stat.S_ISLNK(entry.external_attr >> 16)
    return link or "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts)
