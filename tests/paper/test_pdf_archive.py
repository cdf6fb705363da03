"""PDF/A-2b, requirement by requirement of ISO 19005-2 (clauses in the names); no validator of it is at hand.

PDFBox Preflight 2.0 (Debian's libpdfbox2-java, which checks PDF/A-1b) finds in our files nothing but
the two things in which part 2 differs from part 1: `part` is not 1, and subsets have no CIDSet.
"""

import io
import re
import struct
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from perfdesk.grid import PageSetup
from perfdesk.io.pdf.colour import srgb_profile
from perfdesk.io.pdf.writer import PdfMeta, write_pdf
from perfdesk.layout import build_grid
from perfdesk.paginate import paginate
from perfdesk.paginate.chart import BarChart, BarGroup, chart_pages
from tests.paper.paper_forms import sample_views, self_evaluation

META = PdfMeta(title="表<一> & 𬭊", author="甲&乙", subject="绩效")
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
PDF = "{http://ns.adobe.com/pdf/1.3/}"
PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
FORBIDDEN_KEYS = {
    "/AA", "/OpenAction", "/JS", "/EmbeddedFiles", "/EF", "/XFA", "/NeedAppearances", "/Encrypt", "/SMask",
    "/Alternates", "/OPI", "/PS", "/Ref", "/TR", "/HTP", "/Annots", "/AcroForm", "/OCProperties", "/Requirements",
    "/ExtGState", "/XObject", "/Pattern", "/Shading", "/F", "/FFilter", "/Perms", "/PresSteps",
    "/AlternatePresentations",
}  # fmt: skip
FORBIDDEN_NAMES = {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/LZWDecode", "/Crypt",
                   "/Transparency", "/PS", "/Hide", "/SetOCGState", "/Rendition", "/GoTo3DView"}  # fmt: skip
OPERATORS = {"BT", "ET", "Tf", "Tm", "Tj", "rg", "re", "f", "m", "l", "S", "w", "J", "cm"}
"""All that our pages draw with: no images, no transparency, no rendering intents."""


def chart() -> BarChart:
    from decimal import Decimal

    return BarChart("执行率", ("执行率",), (BarGroup("项目", (Decimal(95),), ("95.00",)),))


@pytest.fixture(scope="module", params=["form", "several", "rare", "chart", "unnamed"])
def content(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    views = {
        "form": sample_views()[:1],
        "several": sample_views()[:4],
        "rare": (self_evaluation(project_name="王𬭊与李𬍛☑😀"),),
        "unnamed": sample_views()[:1],
    }.get(request.param, ())
    pages = [
        paginate(build_grid(view), view.template.page, footer="3FA0-91C2-7B") for view in views
    ]
    path: Path = tmp_path_factory.mktemp("archive") / "form.pdf"
    meta = PdfMeta() if request.param == "unnamed" else META
    write_pdf(path, pages or [*chart_pages_of()], meta)
    return path.read_bytes()


def chart_pages_of() -> Iterator[Any]:
    yield chart_pages(chart(), PageSetup())


@pytest.fixture
def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content), strict=True)


def objects(reader: PdfReader) -> list[Any]:
    """Every indirect object."""
    found = [
        reader.get_object(IndirectObject(number, 0, reader))
        for number in sorted(reader.xref[0])
        if number
    ]
    assert len(found) > 10
    return found


def inside(value: Any) -> Iterator[Any]:
    """A value and all in it, references aside."""
    yield value
    if isinstance(value, DictionaryObject):
        for key, part in value.items():
            yield from inside(key)
            yield from inside(part)
    elif isinstance(value, ArrayObject):
        for part in value:
            yield from inside(part)


def fonts(reader: PdfReader) -> list[DictionaryObject]:
    found = {}
    for page in reader.pages:
        for reference in page["/Resources"]["/Font"].values():
            found[reference.idnum] = reference.get_object()
    return list(found.values())


