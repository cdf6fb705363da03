"""Chapter 3, weights, scores, totals and the grade."""

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.rules import fixes
from perfdesk.rules.facts import blanks
from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.outputs import output_of_zero
from perfdesk.rules.facts.subject import FormSubject, RowSubject
from perfdesk.rules.facts.texts import unbracketed
from perfdesk.rules.model import SELF, Hit, Scope, hit, told
from perfdesk.rules.narrative import unfinished
from perfdesk.rules.reach import score_sheet
from perfdesk.rules.registry import rule
from perfdesk.scoring import grade_of
from perfdesk.values import ABSENT, half_up, plain, without_space

_CENT = Decimal("0.01")
_HEAVY = Decimal(40)
_GRADES = {
    "优秀": "优",
    "优等": "优",
    "良好": "良",
    "良等": "良",
    "中等": "中",
    "一般": "中",
    "较差": "差",
    "差等": "差",
}


@rule("W01", Scope.FORM, SELF, reads=("weight", "total_weight"))
def weights_add_up(form: FormSubject) -> Iterator[Hit]:
    """W01 · 10号: indicators weigh 90, the execution row 10, and the printed total is their sum."""
    if not form.rows or any(row.weight is None for row in form.rows):
        return
    wanted, place = form.profile.indicator_weight_total, form.path("total_weight")
    weights = [row.weight or Decimal(0) for row in form.rows]
    total = sum(weights, Decimal(0))
    execution = form.view.funds[0].weight
    due = form.profile.execution_weight
    if form.once(own_system) is not None:
        return  # W10 says so
    line = f"{' + '.join(plain(w) for w in weights)} = {plain(total)}，应为 {plain(wanted)}"
    if abs(total - wanted) > 0:
        yield hit(
            place,
            total=total,
            expected=wanted,
            execution=due,
            gap=abs(total - wanted),
            arithmetic=line,
            related=[row.path("weight") for row in form.rows],
        )
        return
    if execution.value is not None and execution.value != due:
        yield hit(
            place,
            "execution",
            printed=execution.text or "",
            expected=due,
            related=[form.view.funds[0].path("weight")],
            fix=fixes.set_text("改为规定分值", form.view.funds[0].path("weight"), plain(due)),
        )
        return
    printed = form.view.text("total_weight")
    whole = form.view.amount("total_weight")
    if printed and (whole.unreadable or (whole.value is not None and whole.value != total + due)):
        yield hit(
            place,
            "printed",
            printed=printed,
            expected=total + due,
            fix=fixes.automatic(place),
            arithmetic=f"{plain(total)} + {plain(due)} = {plain(total + due)}，表中 {printed}",
        )


def own_system(form: FormSubject) -> Decimal | None:
    """The points that a form itself gives to the execution rate, where they are not the profile's and
    the form agrees with itself: 20 beside indicators of 80, none beside indicators of 100; else None."""
    weights = [row.weight for row in form.rows if row.weight is not None]
    if not form.view.funds or not weights or len(weights) < len(form.rows):
        return None
    total, whole = sum(weights, Decimal(0)), form.view.amount("total_weight")
    printed = form.view.funds[0].weight.value
    own = printed if printed is not None else Decimal(0)
    # Beside indicators of 90 or without a printed total a wrong 分值 is only wrong.
    if own == form.profile.execution_weight or total == form.profile.indicator_weight_total:
        return None
    agrees = whole.value in (None, total + own) and not whole.unreadable
    return own if agrees and total + own == _ALL and own < _MUCH else None


_ALL = Decimal(100)
_MUCH = Decimal(50)


@rule("W10", Scope.FORM, SELF, reads=("weight", "total_weight"))
def other_system(form: FormSubject) -> Iterator[Hit]:
    """W10 · CS: a form that shares out its 100 points in its own way (20 + 80) is checked by it, and it is said."""
    own = form.once(own_system)
    if own is not None:
        total = _ALL - own
        yield hit(
            form.path(""),
            "" if own else "none",
            own=own,
            total=total,
            region=form.view.template.region,
            due=form.profile.execution_weight,
        )


