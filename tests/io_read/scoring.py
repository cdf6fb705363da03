"""Test tool and report: how well forms are read — right, wrong, lost without a word, left over.

    .venv/bin/python -m tests.io_read.scoring [FOLDER…]

prints one line a file for the known forms (re-laid in every style), the published forms of other
regions (`tests/samples/regions`), the small faults (`tests/samples/faults`), and any further folder
of files with a `NAME.gold.json` beside them.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

from perfdesk.document.form_json import to_json
from perfdesk.errors import PerfDeskError
from perfdesk.io.match import MatchedForm, match
from perfdesk.io.read_forms import read_path
from perfdesk.io.readers.snapshot import Cell, Sheet, Snapshot, a1
from perfdesk.rules import check_all
from perfdesk.session.bring_in.read_files import ReadForm, settle
from perfdesk.session.core import Core
from perfdesk.values import without_space
from tests.io_read.comparing import ASIDE, STEMS, sample_forms
from tests.io_read.relay import STYLES, expected, paper
from tests.io_read.tables import CATALOG

SAMPLES: Final = Path(__file__).parents[1] / "samples"
_REMARKS: Final = ASIDE | {"match", "at", "left_over", "source", "expect"}
_ALIKE: Final = (
    ("项目资金总额", "中期资金总额"), ("年度资金申请总额", "年度资金总额"),
    ("其中：当年财政拨款", "年度财政拨款"), ("其中：财政资金", "中期财政拨款"),
    ("其他资金(年度)", "年度其他资金"), ("其他资金", "中期其他资金"),
)  # fmt: skip
"""Amounts that one template names so and another otherwise: either placing is right."""
Flat = dict[str, str]


@dataclass
class Score:
    """What reading one file, or many, gave."""

    fields: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    """Values neither in the form nor in what is left over."""
    left_over: int = 0
    errors: int = 0
    """Findings of the self-check of severity error."""
    forms: int = 0

    def add(self, other: "Score") -> None:
        """Count another score in."""
        self.fields += other.fields
        self.right += other.right
        self.wrong += other.wrong
        self.lost += other.lost
        self.left_over += other.left_over
        self.errors += other.errors
        self.forms += other.forms

    def line(self, name: str) -> str:
        """One line of the report."""
        return (
            f"{name:44} {self.right:6}/{self.fields:<6} wrong {len(self.wrong):3}  lost {len(self.lost):3}  "
            f"left over {self.left_over:3}  errors {self.errors:3}  forms {self.forms}"
        )


def score_form(wanted: Mapping[str, Any], found: MatchedForm | None, core: Core) -> Score:
    """How a form was read, against its gold."""
    score = Score()
    gold = flat(wanted)
    got: Flat = {}
    left: set[str] = set()
    if found is not None:
        read = settled(found, core)
        got = flat(to_json(read.view), wanted)
        left = {without_space(item.text) for item in found.leftovers}
        score.left_over = len(found.leftovers)
        score.errors = sum(f.severity.value == "error" for f in check_all([read.view]))
        score.forms = 1
    score.fields = len(gold)
    for path, value in gold.items():
        if got.get(path, "") == value:
            score.right += 1
            continue
        score.wrong.append(f"{path}: {value!r} read as {got.get(path, '')!r}")
        if value and not any(value in text for text in (*left, *got.values())):
            score.lost.append(f"{path}: {value!r}")
    extra = [p for p in got if p.startswith("rows+") and got[p]]
    score.wrong += [f"{path}: not on the form, read as {got[path]!r}" for path in extra]
    return score


def settled(found: MatchedForm, core: Core) -> ReadForm:
    """The form with its computed cells decided, as `read` shows it."""
    from perfdesk.io.read_forms import FileReading

    return settle(core, Path("x"), FileReading(Path("x"), (found,))).forms[0]


def flat(form: Mapping[str, Any], wanted: Mapping[str, Any] | None = None) -> Flat:
    """Path → text of every field, blank as "", white space aside; rows by their place in `wanted`."""
    found: Flat = {}
    funds = form.get("funds")
    for key, value in form.items():
        if key not in _REMARKS and not isinstance(value, Mapping | list):
            found[key] = _text(value)
    if isinstance(funds, Mapping):
        for key, value in funds.items():
            found[f"funds.{key}"] = _text(value)
    for row in funds if isinstance(funds, list) else ():
        found |= {f"funds.{row['row']}.{k}": _text(v) for k, v in row.items() if k != "row"}
    rows = form.get("indicators") or []
    for place, row in zip(_places(rows, wanted), rows, strict=True):
        found |= {f"{place}.{key}": _text(value) for key, value in row.items()}
    for one, other in _ALIKE:
        for a, b in ((one, other), (other, one)):
            if wanted is not None and found.get(f"funds.{b}"):
                found.setdefault(f"funds.{a}", found[f"funds.{b}"])
                found[f"funds.{a}"] = found[f"funds.{a}"] or found[f"funds.{b}"]
    return found


def _places(rows: Sequence[Mapping[str, Any]], wanted: Mapping[str, Any] | None) -> list[str]:
    """Names for the rows: their number in the gold, or `rows+N` where the gold has no such row."""
    if wanted is None:
        return [f"indicators[{at}]" for at in range(len(rows))]
    gold = wanted.get("indicators") or []
    ours, theirs = [_key(row) for row in rows], [_key(row) for row in gold]
    places = [f"rows+{at}" for at in range(len(rows))]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, low, high, to, end in matcher.get_opcodes():
        if tag in ("equal", "replace"):
            for mine, their in zip(range(low, high), range(to, end), strict=False):
                places[mine] = f"indicators[{their}]"
    return places


def _key(row: Mapping[str, Any]) -> tuple[str, str]:
    return _text(row.get("level3")), _text(row.get("term"))


def _text(value: object) -> str:
    return "" if value is None else without_space(str(value))


def score_file(path: Path, core: Core) -> Score:
    """A file with its gold beside it."""
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))["forms"]
    try:
        forms: Sequence[MatchedForm] = read_path(path, CATALOG).forms
    except PerfDeskError:
        forms = ()
    score = Score()
    for at, wanted in enumerate(gold):
        score.add(score_form(wanted, forms[at] if at < len(forms) else None, core))
    score.wrong += [f"a form that the gold does not have: {f.at}" for f in forms[len(gold) :]]
    return score


def golds(folder: Path) -> Iterator[Path]:
    """The files of a folder that have their gold beside them."""
    for path in sorted(folder.iterdir()):
        if path.suffix != ".json" and path.with_suffix(".gold.json").exists():
            yield path


def known(core: Core) -> Iterator[tuple[str, Score]]:
    """The sample forms of the known templates, laid out anew in every style."""
    for style in STYLES:
        score = Score()
        for stem in STEMS:
            for form in sample_forms(SAMPLES, stem):
                cells = tuple(
                    Cell(s.row, s.column, s.text, s.rows, s.columns, a1(s.row, s.column))
                    for s in sorted(paper(form, style), key=lambda s: (s.row, s.column))
                    if s.text
                )
                snapshot = Snapshot("xlsx", (Sheet("表1", cells),))
                found = match(snapshot, CATALOG)
                score.add(score_form(expected(form, style), found[0] if found else None, core))
        yield style.name, score


def report(entries: Iterable[tuple[str, Score]], heading: str, details: bool) -> None:
    """Print the entries and their sum."""
    total = Score()
    print(f"== {heading}")
    for name, score in entries:
        total.add(score)
        print(score.line(name))
        for line in [*score.wrong, *(f"LOST {lost}" for lost in score.lost)] if details else ():
            print("      " + line[:150])
    print(total.line("sum"))


def main(folders: Sequence[str]) -> None:
    """The whole report, or that of some folders."""
    core = Core(CATALOG)
    if not folders:
        report(known(core), "known forms, re-laid", details=False)
    chosen = [Path(name) for name in folders] or [SAMPLES / "regions", SAMPLES / "faults"]
    for folder in chosen:
        entries = ((path.name, score_file(path, core)) for path in golds(folder))
        report(entries, folder.name, details=True)


if __name__ == "__main__":
    main(sys.argv[1:])
