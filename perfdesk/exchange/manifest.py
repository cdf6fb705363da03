"""The list of a 上报包: which files with their SHA-256, which forms, and what these hold.

It is JSON that a person can read. Its own digest covers everything else in it, so that a changed
manifest is noticed too; it is no signature, since whoever repacks can compute it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

NAME: Final = "manifest.json"
FORMAT: Final = 1
LARGEST: Final = 8 * 1024 * 1024
"""Bytes of a manifest: more than 2,000 forms need."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of the package."""

    path: str
    """Within the package, parts divided by `/`."""
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class PackedForm:
    """A form of the package: what it is, its files, and its figures as printed."""

    project: str
    year: int | None
    kind: str
    kind_name: str
    unit: str
    template: str
    edition: str
    digest: str
    """SHA-256 of the form's texts, the code at the foot of its pages."""
    files: Mapping[str, str]
    """Format → path within the package."""
    money_unit: str
    holds: Mapping[str, str]
    """Label of a figure of the 汇总表 → its text."""
    indicators: int
    findings: Mapping[str, int]
    """errors, warnings, hints, explained."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that a package says of itself."""

    unit: str
    department: str
    year: int
    packed: str
    """When (local time, ISO 8601)."""
    program: str
    files: tuple[PackedFile, ...]
    forms: tuple[PackedForm, ...]
    format: int = FORMAT
    notes: tuple[str, ...] = field(default=())
    """What the unit should know of the package: names that are long, forms with errors."""


class BadManifestError(ValueError):
    """A text that is no manifest of ours, or one that was changed; the message says which."""


def sha256(data: bytes) -> str:
    """The SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def to_text(manifest: Manifest) -> str:
    """The manifest as JSON, its digest last."""
    data = asdict(manifest)
    data["sha256_of_this_list"] = _digest(data)
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def from_text(text: str) -> Manifest:
    """The manifest that `to_text` wrote; BadManifestError when it is none or does not fit its digest."""
    try:
        data = json.loads(text)
        stated = data.pop("sha256_of_this_list")
        if data["format"] != FORMAT:
            raise BadManifestError("由更新版本的程序打包，请升级程序")
        if stated != _digest(data):
            raise BadManifestError("内容被改动过")
        files = tuple(PackedFile(**entry) for entry in data.pop("files"))
        forms = tuple(PackedForm(**entry) for entry in data.pop("forms"))
        return Manifest(files=files, forms=forms, notes=tuple(data.pop("notes")), **data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, BadManifestError):
            raise
        raise BadManifestError("内容不完整或已损坏") from None


def _digest(data: Mapping[str, Any]) -> str:
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode("utf-8", "surrogatepass"))
