"""The unit's own signature line below the form: up to four labels a row, without rules."""

from collections.abc import Sequence

from perfdesk.grid import Align, Block, Cell, GridRow, Role

PER_ROW = 4
HEIGHT_MM = 10.0


def footer_rows(
    labels: Sequence[str], columns_mm: Sequence[float], first_row: int
) -> tuple[list[GridRow], list[Cell]]:
    """Grid rows and cells that share the width as evenly as the columns allow."""
    rows: list[GridRow] = []
    cells: list[Cell] = []
    shown = [label.strip() for label in labels if label.strip()]
    per_row = min(PER_ROW, len(columns_mm))
    for start in range(0, len(shown), per_row):
        texts = shown[start : start + per_row]
        row = first_row + len(rows)
        rows.append(GridRow(Block.FOOTER, min_height_mm=HEIGHT_MM))
        for text, (column, span) in zip(texts, _shares(columns_mm, len(texts)), strict=True):
            cells.append(
                Cell(
                    row,
                    column,
                    1,
                    span,
                    Role.FOOTER,
                    _with_colon(text),
                    align=Align.LEFT,
                    border=False,
                )
            )
    return rows, cells


def _with_colon(label: str) -> str:
    """填报人 asks for a name after it; （盖章） and 填报人：王某 stand as they are."""
    return label if label[-1] in "：:）)" or "：" in label or ":" in label else f"{label}："


def _shares(columns_mm: Sequence[float], count: int) -> list[tuple[int, int]]:
    """`count` groups of neighbouring columns, as (first column, columns), nearly equal in width."""
    total = sum(columns_mm)
    shares = []
    first = 0
    for index in range(count):
        last_possible = len(columns_mm) - (count - index - 1)
        goal = total * (index + 1) / count
        ends = range(first + 1, last_possible + 1)
        end = (
            len(columns_mm)
            if index == count - 1
            else min(ends, key=lambda end: abs(sum(columns_mm[:end]) - goal))
        )
        shares.append((first, end - first))
        first = end
    return shares
