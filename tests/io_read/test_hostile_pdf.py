"""Hostile PDF files: a sentence each, no crash of the program, no hang, bounded memory."""

import random
import shutil
import time
from pathlib import Path

import pytest

from perfdesk.errors import NoFormError, PerfDeskError
from perfdesk.io.read_forms import FileReading, read_many, read_path
from perfdesk.io.readers.guard import guarded
from tests.io_read import hostile, hostile_pdf, pdf_files
from tests.io_read.tables import CATALOG

PRINTED = Path(__file__).with_name("pdf")
MOST = 300 * 1024 * 1024
"""Bytes that reading may take above the start of its process."""


def peak() -> int:
    """The most memory that the reading process ever had, in bytes."""
    status = Path(f"/proc/{guarded().process_id}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


@pytest.mark.parametrize("name", hostile_pdf.HOSTILE)
def test_each_hostile_file_ends_in_time_and_memory(name: str, tmp_path: Path) -> None:
    path = hostile_pdf.HOSTILE[name](tmp_path / "a.pdf")
    good = pdf_files.write(tmp_path / "gut.pdf", pdf_files.plain)
    guarded().close()
    read_path(good, CATALOG)
    before = peak()
    process = guarded().process_id
    began = time.monotonic()
    with pytest.raises(PerfDeskError) as caught:
        read_path(path, CATALOG)
    assert time.monotonic() - began < 10
    assert str(path) in str(caught.value)
    if guarded().process_id == process:
        assert peak() - before < MOST
    assert len(read_path(good, CATALOG).forms) == 1


def mutate_and_read(tmp_path: Path, count: int) -> int:
    """Read mutated PDFs; how many gave forms nevertheless."""
    chance = random.Random(20261201)
    seeds = [tmp_path / "word.pdf", tmp_path / "excel.pdf", tmp_path / "plain.pdf"]
    for seed in seeds[:2]:
        shutil.copy(PRINTED / f"municipal-self-evaluation-2023-{seed.stem}.pdf", seed)
    pdf_files.write(seeds[2], pdf_files.plain)
    paths = []
    for number in range(count):
        seed = chance.choice(seeds)
        paths.append(tmp_path / f"{number}.pdf")
        if chance.random() < 0.5:
            paths[-1].write_bytes(hostile_pdf.mutated_streams(seed, chance))
        else:
            paths[-1].write_bytes(hostile.mutated(seed.read_bytes(), chance))
    read = 0
    began = time.monotonic()
    for _, found in read_many(paths, CATALOG):
        assert time.monotonic() - began < 10
        began = time.monotonic()
        assert isinstance(found, FileReading | PerfDeskError)
        assert "Traceback" not in str(found)
        read += isinstance(found, FileReading)
    return read


def test_mutated_files(tmp_path: Path) -> None:
    assert 0 < mutate_and_read(tmp_path, 60) <= 60


@pytest.mark.long
@pytest.mark.timeout(900)
def test_two_thousand_mutated_files(tmp_path: Path) -> None:
    guarded().close()
    read_path(pdf_files.write(tmp_path / "gut.pdf", pdf_files.plain), CATALOG)
    before = peak()
    assert 0 < mutate_and_read(tmp_path, 2000) < 2000
    assert peak() - before < MOST


def test_a_page_without_anything_is_no_form(tmp_path: Path) -> None:
    with pytest.raises(NoFormError):
        read_path(pdf_files.write(tmp_path / "a.pdf", lambda sheet: None), CATALOG)
