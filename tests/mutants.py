"""How many small faults do the tests notice? `.venv/bin/python -m tests.mutants [--count 60] [--seed 9]`.

Each mutant is the program with one place changed: a comparison turned, a number moved by one, `and` for
`or`, `+` for `-`, a default flipped. It is written into a copy of the checkout, and the tests of its
package run until one fails. Prints every mutant that lived with its line, and the share that was caught.
Takes 20 to 40 minutes for 60 mutants on two quiet cores; no part of the default run.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
TESTS = {
    "compute": "tests/compute tests/kinds tests/layout tests/session tests/excel_out",
    "store": "tests/store tests/session tests/cli",
    "paginate": "tests/paper tests/ui/test_screen_lines.py",
    "io": "tests/io_read tests/excel_out tests/paper tests/fill tests/cli",
    "scoring": "tests/scoring tests/rules tests/kinds",
    "targets": "tests/targets tests/rules tests/kinds",
    "document": "tests/document tests/kinds tests/session tests/history",
}
"""The tests that speak of each package."""
TURNED = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip
SECONDS = 600
"""For the tests of one mutant: a change that makes them endless is caught, too."""


class Mutant(NamedTuple):
    """One place and what stands there instead."""

    path: Path
    line: int
    start: int
    end: int
    """Offsets in the file's text."""
    new: str


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every place of a file that can be changed by one small step."""
    text = path.read_text("utf-8")
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def offset(line: int, column: int) -> int:
        before = text[starts[line - 1] :].encode()[:column].decode()
        return starts[line - 1] + len(before)

    def span(node: ast.expr) -> tuple[int, int]:
        return offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset)

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            _, left = span(node.left)
            right, _ = span(node.comparators[0])
            between = text[left:right]
            if between.strip() and "(" not in between and ")" not in between:
                new = f" {TURNED[type(node.ops[0])]} "
                yield Mutant(path, node.lineno, left, right, new)
        elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
            start, end = span(node)
            new = str(not node.value) if isinstance(node.value, bool) else str(node.value + 1)
            yield Mutant(path, node.lineno, start, end, new)
        elif isinstance(node, ast.BoolOp):
            _, left = span(node.values[0])
            right, _ = span(node.values[1])
            if text[left:right].strip() in ("and", "or"):
                word = "or" if isinstance(node.op, ast.And) else "and"
                yield Mutant(path, node.lineno, left, right, f" {word} ")
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            _, left = span(node.left)
            right, _ = span(node.right)
            if text[left:right].strip() in ("+", "-"):
                sign = "-" if isinstance(node.op, ast.Add) else "+"
                yield Mutant(path, node.lineno, left, right, f" {sign} ")


def chosen(count: int, seed: int) -> list[Mutant]:
    """As many mutants of each package, drawn by the seed."""
    draw = random.Random(seed)
    found: list[Mutant] = []
    for number, package in enumerate(TESTS):
        files = sorted((ROOT / "perfdesk" / package).rglob("*.py"))
        places = [mutant for path in files for mutant in mutants_of(path)]
        share = count // len(TESTS) + (number < count % len(TESTS))
        found += draw.sample(places, share)
    return found


def caught(mutant: Mutant, copy: Path) -> bool:
    """Whether a test fails while the mutant stands in the copy."""
    place = copy / mutant.path.relative_to(ROOT)
    text = place.read_text("utf-8")
    place.write_text(text[: mutant.start] + mutant.new + text[mutant.end :], "utf-8")
    try:
        return fails(mutant.path.relative_to(ROOT / "perfdesk").parts[0], copy)
    finally:
        place.write_text(text, "utf-8")


def fails(package: str, copy: Path) -> bool:
    """Whether a test of a package fails in the copy, or does not end."""
    tests = [name for name in TESTS[package].split() if (copy / name).exists()]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-n",
        "2",
        "-p",
        "no:cacheprovider",
        *tests,
    ]
    try:
        done = subprocess.run(
            command, cwd=copy, capture_output=True, timeout=SECONDS, check=False,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def main() -> int:
    """Try the mutants and print the share that was caught."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=9)
    options = parser.parse_args()
    lived = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "perfdesk"
        left_out = shutil.ignore_patterns(
            ".git", ".venv", "__pycache__", "build", "dist", ".*_cache"
        )
        shutil.copytree(ROOT, copy, ignore=left_out)
        mutants = chosen(options.count, options.seed)
        broken = [package for package in TESTS if fails(package, copy)]
        if broken:
            # Where tests fail by themselves every mutant would count as caught.
            print(f"The tests of {', '.join(broken)} fail without any mutant.")
            return 2
        for number, mutant in enumerate(mutants, 1):
            alive = not caught(mutant, copy)
            where = f"{mutant.path.relative_to(ROOT)}:{mutant.line}"
            old = mutant.path.read_text("utf-8")[mutant.start : mutant.end].strip()
            print(
                f"{number:3} {'LIVED ' if alive else 'caught'} {where} {old} → {mutant.new.strip()}"
            )
            lived += [where] if alive else []
    share = 100 * (len(mutants) - len(lived)) / len(mutants)
    print(f"{len(mutants) - len(lived)} of {len(mutants)} caught ({share:.0f} %)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
