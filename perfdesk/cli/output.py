"""What the command line prints: one JSON document, plain lines, or one sentence per failure."""

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

DONE = 0
FOUND_ERRORS = 1
FAILED = 2


def use_utf8() -> None:
    """Chinese comes out readable whatever the terminal's code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def discard_output() -> None:
    """Let what is still buffered for stdout go nowhere, so that the end of the program stays quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(line: str) -> None:
    """A line on stdout."""
    sys.stdout.write(line + "\n")


def complain(line: str) -> None:
    """One line on stderr, whatever line breaks the text had."""
    sys.stderr.write(" ".join(line.split("\n")) + "\n")


def say_json(data: Mapping[str, Any]) -> None:
    """The one JSON document of a `--json` call."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def progress(done: int, total: int, what: str) -> None:
    """Progress on stderr, and only on a terminal."""
    if sys.stderr.isatty() and total > 1:
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r\x1b[K{done}/{total} {what}{end}")
        sys.stderr.flush()
