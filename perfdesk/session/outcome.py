"""What an edit changed, so that the window refreshes only that."""

from typing import NamedTuple

from perfdesk.cellpath import CellPath


class Outcome(NamedTuple):
    """The answer to an edit, undo or redo."""

    seq: int = 0
    """Number of the journal entry; `Saved(seq)` says when it is on disk. 0: nothing changed."""
    forms: tuple[str, ...] = ()
    """Forms that were touched and still exist."""
    paths: tuple[CellPath, ...] = ()
    """Cells whose typed text changed."""
    structure: bool = False
    """Indicator rows came, went or moved."""
    form_list: bool = False
    """Forms came, went, or changed their name or year."""
    show: str | None = None
    """The form that the window should show."""
    notices: tuple[str, ...] = ()
    """Sentences for the state line: what else happened, what was skipped."""
    came: tuple[CellPath, ...] = ()
    """Indicator rows that came (no field), and forms that came or were replaced (no row either)."""

    beside: tuple[str, ...] = ()
    """Kinds of what changed beside the forms (`SetBeside`)."""

    @property
    def changed(self) -> bool:
        """Whether anything was changed at all."""
        return self.seq > 0

    def with_notices(self, *notices: str) -> "Outcome":
        """The same outcome with more to say."""
        return self._replace(notices=(*self.notices, *notices)) if notices else self


class FormEntry(NamedTuple):
    """A form as the project tree lists it."""

    id: str
    kind: str
    year: int | None
    project_name: str
    template_id: str
    title: str


class TemplateInfo(NamedTuple):
    """A template as 新建 lists it."""

    id: str
    title: str
    kind: str
    edition: str
    region: str
    money_unit: str
    offered: bool
