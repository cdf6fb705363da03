"""Planted faults of chapter 4."""

import random
from collections.abc import Iterator
from decimal import Decimal

from plants import FormJson, count_rows, number, percent_rows, plants, rows, with_number

Found = Iterator[tuple[str, str]]
REASON = "原因：设备到货推迟两个月。改进措施：提前启动采购。"


def unit_of(form: FormJson) -> bool:
    return form["kind"] == "self_evaluation"


def fair(row: FormJson) -> bool:
    """A row whose name and unit agree, so that no other rule speaks first."""
    return "率" in row["level3"] or "%" not in row["target"]


def clear_percent(form: FormJson) -> list[tuple[int, FormJson]]:
    return [(i, r) for i, r in percent_rows(form) if "率" in r["level3"] or "满意度" in r["level3"]]


@plants("T01", "自")
def unmet_full(form: FormJson, seed: random.Random) -> Found:
    for i, row in [*clear_percent(form), *count_rows(form)]:
        target = number(row["target"]) or Decimal(0)
        if target and fair(row) and "接入率" not in row["level3"]:
            for share in ("0.97", "0.6"):
                row["actual"] = with_number(
                    row["actual"], (target * Decimal(share)).quantize(Decimal("0.01"))
                )
                row["score"], row["deviation"] = row["weight"], REASON
                yield f"indicators[{i}].score", share
    for i, row in rows(form):
        if "≤" in (row["target"] or "") and "月" in row["target"]:
            row["actual"], row["score"] = "12 月", row["weight"]
            yield f"indicators[{i}].score", "a month too late"


@plants("T02", "自")
def wrong_share(form: FormJson, seed: random.Random) -> Found:
    for i, row in clear_percent(form):
        target = number(row["target"]) or Decimal(0)
        weight = number(row["weight"]) or Decimal(0)
        if target and weight:
            row["actual"] = with_number(
                row["actual"], (target * Decimal("0.5")).quantize(Decimal("0.01"))
            )
            row["deviation"] = REASON
            for share in ("0.8", "0.2"):
                row["actual"] = with_number(
                    row["actual"], (target * Decimal("0.5")).quantize(Decimal("0.01"))
                )
                row["deviation"] = REASON
                row["score"] = format((weight * Decimal(share)).quantize(Decimal("0.01")), "f")
                yield f"indicators[{i}].score", share


@plants("T03", "自")
def other_unit(form: FormJson, seed: random.Random) -> Found:
    for i, row in clear_percent(form):
        for text in ("100(家)", "19.00(家)", "3(次)", "5个"):
            row["actual"] = text
            yield f"indicators[{i}].actual", text
    for i, row in count_rows(form):
        if "接入率" in row["level3"]:
            continue
        for text in ("100.00(%)", "100%", "3万元"):
            row["actual"] = text
            yield f"indicators[{i}].actual", text


@plants("T04", "both")
def rate_as_count(form: FormJson, seed: random.Random) -> Found:
    found = [(i, r) for i, r in rows(form) if (r["level3"] or "").endswith("率") and r["target"]]
    for i, row in found:
        for text in (
            "=19.00(家)",
            "≥27000(人)",
            "≤6小时",
            "5次",
            "30分钟内响应",
            "建设周期不超过4个月",
            "≤2个工作日",
        ):
            row["target"] = text
            yield f"indicators[{i}].target", text


@plants("T04", "both")
def count_as_rate(form: FormJson, seed: random.Random) -> Found:
    i, row = seed.choice(rows(form))
    for name in ("设备采购数量", "安全事故", "救护车台次", "系统建设（个）", "网络安全事故"):
        row["level3"], row["target"] = name, "=100.00(%)"
        yield f"indicators[{i}].target", name


