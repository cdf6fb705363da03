"""核对纸质件: whether the code at the foot of a signed sheet is that of the data as they are now."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from perfdesk.document import from_state
from perfdesk.document.digest import SHORT, digest
from perfdesk.errors import DataFileError, SaveError
from perfdesk.kinds import kind_of
from perfdesk.session.core import Core
from perfdesk.store import ExportRecord, Store
from perfdesk.values import normalise_signs, without_space

if TYPE_CHECKING:
    from perfdesk.session.send_out.exported import Exported

PaperState = Literal["current", "earlier", "unknown", "unreadable"]

LEAST = 8
"""Digits that must be typed: fewer could be those of another form."""

_SEPARATORS = re.compile(r"[-—–_·.:]")
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_HEX = re.compile(r"[0-9A-F]+")
_WAYS = {"xlsx": "导出 Excel", "pdf": "导出 PDF", "json": "导出 JSON", "print": "打印"}


@dataclass(frozen=True, slots=True)
class PaperMatch:
    """A form whose data have, or had, this code."""

    form_id: str
    project: str
    year: int | None
    kind: str
    at: str | None
    """When it went out or was frozen so (ISO 8601); None: never, it is only what stands now."""
    how: str
    """导出 PDF, 打印, 定稿“…”; "" when it never went out."""


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """The answer, in a sentence and with the forms it speaks of."""

    state: PaperState
    text: str
    matches: tuple[PaperMatch, ...] = ()


def record_exports(path: Path, exported: Sequence["Exported"]) -> bool:
    """Keep in a data file what was exported from it while it was only read, for 核对纸质件.

    False when that cannot be: somebody works on the file, or it may not be written. The exported
    files are as good without.
    """
    try:
        with closing(Store.open(path)) as store:
            if store.read_only:
                return False
            since = store.backups.due.since
            store.exports.record(
                ExportRecord(item.form, item.format, item.digest, item.path.name)
                for item in exported
            )
            # What went out is no reason for a backup.
            store.backups.due.reset(since)
            return True
    except (DataFileError, SaveError):
        return False


def verify_digest(core: Core, store: Store, code: str) -> PaperCheck:
    """Look a printed code up; signs, blanks and O for 0 do not matter."""
    wanted = read_code(code)
    if wanted is None:
        return PaperCheck(
            "unreadable",
            f"“{code.strip()}”不是校验码；数据未作改动，"
            f"请输入纸质件页脚“校验码”后的 {SHORT} 位数字和字母（0-9、A-F）。",
        )
    current = tuple(_current(core, store, wanted))
    if current:
        return PaperCheck("current", _current_text(current), current)
    earlier = tuple(sorted(_earlier(core, store, wanted), key=lambda match: match.at or ""))
    if earlier:
        return PaperCheck("earlier", _earlier_text(earlier[-1]), earlier)
    return PaperCheck(
        "unknown",
        "没有找到这个校验码：纸质件不是由本数据文件导出或打印的，或校验码有误；"
        "数据未作改动，请核对校验码，或打开当时使用的数据文件再试。",
    )


def read_code(code: str) -> str | None:
    """The digits of a typed code in capitals, None when it is none."""
    text = without_space(normalise_signs(code)).upper().removeprefix("校验码")
    text = _SEPARATORS.sub("", text).translate(_MISREAD)
    return text if _HEX.fullmatch(text) and LEAST <= len(text) <= 64 else None


def _current(core: Core, store: Store, wanted: str) -> Iterator[PaperMatch]:
    for view in core.views():
        own = digest(view)
        if not _is(own, wanted):
            continue
        out = [record for record in store.exports.of(view.id) if record.digest == own]
        yield _match(core, view.id, out[-1] if out else None)


def _earlier(core: Core, store: Store, wanted: str) -> Iterator[PaperMatch]:
    for form_id in _known_forms(core, store):
        for record in store.exports.of(form_id):
            if _is(record.digest, wanted):
                yield _match(core, form_id, record, store)
        for version in store.versions.of(form_id):
            view = core.make_view(store.versions.form(version.id))
            if _is(digest(view), wanted):
                yield PaperMatch(
                    form_id,
                    view.project_name,
                    view.year,
                    view.form.kind,
                    version.at,
                    f"定稿“{version.name}”",
                )


def _known_forms(core: Core, store: Store) -> Iterable[str]:
    removed = (recycled.form for recycled in store.past.recycle_bin())
    return dict.fromkeys([*core.document.forms, *removed])


def _match(
    core: Core, form_id: str, record: ExportRecord | None, store: Store | None = None
) -> PaperMatch:
    form = core.document.forms.get(form_id)
    if form is None and store is not None:
        recycled = next(item for item in store.past.recycle_bin() if item.form == form_id)
        form = from_state(recycled.state)
    name = (form.header.get("project_name") or "") if form else ""
    how = _WAYS.get(record.kind, record.kind) if record else ""
    return PaperMatch(
        form_id,
        name,
        form.year if form else None,
        form.kind if form else "",
        record.at if record else None,
        how,
    )


def _is(full: str, wanted: str) -> bool:
    return full.upper().startswith(wanted)


def _current_text(matches: tuple[PaperMatch, ...]) -> str:
    names = "、".join(_name(match) for match in matches)
    last = matches[0]
    went = f"；最近一次{last.how}是 {_when(last.at)}" if last.at else ""
    return f"纸质件与当前数据一致：{names}{went}。"


def _earlier_text(match: PaperMatch) -> str:
    return (
        f"纸质件是{_name(match)}以前的内容（{_when(match.at)} {match.how}），"
        "此后数据有改动；请核对改动是否需要重新签字盖章。"
    )


def _name(match: PaperMatch) -> str:
    return f"“{match.project}”{match.year or ''}{kind_of(match.kind).name}"


def _when(at: str | None) -> str:
    return (at or "")[:16].replace("T", " ")
