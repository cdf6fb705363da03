"""The rows of a system's table: signs, values and units apart, words as the system knows them, all checked first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from perfdesk.document import FormView
from perfdesk.document.form_json import to_json
from perfdesk.io.systems.layouts import SystemColumn, SystemLayout
from perfdesk.values import is_blank, plain, read_amount
from perfdesk.values.target_parts import split_target

_SIGNS: Final = {"≥": "≥", ">": "＞", "=": "＝", "<": "＜", "≤": "≤", "": "＝"}
_QUALITATIVE: Final = "定性"
_REACHED: Final = (
    ("部分达成", ("部分达成", "部分完成", "基本达成")),
    ("未达成", ("未达成", "未完成", "没有达成")),
    ("达成", ("达成", "完成", "已完成", "全部完成")),
)
_PRINTED_WEIGHT: Final = re.compile(r"[（(][0-9.]{1,6}分?[)）]$")


class Missing(NamedTuple):
    """A cell that the system would refuse."""

    project: str
    row: int
    """In the system's table, the first below the head is 2."""
    column: str
    reason: str


class SystemTable(NamedTuple):
    """A finished table."""

    heads: list[str]
    rows: list[list[str]]
    numbers: frozenset[int]
    """Columns that hold numbers."""


class _Row(NamedTuple):
    """What a row is made of."""

    form: Mapping[str, Any]
    indicator: Mapping[str, Any]
    number: int


class TableMaker:
    """Makes one table of one or several forms."""

    def __init__(
        self,
        layout: SystemLayout,
        answers: Mapping[str, str],
        codes: Mapping[tuple[str, str], str],
    ) -> None:
        self._layout = layout
        self._answers = answers
        self._codes = codes
        self.missing: list[Missing] = []
        """What the system would refuse; nothing is to be written while there is any."""

    def make(self, views: Sequence[FormView]) -> SystemTable:
        """The table; look at `missing` before it is written."""
        month = next((m for v in views if (m := v.text("month"))), "") or ""
        last = re.findall(r"[0-9]{1,2}", month)
        heads = [c.head.replace("{month}", last[-1] if last else "X") for c in self._layout.columns]
        rows = []
        for row in self._rows(views):
            cells = [
                self._cell(column, head, row)
                for column, head in zip(self._layout.columns, heads, strict=True)
            ]
            rows.append(cells)
        numbers = frozenset(n for n, column in enumerate(self._layout.columns) if column.number)
        return SystemTable(heads, rows, numbers)

    def _rows(self, views: Sequence[FormView]) -> Iterator[_Row]:
        number = 0
        for view in views:
            form = to_json(view)
            if self._layout.rows == "forms":
                number += 1
                yield _Row(form, {}, number)
                continue
            for indicator in form["indicators"]:
                if not is_blank(indicator.get("level3") or ""):
                    number += 1
                    yield _Row(form, indicator, number)

    def _cell(self, column: SystemColumn, head: str, row: _Row) -> str:
        text, reason = self._taken(column, head, row)
        text = text.strip()
        if not reason and not text and column.required:
            reason = "不能为空" if column.take != "ask" else "表中没有，请用 --give 写明"
        if not reason and text and column.number:
            found = read_amount(text.removesuffix("分"))
            text, reason = (
                (plain(found.value), "") if found.value is not None else (text, "应为数字")
            )
        if not reason and text and column.words and text not in column.words:
            reason = f"只能是{'、'.join(column.words)}"
        size = len(text.encode())
        if not reason and column.most and size > column.most:
            reason = f"共 {size} 字节，系统最多收 {column.most} 字节"
        if reason:
            project = str(row.form.get("project_name") or "")
            self.missing.append(Missing(project, row.number + 1, head, reason))
        return text

    def _taken(self, column: SystemColumn, head: str, row: _Row) -> tuple[str, str]:
        """The text of a cell, and why it cannot be had."""
        kind, _, key = column.take.partition(":")
        match kind:
            case "number":
                return str(row.number), ""
            case "none":
                return self._answers.get(head, ""), ""
            case "ask":
                return self._answers.get(head, ""), ""
            case "level1" | "level2" | "level3":
                return _PRINTED_WEIGHT.sub("", _said(row.indicator, kind)), ""
            case "text":
                source = row.indicator if row.indicator and key in row.indicator else row.form
                return _said(source, key), ""
            case "fund":
                return _said(self._total(row), key), ""
            case "code":
                return self._code(key, head, row)
            case "adjusted":
                return self._adjusted(row), ""
            case "likelihood":
                return _said(row.indicator, "likelihood"), ""
            case _:
                return self._target_part(kind, row)

    def _target_part(self, kind: str, row: _Row) -> tuple[str, str]:
        sign, value, unit = split_target(_said(row.indicator, "target"))
        counted = read_amount(value).value is not None and bool(value)
        match kind:
            case "sign":
                return (_SIGNS.get(sign, sign) if counted else _QUALITATIVE), ""
            case "value":
                return value.replace(",", ""), ""
            case "unit":
                return (unit if counted else ""), ""
            case "described":
                said = _said(row.indicator, "actual")
                return ("" if counted else said), ""
            case _:
                return _reached(_said(row.indicator, kind), unit, counted=counted)

    def _code(self, scope: str, head: str, row: _Row) -> tuple[str, str]:
        """A code with the unit's name, or a project's code; typed once, kept in the data file."""
        name = _said(row.form, "unit" if scope == "unit" else "project_name")
        code = self._answers.get(f"{head}:{name}") or self._codes.get((scope, name), "")
        code = code or (self._answers.get(head, "") if scope == "unit" else "")
        if not code:
            return "", f"还没有“{name}”的编码，请用 --give {head}:{name}=编码 写明，以后不用再写"
        return (f"{code}-{name}" if scope == "unit" else code), ""

    def _adjusted(self, row: _Row) -> str:
        """年初预算数 with what was added and taken away; nothing where one of them is not known."""
        parts = [_said(self._total(row), "initial")]
        parts += [self._answers.get(head, "") for head in ("追加数", "追减数")]
        amounts = [read_amount(part).value for part in parts]
        known = [amount for amount in amounts if amount is not None]
        return plain(known[0] + known[1] - known[2]) if len(known) == len(parts) else ""

    @staticmethod
    def _total(row: _Row) -> Mapping[str, Any]:
        funds = row.form.get("funds")
        return funds[0] if isinstance(funds, list) and funds else {}


def _said(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _reached(text: str, unit: str, *, counted: bool) -> tuple[str, str]:
    """What was achieved: a number of the target's unit, or one of the system's three words."""
    if not text:
        return "", ""
    if counted:
        _, value, own_unit = split_target(text)
        amount: Decimal | None = read_amount(value).value
        if amount is None:
            return text, "指标值是定量的，这里应为数字"
        if own_unit and unit and own_unit != unit:
            return text, f"单位是“{own_unit}”，与指标值的“{unit}”不同"
        return plain(amount), ""
    for word, begins in _REACHED:
        if text.startswith(begins):
            return word, ""
    return text, "定性指标只能填达成、部分达成或未达成"
