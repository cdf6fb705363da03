"""Planted faults that need several forms: chapters 1, 5, 6 and 7."""

import random
import re
from collections.abc import Iterator
from copy import deepcopy

from forms import sample, sample_files
from plants import Plant

NAMES = {"self_evaluation": "goal_expected", "target_declaration": "goal_annual"}


def unit_plants() -> Iterator[Plant]:
    for file in sample_files():
        if len(sample(file)) < 3:
            continue
        for planter in (
            bodies,
            operators,
            doubled_sheets,
            copied_goals,
            same_goals,
            alike_sets,
            other_homes,
            siblings,
        ):
            yield from planter(file)


def bodies(file: str) -> Iterator[Plant]:
    for name in ("unit", "department"):
        full = sample(file)[0][name]
        for text in (
            full.replace("卫生健康", "卫健"),
            full.replace("上海市", "").replace("北京市", ""),
            full.removesuffix("(汇总)")[:-1],
        ):
            if text != full:
                forms = sample(file)
                forms[1][name] = text
                yield Plant("S08", file, 1, forms, name, text)


def operators(file: str) -> Iterator[Plant]:
    forms = sample(file)
    for _i, row in enumerate(forms[1]["indicators"]):
        if (row["target"] or "").startswith("≥"):
            row["target"] = ">=" + row["target"][1:]
            yield Plant("U03", file, 1, forms, "", ">=")
            return


def doubled_sheets(file: str) -> Iterator[Plant]:
    forms = sample(file)
    forms.append(deepcopy(forms[0]))
    yield Plant("U07", file, len(forms) - 1, forms, "", "the same sheet")
    forms = sample(file)
    forms[2]["project_name"] = forms[0]["project_name"].replace("（", "(").replace("）", ")")
    yield Plant("U07", file, 2, forms, "", "the same name")


def copied_goals(file: str) -> Iterator[Plant]:
    """A goal taken from another project of quite another name."""
    count = len(sample(file))
    choose = random.Random(file)
    for _ in range(8):
        a, b = choose.sample(range(count), 2)
        forms = sample(file)
        name = NAMES[forms[a]["kind"]]
        source = forms[b][name]
        if not source or source == forms[a][name]:
            continue
        own, other = held(forms[a]["project_name"], source), held(forms[b]["project_name"], source)
        if own >= 0.2 or other < own + 0.15 or held(forms[b]["project_name"], "") == 1.0:
            continue
        forms[a][name] = source
        yield Plant("I17", file, a, forms, name, forms[b]["project_name"])


def held(project: str, goal: str) -> float:
    """The share of a name's bigrams in a goal, as RULES.md says; 1 for a name of fillers alone."""
    core = re.sub(r"^[0-9A-Z]+-|^..区|20\d\d年?|[(（].*?[)）]|[“”\s]", "", project)
    parts = re.split("项目|系统|服务|平台|运维|经费|专项|工作|建设|管理", core)
    pairs = {part[i : i + 2] for part in parts for i in range(len(part) - 1)}
    return sum(pair in re.sub(r"[“”\s]", "", goal) for pair in pairs) / len(pairs) if pairs else 1.0


def same_goals(file: str) -> Iterator[Plant]:
    forms = sample(file)
    name = NAMES[forms[0]["kind"]]
    for k in (1, 2):
        forms[k][name] = "按照年度计划做好各项工作，切实提高保障水平。"
    for k in (1, 2):
        yield Plant("G04", file, k, forms, name, "a set phrase")


def alike_sets(file: str) -> Iterator[Plant]:
    forms = sample(file)
    forms[2]["indicators"] = deepcopy(forms[1]["indicators"])
    yield Plant("U01", file, -1, forms, "", "all indicators")


def other_homes(file: str) -> Iterator[Plant]:
    forms = sample(file)
    names: dict[str, int] = {}
    for k, form in enumerate(forms):
        for row in form["indicators"]:
            if row["level3"] in names and row["level2"] == "质量指标":
                row["level2"] = "数量指标"
                yield Plant("U05", file, -1, forms, "", row["level3"])
                return
            names.setdefault(row["level3"], k)


def siblings(file: str) -> Iterator[Plant]:
    forms = sample(file)
    if forms[1]["kind"] == "self_evaluation":
        forms[1]["funds"][0]["rate"] = (
            "88.8" if "%" in (forms[0]["funds"][0]["rate"] or "") else "88.8%"
        )
        yield Plant("F12", file, -1, forms, "", "percent sign")
