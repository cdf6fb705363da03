"""Faults planted into copies of the real forms, in several wordings, rule by rule."""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from forms import FormJson, original, sample_files

CENT = Decimal("0.01")


class Plant(NamedTuple):
    """A fault in a copy of a sample file: what must be found, and where (Form JSON path)."""

    rule: str
    file: str
    index: int
    forms: Sequence[FormJson]
    field: str
    wording: str


Planter = Callable[[FormJson, random.Random], Iterator[tuple[str, str]]]
"""Changes one form in place; yields (field, wording) once per variant, on a fresh copy each."""
PLANTERS: list[tuple[str, str, Planter]] = []


def plants(rule: str, kind: str) -> Callable[[Planter], Planter]:
    def register(planter: Planter) -> Planter:
        PLANTERS.append((rule, kind, planter))
        return planter

    return register


def is_self(form: FormJson) -> bool:
    return form["kind"] == "self_evaluation"


def all_plants(per_planter: int, per_form: int = 2) -> Iterator[Plant]:
    """So many plants of every planter, at most so many of them on one form."""
    places = [(file, index) for file in sample_files() for index in range(len(original(file)))]
    for rule, kind, planter in PLANTERS:
        order = list(places)
        choose = random.Random(f"{rule}{planter.__name__}")
        choose.shuffle(order)
        left = per_planter
        for file, index in order:
            if left <= 0:
                break
            if kind == "both" or is_self(original(file)[index]) == (kind == "自"):
                found = list(_on_form(rule, planter, file, index))
                chosen = choose.sample(found, min(len(found), per_form, left))
                left -= len(chosen)
                yield from chosen


def _on_form(rule: str, planter: Planter, file: str, index: int) -> Iterator[Plant]:
    """The variants of a planter on one form, each on the form as it was."""
    before = original(file)[index]
    form = deepcopy(before)
    blocks = {
        key: (form[key], list(form[key]))
        for key in ("indicators", "funds")
        if isinstance(form[key], list)
    }
    for field, wording in planter(form, random.Random(f"{rule}{file}{index}")):
        yield Plant(
            rule,
            file,
            index,
            (*original(file)[:index], deepcopy(form), *original(file)[index + 1 :]),
            field,
            wording,
        )
        # Restored in place: the planter holds on to the rows it has seen.
        form.clear()
        form.update(deepcopy(before))
        for key, (block, rows_of_block) in blocks.items():
            block[:] = rows_of_block
            form[key] = block
            for row, was in zip(block, before[key], strict=True):
                row.clear()
                row.update(was)


def number(text: str | None) -> Decimal | None:
    match = re.search(r"\d[\d,]*(?:\.\d+)?", text or "")
    return Decimal(match.group(0).replace(",", "")) if match else None


def with_number(text: str, value: Decimal) -> str:
    """The text with its first number replaced."""
    return re.sub(r"\d[\d,]*(?:\.\d+)?", format(value, "f"), text, count=1)


def rows(form: FormJson) -> list[tuple[int, FormJson]]:
    return list(enumerate(form["indicators"]))


def percent_rows(form: FormJson) -> list[tuple[int, FormJson]]:
    """Rows with a percentage or count as target and a number as actual, both read the easy way."""
    return [
        (i, r)
        for i, r in rows(form)
        if r["target"]
        and re.fullmatch(r"[≥>=]{0,2}\s*[\d.]+\s*[(（]?%[)）]?", r["target"])
        and number(r.get("actual"))
    ]


def count_rows(form: FormJson, key: str = "actual") -> list[tuple[int, FormJson]]:
    shape = r"[≥>=]{0,2}\s*[\d.,]+\s*[(（]?(?:人次|人|次|个|家|篇|台|天)[)）]?"
    return [
        (i, r)
        for i, r in rows(form)
        if r["target"]
        and re.fullmatch(shape, r["target"].replace(" ", ""))
        and (key == "target" or number(r.get(key)))
    ]


def money(value: Decimal) -> str:
    return format(value.quantize(CENT, ROUND_HALF_UP), "f")
