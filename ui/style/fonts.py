"""The faces of the window and of the paper; loaded before anything is drawn."""

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from perfdesk.paths import resource
from perfdesk.session.send_out.screen_paper import FontSet

PAPER_FAMILY = "Noto Serif SC"
TITLE_FAMILY = "Noto Sans SC"
SIGNS_FAMILY = "PerfDesk Signs"
_BUNDLED_FACES = {
    "NotoSerifSC-Regular": PAPER_FAMILY,
    "NotoSansSC-Bold": TITLE_FAMILY,
    "PerfDeskSigns": SIGNS_FAMILY,
}
BODY_POINTS = 10.0
"""The one size of the window's own words."""
HEADING_POINTS = 15.0
"""The other: the start page and headings."""

# A machine of a Chinese office has one of these; the bundled face stands in where none is.
_SYSTEM_SANS = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "思源黑体 CN",
    "PingFang SC",
    "WenQuanYi Micro Hei",
)


def load_bundled() -> list[str]:
    """Register the bundled fonts with Qt and answer the families, an empty list when none was found."""
    families: list[str] = []
    for path in sorted(resource("fonts").glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(path))
        families += QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    return families


@cache
def load_file(path: Path) -> None:
    """Let Qt draw with a font file; one that the system knows already does no harm."""
    QFontDatabase.addApplicationFont(str(path))


def load_faces(fonts: FontSet) -> None:
    """Let Qt draw with the user's own fonts among these; it has the bundled ones already."""
    for face in fonts.faces:
        if face.name not in _BUNDLED_FACES:
            load_file(face.path)


def load_chosen() -> None:
    """Let Qt draw with the fonts that the user prints in, wherever their files lie."""
    # After the first paint: few have chosen any.
    from perfdesk.session.send_out.typefaces import font_choice

    for choice in font_choice():
        if choice is not None and choice[0].is_file():
            load_file(choice[0])


def window_font() -> QFont:
    """The font of menus, panels and dialogs."""
    installed = set(QFontDatabase.families())
    family = next((name for name in _SYSTEM_SANS if name in installed), TITLE_FAMILY)
    font = QFont()
    font.setFamilies([family, TITLE_FAMILY, PAPER_FAMILY])
    font.setPointSizeF(BODY_POINTS)
    return font


def heading_font(points: float = HEADING_POINTS) -> QFont:
    """The font of headings outside the paper."""
    font = window_font()
    font.setPointSizeF(points)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def paper_font(pixels: int, *, title: bool = False) -> QFont:
    """The face of the paper at a size in pixels; titles are bold sans serif, as 小标宋 and 黑体 are used."""
    font = QFont()
    first = [TITLE_FAMILY, PAPER_FAMILY] if title else [PAPER_FAMILY, TITLE_FAMILY]
    font.setFamilies([*first, SIGNS_FAMILY])
    font.setPixelSize(max(1, pixels))
    font.setWeight(QFont.Weight.Bold if title else QFont.Weight.Normal)
    # Advances then grow evenly with the zoom, so that lines break alike at every size.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def page_font(face: str, pixels: int) -> QFont:
    """The font of a run on a page; `face` is a bundled file's name or an installed family."""
    font = paper_font(pixels, title=face == "NotoSansSC-Bold")
    font.setFamilies([_BUNDLED_FACES.get(face, face), *font.families()])
    # The pages are measured without, and a PDF has none.
    font.setKerning(False)
    return font
