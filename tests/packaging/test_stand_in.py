"""The frozen program goes without Pillow: what takes its place is enough for PDF."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BOOK = ROOT / "resources" / "samples" / "fengtai-self-evaluation-2024-official.xlsx"

WITHOUT_PILLOW = """
import json, sys
from perfdesk.cli import main
codes = [main(call) for call in json.loads(sys.argv[1])]
from PIL import Image
assert "stand_in" in Image.__file__, Image.__file__
sys.exit(max(codes))
"""


def test_pdfs_are_written_without_pillow(tmp_path: Path) -> None:

    data = tmp_path / "单位.perfdesk"
    calls = [
        ["import", str(BOOK), "--into", str(data)],
        ["export", str(data), "--to", str(tmp_path / "out"), "--format", "pdf"],
        ["summary", str(data), "--year", "2024", "--to", str(tmp_path / "summary.pdf")],
    ]
    before = (
        f"import sys; sys.path[:0] = [{str(ROOT / 'packaging' / 'stand_in')!r}, {str(ROOT)!r}]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", before + WITHOUT_PILLOW, json.dumps(calls)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=100,
    )
    assert (done.returncode, done.stderr) == (0, "")
    made = [*(tmp_path / "out").rglob("*.pdf"), tmp_path / "summary.pdf"]
    assert len(made) > 1
    assert all(path.read_bytes().startswith(b"%PDF-") for path in made)
