"""Packages of other units taken into this data file, and the board of who has handed in."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from perfdesk.changes import FormState
from perfdesk.document import Form
from perfdesk.document.form_json import json_path
from perfdesk.errors import PackageError, PerfDeskError
from perfdesk.exchange.manifest import Manifest
from perfdesk.exchange.package_file import PackageFile
from perfdesk.findings import Severity
from perfdesk.session.bring_in.importer import Decisions, Importer, ImportReport, OnDuplicate
from perfdesk.session.bring_in.read_files import ReadFile, read_files
from perfdesk.session.check.live_check import Checking
from perfdesk.session.core import Core
from perfdesk.store import Accepted, Store
from perfdesk.template.model import Field, Template
from perfdesk.values import without_space

_RECEIVED: Final = "received packages"
_EXPECTED: Final = "expected units"
_FINDINGS: Final = "数据/自检结果.json"
_UNNAMED: Final = "（未填单位）"


@dataclass(frozen=True, slots=True)
class ReadPackage:
    """A verified package with its forms as read; nothing of it is stored yet."""

    path: Path
    manifest: Manifest
    forms: ReadFile
    explained: tuple[Mapping[str, Any], ...]
    """Findings with a reason, as the package has them."""


@dataclass(frozen=True, slots=True)
class Received:
    """A package that was taken in."""

    file: str
    unit: str
    department: str
    year: int
    packed: str
    received: str
    forms: int


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A unit on the board: what it handed in and what is open. Counts of forms and findings."""

    unit: str
    forms: Mapping[str, int]
    """Id of a kind → how many forms."""
    handed_in: str
    """When its newest package was taken in (ISO 8601); "" where forms came otherwise or not at all."""
    file: str
    errors: int
    warnings: int
    explained: int
    expected: bool
    """Whether it is on the list of units that have to hand in."""

    @property
    def missing(self) -> bool:
        """Nothing of it is here."""
        return not self.forms


