"""指标库 of one data file: shipped, taken in from tables, and grown from its forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from perfdesk.atomic_file import make_folder, no_wider_than
from perfdesk.cellpath import ROW_PREFIX, CellPath
from perfdesk.changes import InsertRow
from perfdesk.errors import NoLibraryTableError
from perfdesk.library import (
    HEADS,
    TEXTS,
    IndicatorEntry,
    LibraryIndex,
    LibraryQuery,
    LibrarySuggestion,
    Origin,
    OwnIndicators,
    YearValue,
    from_rows,
    indicator_years,
    shipped,
    taken,
    to_rows,
)
from perfdesk.session.core import Core
from perfdesk.session.outcome import Outcome
from perfdesk.store import LibraryEntry, Store
from perfdesk.values import is_blank

_DETAILS: Final = "indicator library details"
_COLUMNS: Final = {
    "name": "name",
    "level1": "level1",
    "level2": "level2",
    "sign": "operator",
    "example": "value",
    "unit": "unit",
    "explanation": "explanation",
    "source": "source",
}
"""Field of an entry → column of the data file's table; the rest are its details."""
_WIDTHS: Final = (14, 14, 14, 18, 34, 9, 12, 12, 8, 44, 30, 30, 40)
_AT_ONCE: Final = 60
"""Forms that are taken in before one suggestion: a unit's whole year, within 20 ms."""
_SIGNS: Final = ("≥", "=", "≤", ">", "<", "定性")


@dataclass(frozen=True, slots=True)
class LibraryImport:
    """What became of a table: entries taken, those there already, and what could not be taken."""

    taken: int
    known: int
    changed: int
    """Taken in place of an entry with the same levels and name."""
    problems: tuple[str, ...] = ()
    unknown_heads: tuple[str, ...] = ()


