"""科室分工: a form or some of its rows handed out as a workbook, taken back, and who has sent what.

The workbook says which step of the journal it was made at. When it comes back, the forms of that
step are what both started from, and it is merged cell by cell like a copy of the data file.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from perfdesk.atomic_file import make_folder, no_wider_than
from perfdesk.changes import Mode
from perfdesk.compute import computed_keys
from perfdesk.document import Document, Form, FormView, from_state, state
from perfdesk.errors import (
    NothingReturnedError,
    NothingToHandOutError,
    PerfDeskError,
    UnknownFormError,
)
from perfdesk.findings import Finding
from perfdesk.session.bring_in.read_files import ReadForm, read_files
from perfdesk.session.core import Core
from perfdesk.session.edit.new_form import new_id
from perfdesk.session.exchange.other_file import MergedBefore, OtherFile, Rollback
from perfdesk.session.exchange.returned_form import TOTALS, answered
from perfdesk.store import Store
from perfdesk.values.moments import local, now

_KEPT: Final = "hand-outs"
_VERSION: Final = "1"
_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class HandOutPart:
    """A form, or these indicator rows of it."""

    form_id: str
    rows: tuple[str, ...] = ()
    """Ids of indicator rows; (): the whole form."""


@dataclass(frozen=True, slots=True)
class HandOut:
    """What went to a 科室; moments in ISO 8601."""

    id: str
    department: str
    due: str
    """When it has to be back, as typed."""
    at: str
    file: str
    parts: tuple[HandOutPart, ...]


@dataclass(frozen=True, slots=True)
class HandOutLine:
    """A hand-out on the list of who has sent what."""

    hand_out: HandOut
    projects: tuple[str, ...]
    rows: int
    """How many indicator rows went out, of whole forms all they have now."""
    returned: str
    """When it came back last, "" while it is missing."""
    file: str
    """The workbook that came back."""
    blanks: int
    """Cells of it that are still to be filled, as the check counts them."""


class HandOuts:
    """The workbooks that are out, and what comes back of them."""

    def __init__(
        self, core: Core, store: Store, findings: Callable[[str], Sequence[Finding]]
    ) -> None:
        self._core = core
        self._store = store
        self._findings = findings

    def hand_out(
        self, department: str, parts: Sequence[HandOutPart], path: Path, due: str = ""
    ) -> HandOut:
        """Write a workbook for a 科室 and keep what went out.

        NothingToHandOutError or CannotWriteError. A data file that is read only keeps nothing, the
        workbook comes back all the same.
        """
        from perfdesk.io.excel_writer import WorkbookOptions, write_workbook

        department = department.strip()
        if not department:
            raise NothingToHandOutError("没有写科室的名称")
        if not parts:
            raise NothingToHandOutError("没有选表或指标")
        views = [self._core.make_view(self._part(part)) for part in parts]
        if not self._store.read_only:
            self._store.flush()
        seq, check = self._store.past.checks()[-1]
        made = HandOut(new_id(), department, due.strip(), now(), path.name, tuple(parts))
        marks = tuple(f"{_VERSION};{made.id};{part.form_id};{seq};{check}" for part in made.parts)
        cover = tuple(_cover(made, views))
        with no_wider_than(self._store.path):
            make_folder(path.parent)
            write_workbook(path, views, WorkbookOptions(handed_out=marks, cover=cover, index=False))
        if not self._store.read_only:
            self._keep([*self._rows(), _row(made)])
        return made

    def all(self) -> list[HandOut]:
        """What was handed out, oldest first."""
        return [_hand_out(row) for row in self._rows()]

    def departments(self) -> tuple[str, ...]:
        """The 科室 that had something before, the last one first."""
        return tuple(dict.fromkeys(one.department for one in reversed(self.all())))

    def forget(self, hand_out_id: str) -> None:
        """Strike a hand-out from the list; a workbook that comes back after that still knows its step."""
        self._keep([row for row in self._rows() if row["id"] != hand_out_id])

    def lines(self) -> list[HandOutLine]:
        """Every hand-out with what came back and what is still blank; those that are missing first."""
        done = {entry.seq for entry in self._core.history.done}
        lines = [self._line(row, done) for row in self._rows()]
        return sorted(lines, key=lambda line: bool(line.returned))

    def read(self, path: Path) -> OtherFile:
        """A returned workbook as a copy of our forms at the step of the hand-out.

        A PerfDeskError when it cannot be read. Forms whose step is not known are compared two-way,
        and that is said.
        """
        file = read_files(self._core, [path])[0]
        if file.error is not None:
            raise PerfDeskError(file.error)
        if not file.forms:
            raise NothingReturnedError(path)
        marks = file.snapshot.handed_out if file.snapshot is not None else {}
        kept = {one.id: one for one in self.all()}
        reading = _Returned(self._core, self._store, kept)
        for form in file.forms:
            reading.take(form, marks.get(form.sheet or ""))
        said = list(reading.said)
        left = [cell for form in file.forms for cell in form.form.leftovers]
        if left:
            texts = "、".join(f"{cell.address}“{cell.text[:20]}”" for cell in left[:_SHOWN])
            said.append(f"有 {len(left)} 格没有放进表里：{texts}。")
        return OtherFile(
            path,
            reading.document,
            (),
            (),
            (),
            tuple(dict.fromkeys(kept[i].department for i in reading.ids if i in kept)),
            local(datetime.fromtimestamp(path.stat().st_mtime)),  # noqa: DTZ006 - made local there
            MergedBefore(reading.seq, reading.bases) if reading.bases else None,
            tuple(reading.ids),
            tuple(said),
        )

    def remember(self, others: Sequence[OtherFile], step: int) -> None:
        """Note which hand-outs came back by a merge; `step` is its step, 0 where nothing changed."""
        back = {hand_out: other for other in others for hand_out in other.handed_out}
        if not back or self._store.read_only:
            return
        rows = self._rows()
        for row in rows:
            other = back.get(row["id"])
            if other is not None:
                row.setdefault("returned", []).append(
                    {"file": other.path.name, "at": now(), "by": step}
                )
        self._keep(rows)

    def _part(self, part: HandOutPart) -> Form:
        """The form, or a copy with the chosen rows only; UnknownFormError."""
        form = self._core.document.forms.get(part.form_id)
        if form is None:
            raise UnknownFormError(part.form_id)
        copy = from_state(state(form))
        if part.rows:
            copy.indicators[:] = [row for row in copy.indicators if row.id in part.rows]
            gone = {row.id for row in form.indicators} - {row.id for row in copy.indicators}
            copy.modes = {p: mode for p, mode in copy.modes.items() if p[0] not in gone}
            copy.approved = {r: entry for r, entry in copy.approved.items() if r not in gone}
            if gone:
                self._blank_totals(copy)
        return copy

    def _blank_totals(self, form: Form) -> None:
        """Totals and grade of some rows would be none of the form: 差 for 40 of 100 points."""
        for row, field in computed_keys(form, self._core.catalog.get(form.template_id)):
            if field.computed in TOTALS:
                form.put(row, field.name, None, Mode.KEPT)

    def _line(self, row: Mapping[str, Any], done: Collection[int]) -> HandOutLine:
        made = _hand_out(row)
        back = [r for r in row.get("returned", ()) if not r["by"] or r["by"] in done]
        blanks = rows = 0
        projects = []
        for part in made.parts:
            if part.form_id not in self._core.document.forms:
                continue
            view = self._core.view(part.form_id)
            projects.append(view.project_name or view.kind.name)
            rows += len(part.rows) or len(view.indicators)
            blanks += sum(
                finding.blank and (not part.rows or finding.row in part.rows)
                for finding in self._findings(part.form_id)
            )
        last = back[-1] if back else {"at": "", "file": ""}
        return HandOutLine(made, tuple(projects), rows, last["at"], last["file"], blanks)

    def _rows(self) -> list[dict[str, Any]]:
        return list(self._store.unit.mapping(_KEPT) or [])

    def _keep(self, rows: list[dict[str, Any]]) -> None:
        self._store.unit.put_mapping(_KEPT, rows)


class _Returned:
    """Gathers the forms of one returned workbook."""

    def __init__(self, core: Core, store: Store, kept: Mapping[str, HandOut]) -> None:
        self._core = core
        self._store = store
        self._kept = kept
        self._rollbacks: dict[int, Rollback] = {}
        self.document = Document()
        self.bases: dict[str, Form] = {}
        self.seq = 0
        self.ids: dict[str, None] = {}
        self.said: list[str] = []

    def take(self, read: ReadForm, mark: str | None) -> None:
        """One form: beside what both started from where that is known, else as it stands."""
        known = _parsed(mark)
        name = read.view.project_name or read.view.kind.name
        base = self._base(known) if known is not None else None
        if known is None or base is None or base.template_id != read.form.template_id:
            why = "不是本文件发出的" if known is None else "发出时的内容已查不到"
            self.said.append(f"“{name}”{why}，不知道双方从什么内容开始，只能两边对照。")
            form = from_state({**state(read.form), "id": new_id()})
            self.document.forms[form.id] = form
            return
        if base.id in self.bases:
            self.said.append(f"“{name}”在工作簿里有两张，只取第一张。")
            return
        hand_out = self._kept.get(known.hand_out)
        parts = hand_out.parts if hand_out is not None else ()
        rows = next((part.rows for part in parts if part.form_id == base.id), ())
        answer = answered(self._core.make_view(base), read.view, rows)
        if answer.missing and hand_out is not None:
            shown = "、".join(answer.missing[:_SHOWN])
            self.said.append(
                f"“{name}”发出的指标有 {len(answer.missing)} 行没有交回（{shown}），原内容保留。"
            )
        self.bases[base.id] = base
        self.document.forms[base.id] = answer.form
        self.seq = max(self.seq, known.seq)
        self.ids[known.hand_out] = None

    def _base(self, known: "_Mark") -> Form | None:
        """Our form at the step of the hand-out; None where the journal does not tell it any more."""
        past = self._store.past
        checks = past.checks()
        later = [seq for seq, _ in checks if seq >= known.seq]
        whole = later == list(range(known.seq, known.seq + len(later)))
        if (known.seq, known.check) not in checks or known.seq < past.folded() or not whole:
            return None
        if known.seq not in self._rollbacks:
            entries = past.entries_after(known.seq)
            self._rollbacks[known.seq] = Rollback(self._core.document, entries, known.seq)
        return self._rollbacks[known.seq].forms({known.form}).get(known.form)


@dataclass(frozen=True, slots=True)
class _Mark:
    hand_out: str
    form: str
    seq: int
    check: int


def _parsed(mark: str | None) -> _Mark | None:
    parts = (mark or "").split(";")
    if len(parts) != 5 or parts[0] != _VERSION:
        return None
    try:
        return _Mark(parts[1], parts[2], int(parts[3]), int(parts[4]))
    except ValueError:
        return None


def _cover(made: HandOut, views: Sequence[FormView]) -> list[str]:
    """What the person in the 科室 has to know."""
    units = dict.fromkeys(view.text("organisation") or "" for view in views)
    lines = [
        "绩效表填写说明",
        f"发给：{made.department}　　发出单位：{'、'.join(filter(None, units))}",
        f"发出时间：{made.at[:16].replace('T', ' ')}",
    ]
    if made.due:
        lines.append(f"请在 {made.due} 前填好交回。")
    lines.append("要填的表：")
    for number, (part, view) in enumerate(zip(made.parts, views, strict=True), 1):
        what = f"其中 {len(part.rows)} 行指标" if part.rows else "整张表"
        lines.append(f"{number}. {view.year or ''} {view.kind.name} {view.project_name}（{what}）")
    lines += [
        "直接在各工作表里填，存盘后把本工作簿发回；不要另存为其他格式，不要删除工作表。",
        "可以插入指标行；不归本科室的格请不要改。只列出部分指标的，不算合计和等级。",
    ]
    return lines


def _row(made: HandOut) -> dict[str, Any]:
    parts = [{"form": part.form_id, "rows": list(part.rows)} for part in made.parts]
    return {
        "id": made.id,
        "department": made.department,
        "due": made.due,
        "at": made.at,
        "file": made.file,
        "parts": parts,
    }


def _hand_out(row: Mapping[str, Any]) -> HandOut:
    parts = tuple(HandOutPart(part["form"], tuple(part["rows"])) for part in row["parts"])
    return HandOut(row["id"], row["department"], row["due"], row["at"], row["file"], parts)