def metadata(reader: PdfReader) -> ElementTree.Element:
    stream = reader.trailer["/Root"]["/Metadata"].get_object()
    assert (stream["/Type"], stream["/Subtype"]) == ("/Metadata", "/XML")
    assert "/Filter" not in stream  # 6.6.2.1
    packet = stream.get_data().decode("utf-8")
    assert re.match(r'<\?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"\?>', packet)
    assert packet.rstrip().endswith('<?xpacket end="w"?>')
    return ElementTree.fromstring(packet)


def test_6_1_2_header_of_a_binary_file(content: bytes) -> None:
    first, second, _ = content.split(b"\n", 2)
    assert re.fullmatch(rb"%PDF-1\.[0-7]", first)
    assert second[:1] == b"%"
    assert sum(byte > 127 for byte in second[1:5]) == 4


def test_6_1_3_trailer(content: bytes, reader: PdfReader) -> None:
    assert len(reader.trailer["/ID"]) == 2
    assert "/Encrypt" not in reader.trailer
    assert content.rstrip(b"\r\n").endswith(b"%%EOF")


def test_6_1_7_streams_are_as_long_as_they_say_and_end_on_their_own_line(content: bytes) -> None:
    found = re.findall(rb"/Length (\d+)[^>]*>>\nstream\n", content)
    begins = [match.end() for match in re.finditer(rb">>\nstream\n", content)]
    assert len(found) == len(begins) > 5
    for length, begin in zip(map(int, found), begins, strict=True):
        assert content[begin + length : begin + length + 18] == b"\nendstream\nendobj\n"


def test_6_1_7_and_6_5_nothing_forbidden_anywhere(reader: PdfReader) -> None:
    for item in objects(reader):
        for value in inside(item):
            if isinstance(value, str):
                assert value not in FORBIDDEN_KEYS | FORBIDDEN_NAMES
    assert set(reader.trailer["/Root"]) <= {
        "/Type", "/Pages", "/Outlines", "/PageMode", "/Metadata", "/OutputIntents", "/Lang",
    }  # fmt: skip


def test_6_1_13_and_6_2_pages_draw_with_lines_and_text_alone(reader: PdfReader) -> None:
    for page in reader.pages:
        assert "/Resources" in page
        assert "/Group" not in page
        drawn = page.get_contents()
        assert drawn is not None
        used = {operator.decode() for _, operator in drawn.operations}
        assert used <= OPERATORS


def test_6_2_3_output_intent(reader: PdfReader) -> None:
    (reference,) = reader.trailer["/Root"]["/OutputIntents"]
    intent = reference.get_object()
    assert (intent["/Type"], intent["/S"]) == ("/OutputIntent", "/GTS_PDFA1")
    assert intent["/OutputConditionIdentifier"]
    profile = intent["/DestOutputProfile"].get_object()
    assert profile["/N"] == 3
    assert profile.get_data() == srgb_profile()


