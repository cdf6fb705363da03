"""Chapter 7, the self-evaluation beside the declaration that it follows (X01 to X05)."""

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.kinds import TARGET_DECLARATION
from perfdesk.rules import fixes
from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.pairs import PAIRING, earlier_of_kind, project_key, switched_on
from perfdesk.rules.facts.subject import FormSubject, RowSubject
from perfdesk.rules.facts.texts import bare, organisation_core, shown, similarity
from perfdesk.rules.model import SELF, Hit, Scope, hit
from perfdesk.rules.registry import rule
from perfdesk.targets import Expression, Kind, parse_unit
from perfdesk.values import format_decimal, plain

_RENAMED = 0.8
_SAME_TEXT = 0.9
_APPROVED = "已批复"

Pairs = list[tuple[FormSubject, FormSubject]]


def declared(group: GroupSubject) -> Pairs:
    """Each form of the group with the declaration it follows."""
    found = earlier_of_kind(group, TARGET_DECLARATION)
    return [(form, found[form.id]) for form in group.forms if form.id in found]


def _declared_rows(form: FormSubject) -> list[RowSubject]:
    """The indicators that the year is measured by; those of the whole period are not."""
    return [row for row in form.rows if row.text("term") != "medium" and row.bare_name]


class _Rows:
    """The indicators of a self-evaluation beside those declared."""

    def __init__(self, form: FormSubject, before: FormSubject) -> None:
        own = [row for row in form.rows if row.bare_name]
        left = _declared_rows(before)
        self.same: list[tuple[RowSubject, RowSubject]] = []
        self.renamed: list[tuple[RowSubject, RowSubject]] = []
        self.added: list[RowSubject] = []
        rest = []
        for row in own:
            other = next((o for o in left if o.bare_name == row.bare_name), None)
            if other is None:
                rest.append(row)
            else:
                left.remove(other)
                self.same.append((row, other))
        for row in rest:
            scored = [(similarity(row.bare_name, o.bare_name, _RENAMED), o) for o in left]
            likeness, best = max(scored, key=lambda s: s[0], default=(0.0, None))
            if best is not None and likeness >= _RENAMED:
                left.remove(best)
                self.renamed.append((row, best))
            else:
                self.added.append(row)
        self.gone = left


def compared_rows(group: GroupSubject) -> list[tuple[FormSubject, FormSubject, _Rows]]:
    """The pairs with their indicators compared; forms that have nothing in common are no pair."""
    found = [(form, before, _Rows(form, before)) for form, before in group.once(declared)]
    return [entry for entry in found if entry[2].same or entry[2].renamed]


@rule("X01", Scope.PORTFOLIO, SELF, reads=PAIRING, across=True)
def indicators_as_declared(group: GroupSubject) -> Iterator[Hit]:
    """X01 · 10号: the self-evaluation has the indicators that were declared, under their names."""
    for form, _, rows in group.once(compared_rows):
        if not switched_on("X01", form):
            continue
        for row, other in rows.renamed:
            yield hit(
                row.path("level3"),
                "renamed",
                label=row.label,
                declared=other.label,
                fix=fixes.set_text("用申报的名称", row.path("level3"), other.view.name),
                related=[other.path("level3")],
            )
        for row in rows.added:
            yield hit(row.path("level3"), "added", label=row.label)
        for other in rows.gone:
            level = bare(other.view.level2)
            near = [row for row in form.rows if bare(row.view.level2) == level]
            place = (near or list(form.rows))[-1].path("level3")
            yield hit(place, label=other.label, related=[other.path("level3")])


@rule(
    "X02",
    Scope.PORTFOLIO,
    SELF,
    reads=(*PAIRING, "target", "target_sign", "target_value", "target_unit"),
    across=True,
)
def targets_as_declared(group: GroupSubject) -> Iterator[Hit]:
    """X02 · 101号 “设立后原则上不得调整”: a target is the declared one, or the one that was approved."""
    for form, _, rows in group.once(compared_rows):
        if not switched_on("X02", form):
            continue
        for row, other in (*rows.same, *rows.renamed):
            if row.blank("target") or other.blank("target"):
                continue
            if same_target(row.target, other.target) or _approved(form, row):
                continue
            text = other.text("target")
            yield hit(
                row.path("target"),
                label=row.label,
                declared=text,
                target=row.text("target"),
                fix=fixes.set_text(f"改回“{shown(text, 12)}”", row.path("target"), text)
                if form.view.template.field(row.id, "target") and not form.view.template.renamed
                else None,
                related=[other.path("target")],
            )


