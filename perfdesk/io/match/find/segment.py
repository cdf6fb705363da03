"""Where the forms of a file begin and end: by titles and project names, never by position."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from typing import Final, NamedTuple

from perfdesk.io.match.find.area import Area, Item, items_of, moved
from perfdesk.io.match.find.ledger import Given, Ledger, ledger_in
from perfdesk.io.match.find.skipped import Why
from perfdesk.io.match.labels.lexicon import INFERRED, MOST_REMEMBERED, WHOLE, Lexicon
from perfdesk.io.match.labels.spelling import Label, spell, without_brackets, without_year
from perfdesk.io.readers.snapshot import MOST_FORMS, Sheet
from perfdesk.kinds import Kind, kind_telling
from perfdesk.values import same_text

_BY_ROW: Final = attrgetter("row")
_TITLE: Final = re.compile(
    r"[^:,。;?!]{0,40}绩效[^:,。;?!]{0,12}?(?:自评表|评价表|申报表|目标表|自评价表?|自我评价|自评评价|自评报告表|目标申报|"
    r"批复表|审批表|审核表|备案表|公开表|情况表|填报表|监控表|跟踪表|监测表|评分表|得分表|打分表)"
    r"(?:[(][^()]{0,16}[)])?|[^:,。;?!]{0,40}(?:项目|资金|政策)(?:支出)?(?:自评表|自我评价表|自评价表)"
)
_ANNEX: Final = re.compile(r"附(?:件|表)[一二三四五六七八九十0-9-]*[:.、]?")
_PROJECT: Final = frozenset(
    {
        "项目名称",
        "项目(政策)名称",
        "政策(项目)名称",
        "专项名称",
        "专项资金名称",
        "转移支付名称",
        "转移支付(项目)名称",
    }
)
_LIKELY_PROJECT: Final = ("项目名称", "项目全称", "项目名", "项目支出名称", "资金名称")
_LONGEST_PROJECT: Final = 8
_LEAD_IN: Final = re.compile(
    r"[(]?(?:(?:19|20)[0-9]{2}年.*|(?:金额)?单位:.*|附(?:件|表).*|.*年度[)])"
)
_LEVEL3: Final = frozenset({"三级指标"})
_CONTINUED: Final = re.compile(
    r"[(]?续(?:表)?[一二三四五六七八九十0-9]{0,2}[)]?$|^[(]?续表?[)]?(?=.)"
)
_OTHER_KINDS: Final = (
    ("监控", Why.MONITORING), ("绩效跟踪", Why.MONITORING), ("运行跟踪", Why.MONITORING), ("目标跟踪", Why.MONITORING),
    ("整体支出", Why.WHOLE), ("整体绩效", Why.WHOLE), ("整体自评", Why.WHOLE), ("整体目标", Why.WHOLE),
)  # fmt: skip
"""What titles of forms say that are no project's 自评表 or 申报表."""
_WHOLE_LABELS: Final = frozenset(
    {"年度主要任务", "主要任务", "部门职能", "部门主要职能", "部门职责", "年度重点工作任务"}
)
"""Labels that only the form of a whole department has."""
_MONITORED: Final = re.compile(
    r"(?:全年|年末|年底|预计)[^:。]{0,8}预计|预计[^:。]{0,8}(?:全年|年末|年底|完成|执行)|完成[^:。]{0,8}可能性"
)
"""What heads columns of a 监控表 only: 全年预计完成情况, 完成目标可能性."""
_FEWEST_MONITORED: Final = 2
_MOST_ITEMS: Final = 30_000
"""Cells that one form may have."""
_MOST_BESIDE: Final = 200
"""Forms that may stand side by side."""
_SELF_WORDS: Final = ("自评", "自我评价", "评价表")
_DECLARATION_WORDS: Final = (
    "申报",
    "目标表",
    "批复表",
    "目标审批",
    "目标审核",
    "目标备案",
    "目标公开",
)
_SELF_FIELDS: Final = frozenset({"goal_expected", "goal_actual"})
_DECLARATION_FIELDS: Final = frozenset(
    {"fund_total", "year_total", "start_date", "end_date", "goal_total", "goal_annual", "nature"}
)


class _Role(NamedTuple):
    """What a label says about where forms begin and which kind they are."""

    title: bool
    project: bool
    likely_project: bool
    """May be the label of the project's name where no better one stands: 二级项目名称, 项目全称."""
    level3: bool
    other_kind: Why | None
    """Which kind of form a title names that is not read."""
    whole: bool
    """A label that only the form of a whole department has."""
    column: bool
    likely: bool
    """Heads a column of the indicators, by its words at least."""
    funds: int
    goals: bool
    votes: int
    """For a 自评表; below zero for a 申报表."""


