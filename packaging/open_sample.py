"""Open the window on a sample data file, which the program's own import makes from real forms.

The file lives in the settings folder and is made once; what is tried out in it stays there, and
the workbooks under resources/samples/ are only read. Exit 2: no display, or the import failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from perfdesk.paths import resource, settings_folder  # noqa: E402

SAMPLE_NAME = "示例数据.perfdesk"
FIRST = "minhang-self-evaluation-2024-official.xlsx"
"""Its forms come first: the one on show at the start has findings to look at."""


def may_have_display() -> bool:
    """Whether a screen is named at all; of one that is named and dead the program itself tells."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def program(*arguments: str) -> list[str]:
    """The command line that starts the program with these arguments."""
    return [sys.executable, str(ROOT / "main.py"), *arguments]


def sample_file() -> Path:
    """The sample data file, made if it is not there yet; never left half made."""
    target = settings_folder() / SAMPLE_NAME
    if target.exists():
        return target
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="making-") as name:
        making = Path(name) / SAMPLE_NAME
        # With settings of its own: backups of the file in the making are nobody's.
        environment = {**os.environ, "PERFDESK_HOME": name}
        books = sorted(
            resource("samples").glob("*.xlsx"), key=lambda book: (book.name != FIRST, book.name)
        )
        command = program("import", *map(str, books), "--into", str(making))
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        return making.replace(target)


def main() -> int:
    """Make the sample file and open it; return the program's exit code."""
    try:
        sample = sample_file()
    except subprocess.CalledProcessError:
        print(
            "示例数据没有做成，原因见上一行；程序本身可以这样打开：.venv/bin/python main.py",
            file=sys.stderr,
        )
        return 2
    if not may_have_display():
        print(f"已准备好，但这里没有显示器，窗口打不开；示例数据在 {sample}。", file=sys.stderr)
        return 2
    return subprocess.run(program(str(sample))).returncode


if __name__ == "__main__":
    sys.exit(main())
