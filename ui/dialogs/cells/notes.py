"""备注: a private note at a cell, seen here only, never printed or exported."""

from ui.window_context import WindowContext


def edit_note(context: WindowContext) -> None:
    """Ask for the note of the current cell and keep it; a blank one takes it away."""
    cell = context.view.current_cell()
    if cell is None:
        return
    before = context.view.form.note_of(cell)
    text = context.prompts.text("备注", "只给自己看，不打印、不导出：", before)
    if text is None or text.strip() == before:
        return
    path, remarks = context.controller.path(cell), context.controller.file.remarks
    if context.controller.perform(lambda: remarks.set_note(path, text)) is None:
        return
    context.notice("备注已保存" if text.strip() else "备注已删除")
