"""Hostile and broken files: each its own sentence, no crash, no hang, the next file still read."""

import random
import time
from pathlib import Path

import pytest

from perfdesk import errors
from perfdesk.errors import NoFormError, PerfDeskError, ReadingCrashedError, ReadingTimeoutError
from perfdesk.io.read_forms import FileReading, read_many, read_path
from perfdesk.io.readers.guard import Guard, guarded
from tests.io_read import hostile, relay, relay_files
from tests.io_read.comparing import sample_forms, wrong_fields
from tests.io_read.tables import CATALOG


@pytest.mark.parametrize("name", hostile.HOSTILE)
def test_each_hostile_file_has_its_own_error(name: str, tmp_path: Path) -> None:
    write, error = hostile.HOSTILE[name]
    path = write(tmp_path / f"{name}.xlsx")
    began = time.monotonic()
    with pytest.raises(getattr(errors, error)) as caught:
        read_path(path, CATALOG)
    assert time.monotonic() - began < 10
    assert str(path) in str(caught.value)


def test_missing_file_and_missing_form(tmp_path: Path) -> None:
    with pytest.raises(errors.FileNotThereError):
        read_path(tmp_path / "none.xlsx", CATALOG)
    plain = hostile.book(tmp_path / "a.xlsx", hostile.worksheet(hostile.ROW.format(1, "通讯录")))
    with pytest.raises(NoFormError):
        read_path(plain, CATALOG)


def test_half_a_workbook(samples: Path, tmp_path: Path) -> None:
    source = samples / "workbooks" / "putuo-self-evaluation-official.xlsx"
    with pytest.raises(errors.DamagedFileError):
        read_path(hostile.cut(tmp_path / "a.xlsx", source), CATALOG)


def form_sheet(samples: Path, tmp_path: Path) -> tuple[dict[str, object], str]:
    """A sample form and its sheet's XML."""
    import zipfile

    wanted = sample_forms(samples, "municipal-self-evaluation-2023")[0]
    style = relay.Style("plain", merged=False, levels="every")
    relay_files.write_xlsx(tmp_path / "source.xlsx", {"表1": relay.paper(wanted, style)}, style)
    with zipfile.ZipFile(tmp_path / "source.xlsx") as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        strings = package.read("xl/sharedStrings.xml").decode()
    return wanted | {"_strings": strings}, sheet


def read_changed(
    samples: Path, tmp_path: Path, changes: dict[str, str]
) -> tuple[dict[str, object], FileReading]:
    """Read a sample form after text replacements in its sheet's XML."""
    wanted, sheet = form_sheet(samples, tmp_path)
    strings = str(wanted.pop("_strings"))
    for old, new in changes.items():
        assert old in sheet
        sheet = sheet.replace(old, new, 1)
    path = hostile.book(tmp_path / "a.xlsx", sheet, xl__sharedStrings=strings)
    return wanted, read_path(path, CATALOG)


def test_a_cell_in_the_last_corner_costs_nothing(samples: Path, tmp_path: Path) -> None:
    corner = (
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    )
    wanted, reading = read_changed(samples, tmp_path, {"</sheetData>": corner})
    assert wrong_fields(wanted, reading.forms[0].form) == {}
    assert [left.text for left in reading.forms[0].leftovers] == ["x"]


def test_a_hundred_thousand_merges(samples: Path, tmp_path: Path) -> None:
    merges = "".join(f'<mergeCell ref="N{row}:O{row}"/>' for row in range(1, 100_001))
    wild = '<mergeCell ref="A1:XFD1048576"/><mergeCell ref="B2:A1"/><mergeCell ref="bad"/>'
    end = f"</sheetData><mergeCells>{merges}{wild}</mergeCells>"
    wanted, reading = read_changed(samples, tmp_path, {"</sheetData>": end})
    assert wrong_fields(wanted, reading.forms[0].form) == {}


def test_control_characters_and_lone_surrogates_go_and_are_reported(
    samples: Path, tmp_path: Path
) -> None:
    wanted, sheet = form_sheet(samples, tmp_path)
    strings = str(wanted.pop("_strings")).replace(
        "安全隐患排查治理", "安全_x0007_隐患_xD800_排查治理", 1
    )
    reading = read_path(
        hostile.book(tmp_path / "a.xlsx", sheet, xl__sharedStrings=strings), CATALOG
    )
    assert wrong_fields(wanted, reading.forms[0].form) == {}
    cell = reading.forms[0].sources["r1", "level3"]
    assert [problem.cell for problem in reading.problems] == [cell, cell]


