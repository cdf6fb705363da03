"""The pictures of the help are made by a script that works, and every scene of it stands in the help."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "packaging" / "walkthrough.py"
HELP = ROOT / "resources" / "help"


def test_a_scene_is_acted_in_the_real_window(tmp_path: Path) -> None:
    """It had not run for days: a name was imported for the types alone."""
    command = [sys.executable, str(SCRIPT), "--to", str(tmp_path), "--only", "form"]
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "form.png").read_bytes().startswith(b"\x89PNG")


def test_the_screens_of_the_script_stand_in_the_help() -> None:
    shown = {
        name
        for page in HELP.glob("*.md")
        for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    }
    wanted = {"form.png", "form-125.png", "form-150.png", "form-1920.png", "dark.png", "steps.png"}
    assert wanted <= shown
    assert all((HELP / name).exists() for name in shown)
