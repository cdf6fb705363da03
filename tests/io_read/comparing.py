"""Test tool: forms compared with Form JSON field by field, white space aside (CONTRACT.md)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from perfdesk.document import Form, FormView
from perfdesk.document.form_json import to_json
from perfdesk.values import without_space
from tests.io_read.tables import CATALOG

ASIDE = frozenset({"index", "region", "notes", "note", "template"})


def wrong_fields(wanted: Mapping[str, Any], form: Form) -> dict[str, tuple[Any, Any]]:
    """Path → (wanted, read) of every field that differs; a missing key counts as null."""
    template = CATALOG.get(form.template_id)
    a = _flat({key: value for key, value in wanted.items() if key not in ASIDE})
    got = to_json(FormView(form, template, template.profile, {}))
    b = _flat({key: value for key, value in got.items() if key not in ASIDE})
    return {
        path: (a.get(path), b.get(path)) for path in sorted({*a, *b}) if a.get(path) != b.get(path)
    }


def field_count(wanted: Mapping[str, Any]) -> int:
    """How many fields a form's JSON has."""
    return len(_flat({key: value for key, value in wanted.items() if key not in ASIDE}))


def _flat(value: Any, path: str = "") -> dict[str, Any]:
    if isinstance(value, Mapping):
        return {
            k: v for key, part in value.items() for k, v in _flat(part, f"{path}.{key}").items()
        }
    if isinstance(value, list):
        return {
            k: v for at, part in enumerate(value) for k, v in _flat(part, f"{path}[{at}]").items()
        }
    return {path: without_space(value) if isinstance(value, str) else value}


def sample_forms(samples: Path, stem: str) -> list[dict[str, Any]]:
    """The forms of a sample file."""
    loaded: list[dict[str, Any]] = json.loads(
        (samples / "forms" / f"{stem}.json").read_text(encoding="utf-8")
    )
    return loaded


STEMS = (
    "fengtai-self-evaluation-2024", "jiading-declaration-2023", "minhang-self-evaluation-2024",
    "municipal-self-evaluation-2023", "putuo-self-evaluation",
)  # fmt: skip
TEMPLATES = dict(zip(STEMS, (
    "beijing-self-evaluation", "shanghai-declaration-2023", "shanghai-self-evaluation-2024",
    "shanghai-self-evaluation-2023", "district-self-evaluation",
), strict=True))  # fmt: skip
