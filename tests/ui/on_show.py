"""What many tests of the window begin with: a form on show, and what stands in its cells."""

from ui.window.main_window import MainWindow

SELF_2023 = "shanghai-self-evaluation-2023"


def form_of(window: MainWindow, template: str = SELF_2023) -> str:
    """The first form of a template, by default a 自评表."""
    return next(f.id for f in window.context.controller.file.forms() if f.template_id == template)


def show(window: MainWindow, template: str = SELF_2023) -> str:
    """Put it on the paper area; answers its id."""
    form = form_of(window, template)
    window.context.controller.show_form(form)
    return form


def text(window: MainWindow, row: str, field: str) -> str | None:
    """What a cell on show holds."""
    cell = window.context.view.grid.find(row, field)
    assert cell is not None
    return cell.value
