"""What a settings dialog needs to know of a setting; carried in the metadata of its dataclass field."""

from collections.abc import Iterator
from dataclasses import Field, dataclass, fields
from decimal import Decimal
from typing import Any, ClassVar, Literal, Protocol

KEY = "option"

OptionKind = Literal["number", "flag", "lines", "rules", "words"]
"""number: a decimal; flag: yes, no, as the template says; lines: short texts, one a line;
rules: the ids of rules switched off; words: additions by list name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """How one setting is shown, explained and bounded."""

    label: str
    kind: OptionKind
    group: str
    help: str
    suffix: str = ""
    """Unit behind the number: %, 分, 万元."""
    lowest: Decimal | None = None
    highest: Decimal | None = None
    """Bounds of a number, inclusive; None: unbounded."""
    most: int | None = None
    """How many lines there may be."""

    def fits(self, value: Any) -> bool:
        """Whether a value (None: as the template says) is within the bounds."""
        if isinstance(value, Decimal):
            if not value.is_finite() or (self.lowest is not None and value < self.lowest):
                return False
            return self.highest is None or value <= self.highest
        if isinstance(value, tuple):
            return self.most is None or len(value) <= self.most
        return True

    @property
    def bounds(self) -> str:
        """The bounds in words: 0 到 100%."""
        if self.most is not None:
            return f"最多 {self.most} 项"
        if self.highest is None:
            return f"不小于 {self.lowest}{self.suffix}"
        return f"{self.lowest} 到 {self.highest}{self.suffix}"


class DataclassType(Protocol):
    """A dataclass or an instance of one."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


def option(**details: Any) -> dict[str, Option]:
    """Metadata for a dataclass field: `field(default=None, metadata=option(label=…, …))`."""
    return {KEY: Option(**details)}


def options_of(owner: type[DataclassType]) -> Iterator[tuple[str, Option]]:
    """(name, option) of every setting of a dataclass, in order."""
    for entry in fields(owner):
        yield entry.name, entry.metadata[KEY]
