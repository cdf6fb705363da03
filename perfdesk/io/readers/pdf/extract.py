"""Pages out of PDFium: its characters with their boxes, its straight lines, its pictures.

The raw interface is called, one page at a time, so that nothing but a page is held. Every count that
a file could drive up has a bound, and the clock is looked at after every page.
"""

import ctypes
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import pypdfium2_raw as pdfium

from perfdesk.errors import DamagedFileError, EncryptedFileError, LongPdfError, TooLargeFileError
from perfdesk.io.readers.pdf.page import Glyph, PdfBox, PdfPage, Stroke
from perfdesk.io.readers.signs import is_private, is_sign_font, private_sign, sign

MAX_PAGES: Final = 500
"""Pages of one file: a unit prints some hundred forms in a year."""
MAX_OBJECTS: Final = 60_000
"""Objects of one page, those inside of others counted too: the fullest form has some 3,000."""
MAX_GLYPHS: Final = 60_000
"""Characters of one page: a page of small print has 5,000."""
SECONDS: Final = 7.0
"""For one file; the guard ends the process two seconds later."""
_DEEPEST: Final = 6
"""Form objects within form objects."""
_THIN: Final = 3.0
"""Points up to which a filled rectangle is a line."""
_SLANT: Final = 0.6
"""Points by which a line may be off its axis."""
_PALE: Final = 245
"""Colour value from which a text on white paper is not seen."""
_INVISIBLE: Final = frozenset({3, 7})
"""Text rendering modes that draw nothing: 3, and 7, which only clips (ISO 32000-1, 9.3.6)."""
_NO_WIDTH: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_HYPHENS: Final = frozenset({2, 0xFFFE})
"""What PDFium puts where a line ends in a hyphen."""
_FORM, _PATH, _IMAGE = 5, 2, 3
_MOVE: Final = 2
_LINE: Final = 0


class _Matrix(NamedTuple):
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The place of a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, first: "_Matrix") -> "_Matrix":
        """Both in one, the other one first."""
        return _Matrix(
            first.a * self.a + first.b * self.c,
            first.a * self.b + first.b * self.d,
            first.c * self.a + first.d * self.c,
            first.c * self.b + first.d * self.d,
            first.e * self.a + first.f * self.c + self.e,
            first.e * self.b + first.f * self.d + self.f,
        )


_SAME: Final = _Matrix(1, 0, 0, 1, 0, 0)


class _Run(NamedTuple):
    """A text object: what its characters share."""

    number: int
    turn: int
    """Quarter turns to the left of the page as it lies in the file."""
    seen: bool
    pale: bool
    font: str


class _Drawn:
    """The paths and pictures of a page, in the file's own coordinates."""

    def __init__(self) -> None:
        self.lines: list[tuple[float, float, float, float]] = []
        self.shades: list[tuple[float, float, float, float]] = []
        """Filled areas that are not white."""
        self.pictures: list[tuple[float, float, float, float]] = []
        self.count = 0


