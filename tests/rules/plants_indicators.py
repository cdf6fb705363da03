"""Planted faults of chapter 5."""

import random
from collections.abc import Iterator

from plants import FormJson, count_rows, number, plants, rows

Found = Iterator[tuple[str, str]]


@plants("I01", "both")
def no_level1(form: FormJson, seed: random.Random) -> Found:
    for level in ("产出指标", "效益指标", "满意度指标"):
        if any(r["level1"] == level for r in form["indicators"]):
            form["indicators"] = [r for r in form["indicators"] if r["level1"] != level]
            yield "", level


@plants("I02", "both")
def no_level2(form: FormJson, seed: random.Random) -> Found:
    for level in ("数量指标", "质量指标", "时效指标"):
        form["indicators"] = [r for r in form["indicators"] if r["level2"] != level]
        if any(r["level1"] == "产出指标" for r in form["indicators"]):
            yield "", level


@plants("I03", "both")
def doubled(form: FormJson, seed: random.Random) -> Found:
    _i, row = seed.choice(rows(form))
    form["indicators"].append(dict(row))
    yield f"indicators[{len(form['indicators']) - 1}].level3", "the same row again"
    first, second = form["indicators"][0], form["indicators"][-1]
    second["level3"] = first["level3"]
    yield f"indicators[{len(form['indicators']) - 1}].level3", "the first name at the end"


@plants("I04", "both")
def copied_name(form: FormJson, seed: random.Random) -> Found:
    for end in ("", "。", " "):
        i, row = seed.choice(
            [(i, r) for i, r in rows(form) if r["level3"] and not r["level3"][0].isdigit()]
        )
        row["target"] = row["level3"] + end
        yield f"indicators[{i}].target", end


@plants("I05", "both")
def target_in_name(form: FormJson, seed: random.Random) -> Found:
    for end in ("不低于95%", "达到90%以上", "≥95%", "不少于3次", "（不超过2小时）"):
        i, row = seed.choice(rows(form))
        row["level3"] = (row["level3"] or "").replace("指标 2: ", "") + end
        yield f"indicators[{i}].level3", end


@plants("I06", "both")
def rate_in_words(form: FormJson, seed: random.Random) -> Found:
    for i, row in rows(form):
        if (row["level3"] or "").endswith("率") and "效率" not in row["level3"]:
            for text in ("准确", "较高", "达标", "及时"):
                row["target"] = text
                yield f"indicators[{i}].target", text


@plants("I07", "both")
def no_unit(form: FormJson, seed: random.Random) -> Found:
    for i, row in count_rows(form, "target"):
        row["target"] = f"≥{number(row['target'])}"
        yield f"indicators[{i}].target", "unit taken off"


@plants("I08", "both")
def no_operator(form: FormJson, seed: random.Random) -> Found:
    explicit = [
        (i, r)
        for i, r in rows(form)
        if r["target"] and r["target"][0] in "≥≤<>=" and any(c.isdigit() for c in r["target"])
    ]
    if len(explicit) > 2:
        i, row = seed.choice(explicit)
        row["target"] = "37家"
        yield f"indicators[{i}].target", "37家"


@plants("I09", "申")
def wrong_direction(form: FormJson, seed: random.Random) -> Found:
    for i, row in rows(form):
        text = row["target"] or ""
        name = row["level3"]
        if text.startswith((">=", "≥")) or (text.startswith("=") and name.endswith("率")):
            if "故障" in name or "重复" in name:
                continue
            row["target"] = "<=" + text.lstrip(">=≥")
            yield f"indicators[{i}].target", "<= for >="
        elif text.startswith(("<=", "≤")) and ("小时" in text or "件" in text or "故障率" in name):
            if "及时率" in name:
                continue
            row["target"] = ">=" + text.lstrip("<=≤")
            yield f"indicators[{i}].target", ">= for <="


@plants("I09", "申")
def wrong_direction_anew(form: FormJson, seed: random.Random) -> Found:
    i, row = next((i, r) for i, r in rows(form) if r["level2"] == "数量指标")
    for name, target in (
        ("培训人数", "≤200人"),
        ("服务居民人次", "<=5000人次"),
        ("举办讲座场次", "≤12场"),
        ("系统故障次数", "≥3次"),
        ("群众投诉件数", ">=5件"),
        ("故障响应时间", "≥2小时"),
        ("办理等候时间", ">=30分钟"),
        ("签约家庭户数", "≤300户"),
    ):
        row["level3"], row["target"] = name, target
        yield f"indicators[{i}].target", f"{name}{target}"


