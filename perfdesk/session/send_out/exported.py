"""What became of a form that went out as a file."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Exported:
    """A form that was written to a file (several forms may share one)."""

    path: Path
    form: str
    project: str
    year: int | None
    kind: str
    format: str
    digest: str
    """Of the form's data as they went out, in full."""
