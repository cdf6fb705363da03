"""What the system says is told in Chinese: no English word, no name of a constant reaches the user."""

import errno
import re
import sqlite3
from pathlib import Path

import pytest

from perfdesk.errors import BackupError, CannotWriteError
from perfdesk.errors.causes import cause_of, cause_of_code
from perfdesk.store.faults import describe, opening_fault, saving_fault

ENGLISH = re.compile(r"[A-Za-z](?!盘)")
UNIT = Path("单位.数据")


@pytest.mark.parametrize("number", [*errno.errorcode, 9999])
def test_every_number_of_the_system_has_words(number: int) -> None:
    fault = OSError(number, "No such thing")
    said = (
        cause_of(fault),
        str(BackupError(UNIT, describe(fault))),
        str(CannotWriteError(UNIT, fault)).replace("Excel、WPS", ""),
        str(saving_fault(UNIT, fault)),
        str(opening_fault(UNIT, fault)),
    )
    assert [text for text in said if ENGLISH.search(text) or "?" in text] == []


def test_an_error_without_a_number_has_words() -> None:
    assert cause_of(OSError()) == "系统读写出错"


@pytest.mark.parametrize("code", [*range(1, 29), 10 | 3 << 8, None])
def test_every_code_of_sqlite_has_words(code: int | None) -> None:
    assert not ENGLISH.search(cause_of_code(code))
    fault = sqlite3.OperationalError("database or disk is full")
    if code is not None:
        fault.sqlite_errorcode = code
    assert not ENGLISH.search(describe(fault))


def test_a_full_disk_is_called_so_whoever_notices() -> None:
    assert cause_of(OSError(errno.ENOSPC, "")) == cause_of_code(sqlite3.SQLITE_FULL)
