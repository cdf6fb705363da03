"""Test tool: PDF files drawn by hand, for what office programs print only now and then."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parent.parent.parent
FONT = "Noto Serif SC"
ROWS = (
    ("项目名称", "校舍维修"),
    ("主管部门", "甲市教育局"),
)
HEAD = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
INDICATORS = (
    ("产出指标", "数量指标", "维修校舍", "≥3栋", "3栋", "40", "40"),
    ("效益指标", "社会效益指标", "教学条件", "改善", "改善", "40", "38"),
    ("满意度指标", "服务对象满意度指标", "师生满意度", "≥90%", "92%", "20", "20"),
)
LEFT, TOP, WIDTH, HEIGHT = 40.0, 780.0, 70.0, 24.0
Draw = Callable[["Sheet"], None]


class Sheet:
    """A page being drawn: a grid of cells of one size, and what a test adds."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.lines = True

    def text(self, x: float, y: float, text: str, size: float = 9) -> None:
        """A text at a place, y upwards."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, y, text)

    def cell(self, row: int, column: int, text: str, columns: int = 1, rows: int = 1) -> None:
        """A cell with its frame."""
        x, y = LEFT + column * WIDTH, TOP - (row + rows) * HEIGHT
        if self.lines:
            self.canvas.rect(x, y, columns * WIDTH, rows * HEIGHT)
        self.text(x + 3, y + rows * HEIGHT - 15, text)

    def form(
        self,
        top: int = 0,
        indicators: Sequence[Sequence[str]] = INDICATORS,
        head: bool = True,
        project: str = ROWS[0][1],
    ) -> None:
        """A small 自评表."""
        if head:
            for row, (label, value) in enumerate([(ROWS[0][0], project), *ROWS[1:]]):
                self.cell(top + row, 0, label, 2)
                self.cell(top + row, 2, value, 5)
            for column, label in enumerate(HEAD):
                self.cell(top + len(ROWS), column, label)
            top += len(ROWS) + 1
        for row, texts in enumerate(indicators):
            for column, text in enumerate(texts):
                self.cell(top + row, column, text)

    def title(self, text: str = "项目支出绩效自评表") -> None:
        """The title above the table."""
        self.text(LEFT + 180, TOP + 12, text, 14)


def write(
    path: Path, *pages: Draw, size: tuple[float, float] = (595, 842), **settings: Any
) -> Path:
    """A file with a page for each function."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(
            TTFont(FONT, ROOT / "resources" / "fonts" / "NotoSerifSC-Regular.ttf")
        )
    canvas = Canvas(str(path), pagesize=size, invariant=1, **settings)
    for draw in pages:
        draw(Sheet(canvas))
        canvas.showPage()
    canvas.save()
    return path


def plain(sheet: Sheet) -> None:
    """A form with its title."""
    sheet.title()
    sheet.form()


def raw(path: Path, content: bytes, resources: bytes = b"", more: Sequence[bytes] = ()) -> Path:
    """A file of one page with this content stream; `more` are objects from number 5 on."""
    stream = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
    return with_stream(path, stream, resources, more)


def with_stream(
    path: Path, stream: bytes, resources: bytes = b"", more: Sequence[bytes] = ()
) -> Path:
    """The same with a content stream that is written already, packed or not."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page % resources,
        stream,
        *more,
    ]
    data = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += str(number).encode() + b" 0 obj" + body + b"endobj\n"
    table = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    data += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF".encode()
    path.write_bytes(bytes(data))
    return path
