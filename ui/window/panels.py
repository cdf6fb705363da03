"""What stands around the paper: tree, findings, menus and tools, put in place after the first paint."""

from typing import TYPE_CHECKING

from ui.commands.qt_actions import CommandCenter
from ui.datafile.alarm import Alarm
from ui.datafile.final_version import FrozenLabel
from ui.findings import wiring as findings_wiring
from ui.findings.auditor import Auditor
from ui.forms.project_tree import ProjectTree
from ui.window import wiring
from ui.window.banner import Banner
from ui.window.compact_layout import LowWindow

if TYPE_CHECKING:
    from ui.window.main_window import MainWindow


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
    from ui.window.main_window import TREE_LEAST

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
