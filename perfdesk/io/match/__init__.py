"""Finding every form in a snapshot by its labels, and mapping each cell to its field.

By meaning, never by position: see `segment` (where forms begin), `header`, `funds`, `goals`,
`indicators` (their blocks, in any order), `choose` (kind, edition, region) and `assemble`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from perfdesk.catalog import Catalog
from perfdesk.cellpath import FUND_PREFIX, FUND_TOTAL
from perfdesk.document import Leftover
from perfdesk.io.match.find.area import TakesTooLongError, items_of
from perfdesk.io.match.find.reshape import reshaped
from perfdesk.io.match.find.segment import Segment, Segmenter, area_of
from perfdesk.io.match.find.skipped import PassedOver, Why
from perfdesk.io.match.form.assemble import assemble, fingerprint
from perfdesk.io.match.form.choose import Facts, choose, facts_of
from perfdesk.io.match.form.corrections import apply_values, correction
from perfdesk.io.match.form.left_over import outside
from perfdesk.io.match.form.own import claim, is_one_form
from perfdesk.io.match.form.result import MatchedForm
from perfdesk.io.match.labels.lexicon import Lexicon, build, build_own
from perfdesk.io.match.labels.spelling import year_in
from perfdesk.io.match.take.blocks import read_blocks
from perfdesk.io.match.take.columns import head_rows
from perfdesk.io.match.take.funds import read_funds, read_labelled_money
from perfdesk.io.match.take.goals import read_goals
from perfdesk.io.match.take.grade import read_grade
from perfdesk.io.match.take.header import read_header
from perfdesk.io.match.take.indicators import read_indicators
from perfdesk.io.match.take.inside_labels import read_inside_labels
from perfdesk.io.match.take.money import settle_one_column, split_sums
from perfdesk.io.match.take.raw import Raw
from perfdesk.io.readers.snapshot import ERROR, Problem, Sheet, Snapshot
from perfdesk.kinds import KINDS

__all__ = ["MatchedForm", "Matcher", "correction", "match"]

Corrections = Mapping[str, Mapping[str, str]]
"""Fingerprint of a layout → what the user said stands where."""

NO_CORRECTIONS: Final[Corrections] = {}
MOST_GIVEN_UP: Final = 2
"""Forms of one file that may take too long before the rest is left alone."""
NO_PLACES: Final[Mapping[str, str]] = {}


class Search(NamedTuple):
    """The parts of a file that are forms, with the named places of our own, and those that are passed over."""

    forms: list[tuple[Segment, Mapping[str, str]]]
    passed: tuple[PassedOver, ...]
    outside: tuple[Leftover, ...] = ()
    """Cells of sheets that are shown, outside all forms."""
    unlisted: int = 0
    """How many more of them there are."""


class Matcher:
    """Matches snapshots with the templates of one catalog; learns their labels once."""

    def __init__(self, catalog: Catalog) -> None:
        templates = catalog.all()
        self._facts = facts_of(templates)
        self._lexicons = {
            kind: build(templates, kind)
            for kind in KINDS
            if any(template.kind == kind for template in templates)
        }
        self._of_one: dict[str, Lexicon] = {}
        self._segmenter = Segmenter(self._lexicons)

    def search(self, snapshot: Snapshot) -> Search:
        """Where the forms of a file stand, and what else it holds; hidden sheets are left alone."""
        sheets = [sheet for sheet in snapshot.sheets if not sheet.hidden]
        found = self._segments(sheets, snapshot)
        passed = (
            PassedOver(part.sheet, part.other_kind or Why.LARGE, part.projects)
            for part, _ in found
            if (part.other_kind and not part.is_form and (part.blocks or part.projects))
            or (part.too_large and part.blocks)
        )
        forms = [entry for entry in found if entry[1] or entry[0].is_form]
        aside = [part for part, own in found if not own and not part.is_form]
        outside_forms, unlisted = outside(item for part in aside for item in part.items)
        return Search(forms, tuple(dict.fromkeys(passed)), outside_forms, unlisted)

    def match(
        self,
        snapshot: Snapshot,
        corrections: Corrections = NO_CORRECTIONS,
        search: Search | None = None,
        given_up: list[Problem] | None = None,
    ) -> list[MatchedForm]:
        """The forms of a file in their order; what took too long is told in `given_up` and left out."""
        places = (search or self.search(snapshot)).forms
        told = [] if given_up is None else given_up
        found: list[tuple[Segment, Mapping[str, str], Raw, str]] = []
        for segment, own in places:
            with _guarded(told) as may_go_on:
                if may_go_on:
                    found.append((segment, own, *self._raw(segment, corrections, own, snapshot)))
        _inherit([raw for _, _, raw, _ in found])
        forms: list[MatchedForm] = []
        for segment, own, raw, layout in found:
            with _guarded(told) as may_go_on:
                if may_go_on:
                    mark = snapshot.marks.get(raw.area.sheet) if own else None
                    forms.append(self._chosen(segment, raw, mark, layout, len(forms) + 1))
        return forms

    def _chosen(
        self, segment: Segment, raw: Raw, mark: str | None, layout: str, number: int
    ) -> MatchedForm:
        """The form of the template that fits best, read once more where that has words of its own."""
        choice = choose(raw, self._facts, mark)
        if choice.fact.schema.special and raw.lexicon.template is not choice.template:
            raw = self._again(segment, raw, choice.fact)
        return assemble(raw, choice, f"form{number}", layout)

    def hidden(self, snapshot: Snapshot) -> list[str]:
        """Names of hidden sheets that hold a form."""
        return [
            sheet.name
            for sheet in snapshot.sheets
            if sheet.hidden and any(part.is_form for part in self._segmenter.segments([sheet]))
        ]

    def _segments(
        self, sheets: list[Sheet], snapshot: Snapshot
    ) -> list[tuple[Segment, Mapping[str, str]]]:
        """The parts of the sheets, with the named places of those that PerfDesk wrote."""
        if not snapshot.places:
            return [(segment, NO_PLACES) for segment in self._segmenter.segments(sheets)]
        found: list[tuple[Segment, Mapping[str, str]]] = []
        for sheet in sheets:
            places = snapshot.places.get(sheet.name, NO_PLACES)
            items = items_of(sheet)
            if places and is_one_form(items, places, sheet.name):
                found.append((Segment(sheet.name, items), places))
            else:
                found += [(segment, NO_PLACES) for segment in self._segmenter.segments([sheet])]
        return found

    def _raw(
        self, segment: Segment, corrections: Corrections, own: Mapping[str, str], snapshot: Snapshot
    ) -> tuple[Raw, str]:
        """What stands in a segment, and the fingerprint of its layout."""
        lexicon = self._lexicons[self._segmenter.kind(segment)]
        if own:
            mark = snapshot.marks.get(segment.sheet)
            fact = next((fact for fact in self._facts if fact.template.id == mark), None)
            if fact is not None:
                special = fact.schema.special
                lexicon = self._own(fact) if special else self._lexicons[fact.template.kind]
            raw = self._read(segment, {}, lexicon, own, fact)
            return raw, fingerprint(raw)
        raw = self._read(segment, {}, lexicon)
        layout = fingerprint(raw)
        learnt = corrections.get(layout)
        return (self._read(segment, learnt, lexicon) if learnt else raw), layout

    def _own(self, fact: Facts) -> Lexicon:
        """The lexicon in which the words of one template come first; made once."""
        template = fact.template
        known = self._of_one.get(template.id)
        if known is None:
            known = self._of_one[template.id] = build_own(template, self._lexicons[template.kind])
        return known

    def _again(self, segment: Segment, raw: Raw, fact: Facts) -> Raw:
        """A form read once more with the words of the template that fits it best."""
        better = self._read(segment, raw.corrections, self._own(fact))
        for name in ("title", "year"):
            if name in raw.header:
                better.header.setdefault(name, raw.header[name])
        return better

    def _read(
        self,
        segment: Segment,
        learnt: Mapping[str, str],
        lexicon: Lexicon,
        own: Mapping[str, str] = NO_PLACES,
        fact: Facts | None = None,
    ) -> Raw:
        area = area_of(segment)
        if not own:
            area = split_sums(reshaped(area, lexicon), lexicon)
        raw = Raw(area, lexicon, corrections=learnt)
        claim(raw, own, fact.schema if fact else None)
        for name, head, value in segment.given:
            raw.labels[name] = head
            raw.header[name] = raw.found(
                name, value, year_in(value.text) if name == "year" else None
            )
        # Beside 三级指标 the label 实际完成情况 heads what was achieved of each.
        raw.sounding, raw.heads = head_rows(raw.area, raw.lexicon)
        read_header(raw, segment.title)
        named = any(name.startswith(FUND_PREFIX) and name[:2] != FUND_TOTAL for name in own)
        if raw.lexicon.funds and not (named and fact is not None and fact.schema.funds_named):
            read_funds(raw)
        read_inside_labels(raw)
        read_goals(raw)
        read_indicators(raw)
        read_blocks(raw)
        read_labelled_money(raw)
        read_grade(raw)
        settle_one_column(raw)
        apply_values(raw)
        return raw


@contextmanager
def _guarded(told: list[Problem]) -> Iterator[bool]:
    """Around the work on one form: one that takes too long is told, and after a few of them no more are tried."""
    try:
        yield len(told) < MOST_GIVEN_UP
    except TakesTooLongError as error:
        message = "从这一格起的内容太复杂，没能在限定时间内读完，未读入，原文件未改动；请把这张表单独另存后再导入。"
        told.append(Problem(error.address, ERROR, message))
        if len(told) == MOST_GIVEN_UP:
            message = "这个文件里有几张表都读不完，其余的表未再读入；请分开另存后再导入。"
            told.append(Problem(None, ERROR, message))


def _inherit(raws: Sequence[Raw]) -> None:
    """Forms below one another under a single title: title and year are meant for all of them."""
    for first, raw in pairwise(raws):
        if raw.area.sheet != first.area.sheet or "title" in raw.header or "year" in raw.header:
            continue
        for name in ("title", "year"):
            if name in first.header:
                raw.header[name] = replace(first.header[name], guessed=True)


_matchers: WeakKeyDictionary[Catalog, Matcher] = WeakKeyDictionary()


def matcher(catalog: Catalog) -> Matcher:
    """The matcher of a catalog, made once."""
    known = _matchers.get(catalog)
    if known is None:
        known = _matchers[catalog] = Matcher(catalog)
    return known


def match(
    snapshot: Snapshot, catalog: Catalog, corrections: Corrections = NO_CORRECTIONS
) -> list[MatchedForm]:
    """Every form in a snapshot, mapped to the template it was made with or the nearest one."""
    return matcher(catalog).match(snapshot, corrections)
