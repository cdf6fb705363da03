"""A rule explained: what it looks at, an example wrong and right, its document, how to switch it off."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from perfdesk.errors import UnknownRuleError
from perfdesk.findings import Severity
from perfdesk.paths import resource

_DOCUMENTS = {
    "10号": "《项目支出绩效评价管理办法》（财预〔2020〕10号）",
    "88号": "《中央部门预算绩效目标管理办法》（财预〔2015〕88号）",
    "101号": "《中央部门项目支出核心绩效目标和指标设置及取值指引》（财预〔2021〕101号）",
    "136号": "《中央部门预算绩效运行监控管理暂行办法》（财预〔2019〕136号）",
}
CHAPTERS = "SFWTIGUXMDP"
"""The first letters of the rules in the order in which they are listed."""
_ON_PAPER = ("P02", "打印显示不全", "公开要求")
"""P02 is found by the pagination and stands in no catalogue."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the help says of a rule."""

    rule: str
    name: str
    severities: tuple[Severity, ...]
    looks_at: str
    wrong: str
    right: str
    basis: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The page, a line each."""
        graded = "、".join(severity.label for severity in self.severities)
        return (
            f"{self.rule} {self.name}（{graded}）",
            f"看什么：{self.looks_at}",
            f"例，不对：{self.wrong}",
            f"例，对：{self.right}",
            f"出处：{self.basis}",
            "停用：设置→规则与词表→停用的规则，勾上此条；只对本单位有效，随时可再启用。",
            "本单位确实没有错的：在该条结果上“填写出错说明”，随表上报。",
        )


@cache
def _texts() -> Mapping[str, list[str]]:
    return tomllib.loads(resource("rules", "explained.toml").read_text("utf-8"))


def explained_rules() -> tuple[str, ...]:
    """The ids of every rule that can be explained, in the order of the chapters."""
    from perfdesk.rules import rule_ids

    every = (*rule_ids(), _ON_PAPER[0])
    return tuple(sorted(every, key=lambda rule_id: (CHAPTERS.index(rule_id[0]), rule_id)))


def explain(rule_id: str) -> Explanation:
    """The explanation of a rule by its id, small letters too; UnknownRuleError when there is none."""
    from perfdesk.rules import catalogue

    wanted = rule_id.strip().upper()
    if wanted not in explained_rules():
        raise UnknownRuleError(rule_id)
    looks_at, wrong, right = _texts()[wanted]
    if wanted == _ON_PAPER[0]:
        _, name, basis = _ON_PAPER
        return Explanation(wanted, name, (Severity.ERROR,), looks_at, wrong, right, basis)
    entry = catalogue()[wanted]
    grades = sorted({w.severity for w in entry.wordings.values()}, key=lambda s: s.rank)
    basis = "、".join(_DOCUMENTS.get(part, part) for part in entry.basis.split("/"))
    return Explanation(wanted, entry.name, tuple(grades), looks_at, wrong, right, basis)
