"""Real forms for the rules' tests: the samples as views, and copies with cells changed."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from perfdesk.catalog import Catalog
from perfdesk.compute import compute, keep_printed
from perfdesk.document import FormView
from perfdesk.document.form_json import from_json
from perfdesk.settings import UnitSettings, merge_profile
from perfdesk.template.model import Template

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
TEMPLATES = {
    "fengtai": "beijing-self-evaluation",
    "minhang": "shanghai-self-evaluation-2024",
    "municipal": "shanghai-self-evaluation-2023",
    "putuo": "district-self-evaluation",
    "jiading": "shanghai-declaration-2023",
}
FormJson = dict[str, Any]


@cache
def catalog() -> Catalog:
    return Catalog()


def template(name: str) -> Template:
    return catalog().get(name)


def template_of(file: str) -> str:
    return next(found for key, found in TEMPLATES.items() if file.startswith(key))


@cache
def _file(path: Path) -> list[FormJson]:
    forms: list[FormJson] = json.loads(path.read_text("utf-8"))
    return forms


def sample_files() -> list[str]:
    return sorted(path.stem for path in (SAMPLES / "forms").glob("*.json"))


def sample(file: str) -> list[FormJson]:
    """The forms of a sample file, to be changed at will."""
    return deepcopy(_file(SAMPLES / "forms" / f"{file}.json"))


def original(file: str) -> Sequence[FormJson]:
    """The forms of a sample file, to be read only."""
    return _file(SAMPLES / "forms" / f"{file}.json")


def view(
    data: Mapping[str, Any], template_id: str, form_id: str = "f0", unit: UnitSettings | None = None
) -> FormView:
    """A form as rules see it after import."""
    found = template(template_id)
    form = from_json(data, found, form_id)
    profile = merge_profile(found.profile, unit or UnitSettings())
    keep_printed(form, found, profile)
    return FormView(form, found, profile, compute(form, found, profile))


def views(
    forms: Iterable[Mapping[str, Any]], template_id: str, unit: UnitSettings | None = None
) -> list[FormView]:
    return [view(data, template_id, f"f{index}", unit) for index, data in enumerate(forms)]


def sample_views(
    file: str, change: Callable[[list[FormJson]], None] | None = None
) -> list[FormView]:
    """The forms of a sample file as one portfolio, changed before they are read."""
    forms = sample(file)
    if change is not None:
        change(forms)
    return views(forms, template_of(file))