def _approved(form: FormSubject, row: RowSubject) -> bool:
    """Whether the target is one that a document has approved; one that was only applied for is not."""
    from perfdesk.targets import read_target

    entry = form.view.form.approved.get(row.id, {})
    text = entry.get("approved") or entry.get("target")
    return (
        entry.get("state") == _APPROVED
        and bool(text)
        and same_target(row.target, read_target(text))
    )


def same_target(one: Expression, two: Expression) -> bool:
    """Whether two targets ask the same: 100% and =100.00(%), 1万元 and 10000元, 不低于90% and ≥90%."""
    if bare(one.text) == bare(two.text):
        return True
    if one.kind is Kind.DATE and two.kind is Kind.DATE:
        return _day(one) == _day(two) and one.operator == two.operator
    if not one.numeric or not two.numeric:
        return False
    if one.operator != two.operator:
        return False
    first, second = parse_unit(one.printed_unit), parse_unit(two.printed_unit)
    if first.base and second.base and first.base != second.base:
        return False
    # A missing unit on either side is the other's.
    scale = first.scale if first.base else second.scale
    other = second.scale if second.base else first.scale
    return all(
        (a is None) == (b is None) and (a is None or b is None or a * scale == b * other)
        for a, b in ((one.low, two.low), (one.high, two.high))
    )


def _day(target: Expression) -> tuple[object, ...]:
    ends = [(e.month, e.day) if e is not None else None for e in (target.begin, target.end)]
    return tuple(ends)


@rule("X03", Scope.PORTFOLIO, SELF, reads=PAIRING, across=True)
def names_as_declared(group: GroupSubject) -> Iterator[Hit]:
    """X03 · CS: project, unit and department are called as in the declaration; codes and (汇总) aside."""
    for form, before in group.once(declared):
        if not switched_on("X03", form):
            continue
        for name in ("project_name", "organisation", "department"):
            own, other = _core(form, name), _core(before, name)
            if own and other and own != other:
                text = before.text(name)
                yield hit(
                    form.path(name),
                    label=form.label(name),
                    text=shown(form.text(name)),
                    declared=shown(text),
                    fix=fixes.set_text("用申报的名称", form.path(name), text),
                    related=[before.path(name)],
                )


def _core(form: FormSubject, name: str) -> str:
    if name == "project_name":
        return project_key(form)
    return bare(organisation_core(form.text(name)))


@rule(
    "X04",
    Scope.PORTFOLIO,
    SELF,
    reads=(*PAIRING, "initial", "year_total", "money_unit"),
    across=True,
)
def budget_as_declared(group: GroupSubject) -> Iterator[Hit]:
    """X04 · CS: 年初预算数 is what was applied for; another power of ten is a mistaken unit."""
    for form, before in group.once(declared):
        total = form.total
        if not switched_on("X04", form) or total is None:
            continue
        initial, applied = total.initial, before.view.amount("year_total")
        if initial.value is None or applied.value is None or not applied.value:
            continue
        scale = parse_unit(form.view.money_unit).scale
        due = applied.value * parse_unit(before.view.money_unit).scale / scale
        if abs(initial.value - due) <= max(form.half_unit, Decimal("0.005")) or not initial.value:
            continue  # 年初 0 is a project of mid-year
        grave = _power_of_ten(initial.value / due)
        yield hit(
            total.path("initial"),
            "power" if grave else "",
            applied=applied.text or "",
            applied_unit=before.view.money_unit,
            due=format_decimal(due, 2),
            initial=initial.text or "",
            unit=form.view.money_unit,
            arithmetic=f"{plain(applied.value)}{before.view.money_unit} = {plain(due)}{form.view.money_unit}"
            f"，表中 {initial.text}",
            fix=fixes.set_text("改为申报数", total.path("initial"), format_decimal(due, 2))
            if grave
            else None,
            related=[before.path("year_total")],
        )


def _power_of_ten(ratio: Decimal) -> bool:
    digits = ratio.normalize().as_tuple().digits
    return digits == (1,) and ratio != 1


@rule("X05", Scope.PORTFOLIO, SELF, reads=(*PAIRING, "goal_expected", "goal_annual"), across=True)
def goal_as_declared(group: GroupSubject) -> Iterator[Hit]:
    """X05 · 10号: 预期目标 is the annual goal of the declaration."""
    for form, before in group.once(declared):
        own, other = bare(form.text("goal_expected")), bare(before.text("goal_annual"))
        if (
            own
            and other
            and switched_on("X05", form)
            and similarity(own, other, _SAME_TEXT) < _SAME_TEXT
        ):
            yield hit(form.path("goal_expected"), related=[before.path("goal_annual")])
