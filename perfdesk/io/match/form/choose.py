"""Which template a form was made with: kind, edition and region, by what stands on the paper."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from perfdesk.cellpath import FUND_PREFIX, HEADER
from perfdesk.grid import Role
from perfdesk.io.match.find.segment import title_key
from perfdesk.io.match.labels.lexicon import INFERRED, UNPRINTED
from perfdesk.io.match.labels.schema import Schema, row_key
from perfdesk.io.match.labels.spelling import label_of, spell, without_year
from perfdesk.io.match.take.raw import Raw
from perfdesk.template.model import Template

NATIONAL: Final = "全国"
PROVINCES: Final = (
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建",
    "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏", "陕西",
    "甘肃", "青海", "宁夏", "新疆",
)  # fmt: skip
_MOST_MISSING: Final = 4
"""Labels of the head that a form may lack and still be the template's own."""
_LIKE: Final = 0.8
"""Share of its labels from which on a form is read with a template that has places of its own."""
_SURE: Final = 0.95
_UNLABELLED: Final = frozenset({"title", "year", "money_unit", "total_weight", "period"})
"""Fields whose values stand on the paper without a label."""
_MATTER: Final = ("nature", "category", "goal_total", "goal_annual", "grade")
"""What a form says must have its place, so far as some template offers one."""
_CODED: Final = re.compile(r"\s*[0-9A-Z]{12,}\s*[-—－]")
_TELLING_HEADS: Final = frozenset({"绩效指标"})
"""Fixed labels that some issuers print and others do not."""


@dataclass(frozen=True)
class Facts:
    """What a template says about forms made with it."""

    template: Template

    @cached_property
    def titles(self) -> dict[str, float]:
        """Title's key → how strongly it speaks for the template."""
        found = {_title(text): 8.0 for text in self.template.known_titles}
        found.update({_title(text): 11.0 for text in self.template.title_variants})
        found[_title(self.template.title)] = 12.0
        return found

    @cached_property
    def labels(self) -> dict[str, frozenset[str]]:
        """`project_name`, `funds.rate`, `indicators.target` → keys of the label as printed."""
        groups = (
            ("", self.template.header_fields), ("funds.", self.template.fund_fields),
            ("indicators.", self.template.indicator_fields),
        )  # fmt: skip
        found = {
            prefix + field.name: frozenset({spell(field.label), label_of(field.label).base} - {""})
            for prefix, fields in groups
            for field in fields
            if field.name not in UNPRINTED
        }
        found.update(
            {f"funds.{row.id}": frozenset({spell(row.label)}) for row in self.template.fund_rows}
        )
        return found

    @cached_property
    def schema(self) -> Schema:
        """The names of its fields while reading."""
        return Schema(self.template)

    @cached_property
    def words(self) -> frozenset[str]:
        """The labels that it prints."""
        fields = (f for fields in self.template.sections.values() for f in fields)
        texts = [f.label for f in fields if f.name not in _UNLABELLED] + [
            row.label for row in self.template.fund_rows
        ]
        fixed = (c.label for row in self.template.rows for c in row.cells if not c.field)
        return frozenset(label_of(text).base for text in (*texts, *fixed) if text) - {""}

    def share(self, bases: frozenset[str]) -> float:
        """How many of its labels stand in a form, 0 to 1."""
        return len(self.words & bases) / max(len(self.words), 1)

    @cached_property
    def names(self) -> frozenset[str]:
        """Its header fields."""
        return frozenset(field.name for field in self.template.header_fields)

    @cached_property
    def printed(self) -> frozenset[str]:
        """Header fields for which the template prints a label or a cell."""
        cells = {cell.field for row in self.template.rows for cell in row.cells}
        names = {field.name for field in self.template.header_fields}
        return frozenset(cells & names - _UNLABELLED)

    @cached_property
    def heads(self) -> frozenset[str]:
        """Fixed labels of the form: 绩效指标, 年度总体目标."""
        return frozenset(
            label_of(cell.label).base
            for row in self.template.rows
            for cell in row.cells
            if cell.role in (Role.LABEL, Role.HEAD) and cell.label and not cell.field
        )

    @cached_property
    def bare_total(self) -> bool:
        """Whether its total row bears no label."""
        rows = [
            row for row in self.template.rows if any(c.field == "total_score" for c in row.cells)
        ]
        return bool(rows) and all(
            cell.role is not Role.LABEL or not cell.label for cell in rows[0].cells
        )

    @cached_property
    def levels(self) -> dict[str, frozenset[str]]:
        """一级指标 → its 二级指标, variants included."""
        found: dict[str, frozenset[str]] = {}
        for group in self.template.vocabulary:
            words = frozenset(spell(word) for word in (*group.level2, *group.level2_variants))
            for name in (group.level1, *group.variants):
                found[spell(name)] = words
        return found

    @cached_property
    def coded(self) -> bool:
        """Whether its instructions ask for a code before the project's name."""
        field = self.template.field(HEADER, "project_name")
        return field is not None and "代码" in field.help

    @property
    def edition(self) -> int | None:
        """The year of the edition."""
        return int(self.template.edition) if self.template.edition.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Choice:
    """The template taken, and whether the form is really one of it."""

    fact: Facts
    exact: bool

    @property
    def template(self) -> Template:
        """The template taken."""
        return self.fact.template


