"""表样制作 in the window: the file's page beside the form as it would print, each cell's meaning open to choice."""

from copy import deepcopy
from pathlib import Path
from typing import Final

from perfdesk.catalog import Catalog
from perfdesk.errors import CannotProposeError
from perfdesk.io.form_maker.draft import CellUse, DraftCell, DraftField, FormDraft
from perfdesk.io.form_maker.make import make_template, settled
from perfdesk.io.form_maker.propose import field_of
from perfdesk.layout import build_grid
from perfdesk.session.bring_in.preview import PreviewCell, PreviewSide, Use
from perfdesk.session.core import Core
from perfdesk.session.edit.new_form import new_form
from perfdesk.template.model import Field
from perfdesk.template.pack_file import write_pack
from perfdesk.values import clean_text

FIXED, EMPTY, OWN = "fixed", "empty", "own"
"""Meanings that are no field of a template: printed words, nothing, a field of its own name (其他栏目)."""
_WORDS: Final = {FIXED: "固定文字", EMPTY: "空白", OWN: "其他栏目（用左边的文字作名称）"}
_MARKS: Final = {"indicators": "重复", "indicator_head": "表头", "total": "计算"}
_LONGEST_NAME: Final = 60


class TemplateDraft:
    """A template on its way; `file_side` and `form_side` are drawn beside each other."""

    def __init__(self, core: Core, path: Path, template_id: str) -> None:
        """Propose it; the reader's errors, NoFormError or CannotProposeError when there is nothing to propose."""
        self._core = core
        self._path = path
        self._made = make_template(path, core.catalog, template_id)

    @property
    def title(self) -> str:
        """What the form is called."""
        return self._draft.title

    @property
    def issuer(self) -> str:
        """Who published it."""
        return self._draft.region

    @property
    def year(self) -> str:
        """The year or edition."""
        return self._draft.edition

    @property
    def text(self) -> str:
        """The template file as it stands."""
        return self._made.text

    @property
    def problems(self) -> list[str]:
        """What should be known, with the cell."""
        return [f"{p.cell or ''} {p.message}".strip() for p in self._draft.problems]

    def rename(self, title: str, issuer: str, year: str) -> str:
        """Take other names; a sentence when one cannot be taken."""
        names = [(clean_text(name).text or "").strip() for name in (title, issuer, year)]
        if not all(names) or any(len(name) > _LONGEST_NAME for name in names):
            return f"名称、发布单位和年度都要写，各不超过 {_LONGEST_NAME} 个字。"
        draft = deepcopy(self._draft)
        draft.title, draft.region, draft.edition = names
        return self._try(draft)

    def file_side(self) -> PreviewSide:
        """The file's page: places of values coloured, words grey; one indicator row stands for all."""
        cells = [
            PreviewCell(
                row, cell.column, self._span(row, cell), cell.columns, cell.text,
                self._use(cell), (), (cell.address,) if cell.address else (),
                self.words(self.meaning(row, cell.column)),
            )
            for row, line in enumerate(self._draft.rows)
            for cell in line.cells
        ]  # fmt: skip
        return PreviewSide(
            len(self._draft.rows),
            len(self._draft.columns_mm),
            tuple(cells),
            tuple(self._draft.columns_mm),
        )

    def form_side(self) -> PreviewSide:
        """A new form of the template as it would print."""
        template = self._made.template
        packs = {template.id: self._made.text.encode()}
        core = Core(Catalog(packs=lambda: packs))
        view = core.make_view(new_form(template, template.profile, None))
        grid = build_grid(view)
        cells = tuple(
            PreviewCell(
                c.row, c.column, c.row_span, c.column_span, c.text,
                Use.LABEL if not c.editable else Use.BLANK, label=c.label_path,
            )
            for c in grid.cells
        )  # fmt: skip
        return PreviewSide(grid.row_count, grid.column_count, cells, grid.columns_mm)

    def marks(self) -> list[str]:
        """What each row of the file's page is: 重复, 计算, 表头 or 固定."""
        return [_MARKS.get(row.block, "固定") for row in self._draft.rows]

    def meanings(self, row: int) -> list[tuple[str, str]]:
        """(meaning, words) that a cell of this row can have."""
        found = list(_WORDS.items())
        if self._draft.rows[row].block == "indicators":
            found.pop(0)
        return [*found, *((name, field.label) for name, field in self._fields(row).items())]

    def words(self, meaning: str) -> str:
        """What a meaning is called."""
        if meaning in _WORDS:
            return _WORDS[meaning].partition("（")[0]
        found = self._draft.fields.get(_place(meaning))
        return found.label if found is not None else meaning

    def meaning(self, row: int, column: int) -> str:
        """What the cell at a place is."""
        cell = self._at(row, column)
        if cell is None or cell.use == "empty":
            return EMPTY
        if not cell.field:
            return FIXED
        return f"{cell.section}.{cell.field}"

    def choose(self, row: int, column: int, meaning: str) -> str:
        """Give a cell another meaning; a sentence when the template would not be sound with it."""
        draft = deepcopy(self._draft)
        cell = _covering(draft, row, column)
        if cell is None:
            return "请先在左边选一个单元格。"
        self._clear(draft, cell)
        if meaning in (FIXED, EMPTY):
            cell.use = _kind("label" if meaning == FIXED and cell.text.strip() else "empty")
            return self._try(draft)
        section, name, made = self._wanted(draft, row, column, meaning)
        cell.use, cell.section, cell.field, cell.pattern = _kind("value"), section, name, ""
        draft.fields[section, name] = made
        return self._try(draft)

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self._draft.id}.toml"

    def hand_on(self, path: Path) -> None:
        """Write the template as one file."""
        write_pack(path, self.text)

    @property
    def _draft(self) -> FormDraft:
        return self._made.draft

    def _try(self, draft: FormDraft) -> str:
        try:
            self._made = settled(self._path.name, draft)
        except CannotProposeError as error:
            return str(error)
        return ""

    def _wanted(
        self, draft: FormDraft, row: int, column: int, meaning: str
    ) -> tuple[str, str, DraftField]:
        in_rows = draft.rows[row].block == "indicators"
        section = "indicators" if in_rows else "header"
        if meaning != OWN:
            field = self._fields(row)[meaning]
            return section, field.name, field_of(field, field.label)
        label = self._label_for(draft, row, column) or "其他"
        number = 1
        while (section, f"own{number}") in draft.fields:
            number += 1
        return (
            section,
            f"own{number}",
            DraftField(label, json=f"{label}{number if number > 1 else ''}"),
        )

    def _label_for(self, draft: FormDraft, row: int, column: int) -> str:
        """The words left of a cell, or over it in the indicator block."""
        if draft.rows[row].block == "indicators":
            above = [
                c
                for line in draft.rows[:row]
                for c in line.cells
                if c.column <= column <= c.last_column
            ]
            texts = [c.text for c in above if c.text.strip()]
        else:
            texts = [c.text for c in draft.rows[row].cells if c.column < column and c.text.strip()]
        return "".join(texts[-1].split()).rstrip(":：")[:30] if texts else ""

    def _fields(self, row: int) -> dict[str, Field]:
        """Meaning → field, of all templates of this kind."""
        in_rows = self._draft.rows[row].block == "indicators"
        found: dict[str, Field] = {}
        for template in (self._made.template, *self._core.catalog.all()):
            if template.kind.id != self._draft.kind:
                continue
            section = "indicators" if in_rows else "header"
            for field in template.indicator_fields if in_rows else template.header_fields:
                found.setdefault(f"{section}.{field.name}", field)
        return found

    def _at(self, row: int, column: int) -> DraftCell | None:
        return _covering(self._draft, row, column)

    def _span(self, row: int, cell: DraftCell) -> int:
        if cell.to_end < 0:
            return cell.rows
        repeated = next(n for n, line in enumerate(self._draft.rows) if line.block == "indicators")
        return repeated - row + 1 + cell.to_end

    @staticmethod
    def _clear(draft: FormDraft, cell: DraftCell) -> None:
        place = cell.section, cell.field
        cell.section = cell.field = cell.fund = cell.pattern = ""
        if all((c.section, c.field) != place for c in draft.cells()):
            draft.fields.pop(place, None)

    @staticmethod
    def _use(cell: DraftCell) -> Use:
        if cell.use == "empty":
            return Use.BLANK
        if not cell.field:
            return Use.LABEL
        return Use.GUESSED if cell.field.startswith(("extra", "own")) else Use.CERTAIN


def _covering(draft: FormDraft, row: int, column: int) -> DraftCell | None:
    """The cell that begins in a row and covers a column."""
    if not 0 <= row < len(draft.rows):
        return None
    cells = draft.rows[row].cells
    return next((c for c in cells if c.column <= column <= c.last_column), None)


def _kind(word: str) -> CellUse:
    return CellUse(word)


def _place(meaning: str) -> tuple[str, str]:
    section, _, name = meaning.partition(".")
    return section, name
