"""Tables for systems of 预算管理一体化, made of the forms of a data file; checked before they are written."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from perfdesk.atomic_file import make_folder, no_wider_than, replacing
from perfdesk.document import FormView
from perfdesk.document.digest import digest
from perfdesk.errors import DataFileError, SaveError, SystemCellsError
from perfdesk.io.systems.layouts import SystemLayout, layout_of, layouts
from perfdesk.io.systems.old_workbook import write_table
from perfdesk.io.systems.table import SystemTable, TableMaker
from perfdesk.session.core import Core
from perfdesk.session.send_out.exported import Exported
from perfdesk.session.send_out.file_names import distinct, form_name, safe
from perfdesk.store import Store
from perfdesk.store.records import UnitCode

MOST_TOLD = 8


class SystemExport:
    """Forms in the layouts that systems take in."""

    def __init__(self, core: Core, store: Store) -> None:
        self._core = core
        self._store = store

    def names(self) -> list[tuple[str, str]]:
        """(id, name) of every layout."""
        return [(layout.id, layout.name) for layout in layouts()]

    def export(
        self, system: str, folder: Path, form_ids: Sequence[str], answers: Mapping[str, str]
    ) -> list[Exported]:
        """Write the tables; SystemCellsError names every cell that the system would refuse, nothing is written then."""
        layout = layout_of(system)
        views = [view for view in map(self._core.view, form_ids) if view.kind.id == layout.kind]
        codes = {(c.scope, c.name): c.code for c in self._store.codes.all()}
        groups = [views] if layout.rows == "forms" and views else [[view] for view in views]
        made, refused = [], []
        for group in groups:
            maker = TableMaker(layout, answers, codes)
            made.append((group, maker.make(group)))
            refused += maker.missing
        if refused:
            raise SystemCellsError(
                [f"{m.project}第{m.row}行“{m.column}”{m.reason}" for m in refused[:MOST_TOLD]],
                len(refused),
            )
        with no_wider_than(self._store.path):
            return _write(folder, layout, made)


def _write(
    folder: Path, layout: SystemLayout, made: Sequence[tuple[Sequence[FormView], SystemTable]]
) -> list[Exported]:
    make_folder(folder)
    names = distinct(_name(group, layout.name) for group, _ in made)
    written = []
    for name, (group, table) in zip(names, made, strict=True):
        path = folder / f"{name}.xls"
        with replacing(path) as temporary:
            write_table(temporary, table, safe(layout.name) or layout.id)
        written += [
            Exported(path, v.id, v.project_name, v.year, v.form.kind, "xls", digest(v))
            for v in group
        ]
    return written


def _name(views: Sequence[FormView], layout: str) -> str:
    return f"{form_name(views[0])}_{safe(layout)}" if len(views) == 1 else safe(layout)


def keep_codes(path: Path, given: Mapping[str, str]) -> bool:
    """Keep the codes that were given with an export in the data file; False when somebody works on it."""
    codes = [
        (scope, name, code)
        for key, code in given.items()
        for head, scope in (("单位名称", "unit"), ("项目编码", "project"))
        if (name := key.removeprefix(f"{head}:")) != key
    ]
    if not codes:
        return True
    try:
        with closing(Store.open(path)) as store:
            if store.read_only:
                return False
            store.codes.put(UnitCode(*code) for code in codes)
            return True
    except (DataFileError, SaveError):
        return False
