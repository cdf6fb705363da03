"""Boxes to tick and rounds to choose are seen in both modes (WCAG AA: 3 to 1), and where the focus is."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.test_starting import contrast
from ui.style import theme

ENOUGH = 3.0


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def mode(dressed: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    theme.apply(dressed, dark=request.param)
    yield
    theme.apply(dressed, dark=False)


def edge(button: QAbstractButton) -> QColor:
    """The left edge of the indicator, half way down."""
    picture = button.grab().toImage()
    ground = theme.colours().window
    row = (picture.pixelColor(x, button.height() // 2) for x in range(20))
    return max(row, key=lambda colour: contrast(colour.name(), ground))


@pytest.mark.usefixtures("mode")
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
@pytest.mark.parametrize("checked", [False, True])
def test_an_indicator_is_seen(qtbot: QtBot, kind: type[QAbstractButton], checked: bool) -> None:
    button = kind()
    button.setCheckable(True)
    qtbot.addWidget(button)
    button.setAutoExclusive(False)
    button.setChecked(checked)
    button.show()
    assert contrast(edge(button).name(), theme.colours().window) >= ENOUGH


@pytest.mark.usefixtures("mode")
@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_the_focus_is_seen(qtbot: QtBot, kind: type[QAbstractButton]) -> None:
    room = QWidget()
    qtbot.addWidget(room)
    button = kind(room)
    button.setChecked(True)
    room.show()
    room.activateWindow()
    qtbot.waitUntil(room.isActiveWindow)
    button.clearFocus()
    without = edge(button)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    assert edge(button) != without
