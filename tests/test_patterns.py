"""No text makes a pattern of ours run for long: every one is timed on inputs that double, and looked into.

A quantifier inside a quantifier, or two neighbours that can take the same character, is what makes a
row of leader dots or a padded cell run for minutes.
"""

import ast
import importlib
import os
import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
LONGEST = 32_000
"""Characters in a cell (`values.clean`)."""
SECONDS = 1.0
ANCHORED = {"match", "fullmatch"}
FUNCTIONS = {"search", "sub", "subn", "split", "findall", "finditer", *ANCHORED}


@cache
def patterns() -> tuple[tuple[str, str, int, bool], ...]:
    """Every pattern: where it stands, its text, its flags, whether it is looked for anywhere in a text."""
    return tuple(dict.fromkeys([*_compiled(), *_written()]))


@cache
def searched() -> frozenset[tuple[str, str]]:
    """Module and name of patterns with which anything else than `match` and `fullmatch` is done."""
    found = set()
    for folder in ("perfdesk", "ui"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(
                ".__init__"
            )
            tree = ast.parse(path.read_text("utf-8"))
            origin = {
                name.asname or name.name: node.module
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom) and node.module
                for name in node.names
            }
            anchored = {
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute) and node.attr in ANCHORED
            }
            found |= {
                (origin.get(node.id, module), node.id)
                for node in ast.walk(tree)
                if isinstance(node, ast.Name)
                and isinstance(node.ctx, ast.Load)
                and node not in anchored
            }
    return frozenset(found)