@rule("W02", Scope.ROW, SELF, reads=("weight", "score", "level3"))
def score_within_weight(row: RowSubject) -> Iterator[Hit]:
    """W02 · SYS: a score is at least 0 and at most its weight."""
    if row.score is None or row.weight is None:
        return
    place = row.path("score")
    shared = told(label=row.label, score=row.text("score"), weight=row.text("weight"))
    if row.score > row.weight > 0:  # without a weight W07 speaks
        yield hit(
            place,
            arithmetic=f"{plain(row.score)} − {plain(row.weight)} = {plain(row.score - row.weight)}",
            fix=fixes.set_text("改为分值", place, row.text("weight")),
            related=[row.path("weight")],
            **shared,
        )
    elif row.score < 0:
        yield hit(place, "negative", related=[row.path("weight")], **shared)


@rule("W03", Scope.FORM, SELF, reads=("score", "total_score", "weight"))
def scores_add_up(form: FormSubject) -> Iterator[Hit]:
    """W03 · arithmetic: 总分 is the execution row's points and those of all indicators."""
    total = form.view.amount("total_score")
    execution = form.total.score if form.total else ABSENT
    scores = [row.score for row in form.rows]
    if execution.value is None and not form.once(score_sheet):
        return
    if not scores or any(score is None for score in scores):
        return
    own = [] if execution.value is None else [execution.value]
    points = [*own, *(score or Decimal(0) for score in scores)]
    expected = sum(points, Decimal(0))
    if total.value is None and not total.unreadable:
        return
    if total.value is not None and abs(total.value - expected) <= _CENT:
        return
    place = form.path("total_score")
    line = f"{' + '.join(plain(p) for p in points)} = {plain(expected)}，表中 {total.text}"
    yield hit(
        place,
        expected=expected,
        printed=total.text or "",
        arithmetic=line,
        fix=fixes.automatic(place),
    )


@rule("W04", Scope.FORM, SELF, reads=("total_score", "grade"))
def grade_follows_total(form: FormSubject) -> Iterator[Hit]:
    """W04 · 10号 / profile: the grade is that of the total by the region's bands."""
    total, grade = form.view.amount("total_score").value, without_space(form.text("grade"))
    bands = form.profile.grade_bands
    if total is None or not grade or not bands:
        return
    names = {band.name for band in bands}
    found = grade if grade in names else _GRADES.get(grade, grade)
    if found not in names and found not in {"优", "良", "中", "差", "合格", "不合格"}:
        return
    expected = grade_of(total, bands)
    if found != expected:
        lines = "，".join(
            f"{band.name} ≥ {plain(band.lowest)}" for band in bands if band.lowest > 0
        )
        yield hit(
            form.path("grade"),
            total=form.text("total_score"),
            expected=expected,
            printed=form.text("grade"),
            arithmetic=f"{lines}；总分 {plain(total)}",
            fix=fixes.automatic(form.path("grade")),
        )


@rule("W05", Scope.PORTFOLIO, SELF, reads=("level1", "weight"))
def usual_weights(group: GroupSubject) -> Iterator[Hit]:
    """W05 · 10号/101号: first levels far from the usual weights; one finding for all forms."""
    odd = [(form, text) for form in group.forms_for("W05") if (text := form.once(unusual_weights))]
    if odd:
        first, text = odd[0]
        place = first.rows[0].path("weight")
        yield hit(
            place,
            weights=text,
            forms=len(odd),
            related=[form.rows[0].path("weight") for form, _ in odd[1:]],
        )


def unusual_weights(form: FormSubject) -> str:
    """The form's first-level weights, where one is 10 points or more from the usual; else ""."""
    usual = dict(form.profile.usual_weights)
    if not usual or not form.rows or any(row.weight is None for row in form.rows):
        return ""
    own: dict[str, Decimal] = {}
    for row in form.rows:
        level = unbracketed(without_space(row.view.level1)).removesuffix("指标") + "指标"
        own[level] = own.get(level, Decimal(0)) + (row.weight or Decimal(0))
    if "满意度指标" in usual and "满意度指标" not in own:
        usual["效益指标"] = usual.get("效益指标", Decimal(0)) + usual.pop("满意度指标")
    if "成本指标" in usual and "成本指标" not in own:
        usual["产出指标"] = usual.get("产出指标", Decimal(0)) + usual.pop("成本指标")
    levels = set(usual) | set(own)
    if all(abs(own.get(level, Decimal(0)) - usual.get(level, Decimal(0))) < 10 for level in levels):
        return ""
    return "、".join(f"{level}{plain(points)}" for level, points in own.items())


