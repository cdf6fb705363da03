"""No network socket in any command or in the window; no way to run data as code."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FROZEN = ROOT / "dist" / "perfdesk" / "perfdesk"
SAMPLES = ROOT / "resources" / "samples"
BOOK = SAMPLES / "fengtai-self-evaluation-2024-official.xlsx"

# The audit hook sees a socket before it exists, whoever asks for it through Python; -1 is the default
# family, AF_INET. It sees a resolver's question too, which opens its sockets in C.
WATCH = """
import runpy, socket, sys
def watch(event, arguments):
    network = event == "socket.__new__" and arguments[1] in (-1, socket.AF_INET, socket.AF_INET6)
    if network or event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect"):
        sys.stderr.write(f"NETWORK {event}\\n")
        sys.stderr.flush()
sys.addaudithook(watch)
"""
ONE_START = """
sys.argv = sys.argv[1:]
sys.path.insert(0, sys.argv[0].rpartition("/")[0])
runpy.run_path(sys.argv[0], run_name="__main__")
"""
MANY_COMMANDS = """
import json
sys.path.insert(0, sys.argv[1].rpartition("/")[0])
from perfdesk.cli import main
codes = [main(call) for call in json.loads(sys.argv[2])]
sys.exit(0 if set(codes) <= {0, 1} else f"{codes}")
"""
NETWORK_CALL = re.compile(r"socket\(AF_INET6?\b")

# Modules that run data as code, read it as objects, start other programs' code or speak a network.
DANGEROUS = {
    "pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "code", "codeop", "runpy", "pty",
    "socket", "_socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio", "xmlrpc",
    "webbrowser", "PySide6.QtNetwork", "PySide6.QtWebEngineWidgets",
}  # fmt: skip


def watched(script: str, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WATCH + script, str(ROOT / "main.py"), *map(str, arguments)],
        env={**os.environ, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=100,
    )


def test_no_command_opens_a_network_socket(tmp_path: Path) -> None:
    data = tmp_path / "单位.perfdesk"
    calls: tuple[tuple[object, ...], ...] = (
        ("templates",),
        ("read", BOOK, "--json"),
        ("check", BOOK),
        ("import", BOOK, "--into", data),
        ("export", data, "--to", tmp_path / "out", "--format", "xlsx", "--format", "pdf"),
        ("blank", "beijing-self-evaluation", "--to", tmp_path / "blank.xlsx"),
        ("summary", data, "--year", "2024", "--to", tmp_path / "summary.xlsx"),
        ("verify", data),
    )
    done = watched(MANY_COMMANDS, json.dumps(calls, default=str))
    assert (done.returncode, done.stderr) == (0, "")


def test_the_window_opens_no_network_socket(tmp_path: Path) -> None:
    data = tmp_path / "单位.perfdesk"
    assert watched(ONE_START, "import", BOOK, "--into", data).returncode == 0
    done = watched(ONE_START, data, PERFDESK_QUIT_AFTER_FIRST_PAINT="1")
    assert done.returncode == 0, done.stderr
    assert "NETWORK" not in done.stderr


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Every import of a file: where, and the module with the names taken from it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        place = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Import):
            yield from ((place, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield place, node.module or ""
            yield from ((place, f"{node.module}.{alias.name}") for alias in node.names)


def program_files() -> list[Path]:
    return [
        ROOT / "main.py",
        *sorted((ROOT / "perfdesk").rglob("*.py")),
        *sorted((ROOT / "ui").rglob("*.py")),
    ]


def test_nothing_dangerous_is_imported() -> None:
    found = [
        f"{place} {name}"
        for path in program_files()
        for place, name in imports(path)
        if name in DANGEROUS or any(name.startswith(f"{each}.") for each in DANGEROUS)
    ]
    assert found == []


def test_modules_imported_by_name_are_our_own() -> None:
    """`import_module` may take a name from our own lists only, never from data."""
    foreign = []
    for path in program_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
                name = ast.unparse(node.args[0])
                if not re.match(r"f?['\"](perfdesk|ui)\.", name):
                    foreign.append(f"{path.relative_to(ROOT)}:{node.lineno} {name}")
    assert foreign == []


def test_processes_talk_without_pickle() -> None:
    """A connection's `send` and `recv` pickle; the reading process is asked and answers in bytes and JSON."""
    pickled = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in program_files()
        if "multiprocessing" in path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"send", "recv", "Queue", "Manager", "Pool"}
    ]
    assert pickled == []


@pytest.mark.long
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("what", ["selftest", "walkthrough", "frozen", "frozen-window"])
def test_the_kernel_sees_no_network_socket(tmp_path: Path, what: str) -> None:
    """The same below Python: Qt's and every library's system calls.

    The walkthrough opens the window and its dialogs, imports, edits, previews the print and shows help.
    """
    data = tmp_path / "单位.perfdesk"
    assert watched(ONE_START, "import", BOOK, "--into", data).returncode == 0
    commands: dict[str, list[object]] = {
        "selftest": [sys.executable, ROOT / "main.py", "--selftest"],
        "walkthrough": [sys.executable, ROOT / "packaging" / "walkthrough.py", "--to", tmp_path],
        "frozen": [FROZEN, "--selftest"],
        "frozen-window": [FROZEN, data],
    }
    if what.startswith("frozen") and not FROZEN.exists():
        pytest.skip("dist/ holds no program: packaging/build.py")
    log = tmp_path / "calls"
    strace = ["strace", "-f", "-qq", "-e", "trace=socket,connect,sendto,execve", "-o", str(log)]
    done = subprocess.run(
        [*strace, *map(str, commands[what])],
        env={**os.environ, "PERFDESK_QUIT_AFTER_FIRST_PAINT": "1"},
        capture_output=True,
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    calls = log.read_text(encoding="utf-8", errors="replace")
    assert "execve(" in calls
    assert NETWORK_CALL.findall(calls) == []


@pytest.mark.long
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_strace_would_have_seen_one(tmp_path: Path) -> None:
    log = tmp_path / "calls"
    caller = "import socket; socket.socket().close()"
    command = [
        "strace",
        "-f",
        "-qq",
        "-e",
        "trace=socket",
        "-o",
        str(log),
        sys.executable,
        "-c",
        caller,
    ]
    subprocess.run(command, check=True, timeout=60)
    assert NETWORK_CALL.search(log.read_text(encoding="utf-8"))


def test_the_watch_sees_a_socket_and_a_question_for_an_address() -> None:
    said = watched("\nsocket.socket().close()\n").stderr
    assert "NETWORK socket.__new__" in said
    said = watched("\nsocket.getaddrinfo('127.0.0.1', 9)\n").stderr
    assert "NETWORK socket.getaddrinfo" in said