@contextmanager
def opened(path: Path, data: bytes) -> Iterator[Any]:
    """The document; DamagedFileError or EncryptedFileError when PDFium does not open it."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise EncryptedFileError(path)
        raise DamagedFileError(path)
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def pages_of(path: Path, document: Any) -> Iterator[PdfPage]:
    """Every page in turn; a page that is broken comes empty."""
    count = pdfium.FPDF_GetPageCount(document)
    if count > MAX_PAGES:
        raise LongPdfError(path, count, MAX_PAGES)
    if count <= 0:
        raise DamagedFileError(path)
    end = time.monotonic() + SECONDS
    for number in range(count):
        if time.monotonic() > end:
            raise TooLargeFileError(path)
        handle = pdfium.FPDF_LoadPage(document, number)
        if not handle:
            yield PdfPage(number + 1, 0, 0)
            continue
        try:
            yield _page(path, handle, number + 1)
        finally:
            pdfium.FPDF_ClosePage(handle)


def _page(path: Path, handle: Any, number: int) -> PdfPage:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(handle, box)
    text = pdfium.FPDFText_LoadPage(handle)
    try:
        reader = _Text(path, text)
        raw = reader.glyphs() if text else []
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
    drawn = _Drawn()
    _draw(path, handle, drawn)
    turn = _main_turn(raw, pdfium.FPDFPage_GetRotation(handle))
    place = _placing(turn, (box.left, box.bottom, box.right, box.top))
    right, bottom = place(*_far_corner(turn, (box.left, box.bottom, box.right, box.top)))
    page = PdfPage(number, right, bottom)
    _fill(page, raw, drawn, turn, place)
    page.clips = {run: _box(place, clip) for run, clip in reader.clips.items() if clip is not None}
    area = max((box.right - box.left) * (box.top - box.bottom), 1.0)
    covered = sum(abs((r - l) * (t - b)) for l, b, r, t in drawn.pictures)
    page.pictures = min(covered / area, 1.0)
    page.hidden += reader.hidden
    return page


class _Raw(NamedTuple):
    """A character where the file puts it."""

    text: str
    box: tuple[float, float, float, float]
    x: float
    y: float
    run: _Run
    mapped: bool


class _Text:
    """The characters of a page and what their text objects say of them."""

    def __init__(self, path: Path, page: Any) -> None:
        self.path, self.page = path, page
        self.clips: dict[int, tuple[float, float, float, float] | None] = {}
        self.hidden = 0
        self._runs: dict[int, _Run] = {}
        self._none = _Run(-1, 0, True, False, "")

    def glyphs(self) -> list[_Raw]:
        """The characters that are seen."""
        count = pdfium.FPDFText_CountChars(self.page)
        if count > MAX_GLYPHS:
            raise TooLargeFileError(self.path)
        found: list[_Raw] = []
        high = 0
        for at in range(count):
            if pdfium.FPDFText_IsGenerated(self.page, at):
                continue
            code = pdfium.FPDFText_GetUnicode(self.page, at)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000 and high:
                code = 0x10000 + (high - 0xD800) * 0x400 + code - 0xDC00
            high = 0
            glyph = self._glyph(at, code)
            if glyph is not None:
                found.append(glyph)
        return found

    def _glyph(self, at: int, code: int) -> _Raw | None:
        run = self._run(at)
        if not run.seen:
            self.hidden += 1
            return None
        text, mapped = self._letter(at, code, run)
        if text is None:
            return None
        box, x, y = _BOX, _X, _Y
        pdfium.FPDFText_GetLooseCharBox(self.page, at, box)
        pdfium.FPDFText_GetCharOrigin(self.page, at, x, y)
        return _Raw(text, (box.left, box.bottom, box.right, box.top), x.value, y.value, run, mapped)

    def _letter(self, at: int, code: int, run: _Run) -> tuple[str | None, bool]:
        """The character, None for one without a width, and whether it is known."""
        if code in _HYPHENS:
            return "-", True
        letter = chr(code) if 0 < code < 0x110000 else "\ufffd"
        if is_sign_font(run.font) and (shown := sign(code, run.font)) is not None:
            return shown, True
        if is_private(letter):
            shown = private_sign(letter)
            return shown or letter, shown is not None
        if letter in _NO_WIDTH:
            return None, True
        if letter in "\t\r\n":
            return " ", True
        if code < 0x20:
            # A code of the font's own that it does not explain.
            letter = "\ufffd"
        unknown = letter == "\ufffd" or pdfium.FPDFText_HasUnicodeMapError(self.page, at) == 1
        return letter, not unknown

    def _run(self, at: int) -> _Run:
        handle = pdfium.FPDFText_GetTextObject(self.page, at)
        if not handle:
            return self._none
        key = ctypes.addressof(handle.contents)
        run = self._runs.get(key)
        if run is None:
            run = self._runs[key] = self._new_run(at, handle)
        return run

    def _new_run(self, at: int, handle: Any) -> _Run:
        number = len(self._runs)
        angle = pdfium.FPDFText_GetCharAngle(self.page, at)
        # PDFium counts the angle clockwise.
        turn = round(-angle / (math.pi / 2)) % 4 if angle >= 0 else 0
        mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        told = pdfium.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
        seen = mode not in _INVISIBLE and not (told and alpha.value == 0)
        pale = bool(told) and min(red.value, green.value, blue.value) >= _PALE
        name = ctypes.create_string_buffer(128)
        pdfium.FPDFText_GetFontInfo(self.page, at, name, len(name), ctypes.c_int())
        self.clips[number] = _clip(handle)
        return _Run(number, turn, seen, pale, name.value.decode("latin-1"))


_BOX: Final = pdfium.FS_RECTF()
_X: Final = ctypes.c_double()
_Y: Final = ctypes.c_double()


def _clip(handle: Any) -> tuple[float, float, float, float] | None:
    """The rectangle that all clip paths of an object leave; None when nothing clips it."""
    clip = pdfium.FPDFPageObj_GetClipPath(handle)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    if count <= 0:
        return None
    left, bottom, right, top = -1e9, -1e9, 1e9, 1e9
    for path in range(min(count, 50)):
        points = []
        for segment in range(min(pdfium.FPDFClipPath_CountPathSegments(clip, path), 20)):
            x, y = ctypes.c_float(), ctypes.c_float()
            handle_ = pdfium.FPDFClipPath_GetPathSegment(clip, path, segment)
            if handle_ and pdfium.FPDFPathSegment_GetPoint(handle_, x, y):
                points.append((x.value, y.value))
        if points:
            left = max(left, min(x for x, _ in points))
            right = min(right, max(x for x, _ in points))
            bottom = max(bottom, min(y for _, y in points))
            top = min(top, max(y for _, y in points))
    return (left, bottom, right, top) if left < right < 1e9 and bottom < top < 1e9 else None


def _draw(path: Path, page: Any, drawn: _Drawn) -> None:
    objects = [
        (pdfium.FPDFPage_GetObject(page, at), _SAME, 0)
        for at in range(_counted(path, pdfium.FPDFPage_CountObjects(page), drawn))
    ]
    while objects:
        handle, outer, depth = objects.pop()
        if not handle:
            continue
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == _PATH:
            _path(path, handle, outer.after(_matrix(handle)), drawn)
        elif kind == _FORM and depth < _DEEPEST:
            inner = outer.after(_matrix(handle))
            count = _counted(path, pdfium.FPDFFormObj_CountObjects(handle), drawn)
            objects += [
                (pdfium.FPDFFormObj_GetObject(handle, at), inner, depth + 1) for at in range(count)
            ]
        elif kind == _IMAGE:
            # A picture fills the unit square of its matrix.
            placed = outer.after(_matrix(handle))
            corners = [placed.at(x, y) for x in (0, 1) for y in (0, 1)]
            drawn.pictures.append(_bounds(corners))


def _counted(path: Path, count: int, drawn: _Drawn) -> int:
    drawn.count += max(count, 0)
    if drawn.count > MAX_OBJECTS:
        raise TooLargeFileError(path)
    return max(count, 0)


def _matrix(handle: Any) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, matrix):
        return _SAME
    return _Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _path(path: Path, handle: Any, matrix: _Matrix, drawn: _Drawn) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(handle, fill, stroke):
        return
    for points, straight in _outlines(path, handle, matrix, drawn):
        box = _bounds(points)
        thin = min(box[2] - box[0], box[3] - box[1]) <= _THIN
        if stroke.value and straight:
            drawn.lines += [(*a, *b) for a, b in pairwise(points)]
        elif fill.value and thin and len(points) > 2:
            drawn.lines.append(_middle_line(box))
        if fill.value and not thin and not _is_pale(handle):
            drawn.shades.append(box)


def _outlines(
    path: Path, handle: Any, matrix: _Matrix, drawn: _Drawn
) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Each part of a path: its points, closed where the path closes it, and whether it has no curve."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    straight = True
    for at in range(_counted(path, pdfium.FPDFPath_CountSegments(handle), drawn)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, at)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == _MOVE and points:
            yield points, straight
            points, straight = [], True
        straight = straight and kind in (_MOVE, _LINE)
        points.append(matrix.at(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points, straight


def _is_pale(handle: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    told = pdfium.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
    return bool(told) and (min(red.value, green.value, blue.value) >= _PALE or alpha.value == 0)


def _middle_line(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, bottom, right, top = box
    if right - left >= top - bottom:
        return left, (bottom + top) / 2, right, (bottom + top) / 2
    return (left + right) / 2, bottom, (left + right) / 2, top


def _bounds(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    return (
        min(x for x, _ in points), min(y for _, y in points),
        max(x for x, _ in points), max(y for _, y in points),
    )  # fmt: skip


def _main_turn(raw: list[_Raw], rotation: int) -> int:
    """The direction of most characters; without any, that in which the page is shown."""
    turns = Counter(glyph.run.turn for glyph in raw)
    return turns.most_common(1)[0][0] if turns else rotation % 4


Placing = Callable[[float, float], tuple[float, float]]


def _placing(turn: int, box: tuple[float, float, float, float]) -> Placing:
    """From the file's coordinates to ours, for text that runs in this direction."""
    left, bottom, right, top = box
    if turn == 1:
        return lambda x, y: (y - bottom, x - left)
    if turn == 2:
        return lambda x, y: (right - x, y - bottom)
    if turn == 3:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def _far_corner(turn: int, box: tuple[float, float, float, float]) -> tuple[float, float]:
    """The corner that lies at the bottom right of the turned page."""
    left, bottom, right, top = box
    return {0: (right, bottom), 1: (right, top), 2: (left, top), 3: (left, bottom)}[turn]


