"""Reading many small workbooks against openpyxl reading them (values and merges), start included.

Asked for: at least 8 times as fast without formulas, 5 times with formulas in a tenth of the files.
The figures are printed; a busy machine lowers both, so the runs are interleaved and the best counts.
"""

import time
from pathlib import Path

import openpyxl
import pytest

from perfdesk.catalog import Catalog
from perfdesk.io.guard import guarded
from perfdesk.io.reading import FileReading, read_many
from tests.io_read import relay
from tests.io_read.comparing import STEMS, sample_forms

FILES = 200
ROUNDS = 3


def written(folder: Path, samples: Path, formulas: bool) -> list[Path]:
    """One form a workbook; with `formulas`, every tenth file holds some."""
    forms = [form for stem in STEMS for form in sample_forms(samples, stem)]
    style = relay.Style("plain")
    paths = []
    for number in range(FILES):
        path = folder / f"{formulas}-{number}.xlsx"
        spots = relay.paper(forms[number % len(forms)], style)
        relay.write_xlsx(path, {"表": spots}, style, formulas=formulas and number % 10 == 0)
        paths.append(path)
    return paths


def with_openpyxl(paths: list[Path]) -> float:
    """Seconds for values and merges of all files."""
    began = time.perf_counter()
    for path in paths:
        for sheet in openpyxl.load_workbook(path):
            _ = [cell.value for row in sheet.iter_rows() for cell in row], list(sheet.merged_cells.ranges)
    return time.perf_counter() - began


def with_perfdesk(paths: list[Path]) -> float:
    """Seconds to read and match all files, a new reading process and a new catalog included."""
    guarded().close()
    began = time.perf_counter()
    found = list(read_many(paths, Catalog()))
    taken = time.perf_counter() - began
    assert all(isinstance(reading, FileReading) and len(reading.forms) == 1 for _, reading in found)
    return taken


@pytest.mark.parametrize(("formulas", "least"), [(False, 8), (True, 5)])
def test_speed_against_openpyxl(formulas: bool, least: int, samples: Path, tmp_path: Path) -> None:
    paths = written(tmp_path, samples, formulas)
    ratios = []
    for _ in range(ROUNDS):
        theirs, ours = with_openpyxl(paths), with_perfdesk(paths)
        ratios.append(theirs / ours)
        print(f"openpyxl {theirs:.2f} s, PerfDesk {ours:.2f} s, {ratios[-1]:.1f} times")
    assert max(ratios) >= least
