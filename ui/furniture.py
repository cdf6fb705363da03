"""What stands around the paper: tree, findings, menus and tools, put in place after the first paint."""

from typing import TYPE_CHECKING

from ui import findings_wiring, wiring
from ui.alarm import Alarm
from ui.auditor import Auditor
from ui.banner import Banner
from ui.command_center import CommandCenter
from ui.frozen import FrozenLabel
from ui.low_window import LowWindow
from ui.project_tree import ProjectTree

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def furnish(window: "MainWindow") -> None:
    """Put all into the places that the bare window keeps, so that nothing of it moves."""
    parts = window.parts
    window.banner = Banner()
    window.above.insertWidget(0, window.banner)
    parts.auditor = Auditor(parts.bench)
    parts.tree = ProjectTree()
    parts.findings = findings_wiring.make_panel(parts)
    window.center = CommandCenter(window, parts.view, window.commands.run)
    _replace_panels(window)
    window.center.fill_menus(window.menus)
    window.tool_bar.clear()
    window.center.fill_tool_bar(window.tool_bar)
    window.furnished = True
    window.alarm = Alarm(parts, window.banner)
    window.frozen = FrozenLabel(parts, window.status)
    window.frozen.button.clicked.connect(lambda: window.center.actions["versions"].trigger())
    wiring.connect_furniture(window)
    LowWindow(window)
    window.apply_preferences()
    wiring.catch_up(window)


def _replace_panels(window: "MainWindow") -> None:
    from ui.main_window import TREE_LEAST

    splitter = window.splitter
    sizes = splitter.sizes()
    for place, panel in ((0, window.parts.tree), (2, window.parts.findings)):
        held = splitter.replaceWidget(place, panel)
        panel.setHidden(held.isHidden())
        splitter.setStretchFactor(place, 0)
        splitter.setCollapsible(place, False)
        held.deleteLater()
    window.parts.tree.setMinimumWidth(TREE_LEAST)
    splitter.setSizes(sizes)
