"""Which label means which field: learnt from the templates on hand, so a new file teaches it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

from perfdesk.cellpath import FUND_PREFIX, HEADER, ROW_PREFIX
from perfdesk.grid import FieldKind, Role
from perfdesk.io.match.labels.schema import Schema, is_shared, row_key
from perfdesk.io.match.labels.spelling import (
    Label,
    further_spellings,
    label_of,
    spell,
    without_brackets,
    without_year,
)
from perfdesk.kinds import Kind
from perfdesk.template.model import Field, Template

UNPRINTED: Final = frozenset({"title", "year", "money_unit", "term", "total_weight"})
"""Fields that are found otherwise than by a label beside them."""
INFERRED: Final = 50
"""Rank of a label that was understood by its words, not by its spelling."""

BLOCK_LABELS: Final = (
    "绩效指标", "项目资金", "年度总体目标", "项目绩效目标", "总体目标", "年度目标", "绩效目标", "项目支出预算",
    "指标", "资金来源", "预算资金", "附件", "单位",
)  # fmt: skip
"""Heads of blocks that name no field of their own."""

BETWEEN_LEVELS: Final = re.compile(r"[-—－–/／\\>→、|\n]+")
"""What stands between levels that are written into one cell."""
WHOLE: Final = frozenset(
    {"绩效指标", "指标", "评价指标", "考核指标", "绩效评价指标", "年度绩效指标", "指标体系"}
)
"""What heads the only column of names where 产出指标-数量指标-完成数 stands in one cell."""
_COLUMN_WORDS: Final = (
    ("level1", ("一级指标", "一级", "1级")), ("level2", ("二级指标", "二级", "2级")),
    ("level3", ("三级指标", "指标名称", "三级", "3级", "明细指标")),
    ("deviation", ("偏差", "未完成", "改进措施", "整改措施", "原因", "未达标", "情况说明")),
    ("target", ("计划完成", "预期完成", "预期实现", "应完成")),
    ("actual", ("实际完成", "完成值", "实际值", "完成情况", "实际指标值", "实现值", "达成值", "实绩", "执行值")),
    ("actual", ("完成数", "完成指标值")),
    ("target", ("指标值", "目标值", "预期值", "计划值", "预期指标", "设定值", "标准值", "年初值", "批复值")),
    ("score", ("自评分值", "评价分值", "自评分数", "得分值")),
    ("weight", ("分值", "权重", "分数", "标准分", "满分", "权数", "赋分")),
    ("score", ("得分", "评分", "自评分", "自评打分", "自评结果")),
)  # fmt: skip
_MONITORED_WORDS: Final = (
    *_COLUMN_WORDS[:3],
    ("expected", ("预计", "年末完成", "年底完成")),
    ("likelihood", ("可能性", "能否完成", "是否能", "能否实现", "能否达到")),
    ("reason", ("偏差", "偏离", "原因", "情况分析")),
    ("measures", ("措施",)),
    ("target", ("计划完成", "预期完成", "应完成", "计划进度")),
    ("so_far", ("完成情况", "完成值", "完成数", "实际", "执行情况", "进展", "执行值", "实现值", "当前值", "已完成")),
    ("target", ("指标值", "目标值", "预期值", "计划值", "预期指标", "设定值", "标准值", "年初值", "批复值")),
    ("target", ("年度目标",)),
    ("weight", ("分值", "权重")),
)  # fmt: skip
"""The same of a 监控表, which has what was done so far, what is expected, and how likely it is."""
_POINTS: Final = re.compile(r"[(]?[0-9.]{1,5}(?:[-~—至][0-9.]{1,5})?[)]?分?[)]?$")
"""The points a level may carry: 产出指标(50分), 效益指标30分, 成本指标(0-20)分."""
_LEVEL1: Final = re.compile(
    r"(?:项目|预期|绩效|部门)?(?:产出|完成|效益|效果|满意度|社会公众或服务对象满意度|投入|过程|决策|履职效能|履职效果|"
    r"管理效率|运行成本|社会效应|可持续发展能力|部门管理|能力建设)(?:类)?指标"
)
"""How regions word a 一级指标 that no template has."""
AUXILIARY: Final = {
    **dict.fromkeys(("指标性质", "绩效指标性质", "指标方向", "值类型", "符号", "指标值符号"), "operator"),
    **dict.fromkeys(("运算符", "运算符号", "比较符", "计算符号"), "operator"),
    **dict.fromkeys(("计量单位", "度量单位", "绩效度量单位", "指标单位"), "measure"),
}  # fmt: skip
"""Columns in which some systems keep the sign and the unit of a target apart from its number."""
_VALUE_WITH_UNIT: Final = frozenset({"指标值单位", "指标值及单位", "目标值单位", "指标值(单位)"})
"""指标值/单位: one column of values with their units."""
_PART_OF_YEAR: Final = ("半年", "上半年", "季度")
"""What heads the targets of a part of the year, beside those of the whole."""
_ABOUT: Final = ("系数", "依据", "解释", "来源", "标准", "说明", "描述")
"""Endings of heads that only tell something about targets and points: 得分系数, 评分标准, 指标值确定依据."""
_FUND_WORDS: Final = (
    ("rate", ("执行率", "支出率", "支付率", "使用率", "完成率", "支出进度", "执行进度", "使用进度", "完成比例")),
    ("rate", ("执行比例", "支出比例")),
    ("initial", ("年初预算", "年初批复", "年初数", "年初安排", "年初下达", "年初金额", "年初部门预算", "预算批复")),
    ("adjusted", ("全年预算", "调整后", "调整预算", "下达数", "到位数", "调整数", "可执行", "预算数", "年度预算")),
    ("executed", ("执行数", "支出数", "实际支出", "使用数", "决算数", "支付数", "使用金额", "支出金额", "执行金额")),
    ("executed", ("累计支出", "使用资金")),
    ("score", ("得分",)), ("weight", ("分值", "权重", "分数", "标准分", "满分", "赋分")), ("score", ("评分", "打分")),
)  # fmt: skip
_MONITORED_FUND_WORDS: Final = (("expected", ("预计",)), *_FUND_WORDS)
_FUND_ROW_WORDS: Final = (
    ("F2", ("结转", "结余")),
    ("F0", ("资金总额", "预算总额", "总额", "总金额", "资金合计", "预算合计", "资金总计", "预算总计")),
    ("F0", ("资金总量", "总量")),
    ("F3", ("其他资金", "其它资金", "其他来源", "其它来源", "自有资金", "自筹", "单位资金", "其他收入", "非财政")),
    ("F1", ("财政拨款", "财政资金", "财政性资金", "预算拨款", "一般公共预算")),
)  # fmt: skip
_NO_FUND_ROW: Final = ("中央", "省", "市", "区", "县", "地方", "上级", "本级", "率", "数")
"""What a label of a fund row does not say: which government pays, or a number of something."""
_HEADER_WORDS: Final = (
    ("project_name", ("项目名称", "项目全称", "政策名称", "专项名称", "专项资金名称", "转移支付名称")),
    ("project_name", ("项目支出名称", "资金名称", "支出名称", "项目资金名称")),
    ("department", ("主管部门", "主管单位", "预算部门", "主管预算单位", "归口部门", "归口管理部门")),
    ("department", ("主管局", "主管委", "地方主管", "主管预算", "部门名称")),
    ("organisation", ("实施单位", "承担单位", "申报单位", "填报单位", "执行单位", "使用单位", "用款单位", "项目单位")),
    ("organisation", ("主体单位", "实施部门", "责任单位", "预算单位", "单位名称")),
    ("category", ("项目类别", "项目类型", "项目属性")),
    ("start_date", ("开始日期", "开始时间", "起始")),
    ("end_date", ("完成日期", "结束日期", "完成时间", "结束时间", "终止")),
    ("year_total", ("年度资金总额", "年度资金申请", "当年资金总额", "年度预算总额", "年度资金", "年度预算")),
    ("year_total", ("当年预算", "年度金额", "年度总额", "本年预算", "预算数", "预算金额", "当年申请", "本年申请")),
    ("fund_total", ("资金总额", "总投资", "总预算", "预算总额", "项目总额", "资金总量", "项目总金额", "实施期金额")),
    ("fund_total", ("中期金额", "项目期金额")),
    ("goal_annual", ("年度绩效目标", "年度目标", "年度总体目标", "当年绩效目标", "年度总目标", "年度主要目标")),
    ("goal_annual", ("年度工作目标", "年度任务目标", "本年目标")),
    ("goal_total", ("总体目标", "实施期目标", "实施期绩效目标", "中长期目标", "总目标", "滚动目标", "长期目标")),
    ("goal_total", ("中期目标", "中期绩效目标", "中长期绩效目标", "总体绩效目标")),
    ("goal_actual", ("实际完成情况", "目标完成情况", "全年完成情况", "年末完成情况", "年度完成情况", "总体完成情况")),
    ("goal_actual", ("目标实现", "目标完成", "实际完成目标", "实际完成绩效")),
    ("goal_expected", ("预期目标", "设定目标", "设定的绩效目标", "设定绩效目标", "目标设定", "制定的目标")),
    ("goal_expected", ("设定的总体目标", "申报目标", "申报的绩效目标", "确定的目标", "确定的绩效目标", "目标内容")),
    ("goal_expected", ("制定的绩效目标", "预期总体目标", "预期总目标", "预期绩效目标", "批复的绩效目标", "批复目标")),
    ("goal_expected", ("年初绩效目标", "年初目标", "计划目标", "总体绩效目标", "设定的目标", "调整)绩效目标")),
)  # fmt: skip
_SOURCES: Final = (
    ("fiscal", ("财政拨款", "财政资金", "财政预算", "财政性资金", "财政补助", "财政衔接", "财政专项")),
    ("other", ("其他资金", "其它资金", "自有资金", "自筹", "其他收入", "非财政", "单位资金", "社会资金")),
)  # fmt: skip
_OF_YEAR: Final = ("年度", "当年", "本年")
_OF_PROJECT: Final = ("中期", "项目期", "实施期", "总投资")
_NO_SOURCE: Final = (
    "中央", "省", "县", "上级", "地方", "率", "执行", "分类", "科目", "来源", "名称", "依据", "说明", "专户", "管理",
)  # fmt: skip
"""What says that a label names a part of the money only, or something about it."""
_LONGEST_SOURCE: Final = 16
_GRADE_WORDS: Final = (("grade", ("等级", "等次")),)
_HEADER_LONGEST: Final = 12
_GRADE_LONGEST: Final = 6
_NO_LABELS: Final = ("意见", "签字", "盖章", "公章", "负责人", "电话", "情况说明", "率")
"""Endings of cells that name a field in passing and hold none."""


class Meaning(NamedTuple):
    """A field that a label names, and how well: 0 the printed label, then its variants."""

    name: str
    rank: int


Hints = tuple[tuple[str, tuple[str, ...]], ...]
MOST_REMEMBERED: Final = 50_000
_Kept = TypeVar("_Kept")


@dataclass(slots=True)
class Lexicon:
    """The labels of all templates of one kind of form."""

    kind: Kind
    template: Template | None = None
    """The template whose own words come first; None for those of all."""
    header: dict[str, list[Meaning]] = field(default_factory=dict)
    funds: dict[str, list[Meaning]] = field(default_factory=dict)
    fund_rows: dict[str, list[Meaning]] = field(default_factory=dict)
    columns: dict[str, list[Meaning]] = field(default_factory=dict)
    blocks: set[str] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)
    """Title's key → title as the template prints it."""
    levels: dict[str, str] = field(default_factory=dict)
    """Every 一级/二级指标 and its variants → "level1" or "level2"."""
    level1_of: dict[str, list[str]] = field(default_factory=dict)
    """二级指标 → the 一级指标 it belongs to, most templates first."""
    header_names: set[str] = field(default_factory=set)
    """Fields of the head that some template of the kind has."""
    amounts: set[str] = field(default_factory=set)
    """Those of them that hold money."""
    _known: set[str] = field(default_factory=set)
    # Hundreds of forms bear the same few labels: each spelling is looked up once.
    _header_memory: dict[str, tuple[Meaning, ...]] = field(default_factory=dict)
    _fund_memory: dict[str, Meaning | None] = field(default_factory=dict)
    _level_memory: dict[str, str | None] = field(default_factory=dict)
    _row_memory: dict[str, Meaning | None] = field(default_factory=dict)
    _column_memory: dict[str, Meaning | None] = field(default_factory=dict)

    def is_label(self, label: Label) -> bool:
        """Whether a cell of this text is a label of the form, not a value."""
        known = self._known
        if not label.key or label.key in known or label.base in known:
            return bool(label.key)
        return any(key in known for key in further_spellings(label))

    def header_meanings(self, label: Label) -> tuple[Meaning, ...]:
        """The header fields that a label may name, best first."""
        found = self._header_memory.get(label.key)
        if found is None:
            found = _look(self.header, label, ()) or self._source(label.base)
            found = found or _look(self.header, label, self._header_hints(label.base))
            found = _remember(self._header_memory, label.key, found)
        return found

    def _header_hints(self, base: str) -> Hints:
        """Words by which a head field may be known, in a label of this length and ending."""
        base = without_brackets(base) or base
        if len(base) > _HEADER_LONGEST or ":" in base or base.endswith(_NO_LABELS):
            return ()
        hints = _HEADER_WORDS if len(base) > _GRADE_LONGEST else (*_HEADER_WORDS, *_GRADE_WORDS)
        return tuple((name, words) for name, words in hints if name in self.header_names)

    def _source(self, base: str) -> tuple[Meaning, ...]:
        """The money of a 申报表 that a label names by its words: whose it is, and of which years."""
        if "year_fiscal" not in self.header_names or not 3 <= len(base) <= _LONGEST_SOURCE:
            return ()
        if any(word in base for word in _NO_SOURCE):
            return ()
        for source, words in _SOURCES:
            if any(word in base for word in words):
                year = any(word in base for word in _OF_YEAR)
                whole = any(word in base for word in _OF_PROJECT)
                scopes = ("year",) if year else ("fund",) if whole else ("fund", "year")
                return tuple(Meaning(f"{scope}_{source}", INFERRED) for scope in scopes)
        return ()

    def fund_column(self, label: Label) -> Meaning | None:
        """The column of the fund block that a label heads."""
        if label.key not in self._fund_memory:
            adjusted = label.base == "预算数" and "调整" in label.bracket
            found = (
                Meaning("adjusted", INFERRED)
                if adjusted
                else _best(self.funds, label, self._fund_words)
            )
            return _remember(self._fund_memory, label.key, found)
        return self._fund_memory[label.key]

    def fund_row(self, label: Label) -> Meaning | None:
        """The fund row that a label names."""
        if label.key not in self._row_memory:
            told = any(word in label.base for word in _NO_FUND_ROW)
            hints = () if told else _FUND_ROW_WORDS
            return _remember(self._row_memory, label.key, _best(self.fund_rows, label, hints))
        return self._row_memory[label.key]

    def column(self, label: Label) -> Meaning | None:
        """The column of the indicator block that a label heads; "operator" and "measure" are parts of the target."""
        if label.key not in self._column_memory:
            return _remember(self._column_memory, label.key, self._column(label))
        return self._column_memory[label.key]

    def _column(self, label: Label) -> Meaning | None:
        if self.template is not None and (exact := _best(self.columns, label, ())):
            return exact
        if label.base in _VALUE_WITH_UNIT:
            return Meaning("target", INFERRED)
        if label.base in AUXILIARY:
            return Meaning(AUXILIARY[label.base], 0)
        if label.base == "备注" and "原因" in label.bracket:
            return Meaning("deviation", INFERRED)
        if "一级" in label.base and "三级" in label.base:
            # One column for all levels: 产出指标-数量指标-完成数.
            return Meaning("level3", 0)
        if label.base.startswith(_PART_OF_YEAR) and "so_far" not in self.kind.tells:
            return None
        found = _best(self.columns, label, self._column_words)
        about = found is not None and found.rank >= INFERRED and found.name != "deviation"
        return None if about and label.base.endswith(_ABOUT) else found

    @property
    def _column_words(self) -> Hints:
        return _MONITORED_WORDS if "so_far" in self.kind.tells else _COLUMN_WORDS

    @property
    def _fund_words(self) -> Hints:
        return _MONITORED_FUND_WORDS if "so_far" in self.kind.tells else _FUND_WORDS

    def level(self, text: str) -> str | None:
        """Whether a text is a 一级指标 or a 二级指标 ("both" where it may be either)."""
        if text not in self._level_memory:
            return _remember(self._level_memory, text, self._level(text))
        return self._level_memory[text]

    def _level(self, text: str) -> str | None:
        label = label_of(text)
        known = self.levels.get(label.key) or self.levels.get(label.base)
        if known or not label.key:
            return known
        bare = _POINTS.sub("", label.base)
        return self.levels.get(bare) or ("level1" if _LEVEL1.fullmatch(bare) else None)

    def both(self, text: str) -> tuple[str, str] | None:
        """产出指标-数量指标 in one cell as both levels."""
        parts = [part.strip() for part in BETWEEN_LEVELS.split(text) if part.strip()]
        if len(parts) != 2 or self.level(text) is not None:
            return None
        fits = self.level(parts[0]) in ("level1", "both") and self.level(parts[1]) in (
            "level2",
            "both",
        )
        return (parts[0], parts[1]) if fits else None

    def implied_level1(self, level2: str) -> str | None:
        """The 一级指标 that a 二级指标 implies, None when it implies none or several."""
        label = label_of(level2)
        found = self.level1_of.get(label.key) or self.level1_of.get(label.base) or []
        return found[0] if len(set(found)) == 1 else None

    def belongs(self, level1: str, level2: str) -> bool:
        """Whether some template puts this 二级指标 under this 一级指标; true for words of the user's own."""
        label = label_of(level2)
        found = self.level1_of.get(label.key) or self.level1_of.get(label.base)
        return found is None or spell(label_of(level1).base) in {spell(name) for name in found}