@plants("I10", "both")
def vague(form: FormJson, seed: random.Random) -> Found:
    for text in ("有效提升", "显著", "控制在预算范围内", "逐步提高"):
        free = [
            (i, r)
            for i, r in rows(form)
            if not (r["level3"] or "").endswith("率") and "满意" not in (r["level3"] or "")
        ]
        _i, row = seed.choice(free)
        row["target"] = text
        yield "target", text


@plants("I11", "both")
def misplaced(form: FormJson, seed: random.Random) -> Found:
    for i, row in rows(form):
        name = row["level3"] or ""
        if (
            row["level2"] == "时效指标"
            and ("及时" in name or "响应时间" in name)
            and "信息" not in name
        ):
            row["level2"] = "数量指标"
            yield f"indicators[{i}].level2", f"{name} as 数量"
        if "满意度" in (row["level1"] or ""):
            row["level1"], row["level2"] = "效益指标", "社会效益指标"
            yield f"indicators[{i}].level2", f"{name} as 社会效益"
        if row["level2"] == "质量指标" and "合格率" in name:
            row["level2"] = "时效指标"
            yield f"indicators[{i}].level2", f"{name} as 时效"
        if "成本" in (row["level2"] or "") and ("成本控制" in name or "控制成本" in name):
            row["level1"], row["level2"] = "产出指标", "数量指标"
            yield f"indicators[{i}].level2", f"{name} as 数量"


@plants("I12", "both")
def empty_name(form: FormJson, seed: random.Random) -> Found:
    for name in ("合格", "计划完成", "及时", "项目质量可控性", "完成率"):
        i, row = seed.choice(rows(form))
        row["level3"] = name
        yield f"indicators[{i}].level3", name


@plants("I13", "申")
def several_values(form: FormJson, seed: random.Random) -> Found:
    for text in ("1-2次", "80%～90%", "30分钟内响应，2小时内上门", "3至5人"):
        free = [(i, r) for i, r in rows(form) if not (r["level3"] or "").endswith("率")]
        i, row = seed.choice(free)
        row["target"] = text
        yield f"indicators[{i}].target", text


@plants("I14", "both")
def no_target(form: FormJson, seed: random.Random) -> Found:
    for text in (None, "—", " "):
        i, row = seed.choice(rows(form))
        row["target"] = text
        yield f"indicators[{i}].target", str(text)


@plants("I15", "申")
def goal_against_target(form: FormJson, seed: random.Random) -> Found:
    i, row = next((i, r) for i, r in rows(form) if r["level2"] == "数量指标")
    for name, target, goal in (
        ("健康讲座场次", "≥40场", "全年举办健康讲座60场"),
        ("培训基层医生人数", "≥120人", "培训基层医生80人"),
        ("巡诊车辆数", "=3辆", "配置巡诊车辆5辆"),
        ("救护演练次数", "2次", "开展救护演练4次"),
    ):
        row["level3"], row["target"] = name, target
        form["goal_annual"] = f"做好年度各项工作，{goal}，服务群众。"
        yield f"indicators[{i}].target", goal


@plants("I18", "申")
def opposite(form: FormJson, seed: random.Random) -> Found:
    for name, target in (
        ("减少患者排队时间", "提升"),
        ("降低系统能耗", "提高"),
        ("提升诊疗效率", "下降"),
        ("缩短报销周期", "增加"),
    ):
        i, row = seed.choice(rows(form))
        row["level3"], row["target"] = name, target
        yield f"indicators[{i}].target", name


@plants("I19", "申")
def impossible(form: FormJson, seed: random.Random) -> Found:
    for name, target in (
        ("食堂供餐天数", "≥400天"),
        ("工作日服务天数", "≥260天"),
        ("项目实施月数", "≤15个月"),
        ("完成时间", "13月底前"),
    ):
        i, row = seed.choice(rows(form))
        row["level3"], row["target"] = name, target
        yield f"indicators[{i}].target", target


@plants("I20", "both")
def wrong_home(form: FormJson, seed: random.Random) -> Found:
    for level1, level2 in (
        ("产出指标", "社会效益指标"),
        ("效益指标", "数量指标"),
        ("满意度指标", "质量指标"),
        ("效益指标", "时效指标"),
    ):
        found = [(i, r) for i, r in rows(form) if r["level1"] == level1]
        if found:
            i, row = seed.choice(found)
            row["level2"] = level2
            yield f"indicators[{i}].level2", level2