def test_a_formula_without_result_is_reported_not_blank(tmp_path: Path, samples: Path) -> None:
    import openpyxl

    wanted = sample_forms(samples, "municipal-self-evaluation-2023")[0]
    style = relay.Style("plain")
    relay_files.write_xlsx(tmp_path / "a.xlsx", {"表1": relay.paper(wanted, style)}, style)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cell = next(c for row in book.active.iter_rows() for c in row if c.value == "9.53")
    cell.value = "=15-5.47"
    book.save(tmp_path / "a.xlsx")
    reading = read_path(tmp_path / "a.xlsx", CATALOG)
    assert [(p.cell, p.severity) for p in reading.problems] == [(f"表1!{cell.coordinate}", "error")]
    assert reading.forms[0].form.get("F0", "executed") is None


def test_many_files_with_bad_ones_between(samples: Path, tmp_path: Path) -> None:
    good = samples / "workbooks" / "municipal-self-evaluation-2023-official.xlsx"
    paths = [good, hostile.empty(tmp_path / "a.xlsx"), good, hostile.pdf(tmp_path / "b.xlsx"), good]
    found = list(read_many(paths, CATALOG))
    assert [path for path, _ in found] == paths
    assert [isinstance(one, FileReading) for _, one in found] == [True, False, True, False, True]


def test_a_dead_process_is_replaced(samples: Path) -> None:
    good = samples / "workbooks" / "municipal-self-evaluation-2023-official.xlsx"
    guard = Guard()
    guard.read(good)
    first = guard.process_id
    assert guard._process is not None
    guard._process.kill()
    guard._process.join()
    with pytest.raises(ReadingCrashedError):
        guard.read(good)
    assert guard.read(good).sheets
    assert guard.process_id != first
    guard.close()


def test_a_stalled_file_is_given_up(samples: Path) -> None:
    good = samples / "workbooks" / "municipal-self-evaluation-2023-official.xlsx"
    guard = Guard(time_limit=0)
    guard.read(good)
    with pytest.raises(ReadingTimeoutError):
        guard.read(samples / "workbooks" / "jiading-declaration-2023-stacked.xlsx")
    guard.close()


def mutate_and_read(samples: Path, tmp_path: Path, count: int) -> int:
    """Read mutated files of every kind; how many gave forms nevertheless."""
    chance = random.Random(20240607)
    form = sample_forms(samples, "minhang-self-evaluation-2024")[0]
    style = relay.Style("plain")
    spots = relay.paper(form, style)
    relay_files.write_xlsx(tmp_path / "seed.xlsx", {"表": spots}, style, formulas=True)
    relay_files.write_xls(tmp_path / "seed.xls", {"表": spots}, style)
    relay_files.write_docx(tmp_path / "seed.docx", {"表": spots}, style)
    relay_files.write_csv(tmp_path / "seed.csv", spots, "utf-8")
    (tmp_path / "seed.html").write_text(relay_files.html(spots, style), encoding="utf-8")
    seeds = {path.suffix: path.read_bytes() for path in sorted(tmp_path.glob("seed.*"))}
    paths = []
    for number in range(count):
        kind = chance.choice([".xlsx", ".xlsx", ".xls", ".docx", ".csv", ".html"])
        inside = kind in (".xlsx", ".docx") and chance.random() < 0.6
        change = hostile.mutated_inside if inside else hostile.mutated
        paths.append(tmp_path / f"{number}{kind}")
        paths[-1].write_bytes(change(seeds[kind], chance))
    read = 0
    began = time.monotonic()
    for _, found in read_many(paths, CATALOG):
        assert time.monotonic() - began < 10
        began = time.monotonic()
        assert isinstance(found, FileReading | PerfDeskError)
        assert "Traceback" not in str(found)
        read += isinstance(found, FileReading)
    return read


def test_mutated_files(samples: Path, tmp_path: Path) -> None:
    assert 0 < mutate_and_read(samples, tmp_path, 120) < 120


@pytest.mark.long
def test_two_thousand_mutated_files(samples: Path, tmp_path: Path) -> None:
    before = resident()
    assert 0 < mutate_and_read(samples, tmp_path, 2000) < 2000
    assert resident() - before < 300
    assert resident(guarded().process_id) < 300


def resident(process: int | None = None) -> int:
    """Megabytes that a process holds (Linux)."""
    lines = Path(f"/proc/{process or 'self'}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))
