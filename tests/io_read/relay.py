"""Test tool: lay sample forms out anew, as people retype, shift, break and unmerge them.

`paper` turns a form's JSON into cells under a `Style`; the writers put the cells into files of
every kind. Nothing here knows the matcher: only what accountants do to a form.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]
FUND_ROWS = ("年度资金总额", "当年财政拨款", "上年结转资金", "其他资金")
PRINTED_FUND_ROWS = ("年度资金总额：", "其中：当年财政拨款", "上年结转资金", "其他资金")
SELF_COLUMNS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
SELF_HEADS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
FUND_COLUMNS = ("initial", "adjusted", "executed", "weight", "rate", "score")
FUND_HEADS = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")


@dataclass(frozen=True)
class Spot:
    """A cell of the paper."""

    row: int
    column: int
    text: str
    columns: int = 1
    rows: int = 1
    kind: str = "label"
    """label, text, amount, score, rate or level."""


@dataclass(frozen=True)
class Style:
    """What was done to the form."""

    name: str
    label: Callable[[str], str] = str
    words: Mapping[str, str] = field(default_factory=dict)
    """Labels replaced by others that mean the same."""
    order: tuple[str, ...] = ("funds", "goals", "indicators")
    merged: bool = True
    levels: str = "merged"
    """merged, first (only the first row of a group) or every (each row)."""
    origin: tuple[int, int] = (0, 0)
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    numbers: bool = False
    """Amounts and points are numbers under a format; percentages are 0.95 under 0%."""
    number_column: bool = False
    """An extra column 序号 before the levels and one 备注说明 after the last."""
    side_label: bool = False
    """绩效指标 down the left of the indicator block."""
    head_every: int = 0
    """The head of the indicators is repeated after so many rows."""
    stacked_header: bool = False
    """One label and value per row in the head."""
    inline: bool = False
    """项目名称：… in one cell."""
    goals_beside: bool = False
    without: frozenset[str] = frozenset()
    """year, grade, total_label, money_unit, title."""
    year_in_title: bool = False
    blank_rows: int = 0
    """Empty rows between the blocks."""
    wide: int = 1
    """Every value spans so many columns."""


class Paper:
    """Cells being put down row by row."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.spots: list[Spot] = []
        self.row = style.origin[0]
        self.left = style.origin[1]

    def put(
        self, column: int, text: str | None, columns: int = 1, rows: int = 1, kind: str = "text"
    ) -> None:
        if text is None and kind != "label":
            return
        shown = self.label(text or "") if kind == "label" else text or ""
        self.spots.append(Spot(self.row, self.left + column, shown, columns, rows, kind))

    def label(self, text: str) -> str:
        return self.style.label(self.style.words.get(text, text))

    def next(self, rows: int = 1) -> None:
        self.row += rows


def paper(form: Json, style: Style) -> list[Spot]:
    """The cells of one form."""
    sheet = Paper(style)
    for line in style.above:
        sheet.spots.append(Spot(sheet.row, sheet.left, line))
        sheet.next()
    self_form = form["kind"] == "self_evaluation"
    width = 9 + style.side_label
    _title(sheet, form, width)
    (_self_header if self_form else _declaration_header)(sheet, form)
    sheet.next(style.blank_rows)
    blocks = {
        "funds": _self_funds if self_form else _declaration_funds,
        "goals": _goals,
        "indicators": _indicators,
    }
    for block in style.order:
        blocks[block](sheet, form)
        sheet.next(style.blank_rows)
    for line in style.below:
        sheet.spots.append(Spot(sheet.row, sheet.left, line))
        sheet.next()
    return sheet.spots


def expected(form: Json, style: Style) -> dict[str, Any]:
    """What reading must give: the form less what the style leaves out."""
    wanted = {
        key: value
        for key, value in form.items()
        if key not in ("index", "region", "notes", "template")
    }
    if "year" in style.without:
        wanted["year"] = None
    if "grade" in style.without:
        wanted["grade"] = None
    if "money_unit" in style.without:
        wanted["money_unit"] = None
    if "title" in style.without:
        wanted["title"] = None
    return wanted


def _title(sheet: Paper, form: Json, width: int) -> None:
    style = sheet.style
    title, year = str(form["title"]), form["year"]
    printed = year is not None and "year" not in style.without
    if printed and style.year_in_title:
        title = f"{year}年度{title}"
    if "title" not in style.without:
        sheet.put(0, title, width)
        sheet.next()
    if printed and not style.year_in_title:
        sheet.put(0, f"（{year}年度）", width)
        sheet.next()