def test_6_2_3_the_profile_is_one_of_a_display_in_rgb() -> None:
    from PIL import ImageCms

    profile = srgb_profile()
    assert struct.unpack_from(">L", profile)[0] == len(profile)
    assert (profile[8:10], profile[12:16], profile[16:20]) == (b"\x02\x10", b"mntr", b"RGB ")
    read = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    assert "sRGB" in ImageCms.getProfileName(read)
    ours = ImageCms.buildTransform(read, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    from PIL import Image

    for colour in ((0, 0, 0), (255, 255, 255), (41, 97, 158), (219, 143, 46), (128, 128, 128)):
        shown = ImageCms.applyTransform(Image.new("RGB", (1, 1), colour), ours)
        assert shown is not None
        seen = shown.getpixel((0, 0))
        assert isinstance(seen, tuple)
        assert max(abs(a - b) for a, b in zip(seen, colour, strict=True)) <= 2


def test_6_2_11_fonts_are_embedded_with_their_widths_and_no_missing_glyph(
    reader: PdfReader,
) -> None:
    assert fonts(reader)
    for font in fonts(reader):
        assert (font["/Subtype"], font["/Encoding"]) == ("/Type0", "/Identity-H")
        descendant = font["/DescendantFonts"][0].get_object()
        system = descendant["/CIDSystemInfo"]
        assert (system["/Registry"], system["/Ordering"]) == ("Adobe", "Identity")
        descriptor = descendant["/FontDescriptor"]
        assert font["/BaseFont"] == descendant["/BaseFont"] == descriptor["/FontName"]
        assert re.match(r"/[A-Z]{6}\+", font["/BaseFont"])
        assert "/CIDSet" not in descriptor  # 6.2.11.4.2: optional; not there is always right
        program = TTFont(io.BytesIO(descriptor["/FontFile2"].get_object().get_data()))
        assert_widths(descendant, program)


def assert_widths(font: DictionaryObject, program: TTFont) -> None:
    """6.2.11.5: what the file says of a glyph's width is what the font says."""
    glyphs = font["/CIDToGIDMap"].get_object().get_data()
    places = struct.unpack(f">{len(glyphs) // 2}H", glyphs)
    widths = dict(stated_widths(font["/W"]))
    scale = 1000 / program["head"].unitsPerEm
    order = program.getGlyphOrder()
    for code, place in enumerate(places):
        assert code == 0 or place != 0, "6.2.11.8: .notdef is never shown"
        own = program["hmtx"][order[place]][0] * scale
        assert widths.get(code, font["/DW"]) == pytest.approx(own, abs=1)


def stated_widths(entries: ArrayObject) -> Iterator[tuple[int, float]]:
    """`code [w w …]` as pairs."""
    for first, listed in zip(entries[0::2], entries[1::2], strict=True):
        for step, width in enumerate(listed):
            yield int(first) + step, float(width)


def test_6_2_11_7_every_code_has_its_unicode(reader: PdfReader) -> None:
    for font in fonts(reader):
        mapped = (
            font["/ToUnicode"]
            .get_object()
            .get_data()
            .decode("ascii")
            .partition("endcodespacerange")[2]
        )
        codes = len(
            font["/DescendantFonts"][0].get_object()["/CIDToGIDMap"].get_object().get_data()
        )
        assert len(re.findall(r"^<[0-9A-F]{4}> <[0-9A-F]+>$", mapped, re.M)) == codes // 2 - 1


def test_6_6_2_metadata_say_what_the_document_information_says(reader: PdfReader) -> None:
    root = metadata(reader)
    info = reader.metadata
    assert info is not None

    def text(tag: str, inner: str = "") -> str:
        found = root.find(f".//{tag}{inner and f'//{RDF}{inner}'}")
        assert found is not None, tag
        return found.text or ""

    stated = {key: info.get(key) or "" for key in ("/Title", "/Author", "/Subject")}
    assert text(f"{DC}title", "li") == stated["/Title"]
    assert text(f"{DC}creator", "li") == stated["/Author"]
    assert text(f"{DC}description", "li") == stated["/Subject"]
    assert text(f"{PDF}Keywords") == (info.get("/Keywords") or "")
    assert text(f"{PDF}Producer") == info.producer
    assert text(f"{XMP}CreatorTool") == info.creator
    assert datetime.fromisoformat(text(f"{XMP}CreateDate")) == info.creation_date
    assert datetime.fromisoformat(text(f"{XMP}ModifyDate")) == info.modification_date
    known = {f"{PDF}Keywords", f"{PDF}Producer", f"{PDF}PDFVersion"}
    assert {e.tag for e in root.iter() if e.tag.startswith(PDF)} <= known  # XMP of 2005


def test_6_6_4_it_names_its_part_and_level(reader: PdfReader) -> None:
    root = metadata(reader)
    part, level = root.find(f".//{PDFAID}part"), root.find(f".//{PDFAID}conformance")
    assert part is not None
    assert level is not None
    assert (part.text, level.text) == ("2", "B")


def test_6_8_the_language_is_told(reader: PdfReader) -> None:
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


def test_streams_are_compressed_in_a_way_that_stays_readable(reader: PdfReader) -> None:
    for item in objects(reader):
        if isinstance(item, StreamObject) and "/Filter" in item:
            assert list(item["/Filter"]) == ["/FlateDecode"]