@plants("T05", "自")
def far_over(form: FormJson, seed: random.Random) -> Found:
    for i, row in count_rows(form):
        target = number(row["target"]) or Decimal(0)
        if target > 2 and "事故" not in row["level3"] and "接入率" not in row["level3"]:
            for factor in ("1.5", "3", "1.25"):
                row["actual"] = with_number(
                    row["actual"], (target * Decimal(factor)).quantize(Decimal("0.01"))
                )
                row["score"], row["deviation"] = row["weight"], None
                yield f"indicators[{i}].actual", factor


@plants("T06", "自")
def far_under(form: FormJson, seed: random.Random) -> Found:
    i, row = seed.choice(rows(form))
    for target, actual in (
        ("≤30.00(件)", "8.00(件)"),
        ("<150.00(万元)", "19.58(万元)"),
        ("≤12 公里", "2 公里"),
    ):
        # A time limit kept early is told only where more than one row of the form is.
        row["target"], row["actual"], row["deviation"] = target, actual, None
        row["level3"] = "平均服务半径" if "万元" not in target else "采购控制价"
        yield f"indicators[{i}].actual", target


@plants("T07", "自")
def words_for_number(form: FormJson, seed: random.Random) -> Found:
    for i, row in [*clear_percent(form), *count_rows(form)]:
        for text in ("达成指标", "已完成", "达成目标", "全部完成", "合格", "完成年度目标"):
            row["actual"] = text
            yield f"indicators[{i}].actual", text


@plants("T08", "自")
def out_of_band(form: FormJson, seed: random.Random) -> Found:
    for i, row in rows(form):
        if (row["actual"] or "").startswith("达成"):
            weight = number(row["weight"]) or Decimal(0)
            row["actual"] = "部分达成年度指标并具有一定效果"
            yield f"indicators[{i}].score", "partial with full points"
            row["actual"], row["deviation"] = "未达成指标", REASON
            row["score"] = format(weight * Decimal("0.9"), "f")
            yield f"indicators[{i}].score", "unmet with 90 %"
            row["score"], row["deviation"] = format(weight * Decimal("0.5"), "f"), REASON
            yield f"indicators[{i}].score", "full with half of the points"
            row["target"], row["actual"] = "优", "中"
            row["score"] = row["weight"]
            yield f"indicators[{i}].score", "two grades below"


@plants("T09", "自")
def unexplained(form: FormJson, seed: random.Random) -> Found:
    for text in (None, "无", "—", "/", "不适用"):
        i, row = seed.choice(rows(form))
        row["score"] = format((number(row["weight"]) or Decimal(0)) - 1, "f")
        row["deviation"] = text
        yield f"indicators[{i}].deviation", str(text)


@plants("T10", "自")
def unmet_unexplained(form: FormJson, seed: random.Random) -> Found:
    for i, row in clear_percent(form):
        target = number(row["target"]) or Decimal(0)
        if target:
            row["actual"] = with_number(
                row["actual"], (target * Decimal("0.9")).quantize(Decimal("0.01"))
            )
            row["score"], row["deviation"] = row["weight"], None
            yield f"indicators[{i}].deviation", "0.9"


@plants("T11", "自")
def needless(form: FormJson, seed: random.Random) -> Found:
    for i, row in clear_percent(form):
        value, target = number(row["actual"]) or 0, number(row["target"]) or 0
        if value >= target and row["score"] == row["weight"]:
            row["deviation"] = "因受天气影响，部分工作推迟，下一步将加快进度。"
            yield f"indicators[{i}].deviation", "weather"


@plants("T12", "自")
def met_deducted(form: FormJson, seed: random.Random) -> Found:
    for i, row in rows(form):
        qualitative = (row["actual"] or "").startswith("达成") and not any(
            c.isdigit() for c in row["target"]
        )
        if not qualitative and (i, row) not in clear_percent(form):
            continue
        weight = number(row["weight"]) or Decimal(0)
        for reason in (
            None,
            "有待进一步提高。",
            "需进一步加强管理。",
            "原因：个别科室反馈响应较慢。改进措施：增加人手。",
        ):
            row["score"], row["deviation"] = format(weight * Decimal("0.9"), "f"), reason
            yield f"indicators[{i}].score", str(reason)