def _pairs(sheet: Paper, rows: Sequence[Sequence[tuple[str, str | None]]]) -> None:
    style = sheet.style
    if style.inline:
        for row in rows:
            for label, value in row:
                sheet.spots.append(Spot(sheet.row, sheet.left, f"{label}：{value or ''}", 9))
                sheet.next()
        return
    for row in [[pair] for pairs in rows for pair in pairs] if style.stacked_header else rows:
        column = 0
        for label, value in row:
            sheet.put(column, label, 2, kind="label")
            sheet.put(column + 2, value, 2 + style.wide)
            column += 4 + style.wide
        sheet.next()


def _self_header(sheet: Paper, form: Json) -> None:
    _pairs(sheet, [
        [("项目名称", form["project_name"])],
        [("主管部门", form["department"]), ("实施单位", form["unit"])],
    ])  # fmt: skip


def _declaration_header(sheet: Paper, form: Json) -> None:
    first = [("项目名称", form["project_name"]), ("项目类别", form["category"])]
    if form.get("nature"):
        first.insert(1, ("项目性质", form["nature"]))
    _pairs(sheet, [
        first,
        [("主管部门", form["department"]), ("实施单位", form["unit"])],
        [("计划开始日期", form["start_date"]), ("计划完成日期", form["end_date"])],
    ])  # fmt: skip


def _money_label(sheet: Paper, form: Json) -> str:
    return (
        "项目资金" if "money_unit" in sheet.style.without else f"项目资金（{form['money_unit']}）"
    )


def _self_funds(sheet: Paper, form: Json) -> None:
    sheet.put(0, _money_label(sheet, form), rows=5, kind="label")
    for column, head in enumerate(FUND_HEADS):
        sheet.put(3 + column, head, kind="label")
    sheet.next()
    by_row = {row["row"]: row for row in form["funds"]}
    for name, label in zip(FUND_ROWS, PRINTED_FUND_ROWS, strict=True):
        sheet.put(1, label, 2, kind="label")
        for column, key in enumerate(FUND_COLUMNS):
            kind = "rate" if key == "rate" else "amount" if column < 3 else "score"
            sheet.put(3 + column, by_row[name][key], kind=kind)
        sheet.next()


def _declaration_funds(sheet: Paper, form: Json) -> None:
    funds = form["funds"]
    sheet.put(0, _money_label(sheet, form), 2, 4, kind="label")
    rows = [
        ("项目资金总额", "项目资金总额", "年度资金申请总额", "年度资金申请总额"),
        ("其中：财政资金", "其中：财政资金", "其中：当年财政拨款", "其中：当年财政拨款"),
        ("", "", "上年结转资金", "上年结转资金"),
        ("其他资金", "其他资金", "其他资金", "其他资金(年度)"),
    ]
    for left, left_key, right, right_key in rows:
        if left:
            sheet.put(2, left, kind="label")
            sheet.put(3, funds.get(left_key), 2, kind="amount")
        sheet.put(5, right, kind="label")
        sheet.put(6, funds.get(right_key), 3, kind="amount")
        sheet.next()


def _goals(sheet: Paper, form: Json) -> None:
    if form["kind"] == "self_evaluation":
        block, pairs = (
            "年度总体目标",
            [("预期目标", form["goal_expected"]), ("实际完成情况", form["goal_actual"])],
        )
    else:
        period = f"（{form['period']}）" if form.get("period") else ""
        block = "项目绩效目标"
        pairs = [("项目总目标" + period, form["goal_total"]), ("年度总目标", form["goal_annual"])]
    sheet.put(0, block, 1, 2, kind="label")
    if sheet.style.goals_beside:
        for label, value in pairs:
            sheet.put(1, label, 2, kind="label")
            sheet.put(3, value, 6)
            sheet.next()
        return
    for column, (label, _) in enumerate(pairs):
        sheet.put(1 + column * 4, label, 4, kind="label")
    sheet.next()
    for column, (_, value) in enumerate(pairs):
        sheet.put(1 + column * 4, value, 4)
    sheet.next()


def _indicators(sheet: Paper, form: Json) -> None:
    style = sheet.style
    self_form = form["kind"] == "self_evaluation"
    names = SELF_COLUMNS if self_form else SELF_COLUMNS[:4]
    heads = SELF_HEADS if self_form else (*SELF_HEADS[:3], "指标目标值")
    first = int(style.side_label) + int(style.number_column)
    widths = [1, 1, style.wide, 1, 1, 1, 1, style.wide][: len(names)]
    places = [first + sum(widths[:n]) for n in range(len(names))]
    rows = form["indicators"]
    _head(sheet, heads, places, widths, len(rows))
    sheet.next()
    for number, row in enumerate(rows):
        if style.head_every and number and number % style.head_every == 0:
            _head(sheet, heads, places, widths, 1)
            sheet.next()
        if style.number_column:
            sheet.put(int(style.side_label), str(number + 1))
        for name, place, width in zip(names, places, widths, strict=True):
            if name in ("level1", "level2"):
                _level(sheet, rows, number, name, place)
            else:
                kind = "score" if name in ("weight", "score") else "text"
                sheet.put(place, row[name], width, kind=kind)
        sheet.next()
    if self_form:
        _totals(sheet, form, dict(zip(names, places, strict=True)), first)


