"""撤销记录: the steps of a data file, what going back to one of them would change, and going there.

Undoing stays one entry a step in the journal, so that every state can be told from it. Ctrl+Z stops where
a step was done before the file was opened, or brought or took whole forms: `stop` says what comes next.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from perfdesk.changes import AddForm, Change, RemoveForm, ReplaceForm, SetBeside, forms_of
from perfdesk.document import Document, apply, from_state, state
from perfdesk.history import JournalEntry
from perfdesk.session.core import Core, flatten
from perfdesk.session.keep.compare import compare
from perfdesk.session.outcome import Outcome
from perfdesk.settings import UnitSettings, options_of
from perfdesk.settings.as_text import settings_from

_OWN_EDITS = ("恢复到", "登记指标调整")
"""Steps that put a whole form in place of itself and are an edit of its own to the user."""
_MOST = 2000
"""So many cells are listed of what a step back would change; more help nobody."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the user knows it."""

    seq: int
    at: str
    """Local time, ISO 8601."""
    who: str
    label: str
    form: str | None
    undone: bool
    """It was taken back, and can be done again."""
    earlier: bool
    """It was done before the file was opened."""


@dataclass(frozen=True, slots=True)
class StepEffect:
    """One thing that would change: a cell of a form, or a form that comes or goes."""

    form: str
    """项目名称 of the form, "" when it has none."""
    label: str
    now: str
    then: str


class Steps:
    """The history of a data file as a list that one can go back and forth in."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._opened_after = core.opened_after
        self._passed: set[int] = set()

    def all(self) -> list[Step]:
        """Every step, oldest first; those taken back stand last, the next to be redone first."""
        history = self._core.history
        done = [self._step(entry, undone=False) for entry in history.done]
        return [*done, *(self._step(entry, undone=True) for entry in reversed(history.undone))]

    @property
    def next_undo(self) -> Step | None:
        """The step that undo takes back."""
        entry = self._core.history.to_undo
        return self._step(entry, undone=False) if entry is not None else None

    def stop(self) -> str:
        """Why undo should not go on without a word, "" when it may; said once for each step.

        Where one has gone on over the opening of the file, older steps are not asked about any more.
        """
        entry = self._core.history.to_undo
        if entry is None or entry.seq in self._passed:
            return ""
        why = _whole_forms(entry)
        if not why and entry.seq <= self._opened_after and self._opened_after not in self._passed:
            why = "是这次打开文件以前做的"
        if why:
            self._passed |= {entry.seq}
            if entry.seq <= self._opened_after:
                self._passed.add(self._opened_after)
        return why

    def effect(self, seq: int) -> list[StepEffect]:
        """What would change by going to the state right after a step (0: before the first), the forms in order."""
        history = self._core.history
        back = [entry.inverse for entry in reversed(history.done) if entry.seq > seq]
        again: list[Change] = []
        if any(entry.seq == seq for entry in history.undone):
            position = next(n for n, entry in enumerate(history.undone) if entry.seq == seq)
            back = []
            again = [entry.change for entry in reversed(history.undone[position:])]
        return self._compared([*back, *again])[:_MOST]

    def go(self, seq: int) -> Outcome:
        """Undo or redo until the step stands last that is wanted (0: none); all as one outcome."""
        history = self._core.history
        outcomes = []
        if any(entry.seq == seq for entry in history.undone):
            while history.to_undo is None or history.to_undo.seq != seq:
                outcomes.append(self._core.redo())
        else:
            while history.to_undo is not None and history.to_undo.seq != seq:
                outcomes.append(self._core.undo())
        return _joined(outcome for outcome in outcomes if outcome is not None)

    def _step(self, entry: JournalEntry, *, undone: bool) -> Step:
        return Step(
            entry.seq,
            entry.at,
            entry.who,
            entry.label,
            entry.form,
            undone,
            entry.seq <= self._opened_after,
        )

    def _compared(self, changes: list[Change]) -> list[StepEffect]:
        """The document now against a copy of its touched forms with these changes done."""
        parts = [part for change in changes for part in flatten(change)]
        touched = dict.fromkeys(form for part in parts for form in forms_of(part))
        present = self._core.document.forms
        copy = Document({f: from_state(state(present[f])) for f in touched if f in present})
        found = [e for part in parts if isinstance(part, SetBeside) for e in _beside(part)]
        for part in parts:
            apply(copy, part)
        for form in touched:
            found += self._of_form(form, copy)
        return found

    def _of_form(self, form: str, copy: Document) -> Iterable[StepEffect]:
        present = self._core.document.forms
        if form not in present and form not in copy.forms:
            return
        shown = present[form] if form in present else copy.forms[form]
        name = shown.header.get("project_name") or ""
        if form not in copy.forms:
            yield StepEffect(name, "整张表", "有", "没有（在回收站）")
        elif form not in present:
            yield StepEffect(name, "整张表", "没有", "有")
        else:
            then = self._core.make_view(copy.forms[form])
            yield from (
                StepEffect(name, each.label, each.old, each.new)
                for each in compare(self._core.view(form), then)
            )


_BESIDE = {
    "reason": "出错说明",
    "note": "备注",
    "settings": "设置",
    "final": "定稿",
    "version": "版本",
}


def _beside(part: SetBeside) -> Iterator[StepEffect]:
    if part.kind != "settings":
        label = _BESIDE.get(part.kind, part.kind)
        yield StepEffect("", label, part.before or "", part.after or "")
        return
    now, then = (settings_from(text or "{}") for text in (part.before, part.after))
    for name, option in options_of(UnitSettings):
        old, new = (_in_words(getattr(settings, name)) for settings in (now, then))
        if old != new:
            yield StepEffect("", f"设置 · {option.label}", old, new)


def _in_words(value: object) -> str:
    """A setting shortly, "" where it is as the form says."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case Mapping():
            return "；".join(f"{name}：{'、'.join(words)}" for name, words in value.items())
        case tuple() | frozenset():
            return "、".join(map(str, value if isinstance(value, tuple) else sorted(value)))
        case _:
            return str(value)


def _whole_forms(entry: JournalEntry) -> str:
    """What taking back a step does to whole forms, "" when nothing; going back to a version is one's own edit."""
    parts = list(flatten(entry.change))
    came = sum(isinstance(part, AddForm) for part in parts)
    gone = sum(isinstance(part, RemoveForm) for part in parts)
    if came:
        return f"撤销后这 {came} 张表会移到回收站" if came > 1 else "撤销后这张表会移到回收站"
    if gone:
        return f"撤销后删除的 {gone} 张表会回来" if gone > 1 else "撤销后删除的表会回来"
    replaced = sum(isinstance(part, ReplaceForm) for part in parts)
    if replaced and not any(label in entry.label for label in _OWN_EDITS):
        return f"撤销后 {replaced} 张表换回原来的内容"
    return ""


def _joined(outcomes: Iterable[Outcome]) -> Outcome:
    """Several steps as one, for the window."""
    whole = Outcome()
    for each in outcomes:
        whole = each._replace(
            forms=tuple(dict.fromkeys((*whole.forms, *each.forms))),
            paths=tuple(dict.fromkeys((*whole.paths, *each.paths))),
            structure=whole.structure or each.structure,
            form_list=whole.form_list or each.form_list,
            came=(*whole.came, *each.came),
            beside=tuple(dict.fromkeys((*whole.beside, *each.beside))),
        )
    return whole
