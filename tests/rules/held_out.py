"""Clean forms composed in a compact text, with computed cells that agree, and edits in one line."""

import re
from collections.abc import Iterator
from copy import deepcopy
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from forms import FormJson, view

from perfdesk.document import FormView
from perfdesk.document.form_json import json_path
from perfdesk.findings import Severity
from perfdesk.rules import check_all

HERE = Path(__file__).parent
STYLES = {
    "S23": ("shanghai-self-evaluation-2023", "财政项目支出绩效自评表", "-"),
    "S24": ("shanghai-self-evaluation-2024", "财政项目支出绩效自评表", "-"),
    "DI": ("district-self-evaluation", "财政项目支出绩效自评表", "－"),
    "BJ": ("beijing-self-evaluation", "项目支出绩效自评表", "—"),
    "NA": ("national-self-evaluation-2020", "项目支出绩效自评表", "—"),
    "D23": ("shanghai-declaration-2023", "财政项目支出绩效目标申报表", ""),
    "D26": ("shanghai-declaration-2026", "财政项目支出绩效目标申报表", ""),
    "N15": ("national-declaration-2015", "项目支出绩效目标申报表", ""),
}
LEVELS = {
    "数量": ("产出指标", "数量指标"),
    "质量": ("产出指标", "质量指标"),
    "时效": ("产出指标", "时效指标"),
    "产成": ("产出指标", "成本指标"),
    "成本": ("成本指标", "经济成本指标"),
    "经济": ("效益指标", "经济效益指标"),
    "社会": ("效益指标", "社会效益指标"),
    "生态": ("效益指标", "生态效益指标"),
    "持续": ("效益指标", "可持续影响指标"),
    "满意": ("满意度指标", "服务对象满意度指标"),
}
SOURCES = ("当年财政拨款", "上年结转资金", "其他资金")
AMOUNTS = ("initial", "adjusted", "executed")
TERMS = {"m": "medium", "a": "annual"}


