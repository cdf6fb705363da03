"""Files of other regions, emptied copies of them, and the forms read from them."""

from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
import pytest

from perfdesk.catalog import Catalog
from perfdesk.io.fill.fill import Filled, open_target, plan_form, write_filled
from perfdesk.io.read_forms import read_path
from perfdesk.session.bring_in.read_files import ReadFile, settle
from perfdesk.session.core import Core

FILES = Path(__file__).parent / "files"
_OWN = ("title", "money_unit")


@dataclass(frozen=True)
class Bench:
    """Reads, empties and fills in one catalog."""

    core: Core
    folder: Path

    def read(self, path: Path) -> ReadFile:
        """The forms of a file, computed cells settled."""
        return settle(self.core, path, read_path(path, self.core.catalog))

    def emptied(self, path: Path, read: ReadFile, *, levels: bool = False) -> Path:
        """A copy without the values that were read from it; with its levels unless told otherwise."""
        out = self.folder / f"empty-{path.name}"
        clear = _clear_excel if path.suffix == ".xlsx" else _clear_word
        addresses = [
            address
            for form in read.forms
            if form.matched is not None
            for (_, name), address in form.sources.items()
            if name not in _OWN
            and address not in form.matched.labels.values()
            and (levels or name not in ("level1", "level2"))
        ]
        if levels and path.suffix == ".xlsx":
            addresses += _other_levels(path, read)
        clear(path, out, addresses)
        return out

    def fill(self, path: Path, read: ReadFile, out: Path, *, overwrite: bool = False) -> Filled:
        """Fill the forms into those of the file, in their order."""
        opened = open_target(path, self.core.catalog)
        plans = [
            plan_form(opened, place, form.view, self.core.catalog, overwrite=overwrite)
            for place, form in zip(opened.places, read.forms, strict=True)
        ]
        return write_filled(opened, plans, out)


def _other_levels(path: Path, read: ReadFile) -> list[str]:
    """The level cells of lines on which nothing is written: they are no rows of the form that was read."""
    book = openpyxl.load_workbook(path)
    found = []
    for form in read.forms:
        of_levels = [a for (_, name), a in form.sources.items() if name in ("level1", "level2")]
        for address in of_levels:
            sheet, _, place = address.rpartition("!")
            cell = book[sheet][place]
            last = max(book[s.rpartition("!")[0]][s.rpartition("!")[2]].row for s in of_levels)
            for (other,) in book[sheet].iter_rows(cell.row, last, cell.column, cell.column):
                if str(other.value or "").rstrip().endswith(("指标", "分）", "分)")):
                    found.append(f"{sheet}!{other.coordinate}")
    return found


def _clear_excel(path: Path, out: Path, addresses: list[str]) -> None:
    book = openpyxl.load_workbook(path)
    for address in addresses:
        sheet, _, place = address.rpartition("!")
        book[sheet][place].value = None
    book.save(out)


def _clear_word(path: Path, out: Path, addresses: list[str]) -> None:
    document = docx.Document(str(path))
    for address in addresses:
        _, _, place = address.rpartition("!")
        if not place.startswith("R"):
            continue
        row, _, column = place[1:].partition("C")
        document.tables[0].cell(int(row) - 1, int(column) - 1).text = ""
    document.save(str(out))


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A bench with the shipped templates."""
    return Bench(Core(Catalog()), tmp_path)
