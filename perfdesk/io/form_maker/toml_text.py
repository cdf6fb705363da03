"""A draft as the text of a template file."""

import json
from collections.abc import Iterable, Sequence

from perfdesk.io.form_maker.draft import CellUse, DraftCell, DraftField, FormDraft
from perfdesk.kinds import kind_of
from perfdesk.template.rows import column_letters

FORMAT = 1
"""Number of the format of template files; others are refused."""


def write(draft: FormDraft, dropped: Sequence[str], known_levels: Sequence[str]) -> str:
    """The template file. `dropped`: inherited keys the form has not; `known_levels`: 一级指标 of the base."""
    lines = [f"format = {FORMAT}", f"extends = {_text(kind_of(draft.kind).template_base)}"]
    if dropped:
        lines.append(f"drop = {_texts(dropped)}")
    lines += [f"id = {_text(draft.id)}", f"kind = {_text(draft.kind)}"]
    lines += [f"title = {_text(draft.title)}", f"title_variants = {_texts([draft.title])}"]
    lines += [f"known_titles = {_texts([draft.title])}", f"edition = {_text(draft.edition)}"]
    lines += [f"region = {_text(draft.region)}", f"basis = {_text(draft.basis)}"]
    lines.append(f"columns_mm = [{', '.join(f'{width:g}' for width in draft.columns_mm)}]")
    lines.append(f"level1_order = {_texts(name for name, _ in draft.levels)}")
    pairs = ", ".join(f"[{_text(one)}, {_text(two)}]" for one, two in draft.starters)
    lines.append(f"starters = [{pairs}]")
    if draft.terms:
        lines.append(f"terms = {_texts(draft.terms)}")
    lines.append(f"layout = {_texts(f'row{number}' for number in range(1, len(draft.rows) + 1))}")
    lines += _page(draft)
    lines += ["", "[profile]", f"money_unit = {_text(draft.money_unit)}"]
    blocks = {block.name for block in draft.blocks}
    for block in draft.blocks:
        lines += ["", f"[blocks.{block.name}]", f"label = {_text(block.label)}"]
        lines += [f"prefix = {_text(block.prefix)}", f"starters = {block.starters}"]
    for (section, name), field in draft.fields.items():
        place = f"blocks.{section}.fields" if section in blocks else section
        lines += ["", f"[{place}.{name}]", *_field(field)]
    for row in draft.fund_rows:
        lines += ["", f"[fund_rows.{row.id}]", f"label = {_text(row.label)}"]
        lines += [f"json = {_text(row.json)}", f"variants = {_texts(row.variants)}"]
        lines += [f"means = {_text(row.means)}"] if row.means else []
    for level1, level2 in draft.levels:
        lines += ["", f"[vocabulary.{_text(level1)}]", f"level2 = {_texts(level2)}"]
        lines += [] if level1 in known_levels else ["variants = []", "level2_variants = []"]
    for number, line in enumerate(draft.rows, 1):
        lines += ["", f"[rows.row{number}]", f"block = {_text(line.block)}"]
        lines += [f"rows_of = {_text(line.rows_of)}"] if line.rows_of else []
        lines += [f"min_height_mm = {line.height_mm:g}", "cells = ["]
        outside = _OUTSIDE if line.block == "title" else ()
        lines += [
            f"  {{ {', '.join([*_cell(cell), *(outside if not cell.field else ())])} }},"
            for cell in line.cells
        ]
        lines.append("]")
    return "\n".join(lines) + "\n"


_OUTSIDE = ('align = "left"', "border = false")
"""How words above the title stand, 附件2: at the left, in no box."""


def _page(draft: FormDraft) -> list[str]:
    lines = ["", "[page]"]
    if draft.geometry.landscape:
        lines.append('orientation = "landscape"')
    if draft.geometry.margins:
        lines.append(f"margins_mm = [{', '.join(f'{m:g}' for m in draft.geometry.margins)}]")
    return lines


def _field(field: DraftField) -> list[str]:
    lines = [f"label = {_text(field.label)}", f"variants = {_texts(field.variants)}"]
    lines += [f"kind = {_text(field.kind)}", f"computed = {json.dumps(field.computed)}"]
    lines += [f"inputs = {_texts(field.inputs)}", f"align = {_text(field.align)}"]
    lines += [f"required = {str(field.required).lower()}", f"choices = {_texts(field.choices)}"]
    lines += [f"json = {_text(field.json)}"] if field.json else []
    lines += [f"means = {_text(field.means)}"] if field.means else []
    lines += [f"default = {_text(field.default)}"] if field.default else []
    lines += [] if field.printed else ["printed = false"]
    return lines


def _cell(cell: DraftCell) -> list[str]:
    first, last = column_letters(cell.column), column_letters(cell.last_column)
    parts = [f"at = {_text(first if first == last else f'{first}:{last}')}"]
    if cell.to_end >= 0:
        parts.append(f"down = {_text('end' if not cell.to_end else f'end+{cell.to_end}')}")
    elif cell.rows > 1:
        parts.append(f"down = {cell.rows}")
    if cell.use is CellUse.EMPTY:
        return [*parts, 'role = "empty"']
    if cell.use is CellUse.LABEL and not cell.field:
        return [*parts, f"label = {_text(_plain(cell.text))}"]
    parts.append(f"field = {_text(cell.field)}")
    parts += [f"fund = {_text(cell.fund)}"] if cell.fund else []
    parts += [f"term = {_text(cell.term)}"] if cell.term else []
    if cell.pattern:
        parts.append(f"label = {_text(cell.pattern)}")
        blank = cell.pattern.replace("{}", "    " if cell.field == "year" else "")
        parts.append(f"empty_label = {_text(blank)}")
    if cell.field == "money_unit":
        parts.append('role = "label"')
    return parts


def _plain(text: str) -> str:
    """Words as a label prints them: braces are taken for a place."""
    return text.replace("{}", "（）").strip()


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "")


def _texts(texts: Iterable[str]) -> str:
    return f"[{', '.join(_text(text) for text in dict.fromkeys(texts) if text)}]"
