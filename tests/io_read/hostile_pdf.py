"""Test tool: PDF files that are broken on purpose."""

import random
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.io_read import pdf_files
from tests.io_read.hostile import mutated

FONT = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def packed(data: bytes) -> bytes:
    """A packed stream."""
    body = zlib.compress(data, 9)
    return b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(body), body)


def swollen(path: Path) -> Path:
    """A content stream of 300 MB of zeros, packed twice."""
    # Zeros pack into blocks that repeat: one megabyte's worth stands for all.
    packer = zlib.compressobj(1)
    head = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    body = head + again * 299
    twice = zlib.compress(body, 9)
    content = b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (
        len(twice),
        twice,
    )
    return _with_content(path, content)


def many_letters(path: Path) -> Path:
    """Two million letters on a page."""
    return _with_content(path, packed(b"BT /F1 9 Tf " + b"(abcdefghij) Tj " * 200_000 + b" ET"))


def many_lines(path: Path) -> Path:
    """Half a million lines on a page."""
    return _with_content(path, packed(b"0 0 m 9 9 l S\n" * 500_000))


def grid(path: Path) -> Path:
    """A table of 2,000 by 2,000 cells."""
    line = b"0 %.1f m 595 %.1f l S %.1f 0 m %.1f 842 l S\n"
    lines = b"".join(line % ((number * 0.29,) * 4) for number in range(2000))
    return _with_content(path, packed(lines))


def nested_forms(path: Path) -> Path:
    """Objects within objects that double 60 times over."""
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length 10>>"
        b"stream\n/X Do /X Do\nendstream"
    )
    forms = [form % (number + 1) for number in range(5, 65)]
    return pdf_files.raw(path, b"/X Do", b"/XObject<</X 5 0 R>>", [*forms, b"<<>>"])


def deep_arrays(path: Path) -> Path:
    """Arrays nested 200,000 deep."""
    return pdf_files.raw(path, b"q Q", b"/X " + b"[" * 200_000 + b"]" * 200_000)


def endless_pages(path: Path) -> Path:
    """A tree of pages that holds itself."""
    pdf_files.raw(path, b"q Q")
    path.write_bytes(path.read_bytes().replace(b"/Kids[3 0 R]/Count 1", b"/Kids[2 0 R]/Count 9"))
    return path


def many_pages(path: Path) -> Path:
    """Ten thousand pages."""
    return pdf_files.write(path, *[lambda sheet: None] * 10_000)


def deep_object_streams(path: Path) -> Path:
    """A cross-reference stream that sends every object into object streams that lie in one another."""
    count = 300
    body = bytearray(b"%PDF-1.7\n")
    entries = b"".join(
        bytes([2]) + (number + 1).to_bytes(2, "big") + b"\0" for number in range(count)
    )
    at = len(body)
    body += b"1 0 obj<</Type/XRef/Size %d/W[1 2 1]/Root 2 0 R/Length %d>>stream\n" % (
        count,
        len(entries),
    )
    body += entries + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % at
    path.write_bytes(bytes(body))
    return path


def _with_content(path: Path, content: bytes) -> Path:
    return pdf_files.with_stream(path, content, FONT)


HOSTILE: Mapping[str, Callable[[Path], Path]] = {
    "swollen": swollen, "many-letters": many_letters, "many-lines": many_lines, "grid": grid,
    "nested-forms": nested_forms, "deep-arrays": deep_arrays, "endless-pages": endless_pages,
    "many-pages": many_pages, "deep-object-streams": deep_object_streams,
}  # fmt: skip


def mutated_streams(path: Path, chance: random.Random) -> bytes:
    """A PDF with a damaged content stream that is packed soundly, so that the damage is met later."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject

    writer = PdfWriter(clone_from=PdfReader(path))
    page = writer.pages[chance.randrange(len(writer.pages))]
    contents = page.get_contents()
    stream = DecodedStreamObject()
    stream.set_data(mutated(contents.get_data() if contents is not None else b" ", chance))
    page[NameObject("/Contents")] = writer._add_object(stream)
    target = path.with_suffix(".changed")
    writer.write(target)
    return target.read_bytes()
