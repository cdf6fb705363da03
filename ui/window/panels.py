"""What stands around the paper: tree, findings, menus and tools, put in place after the first paint."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ui.actions.qt_actions import CommandCenter
from ui.commands import Commands
from ui.datafile.alarm import Alarm
from ui.datafile.banner import Banner
from ui.datafile.final_version import FinalVersionLabel
from ui.findings.auditor import Auditor
from ui.forms.project_tree import ProjectTree
from ui.window.compact_layout import CompactLayout
from ui.window.empty_file_steps import EmptyFileSteps
from ui.window.findings_panel import make_panel
from ui.window.first_steps_guide import FirstStepsGuide
from ui.window.paper_window import TREE_LEAST, PaperWindow
from ui.window_context import WindowContext


@dataclass(frozen=True, eq=False, repr=False)
class Panels:
    """All that a window has beside its paper, whole."""

    context: WindowContext
    commands: Commands
    center: CommandCenter
    banner: Banner
    alarm: Alarm
    final_version: FinalVersionLabel
    first_steps: EmptyFileSteps
    compact_layout: CompactLayout
    guide: FirstStepsGuide


def make_panels(window: PaperWindow) -> Panels:
    """Put all into the places that the bare window keeps, so that nothing of it moves."""
    banner = Banner()
    window.above.insertWidget(0, banner)
    context = WindowContext(
        window=window,
        controller=window.controller,
        view=window.view,
        paper_area=window.paper_area,
        prompts=window.prompts,
        preferences=window.preferences,
        notice=window.status.say,
        tree=ProjectTree(),
        findings=make_panel(window.controller),
        auditor=Auditor(window.controller),
    )
    commands = Commands(context)
    center = CommandCenter(window, window.view, commands.run)
    _replace_panels(window, context.tree, context.findings)
    center.fill_menus(window.menus)
    window.tool_bar.clear()
    center.fill_tool_bar(window.tool_bar)
    return Panels(
        context,
        commands,
        center,
        banner,
        Alarm(context, banner),
        FinalVersionLabel(context, window.status, banner),
        EmptyFileSteps(context, center),
        CompactLayout(window, window.tool_bar, context.findings.verdict),
        FirstStepsGuide(context, center),
    )


def _replace_panels(window: PaperWindow, tree: QWidget, findings: QWidget) -> None:
    splitter = window.splitter
    sizes = splitter.sizes()
    for place, panel in ((0, tree), (2, findings)):
        held = splitter.replaceWidget(place, panel)
        panel.setHidden(held.isHidden())
        splitter.setStretchFactor(place, 0)
        splitter.setCollapsible(place, False)
        held.deleteLater()
    tree.setMinimumWidth(TREE_LEAST)
    splitter.setSizes(sizes)
