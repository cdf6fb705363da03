"""The unit's settings, word lists, phrases and learnt import mappings."""

import json
import sqlite3
from dataclasses import fields
from decimal import Decimal
from typing import Any

from perfdesk.settings import UnitSettings
from perfdesk.store.repository.content import content_of, parsed
from perfdesk.store.repository.tables import get, put, put_many

_OWN_TABLES = ("words", "phrases")
_DECIMALS = frozenset(f.name for f in fields(UnitSettings) if "Decimal" in str(f.type))
_LISTS = {"disabled_rules": frozenset, "footer": tuple}


def save_settings(connection: sqlite3.Connection, settings: UnitSettings) -> None:
    """Replace the unit's settings by these; what is None is not stored."""
    for table in ("settings", "word_lists", "phrases"):
        connection.execute(f"DELETE FROM {table}")
    for field in fields(UnitSettings):
        value = getattr(settings, field.name)
        if value is not None and field.name not in _OWN_TABLES:
            put(connection, "settings", field.name, _to_text(value))
    words = [
        (name, word, place)
        for name, listed in settings.words.items()
        for place, word in enumerate(dict.fromkeys(listed))
    ]
    put_many(connection, "word_lists", words)
    put_many(connection, "phrases", enumerate(settings.phrases))


def read_settings(connection: sqlite3.Connection) -> UnitSettings:
    """The unit's settings; names of a later program are passed over."""
    known = {field.name for field in fields(UnitSettings)}
    values: dict[str, Any] = {}
    for name, value in get(connection, "settings"):
        if name in known:
            with content_of("settings"):
                values[str(name)] = _from_text(str(name), str(value))
    words: dict[str, tuple[str, ...]] = {}
    for name, word, _ in get(connection, "word_lists", "ORDER BY list, position"):
        words[str(name)] = (*words.get(str(name), ()), str(word))
    phrases = tuple(str(row[1]) for row in get(connection, "phrases", "ORDER BY position"))
    with content_of("settings"):
        return UnitSettings(**values, words=words, phrases=phrases)


def put_mapping(connection: sqlite3.Connection, name: str, mapping: Any, at: str) -> None:
    """Keep how a foreign layout was matched; `mapping` is JSON-able."""
    put(connection, "import_mappings", name, json.dumps(mapping, ensure_ascii=False), at)


def get_mapping(connection: sqlite3.Connection, name: str) -> Any:
    """What `put_mapping` kept under this name, None when nothing."""
    found = next(get(connection, "import_mappings", "WHERE name = ?", (name,)), None)
    return parsed("import_mappings", found[1]) if found else None


def _to_text(value: Any) -> str:
    if isinstance(value, frozenset):
        value = sorted(value)
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def _from_text(name: str, text: str) -> Any:
    if name in _DECIMALS:
        return Decimal(text)
    value = json.loads(text)
    return _LISTS[name](value) if name in _LISTS else value
