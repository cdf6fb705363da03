"""Grids made by hand for the paper tests, in the shape of the Shanghai 自评表 (domain/FORMS.md, 3)."""

from itertools import groupby
from typing import Any

from perfdesk.grid import Align, Block, Cell, FieldKind, Grid, GridRow, Role

COLUMNS = (18.0, 24.0, 40.0, 25.0, 25.0, 14.0, 14.0, 32.0)


class Sheet:
    """Cells and rows as they are added."""

    def __init__(self) -> None:
        self.rows: list[GridRow] = []
        self.cells: list[Cell] = []

    def row(self, block: Block, *cells: tuple[Any, ...], ids: tuple[str, ...] = ()) -> int:
        """Add a row of (column, span, role, text, options)."""
        number = len(self.rows)
        self.rows.append(GridRow(block, ids))
        for column, span, role, text, *more in cells:
            options = dict(more[0]) if more else {}
            self.cells.append(
                Cell(number, column, column_span=span, role=role, text=text or "", **options)
            )
        return number


def self_evaluation(form: dict[str, Any], form_id: str = "f1") -> Grid:
    """A 自评表 from a Form JSON."""
    sheet = Sheet()
    label, value = Role.LABEL, Role.VALUE
    sheet.row(Block.TITLE, (0, 8, Role.TITLE, form["title"], {"border": False, "field": "title"}))
    sheet.row(
        Block.TITLE,
        (0, 8, Role.YEAR, f"（{form['year'] or '    '}年度）", {"border": False, "field": "year"}),
    )
    sheet.row(
        Block.HEADER,
        (0, 2, label, "项目名称"),
        (2, 6, value, form["project_name"], {"field": "project_name"}),
    )
    sheet.row(
        Block.HEADER,
        (0, 2, label, "主管部门"),
        (2, 2, value, form["department"], {"field": "department"}),
        (4, 1, label, "实施单位"),
        (5, 3, value, form["unit"], {"field": "organisation"}),
    )
    _funds(sheet, form)
    _goals(sheet, form)
    heads = (
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
    )
    head = sheet.row(
        Block.INDICATOR_HEAD, *((i, 1, Role.HEAD, text) for i, text in enumerate(heads))
    )
    _indicators(sheet, form["indicators"])
    sheet.row(
        Block.TOTAL,
        (0, 5, label, "总分"),
        (
            5,
            1,
            Role.COMPUTED,
            form["total_weight"],
            {"field": "total_weight", "kind": FieldKind.SCORE},
        ),
        (
            6,
            1,
            Role.COMPUTED,
            form["total_score"],
            {"field": "total_score", "kind": FieldKind.SCORE},
        ),
        (7, 1, Role.EMPTY, ""),
    )
    return Grid(
        form_id, COLUMNS, tuple(sheet.rows), tuple(sheet.cells), (head,), title=form["title"]
    )


def _funds(sheet: Sheet, form: dict[str, Any]) -> None:
    heads = ("", "年初预算数", "全年预算数", "全年执行数", "分数", "执行率(%)", "得分")
    first = sheet.row(Block.FUNDS, *((i, 1, Role.LABEL, text) for i, text in enumerate(heads, 1)))
    sheet.cells.append(Cell(first, 0, row_span=len(form["funds"]) + 1, text="项目资金\n（万元）"))
    for number, fund in enumerate(form["funds"]):
        fields = ("initial", "adjusted", "executed", "weight", "rate", "score")
        cells = [
            (
                i,
                1,
                Role.VALUE,
                fund[name],
                {"field": name, "row_id": f"F{number}", "kind": FieldKind.AMOUNT},
            )
            for i, name in enumerate(fields, 2)
        ]
        sheet.row(Block.FUNDS, (1, 1, Role.LABEL, fund["row"]), *cells)


def _goals(sheet: Sheet, form: dict[str, Any]) -> None:
    first = sheet.row(
        Block.GOALS, (1, 3, Role.LABEL, "预期目标"), (4, 4, Role.LABEL, "实际完成情况")
    )
    sheet.cells.append(Cell(first, 0, row_span=2, text="年度\n总体\n目标"))
    long = {"align": Align.LEFT, "kind": FieldKind.LONG_TEXT}
    sheet.row(
        Block.GOALS,
        (1, 3, Role.VALUE, form["goal_expected"], {"field": "goal_expected", **long}),
        (4, 4, Role.VALUE, form["goal_actual"], {"field": "goal_actual", **long}),
    )


def _indicators(sheet: Sheet, rows: list[dict[str, Any]]) -> None:
    start = len(sheet.rows)
    for number, row in enumerate(rows):
        row_id = f"r{number + 1}"
        cells = []
        for column, name in enumerate(
            ("level3", "target", "actual", "weight", "score", "deviation"), 2
        ):
            align = Align.LEFT if name in ("level3", "deviation") else Align.CENTER
            cells.append(
                (
                    column,
                    1,
                    Role.VALUE,
                    row[name],
                    {"field": name, "row_id": row_id, "align": align},
                )
            )
        sheet.row(Block.INDICATORS, *cells, ids=(row_id,))
    _levels(sheet, rows, start, 0, lambda row: (row["level1"],))
    _levels(sheet, rows, start, 1, lambda row: (row["level1"], row["level2"]))


def _levels(sheet: Sheet, rows: list[dict[str, Any]], start: int, column: int, key: Any) -> None:
    at = start
    for values, group in groupby(rows, key):
        count = len(list(group))
        ids = tuple(f"r{n - start + 1}" for n in range(at, at + count))
        sheet.cells.append(
            Cell(
                at, column, row_span=count, role=Role.LEVEL, text=values[-1] or "",
                field=f"level{column + 1}", row_id=ids[0], row_ids=ids,
            )
        )  # fmt: skip
        at += count
