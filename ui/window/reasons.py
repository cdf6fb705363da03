"""Why nothing happens: a key that does nothing now, a cell that cannot be typed into, a sum that needs none."""

from perfdesk.grid import Cell, Role
from ui.actions.table import ActionSpec, Needs
from ui.window.main_window import MainWindow

_WRITING = frozenset({Needs.WRITABLE_FILE, Needs.WRITABLE_FORM})


def say_refusal(window: MainWindow) -> None:
    """Why nothing happens where one types."""
    if not _say_locked(window):
        window.status.say("这一格是表样上的文字，不能填写；按 Tab 到下一个要填的格")


def say_not_now(window: MainWindow, spec: ActionSpec) -> None:
    """Why the keys of an action do nothing."""
    controller, name = window.controller, spec.text.rstrip("…")
    if not controller.ready:
        window.status.say(f"“{name}”要先打开或新建数据文件")
    elif spec.needs in _WRITING and _say_locked(window):
        return
    elif spec.needs in (Needs.FORM, Needs.WRITABLE_FORM) and not controller.form_id:
        window.status.say(f"“{name}”要先有一张表：请导入或新建")
    elif spec.id in ("undo", "redo"):
        window.status.say(f"没有可{name}的操作")
    else:
        window.status.say(f"现在不能“{name}”")


def say_computed(window: MainWindow, cell: Cell | None) -> None:
    """What the cursor stands on where the program fills the cell itself; nothing else is spoken over."""
    if cell is None or cell.role is not Role.COMPUTED or window.status.said.text():
        return
    if not window.controller.writable or window.controller.final:
        return
    window.status.say("这一格自动计算，不用填；要另填一个数，直接输入即可")


def _say_locked(window: MainWindow) -> bool:
    """Whether nothing can be changed at all, which is said then."""
    controller = window.controller
    if controller.final:
        window.status.say(f"本表已定稿（{controller.final}），要修改请先解除定稿")
    elif controller.checking:
        window.status.say("正在检查数据文件，稍候即可修改")
    elif not controller.writable:
        window.status.say("数据文件以只读方式打开，不能填写")
    else:
        return False
    return True
