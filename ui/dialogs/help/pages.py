"""The built-in help: pages in Markdown under resources/help, per-cell help, and pages made from tables."""

import json
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from perfdesk import __version__
from perfdesk.paths import resource
from perfdesk.session.check.explained import explain, explained_rules
from ui.actions.menus import MENUS
from ui.actions.qt_actions import keys_text
from ui.actions.table import ACTIONS, ActionSpec

FIELD = "field-"
"""Prefix of the ids of per-cell pages."""
RULE = "rule-"
"""Prefix of the ids of the rules' pages."""
_CHAPTERS = {
    "S": "结构和名称",
    "F": "资金",
    "W": "分值、得分、总分",
    "T": "目标值和实际完成值",
    "I": "指标",
    "G": "绩效目标",
    "U": "本单位各表",
    "X": "与申报表、监控表、上年的表",
    "M": "监控表",
    "D": "整体支出表",
    "P": "公开和打印",
}

_PAPER_KEYS = (
    ("直接打字", "替换单元格内容"),
    ("Enter / Shift+Enter", "确认，到下一格 / 上一格"),
    ("Tab / Shift+Tab", "确认，到后一个 / 前一个要填的格，跳过标签和自动计算的格"),
    ("Alt+Enter", "格内换行"),
    ("Esc", "放弃本次修改"),
    ("方向键", "移动；Ctrl+方向键到边上；Shift+方向键多选"),
    ("Home / End", "本行首尾；Ctrl+Home / Ctrl+End 到表的首尾"),
    ("Ctrl+滚轮", "缩放"),
)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page: id, title as listed, and its text in Markdown."""

    id: str
    title: str
    text: str


@cache
def pages() -> tuple[HelpPage, ...]:
    """All pages in the order of the list."""
    written = [_written(path) for path in sorted(resource("help").glob("*.md"))]
    return (*written, _shortcuts(), _rules(), *_fields(), _about(), *_each_rule())


def find(text: str) -> list[HelpPage]:
    """The pages that hold every word of the text, those with it in the title first.

    The pages of single rules are listed when they are looked for; 规则一览 leads to each of them.
    """
    words = text.casefold().split()
    hits = [page for page in pages() if words or not page.id.startswith(RULE)]
    hits = [
        page
        for page in hits
        if all(word in f"{page.title} {page.text}".casefold() for word in words)
    ]
    return sorted(hits, key=lambda page: not all(word in page.title.casefold() for word in words))


def _written(path: Path) -> HelpPage:
    text = path.read_text(encoding="utf-8")
    title = text.splitlines()[0].lstrip("# ").strip()
    return HelpPage(path.stem.split("-", 1)[1], title, text)


def _shortcuts() -> HelpPage:
    lines = ["# 快捷键", "", "## 在表格里", "", "| 按键 | 作用 |", "|---|---|"]
    lines += [f"| {keys} | {told} |" for keys, told in _PAPER_KEYS]
    for menu in MENUS:
        rows = [(keys_text(spec), spec) for spec in ACTIONS if spec.menu == menu and spec.keys]
        if rows:
            lines += ["", f"## {menu}", "", "| 按键 | 作用 |", "|---|---|"]
            lines += [f"| {keys} | {_told(spec)} |" for keys, spec in rows]
    return HelpPage("shortcuts", "快捷键", "\n".join(lines))


def _told(spec: ActionSpec) -> str:
    name = spec.text.rstrip("…")
    return f"{name}：{spec.tip}" if spec.tip else name


def _fields() -> list[HelpPage]:
    with resource("help", "fields.toml").open("rb") as file:
        data = tomllib.load(file)
    found = []
    for name, field in data.items():
        lines = [f"# {field['title']}", "", field["how"], ""]
        if "good" in field:
            lines += [f"**好的写法**　{field['good']}", ""]
        if "bad" in field:
            lines += [f"**不好的写法**　{field['bad']}", ""]
        found.append(HelpPage(f"{FIELD}{name}", f"怎么填：{field['title']}", "\n".join(lines)))
    return found


def _rules() -> HelpPage:
    """Every rule by chapter, each with its page."""
    lines = ["# 规则一览", "", "自检看什么，一条规则一页；点编号看例子、出处和停用的办法。", ""]
    chapter = ""
    for rule_id in explained_rules():
        if rule_id[0] != chapter:
            chapter = rule_id[0]
            lines += ["", f"## {_CHAPTERS[chapter]}", ""]
        page = explain(rule_id)
        lines.append(f"- [{rule_id}]({RULE}{rule_id}) {page.name}：{_literal(page.looks_at)}")
    return HelpPage("rules", "规则一览", "\n".join(lines))


def _each_rule() -> list[HelpPage]:
    found = []
    for rule_id in explained_rules():
        head, *lines = explain(rule_id).lines
        # What stands before the colon is the heading of what follows.
        parts = [line.partition("：") for line in lines]
        body = [f"**{name}**　{_literal(rest)}\n" for name, _, rest in parts]
        text = "\n".join([f"# {head}", "", *body, "[规则一览](rules)"])
        found.append(HelpPage(f"{RULE}{rule_id}", f"规则 {head.partition('（')[0]}", text))
    return found


def _literal(text: str) -> str:
    """A text in which nothing is Markdown: an example may hold <p>, * or a leading number."""
    return re.sub(r"([\\`*_{}\[\]<>#+.!|-])", r"\\\1", text)


def _about() -> HelpPage:
    text = f"""# 关于绩效填报台

版本 {__version__}

填报、自检、打印财政项目支出绩效目标申报表和绩效自评表。数据只在本机，不联网。

- 程序：MIT 许可
- 字体：Noto Serif SC、Noto Sans SC，SIL OFL 1.1 许可（`resources/fonts`）
- 图标：Lucide，ISC 许可（`resources/icons`）
- 界面：Qt / PySide6，LGPL v3 许可

政策依据：财预〔2020〕10 号、财预〔2015〕88 号、财预〔2021〕101 号。

## 所用组件与许可

{_parts()}
"""
    return HelpPage("about", "关于绩效填报台", text)


def _parts() -> str:
    """Every bundled part with its licence, a line each; the texts lie in resources/licences."""
    found = json.loads(resource("licences", "parts.json").read_text("utf-8"))
    return "\n".join(
        f"- {part['name']} {part['version']}：{part['licence']}" for part in found["parts"]
    )
