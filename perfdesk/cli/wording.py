"""Calls explained in Chinese: what argparse says of a wrong one, and the headings of its help."""

import argparse
import re
from collections.abc import Iterable
from typing import Any, Final

_SAID: Final = (
    (r"the following arguments are required: (.+)", r"缺少 {0}"),
    (r"unrecognized arguments: (.+)", r"不认识 {0}"),
    (r"(?:argument (\S+): )?expected (?:one|at least one) argument", r"{0} 后面缺少内容"),
    (
        r"argument \{.+?\}: invalid choice: '(.*)' \(choose from (.+)\)",
        r"没有“{0}”这个命令，有 {1}",
    ),
    (r"argument (\S+): invalid choice: '(.*)' \(choose from (.+)\)", r"{0} 不能是“{1}”，可用 {2}"),
    (r"argument (\S+): invalid int value: '(.*)'", r"{0} 应为数字，不能是“{1}”"),
    (r"argument (\S+): ignored explicit argument '(.*)'", r"{0} 后面不带内容，多了“{1}”"),
    (r"ambiguous option: (\S+) could match (.+)", r"{0} 不明确，可能是 {1}"),
)


def in_chinese(message: str) -> str:
    """What argparse says of a wrong call, in Chinese; what it has no words for, as it is."""
    for pattern, words in _SAID:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return words.format(*(part or "" for part in found.groups())).replace("'", "")
    return message


class ChineseHelp(argparse.HelpFormatter):
    """Help that begins with 用法 in place of usage."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)