@plants("T13", "自")
def bad_reason(form: FormJson, seed: random.Random) -> Found:
    i, row = seed.choice(clear_percent(form) or rows(form))
    weight = number(row["weight"]) or Decimal(0)
    for reason in ("年度指标值=33.00", "工作原因", "12.00(次)", "=55.00(%)", "略", "客观原因"):
        row["score"], row["deviation"] = format(weight * Decimal("0.9"), "f"), reason
        yield f"indicators[{i}].deviation", reason
    row["score"] = format(weight * Decimal("0.9"), "f")
    row["deviation"] = "原因：个别科室反馈工程师响应速度较慢，人员配备不足。"
    yield f"indicators[{i}].deviation", "no measure"


@plants("T13", "自")
def same_reason(form: FormJson, seed: random.Random) -> Found:
    if len(form["indicators"]) >= 4:
        for row in form["indicators"][:3]:
            row["deviation"] = "由于年度工作安排调整，部分任务延后实施，今后将加强统筹。"
        yield "indicators[0].deviation", "three times"


@plants("T14", "自")
def other_number_in_text(form: FormJson, seed: random.Random) -> Found:
    for i, row in count_rows(form):
        value = number(row["actual"]) or Decimal(0)
        unit = row["target"].strip("≥=>< 0123456789.,()（）")
        if not value or "接入率" in row["level3"]:
            continue
        noun = row["level3"].removesuffix("次数").removesuffix("数量").removesuffix("数")
        for text in (
            "全年{noun}共{n}{unit}。",
            "完成{noun}{n}{unit}，效果良好。",
            "共完成{n}{unit}{noun}任务。",
        ):
            form["goal_actual"] = "按计划推进各项工作。" + text.format(
                noun=noun, n=int(value) + 3, unit=unit
            )
            yield f"indicators[{i}].actual", text


@plants("T15", "自")
def unfinished(form: FormJson, seed: random.Random) -> Found:
    full = [
        i
        for i, r in rows(form)
        if ("质量" in r["level2"] or "效益" in r["level2"] or "影响" in r["level2"])
        and r["score"] == r["weight"]
        and (
            (r["actual"] or "").startswith("达成")
            or "%" in r["target"]
            or r["target"] == r["actual"]
        )
    ]
    if full:
        for text in (
            "目前项目仍在建设过程中。",
            "项目尚未完成验收。",
            "系统尚未投入使用。",
            "项目将于次年完成。",
            "计划2035年6月完成验收。",
            "工程正在施工中。",
        ):
            form["goal_actual"] = "已完成采购。" + text
            yield "actual", text


@plants("T17", "both")
def satisfaction(form: FormJson, seed: random.Random) -> Found:
    for i, row in rows(form):
        if "满意度" in (row["level1"] or ""):
            for text in ("满意", "较高", "≥90人", "优", "≥900%", "=95%"):
                row["target"] = text
                yield f"indicators[{i}].target", text


@plants("T18", "自")
def beyond_hundred(form: FormJson, seed: random.Random) -> Found:
    for i, row in clear_percent(form):
        for text in ("120.00(%)", "-5%", "1000(%)"):
            row["actual"] = text
            yield f"indicators[{i}].actual", text


@plants("T19", "自")
def no_actual(form: FormJson, seed: random.Random) -> Found:
    for text in (None, "—", "/"):
        i, row = seed.choice(rows(form))
        row["actual"] = text
        yield f"indicators[{i}].actual", str(text)


@plants("T20", "自")
def all_done(form: FormJson, seed: random.Random) -> Found:
    for _i, row in clear_percent(form):
        target = number(row["target"]) or Decimal(0)
        if row["level1"] == "产出指标" and target:
            for text in (
                "各项任务全部完成。",
                "圆满完成年度目标。",
                "全面完成各项指标。",
                "超额完成任务。",
            ):
                row["actual"] = with_number(row["actual"], target / 2)
                form["goal_actual"] = text
                yield "goal_actual", text
            return
