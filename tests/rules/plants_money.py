"""Planted faults of chapters 2 and 3."""

import random
from collections.abc import Iterator
from decimal import Decimal

from plants import FormJson, money, number, plants, rows

Found = Iterator[tuple[str, str]]
WHOLE = ("项目资金总额", "年度资金申请总额")


def funds(form: FormJson, row: int, **texts: str | None) -> None:
    form["funds"][row].update(texts)


def amount(form: FormJson, row: int, name: str) -> Decimal:
    return number(form["funds"][row][name]) or Decimal(0)


def executed_at(form: FormJson, share: str) -> bool:
    """Spend a share of the budget, rate and points following; the carried-over rows stay."""
    budget = amount(form, 0, "adjusted")
    if amount(form, 1, "adjusted") != budget:
        return False
    spent = money(budget * Decimal(share) / 100)
    rate = money(Decimal(spent) * 100 / budget)
    sign = "%" if "%" in (form["funds"][0]["rate"] or "") else ""
    for row in (0, 1):
        funds(form, row, executed=spent, rate=rate + sign)
    funds(form, 0, score=money(Decimal(rate) / 10))
    return True


@plants("F01", "自")
def wrong_total(form: FormJson, seed: random.Random) -> Found:
    for name in ("initial", "adjusted", "executed"):
        value = amount(form, 0, name)
        for change in (value + Decimal("0.1"), value + 1, value * 10, value - Decimal("0.05")):
            if change >= 0 and change != value:
                funds(form, 0, **{name: money(change)})
                yield f"funds[0].{name}", f"{value} -> {change}"
    funds(form, 3, executed="3.00", adjusted="3.00")
    yield "funds[0].adjusted", "a source more"
    funds(form, 1, initial=None)
    if amount(form, 0, "initial"):
        yield "funds[0].initial", "a source less"


@plants("F02", "申")
def wrong_declared_total(form: FormJson, seed: random.Random) -> Found:
    for name in WHOLE:
        value = number(form["funds"][name]) or Decimal(0)
        for change in (value + 100, value * 10, value - 5000):
            form["funds"][name] = f"{int(change):,}"
            yield f"funds.{name}", f"{value} -> {change}"
    form["funds"]["其他资金(年度)"] = "20,000"
    yield "funds.年度资金申请总额", "a source more"


@plants("F03", "申")
def annual_too_large(form: FormJson, seed: random.Random) -> Found:
    value = (number(form["funds"][WHOLE[0]]) or Decimal(0)) * 2
    form["funds"][WHOLE[1]] = form["funds"]["其中：当年财政拨款"] = f"{int(value):,}"
    yield f"funds.{WHOLE[1]}", "twice the whole"
    form["funds"][WHOLE[1]] = form["funds"]["其中：当年财政拨款"] = f"{int(value / 4):,}"
    yield f"funds.{WHOLE[1]}", "half of the whole in one year"


@plants("F04", "自")
def overspent(form: FormJson, seed: random.Random) -> Found:
    for factor in ("1.2", "2", "1.05"):
        if amount(form, 1, "executed") != amount(form, 0, "executed"):
            return
        spent = money(amount(form, 0, "adjusted") * Decimal(factor))
        funds(form, 0, executed=spent)
        funds(form, 1, executed=spent)
        yield "funds[0].executed", factor


@plants("F05", "自")
def wrong_rate(form: FormJson, seed: random.Random) -> Found:
    for rate in ("90.00", "0.9", "85.32%", "9.95"):
        funds(form, 0, rate=rate)
        yield "funds[0].rate", rate


@plants("F06", "自")
def wrong_points(form: FormJson, seed: random.Random) -> Found:
    printed = number(form["funds"][0]["score"]) or Decimal(0)
    for change in ("-0.05", "-1", "-0.5"):
        funds(form, 0, score=format(printed + Decimal(change), "f"))
        yield "funds[0].score", change


@plants("F07", "自")
def wrong_source_rate(form: FormJson, seed: random.Random) -> Found:
    if (form["funds"][1]["rate"] or "").startswith("0"):
        return
    for rate in ("0.00", "50.00"):
        funds(form, 1, rate=rate)
        yield "funds[1].rate", rate


@plants("F08", "自")
def no_budget(form: FormJson, seed: random.Random) -> Found:
    for row in form["funds"]:
        if row["adjusted"]:
            row["adjusted"] = "0.00"
    yield "funds[0].adjusted", "spent"
    for row in form["funds"]:
        if row["executed"]:
            row["executed"] = row["adjusted"] = "0.00"
    yield "funds[0].adjusted", "nothing"


@plants("F09", "自")
def adjusted(form: FormJson, seed: random.Random) -> Found:
    if "结转" in str(form) and "追加" in str(form):
        return
    for factor in ("0.5", "2", "9.44"):
        old = amount(form, 0, "adjusted")
        if amount(form, 1, "adjusted") != old:
            return
        start = money(old / Decimal(factor))
        funds(form, 0, initial=start)
        funds(form, 1, initial=start)
        yield "funds[0].adjusted", factor


@plants("F10", "自")
def low_rate(form: FormJson, seed: random.Random) -> Found:
    for share in ("60", "75", "85", "30"):
        if not executed_at(form, share):
            return
        yield "funds[0].rate", share