def build(templates: Iterable[Template], kind: Kind) -> Lexicon:
    """The lexicon of the templates of one kind: of project forms the labels that all may have."""
    lexicon = Lexicon(kind)
    for template in templates:
        if template.kind == kind:
            _learn(lexicon, template, shared=kind.shared_labels)
    return _known(lexicon)


def build_own(template: Template, union: Lexicon) -> Lexicon:
    """The words of one template first; what it does not name is looked up in those of all."""
    own = Lexicon(template.kind, template=template)
    _learn(own, template, shared=False)
    for mine, all_words in (
        (own.header, union.header), (own.funds, union.funds), (own.fund_rows, union.fund_rows),
        (own.columns, union.columns),
    ):  # fmt: skip
        for key, meanings in all_words.items():
            mine.setdefault(key, meanings)
    own.blocks |= union.blocks
    own.titles = {**union.titles, **own.titles}
    own.levels = {**union.levels, **own.levels}
    own.level1_of = {**union.level1_of, **own.level1_of}
    return _known(own)


def _known(lexicon: Lexicon) -> Lexicon:
    lexicon.blocks.update(BLOCK_LABELS)
    lexicon._known = {
        *lexicon.header, *lexicon.funds, *lexicon.fund_rows, *lexicon.columns, *lexicon.blocks
    }  # fmt: skip
    if lexicon.kind.has_results:
        lexicon._known.update(("总分", "合计", "总计"))
    return lexicon