@rule("W06", Scope.FORM, SELF, reads=("weight", "level3", "target", "actual"))
def weights_balanced(form: FormSubject) -> Iterator[Hit]:
    """W06 · 10号 权重合理: one indicator of 40 points, or an unmet one that hardly counts."""
    rows = [row for row in form.rows if row.weight is not None]
    if len(rows) <= 3:
        return  # simple projects are told once for all of them
    for row in rows:
        if (row.weight or 0) >= _HEAVY:
            yield hit(row.path("weight"), label=row.label, weight=row.text("weight"))
    mean = sum((row.weight or Decimal(0) for row in rows), Decimal(0)) / len(rows)
    for row in rows:
        if row.met is False and (row.weight or Decimal(0)) * 3 <= mean:
            yield hit(
                row.path("weight"),
                "light",
                label=row.label,
                weight=row.text("weight"),
                mean=round(mean, 2),
            )


@rule("W06", Scope.PORTFOLIO, SELF, reads=("weight", "level3"))
def simple_projects(group: GroupSubject) -> Iterator[Hit]:
    """W06 · 10号 权重合理: projects of three indicators and less, told once."""
    heavy = [
        row
        for form in group.forms_for("W06")
        if len(form.rows) <= 3
        for row in form.rows
        if row.weight is not None and row.weight >= _HEAVY
    ]
    if heavy:
        forms = len({row.form.id for row in heavy})
        yield hit(
            heavy[0].path("weight"),
            "simple",
            label=heavy[0].label,
            weight=heavy[0].text("weight"),
            forms=forms,
            related=[row.path("weight") for row in heavy[1:]],
        )


@rule("W07", Scope.ROW, SELF, reads=blanks.READS, context=("suspect",))
def weight_and_score_present(row: RowSubject) -> Iterator[Hit]:
    """W07 · SYS: every indicator has a weight above 0 and a score."""
    names = blanks.blank_cells(row, "W07")
    if names:
        yield hit(
            row.path(names[0]),
            label=row.label,
            missing=blanks.in_words(names),
            related=blanks.others(row, names),
        )
    for name in ("weight", "score"):
        if getattr(row.view, name).unreadable:
            yield hit(
                row.path(name),
                "unreadable",
                label=row.label,
                missing=blanks.in_words((name,)),
                text=row.text(name),
            )
    if row.weight is not None and row.weight <= 0:
        yield hit(row.path("weight"), "zero", label=row.label, weight=row.text("weight"))


@rule("W08", Scope.ROW, SELF, reads=("score", "level3"))
def two_decimals(row: RowSubject) -> Iterator[Hit]:
    """W08 · SYS: scores have at most two decimals."""
    if row.view.score.decimals > 2 and row.score is not None:
        place = row.path("score")
        yield hit(
            place,
            label=row.label,
            score=row.text("score"),
            fix=fixes.set_text("四舍五入到两位", place, format(half_up(row.score, 2), "f")),
        )


@rule(
    "W09",
    Scope.FORM,
    SELF,
    reads=(
        "total_score",
        "grade",
        "target",
        "actual",
        "level1",
        "level3",
        "goal_actual",
        "deviation",
    ),
)
def high_total_unfinished(form: FormSubject) -> Iterator[Hit]:
    """W09 · 10号 结果客观: a high total beside a core output of 0 or an unfinished project."""
    total = form.view.amount("total_score").value
    best = max((band.lowest for band in form.profile.grade_bands), default=Decimal(90))
    if total is None or total < best:
        return
    place, score = form.path("total_score"), form.text("total_score")
    nothing = next((row for row in form.rows if output_of_zero(row)), None)
    if nothing is not None:
        yield hit(
            place,
            label=nothing.label,
            score=score,
            grade=form.text("grade"),
            related=[nothing.path("actual")],
        )
        return
    told = unfinished(form)
    if told is not None and not told.behind:
        yield hit(
            place,
            "unfinished",
            words=told.words,
            score=score,
            grade=form.text("grade"),
            related=[told.path],
        )
