"""Data files that are copied, as people do, and edited apart."""

import random
import shutil
from pathlib import Path

from perfdesk.cellpath import CellPath
from perfdesk.changes import SetValue
from perfdesk.session.workspace import Workspace
from tests.session.unit_files import unit_file

Cell = tuple[str, str, str]


def start(folder: Path, *samples: str, count: int = 3) -> Path:
    """A data file of published forms, closed."""
    folder.mkdir(parents=True, exist_ok=True)
    with unit_file(folder, *samples, count=count) as unit:
        return unit.path


def copy_of(path: Path, name: str) -> Path:
    target = path.with_name(f"{name}.perfdesk")
    shutil.copy(path, target)
    return target


def typed_cells(unit: Workspace) -> list[Cell]:
    """Every cell of the indicators that is typed, in order."""
    found = []
    for form in unit._core.document:
        computed = unit._core.view(form.id).computed
        template = unit._core.catalog.get(form.template_id)
        for row in form.indicators:
            for field in template.indicator_fields:
                if (row.id, field.name) not in computed and not field.computed:
                    found.append((form.id, row.id, field.name))
    return found


def put(unit: Workspace, cells: list[Cell], text: str) -> None:
    """Type into each cell, a step each."""
    for cell in cells:
        unit._core.edit(SetValue(CellPath(*cell), text), "填写")


def at(unit: Workspace, cell: Cell) -> str | None:
    form, row, field = cell
    return unit._core.document.form(form).get(row, field)


def shuffled(cells: list[Cell], seed: int) -> list[Cell]:
    cells = list(cells)
    random.Random(seed).shuffle(cells)
    return cells