class ReceivedPackages:
    """Opening, checking and taking in packages; the list of units."""

    def __init__(self, core: Core, store: Store, checking: Checking) -> None:
        self._core = core
        self._store = store
        self._checking = checking

    def read(self, path: Path) -> ReadPackage:
        """Open and verify a package and read its forms; a PerfDeskError says why it is refused."""
        with PackageFile(path) as package:
            package.verify()
            manifest = package.manifest
            with tempfile.TemporaryDirectory(prefix="perfdesk-") as folder:
                forms = self._forms(package, manifest, Path(folder))
            explained = _explained(package)
        return ReadPackage(path, manifest, forms, explained)

    def _forms(self, package: PackageFile, manifest: Manifest, folder: Path) -> ReadFile:
        """The forms in the order of the manifest; PackageError when one cannot be read here."""
        paths = []
        for number, form in enumerate(manifest.forms):
            path = folder / f"{number:05d}.json"
            path.write_bytes(package.read(form.files["json"]))
            paths.append(path)
        read = []
        for form, file in zip(manifest.forms, read_files(self._core, paths), strict=True):
            if file.error is not None or len(file.forms) != 1:
                inside = form.files["json"]
                reason = (file.error or "").replace(file.path.name, inside)
                raise PackageError(package.path, f"包内“{inside}”读不出表（{reason}）", inside)
            read.append(file.forms[0])
        return ReadFile(package.path, tuple(read))

    def take(
        self,
        packages: Sequence[ReadPackage],
        on_duplicate: OnDuplicate = "skip",
        *,
        dry_run: bool = False,
    ) -> ImportReport:
        """Bring the forms of packages in as one step, their 出错说明 with them.

        The caller has made a backup. Forms that are here already are treated as in an import.
        """
        importer = Importer(self._core, Decisions(on_duplicate), self._keep_versions)
        report = importer.add([package.forms for package in packages], dry_run=dry_run)
        if dry_run:
            return report
        for package, file in zip(packages, report.files, strict=True):
            self._take_reasons(
                package, [form.form for form in file.forms if form.result != "skipped"]
            )
        self._remember(packages)
        return report

    def _keep_versions(self, name: str, states: Sequence[FormState]) -> None:
        self._store.versions.freeze_all(name, states)

    def _take_reasons(self, package: ReadPackage, form_ids: Sequence[str]) -> None:
        if len(form_ids) != len(package.manifest.forms):
            # With some skipped, numbers no longer tell which form is meant.
            return
        reasons = []
        for row in package.explained:
            form = self._core.document.form(form_ids[row["form"]])
            template = self._core.catalog.get(form.template_id)
            place = places_in_json(form, template).get(row["field"])
            if place is not None:
                arguments = tuple((str(k), str(v)) for k, v in row["arguments"])
                reasons.append(
                    Accepted(
                        row["rule"],
                        form.id,
                        *place,
                        arguments,
                        row["accepted"],
                        row.get("who") or "",
                        row.get("at") or "",
                    )
                )
        self._checking.take_reasons(reasons)

    def _remember(self, packages: Sequence[ReadPackage]) -> None:
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        known = list(self._store.unit.mapping(_RECEIVED) or [])
        for package in packages:
            said = package.manifest
            known.append(
                {
                    "file": package.path.name,
                    "unit": said.unit,
                    "department": said.department,
                    "year": said.year,
                    "packed": said.packed,
                    "received": now,
                    "forms": len(said.forms),
                }
            )
        self._store.unit.put_mapping(_RECEIVED, known)

    def all(self) -> list[Received]:
        """The packages that were taken in, oldest first."""
        return [Received(**row) for row in self._store.unit.mapping(_RECEIVED) or []]

    def expected_units(self) -> tuple[str, ...]:
        """The units that have to hand in, as the person listed them."""
        return tuple(self._store.unit.mapping(_EXPECTED) or ())

    def expect(self, units: Sequence[str]) -> None:
        """Keep the list of units that have to hand in, blank and repeated ones left out."""
        names = dict.fromkeys(name.strip() for name in units if name.strip())
        self._store.unit.put_mapping(_EXPECTED, list(names))

    def board(self, year: int) -> list[BoardLine]:
        """Every unit that has forms of the year or is expected to; those that are missing first."""
        here: dict[str, list[str]] = {}
        for form in self._core.document:
            if form.year == year:
                here.setdefault(form.header.get("organisation") or _UNNAMED, []).append(form.id)
        expected = {without_space(name): name for name in self.expected_units()}
        known = {without_space(unit): unit for unit in here}
        newest = {without_space(p.unit): p for p in self.all() if p.year == year}
        lines = [
            self._line(
                expected.get(key) or known[key],
                here.get(known.get(key, ""), []),
                key,
                newest,
                expected,
            )
            for key in dict.fromkeys([*expected, *known])
        ]
        return sorted(lines, key=lambda line: not line.missing)

    def _line(
        self,
        unit: str,
        form_ids: Sequence[str],
        key: str,
        newest: Mapping[str, Received],
        expected: Mapping[str, str],
    ) -> BoardLine:
        findings = [f for form_id in form_ids for f in self._checking.findings(form_id)]
        standing = [f.severity for f in findings if f.accepted is None]
        kinds: dict[str, int] = {}
        for form_id in form_ids:
            kind = self._core.document.form(form_id).kind
            kinds[kind] = kinds.get(kind, 0) + 1
        package = newest.get(key)
        return BoardLine(
            unit,
            kinds,
            package.received if package else "",
            package.file if package else "",
            standing.count(Severity.ERROR),
            standing.count(Severity.WARNING),
            len(findings) - len(standing),
            key in expected,
        )


def places_in_json(form: Form, template: Template) -> dict[str, tuple[str, str]]:
    """Path in the Form JSON → (row id, field), for every cell of a form and its rows."""
    places = {"": ("", "")}
    rows: list[tuple[str, Sequence[Field]]] = [("", template.header_fields)]
    rows += [(row.id, template.sections.get(row.id[:1], ())) for row in form.all_rows()]
    for row_id, fields in rows:
        for name in ["", *(field.name for field in fields)]:
            places.setdefault(json_path(form, template, row_id, name), (row_id, name))
    return places


def _explained(package: PackageFile) -> tuple[Mapping[str, Any], ...]:
    """The findings with a reason; none where the package has no such file, or another shape."""
    try:
        data = json.loads(package.read(_FINDINGS))
        rows = [row for row in data["findings"] if row["accepted"] is not None]
        return tuple(
            row
            for row in rows
            if isinstance(row["form"], int)
            and 0 <= row["form"] < len(package.manifest.forms)
            and all(isinstance(row[name], str) for name in ("rule", "field", "accepted"))
            and all(len(pair) == 2 for pair in row["arguments"])
        )
    except (PerfDeskError, ValueError, KeyError, TypeError, RecursionError):
        return ()