class _Evidence:
    """What stands on the paper, gathered once and held against every template."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        title = raw.header.get("title")
        self.title = _title(title.text) if title and title.text else None
        self.labels = [(name, item.label) for name, item in raw.labels.items() if name != "title"]
        self.heads = {item.label.base for item in raw.area.items} & _TELLING_HEADS
        pairs = {
            (row.values["level1"].text, row.values["level2"].text)
            for row in raw.rows
            if "level1" in row.values and "level2" in row.values
        }
        self.pairs = {(_word(level1), _word(level2)) for level1, level2 in pairs}
        texts = [
            found.text
            for name in ("department", "organisation", "title")
            if (found := raw.header.get(name)) and found.text
        ]
        project = raw.header.get("project_name")
        self.coded = bool(project and project.text and _CODED.match(project.text))
        self.provinces = frozenset(p for p in PROVINCES if any(p in text for text in texts))


def choose(raw: Raw, facts: Sequence[Facts], mark: str | None = None) -> Choice:
    """The template of the form's kind that most speaks for; `mark` is what PerfDesk itself wrote."""
    own = next((fact for fact in facts if fact.template.id == mark), None)
    if own is not None:
        return Choice(own, True)
    known = [fact for fact in facts if fact.template.kind == raw.lexicon.kind]
    seen = _Evidence(raw)
    usual = [fact for fact in known if not fact.schema.special]
    special = _special(raw, [fact for fact in known if fact.schema.special], seen)
    if not usual:
        fact = max(known, key=lambda each: _places_for(seen, each))
        return Choice(fact, fact.share(_bases(raw)) >= _SURE)
    best = max(usual, key=lambda fact: (_score(seen, fact), fact.edition or 0))
    if special is not None:
        bases = _bases(raw)
        if special[1] >= _LIKE and len(special[0].words & bases) > len(best.words & bases):
            return Choice(special[0], special[1] >= _SURE and seen.title in special[0].titles)
    return Choice(best, _exact(seen, best))


def _special(raw: Raw, facts: Sequence[Facts], seen: _Evidence) -> tuple[Facts, float] | None:
    """The template with places of its own whose labels the form bears, and the share of them that it bears."""
    if not facts:
        return None
    bases = _bases(raw)
    best = max(
        facts,
        key=lambda f: (
            f.share(bases),
            seen.title in f.titles,
            len(f.words & bases),
            f.edition or 0,
        ),
    )
    return best, best.share(bases)


def _places_for(seen: _Evidence, fact: Facts) -> tuple[float, bool, bool, float, int]:
    """How much of what stands on the paper has its place in the template, then whose form it says to be.

    For kinds of which every region prints its own columns: the form that loses least is the nearest.
    """
    raw, names = seen.raw, set(fact.schema.keys.values())
    rows = {row_key(row) for row in fact.template.fund_rows}
    columns = {key for (prefix, _), key in fact.schema.keys.items() if prefix == FUND_PREFIX}
    placed = sum(name in names for name in raw.header)
    placed += sum(row in rows and column in columns for row, column in raw.funds)
    placed += sum(name in names for row in raw.rows for name in row.values)
    placed += len(fact.words & _bases(raw))
    return (
        placed,
        fact.template.region[:2] in seen.provinces,
        seen.title in fact.titles,
        fact.share(_bases(raw)),
        fact.edition or 0,
    )


def _bases(raw: Raw) -> frozenset[str]:
    return frozenset(item.label.base for item in raw.area.items)


def _score(seen: _Evidence, fact: Facts) -> float:
    title = fact.titles.get(seen.title, 0.0) if seen.title else 0.0
    return (
        title + _label_score(seen, fact) + _level_score(seen, fact)
        + _place_score(seen, fact) + _shape_score(seen.raw, fact)
    )  # fmt: skip


