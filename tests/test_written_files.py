"""Every file is written in one way: whole or not at all, open to those who may read the data file.

The code is looked through for calls that write, move or make; what is not done to the temporary file
of `atomic_file` stands below by name, with its reason.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
THE_WAY = ("atomic_file.py", "folders.py")

GIVEN = {
    "perfdesk/io/fill/package.py write": "the temporary file of io/fill/fill.py",
    "perfdesk/io/fill/spreadsheet_xml.py write": "the temporary file of io/fill/fill.py",
    "perfdesk/io/fill/old_excel.py write": "the temporary file of io/fill/fill.py",
    "perfdesk/io/systems/old_workbook.py write_table": "the temporary file of system_export.py",
}
"""Writers that are handed the temporary file by the one who asked `atomic_file` for it."""

EXCEPTIONS = {
    "perfdesk/session/exchange/received.py _forms": "in a temporary folder of its own (0700), for reading",
    "perfdesk/store/opening.py _connect_to_copy": "in a temporary folder of its own (0700), for reading",
    "perfdesk/store/damage/salvage.py _carved": "in a temporary folder of its own (0700), for reading",
    "perfdesk/store/create.py _write_empty": "a data file is made by SQLite itself, under a temporary name",
    "perfdesk/store/create.py _publish": "gets its name only where nobody else took it meanwhile",
    "perfdesk/store/create.py create_file": "takes the permissions of another before it gets its name",
    "perfdesk/store/copies/restore.py _keep_present": "a second name for the present file; nothing is written",
    "perfdesk/store/copies/working_copy.py _put_aside": "the log of a commit beside the file that was put aside",
    "perfdesk/store/lock.py acquire": "a lock is taken in place; it holds no content of a form",
    "perfdesk/io/readers/worker.py serve": "sends what libraries print to nowhere",
    "ui/desktop/bug_log.py log_bug": "a log is added to; for its owner alone",
}

WRITING = {"write_text", "write_bytes", "touch", "mkdir", "makedirs", "hardlink_to"}
MOVING = {"os.replace", "os.rename", "os.link", "shutil.copy", "shutil.copy2", "shutil.copyfile"}
MOVING |= {"shutil.move", "shutil.copymode", "os.mkdir"}
QT = {"QSaveFile", "QSettings", "QPdfWriter", "QTemporaryFile", "QFile"}
TELLING = WRITING | QT | {name.rpartition(".")[2] for name in MOVING}
TELLING |= {"open", "ZipFile", "fdopen", "replace", "rename", "save"}
OWN = ("self._store.", "self._draft.")


def writes(call: ast.Call) -> bool:
    """Whether a call writes, moves or makes a file or folder."""
    last = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if last not in TELLING:
        return False
    name = ast.unparse(call.func)
    # Tables and settings of the data file have words of their own for it.
    if name.startswith(OWN):
        return False
    if last in QT or name in MOVING:
        return True
    if name == "os.open":
        return "O_CREAT" in ast.unparse(call)
    if last in ("open", "ZipFile", "fdopen"):
        place = 0 if last == "open" and name != "open" else 1
        given = call.args[place : place + 1] + [k.value for k in call.keywords if k.arg == "mode"]
        return any(isinstance(m, ast.Constant) and set(str(m.value)) & set("wax+") for m in given)
    if last == "replace":
        # A path's own, of one argument; a text's has two.
        return len(call.args) == 1 and not call.keywords
    if last == "rename":
        return not any(isinstance(argument, ast.Starred) for argument in call.args)
    if last == "save":
        # A picture or workbook to a path; a painter's state and our own have none.
        return bool(call.args) and not ast.unparse(call.args[0]).endswith(("buffer", "stream"))
    return last in WRITING


class Places(ast.NodeVisitor):
    """The functions of a module that write a file which is not one of `atomic_file`'s."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self._function = ""
        self._temporary: set[str] = set()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """One within another counts to the outer one."""
        outer = self._function
        self._function = outer or node.name
        self.generic_visit(node)
        self._function = outer

    def visit_With(self, node: ast.With) -> None:
        """The names that `with replacing(…) as NAME` and its like bind hold within the block."""
        before = self._temporary
        self._temporary = before | {
            ast.unparse(item.optional_vars)
            for item in node.items
            if item.optional_vars is not None
            and ast.unparse(item.context_expr).startswith(("replacing(", "appearing("))
        }
        self.generic_visit(node)
        self._temporary = before

    def visit_Call(self, node: ast.Call) -> None:
        """A call that writes, and not to a temporary file."""
        if writes(node):
            words = {ast.unparse(part) for part in ast.walk(node) if isinstance(part, ast.Name)}
            if not words & self._temporary:
                self.found.add(self._function)
        self.generic_visit(node)


def unguarded(source: str) -> set[str]:
    """The functions of a module that write a file which is not one of `atomic_file`'s."""
    places = Places()
    places.visit(ast.parse(source))
    return places.found


@cache
def found_places() -> frozenset[str]:
    places = set()
    for folder in ("perfdesk", "ui"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path.name not in THE_WAY:
                where = path.relative_to(ROOT).as_posix()
                places |= {f"{where} {name}" for name in unguarded(path.read_text("utf-8"))}
    return frozenset(places)


def test_every_file_is_written_in_the_one_way() -> None:
    assert found_places() - GIVEN.keys() - EXCEPTIONS.keys() == set()


def test_no_exception_is_kept_longer_than_needed() -> None:
    assert (GIVEN.keys() | EXCEPTIONS.keys()) - found_places() == set()


@pytest.mark.parametrize(
    "line",
    [
        "path.write_text('x')",
        "path.write_bytes(b'x')",
        "open(path, 'w').write('x')",
        "path.open('wb')",
        "path.open(mode='a')",
        "zipfile.ZipFile(path, 'w')",
        "os.replace(a, b)",
        "part.replace(path)",
        "shutil.copyfile(a, b)",
        "folder.mkdir(parents=True)",
        "image.save(str(path))",
        "book.save(path)",
        "os.open(path, os.O_WRONLY | os.O_CREAT)",
        "QSettings('a', 'b')",
    ],
)
def test_a_writing_call_is_noticed(line: str) -> None:
    assert unguarded(f"def write(path):\n    {line}\n") == {"write"}


@pytest.mark.parametrize(
    "line",
    [
        "text.replace('a', 'b')",
        "painter.save()",
        "path.open('rb')",
        "path.open()",
        "open(path)",
        "zipfile.ZipFile(path)",
        "book.save(stream)",
        "dataclasses.replace(a, b=1)",
    ],
)
def test_what_writes_no_file_is_none(line: str) -> None:
    assert unguarded(f"def read(path):\n    {line}\n") == set()


def test_the_temporary_file_may_be_written() -> None:
    source = "def write(path):\n    with replacing(path) as part:\n        part.write_text('x')\n"
    assert unguarded(source) == set()
    assert unguarded(source.replace("part.write", "path.write")) == {"write"}
