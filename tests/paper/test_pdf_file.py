"""The PDF: its text equals the data, its fonts are inside, it is small and whole or not there."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from pypdf import PdfReader

from perfdesk.document import FormView
from perfdesk.errors import CannotWriteError
from perfdesk.io.pdf.writer import PdfMeta, write_pdf
from perfdesk.layout import build_grid
from perfdesk.pages import Pages
from perfdesk.paginate import paginate
from perfdesk.values import without_space
from tests.paper.paper_forms import made_forms, sample_views, self_evaluation

SMALL = 120 * 1024


def pages_of(view: FormView) -> Pages:
    return paginate(build_grid(view), view.template.page)


def read_back(path: Path) -> PdfReader:
    return PdfReader(io.BytesIO(path.read_bytes()))


def assert_same_text(pages: Pages, reader: PdfReader) -> None:
    assert len(reader.pages) == len(pages.pages)
    for page, drawn in zip(pages.pages, reader.pages, strict=True):
        said = without_space("".join(run.text for box in page.boxes for run in box.runs))
        assert without_space(drawn.extract_text()) == said


@pytest.mark.parametrize("view", sample_views(), ids=lambda view: view.id)
def test_samples_are_small_and_say_what_the_form_says(view: FormView, tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    pages = pages_of(view)
    write_pdf(path, [pages])
    assert path.stat().st_size <= SMALL
    assert_same_text(pages, read_back(path))


@given(view=made_forms(most_rows=6))
@settings(max_examples=15)
def test_made_forms_say_what_the_form_says(
    view: FormView, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("pdf") / "form.pdf"
    pages = pages_of(view)
    write_pdf(path, [pages])
    assert_same_text(pages, read_back(path))


@pytest.mark.long
@given(view=made_forms(most_rows=60))
@settings(max_examples=1000)
def test_a_thousand_made_forms_say_what_the_form_says(
    view: FormView, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("pdf") / "form.pdf"
    pages = pages_of(view)
    write_pdf(path, [pages])
    assert_same_text(pages, read_back(path))


def test_rare_names_copy_right_and_so_does_what_no_font_has(tmp_path: Path) -> None:
    path = tmp_path / "rare.pdf"
    write_pdf(path, [pages_of(self_evaluation(project_name="王𬭊与李𬍛☑😀"))])
    assert "王𬭊与李𬍛☑😀" in without_space(read_back(path).pages[0].extract_text())


def test_one_file_for_all_with_a_bookmark_each(tmp_path: Path) -> None:
    path = tmp_path / "all.pdf"
    views = sample_views()[:3]
    meta = PdfMeta(title="2024年自评表", author="某中心", subject="绩效")
    write_pdf(
        path,
        [pages_of(view) for view in views],
        meta,
        bookmarks=[view.project_name for view in views],
    )
    reader = read_back(path)
    assert [entry["/Title"] for entry in reader.outline] == [view.project_name for view in views]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("2024年自评表", "某中心")


def test_every_font_is_embedded_as_a_subset(tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    write_pdf(path, [pages_of(self_evaluation())])
    fonts = read_back(path).pages[0]["/Resources"]["/Font"]
    names = set()
    for reference in fonts.values():
        font = reference.get_object()
        descendant = font["/DescendantFonts"][0].get_object()
        assert "/FontFile2" in descendant["/FontDescriptor"]
        assert font["/BaseFont"][7] == "+"
        names.add(font["/BaseFont"][8:])
    assert names == {"NotoSerifSC-Regular", "NotoSansSC-Bold"}


def test_it_says_that_it_may_be_archived(tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    write_pdf(path, [pages_of(self_evaluation())], PdfMeta(title="表<一>", author="甲&乙"))
    catalog = read_back(path).trailer["/Root"]
    xmp = catalog["/Metadata"].get_object().get_data().decode("utf-8")
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in xmp
    assert "表&lt;一&gt;" in xmp
    assert catalog["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"


def test_a_place_that_does_not_take_it_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError):
        write_pdf(tmp_path / "missing" / "form.pdf", [pages_of(self_evaluation())])


def test_an_older_file_stands_when_the_new_one_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out" / "form.pdf"
    path.parent.mkdir()
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("perfdesk.atomic_file.sync", full)
    with pytest.raises(CannotWriteError):
        write_pdf(path, [pages_of(self_evaluation())])
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in path.parent.iterdir()] == ["form.pdf"]
