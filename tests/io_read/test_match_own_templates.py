"""Any template's own workbook comes back exactly, and no template spoils the reading of another's forms."""

from pathlib import Path

import pytest

from perfdesk.catalog import Catalog
from perfdesk.document import FormView, state
from perfdesk.document.form_json import to_json
from perfdesk.io.excel_writer import write_workbook
from perfdesk.io.match import match
from perfdesk.io.read_forms import FileReading, read_path
from perfdesk.io.readers.snapshot import Snapshot
from perfdesk.session.bring_in.read_files import settle
from perfdesk.session.core import Core
from tests.io_read.scoring import SAMPLES
from tests.kinds.extended import TEXTS, extended_catalog
from tests.kinds.test_any_template import begin, fill

STRANGERS = [
    *TEXTS,
    "national-self-evaluation-2020",
    "national-monitoring-2019",
    "national-unit-declaration-2015",
]
EVERY = sorted({*TEXTS, *Catalog().ids()})


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return extended_catalog(tmp_path_factory.mktemp("templates"))


@pytest.mark.parametrize("name", EVERY)
def test_a_filled_form_comes_back(name: str, catalog: Catalog, tmp_path: Path) -> None:
    core = Core(catalog)
    form_id = begin(core, name)
    fill(core, form_id)
    view = core.view(form_id)
    path = tmp_path / "form.xlsx"
    write_workbook(path, [view])
    reading = read_path(path, catalog)
    (read,) = settle(core, path, reading).forms
    assert (read.form.template_id, read.match, read.form.leftovers) == (name, "exact", ())
    assert to_json(read.view) == _on_paper(view)
    assert read.form.absent == frozenset()


@pytest.mark.parametrize("name", EVERY)
def test_a_blank_form_comes_back(name: str, catalog: Catalog, tmp_path: Path) -> None:
    core = Core(catalog)
    view = core.view(begin(core, name))
    path = tmp_path / "form.xlsx"
    write_workbook(path, [view])
    (read,) = settle(core, path, read_path(path, catalog)).forms
    assert to_json(read.view) == _on_paper(view)


@pytest.mark.parametrize("name", STRANGERS)
def test_a_filled_form_of_a_stranger_is_read_by_its_labels(
    name: str, catalog: Catalog, tmp_path: Path
) -> None:
    core = Core(catalog)
    form_id = begin(core, name)
    fill(core, form_id)
    view = core.view(form_id)
    path = tmp_path / "form.xlsx"
    write_workbook(path, [view])
    snapshot = read_path(path, catalog).snapshot
    assert snapshot is not None
    stranger = Snapshot("xlsx", tuple(part for part in snapshot.sheets if not part.hidden))
    (found,) = match(stranger, catalog)
    (read,) = settle(core, path, FileReading(path, (found,))).forms
    assert (read.form.template_id, read.form.leftovers) == (name, ())
    assert _less_title(to_json(read.view)) == _less_title(_on_paper(view))


def _less_title(data: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in data.items() if key != "title"}


def _on_paper(view: FormView) -> dict[str, object]:
    """The form's JSON without what has no cell on the paper: a year, a default in an unprinted column."""
    data = to_json(view)
    template = view.template
    for entry, row in zip(data.get("funds", []), template.fund_rows, strict=False):
        for field in template.fund_fields:
            if not template.prints_fund(row.id, field.name):
                entry[field.json] = None
    return data if template.year_printed else data | {"year": None}


def test_no_template_spoils_the_reading_of_others(catalog: Catalog) -> None:
    for source in sorted((SAMPLES / "workbooks").glob("*.xlsx")):
        few = read_path(source, Catalog())
        assert few.snapshot is not None
        snapshot = Snapshot("xlsx", tuple(p for p in few.snapshot.sheets if not p.hidden)[:2])
        for one, other in zip(match(snapshot, Catalog()), match(snapshot, catalog), strict=True):
            assert state(one.form) == state(other.form)
