"""The library of cases (`cases/`): whole forms with a fault as people make it, and sound odd ones.

`PYTHONPATH=. .venv/bin/python tests/rules/case_score.py [BATCH…]` prints how many faults are found, at
the level due and at the right cell, how many sound forms get an error or a warning, and each miss.
"""

import re
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache

from forms import FormJson
from held_out import HERE, add_up, composed, indicator, settle, told

CASES = HERE / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """A line of `faults_N.txt` or `sound_N.txt`: a form, its edits, and what each must be told as."""

    form: str
    edits: str
    wanted: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.form}: {self.edits} → {', '.join(self.wanted)}"


@dataclass(slots=True)
class Score:
    """What the check made of a batch; `said` tells of each case that went wrong what was found."""

    faults: int = 0
    found: int = 0
    placed: int = 0
    sound: int = 0
    false: int = 0
    beside: int = 0
    said: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.found} of {self.faults} findings due are found at their level "
            f"({self.found / max(self.faults, 1):.1%}), {self.placed} of these at the right cell "
            f"({self.placed / max(self.found, 1):.1%}); {self.false} errors or warnings on "
            f"{self.sound} sound odd forms; {self.beside} beside the faults"
        )


def batches() -> list[str]:
    return sorted(path.stem.rpartition("_")[2] for path in CASES.glob("faults_*.txt"))


def cases(kind: str, batch: str) -> Iterator[Case]:
    """The lines of a batch; `kind` is faults or sound."""
    for line in (CASES / f"{kind}_{batch}.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            left, _, right = line.rpartition(" → ") if kind == "faults" else (line, "", "")
            host, _, edits = left.partition(":")
            yield Case(host.strip(), edits.strip(), tuple(filter(None, right.split(", "))))


@cache
def _forms() -> dict[str, FormJson]:
    return composed("\n".join(p.read_text("utf-8") for p in sorted(CASES.glob("forms_*.txt"))))


def made(case: Case) -> FormJson:
    """The whole form of a case.

    Edits are parted by ` ; `: `place=value`, `place~old⇒new`, `place+=text before`, `place!=value`
    (after sums have followed), `-i3` (the row goes) and `++row of the compact text`. A place is a
    field, `i3.actual`, `F1.executed` or `funds.label`.
    """
    found = deepcopy(_forms()[case.form])
    edits = [edit.strip() for edit in case.edits.split(" ; ") if edit.strip()]
    for edit in (e for e in edits if "!=" not in e):
        _apply(found, edit)
    if found["kind"] == "self_evaluation":
        amounts = any(re.match(r"F\d\.(initial|adjusted|executed)=", edit) for edit in edits)
        settle(found) if amounts else add_up(found)
    for edit in (e for e in edits if "!=" in e):
        _apply(found, edit.replace("!=", "=", 1))
    return found


def _apply(found: FormJson, edit: str) -> None:
    if edit.startswith("++"):
        found["indicators"].append(indicator(edit[2:], found["style"]))
        return
    if edit.startswith("-i"):
        del found["indicators"][int(edit[2:])]
        return
    match = re.fullmatch(r"([^=+~]+?)(\+=|=|~)(.*)", edit, re.S)
    assert match is not None, edit
    place, how, value = match.groups()
    target, key = _cell(found, place)
    old = target[key] or ""
    if how == "~":
        before, _, after = value.partition("⇒")
        assert before in old, edit
        value = old.replace(before, after)
    target[key] = (value + old if how == "+=" else value) or None


def _cell(found: FormJson, place: str) -> tuple[FormJson, str]:
    where, _, name = place.partition(".")
    if where == "funds":
        assert name in found["funds"], place
        return found["funds"], name
    if not name:
        return found, where
    rows = found["indicators" if where[0] == "i" else "funds"]
    return rows[int(where[1:])], name


def _meets(line: str, wanted: str) -> tuple[bool, bool]:
    """Whether a finding is the one wanted by rule and level, and whether by its cell too."""
    rule, grade, cell = [*line.split(maxsplit=2), ""][:3]
    due, grades, place = [*wanted.split(maxsplit=2), ""][:3]
    rules = rule in due.split("|") and grade in grades.split("|")
    # A bracket is a bracket, not a set of characters, to those who write cells.
    return rules, rules and fnmatchcase(cell, place.replace("[", "[[]"))


def grave(lines: list[str]) -> list[str]:
    return [line for line in lines if line.split()[1] != "hint"]


@cache
def _clean(form: str) -> frozenset[str]:
    return frozenset(told([made(Case(form, ""))]))


def score(batch: str) -> Score:
    """Every case of a batch checked."""
    found = Score()
    for case in cases("faults", batch):
        lines = list(told([made(case)]))
        new = [line for line in grave(lines) if line not in _clean(case.form)]
        dues = {wanted.split()[0] for wanted in case.wanted}
        found.beside += sum(not any(line[:3] in due for due in dues) for line in new)
        for wanted in case.wanted:
            met = [_meets(line, wanted) for line in lines]
            found.faults += 1
            found.found += any(rule for rule, _ in met)
            found.placed += any(cell for _, cell in met)
            if not any(cell for _, cell in met):
                found.said.append(f"missed {wanted}\n    {case}\n    {new}")
    for case in cases("sound", batch):
        false = grave(list(told([made(case)])))
        found.sound += 1
        found.false += len(false)
        if false:
            found.said.append(f"false {false}\n    {case.form}: {case.edits}")
    return found


def main() -> None:
    for batch in sys.argv[1:] or batches():
        result = score(batch)
        print(*result.said, f"batch {batch}: {result}", sep="\n")


if __name__ == "__main__":
    main()