_NOTHING: Final = _Role(False, False, False, False, None, False, False, False, 0, False, 0)


@dataclass(slots=True)
class Segment:
    """The items of one form, or of a page of one."""

    sheet: str
    items: list[Item]
    title: Item | None = None
    project: Item | None = None
    blocks: set[str] = field(default_factory=set)
    """funds, goals, indicators: the blocks whose heads stand in it."""
    other_kind: Why | None = None
    """A 监控表, a form of a whole department, or a ledger, which is no form."""
    left: int = 1 << 30
    """The leftmost column with an item."""
    projects: int = 0
    """How many projects a ledger lists."""
    given: tuple[Given, ...] = ()
    """Fields of the head that the columns of a list of indicators hold."""

    @property
    def too_large(self) -> bool:
        """Whether more stands here than a form can have."""
        return len(self.items) > _MOST_ITEMS

    @property
    def is_form(self) -> bool:
        """Whether enough of a form stands here to be read as one."""
        if self.too_large or self.other_kind is Why.LEDGER:
            return False
        if self.other_kind:
            return "indicators" in self.blocks
        if "indicators" in self.blocks:
            return bool(self.title or self.project or len(self.blocks) > 1)
        return self.project is not None and {"funds", "goals"} <= self.blocks


class Segmenter:
    """Splits sheets into forms with the labels of both kinds."""

    def __init__(self, lexicons: dict[Kind, Lexicon]) -> None:
        self._self = lexicons[kind_telling(results=True)]
        self._declaration = lexicons[kind_telling(results=False)]
        self._kinds = lexicons.keys()
        self._titles = {title for lexicon in lexicons.values() for title in lexicon.titles}
        self._roles: dict[str, _Role] = {}

    def segments(self, sheets: Iterable[Sheet]) -> list[Segment]:
        """The forms of all sheets in their order, each joined over its pages."""
        pages: list[Segment] = []
        for sheet in sheets:
            items = items_of(sheet)
            projects = [item for item in items if self._role(item.label).project]
            if (
                len(projects) == 1
                and (ledger := ledger_in(items, projects[0], self._self)) is not None
            ):
                pages += self._ledger(sheet.name, items, projects[0], ledger)
                continue
            for band in self._bands(items, projects):
                pages += self._pages(sheet.name, band)
        return self._joined(pages)

    def is_title(self, label: Label) -> bool:
        """Whether a text is the title of a form."""
        if (
            "绩效" not in label.key
            and not label.key.endswith("表")
            and label.key not in self._titles
        ):
            return False
        key = title_key(label.key)
        return key in self._titles or _TITLE.fullmatch(key) is not None

    def kind(self, segment: Segment) -> Kind:
        """自评表 or 申报表, by title and labels."""
        votes = 0
        if segment.title is not None:
            key = segment.title.label.key
            votes += 3 * any(word in key for word in _SELF_WORDS)
            votes -= 3 * any(word in key for word in _DECLARATION_WORDS)
        # Each wording once: what an added column says in every row is no vote of every row.
        votes += sum(
            {item.label.key: self._role(item.label).votes for item in segment.items}.values()
        )
        if votes > 0 and self._sets_only(segment):
            votes = 0
        during_year = segment.other_kind is Why.MONITORING or (
            segment.other_kind is None and _is_monitored(segment)
        )
        found = kind_telling(
            results=votes > 0 and not during_year,
            about_unit=segment.other_kind is Why.WHOLE,
            during_year=during_year,
        )
        return found if found in self._kinds else self._self.kind

    def _sets_only(self, segment: Segment) -> bool:
        """Whether a form without a telling title has targets and no column for what came of them."""
        key = segment.title.label.key if segment.title is not None else ""
        if any(word in key for word in _SELF_WORDS):
            return False
        columns = {
            column.name
            for item in segment.items
            if self._role(item.label).likely and (column := self._self.column(item.label))
        }
        results = {"actual", "score", "deviation", "weight"}
        return "target" in columns and not columns & results

    def _role(self, label: Label) -> _Role:
        """What a label says; each spelling is looked up once."""
        if not label.key:
            return _NOTHING
        role = self._roles.get(label.key)
        if role is None:
            if len(self._roles) > MOST_REMEMBERED:
                self._roles.clear()
            role = self._roles[label.key] = self._new_role(label)
        return role

    def _new_role(self, label: Label) -> _Role:
        column, fund = self._self.column(label), self._self.fund_column(label)
        amount = fund is not None and fund.name in ("initial", "adjusted", "executed")
        goals = _names(self._self, label, _SELF_FIELDS)
        votes = (
            int(column is not None and column.name in ("actual", "score", "deviation"))
            + goals
            + amount
        )
        exact = self._self.columns.get(label.key) or self._self.columns.get(label.base)
        role = _Role(
            title=self.is_title(label),
            project=_is_project(label),
            likely_project=label.base.endswith(_LIKELY_PROJECT)
            and len(label.base) <= _LONGEST_PROJECT,
            level3=label.base in _LEVEL3 or ("一级" in label.base and "三级" in label.base),
            other_kind=_other_kind(label),
            whole=label.base in _WHOLE_LABELS,
            column=exact is not None,
            likely=column is not None or label.base in WHOLE,
            funds=int(amount and fund is not None and fund.rank < INFERRED)
            + 2 * _names(self._declaration, label, frozenset({"fund_total", "year_total"})),
            goals=goals
            or _names(self._declaration, label, frozenset({"goal_total", "goal_annual"})),
            votes=votes - _names(self._declaration, label, _DECLARATION_FIELDS),
        )
        return role if any(role) else _NOTHING

    def _ledger(
        self, sheet: str, items: list[Item], project: Item, ledger: Ledger
    ) -> list[Segment]:
        """One form for each project of a list of indicators; what else is a ledger as a whole."""
        if not ledger.listed:
            why = Why.LEDGER if ledger.projects <= MOST_FORMS else Why.LARGE
            return [
                Segment(sheet, items, project=project, other_kind=why, projects=ledger.projects)
            ]
        title = next(
            (item for item in items if item.row < project.row and self._role(item.label).title),
            None,
        )
        above = [title] if title else []
        return [
            Segment(sheet, [*above, *part.items], title, project, {"indicators"}, given=part.given)
            for part in ledger.listed
        ]

    def _bands(self, items: list[Item], projects: list[Item]) -> list[list[Item]]:
        """Forms side by side: the columns from one 项目名称 to the next of the same row."""
        starts: dict[int, set[int]] = {}
        for item in projects:
            starts.setdefault(item.row, set()).add(item.column)
        edges: list[int] = max(map(sorted, starts.values()), key=len, default=[])
        if not 2 <= len(edges) <= _MOST_BESIDE or not self._heads_in_each(items, edges):
            return [items] if items else []
        bounds = [0, *edges[1:], 1 << 30]
        return [
            [item for item in items if low <= item.column < high] for low, high in pairwise(bounds)
        ]

    @staticmethod
    def _heads_in_each(items: list[Item], edges: list[int]) -> bool:
        heads = [item.column for item in items if item.label.base in _LEVEL3]
        bounds = [*edges, 1 << 30]
        return all(any(low <= c < high for c in heads) for low, high in pairwise(bounds))

    def _pages(self, sheet: str, items: list[Item]) -> list[Segment]:
        rows: dict[int, list[Item]] = {}
        for item in items:
            rows.setdefault(item.row, []).append(item)
        numbers = sorted(rows)
        pages = [Segment(sheet, [])]
        for position, number in enumerate(numbers):
            page, line = pages[-1], rows[number]
            roles = [
                (item, role) for item in line if (role := self._role(item.label)) is not _NOTHING
            ]
            if any(role.title or role.other_kind for _, role in roles) and _inside_block(
                page, line
            ):
                roles = [
                    (i, r)
                    for i, r in roles
                    if not (r.title or r.other_kind) or i.column == page.left
                ]
            project = next((item for item, role in roles if role.project), None)
            title = next((i for i, role in roles if role.title and not _is_name(i, project)), None)
            begun = page.project is not None and self._role(page.project.label).project
            if (title and (page.project or page.blocks)) or (project and begun):
                page = Segment(sheet, [])
                if title is None:
                    page.items = _lead_in(pages[-1], rows, numbers, position)
                pages.append(page)
            page.items += line
            page.left = min(page.left, line[0].column)
            page.title = title or page.title
            page.project = (
                project
                or page.project
                or next((item for item, r in roles if r.likely_project), None)
            )
            if roles:
                whole = (
                    Why.WHOLE
                    if page.project is None and any(role.whole for _, role in roles)
                    else None
                )
                page.other_kind = page.other_kind or next(
                    (r.other_kind for _, r in roles if r.other_kind), whole
                )
                page.blocks |= _blocks([role for _, role in roles])
        return [page for page in pages if page.items]

    def _joined(self, pages: list[Segment]) -> list[Segment]:
        forms: list[Segment] = []
        for page in pages:
            before = forms[-1] if forms else None
            if before is not None and self._goes_on(before, page):
                down = before.items[-1].row + 1 - page.items[0].row
                before.items += (
                    moved(page.items, down)
                    if before.sheet != page.sheet or down > 0
                    else page.items
                )
                before.blocks |= page.blocks
                before.project = before.project or page.project
            else:
                forms.append(page)
        return forms

    def _goes_on(self, before: Segment, page: Segment) -> bool:
        """Whether a page continues the form before it: a repeated head, or rows and no head at all."""
        if before.other_kind is Why.LEDGER or before.given or page.given:
            return False
        if before.other_kind and page.other_kind not in (None, before.other_kind):
            return False
        if not (before.is_form or before.project or before.other_kind):
            # A title above the table that holds the form's tables.
            return (
                before.title is not None
                and not before.blocks
                and page.title is None
                and page.project is not None
            )
        if page.project and not _same_project(before, page):
            return False
        if page.title and not (
            before.title and _base_title(page.title) == _base_title(before.title)
        ):
            return False
        if (page.blocks & before.blocks) - {"indicators"}:
            return False
        if page.blocks:
            return True
        return any(
            self._self.level(item.text) or item.label.base in ("总分", "评分等级")
            for item in page.items
        )


