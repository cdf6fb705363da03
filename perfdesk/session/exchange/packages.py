"""上报包: the year of a unit as one .zip that is read without this program, and taken in by it.

YEAR.md 6 and WORKFLOW.md: forms as PDF, Excel and Form JSON, the 汇总表, the 自检报告 with the
出错说明, and a manifest with the SHA-256 of each file and what the forms hold.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from perfdesk import __version__
from perfdesk.atomic_file import make_folder, no_wider_than
from perfdesk.document import FormView
from perfdesk.document.digest import digest
from perfdesk.document.form_json import json_path
from perfdesk.errors import NothingToPackError
from perfdesk.exchange.manifest import Manifest, PackedFile, PackedForm, sha256, to_text
from perfdesk.exchange.package_file import PackageFile, write_package
from perfdesk.findings import Finding, Severity
from perfdesk.session.check.live_check import Checking
from perfdesk.session.core import Core
from perfdesk.session.exchange.received import ReceivedPackages
from perfdesk.session.progress import Cancelled, Progress, never, silent
from perfdesk.session.report.reports import Reports
from perfdesk.session.send_out.file_names import distinct
from perfdesk.session.send_out.name_pattern import (
    DEFAULT,
    NAME_BYTES,
    bytes_of,
    check_pattern,
    name_of,
)
from perfdesk.session.send_out.transfer import write_excel, write_json, write_pdf_file
from perfdesk.store import ExportRecord, Store

READ_ME: Final = "说明.txt"
SUMMARY: Final = "汇总表.xlsx"
CHECKED: Final = "自检报告.pdf"
FINDINGS: Final = "数据/自检结果.json"
_FOLDERS: Final = {"pdf": "PDF", "xlsx": "Excel", "json": "数据"}
_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class PackPlan:
    """What goes into a package and what its files are called."""

    year: int
    kind: str | None = None
    """Id of a kind; None: all forms of the year."""
    names: str = DEFAULT


@dataclass(frozen=True, slots=True)
class Packed:
    """A package that was written, opened again and verified."""

    path: Path
    manifest: Manifest
    warnings: tuple[str, ...]
    """Names longer than systems take, forms with errors: for the person, before it is sent."""


class Packages:
    """Packages of this data file, and those of others taken into it."""

    def __init__(self, core: Core, store: Store, checking: Checking, reports: Reports) -> None:
        self._core = core
        self._store = store
        self._checking = checking
        self._reports = reports
        self.received = ReceivedPackages(core, store, checking)
        """Packages taken in, and who has handed in."""

    def names(self, plan: PackPlan) -> list[tuple[str, str, int]]:
        """Form id, name of its files and the name's bytes, for the preview; NamePatternError."""
        check_pattern(plan.names)
        codes = {code.name: code.code for code in self._store.codes.all()}
        views = self._views(plan)
        names = distinct(
            name_of(view, plan.names, number, codes) for number, view in enumerate(views, 1)
        )
        # The longest ending counts.
        return [
            (view.id, name, bytes_of(f"{name}.xlsx"))
            for view, name in zip(views, names, strict=True)
        ]

    def pack(
        self,
        plan: PackPlan,
        path: Path,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> Packed | None:
        """Write the package, open it again and verify it; None when cancelled.

        NothingToPackError, NamePatternError or CannotWriteError. What went out is kept with the
        forms where the data file can be written, for 核对纸质件.
        """
        named = self.names(plan)
        if not named:
            raise NothingToPackError(plan.year)
        with tempfile.TemporaryDirectory(prefix="perfdesk-") as folder:
            made = _Folder(Path(folder))
            forms = []
            for number, (form_id, name, _) in enumerate(named):
                if cancelled():
                    return None
                progress(number, len(named), name)
                forms.append(self._put_form(made, self._core.view(form_id), name))
            self._put_whole(made, plan, [form_id for form_id, _, _ in named])
            warnings = self._warnings(named, forms)
            manifest = self._manifest(plan, made, forms, warnings)
            made.add(READ_ME, _read_me(manifest).encode("utf-8-sig"))
            manifest = self._manifest(plan, made, forms, warnings)
            with no_wider_than(self._store.path):
                make_folder(path.parent)
                write_package(path, to_text(manifest), made.files)
        with PackageFile(path) as package:
            package.verify()
        self._record(path, forms, named)
        progress(len(named), len(named), "")
        return Packed(path, manifest, tuple(warnings))

    def _views(self, plan: PackPlan) -> list[FormView]:
        return [
            view
            for view in self._core.views()
            if view.year == plan.year and plan.kind in (None, view.form.kind)
        ]

    def _put_form(self, made: "_Folder", view: FormView, name: str) -> PackedForm:
        files = {}
        for ending, folder in _FOLDERS.items():
            place = f"{folder}/{name}.{ending}"
            with made.writing(place) as path:
                match ending:
                    case "pdf":
                        write_pdf_file(path, [view], with_digest=True)
                    case "xlsx":
                        write_excel(path, [view], with_digest=True)
                    case _:
                        write_json(path, [view])
            files[ending] = place
        return PackedForm(
            project=view.project_name,
            year=view.year,
            kind=view.form.kind,
            kind_name=view.kind.name,
            unit=view.text("organisation") or "",
            template=view.template.id,
            edition=view.template.edition,
            digest=digest(view),
            files=files,
            money_unit=view.money_unit,
            holds=_figures(view),
            indicators=len(view.indicators),
            findings=_counts(self._checking.findings(view.id)),
        )

    def _put_whole(self, made: "_Folder", plan: PackPlan, form_ids: Sequence[str]) -> None:
        """What is about all forms: summary, report of the check, findings as data."""
        with made.writing(SUMMARY) as path:
            self._reports.write_summary(plan.year, path, kind=plan.kind)
        with made.writing(CHECKED) as path:
            self._reports.write_check_report(path, form_ids)
        data = json.dumps(self._findings(form_ids), ensure_ascii=False, indent=1)
        made.add(FINDINGS, data.encode())

    def _findings(self, form_ids: Sequence[str]) -> dict[str, Any]:
        reasons = {
            (a.rule, a.form, a.row, a.field, a.arguments): a for a in self._store.acceptances.all()
        }
        rows = []
        for number, form_id in enumerate(form_ids):
            view = self._core.view(form_id)
            for finding in self._checking.findings(form_id):
                key = (finding.rule, form_id, finding.row, finding.field, finding.arguments)
                reason = reasons.get(key)
                rows.append(
                    {
                        "form": number,
                        "project": view.project_name,
                        "rule": finding.rule,
                        "severity": finding.severity.value,
                        "field": json_path(view.form, view.template, finding.row, finding.field),
                        "message": finding.message,
                        "arithmetic": finding.arithmetic,
                        "accepted": finding.accepted,
                        "arguments": [list(pair) for pair in finding.arguments],
                        "who": reason.who if reason else None,
                        "at": reason.at if reason else None,
                    }
                )
        return {"findings": rows}

    def _warnings(
        self, named: Sequence[tuple[str, str, int]], forms: Sequence[PackedForm]
    ) -> list[str]:
        said = []
        long = [(name, size) for _, name, size in named if size > NAME_BYTES]
        if long:
            shown = "、".join(f"“{name}”（{size} 字节）" for name, size in long[:3])
            said.append(
                f"有 {len(long)} 个文件名超过 {NAME_BYTES} 字节（一个汉字算 2 字节），"
                f"有的系统收附件时会截断或拒收：{shown}；可改用较短的文件名格式。"
            )
        wrong = [form for form in forms if form.findings["errors"]]
        if wrong:
            names = "、".join(form.project or form.kind_name for form in wrong[:_SHOWN])
            said.append(
                f"有 {len(wrong)} 张表还有未说明的错误：{names}；请改正或写出错说明后再打包。"
            )
        return said

    def _manifest(
        self, plan: PackPlan, made: "_Folder", forms: Sequence[PackedForm], notes: Sequence[str]
    ) -> Manifest:
        views = self._views(plan)
        units = list(dict.fromkeys(form.unit for form in forms if form.unit))
        departments = list(dict.fromkeys(v.text("department") or "" for v in views))
        return Manifest(
            unit="、".join(units[:_SHOWN]),
            department=departments[0] if len(departments) == 1 else "",
            year=plan.year,
            packed=datetime.now().astimezone().isoformat(timespec="seconds"),
            program=f"PerfDesk {__version__}",
            files=tuple(
                PackedFile(name, sha256(data), len(data)) for name, data in made.files.items()
            ),
            forms=tuple(forms),
            notes=tuple(notes),
        )

    def _record(
        self, path: Path, forms: Sequence[PackedForm], named: Sequence[tuple[str, str, int]]
    ) -> None:
        if not self._store.read_only:
            self._store.exports.record(
                ExportRecord(form_id, "pdf", form.digest, path.name)
                for form, (form_id, _, _) in zip(forms, named, strict=True)
            )


class _Folder:
    """The files of a package while it is made, in their order."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files: dict[str, bytes] = {}

    def add(self, name: str, data: bytes) -> None:
        """Put a file in."""
        self.files[name] = data

    def writing(self, name: str) -> "_Writing":
        """A path to write to; what was written there goes in under the name."""
        ending = name.rpartition(".")[2]
        return _Writing(self, name, self._folder / f"{len(self.files)}.{ending}")


class _Writing:
    def __init__(self, folder: _Folder, name: str, path: Path) -> None:
        self._made, self._name, self._path = folder, name, path

    def __enter__(self) -> Path:
        return self._path

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self._made.add(self._name, self._path.read_bytes())


def _figures(view: FormView) -> dict[str, str]:
    """The figures of the 汇总表 as the form prints them, by their labels."""
    found = {}
    for column in view.kind.summary:
        fund = view.fund(column.row) if column.row else None
        if not column.row or fund is not None:
            found[column.label] = view.text(column.field, fund.id if fund else "") or ""
    return found


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    standing = Counter(finding.severity for finding in findings if finding.accepted is None)
    return {
        "errors": standing[Severity.ERROR],
        "warnings": standing[Severity.WARNING],
        "hints": standing[Severity.HINT],
        "explained": sum(finding.accepted is not None for finding in findings),
    }


def _read_me(manifest: Manifest) -> str:
    lines = [
        f"{manifest.unit or '（未填单位）'}　{manifest.year}年度绩效表上报包",
        f"打包时间：{manifest.packed[:19].replace('T', ' ')}　程序：{manifest.program}",
        "",
        "PDF 文件夹：各表的打印件；Excel 文件夹：各表的工作簿；数据 文件夹：各表的 JSON 和自检结果。",
        "汇总表.xlsx：各表汇总；自检报告.pdf：自检结果和出错说明。以上不用本程序也能打开。",
        "manifest.json：清单，列出每个文件的 SHA-256 和各表的主要数字。核对方法：在 Windows 上运行",
        "certutil -hashfile 文件名 SHA256，在统信、麒麟上运行 sha256sum 文件名，与清单比较。",
        "",
        f"共 {len(manifest.forms)} 张表：",
    ]
    for number, form in enumerate(manifest.forms, 1):
        counts = form.findings
        said = f"错误 {counts['errors']}，核实 {counts['warnings']}，已说明 {counts['explained']}"
        lines.append(f"{number}. {form.kind_name} {form.project or form.unit}（{said}）")
    return "\r\n".join([*lines, *manifest.notes, ""])
