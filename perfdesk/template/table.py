"""Typed reading of a table of settings: every wrong type, unknown or missing key gets its own error."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeVar

from perfdesk.errors import TemplateError
from perfdesk.template.merge import Merged

E = TypeVar("E", bound=StrEnum)


class _Missing:
    """No default: the key must be there."""


REQUIRED: Final = _Missing()

NONE: Final = "none"
"""How TOML, which has no null, says None."""


class Table:
    """One table of a template file; asks for keys by type and notices those nobody asked for."""

    def __init__(self, source: Merged, data: Mapping[str, Any], path: str = "") -> None:
        self._source = source
        self._data = data
        self._path = path
        self._asked: set[str] = set()

    def error(self, name: str, problem: str) -> TemplateError:
        """An error about a key of this table; "" means the table itself."""
        return self._source.error(self.key(name), problem)

    def key(self, name: str) -> str:
        """The full name of a key: rows.total.cells."""
        return f"{self._path}.{name}" if self._path and name else self._path or name

    def __contains__(self, name: str) -> bool:
        return name in self._data

    def names(self) -> list[str]:
        """The keys in their order."""
        return list(self._data)

    def done(self) -> None:
        """Raise when the table holds a key that nothing asked for."""
        for name in self._data:
            if name not in self._asked:
                raise self.error(name, "没有这个设置项，请检查拼写")

    def _get(self, name: str, default: Any) -> Any:
        self._asked.add(name)
        if name in self._data:
            return self._data[name]
        if default is REQUIRED:
            raise self.error(name, "缺少这一项")
        return default

    def text(self, name: str, default: str | _Missing = REQUIRED) -> str:
        """A text that is not empty, unless the default is."""
        value = self._get(name, default)
        if not isinstance(value, str) or (value == "" and default is REQUIRED):
            raise self.error(name, f"应为文字，现为 {value!r}")
        return value

    def optional_text(self, name: str, default: str | None = None) -> str | None:
        """A text, or None where the file says "none" or nothing."""
        value = self.text(name, NONE if default is None else default)
        return None if value == NONE else value

    def word(self, name: str) -> str:
        """A text where a number may stand too; "" for the number."""
        value = self._get(name, "")
        return value if isinstance(value, str) else ""

    def says(self, name: str, word: str) -> bool:
        """Whether the file says exactly this word here."""
        return bool(self._get(name, None) == word)

    def texts(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts, none of them empty or twice."""
        value = self._get(name, list(default))
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.error(name, "应为一组文字")
        for item in value:
            if value.count(item) > 1:
                raise self.error(name, f"“{item}”重复")
        return tuple(value)

    def flag(self, name: str, default: bool) -> bool:
        """true or false."""
        value = self._get(name, default)
        if not isinstance(value, bool):
            raise self.error(name, f"应为 true 或 false，现为 {value!r}")
        return value

    def number(self, name: str, default: Decimal | _Missing = REQUIRED) -> Decimal:
        """A number, zero or more."""
        return self._number(name, self._get(name, default))

    def _number(self, name: str, value: Any) -> Decimal:
        sound = isinstance(value, int | Decimal) and not isinstance(value, bool)
        if not sound or not Decimal(value).is_finite() or value < 0:
            raise self.error(name, f"应为不小于 0 的数，现为 {value!r}")
        return Decimal(value)

    def length(self, name: str, default: float) -> float:
        """A length in mm or a size in points."""
        return float(self.number(name, Decimal(str(default))))

    def whole(self, name: str, default: int) -> int:
        """A whole number, zero or more."""
        value = self.number(name, Decimal(default))
        if value != int(value):
            raise self.error(name, f"应为整数，现为 {value}")
        return int(value)

    def numbers(self, name: str) -> tuple[Decimal, ...]:
        """A list of numbers."""
        return tuple(self._number(name, item) for item in self._list(name))

    def choice(self, name: str, kind: type[E], default: E | _Missing = REQUIRED) -> E:
        """One of the values of an enumeration."""
        value = self._get(name, default)
        if value not in list(kind):
            known = "、".join(kind)
            raise self.error(name, f"不认识“{value}”，只能是 {known}")
        return kind(value)

    def one_of(self, name: str, known: tuple[str, ...], default: str | _Missing = REQUIRED) -> str:
        """One of a few texts."""
        value = self.text(name, default)
        if value not in known:
            raise self.error(name, f"不认识“{value}”，只能是 {'、'.join(known)}")
        return value

    def pairs(self, name: str) -> Iterator[tuple[Any, Any]]:
        """A list of pairs, as they stand."""
        for item in self._list(name):
            if not isinstance(item, list) or len(item) != 2:
                raise self.error(name, f"每一项应为两个值，现为 {item!r}")
            yield item[0], item[1]

    def lists(self, name: str) -> Iterator[list[Any]]:
        """A list of lists, as they stand."""
        for item in self._list(name):
            if not isinstance(item, list):
                raise self.error(name, f"每一项应为一组值，现为 {item!r}")
            yield item

    def named_numbers(self, name: str) -> tuple[tuple[str, Decimal], ...]:
        """A list of (text, number)."""
        found = []
        for label, value in self.pairs(name):
            if not isinstance(label, str) or not label:
                raise self.error(name, f"每一项应以文字开头，现为 {label!r}")
            found.append((label, self._number(name, value)))
        return tuple(found)

    def number_pairs(self, name: str) -> tuple[tuple[Decimal, Decimal], ...]:
        """A list of (number, number)."""
        return tuple((self._number(name, a), self._number(name, b)) for a, b in self.pairs(name))

    def table(self, name: str) -> "Table":
        """A table within this one; empty when it is missing."""
        value = self._get(name, {})
        if not isinstance(value, dict):
            raise self.error(name, "应为一节设置")
        return Table(self._source, value, self.key(name))

    def tables(self, name: str) -> Iterator[tuple[str, "Table"]]:
        """The named tables within a table, in their order."""
        section = self.table(name)
        for entry in section.names():
            yield entry, section.table(entry)

    def items(self, name: str) -> list["Table"]:
        """A list of tables."""
        found = []
        for position, value in enumerate(self._list(name)):
            key = f"{self.key(name)}[{position}]"
            if not isinstance(value, dict):
                raise self._source.error(key, "应写成 { … }")
            found.append(Table(self._source, value, key))
        return found

    def _list(self, name: str) -> list[Any]:
        value = self._get(name, [])
        if not isinstance(value, list):
            raise self.error(name, f"应为一组值，现为 {value!r}")
        return value
