"""Test tool: forms of other provinces drawn as text, written as files and read against their gold.

    .venv/bin/python -m tests.io_read.other_regions [FILE…]

A file of `tests/samples/other_regions` holds many forms, each a heading `##### NAME KIND`, the
drawing, `-----` and the kind of form, and its gold. In the drawing a line is a row, `|` stands
between cells, `<` is a cell merged into its left neighbour, `^` into the one above, `⏎` a line
break; lines above a lone `=` are paragraphs (Word, HTML). In the gold `row` is an indicator (`"` as
above), `somewhere` names values that must be in the form or left over and `A // B` two right ways.
"""

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from perfdesk.document.form_json import to_json
from perfdesk.errors import PerfDeskError
from perfdesk.io.match import MatchedForm
from perfdesk.io.read_forms import read_path
from perfdesk.rules import check_all
from perfdesk.session.core import Core
from perfdesk.values import without_space
from tests.io_read.relay import Spot, Style
from tests.io_read.relay_files import html, write_docx, write_xls, write_xlsx
from tests.io_read.scoring import SAMPLES, Score, flat, settled
from tests.io_read.tables import CATALOG

PLAIN: Final = Style("plain")
FOLDER: Final = SAMPLES / "other_regions"
_FUNDS: Final = ("initial", "adjusted", "executed", "weight", "rate", "score")
_ROW: Final = {
    "self_evaluation": ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation"),
    "target_declaration": ("level1", "level2", "level3", "target"),
}  # fmt: skip
_HEAD: Final = {
    "self_evaluation": (
        "title", "year", "project_name", "department", "unit", "money_unit", "goal_expected",
        "goal_actual", "total_weight", "total_score", "grade",
    ),
    "target_declaration": (
        "title", "year", "project_name", "category", "nature", "department", "unit", "start_date",
        "end_date", "money_unit", "period", "goal_total", "goal_annual",
    ),
}  # fmt: skip
_SOURCES: Final = ("年度资金总额", "当年财政拨款", "上年结转资金", "其他资金")


@dataclass
class Drawn:
    """A form drawn as text, with what reading must give."""

    name: str
    suffix: str
    lines: list[str] = field(default_factory=list)
    gold: dict[str, Any] = field(default_factory=dict)
    somewhere: list[str] = field(default_factory=list)

    def write(self, folder: Path, suffix: str | None = None) -> Path:
        """The form as a file of its kind, or of another."""
        kind = suffix or self.suffix
        path = folder / f"{self.name}.{kind}"
        above = self.lines.index("=") if "=" in self.lines else 0
        spots = _spots(self.lines[above + 1 if above else 0 :], above)
        width = max(s.column + s.columns for s in spots)
        top = [
            Spot(row, 0, text, max(width, 9), 1, "text")
            for row, text in enumerate(self.lines[:above])
        ]
        sheets = {"Sheet1": [*top, *spots]}
        if kind == "xlsx":
            write_xlsx(path, sheets, PLAIN)
        elif kind == "xls":
            write_xls(path, sheets, PLAIN)
        elif kind == "docx":
            write_docx(path, sheets, PLAIN)
        else:
            path.write_text(html(sheets["Sheet1"], PLAIN), encoding="utf-8")
        return path


def _spots(lines: Sequence[str], below: int) -> list[Spot]:
    """The cells of a drawing, merges as their size."""
    grid = [[cell.strip(" ") for cell in line.split(" |")] for line in lines]
    grid = [[cell.removeprefix("| ").strip(" ") for cell in row] for row in grid]
    spots = []
    for row, cells in enumerate(grid):
        for column, text in enumerate(cells):
            if not text or text in ("<", "^"):
                continue
            columns = 1
            while column + columns < len(cells) and cells[column + columns] == "<":
                columns += 1
            rows = 1
            while row + rows < len(grid) and grid[row + rows][column : column + 1] == ["^"]:
                rows += 1
            spots.append(Spot(row + below, column, text.replace("⏎", "\n"), columns, rows, "value"))
    return spots


