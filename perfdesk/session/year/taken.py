"""What a form made of another took over, and what is left to be filled in, in words."""

from dataclasses import dataclass

from perfdesk.cellpath import FUND_PREFIX, FUND_TOTAL
from perfdesk.document import Form, FormView
from perfdesk.session.money_units import convert
from perfdesk.session.year.year_money import initial_of
from perfdesk.template.model import Field, Template
from perfdesk.values import plain

_MOST_NAMED = 6
_FIXED = frozenset({"title", "year", "money_unit", "level1", "level2"})


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Both lists."""

    taken: tuple[str, ...]
    """项目名称, 三级指标 8 条, 年初预算数 74.3 万元（743000 元折算）."""
    left: tuple[str, ...]
    """Labels of what is to be typed."""
    homeless: tuple[str, ...] = ()
    """Amounts of the source for which the form has no row: 上年结转资金 5 万元."""

    @property
    def in_words(self) -> str:
        """已带入：…；待填：…"""
        named = self.left[:_MOST_NAMED]
        more = f"等 {len(self.left)} 项" if len(self.left) > _MOST_NAMED else ""
        left = f"；待填：{'、'.join(named)}{more}" if named else ""
        lost = "".join(f"；{entry}没有位置，请并入其他来源" for entry in self.homeless)
        return f"已带入：{'、'.join(self.taken)}{lost}{left}"


def taken_over(form: Form, template: Template, source: FormView) -> TakenOver:
    """What stands in a form that was just made of another, what is blank in it, and what found no place."""
    source_unit = source.money_unit
    taken: list[str] = []
    left: list[str] = []
    for field in template.header_fields:
        if field.name in template.printed_header and _counts(field):
            (taken if form.header.get(field.name) else left).append(field.label)
    if template.fund_rows and (amount := initial_of(form, template)) is not None:
        unit = template.money_unit
        note = f"（由{source_unit}折算为{unit}）" if source_unit != unit else ""
        taken.append(f"{_label(template, 'initial')} {plain(amount)} {unit}{note}")
    left += [f.label for f in template.fund_fields if _is_left(form, f)]
    for field in template.indicator_fields:
        if not _counts(field) or field.ticks:
            continue
        count = sum(bool(row.get(field.name)) for row in form.indicators)
        if count:
            taken.append(f"{field.label} {count} 条")
        else:
            left.append(field.label)
    return TakenOver(tuple(taken), tuple(left), _homeless(source, template))


def _homeless(source: FormView, template: Template) -> tuple[str, ...]:
    """Amounts of the declaration whose source of money the form does not print."""
    found = []
    for meaning, name in template.kind.carried_funds:
        field = source.meant(name)
        amount = source.amount(name).value if field is not None else None
        if (
            amount
            and template.fund_rows
            and template.fund_row(meaning) is None
            and field is not None
        ):
            said = plain(convert(amount, source.money_unit, template.money_unit))
            found.append(f"{field.label} {said} {template.money_unit}")
    return tuple(found)


def _counts(field: Field) -> bool:
    return bool(field.label) and not field.computed and field.name not in _FIXED


def _is_left(form: Form, field: Field) -> bool:
    """A column of amounts in which nothing stands yet; what is computed follows by itself."""
    if field.computed not in ("", "sum") or field.inputs or field.default is not None:
        return False
    rows = [row.id for row in form.funds if row.id.startswith(FUND_PREFIX)]
    return not any(form.get(row, field.name) for row in rows)


def _label(template: Template, meaning: str) -> str:
    field = template.meant(FUND_TOTAL, meaning)
    return field.label if field is not None else ""
