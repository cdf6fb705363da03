"""What the sheets of a workbook share: the package's parts, number formats, borders and texts."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from perfdesk.io.fill.package import PackageParts
from perfdesk.io.fill.sheet_xml import SheetXml
from perfdesk.io.readers.number_format import BUILTIN, GENERAL


class WorkbookXml:
    """The parts of a workbook, read as they are asked for."""

    def __init__(self, path: Path) -> None:
        self.parts = PackageParts(path)
        self.main = next(
            (n for n in ("xl/workbook.xml",) if n in self.parts.names), self._main_part()
        )
        self.sheets: dict[str, SheetXml] = {}
        relations = self.parts.related(self.main)
        self._styles = next((p for p, kind in relations.values() if kind == "styles"), "")
        self._strings = next((p for p, kind in relations.values() if kind == "sharedStrings"), "")
        for sheet in self.parts.xml(self.main).iter("{*}sheet"):
            key = next((str(v) for k, v in sheet.items() if str(k).endswith("}id")), "")
            part, kind = relations.get(key, ("", ""))
            if kind == "worksheet" and part in self.parts.names:
                name = str(sheet.get("name", ""))
                self.sheets[name] = SheetXml(name, part, self.parts)
        self._formats: list[str] | None = None
        self._borders: list[bool] | None = None
        self._texts: list[str] | None = None

    def _main_part(self) -> str:
        for part, kind in self.parts.related("").values():
            if kind == "officeDocument":
                return part
        return "xl/workbook.xml"

    def format_of(self, style: str | None) -> str:
        """The number format of a cell style; General when unknown."""
        if self._formats is None:
            self._formats = list(_formats(self.parts, self._styles))
        place = int(style) if style and style.isdecimal() and len(style) < 8 else 0
        return self._formats[place] if place < len(self._formats) else GENERAL

    def boxed(self, style: str | None) -> bool:
        """Whether a cell style draws a border."""
        if self._borders is None:
            self._borders = list(_borders(self.parts, self._styles))
        place = int(style) if style and style.isdecimal() and len(style) < 8 else 0
        return place < len(self._borders) and self._borders[place]

    def shared_text(self, place: str) -> str:
        """A text of the table of shared texts."""
        if self._texts is None:
            self._texts = []
            if self._strings in self.parts.names:
                self._texts = [
                    "".join(t.text or "" for t in item.iter("{*}t"))
                    for item in self.parts.xml(self._strings).iter("{*}si")
                ]
        number = int(place) if place.isdecimal() and len(place) < 8 else len(self._texts)
        return self._texts[number] if number < len(self._texts) else ""


def _formats(parts: PackageParts, part: str) -> Iterator[str]:
    if part not in parts.names:
        return
    root = parts.xml(part)
    own: Mapping[str, str] = {
        str(e.get("numFmtId", "")): str(e.get("formatCode", "")) for e in root.iter("{*}numFmt")
    }
    for styles in root.iter("{*}cellXfs"):
        for style in styles:
            key = str(style.get("numFmtId", "0"))
            yield own.get(key) or (BUILTIN.get(int(key), GENERAL) if key.isdecimal() else GENERAL)
        return


def _borders(parts: PackageParts, part: str) -> Iterator[bool]:
    """Of every cell style whether it draws a line at any side."""
    if part not in parts.names:
        return
    root = parts.xml(part)
    drawn = [
        any(side.get("style") not in (None, "none") for side in border)
        for holder in root.iter("{*}borders")
        for border in holder
    ]
    for styles in root.iter("{*}cellXfs"):
        for style in styles:
            key = str(style.get("borderId", "0"))
            yield key.isdecimal() and int(key) < len(drawn) and drawn[int(key)]
        return
