"""The fields, fund rows and vocabulary of a template file."""

from dataclasses import dataclass, field

from perfdesk.grid import Align, FieldKind
from perfdesk.template.model import (
    COMPUTED,
    TAKEN_AWAY,
    BlockSpec,
    Field,
    FundRow,
    Level2Group,
)
from perfdesk.template.table import Table

HEADER_SECTION = "header"
FUND_SECTION = "funds"
INDICATOR_SECTION = "indicators"
BLOCKS = "blocks"

COMPUTED_IN = {
    HEADER_SECTION: ("sum", "weight_total", "score_total", "grade", "form_light"),
    FUND_SECTION: ("sum", "rate", "execution_score"),
    INDICATOR_SECTION: ("joined", "sum", "light"),
}
"""Where each computed function has something to compute from."""

COMPUTED_IN_BLOCKS = ("sum",)

_TAKEN = "Fr"
"""Letters of row ids that fund rows and indicators have."""


@dataclass(slots=True)
class Fields:
    """The fields of one section, by name, with what only the loader needs to know."""

    section: str
    by_name: dict[str, Field] = field(default_factory=dict)
    printed_labels: dict[str, str] = field(default_factory=dict)
    """With their line breaks."""
    unprinted: set[str] = field(default_factory=set)
    """Fields that stand in no cell."""


def read_fields(root: Table, section: str) -> Fields:
    """The fields of a section in their order."""
    return _read_section(root, section, COMPUTED_IN[section])


def _read_section(root: Table, section: str, computed: tuple[str, ...]) -> Fields:
    found = Fields(section)
    for name, table in root.tables(section):
        label = table.text("label")
        found.printed_labels[name] = label
        if not table.flag("printed", True):
            found.unprinted.add(name)
        found.by_name[name] = _read_field(table, name, label, computed)
        table.done()
    for name in found.by_name:
        _check_inputs(root.table(section).table(name), found, name)
    return found


def _read_field(table: Table, name: str, label: str, computed: tuple[str, ...]) -> Field:
    return Field(
        name=name,
        kind=table.choice("kind", FieldKind, FieldKind.TEXT),
        label=_one_line(label),
        variants=table.texts("variants"),
        json=table.text("json", name),
        computed=_computed(table, computed),
        inputs=table.texts("inputs"),
        choices=table.texts("choices"),
        default=table.text("default") if "default" in table else None,
        required=table.flag("required", False),
        align=table.choice("align", Align, Align.CENTER),
        help=table.text("help", ""),
        group=table.text("group", ""),
        means=table.text("means", ""),
        max_length=table.whole("max_length", 0),
        ticks=table.text("ticks", ""),
    )


def _computed(table: Table, here: tuple[str, ...]) -> str:
    name = table.text("computed", "")
    if not name:
        return ""
    if name not in COMPUTED:
        raise table.error("computed", f"没有名为“{name}”的计算，只能是 {'、'.join(COMPUTED)}")
    if name not in here:
        raise table.error("computed", f"“{name}”不能用在这一部分")
    return name


def _check_inputs(table: Table, fields: Fields, name: str) -> None:
    spec = fields.by_name[name]
    # The sum of a fund column adds up its rows; every other sum and a joined target say of what.
    # (A fund column with inputs adds up other columns of each row.)
    summed = spec.computed == "sum" and fields.section != FUND_SECTION
    if (summed or spec.computed == "joined") and not spec.inputs:
        raise table.error("inputs", '表头的合计（computed = "sum"）必须写相加的各项')
    if spec.inputs and spec.computed not in ("sum", "joined", "rate"):
        raise table.error("inputs", '只有合计（computed = "sum"）写相加的各项')
    if spec.computed == "joined" and len(spec.inputs) not in (2, 3):
        raise table.error("inputs", "应为符号、数值、单位三个字段，或其中两个")
    for each in spec.inputs:
        source = each.removeprefix(TAKEN_AWAY) if spec.computed == "sum" else each
        if (source not in fields.by_name and "." not in source) or source == name:
            raise table.error("inputs", f"没有名为“{source}”的其他字段")


def read_fund_rows(root: Table) -> tuple[FundRow, ...]:
    """The rows of the fund block, the total first."""
    rows: list[FundRow] = []
    for row_id, table in root.tables("fund_rows"):
        if row_id != f"F{len(rows)}":
            raise table.error("", f"资金行应依次编号 F0、F1……，此处应为 F{len(rows)}")
        label = table.text("label")
        rows.append(
            FundRow(
                row_id,
                label,
                table.text("json", label),
                table.texts("variants"),
                table.text("means", ""),
                table.text("of", ""),
                table.flag("summed", True),
            )
        )
        table.done()
    known = {row.id for row in rows}
    for row in rows:
        if row.of and (row.of not in known or row.of in (row.id, "F0")):
            raise root.table("fund_rows").table(row.id).error("of", f"没有“{row.of}”这一资金来源")
    return tuple(rows)


def read_blocks(root: Table) -> tuple[BlockSpec, ...]:
    """The repeating blocks beside fund rows and indicators."""
    found: list[BlockSpec] = []
    for name, table in root.tables(BLOCKS):
        prefix = table.text("prefix", name[0])
        letters = _TAKEN + "".join(block.prefix for block in found)
        if len(prefix) != 1 or not prefix.isascii() or not prefix.islower() or prefix in letters:
            raise table.error("prefix", "应为一个小写字母，且与别的块不同（r 已用于指标）")
        fields = _read_section(table, "fields", COMPUTED_IN_BLOCKS)
        if not fields.by_name:
            raise table.error("fields", "缺少字段")
        found.append(
            BlockSpec(
                name,
                prefix,
                table.text("label"),
                tuple(fields.by_name.values()),
                table.whole("starters", 1),
            )
        )
        table.done()
    return tuple(found)


def read_vocabulary(root: Table) -> tuple[Level2Group, ...]:
    """The 一级指标 named by `level1_order`, each with its 二级指标."""
    groups = {}
    for level1, table in root.tables("vocabulary"):
        groups[level1] = Level2Group(
            level1, table.texts("level2"), table.texts("variants"), table.texts("level2_variants")
        )
        table.done()
        if not groups[level1].level2:
            raise table.error("level2", "缺少二级指标")
    order = root.texts("level1_order")
    for level1 in order:
        if level1 not in groups:
            raise root.error("level1_order", f"vocabulary 中没有“{level1}”")
    if not order:
        raise root.error("level1_order", "缺少一级指标")
    return tuple(groups[level1] for level1 in order)


def _one_line(label: str) -> str:
    return label.replace("\n", "")
