"""The unit's own library, grown from its forms, and one indicator over the years."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from perfdesk.document import FormView, IndicatorView
from perfdesk.library.entry import OWN_BASIS, IndicatorEntry, Origin, bare, same_meaning
from perfdesk.targets import SIGNS, Expression
from perfdesk.values import plain


@dataclass(frozen=True, slots=True)
class YearValue:
    """What one form says of an indicator; texts as typed, "" where blank or without such a place."""

    form_id: str
    row_id: str
    year: int | None
    kind: str
    project: str
    name: str
    target: str
    actual: str
    weight: str
    score: str


class OwnIndicators:
    """Entries by form, so that an edit makes only its own form's anew."""

    def __init__(self) -> None:
        self._by_form: dict[str, tuple[IndicatorEntry, ...]] = {}
        self._merged: tuple[IndicatorEntry, ...] | None = None

    def put(self, view: FormView) -> None:
        """Take a form's indicators, in place of those it had."""
        self._by_form[view.id] = tuple(entries_of(view))
        self._merged = None

    def drop(self, form_id: str) -> None:
        """Forget a form."""
        if self._by_form.pop(form_id, None) is not None:
            self._merged = None

    def has(self, form_id: str) -> bool:
        """Whether a form's indicators are in."""
        return form_id in self._by_form

    @property
    def form_ids(self) -> tuple[str, ...]:
        """The forms whose indicators are in."""
        return tuple(self._by_form)

    def entries(self) -> tuple[IndicatorEntry, ...]:
        """One entry for each indicator of the unit, the newest year's target as its example."""
        if self._merged is None:
            self._merged = tuple(_merged(self._by_form.values()))
        return self._merged


def entries_of(view: FormView) -> Iterator[IndicatorEntry]:
    """The named indicators of a form as entries."""
    for row in view.indicators:
        if bare(row.name):
            sign, unit, example = _parts(row.target)
            yield IndicatorEntry(
                name=row.name.strip(),
                level1=row.level1.strip(),
                level2=row.level2.strip(),
                sign=sign,
                unit=unit,
                example=example,
                source=view.project_name,
                basis=OWN_BASIS,
                weight=row.text("weight").strip(),
                origin=Origin.OWN,
                years=(view.year,) if view.year is not None else (),
            )


def indicator_years(views: Iterable[FormView], name: str) -> list[YearValue]:
    """Every row of these forms that is this indicator or means the same, newest year first."""
    found = [
        _year_value(view, row)
        for view in views
        for row in view.indicators
        if bare(row.name) and (bare(row.name) == bare(name) or same_meaning(row.name, name))
    ]
    return sorted(found, key=lambda value: (-(value.year or 0), value.project, value.kind))


def _year_value(view: FormView, row: IndicatorView) -> YearValue:
    texts = (row.text(name).strip() for name in ("target", "actual", "weight", "score"))
    place = (view.id, row.id, view.year, view.form.kind, view.project_name, row.name.strip())
    return YearValue(*place, *texts)


def _parts(target: Expression) -> tuple[str, str, str]:
    """Sign, unit and number of a target; words stay whole as the example."""
    if not target.numeric or target.low is None:
        return "", "", (target.text or "").strip()
    number = plain(target.low)
    if target.high is not None:
        number = f"{number}~{plain(target.high)}"
    return SIGNS[target.operator] if target.explicit else "", target.printed_unit, number


def _merged(forms: Iterable[tuple[IndicatorEntry, ...]]) -> Iterator[IndicatorEntry]:
    groups: dict[tuple[str, str, str], list[IndicatorEntry]] = {}
    for entries in forms:
        for entry in entries:
            groups.setdefault(entry.key, []).append(entry)
    for group in groups.values():
        newest = max(group, key=lambda entry: (entry.years or (0,), bool(entry.example)))
        years = sorted({year for entry in group for year in entry.years}, reverse=True)
        yield replace(newest, years=tuple(years), seen=len(group))
