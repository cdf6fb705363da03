"""The program opens no network socket, from start to end of its own self-test."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Python tells an audit hook of every socket before it exists; -1 stands for the default, AF_INET.
WATCHED = """
import runpy, socket, sys
def watch(event, arguments):
    if event == "socket.__new__" and arguments[1] in (-1, socket.AF_INET, socket.AF_INET6):
        sys.stderr.write("network socket\\n")
        sys.stderr.flush()
sys.addaudithook(watch)
program = sys.argv[1]
sys.argv = sys.argv[1:]
runpy.run_path(program, run_name="__main__")
"""


def watched(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WATCHED, str(program), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_watch_sees_a_socket(tmp_path: Path) -> None:
    caller = tmp_path / "caller.py"
    caller.write_text("import socket\nsocket.socket().close()\n", encoding="utf-8")
    assert "network socket" in watched(caller).stderr


def test_self_test_opens_no_network_socket() -> None:
    done = watched(ROOT / "main.py", "--selftest")
    assert (done.returncode, done.stderr) == (0, "")
