"""What matching gives for one form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from perfdesk.document import Form, Leftover
from perfdesk.io.readers.snapshot import Problem

Place = tuple[str, str]
"""(row id, field)."""


@dataclass(frozen=True, slots=True)
class MatchedForm:
    """A form found in a file, with where every cell came from."""

    form: Form
    match: str
    """exact, or nearest when no template is really the form's."""
    sheet: str
    range: str
    """The part of the sheet it stands in, `A1:J20`."""
    sources: Mapping[Place, str] = field(default_factory=dict)
    """(row id, field) → address with sheet, `自评01!H12`."""
    guessed: frozenset[Place] = frozenset()
    """Cells that were understood, not read off: shown in another colour."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """`project_name`, `funds.rate`, `indicators.target` → address of its label."""
    problems: tuple[Problem, ...] = ()
    fingerprint: str = ""
    """The same for every file of this layout; corrections are remembered by it."""

    @property
    def template_id(self) -> str:
        """The template it was read with."""
        return self.form.template_id

    @property
    def at(self) -> tuple[str, str]:
        """Sheet and range."""
        return self.sheet, self.range

    @property
    def leftovers(self) -> tuple[Leftover, ...]:
        """Cells that found no place."""
        return self.form.leftovers
