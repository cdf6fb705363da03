"""The user's own 宋体, 仿宋 and 小标宋: found among the installed fonts, chosen, remembered.

Official documents are set in these faces (GB/T 9704-2012: 仿宋 and 小标宋); they may not be shipped,
but most offices have them. The choice belongs to the machine, so it lives in the settings folder.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from perfdesk.atomic_file import write_private
from perfdesk.errors import FontFileError
from perfdesk.fonts.fontset import FontChoice, FontSet, bundled_fonts, load_fonts
from perfdesk.fonts.sfnt import Sfnt
from perfdesk.paths import settings_folder

FILE = "fonts.json"

_KNOWN = {
    "宋体": ("SimSun", "宋体"),
    "仿宋": ("FangSong", "仿宋", "仿宋_GB2312", "FangSong_GB2312", "STFangsong", "华文仿宋",
           "方正仿宋_GBK", "方正仿宋简体"),
    "小标宋": ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "FZXBSJW--GB1-0"),
    "楷体": ("KaiTi", "楷体", "楷体_GB2312", "STKaiti", "华文楷体"),
    "黑体": ("SimHei", "黑体", "STHeiti", "华文黑体"),
    "中宋": ("STZhongsong", "华文中宋"),
}  # fmt: skip
"""Faces of official documents by the names that their files state."""

_SUFFIXES = (".ttf", ".ttc")
_MOST_FACES = 16


class InstalledFont(NamedTuple):
    """A font of this machine that forms may be set in."""

    label: str
    """宋体, 仿宋, 小标宋 …"""
    family: str
    path: Path
    number: int
    """The face in the file; 0 but in collections."""

    @property
    def choice(self) -> FontChoice:
        """What `load_fonts` and `choose_fonts` take."""
        return self.path, self.number


def installed_fonts(folders: Iterable[Path] | None = None) -> tuple[InstalledFont, ...]:
    """The known faces among the installed fonts, one file each; those we cannot embed are left out."""
    labels = {name: label for label, names in _KNOWN.items() for name in names}
    found: dict[str, InstalledFont] = {}
    for path in _font_files(folders if folders is not None else font_folders()):
        for index, families in _faces(path):
            name = next((family for family in families if family in labels), None)
            if name is not None:
                font = InstalledFont(labels[name], name, path, index)
                found.setdefault(font.label + name, font)
    order = list(_KNOWN)
    return tuple(sorted(found.values(), key=lambda font: (order.index(font.label), font.family)))


def font_folders() -> tuple[Path, ...]:
    """Where this system keeps fonts."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        folders = [Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts")]
        return (*folders, Path(local, "Microsoft/Windows/Fonts")) if local else tuple(folders)
    home = Path.home()
    return (
        Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/opt/kingsoft/wps-office/office6/fonts"),
        home / ".fonts", home / ".local/share/fonts",
    )  # fmt: skip


def choose_fonts(body: FontChoice | None, title: FontChoice | None) -> FontSet:
    """Remember which fonts to print in (None: the bundled one); FontFileError when one is unfit.

    A settings folder that cannot be written keeps the old choice.
    """
    fonts = load_fonts(body, title)
    data = {
        style: {"path": str(choice[0]), "index": choice[1]}
        for style, choice in (("body", body), ("title", title))
        if choice is not None
    }
    text = json.dumps(data, ensure_ascii=False, indent=1)
    with suppress(OSError):
        write_private(settings_folder() / FILE, text)
    return fonts


def font_choice() -> tuple[FontChoice | None, FontChoice | None]:
    """The remembered choice for body and title; what cannot be read counts as none."""
    try:
        text = (settings_folder() / FILE).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None, None
    return _choices_in(text)


def chosen_fonts() -> FontSet:
    """The fonts to print in: the remembered choice, the bundled ones where there is none or it is gone."""
    return _loaded(*font_choice())


@cache
def _loaded(body: FontChoice | None, title: FontChoice | None) -> FontSet:
    if body is None and title is None:
        return bundled_fonts()
    try:
        return load_fonts(body, title)
    except FontFileError as error:
        fonts = load_fonts()
        fonts.problem = str(error)
        return fonts


def _choices_in(text: str) -> tuple[FontChoice | None, FontChoice | None]:
    # Most users choose none: the window starts without it then.

    try:
        data = json.loads(text)
    except ValueError:
        return None, None
    return _choice_in(data, "body"), _choice_in(data, "title")


def _choice_in(data: Any, style: str) -> FontChoice | None:
    entry = data.get(style) if isinstance(data, dict) else None
    if not isinstance(entry, dict):
        return None
    path, index = entry.get("path"), entry.get("index", 0)
    return (Path(path), index) if isinstance(path, str) and isinstance(index, int) else None


def _font_files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        if folder.is_dir():
            yield from sorted(
                path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES
            )


def _faces(path: Path) -> Iterator[tuple[int, frozenset[str]]]:
    """The faces of a file with their names; a file that is no font has none."""
    count = _MOST_FACES if path.suffix.lower() == ".ttc" else 1
    for index in range(count):
        try:
            yield index, Sfnt(path, index).names()
        except FontFileError:
            return