def rounded(value: Decimal, places: int = 2) -> str:
    return str(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def number(text: str | None) -> Decimal:
    """What a cell counts for in a sum; nothing where it cannot be read."""
    bare = (text or "").replace(",", "").rstrip("%")
    return Decimal(bare) if re.fullmatch(r"-?\d+(\.\d+)?", bare) else Decimal(0)


@cache
def _composed() -> dict[str, FormJson]:
    files = ("held_out_forms.txt", "examined_forms.txt")
    return composed("\n".join((HERE / name).read_text("utf-8") for name in files))


def composed(text: str) -> dict[str, FormJson]:
    """The forms of a compact text, by their names."""
    text = re.sub(r"^#.*\n", "", text, flags=re.M)
    blocks = re.findall(r"^\[([\w-]+)\]\n(.*?)(?=^\[|\Z)", text, re.S | re.M)
    return {name: _form(body.strip().splitlines()) for name, body in blocks}


def names() -> list[str]:
    return list(_composed())


def form(name: str) -> FormJson:
    """A composed form, to be changed at will."""
    return deepcopy(_composed()[name])


def _form(lines: list[str]) -> FormJson:
    parts = [part.strip() for part in lines[0].lstrip("@").split("|")]
    style = parts[0]
    template, title, dash = STYLES[style]
    found: FormJson = {
        "style": style,
        "template": template,
        "title": title,
        "year": None if style == "DI" else int(parts[1]),
        "project_name": parts[2],
    }
    if style in ("D23", "D26", "N15"):
        _declare(found, parts)
        first, second = "goal_total", "goal_annual"
    else:
        found |= {"kind": "self_evaluation", "department": parts[3], "unit": parts[4]}
        found |= {"money_unit": "万元", "funds": _sources(lines[1], dash)}
        first, second = "goal_expected", "goal_actual"
    found["indicators"] = []
    for line in lines[1:]:
        if line.startswith(("E:", "T:", "A:")):
            found[second if line[0] == "A" else first] = line[2:].strip()
        elif line[0] != "$":
            found["indicators"].append(indicator(line, style))
    return settle(found) if "goal_actual" in found else found


def _sources(line: str, dash: str) -> list[FormJson]:
    rows: list[FormJson] = [{"row": "年度资金总额"}]
    for name, source in zip(SOURCES, line.lstrip("$").split("|"), strict=True):
        cells = dict(zip(AMOUNTS, source.split(), strict=True))
        rows.append({"row": name, **cells, "weight": dash, "score": dash})
    return rows


def indicator(line: str, style: str) -> FormJson:
    """One row of the compact text."""
    cells: list[str | None] = [cell.strip() for cell in line.split("|")]
    level = cells[0] or ""
    term = TERMS[level[0]] if style == "N15" else None
    level1, level2 = LEVELS[level[1:] if term else level]
    row: FormJson = {"level1": level1, "level2": level2, "level3": cells[1], "target": cells[2]}
    if term:
        row["term"] = term
    if len(cells) > 4:
        plain = style in ("BJ", "NA")
        row["actual"] = cells[3]
        row["weight"], row["score"] = (
            cell if plain else rounded(number(cell)) for cell in cells[4:6]
        )
        row["deviation"] = cells[6] if len(cells) > 6 else None
    return row


def _declare(found: FormJson, parts: list[str]) -> None:
    category, department, unit, start, end, whole, annual, carried, other = (
        None if part == "-" else part for part in parts[3:12]
    )
    found |= {"kind": "target_declaration", "department": department, "unit": unit}
    found |= {"category": category, "start_date": start, "end_date": end}
    years = list(dict.fromkeys(((start or "")[:4], (end or "")[:4])))
    fiscal, own = number(whole) - number(other), number(annual) - number(carried) - number(other)
    if found["style"] == "N15":
        found |= {"money_unit": "万元", "period": "年—".join(years) + "年"}
        found["funds"] = {"中期资金总额": whole, "中期财政拨款": str(fiscal)}
        found["funds"] |= {"年度资金总额": annual, "年度财政拨款": str(own)}
        return
    if found["style"] == "D26":
        found |= {"nature": f"{category}性项目", "category": "特定目标类"}
    found |= {"money_unit": "元", "period": f"{years[0]}年-{years[-1]}年"}
    found["funds"] = {"项目资金总额": whole, "其中：财政资金": str(fiscal), "其他资金": other}
    found["funds"] |= {"年度资金申请总额": annual, "其中：当年财政拨款": str(own)}
    found["funds"] |= {"上年结转资金": carried, "其他资金(年度)": other}


def settle(found: FormJson) -> FormJson:
    """Let the computed cells of a 自评表 agree with the others."""
    funds, plain = found["funds"], found["style"] in ("BJ", "NA")
    places = 3 if found["style"] == "BJ" else 2
    sign = "%" if plain or found["style"] == "DI" else ""
    for name in AMOUNTS:
        total = sum((number(row.get(name)) for row in funds[1:]), Decimal(0))
        funds[0][name] = rounded(total, places)
    for index, row in enumerate(funds):
        budget = number(row.get("adjusted"))
        share = number(row.get("executed")) / budget * 100 if budget else Decimal(0)
        row["rate"] = "0.00" if index and found["style"] == "DI" else rounded(share) + sign
        if not index:
            row |= {"weight": "10.00", "score": rounded(min(share, Decimal(100)) / 10)}
    return add_up(found)


def add_up(found: FormJson) -> FormJson:
    """Let total and grade follow the scores."""
    points = [number(row["score"]) for row in found["indicators"] if row["score"]]
    total = sum(points, number(found["funds"][0]["score"]))
    found |= {"total_weight": "100.00", "total_score": rounded(total)}
    if found["style"] not in ("BJ", "NA"):
        found["grade"] = "优" if total >= 90 else "良" if total >= 80 else "中"
    return found


def edited(name: str, edits: str) -> FormJson:
    """A composed form with edits `place=value`, `place~old⇒new` or `place+=text before`, parted by
    ` ; `. A place is a field, `i3.actual` or `F1.executed`; what is computed follows."""
    found = form(name)
    amounts = False
    for edit in filter(None, (part.strip() for part in edits.split(" ; "))):
        match = re.fullmatch(r"([\w.]+)(\+=|=|~)(.*)", edit, re.S)
        assert match is not None, edit
        place, how, value = match.groups()
        target, key = _cell(found, place)
        old = target[key] or ""
        if how == "~":
            before, _, after = value.partition("⇒")
            assert before in old, edit
            value = old.replace(before, after)
        target[key] = (value + old if how == "+=" else value) or None
        amounts |= place.startswith("F")
    if found["kind"] == "self_evaluation":
        settle(found) if amounts else add_up(found)
    return found


def _cell(found: FormJson, place: str) -> tuple[FormJson, str]:
    where, _, field = place.rpartition(".")
    if where.startswith("i"):
        return found["indicators"][int(where[1:])], field
    return (found["funds"][int(where[1:])] if where else found), field


def told(forms: list[FormJson]) -> Iterator[str]:
    """`T01 error indicators[3].score` of every finding of a portfolio."""
    views: list[FormView] = [view(one, one["template"], f"f{n}") for n, one in enumerate(forms)]
    by_id = {one.id: one for one in views}
    for finding in check_all(views):
        field = ""
        if finding.path is not None:
            seen = by_id[finding.path.form]
            field = json_path(seen.form, seen.template, finding.path.row, finding.path.field)
        yield f"{finding.rule} {Severity(finding.severity).name.lower()} {field}".rstrip()
