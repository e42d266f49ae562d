"""The frame of a wizard that replaces the store: steps, a thread, a preview to agree to, and what was done.

Promises: nothing is replaced before the preview was agreed to; leaving stops the thread; a refusal says so on the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.safekeeping.facts import Preview, Restored
from ui.safekeeping.ports import CopyStopped
from ui.safekeeping.restore_job import RestoreJob
from ui.safekeeping.restore_preview_step import DoneStep, PreviewStep
from ui.theme import em

STOPPED = object()


class Step(NamedTuple):
    """A step before the preview: its page, its title, what the button says."""

    page: QWidget
    title: str
    forward: str


class Wizard(QWidget):
    """`restored` when the clerk goes on to the restored store, `left` when nothing was changed.

    `restoring(True)` before the present store is touched, `restoring(False)` when it was left as it is. A subclass says
    what each step does (`forward`), whether it may go on (`ready`) and what a refusal means (`refused`).
    """

    left = Signal()
    restored = Signal()
    restoring = Signal(bool)

    def __init__(self, title: str, first: Sequence[Step], look: str, act: str) -> None:
        """`look` is the title of the preview, `act` the word on its button."""
        super().__init__()
        self._titles = (*(one.title for one in first), look, "Đã xong")
        self._forward = (*(one.forward for one in first), act, "Mở sổ đã khôi phục")
        self._replacing = False
        self.job = RestoreJob(self)
        self.job.changed.connect(self.enable)
        self.job.refused.connect(self._was_refused)
        self.step_title = ToneLabel("", "quiet", wrap=False)
        self.notice = Notice("", "wrong")
        self.preview_step, self.done_step = PreviewStep(), DoneStep()
        self.preview_step.agreed.connect(lambda _on: self.enable())
        self.steps = QStackedWidget()
        for page in (*(one.page for one in first), self.preview_step, self.done_step):
            self.steps.addWidget(page)
        self.back_button = Button("Quay lại", "arrow-left")
        self.back_button.clicked.connect(self.step_back)
        self.button = PrimaryButton(self._forward[0])
        self.button.clicked.connect(self.step_on)
        self._build(title)

    def _build(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, em(self, 0.8), 0, em(self, 0.6))
        head = QVBoxLayout()
        head.setContentsMargins(em(self), 0, em(self), 0)
        head.addWidget(title_label(title))
        head.addWidget(self.step_title)
        head.addWidget(self.notice)
        column.addLayout(head)
        column.addWidget(self.steps, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(em(self), 0, em(self), 0)
        foot.addWidget(self.job.progress)
        row = QHBoxLayout()
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.preview_step.agree)
        row.addWidget(self.button)
        foot.addLayout(row)
        column.addLayout(foot)

    @property
    def step(self) -> int:
        return self.steps.currentIndex()

    @property
    def previewing(self) -> bool:
        """Whether the preview is shown."""
        return self.steps.currentWidget() is self.preview_step

    @property
    def done(self) -> bool:
        """Whether the store was replaced."""
        return self.steps.currentWidget() is self.done_step

    @property
    def busy(self) -> bool:
        return self.job.busy

    @property
    def may_leave(self) -> bool:
        """Not while the thread works, nor when the store that was open before is closed."""
        return not self.busy and not self.done

    def go(self, step: int) -> None:
        """Show a step."""
        self.steps.setCurrentIndex(step)
        self.step_title.setText(self._titles[step])
        self.button.setText(self._forward[step])
        self.back_button.setVisible(not self.done)
        self.preview_step.agree.setVisible(self.previewing)
        self.notice.say("")
        self.enable()
        if self.done:
            self.button.setFocus()

    def enable(self) -> None:
        """Which controls may be used now."""
        agreed = self.preview_step.is_agreed if self.previewing else True
        self.button.setEnabled(not self.busy and agreed and (self.done or self.ready()))
        self.back_button.setEnabled(not self.busy)
        self.steps.setEnabled(not self.busy)
        self.preview_step.agree.setEnabled(not self.busy)

    def step_on(self) -> None:
        """The primary button."""
        if not self.button.isEnabled():
            return
        self.notice.say("")
        if self.done:
            self.restored.emit()
        else:
            self.forward()

    def step_back(self) -> None:
        """Back to the first step; from there nothing was changed and the page is left."""
        if self.busy:
            return
        if self.step == 0:
            self.left.emit()
            return
        self.forget()
        self.go(0)

    # -- what a subclass says ----------------------------------------------------------------------------------------

    def ready(self) -> bool:
        """Whether the step that is shown may go on."""
        return True

    def forward(self) -> None:
        """What the primary button does in the step that is shown."""

    def forget(self) -> None:
        """Nothing secret and nothing opened stays."""

    def refused(self, problem: RuleError | EnvironmentProblem) -> None:
        """A call was refused."""
        self.notice.say(problem.message, "wrong")

    # -- replacing the store -----------------------------------------------------------------------------------------

    def opened(self, preview: object) -> None:
        """What would change was read: show it."""
        if isinstance(preview, Preview):
            self.preview_step.show_preview(preview)
            self.go(self.steps.indexOf(self.preview_step))
            self.preview_step.verticalScrollBar().setValue(0)
            self.preview_step.setFocus()  # its button waits to be agreed to: the keyboard would go to the navigation

    def replace(self, call: Callable[[], Restored], words: str) -> None:
        """Run what replaces the store, while the frame holds everything else."""

        def run() -> object:
            try:
                return call()
            except CopyStopped:
                return STOPPED

        self._replacing = True
        self.restoring.emit(True)
        self.job.run(run, self._replaced, words)

    def _replaced(self, value: object) -> None:
        if isinstance(value, Restored):
            self.forget()
            self.done_step.show_done(value.sentences)
            self.go(self.steps.indexOf(self.done_step))
        elif value is STOPPED:
            self._as_before()
            self.notice.say("Đã dừng. Sổ hiện nay vẫn như cũ.", "soon")

    def _as_before(self) -> None:
        if self._replacing:
            self._replacing = False
            self.restoring.emit(False)

    def _was_refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._as_before()
        self.refused(problem)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.job.close()
        self.forget()
        super().closeEvent(event)