def _is_monitored(segment: Segment) -> bool:
    """Whether the labels speak of a 监控表, whatever the title says or where there is none."""
    keys = {item.label.base for item in segment.items if _MONITORED.search(item.label.base)}
    return len(keys) >= _FEWEST_MONITORED


def _is_name(item: Item, project: Item | None) -> bool:
    """Whether a text that reads like a title is the name of a project: beside its label."""
    return project is not None and item is not project and item.column > project.column


def _inside_block(page: Segment, line: list[Item]) -> bool:
    """Whether a line is an indicator that is named like a form: 编制部门整体支出绩效自评表, with its values beside."""
    if "indicators" not in page.blocks or len(line) < 2:
        return False
    return not any(_LEAD_IN.fullmatch(item.label.key) for item in line)


def _blocks(roles: Sequence[_Role]) -> set[str]:
    """The blocks whose heads stand in a row of these labels."""
    found = set()
    if sum(role.funds for role in roles) >= 2:
        found.add("funds")
    if any(role.goals for role in roles):
        found.add("goals")
    exact, likely = sum(role.column for role in roles), sum(role.likely for role in roles)
    if (
        any(role.level3 for role in roles)
        or exact >= 4
        or (exact >= 3 and likely >= 4)
        or likely >= max(7 - exact, 5)
    ):
        found.add("indicators")
    return found