def _learn(lexicon: Lexicon, template: Template, *, shared: bool) -> None:
    schema = Schema(template)
    keys, cells = schema.keys, schema.printed
    words = {HEADER: lexicon.header, FUND_PREFIX: lexicon.funds, ROW_PREFIX: lexicon.columns}
    for prefix, known in words.items():
        for each in template.sections[prefix]:
            key = keys[prefix, each.name]
            if key and (is_shared(prefix, key) if shared else (prefix, each.name) in cells):
                _learn_field(lexicon, known, prefix, key, each)
    for row in template.fund_rows:
        if shared and row_key(row).startswith("X"):
            continue
        for rank, text in enumerate((row.label, *row.variants)):
            _add(lexicon.fund_rows, text, Meaning(row_key(row), rank))
    for text in (template.title, *template.title_variants, *template.known_titles):
        lexicon.titles.setdefault(without_year(spell(text)), text)
    _learn_blocks(lexicon, template)
    _learn_levels(lexicon, template)


def _learn_field(
    lexicon: Lexicon, words: dict[str, list[Meaning]], prefix: str, key: str, known: Field
) -> None:
    if prefix == HEADER and known.kind is FieldKind.AMOUNT:
        lexicon.amounts.add(key)
    if key in UNPRINTED:
        return
    for rank, text in enumerate(known.labels):
        _add(words, text, Meaning(key, rank))
    if prefix == HEADER:
        lexicon.header_names.add(key)


