"""Choice lists and input messages of cells, as Excel's data validation."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_col_to_name

from perfdesk.grid import Cell
from perfdesk.template.model import Template

_TITLE_LIMIT = 32
_MESSAGE_LIMIT = 255
_INLINE_LIMIT = 255


class _Rule(NamedTuple):
    choices: tuple[str, ...]
    title: str
    message: str


Span = tuple[int, int, int, int]


class Validations:
    """Gathers the validations of one sheet, equal ones in one rule."""

    def __init__(self, template: Template, lists: "ChoiceLists") -> None:
        self._template = template
        self._lists = lists
        self._spans: dict[_Rule, list[Span]] = {}

    def add(self, cell: Cell, row: int, column: int) -> None:
        """Note what a cell offers and says; `row` and `column` are those of the sheet."""
        field = self._template.field(cell.row_id, cell.field)
        message = field.help if field else ""
        if not cell.choices and not message:
            return
        title = field.label if field else ""
        rule = _Rule(cell.choices, title[:_TITLE_LIMIT], _shortened(message))
        self._spans.setdefault(rule, []).append((row, column, row, column))

    def write(self, sheet: Any) -> None:
        """Write all rules into their sheet."""
        for rule, spans in self._spans.items():
            options: dict[str, Any] = {
                "validate": "any",
                "other_cells": [list(span) for span in spans[1:]],
            }
            if rule.choices:
                options.update(
                    {
                        "validate": "list",
                        "source": self._lists.source(rule.choices),
                        # A warning, not a ban: units have 指标 of their own.
                        "error_type": "information",
                        "error_title": "不在清单中",
                        "error_message": "所填内容不在表样的清单中，确认无误可以保留。",
                    }
                )
            if rule.message:
                options["input_message"] = rule.message
                if rule.title:
                    options["input_title"] = rule.title
            if rule.choices or rule.message:
                sheet.data_validation(*spans[0], options)


class ChoiceLists:
    """Long lists stand in the hidden sheet, where a validation may point to."""

    def __init__(self, hidden: Any, sheet_name: str, first_column: int) -> None:
        self._hidden = hidden
        self._name = sheet_name
        self._column = first_column
        self._known: dict[tuple[str, ...], str] = {}

    def source(self, choices: tuple[str, ...]) -> Sequence[str] | str:
        """What a list validation takes: the choices themselves, or the range that holds them."""
        if len(",".join(choices)) <= _INLINE_LIMIT and not any("," in choice for choice in choices):
            return list(choices)
        if choices not in self._known:
            for row, choice in enumerate(choices):
                self._hidden.write_string(row, self._column, choice)
            letter = xl_col_to_name(self._column, True)
            self._known[choices] = f"='{self._name}'!{letter}$1:{letter}${len(choices)}"
            self._column += 1
        return self._known[choices]


def _shortened(message: str) -> str:
    """An instruction as long as Excel takes, cut after a sentence where it can be."""
    if len(message) <= _MESSAGE_LIMIT:
        return message
    cut = message[: _MESSAGE_LIMIT - 1]
    end = cut.rfind("。")
    return cut[: end + 1] if end > _MESSAGE_LIMIT // 2 else cut + "…"
