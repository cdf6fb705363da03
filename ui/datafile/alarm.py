"""What the user must know about the data file: edits not on the disk, backups that failed, a crash."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTimer

from perfdesk.errors import PerfDeskError
from perfdesk.session.keep.recovery import Recovery
from perfdesk.session.outcome import Outcome
from ui.datafile.banner import ERROR, INFO, WARNING, Banner, Message
from ui.forms.project_tree import NO_NAME, short_name
from ui.paper.form_model import Key
from ui.window_context import WindowContext

UNSAVED, GONE, BACKUP = "unsaved", "gone", "backup"
NOTICE, DRAFTS, CRASH = "notice", "drafts", "crash"
_LOOK_MS = 20_000
"""How often an automatic backup, or the writing back to a share, is asked whether it failed."""
_NAMED = 3


def _about_place(recovery: Recovery) -> str:
    if recovery.works_on_copy:
        return f"文件在{recovery.place}里：改动先存在本机，每分钟和关闭时写回"
    return f"文件在{recovery.place}上：拔出前请先关闭文件"


class Alarm(QObject):
    """Keeps the banner and the marks of unsaved cells true to what the disk has answered."""

    def __init__(self, context: WindowContext, banner: Banner) -> None:
        super().__init__(context.window)
        self._context = context
        self._controller = context.controller
        self.banner = banner
        self._waiting: dict[int, Outcome] = {}
        """Steps that the disk has not confirmed, by number."""
        self._failure = ""
        """Why steps are not on the disk."""
        self._draft_failure = ""
        """Why the text of the open editor is not."""
        self._known_problem = ""
        self._controller.drafted.connect(self._drafted)
        self._controller.edited.connect(self._edited)
        self._controller.stored.connect(self._stored)
        self._controller.opened.connect(self._start_over)
        self._controller.form_shown.connect(lambda _: self._mark())
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.look_for_problems)
        self._look.start()

    @property
    def failing(self) -> bool:
        """Whether edits are not on the disk because it refused them."""
        return bool(self._failure)

    def greet(self) -> None:
        """Say what happened to the file since it was open last, and what was typed and not finished."""
        if not self._controller.ready:
            return
        workspace = self._controller.file
        notice = workspace.recovery.notice
        if notice is not None:
            self.banner.put(NOTICE, Message(WARNING, str(notice)))
        elif workspace.read_only:
            sentence = f"{workspace.path.name} 以只读方式打开：可以看、导出、打印，不能修改。"
            self.banner.put(NOTICE, Message(INFO, sentence))
        elif workspace.recovery.place:
            self._context.notice(_about_place(workspace.recovery))
        drafts = len(workspace.safekeeping.drafts)
        if drafts and self._controller.writable:
            self._offer(drafts, crashed=workspace.recovery.left_over is not None)
        elif workspace.recovery.left_over is not None:
            sentence = "上次没有正常退出，已保存的内容都在；请核对最后填写的几格。"
            self.banner.put(CRASH, Message(INFO, sentence))

    def look_for_problems(self) -> None:
        """Tell of a file that has gone, and once of a backup or a writing back to a share that failed."""
        if not self._controller.ready:
            return
        self._look_for_file()
        problem = self._controller.file.recovery.problem
        if problem is None:
            self._known_problem = ""
            self.banner.take_away(BACKUP)
        elif str(problem) != self._known_problem:
            self._known_problem = str(problem)
            files = self._commands("backup_to")
            self.banner.put(BACKUP, Message(WARNING, str(problem), (("备份到…", files),)))

    def _look_for_file(self) -> None:
        """A file that has gone is noticed before the next edit, too."""
        if not self._controller.file.recovery.gone:
            self.banner.take_away(GONE)
            return
        sentence = (
            f"{self._controller.file.path.name} 已被移走、删除或替换；窗口里的内容都还在。"
            "请接好磁盘或把文件放回原处，或另存到其他盘。"
        )
        elsewhere = (("另存到其他盘…", self._commands("save_elsewhere")),)
        self.banner.put(GONE, Message(WARNING, sentence, elsewhere, closable=False))

    def _offer(self, drafts: int, *, crashed: bool) -> None:
        start = "上次没有正常退出，" if crashed else "上次"
        sentence = (
            f"{start}有 {drafts} 格的文字还没填完，已留存；已保存的内容都在。"
            "找回后可撤销，也可以以后从“编辑”菜单找回。"
        )
        self.banner.put(DRAFTS, Message(INFO, sentence, (("找回", self._bring_back),)))

    def _bring_back(self) -> None:
        self.banner.take_away(DRAFTS)
        self._commands("recover_drafts")()

    def _commands(self, action: str) -> Any:
        """What triggers an action of the window by its id."""
        return lambda: self._context.window.center.actions[action].trigger()  # type: ignore[attr-defined]

    def _start_over(self) -> None:
        self._waiting.clear()
        self._failure = self._draft_failure = self._known_problem = ""
        self.banner.clear()

    def _edited(self, outcome: Outcome) -> None:
        if outcome.seq:
            self._waiting[outcome.seq] = outcome
        if self.failing:
            self._tell()

    def _stored(self, event: Any) -> None:
        if hasattr(event, "message"):
            self._failure = event.message
            self._tell()
            return
        # Steps reach the disk in order.
        for seq in [seq for seq in self._waiting if seq <= event.seq]:
            del self._waiting[seq]
        if self.failing and not self._waiting:
            self._failure = self._draft_failure = ""
            self.banner.take_away(UNSAVED)
            self._context.notice("刚才没有保存的修改现在都已保存")
            self._mark()
        elif self.failing:
            self._tell()
        self.look_for_problems()

    def _drafted(self, error: PerfDeskError | None) -> None:
        """One trouble has one banner: that of steps which are not saved says it already."""
        before, self._draft_failure = self._draft_failure, str(error or "")
        if self.failing or self._draft_failure == before:
            return
        if error is None:
            self.banner.take_away(UNSAVED)
        else:
            self._warn(f"{error}（是正在填写的这一格）")

    def _tell(self) -> None:
        self._warn(f"{self._failure}{self._extent()}")
        self._mark()

    def _warn(self, sentence: str) -> None:
        ways = (("重试", self._retry), ("另存到其他盘…", self._commands("save_elsewhere")))
        self.banner.put(UNSAVED, Message(ERROR, sentence, ways, closable=False))

    def _retry(self) -> None:
        self._controller.keep_draft_again()
        try:
            self._controller.file.safekeeping.retry()
        except PerfDeskError as error:
            self._context.prompts.error(str(error))

    def _extent(self) -> str:
        """How many steps wait, and in which forms."""
        if not self._waiting:
            return ""
        forms = dict.fromkeys(form for step in self._waiting.values() for form in step.forms)
        names = [self._name(form) for form in list(forms)[:_NAMED]]
        more = f"等 {len(forms)} 张表" if len(forms) > _NAMED else ""
        where = f"，在{'、'.join(names)}{more}" if names else ""
        return f"（未保存：{len(self._waiting)} 步{where}）"

    def _name(self, form_id: str) -> str:
        found = next((f for f in self._controller.file.forms() if f.id == form_id), None)
        return f"“{(short_name(found.project_name) if found else '') or NO_NAME}”"

    def _mark(self) -> None:
        """Mark the cells of the form on show whose texts are not on the disk."""
        keys: set[Key] = set()
        if self.failing:
            for step in self._waiting.values():
                places = (*step.paths, *step.came)
                keys |= {(p.row, p.field) for p in places if p.form == self._controller.form_id}
        self._context.view.form.show_unsaved(keys)