def _add(words: dict[str, list[Meaning]], text: str, meaning: Meaning) -> None:
    label = label_of(text)
    # 执行率(%) also answers to 执行率; the other way round the bracket is cut on reading.
    for key in {label.key, label.base} - {""}:
        meanings = words.setdefault(key, [])
        same = next((m for m in meanings if m.name == meaning.name), None)
        if same is None:
            meanings.append(meaning)
        elif meaning.rank < same.rank:
            meanings[meanings.index(same)] = meaning
        meanings.sort(key=lambda m: m.rank)


def _learn_blocks(lexicon: Lexicon, template: Template) -> None:
    for head, variants in template.label_variants.items():
        lexicon.blocks.update(label_of(text).base for text in (head, *variants))
    for row in template.rows:
        for cell in row.cells:
            if cell.role in (Role.LABEL, Role.HEAD) and cell.label and not cell.field:
                lexicon.blocks.add(label_of(cell.label).base)


def _learn_levels(lexicon: Lexicon, template: Template) -> None:
    for group in template.vocabulary:
        for text in (group.level1, *group.variants):
            _level(lexicon, text, "level1")
        for text in group.level2:
            _level2(lexicon, text, group.level1)
        for text in group.level2_variants:
            _level2(lexicon, text, group.level1)


def _level2(lexicon: Lexicon, text: str, level1: str) -> None:
    for spelling in {text, text.removesuffix("指标")}:
        _level(lexicon, spelling, "level2")
        lexicon.level1_of.setdefault(spell(spelling), []).append(level1)


def _level(lexicon: Lexicon, text: str, level: str) -> None:
    key = spell(text)
    known = lexicon.levels.get(key, level)
    lexicon.levels[key] = level if known == level else "both"


def _best(words: Mapping[str, list[Meaning]], label: Label, hints: Hints) -> Meaning | None:
    return next(iter(_look(words, label, hints)), None)


def _remember(memory: dict[str, _Kept], key: str, found: _Kept) -> _Kept:
    if len(memory) > MOST_REMEMBERED:
        memory.clear()
    memory[key] = found
    return found


def _look(words: Mapping[str, list[Meaning]], label: Label, hints: Hints) -> tuple[Meaning, ...]:
    if not label.key:
        return ()
    for key in (label.key, label.base, *further_spellings(label)):
        if found := words.get(key):
            return tuple(found)
    if hints and len(label.base) <= 16:
        # 转移支付（项目）名称 is understood without its bracket.
        base = without_brackets(label.base) or label.base
        for name, parts in hints:
            if any(part in base for part in parts):
                return (Meaning(name, INFERRED),)
    return ()
