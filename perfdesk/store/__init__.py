"""The data file: one thread owns the connection, every edit is one transaction.

`Store.open`/`create`, `load`, then `submit` entries and hear `Saved`/`Failed`.
"""

from perfdesk.store.compare import (
    CellDifference,
    Difference,
    FormDifference,
    compare_documents,
    compare_forms,
    restoring_change,
)
from perfdesk.store.lock import Holder
from perfdesk.store.records import (
    Accepted,
    BackupInfo,
    CellChange,
    Draft,
    ExportRecord,
    Failed,
    Loaded,
    Note,
    RecycledForm,
    Saved,
    VerifyReport,
    Version,
)
from perfdesk.store.repository.remarks import content_digest
from perfdesk.store.restore import read_backup, restore_file
from perfdesk.store.salvage import SalvageReport, salvage
from perfdesk.store.store import Store
from perfdesk.store.verify import verify

StoreEvent = Saved | Failed

__all__ = [
    "Accepted",
    "BackupInfo",
    "CellChange",
    "CellDifference",
    "Difference",
    "Draft",
    "ExportRecord",
    "Failed",
    "FormDifference",
    "Holder",
    "Loaded",
    "Note",
    "RecycledForm",
    "SalvageReport",
    "Saved",
    "Store",
    "StoreEvent",
    "VerifyReport",
    "Version",
    "compare_documents",
    "compare_forms",
    "content_digest",
    "read_backup",
    "restore_file",
    "restoring_change",
    "salvage",
    "verify",
]
