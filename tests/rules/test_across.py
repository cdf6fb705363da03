"""X rules: a declaration made backwards from each real self-evaluation, changed in one thing."""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal

import pytest
from forms import FormJson, original, sample_files, template_of, view

from perfdesk.document import FormView
from perfdesk.document.form_json import json_path
from perfdesk.rules import Checker, check_all
from perfdesk.settings import UnitSettings
from perfdesk.values import normalise_signs

SELF = [
    (file, number)
    for file in sample_files()
    if "self" in file
    for number in range(len(original(file)))
]


def in_yuan(text: str | None) -> str | None:
    bare = (text or "").replace(",", "").strip()
    return str(Decimal(bare) * 10000) if re.fullmatch(r"\d+(\.\d+)?", bare) else None


def declaration(form: FormJson) -> FormJson:
    """What must have been declared for this self-evaluation."""
    year = form["year"]
    total = in_yuan(form["funds"][0]["initial"])
    return {
        "kind": "target_declaration",
        "title": "财政项目支出绩效目标申报表",
        "year": year,
        "project_name": form["project_name"],
        "department": form["department"],
        "unit": form["unit"],
        "money_unit": "元",
        "start_date": f"{year}-01-01" if year else None,
        "end_date": f"{year}-12-31" if year else None,
        "funds": {"项目资金总额": total, "年度资金申请总额": total},
        "goal_total": form["goal_expected"],
        "goal_annual": form["goal_expected"],
        "indicators": [
            {key: row[key] for key in ("level1", "level2", "level3", "target")}
            for row in form["indicators"]
        ],
    }


def pair(file: str, number: int) -> tuple[FormJson, FormJson]:
    own = deepcopy(original(file)[number])
    own["year"] = own["year"] or 2023
    return declaration(own), own


def found(
    file: str, before: FormJson, own: FormJson, unit: UnitSettings | None = None
) -> list[str]:
    """`X02 error indicators[3].target` of the X rules."""
    views = [
        view(before, "shanghai-declaration-2023", "d", unit),
        view(own, template_of(file), "s", unit),
    ]
    return list(told(views))


def told(views: list[FormView]) -> Iterator[str]:
    by_id = {one.id: one for one in views}
    for finding in check_all(views):
        if finding.rule[0] == "X" and finding.form is not None:
            seen = by_id[finding.form]
            place = json_path(seen.form, seen.template, finding.row, finding.field)
            yield f"{finding.rule} {finding.severity.value} {place}"


@pytest.mark.parametrize(("file", "number"), SELF)
def test_a_pair_that_agrees_is_left_alone(file: str, number: int) -> None:
    assert found(file, *pair(file, number)) == []


def respelled(form: FormJson) -> FormJson:
    """The same declaration, otherwise spelled: full width, blanks, signs, brackets, codes."""
    for row in form["indicators"]:
        row["level3"] = f" {row['level3'] or ''}".replace("(", "（").replace(")", "）")
        target = normalise_signs(row["target"] or "")
        row["target"] = target.replace("≥", ">=").replace("≤", "<=").replace("(%)", "%")
    form["project_name"] = re.sub(r"^[0-9A-Z]{10,}-", "", form["project_name"]).replace("（", "(")
    form["department"] = f"{form['department']}（汇总）" if form["department"] else None
    form["unit"] = "219001-" + re.sub(r"^[0-9A-Z]+-", "", form["unit"]) if form["unit"] else None
    form["goal_annual"] = (form["goal_annual"] or "").replace("，", ",").replace("\n", " ")
    form["indicators"].reverse()
    return form


@pytest.mark.parametrize(("file", "number"), SELF)
def test_spelling_is_no_difference(file: str, number: int) -> None:
    before, own = pair(file, number)
    assert found(file, respelled(before), own) == []


def numeric_row(form: FormJson) -> int:
    for number, row in enumerate(form["indicators"]):
        if re.search(r"[1-9]", row["target"] or "") and not re.search("年|月", row["target"]):
            return number
    raise AssertionError("no number among the targets")


def _target(before: FormJson, own: FormJson) -> str:
    row = numeric_row(own)
    text = before["indicators"][row]["target"]
    before["indicators"][row]["target"] = re.sub(
        r"[1-9]", lambda m: str(int(m[0]) % 9 + 1), text, count=1
    )
    return f"X02 error indicators[{row}].target"


def _sign(before: FormJson, own: FormJson) -> str:
    row = numeric_row(own)
    bare = re.search(r"\d.*", before["indicators"][row]["target"])
    assert bare is not None
    own["indicators"][row]["target"] = f"≥{bare[0]}"
    before["indicators"][row]["target"] = f"≤{bare[0]}"
    return f"X02 error indicators[{row}].target"


def _removed(before: FormJson, own: FormJson) -> str:
    gone = deepcopy(before["indicators"][0]) | {"level3": "年度廉政谈话次数", "target": "≥2次"}
    before["indicators"].append(gone)
    return "X01 warning indicators"


