"""A kind of form as a value: everything that differs between kinds and is no layout."""

from dataclasses import dataclass
from typing import NamedTuple


class SummaryColumn(NamedTuple):
    """A column of the 汇总表 of a kind: the fund row and the field (by meaning) that it shows."""

    key: str
    label: str
    row: str
    """Fund row by meaning (`total`); "" for a field that the form has once."""
    field: str
    shows: str = "amount"
    """`amount`, `rate`, `score` or `text`: how it is written, and whether it is summed up."""


class Carried(NamedTuple):
    """A field that a form takes from the form it is made of, under the name it has there."""

    field: str
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of form. There is one value of each, so kinds are compared by identity."""

    id: str
    """As kept in data files, journals and JSON; never changed."""
    name: str
    """As accountants call it: 自评表. Also the kind's part of a file name: 单位_项目_2024自评表."""
    full_name: str
    """As official titles call it: 项目支出绩效自评表."""
    summary_title: str
    """What the 汇总表 of a year is called, after `2024年度`."""
    title_words: tuple[str, ...]
    """Words by which its titles are known, blanks left out; the longest that is met decides."""
    rule_scope: str
    """The mark of the kind in RULES.md: 自, 申, 监 or 整体."""
    default_template: str
    """Template of a form of which nothing but the kind is known."""
    needed: tuple[tuple[str, str], ...]
    """(section, meaning) of the fields without which a template is none of this kind."""
    money_unit: str
    """The unit in which most forms of the kind count: 元 or 万元."""
    template_base: str
    """The part of our own that a template of the kind extends."""
    about_unit: bool = False
    """The whole unit's form: one a unit and year, without a project name."""
    has_results: bool = False
    """It tells what was done: actual values, points, reasons."""
    during_year: bool = False
    """It tells how far things are while the year goes on."""
    shared_labels: bool = False
    """Regions word its labels alike, so that what one template calls a field helps to read another's forms."""
    plans: bool = False
    """It tells what is planned, before the year begins: dated by the coming year."""
    carried_from: tuple[str, ...] = ()
    """Ids of the kinds that it can be made of, the nearest first; its own kind is last year's form."""
    carried: tuple[Carried, ...] = ()
    """Fields that have another name in the form it is made of."""
    carried_funds: tuple[tuple[str, str], ...] = ()
    """(fund row by meaning, header field of the source by meaning): amounts that become 年初预算数."""
    not_carried: tuple[str, ...] = ()
    """Fields (by meaning) that belong to one form and stay blank in one made of it."""
    stage: int = 0
    """Its place in a project's year (declared, watched, evaluated); 0: it is not part of it."""
    tells: tuple[str, ...] = ()
    """What its indicators tell at that stage, by meaning."""
    always_in_json: tuple[str, ...] = ()
    """Keys that stand in the JSON even when the form has no such cell."""
    summary: tuple[SummaryColumn, ...] = ()
    """Columns of its 汇总表 beside number, project and unit."""

    def follows(self, earlier: "Kind") -> bool:
        """Whether it is made of the other kind within one year: 申报表 → 监控表 → 自评表."""
        return earlier is not self and earlier.id in self.carried_from and not self.plans
