"""Imports that bring nothing leave no file; half characters and odd time zones are no traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORM = ROOT / "tests" / "samples" / "forms" / "fengtai-self-evaluation-2024.json"


def run(*words: object, zone: str = "Asia/Shanghai") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *map(str, words)],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_failed_import_leaves_no_new_file(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"x":')
    done = run("import", tmp_path / "broken.json", "--into", tmp_path / "new.perfdesk")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "new.perfdesk").exists()


def test_half_a_character_is_taken_out(tmp_path: Path) -> None:
    told = FORM.read_text("utf-8")
    name = json.loads(told)[0]["project_name"]
    broken = tmp_path / "half.json"
    broken.write_text(told.replace(f'"{name}"', f'"{name}' + r'\ud800"'))
    target = tmp_path / "new.perfdesk"
    done = run("import", broken, "--into", target, zone="<+99>-99")
    assert done.returncode == 0, done.stderr
    assert run("verify", target, zone="<+99>-99").returncode == 0
    assert "Traceback" not in done.stderr