def _box(place: Placing, box: tuple[float, float, float, float]) -> PdfBox:
    a, b = place(box[0], box[1]), place(box[2], box[3])
    return PdfBox(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def _fill(page: PdfPage, raw: list[_Raw], drawn: _Drawn, turn: int, place: Placing) -> None:
    shades = [_box(place, box) for box in (*drawn.shades, *drawn.pictures)]
    for text, box, x, y, run, mapped in raw:
        left, top, right, bottom = _box(place, box)
        middle = (left + right) / 2, (top + bottom) / 2
        if run.pale and not any(shade.holds(*middle) for shade in shades):
            page.hidden += 1
            continue
        upright = (run.turn - turn) % 4
        size = (right - left) if upright % 2 else (bottom - top)
        page.glyphs.append(
            Glyph(text, left, top, right, bottom, *place(x, y), size, upright, run.number, mapped)
        )
    for line in drawn.lines:
        (ax, ay), (bx, by) = place(line[0], line[1]), place(line[2], line[3])
        if abs(ay - by) <= _SLANT and abs(ax - bx) > _SLANT:
            _add(
                page.across,
                Stroke((ay + by) / 2, min(ax, bx), max(ax, bx)),
                page.height,
                page.width,
            )
        elif abs(ax - bx) <= _SLANT and abs(ay - by) > _SLANT:
            _add(
                page.down, Stroke((ax + bx) / 2, min(ay, by), max(ay, by)), page.width, page.height
            )


def _add(strokes: list[Stroke], stroke: Stroke, side: float, length: float) -> None:
    """Keep of a line what lies on the paper."""
    if -1 <= stroke.at <= side + 1 and stroke.first < length and stroke.last > 0:
        strokes.append(stroke._replace(first=max(stroke.first, 0), last=min(stroke.last, length)))
