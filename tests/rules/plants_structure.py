"""Planted faults of chapters 1, 6 and 7."""

import random
from collections.abc import Iterator

from plants import FormJson, plants, rows

Found = Iterator[tuple[str, str]]
GOALS = ("goal_expected", "goal_total", "goal_annual")


def goal_fields(form: FormJson) -> list[str]:
    return [name for name in GOALS if form.get(name)]


@plants("S01", "both")
def blank_names(form: FormJson, seed: random.Random) -> Found:
    for name in ("project_name", "department", "unit"):
        form[name] = None
        yield name, "blank"


@plants("S01", "自")
def blank_results(form: FormJson, seed: random.Random) -> Found:
    form["total_score"] = None
    yield "total_score", "blank"
    form["goal_actual"] = None
    yield "goal_actual", "blank"
    for name in ("rate", "score"):
        form["funds"][0][name] = None
        yield f"funds[0].{name}", "blank"
    i, row = seed.choice(rows(form))
    row["level3"] = None
    yield f"indicators[{i}].level3", "blank"


@plants("S01", "申")
def blank_dates(form: FormJson, seed: random.Random) -> Found:
    for name in ("start_date", "end_date"):
        form[name] = None
        yield name, "blank"
    for name in ("项目资金总额", "年度资金申请总额"):
        form["funds"][name] = None
        yield f"funds.{name}", "blank"


@plants("S02", "自")
def other_title(form: FormJson, seed: random.Random) -> Found:
    known = "自评评价" in form["title"] or "自我评价" in form["title"]
    for title in ("财政项目支出绩效自评价", "项目绩效自评报告", "财政支出项目绩效自评表"):
        form["title"] = title
        yield "" if known else "title", title


@plants("S03", "申")
def year_outside_dates(form: FormJson, seed: random.Random) -> Found:
    form["year"] = form["year"] + 1
    yield "end_date", "year after the dates"
    form["start_date"], form["end_date"] = "2021-01-01", "2022-12-31"
    yield "end_date", "dates before the year"


@plants("S03", "both")
def goal_of_another_year(form: FormJson, seed: random.Random) -> Found:
    if not form["year"]:
        return
    for name in goal_fields(form):
        if "残疾人" in form[name] or "年" in form[name].replace("年度", "")[:40]:
            continue
        for text in (
            "于{}年底前完成。",
            "{}年度完成全部任务。",
            "计划在{}年开展实施。",
            "至{}年末全面完成。",
        ):
            form[name] = form[name].rstrip("。") + "，" + text.format(form["year"] - 1)
            yield name, text


@plants("S04", "申")
def several_years(form: FormJson, seed: random.Random) -> Found:
    for text in (
        "计划3年完成建设。",
        "项目将在5年内全部完成。",
        "本项目为跨年项目。",
        "今年为项目实施第二年。",
        "用三年内的时间完成。",
    ):
        form["goal_total"] = form["goal_total"].replace("</p>", "") + text
        yield "end_date", text


@plants("S05", "both")
def year_in_name(form: FormJson, seed: random.Random) -> Found:
    if not form["year"] or "20" in form["project_name"][8:]:
        return
    for text in ("（2020年）", "（2021年度）", "(2019尾款)"):
        form["project_name"] += text
        yield "project_name", text


RESIDUE = (
    "指标1：",
    "目标1：",
    "……",
    "是否信创原由方案附件相关意见",
    "XX",
    "20XX年",
    "{项目名称}",
    "（未安排残疾人的单位）足额缴纳；（安排残疾人的单位）申报",
)


@plants("S06", "both")
def residue(form: FormJson, seed: random.Random) -> Found:
    names = goal_fields(form)
    for part in RESIDUE:
        name = seed.choice(names)
        if "是否信创" in form[name] or "未安排" in form[name]:
            return
        form[name] = form[name][:10] + part + form[name][10:]
        yield name, part
        i, row = seed.choice(rows(form))
        if "指标 2" not in (row["level3"] or ""):
            row["level3"] = part + (row["level3"] or "")
            yield f"indicators[{i}].level3", part


@plants("S06", "both")
def markup(form: FormJson, seed: random.Random) -> Found:
    for part in ("<p>", "&nbsp;", "<br/>"):
        i, row = seed.choice(rows(form))
        row["level3"] = part + (row["level3"] or "")
        yield f"indicators[{i}].level3", part


