"""Mechanical cures as edits, and drafts with blanks that only a person can fill."""

from collections.abc import Iterable

from perfdesk.cellpath import CellPath
from perfdesk.findings import Edit, Fix

BLANK = "＿＿"
"""What a draft leaves for a person to fill in."""


def set_text(label: str, path: CellPath, text: str | None) -> Fix:
    """Put a text into a cell; None clears it."""
    return Fix(label, (Edit(path, text),))


def set_texts(label: str, texts: Iterable[tuple[CellPath, str | None]]) -> Fix:
    """Put texts into several cells, one undo."""
    return Fix(label, tuple(Edit(path, text) for path, text in texts))


def automatic(path: CellPath) -> Fix:
    """Let a computed cell follow its inputs again."""
    return Fix("改为自动计算", (Edit(path, None, automatic=True),))


def draft(path: CellPath, text: str) -> Fix:
    """Write a draft that must be completed before hand-in."""
    return Fix("起草说明", (Edit(path, text),), draft=True)


def deviation_draft(path: CellPath, target: str, actual: str) -> Fix:
    """A draft of 偏差原因分析及改进措施 from the numbers of the row."""
    told = (
        f"年度指标值{target}，实际完成{actual}" if target and actual else "实际完成情况与目标有偏差"
    )
    return draft(path, f"偏差原因：{told}，主要因为{BLANK}。改进措施：{BLANK}。")


def over_draft(path: CellPath, target: str, actual: str) -> Fix:
    """A draft of the explanation that an over-fulfilled target asks for."""
    story = f"年度指标值{target}，实际完成{actual}，超计划较大"
    return draft(path, f"偏差原因：{story}，主要因为{BLANK}。改进措施：{BLANK}。")
