"""What a file holds besides the forms that are read, and what is told of it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Why(StrEnum):
    """Why a part of a file is left alone."""

    WHOLE = "whole"
    """A form of a whole department: 部门整体支出绩效自评表."""
    MONITORING = "monitoring"
    """A 绩效运行监控表."""
    LEDGER = "ledger"
    """One row a project, without indicators."""
    LARGE = "large"
    """More cells than a form can have."""


class PassedOver(NamedTuple):
    """A part of a file that was found and not read."""

    sheet: str
    why: Why
    projects: int = 0
    """How many projects a ledger lists."""

    @property
    def sentence(self) -> str:
        """What it is, what is safe, and what to do, for the user."""
        place = f"工作表“{self.sheet}”"
        if self.why is Why.WHOLE:
            return (
                f"{place}像部门（单位）整体支出绩效表，但没有找到指标栏，未读入，"
                "原文件未改动；请核对指标的表头后再导入。"
            )
        if self.why is Why.MONITORING:
            return (
                f"{place}像绩效运行监控表，但没有找到指标栏，未读入，"
                "原文件未改动；请核对指标的表头后再导入。"
            )
        if self.why is Why.LARGE:
            return (
                f"{place}内容过多，不像一张绩效表，未读入，原文件未改动；"
                "其中确有绩效表的，请单独另存为一个工作簿后再导入。"
            )
        return (
            f"{place}是一行一个项目的台账（{self.projects} 个项目），没有绩效指标，未读入，原文件未改动；"
            "请导入各项目的自评表，或新建自评表后把台账中的金额复制粘贴过去。"
        )


def told(passed: Iterable[PassedOver]) -> list[str]:
    """The sentences, each once."""
    return list(dict.fromkeys(part.sentence for part in passed))
