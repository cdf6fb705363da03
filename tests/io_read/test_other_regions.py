"""Forms of provinces that no template was made for, drawn as units have them, against their gold."""

from pathlib import Path

import pytest

from perfdesk.session.core import Core
from tests.io_read.other_regions import FOLDER, Drawn, drawings, score_drawn
from tests.io_read.tables import CATALOG

DRAWN = [drawn for path in sorted(FOLDER.glob("*.txt")) for drawn in drawings(path)]


@pytest.mark.parametrize("drawn", DRAWN, ids=lambda drawn: drawn.name)
def test_every_field_is_read_and_nothing_is_accused(drawn: Drawn, tmp_path: Path) -> None:
    score, said = score_drawn(drawn, drawn.write(tmp_path), Core(CATALOG))
    assert (score.wrong, score.lost) == ([], [])
    # The drawn forms have no faults: an error would be of our making.
    assert said == []
    assert score.fields > 40


def test_there_are_enough_of_them() -> None:
    assert len(DRAWN) >= 30
    assert {drawn.suffix for drawn in DRAWN} == {"xlsx", "xls", "docx", "html"}
