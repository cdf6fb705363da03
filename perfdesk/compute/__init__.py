"""Computed cells: totals, 执行率, its points, 总分, 评分等级, in dependency order."""

from perfdesk.compute.cells import compute, computed_keys
from perfdesk.compute.kept import acceptable, fund_decimals, keep_printed, kept_dependents

__all__ = [
    "acceptable",
    "compute",
    "computed_keys",
    "fund_decimals",
    "keep_printed",
    "kept_dependents",
]
