"""What every test starts from: no screen, an own settings folder, the same random cases in CI."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Before Qt is imported by anything: no display, and no word about a missing runtime folder.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Two cores shared by test workers make single cases slow, never wrong.
settings.register_profile(
    "local", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50
)
settings.register_profile(
    "ci", parent=settings.get_profile("local"), derandomize=True, database=None
)
settings.load_profile("ci" if os.environ.get("CI") else "local")

SAMPLES = Path(__file__).resolve().parent / "samples"


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real published forms: forms/, workbooks/, grids/, findings.json."""
    return SAMPLES


@pytest.fixture(scope="session", autouse=True)
def runtime_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give Qt the runtime folder that a desktop session would have set."""
    with pytest.MonkeyPatch.context() as patch:
        if "XDG_RUNTIME_DIR" not in os.environ:
            folder = tmp_path_factory.mktemp("runtime")
            folder.chmod(0o700)
            patch.setenv("XDG_RUNTIME_DIR", str(folder))
        yield


@pytest.fixture(autouse=True)
def settings_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test has its own settings folder; nothing is read from or left in the user's."""
    folder = tmp_path / "settings-home"
    monkeypatch.setenv("PERFDESK_HOME", str(folder))
    return folder
