"""Whatever is made of a data file is open to those who may read it, and to nobody else."""

import os
from pathlib import Path

import pytest

from perfdesk import atomic_file
from perfdesk.errors import CannotWriteError
from perfdesk.session.exchange.packages import PackPlan
from perfdesk.session.send_out.fill import FillChoice
from perfdesk.session.send_out.transfer import ExportPlan
from perfdesk.session.workspace import Workspace
from tests.session.unit_files import unit_file

pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
OWN = Path(__file__).parents[1] / "fill" / "files" / "21-sichuan-zhongjiang-2022.xlsx"


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture(params=[0o600, 0o640])
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> Workspace:
    workspace = unit_file(tmp_path, count=1)
    workspace.path.chmod(request.param)
    return workspace


def write_everything(unit: Workspace, out: Path) -> None:
    """Every kind of file that leaves a data file, each in a folder that is new."""
    forms = unit.form_ids()
    year = unit.forms()[0].year
    assert year is not None
    unit.transfer.export(ExportPlan(out / "export", ("xlsx", "pdf", "json")), forms)
    for name in ("sum.xlsx", "sum.pdf"):
        unit.reports.write_summary(year, out / "reports" / name)
    unit.reports.write_narrative(year, out / "word" / "report.docx")
    for name in ("check.xlsx", "check.pdf"):
        unit.reports.write_check_report(out / "checked" / name)
    unit.sharing.tables.write(out / "tables", ("csv", "jsonl"), forms)
    unit.sharing.publication.write(out / "public", forms)
    unit.sharing.library.export_table(out / "library" / "library.xlsx")
    unit.sharing.packages.pack(PackPlan(year), out / "package" / "year.zip")
    blank = out / "theirs" / "blank.xlsx"
    unit.transfer.write_blank(unit.forms()[0].template_id, blank)
    unit.transfer.fill.write(blank, out / "filled" / "out.xlsx", FillChoice(forms, named=True))
    templates = unit.transfer.templates
    kept = templates.take_in(templates.propose(OWN, "own").text.encode(), "own.toml")
    templates.hand_on(kept, out / "packs" / "own.toml")


def test_what_leaves_a_private_file_is_private(unit: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with unit:
        most = mode(unit.path)
        write_everything(unit, out)
    blank = out / "theirs" / "blank.xlsx"
    files = [path for path in out.rglob("*") if path.is_file() and path != blank]
    assert len(files) >= 18
    assert {oct(mode(path)) for path in files} == {oct(most)}
    # An official form without a word in it is nobody's secret.
    assert mode(blank) & 0o600 == 0o600
    folders = {path.parent for path in files}
    assert {mode(folder) for folder in folders} == {most | (most & 0o444) >> 2}


def test_a_file_that_is_replaced_keeps_its_readers(unit: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "sum.xlsx"
    target.write_text("old")
    target.chmod(0o604)
    year = unit.forms()[0].year
    assert year is not None
    with unit:
        unit.reports.write_summary(year, target)
    assert mode(target) == 0o604


def test_a_data_file_for_all_makes_no_file_wider_than_usual(tmp_path: Path) -> None:
    data_file, usual = tmp_path / "unit", tmp_path / "usual"
    data_file.write_text("")
    usual.write_text("")
    data_file.chmod(0o666)
    with atomic_file.no_wider_than(data_file), atomic_file.replacing(tmp_path / "new") as part:
        part.write_text("x")
    assert mode(tmp_path / "new") == mode(usual)


def test_a_folder_that_cannot_be_made_has_its_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWriteError):
        atomic_file.make_folder(tmp_path / "file" / "folder")


def test_settings_are_for_their_owner_alone(settings_home: Path) -> None:
    from ui.desktop.bug_log import log_bug
    from ui.desktop.preferences import Preferences
    from ui.desktop.single_instance import Instance

    Preferences().remember_file(Path("unit.perfdesk"))
    Instance(settings_home).hand_over([Path("unit.perfdesk")])
    log_bug(ValueError, ValueError(), None)
    assert mode(settings_home) == 0o700
    files = [path for path in settings_home.rglob("*") if path.is_file()]
    assert len(files) == 3
    assert {oct(mode(path)) for path in files} == {oct(0o600)}


def test_names_that_are_no_text_are_remembered(settings_home: Path, tmp_path: Path) -> None:
    from ui.desktop.preferences import Preferences

    path = tmp_path / os.fsdecode("单位".encode("gbk") + b".perfdesk")
    path.touch()
    Preferences().remember_file(path)
    assert Preferences.load().recent_files() == [path]
