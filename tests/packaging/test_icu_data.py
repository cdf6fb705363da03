"""ICU's data is cut to what Qt asks of it, and Qt answers as before."""

import json
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import PySide6
import pytest

LIBRARY = next((Path(PySide6.__file__).parent / "Qt" / "lib").glob("libicudata.so.*"), None)

pytestmark = pytest.mark.skipif(
    LIBRARY is None or shutil.which("ld") is None, reason="needs Qt's own ICU and binutils"
)

# What Qt asks ICU for: the order of names, encodings, names of time zones, letters' case.
QUESTIONS = """
import ctypes, functools, json, sys
if sys.argv[1:]:
    ctypes.CDLL(sys.argv[1], ctypes.RTLD_GLOBAL)
from PySide6.QtCore import QCollator, QLocale, QStringDecoder, QTimeZone
words = ["张三", "李四", "安全", "表10", "表9", "重庆", "上海", "b", "A", "é", "1"]
orders = {}
for name in ("zh_CN", "zh_TW", "en_US", "C"):
    collator = QCollator(QLocale(name))
    collator.setNumericMode(True)
    orders[name] = sorted(words, key=functools.cmp_to_key(collator.compare))
codes = [QStringDecoder(name).isValid()
         for name in ("GB18030", "GBK", "GB2312", "Big5", "Big5-HKSCS", "windows-1252", "UTF-8")]
zone = QTimeZone(b"Asia/Shanghai")
names = [zone.displayName(QTimeZone.TimeType.StandardTime, kind, QLocale("zh_CN"))
         for kind in (QTimeZone.NameType.LongName, QTimeZone.NameType.ShortName)]
case = [QLocale(name).toUpper(word) for name, word in (("zh_CN", "straße é"), ("tr_TR", "i"))]
print(json.dumps([orders, codes, names, case], ensure_ascii=False))
"""


@pytest.fixture
def icu(script: Callable[[str], ModuleType]) -> ModuleType:
    return script("icu")


@pytest.fixture
def patterns(script: Callable[[str], ModuleType]) -> list[str]:
    kept: list[str] = script("trim").plan()["icu"]["keep"]
    return kept


def common_data(items: dict[str, bytes]) -> bytes:
    """A table as ICU's own tool writes it."""
    header = struct.pack(
        "<HBBHHBBBB4s4B4B", 32, 0xDA, 0x27, 20, 0, 0, 0, 2, 0, b"CmnD", *[1, 0, 0, 0] * 2
    )
    header = header.ljust(32, b"\0")
    names = b"".join(f"icudt73l/{name}\0".encode() for name in sorted(items))
    position = 4 + 8 * len(items)
    entries, contents = struct.pack("<I", len(items)), b""
    first = position + len(names) + -(position + len(names)) % 16
    for name in sorted(items):
        entries += struct.pack("<II", position, first + len(contents))
        position += len(f"icudt73l/{name}") + 1
        contents += items[name] + b"\xaa" * (-len(items[name]) % 16)
    return header + entries + names + b"\xaa" * (first - position) + contents


def test_a_table_comes_out_as_it_went_in(icu: ModuleType) -> None:
    data = common_data({"zh.res": b"z" * 16, "coll/zh.res": b"c" * 32, "ja.res": b"j" * 5})
    table = icu.read_table(data)
    assert [item.name for item in table.items] == ["coll/zh.res", "ja.res", "zh.res"]
    assert icu.write_table(table) == data


def test_a_pattern_stays_within_its_folder(icu: ModuleType) -> None:
    table = icu.read_table(common_data({"zh.res": b"z", "coll/zh.res": b"c", "unit/zh.res": b"u"}))
    smaller = icu.kept(table, ["*.res", "coll/*"])
    assert [item.name for item in smaller.items] == ["coll/zh.res", "zh.res"]
    assert icu.read_table(icu.write_table(smaller)).items == smaller.items


@pytest.mark.parametrize("data", [b"", b"\0" * 64, common_data({"a.res": b"a"})[:20]])
def test_other_data_is_refused(icu: ModuleType, data: bytes) -> None:
    with pytest.raises(icu.NotIcuData):
        icu.read_table(data)


def test_a_name_that_this_icu_lacks_is_refused(icu: ModuleType, tmp_path: Path) -> None:
    assert LIBRARY is not None
    library = Path(shutil.copy(LIBRARY, tmp_path))
    with pytest.raises(icu.NotIcuData, match=r"klingon\.res"):
        icu.shrink(library, ["root.res", "klingon.res"])


def answers(*arguments: object) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-c", QUESTIONS, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told: list[object] = json.loads(done.stdout)
    return told


def test_qt_answers_as_with_the_whole(icu: ModuleType, patterns: list[str], tmp_path: Path) -> None:
    assert LIBRARY is not None
    library = Path(shutil.copy(LIBRARY, tmp_path))
    saved = icu.shrink(library, patterns)
    assert saved > 20_000_000
    whole, cut = answers(), answers(library)
    assert cut == whole
    # It is really asked: without the data of one question Qt gives another answer.
    icu.shrink(library, [each for each in patterns if each != "gb18030.cnv"])
    assert answers(library) != whole