def drawings(path: Path) -> Iterator[Drawn]:
    """The forms of a file of drawings."""
    for part in re.split(r"^##### ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        heading, *lines = part.rstrip("\n").split("\n")
        name, suffix = heading.split(" ")
        end = next(at for at, line in enumerate(lines) if line.startswith("-----"))
        drawn = Drawn(name, suffix, lines[:end])
        _read_gold(drawn, lines[end].removeprefix("-----").strip(), lines[end + 1 :])
        yield drawn


def _read_gold(drawn: Drawn, kind: str, lines: Sequence[str]) -> None:
    gold = drawn.gold
    gold |= {"kind": kind, **dict.fromkeys(_HEAD[kind])}
    funds: dict[str, dict[str, str | None]] = {source: dict.fromkeys(_FUNDS) for source in _SOURCES}
    money: dict[str, str] = {}
    rows: list[dict[str, str | None]] = []
    for line in lines:
        key, _, rest = line.partition(" ")
        if key in ("row", "mrow", "arow"):
            rows.append(_row(kind, key, rest, rows))
        elif key == "funds":
            source, *cells = (cell.strip() for cell in rest.split("|"))
            funds[source] = {name: cell or None for name, cell in zip(_FUNDS, cells, strict=False)}
        elif key == "money":
            source, _, amount = rest.partition(" = ")
            money[source] = amount
        elif key in ("somewhere", "kept"):
            drawn.somewhere += (
                [without_space(text) for text in rest.split("；")]
                if "；" in rest
                else [without_space(rest)]
            )
        else:
            gold[key] = rest.strip() or None
    if kind == "self_evaluation":
        gold["funds"] = [{"row": source, **values} for source, values in funds.items()]
    else:
        gold["funds"] = money
    gold["indicators"] = rows


def _row(
    kind: str, key: str, rest: str, before: Sequence[dict[str, str | None]]
) -> dict[str, str | None]:
    cells = [cell.strip() for cell in rest.split("|")]
    row: dict[str, str | None] = {}
    for name, cell in zip(_ROW[kind], cells, strict=False):
        row[name] = before[-1][name] if cell == '"' else (cell or None)
    if kind == "target_declaration":
        row["term"] = {"mrow": "medium", "arow": "annual"}.get(key)
    return row


def score_drawn(drawn: Drawn, path: Path, core: Core) -> tuple[Score, list[str]]:
    """How the file was read against the drawing's gold, and the errors that the check gives."""
    score = Score()
    try:
        reading = read_path(path, CATALOG)
        forms: Sequence[MatchedForm] = reading.forms
    except PerfDeskError as error:
        score.wrong.append(f"not read: {error}")
        forms = ()
    gold = flat(drawn.gold)
    got: dict[str, str] = {}
    held: list[str] = []
    said: list[str] = []
    if forms:
        read = settled(forms[0], core)
        shown = to_json(read.view)
        got = flat(shown, drawn.gold)
        held = [without_space(text) for text in _texts(shown)]
        held += [without_space(item.text) for form in forms for item in form.leftovers]
        held += [without_space(item.text) for item in reading.left_over]
        found = [f for f in check_all([read.view]) if f.severity.value == "error"]
        said = [
            f"{f.rule} {f.field_path if hasattr(f, 'field_path') else ''} {f.message}"
            for f in found
        ]
        score.errors, score.forms = len(found), 1
        score.left_over = sum(len(form.leftovers) for form in forms)
    for path_, value in gold.items():
        score.fields += 1
        ways = [without_space(way) for way in value.split("//")] if value else [""]
        if got.get(path_, "") in ways:
            score.right += 1
            continue
        score.wrong.append(f"{path_}: {value!r} read as {got.get(path_, '')!r}")
        if value and path_ != "kind" and not any(_held(way, held) for way in ways):
            score.lost.append(f"{path_}: {value!r}")
    for value in drawn.somewhere:
        score.fields += 1
        if any(value in text for text in held):
            score.right += 1
        else:
            score.lost.append(value)
    score.wrong += [
        f"{p}: not on the form: {got[p]!r}" for p in got if p.startswith("rows+") and got[p]
    ]
    score.wrong += [f"a second form at {form.at}" for form in forms[1:]]
    return score, said


def _held(value: str, held: Sequence[str]) -> bool:
    """Whether a text is found again, whole or cell by cell."""
    if any(value in text for text in held):
        return True
    rest = value
    for text in sorted((t for t in held if len(t) > 2), key=len, reverse=True):
        rest = rest.replace(text, "")
    return not rest


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


def main(names: Sequence[str]) -> None:
    """Print one line a form, what is wrong with it and what the check says of it."""
    core = Core(CATALOG)
    total = Score()
    paths = [Path(name) for name in names] or sorted(FOLDER.glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            for drawn in drawings(path):
                score, said = score_drawn(drawn, drawn.write(Path(folder)), core)
                total.add(score)
                print(score.line(drawn.name))
                for line in [
                    *score.wrong,
                    *(f"LOST {x}" for x in score.lost),
                    *(f"ERROR {x}" for x in said),
                ]:
                    print("      " + line[:170])
    print(total.line("sum"))


if __name__ == "__main__":
    main(sys.argv[1:])
