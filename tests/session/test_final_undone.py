"""定稿 taken back: the version goes after the step that says so, so that a kill between loses nothing."""

from pathlib import Path

import pytest

from perfdesk.store.parts.versions import Versions
from tests.session.unit_files import unit_file


def test_a_version_goes_after_its_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with unit_file(tmp_path, count=1) as unit:
        form = unit.form_ids()[0]
        unit.safekeeping.freeze_step(form, "报送稿")
        unit.safekeeping.wait()
        done: list[str] = []
        submit, remove = unit._store.submit, Versions.remove
        monkeypatch.setattr(
            unit._store, "submit", lambda entry: (done.append("step"), submit(entry))[1]
        )
        monkeypatch.setattr(
            Versions, "remove", lambda self, v: (done.append("version"), remove(self, v))[1]
        )
        unit.editing.undo()
        assert done == ["step", "version"]
        assert unit.safekeeping.versions(form) == []
        assert unit.safekeeping.final_versions() == {}
        unit.editing.redo()
        assert [version.name for version in unit.safekeeping.versions(form)] == ["报送稿"]
