"""The first steps as a card below the list of forms: what to do next, ticked as it is done."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from perfdesk.session.year.first_steps import FirstStep
from ui.style import fonts, icons, theme
from ui.style.plain_text import PlainLabel, tip

_TIPS = {
    FirstStep.IMPORT: "从 Excel、WPS、Word、PDF 导入，原文件不改动",
    FirstStep.CARRY: "名称、目标、指标照抄，资金和完成情况待填",
    FirstStep.MONEY: "所有项目的预算数、执行数在一张表里填",
    FirstStep.ACTUALS: "跳到第一处没填的实际完成值",
    FirstStep.CHECK: "检查全部表，列出错误和待核实的",
    FirstStep.HAND_IN: "预览、打印或导出 PDF",
}
_ALL_DONE = "六步都做完了。"
_TICK = 16


class FirstStepsCard(QFrame):
    """Six buttons, the next one marked; one click puts the card away for good."""

    wanted = Signal(object)
    """A `FirstStep` to do."""
    put_away = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("first-steps")
        self.steps = {step: QPushButton() for step in FirstStep}
        self.away = QToolButton()
        self.away.setText("收起")
        self.away.setToolTip("不再显示；“帮助→第一次用的步骤”可以找回")
        self.away.setAccessibleName("收起第一次用的步骤，不再显示")
        self.told: QLabel = PlainLabel(_ALL_DONE)
        self._done: frozenset[FirstStep] = frozenset()
        self._short = False
        self._lay_out()
        self.show_done(())

    def show_done(self, done: Collection[FirstStep]) -> None:
        """Tick these steps and mark the next one."""
        self._done = frozenset(done)
        self._show()

    def shorten(self, *, short: bool) -> None:
        """On a low window only the next step is shown."""
        self._short = short
        self._show()

    @property
    def next(self) -> FirstStep | None:
        """The first step that is not done."""
        return next((step for step in FirstStep if step not in self._done), None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "told"):
            self._show()

    def _lay_out(self) -> None:
        title = PlainLabel("第一次用？照这六步")
        title.setFont(fonts.heading_font(10))
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.away)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        column.setSpacing(2)
        column.addLayout(head)
        for step, button in self.steps.items():
            button.setText(f" {step.value}")
            button.setToolTip(tip(_TIPS[step]))
            button.setIconSize(QSize(_TICK, _TICK))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, step=step: self.wanted.emit(step))
            column.addWidget(button)
        column.addWidget(self.told)
        self.away.clicked.connect(self.put_away)

    def _show(self) -> None:
        colours, following = theme.colours(), self.next
        for step, button in self.steps.items():
            done = step in self._done
            name = "circle-check" if done else "arrow-right"
            tone = QColor(colours.good if done else colours.accent)
            marked = done or step is following
            picture = icons.pixmap(name, tone, _TICK, self.devicePixelRatioF())
            button.setIcon(QIcon(picture) if marked else theme.blank_icon())
            button.setAccessibleName(f"{step.value}，{'已完成' if done else '未完成'}")
            button.setVisible(not self._short or step is following)
            weight = button.font()
            weight.setBold(step is following)
            button.setFont(weight)
        self.told.setVisible(following is None)
