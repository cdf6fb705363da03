"""Forms of fields that no sample has: clean ones are silent, in varied right wordings too, and one
fault each is found where RULES.md says."""

from collections import defaultdict
from pathlib import Path

import pytest
from held_out import edited, form, names, told


def table(name: str) -> list[tuple[str, str, str]]:
    """(form, edits, expected) of every line `form: edits → expected`."""
    found = []
    for line in (Path(__file__).parent / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            left, _, right = line.rpartition(" → ")
            host, _, edits = left.partition(": ")
            found.append((host.strip(), edits, right.strip()))
    return found


def grave(found: list[str]) -> list[str]:
    return [line for line in found if line.split()[1] != "hint"]


@pytest.mark.parametrize("name", names())
def test_a_clean_form_has_no_error_and_no_warning(name: str) -> None:
    assert grave(list(told([form(name)]))) == []


def test_clean_forms_of_one_template_and_year_do_not_disturb_each_other() -> None:
    groups = defaultdict(list)
    for name in names():
        one = form(name)
        groups[one["template"], one["year"]].append(one)
    for forms in groups.values():
        assert grave(list(told(forms))) == []


@pytest.mark.parametrize(("name", "edits", "expected"), table("held_out_faults.txt"))
def test_a_fault_is_found_at_its_cell(name: str, edits: str, expected: str) -> None:
    assert expected in list(told([edited(name, edits)]))


def examined() -> dict[str, list[tuple[str, str]]]:
    """(edits, expected) of examined_faults.txt, by form."""
    found = defaultdict(list)
    for host, edits, expected in table("examined_faults.txt"):
        found[host].append((edits, expected))
    return found


EXAMINED = examined()


@pytest.mark.parametrize("name", EXAMINED)
def test_the_faults_of_an_examined_form_are_found(name: str) -> None:
    assert [(e, want) for e, want in EXAMINED[name] if want not in told([edited(name, e)])] == []


@pytest.mark.parametrize(("name", "edits", "rules"), table("held_out_right.txt"))
def test_right_wordings_are_left_alone(name: str, edits: str, rules: str) -> None:
    """`rules` may not even hint; no rule may warn."""
    found = list(told([edited(name, edits)]))
    assert grave(found) == []
    assert [line for line in found if line.split()[0] in rules.split()] == []
