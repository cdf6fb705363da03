"""The seal of a file of any size: it fits when nothing changed, and no changed bit is overlooked."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from store_forms import Desk, a_form

from perfdesk.cellpath import CellPath
from perfdesk.store import Store
from perfdesk.store.damage.page_digest import BadSealError, check_seal
from perfdesk.store.damage.pages import PAGE


def fits(path: Path) -> bool:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return check_seal(connection, path)
    finally:
        connection.close()


def sealed(path: Path, forms: int) -> Path:
    with Store.create(path) as store:
        desk = Desk(store)
        for number in range(forms):
            desk.add(a_form(f"f{number}"))
            desk.type("字" * 10_000, CellPath(f"f{number}", "", "goal_actual"))
    return path


@pytest.mark.parametrize(("forms", "pages"), [(1, 1), (10, 150), (40, 520), (90, 1100)])
def test_it_fits_whether_its_digests_need_one_page_or_several(
    forms: int, pages: int, tmp_path: Path
) -> None:
    path = sealed(tmp_path / "unit.perfdesk", forms)
    assert path.stat().st_size > pages * PAGE
    assert fits(path)


def struck(data: bytes, seed: int) -> Iterator[tuple[int, bytes]]:
    dice = random.Random(seed)
    for page in sorted(dice.sample(range(len(data) // PAGE), 40)):
        at = page * PAGE + dice.randrange(PAGE)
        changed = bytearray(data)
        changed[at] ^= 1 << dice.randrange(8)
        yield at, bytes(changed)


def test_any_turned_bit_breaks_it(tmp_path: Path) -> None:
    path = sealed(tmp_path / "unit.perfdesk", 40)
    data = path.read_bytes()
    for at, changed in struck(data, 7):
        path.write_bytes(changed)
        with pytest.raises((BadSealError, sqlite3.DatabaseError)):
            fits(path)
        assert changed[at] != data[at]
    path.write_bytes(data)
    assert fits(path)


def test_a_file_in_use_has_none(tmp_path: Path) -> None:
    path = sealed(tmp_path / "unit.perfdesk", 1)
    with Store.open(path) as store:
        desk = Desk(store)
        desk.type("改", CellPath("f0", "", "project_name"))
        store.flush()
        assert not fits(path)
    assert fits(path)
