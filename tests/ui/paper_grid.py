"""A 自评表 as a grid, made by hand, for tests of the view that need no data file."""

from collections.abc import Iterator
from itertools import groupby

from perfdesk.grid import Align, Block, Cell, FieldKind, Grid, GridRow, Role

COLUMNS = (17.0, 20.0, 26.0, 24.0, 24.0, 14.0, 18.0, 39.0)
REASON = "个别点位等候时间偏长，已增设体检通道。"
ROWS = (
    ("产出指标", "数量指标", "完成体检数", "≥27000.00(人)", "45739", "30.00", "30.00", ""),
    ("产出指标", "质量指标", "体检质量合格率", "=100.00(%)", "100.00(%)", "20.00", "20.00", ""),
    ("产出指标", "时效指标", "体检完成及时性", "及时", "达成指标", "10.00", "10.00", ""),
    ("效益指标", "社会效益指标", "老年人健康知晓情况", "提升", "达成指标", "20.00", "20.00", ""),
    (
        "满意度指标",
        "服务对象满意度指标",
        "老年人满意度",
        "≥90.00(%)",
        "85.00(%)",
        "10.00",
        "9.00",
        REASON,
    ),
)
HEADS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
FIELDS = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation")
LEFT = {"level3", "deviation"}
KINDS = {
    "target": FieldKind.TARGET,
    "actual": FieldKind.TARGET,
    "weight": FieldKind.SCORE,
    "score": FieldKind.SCORE,
}


def paper(form_id: str = "form-1", rows: tuple[tuple[str, ...], ...] = ROWS) -> Grid:
    """The grid of a small form with every role of cell."""
    heads = tuple(_head())
    cells = [*heads, *_funds(4), *_indicators(10, rows), *_total(10 + len(rows))]
    kinds = [
        Block.TITLE,
        Block.TITLE,
        *[Block.HEADER] * 2,
        *[Block.FUNDS] * 4,
        Block.GOALS,
        Block.INDICATOR_HEAD,
    ]
    lines = [GridRow(kind, min_height_mm=7) for kind in kinds]
    lines += [GridRow(Block.INDICATORS, (f"r{n + 1}",)) for n in range(len(rows))]
    lines += [GridRow(Block.TOTAL)]
    return Grid(form_id, COLUMNS, tuple(lines), tuple(cells), (9,))


def _head() -> Iterator[Cell]:
    yield Cell(
        0,
        0,
        1,
        8,
        Role.TITLE,
        "财政项目支出绩效自评表",
        "title",
        border=False,
        value="财政项目支出绩效自评表",
    )
    yield Cell(
        1,
        0,
        1,
        8,
        Role.YEAR,
        "（2024年度）",
        "year",
        kind=FieldKind.YEAR,
        border=False,
        value="2024",
    )
    yield Cell(2, 0, text="项目名称")
    yield _value(2, 1, 7, "project_name", "65岁以上老人定期体检")
    yield Cell(3, 0, text="主管部门")
    yield _value(3, 1, 3, "department", "上海市普陀区卫生健康委员会")
    yield Cell(3, 4, text="实施单位")
    yield _value(3, 5, 3, "organisation", "上海市普陀区卫生健康委员会")
    yield Cell(8, 0, text="年度\n总体\n目标")
    yield _value(
        8, 1, 3, "goal_expected", "为65岁以上老年人提供免费体检。", FieldKind.LONG_TEXT, Align.LEFT
    )
    yield _value(8, 4, 4, "goal_actual", "全年完成体检45739人。", FieldKind.LONG_TEXT, Align.LEFT)
    for column, label in enumerate(HEADS):
        yield Cell(9, column, role=Role.HEAD, text=label)


def _value(
    row: int,
    column: int,
    span: int,
    field: str,
    text: str,
    kind: FieldKind = FieldKind.TEXT,
    align: Align = Align.CENTER,
) -> Cell:
    return Cell(
        row,
        column,
        1,
        span,
        Role.VALUE,
        text,
        field,
        kind=kind,
        align=align,
        value=text,
        label_path=field,
    )


def _funds(top: int) -> Iterator[Cell]:
    yield Cell(top, 0, 4, 1, text="项目资金\n（万元）")
    labels = ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金")
    for n, label in enumerate(labels):
        yield Cell(top + n, 1, 1, 2, text=label)
        for column, field in enumerate(("initial", "adjusted", "executed"), start=3):
            role = Role.COMPUTED if n == 0 else Role.VALUE
            text = "743.00" if n < 2 else ""
            yield Cell(
                top + n,
                column,
                role=role,
                text=text,
                field=field,
                row_id=f"F{n}",
                kind=FieldKind.AMOUNT,
                value=text or None,
                computed="743.00" if n == 0 else None,
                label_path=f"项目资金 / {label} / {field}",
            )
        yield Cell(
            top + n,
            6,
            role=Role.COMPUTED,
            text="99.80",
            field="rate",
            row_id=f"F{n}",
            kind=FieldKind.RATE,
            value="99.80",
            computed="99.81" if n == 1 else "99.80",
        )
        yield Cell(
            top + n,
            7,
            role=Role.VALUE,
            text="9.98",
            field="score",
            row_id=f"F{n}",
            kind=FieldKind.SCORE,
            value="9.98",
        )


def _indicators(top: int, rows: tuple[tuple[str, ...], ...]) -> Iterator[Cell]:
    for column, field in enumerate(FIELDS[:2]):
        for _, group in groupby(
            range(len(rows)), key=lambda n, column=column: rows[n][: column + 1]
        ):
            members = list(group)
            ids = tuple(f"r{n + 1}" for n in members)
            text = rows[members[0]][column]
            yield Cell(
                top + members[0],
                column,
                len(members),
                1,
                Role.LEVEL,
                text,
                field,
                ids[0],
                ids,
                FieldKind.CHOICE,
                choices=("产出指标", "效益指标", "满意度指标"),
                value=text,
            )
    for n, row in enumerate(rows):
        for column, field in enumerate(FIELDS[2:], start=2):
            align = Align.LEFT if field in LEFT else Align.CENTER
            yield Cell(
                top + n,
                column,
                1,
                1,
                Role.VALUE,
                row[column],
                field,
                f"r{n + 1}",
                (),
                KINDS.get(field, FieldKind.TEXT),
                align,
                value=row[column] or None,
                label_path=f"{row[0]} / {row[1]} / {row[2]} / {field}",
            )


def _total(row: int) -> Iterator[Cell]:
    yield Cell(row, 0, 1, 5, text="总分")
    yield Cell(
        row,
        5,
        role=Role.COMPUTED,
        text="100.00",
        field="total_weight",
        value="100.00",
        computed="100.00",
    )
    yield Cell(row, 6, 1, 2, Role.COMPUTED, "98.98", "total_score", value="98.98", computed="98.98")
