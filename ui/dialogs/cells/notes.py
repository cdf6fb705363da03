"""备注: a private note at a cell, seen here only, never printed or exported."""

from perfdesk.errors import PerfDeskError
from ui.bench.window_context import Parts


def edit_note(parts: Parts) -> None:
    """Ask for the note of the current cell and keep it; a blank one takes it away."""
    cell = parts.view.current_cell()
    if cell is None:
        return
    before = parts.view.form.note_of(cell)
    text = parts.prompts.text("备注", "只给自己看，不打印、不导出：", before)
    if text is None or text.strip() == before:
        return
    try:
        parts.bench.file.remarks.set_note(parts.bench.path(cell), text)
    except PerfDeskError as error:
        parts.prompts.error(str(error))
        return
    parts.view.form.show_notes(parts.bench.notes())
    parts.notice("备注已保存" if text.strip() else "备注已删除")
