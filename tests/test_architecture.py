"""The rules of ARCHITECTURE.md that a machine can keep: layers, sizes, and what is never written."""

import ast
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = ("perfdesk", "ui")
FOLDERS = (*CODE, "tests", "packaging")

FILE_LINES = 500
FUNCTION_LINES = 50
CLASS_METHODS = 30
FOLDER_MODULES = 24
INNER_IMPORTS = 2.5
"""In 1,000 lines: at the border of a package only."""
TWICE = 5
CROWDED_YET: set[str] = set()
"""Being dissolved into objects of its own."""
MAIN_LINES = 30

UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
WAITS = {"time.sleep", "sleep", "qtbot.wait", "QTest.qWait", "QTest.qSleep"}
CODE_FROM_DATA = {"eval", "exec", "compile", "__import__"}
BROAD = {"Exception", "BaseException"}


@cache
def sources() -> tuple[Path, ...]:
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return (ROOT / "main.py", *sorted(found))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def nodes(*folders: str) -> Iterator[tuple[str, ast.AST]]:
    """Every node of the files in these folders, with `file:line`."""
    for path in sources():
        place = path.relative_to(ROOT)
        if place.parts[0] in folders:
            for node in ast.walk(tree(path)):
                yield f"{place}:{getattr(node, 'lineno', 0)}", node


def caught(handler: ast.ExceptHandler) -> set[str]:
    """The names that an `except` catches; a bare one catches everything."""
    if handler.type is None:
        return {"BaseException"}
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {ast.unparse(kind) for kind in kinds}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command as run; run(['--no-cache'])"
    return subprocess.run(
        [sys.executable, "-c", command], cwd=folder, capture_output=True, text=True, check=False
    )


