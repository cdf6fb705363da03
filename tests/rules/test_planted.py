"""Faults planted into the real forms are found by the right rule, at the cell RULES.md names."""

from collections import Counter, defaultdict

import plants_indicators
import plants_money
import plants_results
import plants_structure
import pytest
from forms import template_of, view, views
from plants import Plant, all_plants
from plants_unit import unit_plants

from perfdesk.document.form_json import json_path
from perfdesk.findings import Finding
from perfdesk.rules import check_all, check_form

MODULES = (plants_structure, plants_money, plants_results, plants_indicators)
"""Importing them registers their planters."""
ALONE = 3
"""Plants a planter, in the default run."""
COMPARING = {"S01", "S02", "S08", "S09", "F07", "F11", "F12", "W05", "W06", "G03", "G04", "I17"}


def findings(plant: Plant) -> list[tuple[str, int, str]]:
    """(rule, form, Form JSON path) of what is found in the planted portfolio; folded cells too."""
    template_id = template_of(plant.file)
    if plant.rule in COMPARING or plant.rule[0] == "U":
        found = views(plant.forms, template_id)
        by_id = {v.id: n for n, v in enumerate(found)}
        every = check_all(found)
    else:
        found = [view(plant.forms[plant.index], template_id, "f0")]
        by_id = {"f0": plant.index}
        every = check_form(found[0])
    told = []
    for finding in every:
        for path in _paths(finding):
            seen = next(v for v in found if v.id == path[0])
            told.append(
                (
                    finding.rule,
                    by_id[path[0]],
                    json_path(seen.form, seen.template, path[1], path[2]),
                )
            )
        if finding.form is None:
            told.append((finding.rule, -1, ""))
    return told


def _paths(finding: Finding) -> list[tuple[str, str, str]]:
    own = [tuple(finding.path)] if finding.path else []
    return own + [tuple(path) for path in finding.related if path.field == finding.field]


def judge(plant: Plant) -> str:
    """hit, cell (right rule, other cell of the form) or miss."""
    found = [line for line in findings(plant) if line[0] == plant.rule]
    if plant.index >= 0:
        found = [line for line in found if line[1] in (plant.index, -1)]
    if not found:
        return "miss"
    if plant.field in ("", "actual", "target"):
        return "hit"
    return "hit" if any(line[2] == plant.field for line in found) else "cell"


def rates(every: list[Plant]) -> tuple[dict[str, Counter[str]], list[str]]:
    by_rule: dict[str, Counter[str]] = defaultdict(Counter)
    missed = []
    for plant in every:
        verdict = judge(plant)
        by_rule[plant.rule][verdict] += 1
        if verdict != "hit":
            missed.append(
                f"{plant.rule} {verdict} {plant.file}[{plant.index}] {plant.field} {plant.wording}"
            )
    return by_rule, missed


def check_rates(every: list[Plant]) -> None:
    by_rule, missed = rates(every)
    total = sum(sum(counts.values()) for counts in by_rule.values())
    found = sum(counts["hit"] + counts["cell"] for counts in by_rule.values())
    placed = sum(counts["hit"] for counts in by_rule.values())
    assert found >= total * 0.98, missed
    assert placed >= total * 0.97, missed
    for rule, counts in by_rule.items():
        assert counts["miss"] <= max(1, sum(counts.values()) * 0.1), (rule, missed)


def test_a_few_plants_of_every_kind() -> None:
    check_rates([*all_plants(ALONE), *unit_plants()])


@pytest.mark.long
def test_all_plants() -> None:
    check_rates([*all_plants(400, 100), *unit_plants()])
