"""The card of the first steps below the list of forms: shown until it is put away, ticked by what is done."""

from PySide6.QtCore import QEvent, QObject

from perfdesk.errors import PerfDeskError
from perfdesk.session.year.first_steps import FirstStep
from ui.actions.qt_actions import CommandCenter
from ui.forms.first_steps_card import FirstStepsCard
from ui.window_context import WindowContext

_ROOMY = 600
"""Windows lower than this (logical pixels) show the next step only…"""
_LOW = 430
"""…and below this nothing of it: the list of forms needs the room."""
_ACTIONS = {
    FirstStep.IMPORT: "import_files",
    FirstStep.CARRY: "carry_over",
    FirstStep.MONEY: "money_table",
    FirstStep.CHECK: "check_all",
    FirstStep.HAND_IN: "print_preview",
}


class FirstStepsGuide(QObject):
    """Makes the card when it is wanted, and keeps its ticks."""

    def __init__(self, context: WindowContext, center: CommandCenter) -> None:
        super().__init__(context.window)
        self._context = context
        self._center = center
        self.card: FirstStepsCard | None = None
        controller = context.controller
        context.auditor.all_checked.connect(self._checked)
        context.auditor.portfolio_checked.connect(self.follow)
        controller.form_shown.connect(lambda _: self.follow())
        context.window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A dialog that closes gives the window its activity back: what it did is looked at then.
        if event.type() == QEvent.Type.WindowActivate:
            self.follow()
        elif event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def follow(self) -> None:
        """Show the card or not, with what is done by now."""
        controller = self._context.controller
        wanted = self._context.preferences.first_steps and controller.writable
        if not wanted:
            if self.card is not None:
                self.card.hide()
            return
        card = self._made()
        # Before the first check has ended most forms are not read yet, and are not read for this.
        if controller.ready and controller.file.checking.prepared:
            try:
                card.show_done(controller.file.year.first_steps.done())
            except PerfDeskError:
                # A form could not be read: its drive has gone, which is said where it is needed.
                return
        self._fit()

    def _made(self) -> FirstStepsCard:
        if self.card is None:
            self.card = FirstStepsCard()
            self.card.wanted.connect(self._do)
            self.card.put_away.connect(self._put_away)
            self._context.tree.below.addWidget(self.card)
        return self.card

    def _fit(self) -> None:
        if self.card is None:
            return
        height = self._context.window.height()
        self.card.shorten(short=height < _ROOMY)
        wanted = self._context.preferences.first_steps and self._context.controller.writable
        self.card.setVisible(wanted and height >= _LOW)

    def _put_away(self) -> None:
        preferences = self._context.preferences
        preferences.first_steps = False
        preferences.save()
        self.follow()

    def _checked(self) -> None:
        if self._context.controller.workspace is not None:
            self._context.controller.file.year.first_steps.checked()
            self.follow()

    def _do(self, step: FirstStep) -> None:
        if step is not FirstStep.ACTUALS:
            self._center.actions[_ACTIONS[step]].trigger()
            return
        path = self._context.controller.file.year.first_steps.missing_actual()
        if path is None:
            self._context.notice("实际完成值都填了")
            return
        view = self._context.view
        view.commit_editor()
        if path.form != self._context.controller.form_id:
            self._context.controller.show_form(path.form)
        view.go_to_field(path.row, path.field)
        view.setFocus()
