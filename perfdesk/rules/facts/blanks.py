"""What of an indicator row is not filled in yet: one row, one finding, by the first rule that applies."""

from perfdesk.cellpath import ROW_PREFIX, CellPath
from perfdesk.rules.facts.likelihood import LIKELIHOOD, likelihood_columns, unsaid
from perfdesk.rules.facts.subject import FormSubject, RowSubject

ASKED_BY = {
    "level3": "S01",
    "target": "I14",
    "actual": "T19",
    "weight": "W07",
    "score": "W07",
    "so_far": "M01",
    "expected": "M01",
    "likelihood": "M01",
}
"""Which rule asks for a cell, in the order in which they speak."""
READS = (*(name for name in ASKED_BY if name != "likelihood"), *LIKELIHOOD)
_NAMES = {
    "level3": "三级指标",
    "target": "目标值",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "so_far": "执行情况",
    "expected": "全年预计完成情况",
    "likelihood": "完成可能性",
}
_NUMBERS = ("weight", "score")


def blank_cells(row: RowSubject, rule_id: str) -> tuple[str, ...]:
    """The fields of a row that are blank, where this rule is the one to say so; else none.

    A column that the form does not have is never blank; of the target in a row that an import has
    damaged I14 speaks by itself.
    """
    found = [name for name in row.form.once(_asked) if _blank(row, name)]
    if row.suspect:
        if rule_id == "I14":
            return ("target",) if "target" in found else ()
        found = [name for name in found if name != "target"]
    if not found or ASKED_BY[found[0]] != rule_id:
        return ()
    return tuple(found)


def _asked(form: FormSubject) -> tuple[str, ...]:
    """The fields that a rule in force asks for and that the form's template has at all."""
    off, template = form.profile.disabled_rules, form.view.template
    return tuple(
        name
        for name, asked_by in ASKED_BY.items()
        if asked_by not in off
        and (
            bool(likelihood_columns(form))
            if name == "likelihood"
            else template.meant(ROW_PREFIX, name) is not None
        )
    )


def in_words(names: tuple[str, ...]) -> str:
    """Blank cells as a message names them: 目标值、实际完成值和得分."""
    words = [_NAMES[name] for name in names]
    return "和".join(filter(None, ("、".join(words[:-1]), words[-1])))


def others(row: RowSubject, names: tuple[str, ...]) -> list[CellPath]:
    """The cells beside the first one."""
    return [row.path(name) for name in names[1:]]


def _blank(row: RowSubject, name: str) -> bool:
    if name == "likelihood":
        return unsaid(row)
    if not row.form.has(name, row.id):
        return False
    if name in _NUMBERS:
        quantity = row.view.weight if name == "weight" else row.view.score
        return quantity.value is None and not quantity.unreadable
    return row.blank(name)
