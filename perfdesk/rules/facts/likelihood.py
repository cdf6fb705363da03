"""完成目标可能性 of a row of the mid-year form, ticked in one of three columns or written in one."""

from perfdesk.cellpath import ROW_PREFIX, CellPath
from perfdesk.rules.facts.subject import FormSubject, RowSubject
from perfdesk.template.model import Field
from perfdesk.values import is_blank, is_dash

CERTAIN = "确定能"
POSSIBLE = "有可能"
HOPELESS = "完全不可能"
LIKELIHOOD = ("likelihood", "certain", "possible", "impossible")
"""The fields in which it may stand, as rules name them in `reads`."""
_JSON = "likelihood"
# As the systems keep it (MONITORING.md): 1, 2, 3.
_CODES = {"1": CERTAIN, "2": POSSIBLE, "3": HOPELESS}


def likelihood_columns(form: FormSubject) -> tuple[Field, ...]:
    """The columns in which the likelihood stands."""
    fields = form.view.template.indicator_fields
    return tuple(f for f in fields if f.json == _JSON and form.has(f.name, ROW_PREFIX))


def likelihood_fields(row: RowSubject) -> tuple[str, ...]:
    """The names of the cells of the row in which the likelihood stands; none where the form has none."""
    return tuple(field.name for field in row.form.once(likelihood_columns))


def likelihood(row: RowSubject) -> str:
    """确定能, 有可能 or 完全不可能; "" when blank, ticked twice or otherwise worded."""
    said = []
    for field in row.form.once(likelihood_columns):
        text = row.text(field.name)
        if is_blank(text) or is_dash(text):
            continue
        said.append(field.ticks or _in_words(text))
    return said[0] if len(said) == 1 else ""


def _in_words(text: str) -> str:
    code, _, _ = text.strip().partition(" ")
    if code in _CODES:
        return _CODES[code]
    if "不可能" in text or "不能" in text:
        return HOPELESS
    if "有可能" in text or "可能" in text:
        return POSSIBLE
    return CERTAIN if "能" in text else ""


def unsaid(row: RowSubject) -> bool:
    """Whether the form asks for the likelihood and nothing at all stands there."""
    names = likelihood_fields(row)
    return bool(names) and all(row.blank(name) for name in names)


def likelihood_path(row: RowSubject) -> CellPath:
    """The cell that says it, the first one that could where none does."""
    names = likelihood_fields(row)
    return row.path(next((name for name in names if not row.blank(name)), names[0]))
