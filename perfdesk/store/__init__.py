"""The data file: one thread owns the connection, every edit is one transaction.

`Store.open`/`create`, `load`, then `submit` entries and hear `Saved`/`Failed`. What deals with
backups and damage is loaded when it is asked for: opening a file needs none of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from perfdesk.store.lock import Holder
from perfdesk.store.records import (
    Accepted,
    BackupInfo,
    CellChange,
    Draft,
    ExportRecord,
    Failed,
    LibraryEntry,
    Loaded,
    Note,
    RecycledForm,
    ReviewRemark,
    Saved,
    UnitCode,
    UnitTemplate,
    VerifyReport,
    Version,
)
from perfdesk.store.repository.remarks import content_digest
from perfdesk.store.store import Store

if TYPE_CHECKING:
    from perfdesk.store.compare import (
        CellDifference,
        Difference,
        FormDifference,
        compare_documents,
        compare_forms,
        restoring_change,
    )
    from perfdesk.store.copies.restore import read_backup, restore_file
    from perfdesk.store.damage.salvage import SalvageReport, salvage
    from perfdesk.store.damage.verify import verify

StoreEvent = Saved | Failed

_ON_DEMAND = {
    "CellDifference": "compare",
    "Difference": "compare",
    "FormDifference": "compare",
    "compare_documents": "compare",
    "compare_forms": "compare",
    "restoring_change": "compare",
    "read_backup": "copies.restore",
    "restore_file": "copies.restore",
    "SalvageReport": "damage.salvage",
    "salvage": "damage.salvage",
    "verify": "damage.verify",
}


def __getattr__(name: str) -> Any:
    if name not in _ON_DEMAND:
        raise AttributeError(name)
    return getattr(import_module(f"perfdesk.store.{_ON_DEMAND[name]}"), name)


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
    "LibraryEntry",
    "Loaded",
    "Note",
    "RecycledForm",
    "ReviewRemark",
    "SalvageReport",
    "Saved",
    "Store",
    "StoreEvent",
    "UnitCode",
    "UnitTemplate",
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