def _modules() -> Iterator[Any]:
    for folder in ("perfdesk", "ui"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if not name.endswith("__main__"):
                yield importlib.import_module(name.removesuffix(".__init__"))


def _compiled() -> Iterator[tuple[str, str, int, bool]]:
    """Those that modules hold, in whatever they are kept; built from parts as they are in the end."""
    for module in _modules():
        for name, value in vars(module).items():
            for pattern in _inside(value, 3):
                yield (
                    module.__name__,
                    pattern.pattern,
                    pattern.flags,
                    (module.__name__, name) in searched(),
                )


def _inside(value: Any, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth and isinstance(value, dict):
        for part in value.values():
            yield from _inside(part, depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for part in value:
            yield from _inside(part, depth - 1)
    elif depth and isinstance(value, type):
        for part in list(vars(value).values()):
            yield from _inside(part, 1)


def _written() -> Iterator[tuple[str, str, int, bool]]:
    """Those that are given to `re` as plain text somewhere inside a function."""
    for folder in ("perfdesk", "ui"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and node.args and _is_re(node.func):
                    text = node.args[0]
                    assert isinstance(node.func, ast.Attribute)
                    if isinstance(text, ast.Constant) and isinstance(text.value, str):
                        yield (
                            f"{path.stem}:{node.lineno}",
                            text.value,
                            0,
                            node.func.attr not in ANCHORED,
                        )


def _is_re(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id == "re"
        and function.attr in FUNCTIONS
    )


SAMPLES = [chr(n) for n in range(32, 127)] + list(
    "\n\t\u3000中一年元％：:；（）、。．·…—～①ⅠⅤ０９Ａﬁ"
)


def _characters(pattern: str, flags: int) -> list[str]:
    """Characters that some part of the pattern takes, one for each set of parts; those that most take first."""
    tree = parser.parse(pattern, flags & ~re.LOCALE & ~re.DEBUG)
    parts = list(_single_parts(tree, flags))
    chosen: dict[tuple[bool, ...], str] = {}
    for character in [*SAMPLES, *_literals(tree)]:
        taken = tuple(part.fullmatch(character) is not None for part in parts)
        if any(taken):
            chosen.setdefault(taken, character)
    return [chosen[taken] for taken in sorted(chosen, key=sum, reverse=True)][:14]


def _literals(tree: Any) -> Iterator[str]:
    for code, argument in tree:
        if code in (codes.LITERAL, codes.NOT_LITERAL):
            yield chr(argument)
        elif code is codes.IN:
            for kind, value in argument:
                if kind is codes.LITERAL:
                    yield chr(value)
                elif kind is codes.RANGE:
                    yield chr(value[0])
        else:
            for inner in _trees(argument):
                yield from _literals(inner)


def _trees(argument: Any) -> Iterator[Any]:
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for part in argument:
            yield from _trees(part)


def _single_parts(tree: Any, flags: int) -> Iterator[re.Pattern[str]]:
    """The parts that take a single character: a repeated one may begin with one that is not (\\d[\\d,]*)."""
    for code, argument in tree:
        if code in (codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY):
            yield _made(tree, code, argument, flags)
        else:
            for inner in _trees(argument):
                yield from _single_parts(inner, flags)


def _made(tree: Any, code: Any, argument: Any, flags: int) -> re.Pattern[str]:
    from re import _compiler as compiler  # type: ignore[attr-defined]

    single = parser.SubPattern(tree.state, [(code, argument)])
    made: re.Pattern[str] = compiler.compile(single, flags & ~re.DEBUG)
    return made


def _inputs(pattern: str, flags: int, size: int) -> Iterator[str]:
    """Rows of one character, and of two by turns, with something behind that spoils the match."""
    characters = _characters(pattern, flags)
    for character in characters:
        for end in ("", "\x01", "%"):
            yield character * size + end
    for head in characters:
        for character in characters[:6]:
            if head != character:
                yield head + character * size + "\x01"
    for one in characters[:5]:
        for other in characters[:5]:
            if one != other:
                yield (one + other) * (size // 2) + "\x01"
                yield one * (size // 2) + other * (size // 2) + "\x01"


SHORT_TEXTS = {"perfdesk.targets.reading": 80, "perfdesk.targets.bands": 80}
"""Modules that never see a longer text: above `reading._LONGEST` it is a sentence and no value."""


def slow(place: str, pattern: str, flags: int, anywhere: bool, sizes: tuple[int, ...]) -> str:
    """What takes too long for a text of the greatest length, if time only grew with the length; or ""."""
    compiled = re.compile(pattern, flags)
    try_it = compiled.search if anywhere else compiled.fullmatch
    for size in sizes:
        if size > SHORT_TEXTS.get(place, LONGEST):
            break
        for text in _inputs(pattern, flags, size):
            started = time.thread_time()
            try_it(text)
            spent = time.thread_time() - started
            if spent > SECONDS / 10 and spent * (LONGEST / size) > SECONDS:
                return f"{place} {pattern!r}: {spent:.2f} s for {size} of {text[:9]!r}"
    return ""


def nested(tree: Any) -> bool:
    """Whether an endless repetition repeats nothing but an endless repetition that may give back."""
    endless = (codes.MAX_REPEAT, codes.MIN_REPEAT)
    for code, argument in tree:
        if code in endless and argument[1] is codes.MAXREPEAT:
            for branch in _branches(argument[2]):
                only = branch[0] if len(branch) == 1 else (None, (0, 0))
                if only[0] in endless and only[1][1] is codes.MAXREPEAT:
                    return True
        if any(nested(inner) for inner in _trees(argument)):
            return True
    return False


def _branches(tree: Any) -> list[Any]:
    """The alternatives of a group, itself when it has none."""
    if len(tree) == 1 and tree[0][0] is codes.SUBPATTERN:
        return _branches(tree[0][1][-1])
    if len(tree) == 1 and tree[0][0] is codes.BRANCH:
        return [part for branch in tree[0][1][1] for part in _branches(branch)]
    return [tree]


def test_nothing_endless_is_repeated_endlessly() -> None:
    found = [
        f"{place} {pattern!r}" for place, pattern, *_ in patterns() if nested(parser.parse(pattern))
    ]
    assert found == []


@pytest.mark.parametrize("bad", [r"(?:…|[.·]{2,})+", r"(a+)+", r"(?:(?:a|b*)|c)*"])
def test_a_trap_is_noticed(bad: str) -> None:
    assert nested(parser.parse(bad))


def test_a_slow_one_is_noticed() -> None:
    assert slow("here", r"\s*[(（]?\s*[%％]", 0, True, (500, 2_000))


@pytest.mark.parametrize("part", range(4))
def test_every_pattern_is_quick(part: int) -> None:
    assert [line for each in patterns()[part::4] if (line := slow(*each, (400, 2_000)))] == []


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_every_pattern_is_quick_up_to_the_longest_text() -> None:
    sizes = (500, 1_000, 2_000, 4_000, 8_000, 16_000, LONGEST)
    assert [line for each in patterns() if (line := slow(*each, sizes))] == []
