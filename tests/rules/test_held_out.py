"""Forms of fields that no sample has: clean ones are silent, in varied right wordings too, and one
fault each is found where RULES.md says."""

from collections import defaultdict
from pathlib import Path

import pytest
from forms import FormJson
from held_out import AMOUNTS, edited, form, names, settle, told


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


def _group(departments: list[str]) -> list[FormJson]:
    """Forms of one kind and year, one for each department."""
    forms = [form(n) for n in ("road", "canteen", "library", "police", "relief")]
    for one, department in zip(forms, departments, strict=True):
        one["department"] = department
    return forms


def test_bodies_of_other_districts_are_no_misspelling() -> None:
    usual, other = "上海市闵行区卫生健康委员会", "上海市徐汇区卫生健康委员会"
    assert grave(list(told(_group([usual, usual, usual, other, usual])))) == []


def test_one_stray_spelling_among_several_is() -> None:
    usual, other = "上海市闵行区卫生健康委员会", "上海市闵行区卫生建康委员会"
    found = list(told(_group([usual, usual, usual, other, usual])))
    assert [line for line in grave(found) if line.startswith("S08 warning")] != []


def test_a_small_budget_of_a_unit_with_large_ones_is_no_mixed_unit() -> None:
    forms = [form(n) for n in ("it", "elderly", "party")]
    extra = form("it") | {"project_name": "11010524T000003012346-政务网络租赁费"}
    for cells in forms[2]["funds"]:
        cells.update({k: "0.63" for k in AMOUNTS if cells.get(k) == "6.8"})
    settle(forms[2])
    whole = [*forms, extra]
    for one in whole:
        one["unit"], one["department"] = forms[0]["unit"], forms[0]["department"]
    assert [line for line in told(whole) if line.startswith("F11 warning funds")] == []