def _base_title(item: Item) -> str:
    """A title's key without the words that a further page adds to it."""
    return _CONTINUED.sub("", item.label.key)


def title_key(key: str) -> str:
    """A title's key without 附件2, the year and 续表."""
    key = _CONTINUED.sub("", key)
    found = _ANNEX.match(key)
    return without_year(key[found.end() :] if found and found.end() < len(key) else key)


def area_of(segment: Segment) -> Area:
    """The area of a segment."""
    return Area(segment.sheet, segment.items)


def _is_project(label: Label) -> bool:
    return (
        label.base in _PROJECT
        or without_brackets(label.key) in _PROJECT
        or label.key.startswith("项目名称:")
    )


def _other_kind(label: Label) -> Why | None:
    """Which other kind of form a title names: 部门整体支出绩效自评表（2024年度）, 绩效运行监控情况表."""
    key = title_key(label.key)
    if not key.endswith(("表", "自评", "自评价", "报告")) and not label.base.endswith("表"):
        return None
    return next((why for word, why in _OTHER_KINDS if word in key), None)


def _names(lexicon: Lexicon, label: Label, names: frozenset[str]) -> bool:
    meanings = lexicon.header.get(label.key) or lexicon.header.get(label.base) or ()
    return any(meaning.name in names for meaning in meanings)


def _lead_in(
    before: Segment, rows: dict[int, list[Item]], numbers: list[int], end: int
) -> list[Item]:
    """Year and money-unit lines above a project name, taken away from the form before."""
    taken: list[Item] = []
    while end and all(_LEAD_IN.fullmatch(item.label.key) for item in rows[numbers[end - 1]]):
        end -= 1
        taken = [*rows[numbers[end]], *taken]
    if taken:
        before.items = [item for item in before.items if item.row < taken[0].row]
    return taken


def _same_project(before: Segment, page: Segment) -> bool:
    return before.project is not None and same_text(_beside(before), _beside(page))


def _beside(segment: Segment) -> str:
    project = segment.project
    if project is None:
        return ""
    if ":" in spell(project.text):
        return project.text
    start = bisect_left(segment.items, project.row, key=_BY_ROW)
    items = segment.items[start : start + _MOST_BESIDE]
    value = next(
        (i for i in items if i.row == project.row and i.column > project.last_column), None
    )
    return value.text if value else ""
