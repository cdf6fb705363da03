"""Tables for analysis: one row a form, an indicator, a finding, as CSV or JSON lines (CONTRACT.md).

Keys are those of the Form JSON; every amount stands as printed and, under `…_yuan`, as a plain number
of 元. A bureau with many files asks DuckDB or Spark, not us: docs/ANALYSIS.md.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from perfdesk.atomic_file import make_folder, no_wider_than, replacing
from perfdesk.cellpath import HEADER
from perfdesk.document import FormView, IndicatorView
from perfdesk.document.digest import digest
from perfdesk.document.form_json import json_path
from perfdesk.findings import Finding
from perfdesk.grid import FieldKind
from perfdesk.session.check.live_check import Checking
from perfdesk.session.core import Core
from perfdesk.session.money_units import YUAN, convert
from perfdesk.targets import SIGNS, Expression, is_met
from perfdesk.values import plain

TABLE_FORMATS: Final = ("csv", "jsonl")
Row = dict[str, Any]
_YUAN_MARK: Final = "_yuan"
_KEYS: Final = ("form", "template", "kind", "year", "project_name", "unit")
"""Stand first in every table: what the tables are joined by."""
_FINDING_KEYS: Final = (
    "rule", "severity", "field", "message", "arithmetic", "fix", "accepted",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table that was written."""

    path: Path
    table: str
    format: str
    rows: int


class AnalysisTables:
    """The forms of a data file as three tables."""

    def __init__(self, core: Core, checking: Checking, data_file: Path) -> None:
        self._core = core
        self._data_file = data_file
        self._checking = checking

    def write(
        self, folder: Path, formats: Sequence[str], form_ids: Sequence[str]
    ) -> list[WrittenTable]:
        """Write forms, indicators and findings of these forms; CannotWriteError."""
        views = [self._core.view(form_id) for form_id in form_ids]
        makers: Mapping[str, Callable[[FormView], Iterator[Row]]] = {
            "forms": lambda view: iter([form_row(view)]),
            "indicators": indicator_rows,
            "findings": self._finding_rows,
        }
        written = []
        for name, make in makers.items():
            rows = [row for view in views for row in make(view)]
            if name == "findings":
                rows += [_finding_row(None, f) for f in self._checking.portfolio_findings()]
            for kind in formats:
                path = folder / f"{name}.{kind}"
                with no_wider_than(self._data_file):
                    make_folder(folder)
                    _write(path, kind, rows, _columns(name, rows))
                written.append(WrittenTable(path, name, kind, len(rows)))
        return written

    def _finding_rows(self, view: FormView) -> Iterator[Row]:
        for finding in self._checking.findings(view.id):
            yield _finding_row(view, finding)


def form_row(view: FormView) -> Row:
    """A form in one row: its fields, then its money as `funds_<row>_<column>`."""
    row = _keys(view)
    row |= {"match": view.form.match, "digest": digest(view), "indicators": len(view.indicators)}
    for field in view.template.header_fields:
        if not field.ticks:
            key = field.json.replace(".", "_")
            _add(row, view, key, (HEADER, field.name, field.kind))
    for fund in view.template.fund_rows:
        for field in view.template.fund_fields:
            key = f"funds_{fund.json}_{field.json}"
            _add(row, view, key, (fund.id, field.name, field.kind))
    return row


def indicator_rows(view: FormView) -> Iterator[Row]:
    """Each indicator of a form, with its target and actual as understood."""
    template = view.template
    for indicator in view.indicators:
        row = {**_keys(view), "index": indicator.index}
        for field in template.indicator_fields:
            if not field.ticks:
                _add(row, view, field.json, (indicator.id, field.name, field.kind))
        yield row | _understood(indicator)


def _keys(view: FormView) -> Row:
    return {
        "form": view.id,
        "template": view.template.id,
        "kind": view.form.kind,
        "year": view.year,
        "project_name": view.project_name or None,
        "unit": view.text("organisation"),
    }


def _add(row: Row, view: FormView, key: str, place: tuple[str, str, FieldKind]) -> None:
    row_id, name, kind = place
    row.setdefault(key, view.text(name, row_id))
    if kind is FieldKind.AMOUNT:
        value = view.amount(name, row_id).value
        row[key + _YUAN_MARK] = (
            None if value is None else plain(convert(value, view.money_unit, YUAN))
        )


def _understood(indicator: IndicatorView) -> Row:
    target, actual = indicator.target, indicator.actual
    met = is_met(target, actual, indicator.name, indicator.form.year)
    return {
        "target_operator": SIGNS[target.operator] if target.numeric else None,
        "target_number": _number(target),
        "target_unit_read": target.unit or None,
        "actual_number": _number(actual),
        "actual_unit_read": actual.unit or None,
        "met": met,
    }


def _number(expression: Expression) -> str | None:
    return plain(expression.low) if expression.numeric and expression.low is not None else None


def _finding_row(view: FormView | None, finding: Finding) -> Row:
    row = _keys(view) if view is not None else dict.fromkeys(_KEYS)
    field = finding.field
    if view is not None:
        field = json_path(view.form, view.template, finding.row, finding.field)
    values = (
        finding.rule,
        finding.severity.value,
        field,
        finding.message,
        finding.arithmetic,
        finding.fix.label if finding.fix else None,
        finding.accepted,
    )
    return row | dict(zip(_FINDING_KEYS, values, strict=True))


def _columns(table: str, rows: Sequence[Row]) -> list[str]:
    """All keys that any row has: forms of several templates share a table."""
    known = list(_KEYS)
    if table == "indicators":
        known += ["index", "level1", "level2", "level3", "target", "actual", "weight", "score"]
    elif table == "findings":
        known += _FINDING_KEYS
    return list(dict.fromkeys([*known, *(key for row in rows for key in row)]))


def _write(path: Path, kind: str, rows: Sequence[Row], columns: Sequence[str]) -> None:
    out = io.StringIO(newline="")
    if kind == "csv":
        writer = csv.DictWriter(out, columns, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({key: _flat(value) for key, value in row.items()} for row in rows)
    else:
        for row in rows:
            whole = {key: row.get(key) for key in columns}
            out.write(json.dumps(whole, ensure_ascii=False) + "\n")
    # Excel takes a CSV for UTF-8 only when it begins with the mark; DuckDB and Spark pass it over.
    encoding = "utf-8-sig" if kind == "csv" else "utf-8"
    with replacing(path) as temporary:
        temporary.write_bytes(out.getvalue().encode(encoding))


def _flat(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value