@plants("S07", "both")
def mistyped(form: FormJson, seed: random.Random) -> Found:
    for right, wrong in (
        ("网络", "网洛"),
        ("系统", "糸统"),
        ("医疗", "医疔"),
        ("采购", "采构"),
        ("年度", "年渡"),
        ("完成率", "完成帅"),
    ):
        for i, row in rows(form):
            if right in (row["level3"] or "") and wrong not in ("糸统", "年渡"):
                row["level3"] = row["level3"].replace(right, wrong)
                yield f"indicators[{i}].level3", wrong
                break


@plants("S09", "both")
def suffix(form: FormJson, seed: random.Random) -> Found:
    form["unit"] += "(汇总)"
    yield "unit", "unit"


@plants("S10", "申")
def category(form: FormJson, seed: random.Random) -> Found:
    if "运维" in form["project_name"]:
        return
    for name in ("智慧医院建设项目", "数据中心改造升级", "救护车购置", "业务系统一期"):
        form["project_name"], form["category"] = name, "经常性项目"
        yield "category", name


@plants("S12", "both")
def shifted(form: FormJson, seed: random.Random) -> Found:
    whole = [(i, r) for i, r in rows(form) if r["target"]]
    i, row = seed.choice(whole)
    row["level1"], row["level2"], row["level3"], row["target"] = (
        None,
        row["level1"],
        row["level2"],
        row["level3"],
    )
    yield f"indicators[{i}].level3", "one to the right"
    numeric = [
        (i, r)
        for i, r in rows(form)
        if r["target"] and any(c.isdigit() for c in r["target"]) and "%" in r["target"]
    ]
    if numeric:
        i, row = seed.choice(numeric)
        row["level2"], row["level3"], row["target"] = row["level3"], row["target"], None
        yield f"indicators[{i}].level3", "one to the left"
        row["level2"] = "数量指标 质量指标"
        yield f"indicators[{i}].level3", "doubled labels"


@plants("S13", "申")
def dates(form: FormJson, seed: random.Random) -> Found:
    form["start_date"], form["end_date"] = form["end_date"], form["start_date"]
    yield "end_date", "swapped"
    form["end_date"] = "2023年底"
    yield "end_date", "no date"
    form["end_date"] = "2023-02-30"
    yield "end_date", "impossible date"
    form["period"] = "2022年-2024年"
    yield "end_date", "period"


@plants("G01", "both")
def short_goal(form: FormJson, seed: random.Random) -> Found:
    for text in (
        None,
        "系统稳定运行",
        "按时完成",
        "项目工作经费",
        "保障单位日常办公经费支出",
        "完成年度任务",
    ):
        name = seed.choice(goal_fields(form))
        form[name] = text
        yield name, str(text)


@plants("G02", "自")
def copied_achievement(form: FormJson, seed: random.Random) -> Found:
    if not form["goal_expected"]:
        return
    form["goal_actual"] = form["goal_expected"]
    yield "goal_actual", "same"
    form["goal_actual"] = form["goal_expected"].replace("，", ",\n").replace("。", "")
    yield "goal_actual", "other punctuation"


@plants("G03", "申")
def same_goals(form: FormJson, seed: random.Random) -> Found:
    form["goal_annual"] = form["goal_total"]
    form["end_date"], form["period"] = "2025-12-31", "2023年-2025年"
    yield "goal_annual", "several years"


@plants("G05", "both")
def cut(form: FormJson, seed: random.Random) -> Found:
    for name in goal_fields(form):
        text = form[name].replace("</p>", "").rstrip("。")
        if len(text) < 50:
            continue
        for end in ("的", "和", "，并"):
            form[name] = text[:40] + end
            yield name, end
        form[name] = text[:45].rstrip("。！；”）") + "医"
        yield name, "in the middle"
        form[name] = text + "，提升医疗卫符合"
        yield name, "broken word"


@plants("P01", "自")
def sensitive(form: FormJson, seed: random.Random) -> Found:
    for part in (
        "联系电话13901234567",
        "联系人：李小明",
        "身份证310105198801011234",
        "位于丹巴路核心机房",
        "密码基础设施",
        "座机021-62345678",
        "涉密",
    ):
        for name in ("goal_expected", "goal_actual"):
            form[name] = (form[name] or "") + "，" + part + "。"
            yield name, part
