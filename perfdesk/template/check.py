"""What must hold across a whole template: cells tile the paper, fields have their place."""

from collections import Counter

from perfdesk.cellpath import HEADER
from perfdesk.grid import Block, Role
from perfdesk.kinds import Kind
from perfdesk.template.fields import FUND_SECTION, HEADER_SECTION, INDICATOR_SECTION, Fields
from perfdesk.template.model import CellSpec, Template
from perfdesk.template.rows import NamedRow, column_letters
from perfdesk.template.table import Table

_WIDTH_TOLERANCE_MM = 0.05

_NEEDED = {HEADER_SECTION: ("title", "year", "department", "organisation", "money_unit")}
"""What settings, lists and file names ask of every form, printed or not."""


def check_fields(root: Table, kind: Kind, sections: dict[str, Fields]) -> None:
    """Every field without which a form is none of its kind is there."""
    needed = [(section, name) for section, names in _NEEDED.items() for name in names]
    if not kind.about_unit:
        needed.append((HEADER_SECTION, "project_name"))
    for section, name in [*needed, *kind.needed]:
        meant = {field.meaning for field in sections[section].by_name.values()}
        if name not in meant:
            raise root.table(section).error(name, "缺少这个字段")
    for section, fields in sections.items():
        meanings = [field.meaning for field in fields.by_name.values()]
        for name, field in fields.by_name.items():
            if meanings.count(field.meaning) > 1:
                raise (
                    root.table(section)
                    .table(name)
                    .error("means", f"有两个字段都表示“{field.meaning}”")
                )


def check_template(
    root: Table, template: Template, rows: tuple[NamedRow, ...], sections: dict[str, Fields]
) -> None:
    """The checks that need the whole template."""
    _check_widths(root, template)
    indicators = _check_blocks(root, rows)
    _check_tiling(root, rows, indicators, len(template.columns_mm))
    _check_places(root, template, rows, sections)
    _check_choices(root, sections)
    _check_starters(root, template)
    if bool(template.fund_fields) != bool(template.fund_rows):
        raise root.error("fund_rows", "有资金列（funds）就要有资金行，有资金行就要有资金列")


def _check_widths(root: Table, template: Template) -> None:
    page = template.page
    _, right, _, left = page.margins_mm
    usable = page.width_mm - left - right
    if abs(sum(template.columns_mm) - usable) > _WIDTH_TOLERANCE_MM:
        raise root.error(
            "columns_mm",
            f"各列之和 {sum(template.columns_mm):g} 毫米，应等于版心宽度 {usable:g} 毫米",
        )


def _check_blocks(root: Table, rows: tuple[NamedRow, ...]) -> list[int]:
    """The indexes of the rows that repeat, each of which follows its heads."""
    blocks = [row.spec.block for row in rows]
    if blocks.count(Block.INDICATORS) != 1:
        raise root.error("layout", '应有且只有一行 block = "indicators"')
    index = blocks.index(Block.INDICATORS)
    if index == 0 or blocks[index - 1] is not Block.INDICATOR_HEAD:
        raise root.error("layout", "指标行应紧接在指标表头之后")
    lists = [row.spec.rows_of for row in rows if row.spec.block is Block.LIST]
    if len(set(lists)) != len(lists):
        raise root.error("layout", "同一块（rows_of）排了两次")
    return [i for i, block in enumerate(blocks) if block in (Block.INDICATORS, Block.LIST)]


def _check_tiling(
    root: Table, rows: tuple[NamedRow, ...], repeating: list[int], columns: int
) -> None:
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        table = root.table("rows").table(row.name)
        for position, cell in enumerate(row.spec.cells):
            last = _last_row(table, position, cell, index, repeating, len(rows))
            for place in _places(index, last, cell):
                if place in taken:
                    raise table.error(
                        f"cells[{position}].at", f"与别的单元格重叠在第 {_letter(place[1])} 列"
                    )
                taken.add(place)
    for index, row in enumerate(rows):
        missing = [column for column in range(columns) if (index, column) not in taken]
        if missing:
            table = root.table("rows").table(row.name)
            raise table.error(
                "cells", f'第 {_letter(missing[0])} 列没有单元格；空白处写 role = "empty"'
            )


