"""What the user corrected in an import, remembered in the data file for the next file of that layout."""

from collections.abc import Mapping

from perfdesk.errors import NoLabelNearError
from perfdesk.io.match import correction
from perfdesk.io.read_forms import matched
from perfdesk.session.bring_in.read_files import ReadFile, ReadForm, settle
from perfdesk.session.core import Core
from perfdesk.store import Store

_NAME = "layouts"


class Layouts:
    """Corrections of where a field stands, by the fingerprint of a layout."""

    def __init__(self, core: Core, store: Store) -> None:
        self._core = core
        self._store = store

    def learnt(self) -> Mapping[str, Mapping[str, str]]:
        """Fingerprint → field → where, as `io.match` takes them."""
        found = self._store.unit.mapping(_NAME)
        return found if isinstance(found, dict) else {}

    def correct(
        self, file: ReadFile, read: ReadForm, place: tuple[str, str], address: str | None
    ) -> ReadFile:
        """Say where a field stands (None: nowhere), remember it, and match the file again.

        NoLabelNearError when no label stands on that sheet to measure from.
        """
        if read.matched is None or file.snapshot is None:
            return file
        found = correction(read.matched, place, address)
        if found is None:
            raise NoLabelNearError(address or "")
        fingerprint, key, where = found
        learnt = {name: dict(fields) for name, fields in self.learnt().items()}
        learnt.setdefault(fingerprint, {})[key] = where
        if not self._store.read_only:
            self._store.unit.put_mapping(_NAME, learnt)
        return settle(
            self._core, file.path, matched(file.path, file.snapshot, self._core.catalog, learnt)
        )

    def forget(self) -> None:
        """Forget all corrections."""
        self._store.unit.put_mapping(_NAME, {})
