"""Which trouble is told for what SQLite and the system say, and that a file is whole or not there."""

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from perfdesk import atomic_file, errors
from perfdesk.store.faults import describe, opening_fault, same_trouble, saving_fault
from perfdesk.store.lock import FileLock
from perfdesk.store.repository.tables import DamagedRowError


def sqlite_fault(code: int, *, extended: int = 0) -> sqlite3.Error:
    fault = sqlite3.OperationalError("as SQLite says it")
    fault.sqlite_errorcode = code | extended << 8
    fault.sqlite_errorname = "SQLITE_X"
    return fault


def system_fault(number: int) -> OSError:
    return OSError(number, os.strerror(number))


FULL = (errors.DiskFullError, errors.DiskFullError)
FORBIDDEN = (errors.SaveForbiddenError, errors.DataFileForbiddenError)
DAMAGED = (errors.DamagedWhileOpenError, errors.DamagedDataFileError)
BUSY = (errors.DataFileBusyError, errors.DataFileBusyError)
OTHER = (errors.DiskFailureError, errors.DataFileUnreadableError)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (sqlite_fault(sqlite3.SQLITE_FULL), FULL),
        (system_fault(errno.ENOSPC), FULL),
        (system_fault(errno.EFBIG), FULL),
        (system_fault(errno.EACCES), FORBIDDEN),
        (system_fault(errno.EROFS), FORBIDDEN),
        (
            sqlite_fault(sqlite3.SQLITE_READONLY, extended=5),
            (errors.SaveForbiddenError, errors.DataFileReadOnlyError),
        ),
        (sqlite_fault(sqlite3.SQLITE_BUSY), BUSY),
        (sqlite_fault(sqlite3.SQLITE_LOCKED), BUSY),
        (sqlite_fault(sqlite3.SQLITE_CORRUPT, extended=1), DAMAGED),
        (sqlite_fault(sqlite3.SQLITE_NOTADB), DAMAGED),
        (sqlite3.OperationalError("Could not decode to UTF-8 column"), DAMAGED),
        (DamagedRowError("cells", ("f1", "r1")), DAMAGED),
        (sqlite_fault(sqlite3.SQLITE_IOERR), OTHER),
        (system_fault(errno.EIO), OTHER),
        (system_fault(errno.ENOENT), OTHER),
    ],
    ids=str,
)
def test_each_fault_has_its_sentence(fault, told, tmp_path: Path) -> None:
    path = tmp_path / "unit.perfdesk"
    assert (type(saving_fault(path, fault)), type(opening_fault(path, fault))) == told


def test_a_disk_that_is_full_and_one_that_fails_are_one_trouble(tmp_path: Path) -> None:
    path = tmp_path / "unit.perfdesk"
    full, failing = errors.DiskFullError(path), errors.DiskFailureError(path, "x")
    forbidden = errors.SaveForbiddenError(path)
    assert same_trouble(full, failing)
    assert same_trouble(failing, full)
    assert same_trouble(forbidden, errors.SaveForbiddenError(path))
    assert not same_trouble(full, forbidden)


def test_no_typed_text_stands_in_what_is_told() -> None:
    fault = DamagedRowError("cells", ("张三", "r1"))
    assert "张三" not in describe(fault)
    assert "cells" in describe(fault)
    assert describe(sqlite3.OperationalError("张三")) == "数据库出错"


def test_a_file_has_its_content_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, replace, folder = atomic_file.sync, os.replace, atomic_file.sync_folder
    monkeypatch.setattr(atomic_file, "sync", lambda path: (done.append("content"), sync(path)))
    monkeypatch.setattr(os, "replace", lambda *a: (done.append("name"), replace(*a)))
    monkeypatch.setattr(
        atomic_file, "sync_folder", lambda path: (done.append("folder"), folder(path))
    )
    with atomic_file.appearing(tmp_path / "a.perfdesk") as part:
        part.write_text("x")
        assert not (tmp_path / "a.perfdesk").exists()
    assert done == ["content", "name", "folder"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.perfdesk"]


def half_written(path: Path) -> None:
    with atomic_file.appearing(path) as part:
        part.write_text("half")
        raise ValueError("stop")


def test_what_fails_leaves_neither_the_file_nor_a_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.perfdesk").write_text("before")
    with pytest.raises(ValueError, match="stop"):
        half_written(tmp_path / "a.perfdesk")
    assert (tmp_path / "a.perfdesk").read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.perfdesk"]


@pytest.mark.skipif(os.name == "nt", reason="descriptors of POSIX")
def test_a_lock_that_is_let_go_holds_no_file_open(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else None
    lock = FileLock.acquire(tmp_path / "unit.perfdesk")
    lock.release()
    lock.release()
    assert list(tmp_path.iterdir()) == []
    if before is not None:
        assert len(os.listdir("/proc/self/fd")) == before