@plants("F11", "申")
def mixed_units(form: FormJson, seed: random.Random) -> Found:
    for i, row in rows(form):
        if "成本" in (row["level3"] or ""):
            whole = number(form["funds"]["项目资金总额"]) or Decimal(0)
            row["target"] = f"≤{format((whole / 10000).normalize(), 'f')}万元"
            yield f"indicators[{i}].target", "万元 in a form in 元"
            row["target"] = f"≤{format((whole / 10000).normalize(), 'f')}元"
            yield f"indicators[{i}].target", "万元 called 元"
    for key, value in form["funds"].items():
        if value and value != "0":
            form["funds"][key] = format((number(value) or Decimal(0)) / 10000, "f")
    yield "", "万元 typed into a form in 元"


@plants("F11", "自")
def amounts_in_yuan(form: FormJson, seed: random.Random) -> Found:
    for row in form["funds"]:
        for name in ("initial", "adjusted", "executed"):
            if row[name]:
                row[name] = money((number(row[name]) or Decimal(0)) * 10000)
    yield "", "元 typed into a form in 万元"
    form["money_unit"] = "元"
    yield "", "the unit's label changed"


@plants("F13", "自")
def cost_differs(form: FormJson, seed: random.Random) -> Found:
    for i, row in rows(form):
        if "成本" in (row["level2"] or "") and "万元" in (row["actual"] or ""):
            row["actual"] = "30.00 万元"
            yield f"indicators[{i}].actual", "less than executed"
            row["target"], row["actual"] = "≤30 万元", "30 万元"
            yield f"indicators[{i}].actual", "executed beyond the limit"
    i, row = next(
        (pair for pair in rows(form) if pair[1]["level2"] and "经济成本" in pair[1]["level2"]),
        (0, {}),
    )
    if row:
        row.update(level3="项目总成本", target="≤1.50(万元)", actual="1.20(万元)")
        yield f"indicators[{i}].actual", "a new cost"


@plants("F14", "自")
def unreadable_amount(form: FormJson, seed: random.Random) -> Found:
    for text in ("约100", "abc", "-8.00", "1.123456789", "100万元左右", "12..5"):
        name = seed.choice(("initial", "adjusted", "executed"))
        funds(form, 1, **{name: text})
        yield f"funds[1].{name}", text


@plants("F14", "申")
def unreadable_declared(form: FormJson, seed: random.Random) -> Found:
    for text in ("七万", "-1000", "待定"):
        form["funds"]["其他资金"] = text
        yield "funds.其他资金", text


@plants("F15", "自")
def money_left(form: FormJson, seed: random.Random) -> Found:
    if (
        "尾款" not in str(form)
        and "结余" not in str(form)
        and "节约" not in str(form)
        and executed_at(form, "96")
    ):
        yield "funds[0].rate", "96"


@plants("F16", "自")
def half_spent(form: FormJson, seed: random.Random) -> Found:
    if executed_at(form, "41"):
        yield "funds[0].rate", "41"


@plants("W01", "自")
def weights(form: FormJson, seed: random.Random) -> Found:
    _i, row = seed.choice(rows(form))
    old = number(row["weight"]) or Decimal(0)
    for change in (old + 5, old - 2, old + Decimal("0.5")):
        row["weight"] = format(change, "f")
        yield "total_weight", f"{old} -> {change}"
    form["total_weight"] = "95.00"
    yield "total_weight", "printed"
    form["funds"][0]["weight"] = "15"
    yield "total_weight", "execution"


@plants("W02", "自")
def above_weight(form: FormJson, seed: random.Random) -> Found:
    for change in ("1", "0.5", "10"):
        i, row = seed.choice(rows(form))
        row["score"] = format((number(row["weight"]) or Decimal(0)) + Decimal(change), "f")
        yield f"indicators[{i}].score", change
    i, row = seed.choice(rows(form))
    row["score"] = "-1"
    yield f"indicators[{i}].score", "negative"


@plants("W03", "自")
def wrong_sum(form: FormJson, seed: random.Random) -> Found:
    old = number(form["total_score"]) or Decimal(0)
    for change in ("0.1", "-1", "-5", "0.05"):
        form["total_score"] = format(old + Decimal(change), "f")
        yield "total_score", change


@plants("W04", "自")
def wrong_grade(form: FormJson, seed: random.Random) -> Found:
    if form["grade"]:
        for grade in ("良", "中", "差"):
            form["grade"] = grade
            yield "grade", grade


@plants("W06", "自")
def heavy(form: FormJson, seed: random.Random) -> Found:
    if len(form["indicators"]) > 3:
        i, row = seed.choice(rows(form))
        row["weight"] = row["score"] = "45.00"
        yield f"indicators[{i}].weight", "45"


@plants("W07", "自")
def no_points(form: FormJson, seed: random.Random) -> Found:
    for name, text in (("score", None), ("weight", None), ("weight", "0"), ("score", "—")):
        i, row = seed.choice(rows(form))
        row[name] = text
        yield f"indicators[{i}].{name}", str(text)


@plants("W08", "自")
def decimals(form: FormJson, seed: random.Random) -> Found:
    i, row = seed.choice(rows(form))
    row["score"] = "3.3333"
    yield f"indicators[{i}].score", "four decimals"


@plants("W09", "自")
def zero_output(form: FormJson, seed: random.Random) -> Found:
    for i, row in rows(form):
        value = number(row["target"])
        if (
            row["level2"] == "数量指标"
            and value
            and "≤" not in row["target"]
            and "≤" not in row["target"]
        ):
            row["actual"] = "0"
            if (number(form["total_score"]) or 0) >= 90:
                yield "total_score", f"row {i}"
            return
