"""Workbooks: one form, or the forms of a unit with an index."""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from perfdesk.atomic_file import replacing
from perfdesk.document import FormView
from perfdesk.document.digest import short_digest
from perfdesk.fonts import BODY, TITLE, FontSet, Style, bundled_fonts, chosen_fonts
from perfdesk.io.excel_writer.choices import ChoiceLists, Validations
from perfdesk.io.excel_writer.cover import write_cover
from perfdesk.io.excel_writer.index import write_index
from perfdesk.io.excel_writer.names import define_handed_out, define_marks, quoted, sheet_names
from perfdesk.io.excel_writer.options import WorkbookOptions
from perfdesk.io.excel_writer.sheet import FormSheet, SheetWriter, form_sheet
from perfdesk.io.excel_writer.styles import Styles

HIDDEN = "_perfdesk"
INDEX = "目录"
COVER = "填写说明"
_WORKBOOK = {
    "in_memory": True,
    "strings_to_urls": False,
    # Column widths count in digits of the normal font: one that LibreOffice and WPS have as wide as Excel.
    "default_format_properties": {"font_name": "Arial", "font_size": 10},
}
_CREATOR = "PerfDesk 绩效填报台"


def write_workbook(
    path: Path,
    views: Sequence[FormView],
    options: WorkbookOptions | None = None,
    fonts: FontSet | None = None,
) -> None:
    """Write forms into a workbook, a sheet each; CannotWriteError when the place does not take it."""
    options, fonts = options or WorkbookOptions(), fonts or chosen_fonts()
    options = replace(
        options,
        body_font=options.body_font or _family(fonts, BODY),
        title_font=options.title_font or _family(fonts, TITLE),
    )
    write_sheets(path, [form_sheet(view, fonts) for view in views], options)


def write_sheets(
    path: Path, forms: Sequence[FormSheet], options: WorkbookOptions | None = None
) -> None:
    """Write forms that are laid out already; CannotWriteError when the place does not take it."""
    content = _build(forms, options or WorkbookOptions())
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def _build(forms: Sequence[FormSheet], options: WorkbookOptions) -> bytes:
    views = [form.view for form in forms]
    buffer = BytesIO()
    workbook = Workbook(buffer, dict(_WORKBOOK))
    workbook.set_properties(
        {"author": options.author, "title": _title(views), "comments": _CREATOR}
    )
    styles = Styles(workbook, options)
    with_index = options.index and len(views) > 1
    names = sheet_names(_wanted_names(views), taken=(INDEX, COVER))
    cover = workbook.add_worksheet(COVER) if options.cover else None
    if cover is not None:
        write_cover(workbook, cover, options.cover)
    index = workbook.add_worksheet(INDEX) if with_index else None
    sheets = [workbook.add_worksheet(name) for name in names]
    hidden = workbook.add_worksheet(HIDDEN)
    lists = ChoiceLists(hidden, HIDDEN, 8)
    for number, (form, name, sheet) in enumerate(zip(forms, names, sheets, strict=True), 1):
        validations = Validations(form.view.template, lists)
        writer = SheetWriter(sheet, form, styles, validations, options)
        writer.write()
        _describe(workbook, hidden, number, name, form.view)
        for mark in options.handed_out[number - 1 : number]:
            define_handed_out(workbook, number, mark)
        for field, address in writer.addresses():
            workbook.define_name(f"{quoted(name)}!PD_{field}", f"={quoted(name)}!{address}")
    if index is not None:
        write_index(index, styles, views, names)
    hidden.very_hidden()
    (cover or index or sheets[0]).activate()
    workbook.close()
    return buffer.getvalue()


def _family(fonts: FontSet, style: Style) -> str:
    """The user's own font, by the name that Excel knows it by; "" for the bundled ones, which it lacks."""
    face = fonts.face(style)
    return "" if face is bundled_fonts().face(style) else face.name


def _describe(workbook: Any, hidden: Any, number: int, name: str, view: FormView) -> None:
    """Say in the hidden sheet and in defined names which template and edition a sheet is of."""
    template = view.template
    define_marks(workbook, number, name, template.id, template.edition)
    if number == 1:
        for column, head in enumerate(("sheet", "template", "edition", "digest")):
            hidden.write_string(0, column, head)
    for column, text in enumerate((name, template.id, template.edition, short_digest(view))):
        hidden.write_string(number, column, text)


def _wanted_names(views: Sequence[FormView]) -> list[str]:
    if len(views) == 1:
        return [views[0].kind.name]
    width = len(str(len(views)))
    return [
        f"{number:0{max(width, 2)}d}{view.project_name}" for number, view in enumerate(views, 1)
    ]


def _title(views: Sequence[FormView]) -> str:
    view = views[0]
    title = view.text("title") or view.template.title
    return title if len(views) > 1 else f"{title} {view.project_name}".strip()