class IndicatorLibrary:
    """The indicators that can be proposed to this unit. Only `insert` changes a form."""

    def __init__(self, core: Core, store: Store) -> None:
        self._core = core
        self._store = store
        self._own = OwnIndicators()
        self._taken: dict[int, IndicatorEntry] | None = None
        self._index: LibraryIndex | None = None
        self._grown = False
        core.watch(self._forget)

    def suggest_indicators(
        self, text: str, level1: str = "", level2: str = "", limit: int = 5
    ) -> list[LibrarySuggestion]:
        """What a typed beginning may become, likeliest first; [] below two characters.

        The levels are those of the row that is typed in; entries of the unit stand first.
        """
        if self._index is None:
            self.grow(_AT_ONCE)
            self._index = self._indexed()
        elif not self._grown:
            # Of a large file the rest comes in while the person goes on typing.
            self.grow(_AT_ONCE)
            self._index = self._indexed()
        return self._index.suggest(text, level1, level2, limit)

    def grow(self, most: int | None = None) -> bool:
        """Take in forms that are not yet in the library, at most so many; whether all are in now."""
        document = self._core.document
        for form_id in self._own.form_ids:
            if form_id not in document.forms:
                self._own.drop(form_id)
        missing = [form_id for form_id in document.forms if not self._own.has(form_id)]
        for form_id in missing[:most]:
            self._own.put(self._core.view(form_id))
        self._grown = most is None or len(missing) <= most
        return self._grown

    def search(self, query: LibraryQuery, limit: int | None = None) -> list[IndicatorEntry]:
        """The entries that fit words, category and levels; all of them for an empty query."""
        return self.index.search(query, limit)

    @property
    def index(self) -> LibraryIndex:
        """All entries, made anew after forms have changed."""
        if self._index is None or not self._grown:
            self.grow()
            self._index = self._indexed()
        return self._index

    def _indexed(self) -> LibraryIndex:
        known = (*self._own.entries(), *self.taken())
        keys = {entry.key for entry in known}
        return LibraryIndex([*known, *(entry for entry in shipped() if entry.key not in keys)])

    def own(self) -> tuple[IndicatorEntry, ...]:
        """The entries that grew from the forms of this data file."""
        return tuple(entry for entry in self.index.entries if entry.origin is Origin.OWN)

    def taken(self) -> tuple[IndicatorEntry, ...]:
        """The entries that were taken in from tables."""
        return tuple(self._kept().values())

    def _kept(self) -> dict[int, IndicatorEntry]:
        """The entries of the data file by their numbers."""
        if self._taken is None:
            details = self._store.unit.mapping(_DETAILS) or {}
            self._taken = {
                row.id: taken(
                    {
                        **details.get(str(row.id), {}),
                        **{ours: str(getattr(row, theirs)) for ours, theirs in _COLUMNS.items()},
                    }
                )
                for row in self._store.library.all()
            }
        return self._taken

    def over_the_years(self, name: str) -> list[YearValue]:
        """What every form says of one indicator (or one that means the same), newest year first."""
        return indicator_years(self._core.views(), name)

    def fill(self, form_id: str, row_id: str, entry: IndicatorEntry) -> list[tuple[CellPath, str]]:
        """The texts that an entry puts into a row, for one `editing.set_many`.

        The name; levels and target only where they are blank. The number is left to the person.
        """
        view = self._core.view(form_id)
        texts = [(CellPath(form_id, row_id, "level3"), entry.name)]
        for field, text in self._frame(form_id, entry).items():
            if field != "level3" and text and is_blank(view.text(field, row_id)):
                texts.append((CellPath(form_id, row_id, field), text))
        return texts

    def insert(self, form_id: str, entry: IndicatorEntry, after: str | None = None) -> Outcome:
        """A new row with an entry's levels, name, sign and unit, below a row (None: at the end)."""
        form = self._core.document.form(form_id)
        place = len(form.indicators) if after is None else form.index(after) + 1
        values = {name: text for name, text in self._frame(form_id, entry).items() if text}
        change = InsertRow(form_id, form.new_row_id(), place, values)
        return self._core.edit(change, f"从指标库插入“{entry.name}”")

    def export_table(self, path: Path) -> int:
        """Write the library as a workbook in the usual columns; how many entries it holds."""
        from perfdesk.io.excel_writer.table import TableSheet, write_table

        entries = self.index.entries
        levels = dict(self.index.levels())
        heads = list(HEADS)
        first, second = heads.index("一级指标"), heads.index("二级指标")
        sheet = TableSheet(
            "指标库",
            HEADS,
            to_rows(entries),
            _WIDTHS,
            {first: tuple(levels)[:15], heads.index("计算符号"): _SIGNS},
            {second: (first, levels)},
        )
        with no_wider_than(self._store.path):
            make_folder(path.parent)
            write_table(path, [sheet], "绩效指标库")
        return len(entries)

    def import_table(self, path: Path) -> LibraryImport:
        """Take the entries of a workbook or document into the unit's library.

        NoLibraryTableError when no table has a column of names; a PerfDeskError when the file
        cannot be read; SaveError or DataFileReadOnlyError when it cannot be kept.
        """
        from perfdesk.io.read_table import read_tables

        entries: list[IndicatorEntry] = []
        problems: list[str] = []
        unknown: dict[str, None] = {}
        found = False
        for name, rows in read_tables(path):
            read = from_rows(rows)
            found = found or read.found
            entries += read.entries
            problems += [f"{name}：{problem}" for problem in read.problems]
            unknown.update(dict.fromkeys(read.unknown_heads))
        if not found:
            raise NoLibraryTableError(path)
        return self._take(entries, problems, tuple(unknown))

    def _take(
        self, entries: Sequence[IndicatorEntry], problems: Sequence[str], unknown: tuple[str, ...]
    ) -> LibraryImport:
        here = {entry.key: (number, entry) for number, entry in self._kept().items()}
        others = {entry.key: entry for entry in (*shipped(), *self.own())}
        new: dict[tuple[str, str, str], IndicatorEntry] = {}
        known = changed = 0
        details = dict(self._store.unit.mapping(_DETAILS) or {})
        for entry in entries:
            number, before = here.get(entry.key, (0, new.get(entry.key)))
            same = _row(before) == _row(entry) if before else False
            if same or (before is None and _says_the_same(others.get(entry.key), entry)):
                known += 1
            elif number:
                changed += 1
                self._store.library.replace(_kept_as(entry, number))
                details[str(number)] = _details(entry)
            else:
                new[entry.key] = entry
        for kept, entry in zip(
            self._store.library.add(_kept_as(entry) for entry in new.values()),
            new.values(),
            strict=True,
        ):
            details[str(kept.id)] = _details(entry)
        if new or changed:
            self._store.unit.put_mapping(_DETAILS, details)
            self._taken = self._index = None
        return LibraryImport(len(new), known, changed, tuple(problems), unknown)

    def _frame(self, form_id: str, entry: IndicatorEntry) -> Mapping[str, str]:
        """Texts by field, for the fields that the form's template has."""
        form = self._core.document.form(form_id)
        template = self._core.catalog.get(form.template_id)
        before, behind = entry.target_frame
        texts = {"level1": entry.level1, "level2": entry.level2, "level3": entry.name}
        if template.meant(ROW_PREFIX, "target_sign") is not None:
            # A target in parts: each has its cell, and the number's stays blank.
            texts |= {"target_sign": before, "target_unit": behind}
        else:
            texts["target"] = f"{before}{behind}"
        if template.terms and form.indicators:
            texts["term"] = form.indicators[-1].get("term") or ""
        fields = {name: template.meant(ROW_PREFIX, name) for name in texts}
        return {field.name: texts[name] for name, field in fields.items() if field is not None}

    def _forget(self, outcome: Outcome) -> None:
        for form_id in outcome.forms:
            self._own.drop(form_id)
        if outcome.changed:
            self._index, self._grown = None, False


def _says_the_same(known: IndicatorEntry | None, entry: IndicatorEntry) -> bool:
    """Whether a shipped or own entry holds all that the table says."""
    if known is None:
        return False
    return all(not text or getattr(known, field) == text for field, text in _row(entry).items())


def _kept_as(entry: IndicatorEntry, number: int = 0) -> LibraryEntry:
    texts = {theirs: getattr(entry, ours) for ours, theirs in _COLUMNS.items()}
    return LibraryEntry(**texts, id=number)


def _details(entry: IndicatorEntry) -> dict[str, str]:
    return {field: text for field, text in _row(entry).items() if field not in _COLUMNS and text}


def _row(entry: IndicatorEntry) -> dict[str, str]:
    return {field: getattr(entry, field) for field in TEXTS}
