"""Chapter 7, the whole unit: doubled sheets, filler indicators, totals against the books."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.subject import FormSubject, RowSubject
from perfdesk.rules.facts.texts import bare, shown
from perfdesk.rules.model import BOTH, SELF, Hit, Scope, hit
from perfdesk.rules.registry import rule
from perfdesk.targets import parse_unit
from perfdesk.values import plain, without_space

_FEW = 3
_ALMOST_ALL = Decimal("99.95")
_WAN = Decimal(10000)


@rule("U02", Scope.PORTFOLIO, SELF, reads=("total_score", "grade", "weight", "score"))
def nothing_deducted(group: GroupSubject) -> Iterator[Hit]:
    """U02 · audit focus: when no form loses a point, have the evidence at hand."""
    forms = group.forms_for("U02")
    totals = [form.once(total_of) for form in forms]
    known = [total for total in totals if total is not None]
    if len(forms) < _FEW or len(known) < len(forms):
        return
    if all(total >= _ALMOST_ALL for total in known) or not any(
        form.once(loses_points) for form in forms
    ):
        yield hit(
            None,
            forms=len(forms),
            lowest=min(known),
            related=[form.path("total_score") for form in forms],
        )


@rule("U04", Scope.PORTFOLIO, SELF, reads=("initial", "executed", "money_unit"))
def totals_of_unit(group: GroupSubject) -> Iterator[Hit]:
    """U04 · 10号 自评全覆盖: Σ年初预算 is the approved one, Σ执行数 that of the books, where typed in."""
    for name, approved, variant in (
        ("initial", group.unit.approved_initial, "initial"),
        ("executed", group.unit.approved_executed, "executed"),
    ):
        if approved is None:
            continue
        amounts = [
            (f, getattr(f.total, name).value or Decimal(0))
            for f in group.forms_for("U04")
            if f.total
        ]
        total = sum(
            (v * parse_unit(f.view.money_unit).scale / _WAN for f, v in amounts), Decimal(0)
        )
        if abs(total - approved) > Decimal("0.01") * max(1, len(amounts)):
            yield hit(
                None,
                variant,
                total=total,
                approved=approved,
                gap=abs(total - approved),
                arithmetic=f"{' + '.join(plain(v) for _, v in amounts[:12])}{' + …' if len(amounts) > 12 else ''}"
                f" = {plain(total)}，应为 {plain(approved)}，差 {plain(abs(total - approved))}",
            )


def placed_names(form: FormSubject) -> tuple[tuple[str, str, RowSubject], ...]:
    """The indicators of a form: bare name, 二级指标 without 指标, row."""
    return tuple(
        (row.bare_name, without_space(row.view.level2).removesuffix("指标"), row)
        for row in form.rows
        if row.name and row.view.level2 and not row.suspect
    )


def loses_points(form: FormSubject) -> bool:
    """Whether any indicator of the form has lost points."""
    return any(row.deducted is not None for row in form.rows)


def total_of(form: FormSubject) -> Decimal | None:
    """The form's total score, None when blank or unreadable."""
    return form.view.amount("total_score").value


@rule("U05", Scope.PORTFOLIO, BOTH, reads=("level2", "level3"))
def one_home_for_a_name(group: GroupSubject) -> Iterator[Hit]:
    """U05 · CS: an indicator stands under the same 二级指标 in all forms."""
    forms = group.forms_for("U05")
    first: dict[str, str] = {}
    mixed: set[str] = set()
    for form in forms:
        for name, level2, _ in form.once(placed_names):
            if first.setdefault(name, level2) != level2:
                mixed.add(name)
    homes: dict[str, dict[str, list[RowSubject]]] = {}
    for form in forms if mixed else ():
        for name, level2, row in form.once(placed_names):
            if name in mixed:
                homes.setdefault(name, {}).setdefault(level2, []).append(row)
    for levels in homes.values():
        if len({row.form.id for rows in levels.values() for row in rows}) < 2 or len(levels) < 2:
            continue
        ordered = sorted(levels.values(), key=lambda rows: (-len(rows), rows[0].form.order))
        usual, odd = ordered[0][0], ordered[1][0]
        if usual.form is odd.form:
            continue
        yield hit(
            odd.form.path(""),
            label=odd.label,
            level2=odd.view.level2,
            own=shown(odd.form.project_name, 24),
            usual=usual.view.level2,
            other=shown(usual.form.project_name, 24),
            related=[
                odd.path("level2"),
                *(row.path("level2") for rows in ordered for row in rows if row is not odd),
            ][:40],
        )


def names_by_bare(form: FormSubject) -> dict[str, str]:
    """The indicator names of a form as typed, by their bare form."""
    return {row.bare_name: row.name for row in form.rows if row.name}


@rule("U06", Scope.PORTFOLIO, BOTH, reads=("level3",))
def filler_indicators(group: GroupSubject) -> Iterator[Hit]:
    """U06 · 101号: indicators that stand in more than 80 % of the forms say little of any of them."""
    forms = group.forms_for("U06")
    if len(forms) <= _FEW:
        return
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for form in forms:
        own = form.once(names_by_bare)
        counts.update(own.keys())
        for bare_name in own.keys() - names.keys():
            names[bare_name] = own[bare_name]
    common = [
        (names[name], times) for name, times in counts.most_common() if times * 10 > len(forms) * 8
    ]
    if common:
        listed = "、".join(f"“{name}”" for name, _ in common[:5])
        yield hit(None, names=listed, times=common[0][1], forms=len(forms), kinds=len(common))


@rule("U07", Scope.PORTFOLIO, BOTH, reads=("project_name",))
def one_sheet_a_project(group: GroupSubject) -> Iterator[Hit]:
    """U07 · CS: no project has two sheets of a year; (2022年) and (跨年) make different ones."""
    first: dict[tuple[str, str], FormSubject] = {}
    for form in group.forms_for("U07"):
        name = bare(form.project_name)
        if not name:
            continue
        other = first.setdefault((name, bare(form.text("organisation"))), form)
        if other is not form:
            yield hit(form.path(""), project=shown(form.project_name, 40), related=[other.path("")])