def _added(before: FormJson, own: FormJson) -> str:
    before["indicators"].pop()
    return f"X01 warning indicators[{len(own['indicators']) - 1}].level3"


def _renamed(before: FormJson, own: FormJson) -> str:
    row = len(own["indicators"]) - 1
    before["indicators"][row]["level3"] = f"{own['indicators'][row]['level3']}情况"
    return f"X01 warning indicators[{row}].level3"


def _lowered(before: FormJson, own: FormJson) -> str:
    row = numeric_row(own)
    text = own["indicators"][row]["target"]
    own["indicators"][row]["target"] = re.sub(
        r"\d+(?:\.\d+)?", lambda m: str(Decimal(m[0]) * 8 / 10), text, count=1
    )
    return f"X02 error indicators[{row}].target"


def _unit(before: FormJson, own: FormJson) -> str:
    row = numeric_row(own)
    number = re.match(r"\D*[\d.]+", own["indicators"][row]["target"])
    assert number is not None
    counted = "%" in own["indicators"][row]["target"]
    own["indicators"][row]["target"] = number[0] + ("家" if counted else "%")
    if not counted and not re.search(r"[^\d.≥≤<>=\s]", before["indicators"][row]["target"]):
        return ""  # a target without a unit has that of the other side
    return f"X02 error indicators[{row}].target"


def _third(before: FormJson, own: FormJson) -> str:
    total = Decimal(before["funds"]["年度资金申请总额"] or "0")
    if not total:
        return ""
    before["funds"]["年度资金申请总额"] = str(total * 13 / 10)
    return "X04 warning funds[0].initial"


def _name(before: FormJson, own: FormJson) -> str:
    before["project_name"] = f"{own['project_name']}专项工作"
    return "X03 warning project_name"


def _budget(before: FormJson, own: FormJson) -> str:
    total = Decimal(before["funds"]["年度资金申请总额"] or "0")
    if not total:
        return ""
    before["funds"]["年度资金申请总额"] = str(total * 10)
    return "X04 error funds[0].initial"


def _reply(before: FormJson, own: FormJson) -> str:
    total = Decimal(before["funds"]["年度资金申请总额"] or "0")
    if not total:
        return ""
    before["funds"]["年度资金申请总额"] = str(total + 123456)
    return "X04 warning funds[0].initial"


def _goal(before: FormJson, own: FormJson) -> str:
    before["goal_annual"] = "组织全区防汛演练，添置抢险物资，检查泵站和堤防，保证安全度汛。"
    return "X05 hint goal_expected"


CHANGES: list[Callable[[FormJson, FormJson], str]] = [
    _target,
    _sign,
    _removed,
    _added,
    _renamed,
    _lowered,
    _unit,
    _third,
    _name,
    _budget,
    _reply,
    _goal,
]


@pytest.mark.parametrize("change", CHANGES)
def test_one_change_is_found_by_its_rule(change: Callable[[FormJson, FormJson], str]) -> None:
    missed, tried = [], 0
    for file, number in SELF:
        before, own = pair(file, number)
        wanted = change(before, own)
        if wanted:
            tried += 1
            lines = found(file, before, own)
            if not any(line.startswith(wanted) for line in lines):
                missed.append((file, number, wanted, lines))
    print(f"{change.__name__}: {tried - len(missed)} of {tried} found")
    assert tried
    assert len(missed) <= tried * 0.05, missed


def test_an_approved_change_is_right_and_one_applied_for_is_not() -> None:
    for state, wanted in (("已批复", []), ("已申请", ["X02 error indicators[1].target"])):
        before, own = pair("minhang-self-evaluation-2024", 0)
        row = own["indicators"][1]
        before["indicators"][1]["target"] = "≥999(次)"
        row["approved"] = {"target": row["target"], "date": "2024-09-01", "state": state}
        assert found("minhang-self-evaluation-2024", before, own) == wanted


def test_an_edit_of_the_declaration_is_heard_by_the_self_evaluation() -> None:
    before, own = pair("minhang-self-evaluation-2024", 0)
    views = [
        view(before, "shanghai-declaration-2023", "d"),
        view(own, "shanghai-self-evaluation-2024", "s"),
    ]
    checker = Checker()
    checker.load(views)
    assert [f.rule for f in checker.findings("s") if f.rule == "X02"] == []
    row = numeric_row(own)
    before["indicators"][row]["target"] = "≥987654(次)"
    checker.update(view(before, "shanghai-declaration-2023", "d"))
    assert [f.rule for f in checker.findings("s") if f.rule == "X02"] == ["X02"]


def test_last_years_reason_word_for_word() -> None:
    _, own = pair("minhang-self-evaluation-2024", 0)
    own["indicators"][0]["deviation"] = "原因：中标价低于预算。改进措施：提前询价。"
    last = deepcopy(own) | {"year": own["year"] - 1}
    views = [view(one, "shanghai-self-evaluation-2024", i) for i, one in (("l", last), ("s", own))]
    assert [line for line in told(views) if line.startswith("X07")] == [
        "X07 hint indicators[0].deviation"
    ]
