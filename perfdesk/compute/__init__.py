"""Computed cells: totals, 执行率, its points, 总分, 评分等级, in dependency order.

What deals with kept values of imported forms is loaded with the first edit or import.
"""

from typing import TYPE_CHECKING

from perfdesk.compute.cells import compute, computed_keys

if TYPE_CHECKING:
    from perfdesk.compute.kept import acceptable, fund_decimals, keep_printed, kept_dependents

__all__ = [
    "acceptable",
    "compute",
    "computed_keys",
    "fund_decimals",
    "keep_printed",
    "kept_dependents",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(name)
    from perfdesk.compute import kept

    return getattr(kept, name)
