"""What makes a PDF fit to be kept (PDF/A-2b, ISO 19005-2): its metadata as XMP and a colour intent.

reportlab has no switch for it; but our pages hold embedded fonts, black lines and text alone, so
the catalogue entries below are all that is wanting.
"""

import zlib
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from perfdesk.io.pdf.colour import srgb_profile

_END = b"endstream\n"
_LEVEL = 2

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer><pdf:Keywords>{keywords}</pdf:Keywords>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def mark_archival(canvas: Any, creator: str) -> None:
    """Give the document of a canvas its XMP metadata and its output intent; call just before saving."""
    document = canvas._doc
    catalog = document.Catalog
    catalog.Metadata = _metadata(pdfdoc, document, creator)
    catalog.OutputIntents = _intents(pdfdoc, document)
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]


def _metadata(pdfdoc: Any, document: Any, creator: str) -> Any:
    info = document.info
    stamp = document._timeStamp
    sign, offset = ("-" if stamp.dhh < 0 else "+"), (abs(stamp.dhh), abs(stamp.dmm))
    date = "{:04d}-{:02d}-{:02d}T{:02d}:{:02d}:{:02d}".format(*stamp.YMDhms)
    text = _XMP.format(
        title=escape(info.title or ""),
        author=escape(info.author or ""),
        subject=escape(info.subject or ""),
        creator=escape(creator),
        producer=escape(str(info.producer)),
        keywords=escape(info.keywords or ""),
        date=f"{date}{sign}{offset[0]:02d}:{offset[1]:02d}",
    )
    return pdfdoc.PDFStream(
        pdfdoc.PDFDictionary(
            {"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")}
        ),
        text.encode("utf-8"),
    )


def _intents(pdfdoc: Any, document: Any) -> Any:
    profile = pdfdoc.PDFStream(pdfdoc.PDFDictionary({"N": 3}), srgb_profile())
    profile.filters = [pdfdoc.PDFZCompress]
    intent = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": pdfdoc.PDFString("sRGB"),
            "RegistryName": pdfdoc.PDFString("http://www.color.org"),
            "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
            "DestOutputProfile": document.Reference(profile, "sRGB"),
        }
    )
    return pdfdoc.PDFArray([document.Reference(intent, "outputIntent")])


@cache
def prepare_streams() -> None:
    """Have reportlab write streams as we do: packed as `pack` does it, and before `endstream` the
    end of line that ISO 19005-2, 6.1.7.1 asks for."""
    reportlab: Any = pdfdoc
    streams = reportlab.PDFStream
    written = streams.format

    def ended(stream: Any, document: Any) -> bytes:
        content: bytes = written(stream, document)
        return content.removesuffix(_END) + b"\n" + _END

    streams.format = ended
    reportlab.PDFZCompress = _Packing()


class _Packing:
    """A stream filter of reportlab."""

    pdfname = "FlateDecode"

    def encode(self, content: str | bytes) -> bytes:
        """The packed bytes of a stream."""
        return pack(content.encode("ascii") if isinstance(content, str) else content)


def pack(content: bytes) -> bytes:
    """Flate at a lower level than reportlab's: a third of the time, files a twentieth larger."""
    return zlib.compress(content, _LEVEL)