def _label_score(seen: _Evidence, fact: Facts) -> float:
    score = 0.0
    raw = seen.raw
    for name, label in seen.labels:
        printed = fact.labels.get(name)
        if printed is None:
            score -= 2.0
        elif label.key in printed:
            score += 0.5
        elif label.base in printed:
            score += 0.3
    score -= sum(1.5 for name in fact.printed if name not in raw.labels and name not in raw.header)
    score += sum(1.0 if base in fact.heads else -0.5 for base in seen.heads)
    return score - len(fact.heads & _TELLING_HEADS - seen.heads)


def _level_score(seen: _Evidence, fact: Facts) -> float:
    score = 0.0
    for level1, level2 in seen.pairs:
        words = fact.levels.get(level1)
        if words is None:
            score -= 3.0
        elif level2 in words:
            score += 0.3
        elif seen.raw.lexicon.level(level2):
            score -= 2.0
    return score


def _place_score(seen: _Evidence, fact: Facts) -> float:
    region = fact.template.region
    codes = 2.5 if fact.coded and seen.coded else 0.0
    if region == NATIONAL:
        return codes
    if region[:2] in seen.provinces:
        return 6.0 + codes
    return codes - (8.0 if seen.provinces else 1.0)


def _shape_score(raw: Raw, fact: Facts) -> float:
    score = 0.0
    year = raw.header.get("year")
    if year is None and fact.template.year_printed:
        score -= 2.5
    elif year is not None and not fact.template.year_printed:
        score -= 3.0
    totalled = raw.bare_total or "total_score" in raw.labels
    if fact.template.fund_rows and totalled and raw.bare_total != fact.bare_total:
        score -= 3.0
    unit = raw.header.get("money_unit")
    if unit and unit.text:
        score += 2.0 if unit.text == fact.template.money_unit else -4.0
    terms = any(row.term for row in raw.rows)
    if terms != bool(fact.template.terms):
        score -= 6.0 if raw.rows else 0.0
    score -= sum(8.0 for name in _MATTER if _filled(raw, name) and name not in fact.names)
    return score + _edition_score(fact.edition, year.text if year else None)


def _filled(raw: Raw, name: str) -> bool:
    found = raw.header.get(name)
    return found is not None and found.text is not None


def _edition_score(edition: int | None, year: str | None) -> float:
    if edition is None or year is None or not year.isdecimal():
        return 0.0
    distance = int(year) - edition
    return max(-1.0, -0.2 * distance) if distance >= 0 else max(-2.0, 0.5 * distance)


def _exact(seen: _Evidence, fact: Facts) -> bool:
    """The title is one of the template's, nothing names another province, and every column was known."""
    if seen.title is None:
        # Without a title only a form with every label of the template counts as one of it.
        if _missing(seen, fact):
            return False
    elif seen.title not in fact.titles or _missing(seen, fact) > _MOST_MISSING:
        return False
    foreign = seen.provinces and fact.template.region[:2] not in seen.provinces
    if fact.template.region != NATIONAL and foreign:
        return False
    raw = seen.raw
    unit = raw.header.get("money_unit")
    if unit and unit.text and unit.text != fact.template.money_unit:
        return False
    return not any(_inferred(raw, name) for name in raw.labels)


def _missing(seen: _Evidence, fact: Facts) -> int:
    """How many labels of the template's head the form lacks.

    A label that only this template knows stands on the paper before it is read as one of its fields.
    """
    named = {name for name, _ in seen.labels}
    bases = _bases(seen.raw)
    return sum(
        name not in named and name not in seen.raw.header and not fact.labels[name] & bases
        for name in fact.printed
    )


def _inferred(raw: Raw, name: str) -> bool:
    block, _, field = name.rpartition(".")
    label = raw.labels[name].label
    if block == "indicators":
        meaning = raw.lexicon.column(label)
        return meaning is not None and meaning.name == field and meaning.rank >= INFERRED
    if block:
        return False
    return any(m.name == field and m.rank >= INFERRED for m in raw.lexicon.header_meanings(label))


def _title(text: str) -> str:
    return without_year(title_key(spell(text)))


def _word(text: str | None) -> str:
    return spell(label_of(text or "").base)


def facts_of(templates: Sequence[Template]) -> tuple[Facts, ...]:
    """The facts of all templates."""
    return tuple(Facts(template) for template in templates)
