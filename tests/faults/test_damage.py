"""Damaged files: always noticed, never shown as empty, and what can be read is salvaged."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from store_forms import Desk, a_form, plain

from perfdesk.cellpath import CellPath
from perfdesk.changes import RemoveForm
from perfdesk.document import Document
from perfdesk.errors import NothingToSalvageError, PerfDeskError
from perfdesk.store import Store, salvage, verify

PAGE = 4096
FORMS = 25

Damage = Callable[[bytearray, random.Random, bytes], str]


def scribbled_page(data: bytearray, dice: random.Random, other: bytes) -> str:
    page = dice.randrange(len(data) // PAGE)
    data[page * PAGE : (page + 1) * PAGE] = dice.randbytes(PAGE)
    return f"page {page} overwritten"


def blank_page(data: bytearray, dice: random.Random, other: bytes) -> str:
    page = dice.choice(
        [n for n in range(len(data) // PAGE) if any(data[n * PAGE : (n + 1) * PAGE])]
    )
    data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    return f"page {page} blank"


def foreign_page(data: bytearray, dice: random.Random, other: bytes) -> str:
    pages = [slice(start, start + PAGE) for start in range(PAGE, min(len(data), len(other)), PAGE)]
    page = dice.choice([page for page in pages if data[page] != other[page]])
    data[page] = other[page]
    return f"page at {page.start} of another file"


def swapped_pages(data: bytearray, dice: random.Random, other: bytes) -> str:
    while True:
        one, two = (
            slice(n * PAGE, (n + 1) * PAGE) for n in dice.sample(range(len(data) // PAGE), 2)
        )
        if data[one] != data[two]:
            data[one], data[two] = data[two], data[one]
            return f"pages at {one.start} and {two.start} swapped"


def lost_sector(data: bytearray, dice: random.Random, other: bytes) -> str:
    while True:
        start = dice.randrange(len(data) // 512) * 512
        if any(data[start : start + 512]):
            data[start : start + 512] = bytes(512)
            return f"sector at {start} blank"


def turned_bit(data: bytearray, dice: random.Random, other: bytes) -> str:
    at = dice.randrange(len(data))
    data[at] ^= 1 << dice.randrange(8)
    return f"bit at {at} turned"


def cut_short(data: bytearray, dice: random.Random, other: bytes) -> str:
    length = dice.randrange(len(data))
    del data[length:]
    return f"cut to {length}"


def foreign_header(data: bytearray, dice: random.Random, other: bytes) -> str:
    data[:100] = other[:100]
    return "header of another file"


def broken_header(data: bytearray, dice: random.Random, other: bytes) -> str:
    at = dice.randrange(16, 72)
    data[at] = (data[at] + dice.randrange(1, 256)) % 256
    return f"header byte {at}"


KINDS: tuple[Damage, ...] = (
    scribbled_page,
    blank_page,
    foreign_page,
    swapped_pages,
    lost_sector,
    turned_bit,
    cut_short,
    foreign_header,
    broken_header,
)


def fill(path: Path, seed: int) -> Document:
    dice = random.Random(seed)
    with Store.create(path) as store:
        desk = Desk(store)
        for number in range(FORMS):
            desk.add(a_form(f"f{number}", rows=dice.randint(1, 12)))
        for number in range(80):
            form = f"f{dice.randrange(FORMS)}"
            desk.type(f"{number}号" * dice.randint(1, 90), CellPath(form, "", "goal_actual"))
        desk.edit(RemoveForm("f3"))
        desk.undo()
        desk.edit(RemoveForm("f4"))
        return desk.document


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Document]:
    path = tmp_path_factory.mktemp("sound") / "unit.perfdesk"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PERFDESK_HOME", str(path.parent / "home"))
        document = fill(path, 1)
        fill(path.with_name("other.perfdesk"), 2)
    return path, document


def damaged(sound: Path, target: Path, kind: Damage, dice: random.Random) -> str:
    data = bytearray(sound.read_bytes())
    what = kind(data, dice, sound.with_name("other.perfdesk").read_bytes())
    target.write_bytes(data)
    return what


def opened(path: Path) -> tuple[Document | None, bool]:
    """What opening shows, and whether the user was told that something is wrong."""
    try:
        with Store.open(path, read_only=True) as store:
            return store.load().document, store.notice is not None
    except PerfDeskError:
        return None, True


def check_salvage(path: Path, target: Path, document: Document, what: str) -> None:
    try:
        report = salvage(path, target)
    except NothingToSalvageError:
        assert what.startswith("cut to"), what
        return
    with Store.open(target) as store:
        assert store.notice is None
        found = store.load().document
        shown = plain(found)
    assert list(found.forms) == list(report.forms)
    right = {form["id"]: form for form in plain(document)}
    for form in shown:
        if form["id"] not in report.doubtful and not what.startswith("cut to"):
            assert form == right[form["id"]], what
    if not what.startswith("cut to"):
        assert set(right) <= set(found.forms), what
    assert verify(target).ok


def damage_often(tmp_path: Path, sound: tuple[Path, Document], times: int, seed: int) -> None:
    dice = random.Random(seed)
    original, document = sound
    path = tmp_path / "unit.perfdesk"
    for number in range(times):
        what = damaged(original, path, KINDS[number % len(KINDS)], dice)
        shown, told = opened(path)
        assert told, what
        assert shown is None or plain(shown) == plain(document), what
        report = verify(path)
        assert not report.ok, what
        assert report.problems
        target = tmp_path / f"salvaged{number}.perfdesk"
        check_salvage(path, target, document, what)
        target.unlink(missing_ok=True)


def test_every_damage_is_noticed_and_salvaged(tmp_path: Path, sound: tuple[Path, Document]) -> None:
    damage_often(tmp_path, sound, times=5 * len(KINDS), seed=3)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_500_damages_are_noticed_and_salvaged(tmp_path: Path, sound: tuple[Path, Document]) -> None:
    damage_often(tmp_path, sound, times=540, seed=random.randrange(10**6))


@pytest.fixture(scope="module")
def killed(sound: tuple[Path, Document]) -> Path:
    """The same file after a session that was killed: without its seal."""
    path = Path(shutil.copy(sound[0], sound[0].with_name("killed.perfdesk")))
    code = (
        "import os, sys; from perfdesk.store import Store; from perfdesk.cellpath import CellPath;"
        "s = Store.open(sys.argv[1]); s.draft(CellPath('f1', '', 'x'), 'y').result(); os._exit(9)"
    )
    environment = {**os.environ, "PERFDESK_HOME": str(path.parent / "home")}
    subprocess.run([sys.executable, "-c", code, str(path)], check=False, env=environment)
    return path


def damage_killed_often(
    tmp_path: Path, sound: tuple[Path, Document], killed: Path, times: int, seed: int
) -> None:
    dice = random.Random(seed)
    path = tmp_path / "unit.perfdesk"
    assert verify(killed).ok
    for number in range(times):
        what = damaged(killed, path, KINDS[number % len(KINDS)], dice)
        shown, told = opened(path)
        assert told or (shown is not None and plain(shown) == plain(sound[1])), what


def test_damage_after_a_kill_is_noticed_or_without_effect(
    tmp_path: Path, sound: tuple[Path, Document], killed: Path
) -> None:
    damage_killed_often(tmp_path, sound, killed, times=5 * len(KINDS), seed=4)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_500_damages_after_a_kill_are_noticed_or_without_effect(
    tmp_path: Path, sound: tuple[Path, Document], killed: Path
) -> None:
    damage_killed_often(tmp_path, sound, killed, times=540, seed=random.randrange(10**6))