def _head(
    sheet: Paper, heads: Sequence[str], places: Sequence[int], widths: Sequence[int], rows: int
) -> None:
    style = sheet.style
    if style.side_label:
        sheet.put(0, "绩效指标", 1, rows + 1, kind="label")
    if style.number_column:
        sheet.put(int(style.side_label), "序号", kind="label")
        sheet.put(places[-1] + widths[-1], "备注说明", kind="label")
    for head, place, width in zip(heads, places, widths, strict=True):
        sheet.put(place, head, width, kind="label")


def _level(sheet: Paper, rows: Sequence[Json], number: int, name: str, place: int) -> None:
    keys = ("level1",) if name == "level1" else ("level1", "level2")

    def group(position: int) -> tuple[Any, ...]:
        return tuple(rows[position][key] for key in keys)

    style = sheet.style
    begins = number == 0 or group(number) != group(number - 1)
    breaks = style.head_every and number % style.head_every == 0
    length = 1
    while number + length < len(rows) and group(number + length) == group(number):
        if style.head_every and (number + length) % style.head_every == 0:
            break
        length += 1
    if style.levels == "every" or begins:
        rows_covered = length if style.levels == "merged" else 1
        sheet.put(place, rows[number][name], 1, rows_covered, kind="level")
    elif breaks and style.levels == "merged":
        sheet.put(place, rows[number][name], 1, length, kind="level")


def _totals(sheet: Paper, form: Json, places: Mapping[str, int], first: int) -> None:
    if "total_label" not in sheet.style.without:
        sheet.put(first, "总分", places["weight"] - first, kind="label")
    sheet.put(places["weight"], form["total_weight"], kind="score")
    sheet.put(places["score"], form["total_score"], kind="score")
    sheet.next()
    if form.get("grade") is not None and "grade" not in sheet.style.without:
        sheet.put(first, "评分等级", 2, kind="label")
        sheet.put(first + 3, form["grade"])
        sheet.next()


# ---- files


def spaced(text: str) -> str:
    """项 目 名 称."""
    return " ".join(text)


def broken(text: str) -> str:
    """Labels over several lines."""
    half = (len(text) + 1) // 2
    return text if len(text) < 3 else text[:half] + "\n" + text[half:]


def dressed(text: str) -> str:
    """With a colon, half-width brackets and a star."""
    return text.replace("（", "(").replace("）", ")").rstrip("：") + "*："


SYNONYMS = {
    "实施单位": "项目实施单位", "主管部门": "主管部门及代码", "年度指标值": "指标值",
    "实际完成值": "全年实际值", "偏差原因分析及改进措施": "未完成原因分析", "分值": "权重",
    "得分": "自评得分", "评分等级": "评价等级", "总分": "合计",
    "预期目标": "年初设定目标", "实际完成情况": "全年实际完成情况",
    "执行率": "预算执行率（%）", "上年结转资金": "上年结转",
    "全年预算数": "调整后预算数", "项目总目标": "项目总体目标",
    "年度总目标": "年度绩效目标", "指标目标值": "目标值",
    "计划开始日期": "开始日期", "计划完成日期": "结束日期", "项目类别": "项目类型",
}  # fmt: skip

STYLES = (
    Style("plain"),
    Style("unmerged", merged=False, levels="first"),
    Style("every-level", merged=False, levels="every"),
    Style("shifted", origin=(4, 3), above=("附件2", "")),
    Style("spaced", label=spaced),
    Style("broken", label=broken),
    Style("dressed", label=dressed),
    Style("synonyms", words=SYNONYMS),
    Style("reordered", order=("indicators", "goals", "funds")),
    Style("goals-first", order=("goals", "funds", "indicators"), blank_rows=1),
    Style("extra-columns", number_column=True, levels="first", merged=False),
    Style("side-label", side_label=True, wide=2),
    Style("paged", head_every=4),
    Style("paged-unmerged", head_every=3, merged=False, levels="first"),
    Style("stacked-header", stacked_header=True),
    Style("inline", inline=True),
    Style("goals-beside", goals_beside=True),
    Style("bare", without=frozenset({"year", "grade", "total_label"})),
    Style("year-in-title", year_in_title=True),
    Style("signed", below=("", "填报人：张三    联系电话：021-12345678", "注：本表一式两份")),
    Style("numbers", numbers=True),
    Style("wide-unmerged", merged=False, levels="first", wide=3, origin=(2, 2), label=spaced),
)
