"""检查数据文件: everything that can be known about a data file without changing it."""

import contextlib
from pathlib import Path

from perfdesk.errors import (
    DamagedDataFileError,
    DataFileError,
    EmptyDataFileError,
    ForeignDataFileError,
    ForeignSchemaError,
    NewerDataFileError,
    OutsideChangeError,
    PerfDeskError,
)
from perfdesk.store.copies.backup import list_backups
from perfdesk.store.damage.check import (
    header_fault,
    rows_fault,
    seal_fits,
    structure_fault,
)
from perfdesk.store.damage.pages import DataConnection, may_read
from perfdesk.store.damage.readable import content_fault
from perfdesk.store.damage.retold import journal_fault
from perfdesk.store.damage.stale_journal import drop_stale_log_of_reader
from perfdesk.store.faults import FAULTS, opening_fault
from perfdesk.store.opening import connect, look, require_schema
from perfdesk.store.records import VerifyReport
from perfdesk.store.repository import files
from perfdesk.store.schema import SCHEMA_VERSION

_DAMAGE = (DamagedDataFileError, ForeignSchemaError, OutsideChangeError)
_NOT_OURS = (DamagedDataFileError, EmptyDataFileError, ForeignDataFileError)


def verify(path: Path | str) -> VerifyReport:
    """Check a data file and its backups.

    DataFileError when there is no file or it may not be read; what is wrong with a file that
    is there stands in the report.
    """
    path = Path(path)
    try:
        version = look(path)
        drop_stale_log_of_reader(path)
        shipped = require_schema(path)
        connection = connect(path, read_only=True)
    except _NOT_OURS as error:
        return VerifyReport(False, 0, (str(error),), tuple(list_backups(path, None)))
    except FAULTS as fault:
        return _unreadable(path, opening_fault(path, fault))
    with contextlib.closing(connection):
        connection.added_to = not shipped
        connection.check_rows = version <= SCHEMA_VERSION
        problems = _problems(connection, path)
        forms = _count_forms(connection)
        backups = list_backups(path, _file_id(connection))
    ok = not any(isinstance(problem, _DAMAGE) for problem in problems)
    return VerifyReport(ok, forms, tuple(map(str, problems)), tuple(backups))


def _problems(connection: DataConnection, path: Path) -> list[PerfDeskError]:
    fault = structure_fault(connection, thorough=True)
    if fault is None and connection.check_rows:
        fault = rows_fault(connection) or journal_fault(connection) or content_fault(connection)
    if fault is None and may_read(path, own=1):
        fault = header_fault(path)
    if fault is not None:
        return [DamagedDataFileError(path, fault)]
    if connection.added_to:
        return [ForeignSchemaError(path)]
    if seal_fits(connection, path, own=1) is False:
        return [OutsideChangeError(path)]
    return [] if connection.check_rows else [NewerDataFileError(path)]


def _count_forms(connection: DataConnection) -> int:
    try:
        return int(connection.execute("SELECT count(*) FROM forms").fetchone()[0])
    except FAULTS:
        return 0


def _file_id(connection: DataConnection) -> str | None:
    try:
        return files.info(connection, "file_id")
    except FAULTS:
        return None


def _unreadable(path: Path, error: PerfDeskError) -> VerifyReport:
    if isinstance(error, DataFileError) and not isinstance(error, DamagedDataFileError):
        raise error
    return VerifyReport(False, 0, (str(error),), tuple(list_backups(path, None)))