def _last_row(
    table: Table, position: int, cell: CellSpec, index: int, repeating: list[int], count: int
) -> int:
    if cell.rows <= 0:
        # Down to the end of the block that begins below, and as many rows more as it says.
        end = next((row for row in repeating if row >= index), count) - cell.rows
        if end >= count:
            raise table.error(f"cells[{position}].down", "向下合并的行数过多；跨指标行的写 end")
        return end
    last = index + cell.rows - 1
    if last >= count or (last != index and any(index <= row <= last for row in repeating)):
        raise table.error(f"cells[{position}].down", "向下合并的行数过多；跨指标行的写 end")
    return last


def _places(first: int, last: int, cell: CellSpec) -> list[tuple[int, int]]:
    columns = range(cell.column, cell.column + cell.span)
    return [(row, column) for row in range(first, last + 1) for column in columns]


def _letter(column: int) -> str:
    return column_letters(column)


def _check_places(
    root: Table, template: Template, rows: tuple[NamedRow, ...], sections: dict[str, Fields]
) -> None:
    """Every field stands in one cell of its row, and of each of two blocks side by side.

    Labels may say it again: 中期目标（2024年-2026年）.
    """
    found: Counter[tuple[str, str, str, str]] = Counter()
    said: list[tuple[str, str, str, str]] = []
    for row in rows:
        if row.spec.block is Block.LIST:
            _check_list_row(root, template, row)
            continue
        for cell in row.spec.cells:
            place = (_section(row.spec.block, cell), cell.row, cell.field, cell.term)
            if cell.field and cell.role is Role.LABEL:
                said.append(place)
            elif cell.field:
                found[place] += 1
    found.update(place for place in dict.fromkeys(said) if place not in found)
    for (section, _, name, _), count in found.items():
        if count > 1:
            raise root.table(section).error(name, "这个字段排在了不止一个单元格里")
    for section, fields in sections.items():
        for name in fields.by_name:
            wanted = [] if name in fields.unprinted else _wanted(template, section, name)
            if section == FUND_SECTION:
                # A form may print a column for some of its sources only (收入性质, 支出性质).
                wanted = [
                    (row, "") for row, _ in wanted if (section, row, name, "") in found
                ] or wanted
            for row_id, term in wanted:
                if not found.pop((section, row_id, name, term), 0):
                    raise root.table(section).error(
                        name, "这个字段没有排在任何单元格里，或应写 printed = false"
                    )
    for section, _, name, _ in found:
        raise root.table(section).error(name, "这个字段写了 printed = false，却排在单元格里")


def _check_list_row(root: Table, template: Template, row: NamedRow) -> None:
    """Every field of a repeating block stands in one cell of its row."""
    block = template.block(row.spec.rows_of)
    printed = Counter(cell.field for cell in row.spec.cells if cell.field)
    for field in block.fields if block else ():
        if printed[field.name] != 1:
            raise (
                root.table("rows")
                .table(row.name)
                .error("cells", f"“{field.name}”应排在一个单元格里，现有 {printed[field.name]} 个")
            )


def _section(block: Block, cell: CellSpec) -> str:
    if block is Block.INDICATORS:
        return INDICATOR_SECTION
    return FUND_SECTION if cell.row != HEADER else HEADER_SECTION


def _wanted(template: Template, section: str, name: str) -> list[tuple[str, str]]:
    if section == FUND_SECTION:
        return [(row.id, "") for row in template.fund_rows]
    if section == INDICATOR_SECTION and template.terms and name != "level1":
        return [(HEADER, term) for term in template.terms]
    return [(HEADER, "")]


def _check_choices(root: Table, sections: dict[str, Fields]) -> None:
    """A field of kind choice offers something; levels take theirs from the vocabulary, grades from the bands."""
    for section, fields in sections.items():
        for field in fields.by_name.values():
            own = field.name in ("level1", "level2") or field.computed == "grade"
            if (field.kind == "choice" and not own) != bool(field.choices):
                raise (
                    root.table(section)
                    .table(field.name)
                    .error("choices", '选择项与 kind = "choice" 应同时写')
                )


def _check_starters(root: Table, template: Template) -> None:
    if not template.starters:
        raise root.error("starters", "缺少新表开头的指标行")
    for level1, level2 in template.starters:
        group = template.group_of(level1)
        if group is None or level2 not in group.level2:
            raise root.error("starters", f"“{level1}／{level2}”不在指标体系中")