def test_imports_keep_the_layers() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("perfdesk/errors/family.py", "import perfdesk.grid"),
        ("perfdesk/grid.py", "import PySide6"),
        ("perfdesk/grid.py", "import socket"),
        ("ui/breach.py", "import sqlite3"),
        ("ui/breach.py", "import perfdesk.document"),
        ("ui/paper/geometry.py", "import ui.window.main_window"),
        ("perfdesk/session/progress.py", "import perfdesk.session.workspace"),
    ],
)
def test_contracts_notice_a_breach(tmp_path: Path, module: str, line: str) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in CODE:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    with (tmp_path / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout


def test_files_stay_small() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert [
        f"{path.relative_to(ROOT)}: {size}" for path, size in sizes.items() if size > FILE_LINES
    ] == []


def test_modules_of_tests_have_names_of_their_own() -> None:
    # pytest imports them by bare name, so of two with one name only the first would be seen.
    names = Counter(path.name for path in sources() if path.is_relative_to(ROOT / "tests"))
    shared = {name for name, count in names.items() if count > 1} - {"conftest.py", "__init__.py"}
    assert shared == set()


def test_main_only_starts_the_program() -> None:
    assert len((ROOT / "main.py").read_text(encoding="utf-8").splitlines()) < MAIN_LINES


def test_functions_stay_small() -> None:
    long = [
        f"{place} {node.name}"
        for place, node in nodes("main.py", *FOLDERS)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def classes() -> dict[str, list[tuple[str, ast.ClassDef]]]:
    """The classes of the program by name, each with the file it stands in."""
    found: dict[str, list[tuple[str, ast.ClassDef]]] = {}
    for place, node in nodes(*CODE):
        if isinstance(node, ast.ClassDef):
            found.setdefault(node.name, []).append((place, node))
    return found


def public_methods(name: str, known: dict[str, list[tuple[str, ast.ClassDef]]]) -> set[str]:
    """Own and inherited methods of a class that others call; those of Qt and the library are not ours."""
    methods: set[str] = set()
    for _, node in known.get(name, []):
        methods |= {
            part.name
            for part in node.body
            if isinstance(part, ast.FunctionDef) and not part.name.startswith("_")
        }
        for base in node.bases:
            if ast.unparse(base) != name:
                methods |= public_methods(ast.unparse(base), known)
    return methods


def test_no_class_does_everything() -> None:
    crowded = [
        f"{place} {node.name}"
        for place, node in nodes(*FOLDERS)
        if isinstance(node, ast.ClassDef)
        and sum(isinstance(part, ast.FunctionDef) for part in node.body) > CLASS_METHODS
    ]
    known = classes()
    crowded += [name for name in known if len(public_methods(name, known)) > CLASS_METHODS]
    assert set(crowded) <= CROWDED_YET


def test_a_class_name_means_one_thing() -> None:
    public = {name: found for name, found in classes().items() if not name.startswith("_")}
    twice = sorted(name for name, found in public.items() if len(found) > 1)
    assert len(twice) <= TWICE, twice


def test_folders_stay_small() -> None:
    sizes = Counter(path.parent for path in sources() if path.name != "__init__.py")
    large = {
        str(folder.relative_to(ROOT)): size
        for folder, size in sizes.items()
        if size > FOLDER_MODULES and not folder.is_relative_to(ROOT / "tests")
    }
    assert large == {}


def test_imports_stand_at_the_top() -> None:
    lines = inside = 0
    for path in sources():
        if path.relative_to(ROOT).parts[0] in CODE:
            lines += len(path.read_text(encoding="utf-8").splitlines())
            functions = (n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef))
            inside += len(
                {
                    part
                    for function in functions
                    for part in ast.walk(function)
                    if isinstance(part, ast.Import | ast.ImportFrom)
                }
            )
    assert 1000 * inside / lines <= INNER_IMPORTS, f"{inside} in {lines} lines"


def imported_by_module() -> dict[str, set[str]]:
    """Every module of the program with those that it imports: lazily and for types alone, too."""
    modules = {}
    for path in sources():
        steps = path.relative_to(ROOT).with_suffix("").parts
        if steps[0] in CODE:
            modules[".".join(steps[:-1] if steps[-1] == "__init__" else steps)] = path
    graph: dict[str, set[str]] = {name: set() for name in modules}
    for name, path in modules.items():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Import):
                graph[name].update(part.name for part in node.names if part.name in modules)
            elif isinstance(node, ast.ImportFrom) and node.module:
                for part in node.names:
                    whole = f"{node.module}.{part.name}"
                    graph[name].update(
                        {whole, node.module} & set(modules) if whole not in modules else {whole}
                    )
    return graph


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The groups of modules that reach each other: what is left when leaves and roots are taken off."""
    left = {name: set(targets) - {name} for name, targets in graph.items()}
    while True:
        wanted = set().union(*left.values()) if left else set()
        ends = [
            name for name, targets in left.items() if not targets & set(left) or name not in wanted
        ]
        if not ends:
            break
        for name in ends:
            del left[name]
    return [sorted(left)] if left else []


def test_no_circle_of_files() -> None:
    assert circles(imported_by_module()) == []


def test_a_circle_is_noticed() -> None:
    line = {"a": {"b"}, "b": {"c"}, "c": set[str]()}
    assert circles(line) == []
    assert circles({**line, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


def test_no_except_catches_everything() -> None:
    broad = [
        place
        for place, node in nodes("main.py", *FOLDERS)
        if (isinstance(node, ast.ExceptHandler) and caught(node) & BROAD)
        or (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).endswith("suppress")
            and BROAD & {ast.unparse(argument) for argument in node.args}
        )
    ]
    assert broad == []


def test_nothing_is_left_for_later() -> None:
    left = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if UNFINISHED.search(line) or "raise NotImplementedError" in line
    ]
    # This file's own line about the line before.
    own = Path(__file__).relative_to(ROOT).as_posix()
    assert [place for place in left if not place.startswith(own)] == []


def test_data_is_never_run_as_code() -> None:
    runs = [
        place
        for place, node in nodes("main.py", *CODE)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in CODE_FROM_DATA
    ]
    assert runs == []


def test_no_qt_network_module() -> None:
    network = [
        place
        for place, node in nodes("main.py", *CODE)
        if isinstance(node, ast.Import | ast.ImportFrom) and "QtNetwork" in ast.unparse(node)
    ]
    assert network == []


def test_tests_wait_for_facts_not_for_time() -> None:
    waits = [
        place
        for place, node in nodes("tests")
        if isinstance(node, ast.Call) and ast.unparse(node.func) in WAITS
    ]
    # `qtbot.waitSignal(...)` as a statement of its own waits for nothing.
    waits += [
        place
        for place, node in nodes("tests")
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func).endswith((".waitSignal", ".waitSignals"))
    ]
    assert waits == []
