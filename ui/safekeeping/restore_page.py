"""Khôi phục từ bản sao lưu: choose a copy, open it, see what would change, agree, and it is done.

Works with and without an open store, so the same page serves the main window, the first run and an unlock window whose
store is damaged. Waiting calls run in a thread; leaving the page stops them and forgets every key.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from models.store.errors import EnvironmentProblem, RuleError
from ui.parts import Button, Notice, PrimaryButton, ToneLabel, title_label
from ui.safekeeping.facts import CopyLine, Found, Preview, Restored
from ui.safekeeping.keeper import GLANCE_MS, TELL_MS
from ui.safekeeping.ports import CopyStopped, RestoreEngine
from ui.safekeeping.restore_copy_step import CopyStep
from ui.safekeeping.restore_job import RestoreJob
from ui.safekeeping.restore_preview_step import DoneStep, PreviewStep
from ui.safekeeping.restore_secret_step import SecretStep
from ui.theme import em

COPY, SECRET, PREVIEW, DONE = range(4)
TITLES: Final = ("Bước 1 trong 3: chọn bản sao", "Bước 2 trong 3: mở bản sao", "Bước 3 trong 3: xem trước", "Đã xong")
FORWARD: Final = ("Tiếp tục", "Mở bản sao", "Khôi phục", "Mở sổ đã khôi phục")
STOPPED: Final = object()


class RestorePage(QWidget):
    """`restored` when the clerk goes on to the restored store, `left` when nothing was changed.

    `restoring(True)` before the present store is touched, `restoring(False)` when it was left as it is.
    """

    left = Signal()
    restored = Signal()
    restoring = Signal(bool)

    def __init__(self, engine: RestoreEngine) -> None:
        super().__init__()
        self._engine = engine
        self._glance: str | None = None
        self._found: Found | None = None
        self._line: CopyLine | None = None
        self._replacing = False
        self._folders: list[Found] = []
        self.job = RestoreJob(self)
        self.job.changed.connect(self._enable)
        self.job.refused.connect(self._refused)
        self.step_title = ToneLabel("", "quiet", wrap=False)
        self.notice = Notice("", "wrong")
        self.copy_step, self.secret_step = CopyStep(), SecretStep()
        self.preview_step, self.done_step = PreviewStep(), DoneStep()
        self.steps = QStackedWidget()
        self.back_button = Button("Quay lại", "arrow-left")
        self.back_button.clicked.connect(self.step_back)
        self.button = PrimaryButton("Tiếp tục")
        self.button.clicked.connect(self.step_on)
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(GLANCE_MS)
        self._timer.timeout.connect(self._see)
        self._go(COPY)
        self._timer.start()
        self._see()

    def _build(self) -> None:
        for step in (self.copy_step, self.secret_step, self.preview_step, self.done_step):
            self.steps.addWidget(step)
        self.copy_step.place_chosen.connect(self._place_chosen)
        self.copy_step.places.folder_chosen.connect(self._folder_chosen)
        self.copy_step.ready.connect(lambda _ready: self._enable())
        self.copy_step.table.itemActivated.connect(lambda _item: self.step_on())
        self.secret_step.entered.connect(self.step_on)
        self.preview_step.agreed.connect(lambda _on: self._enable())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, em(self, 0.8), 0, em(self, 0.6))
        head = QVBoxLayout()
        head.setContentsMargins(em(self), 0, em(self), 0)
        head.addWidget(title_label("Khôi phục từ bản sao lưu"))
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
    def busy(self) -> bool:
        return self.job.busy

    @property
    def may_leave(self) -> bool:
        """Not while the thread works, nor when the store that was open before is closed."""
        return not self.busy and self.step != DONE

    def _go(self, step: int) -> None:
        self.steps.setCurrentIndex(step)
        self.step_title.setText(TITLES[step])
        self.button.setText(FORWARD[step])
        self.back_button.setVisible(step != DONE)
        self.preview_step.agree.setVisible(step == PREVIEW)
        self.notice.say("")
        self._enable()
        if step == SECRET:
            self.secret_step.password.setFocus()
        elif step == COPY and self.copy_step.lines:
            self.copy_step.table.setFocus()
        elif step == DONE:
            self.button.setFocus()

    def _enable(self) -> None:
        ready = {COPY: self.copy_step.current is not None, PREVIEW: self.preview_step.is_agreed}
        self.button.setEnabled(not self.busy and ready.get(self.step, True))
        self.back_button.setEnabled(not self.busy)
        self.steps.setEnabled(not self.busy)
        self.preview_step.agree.setEnabled(not self.busy)

    # -- step 1: which copy ------------------------------------------------------------------------------------------

    def _see(self) -> None:
        if self.step != COPY or self.job.busy:
            return
        seen = self._engine.glance()
        if seen != self._glance:
            self._glance = seen
            self.job.run(self._engine.look, self._looked)

    def _looked(self, found: object) -> None:
        if isinstance(found, tuple):
            self.copy_step.places.show_places((*found, *self._folders))

    def _folder_chosen(self, folder: object) -> None:
        self.job.run(lambda: self._engine.at(folder), self._folder_found)  # type: ignore[arg-type]  # the signal carries a Path

    def _folder_found(self, found: object) -> None:
        if isinstance(found, Found):
            self._folders.append(found)
            self.job.run(self._engine.look, self._looked)

    def _place_chosen(self, found: object) -> None:
        self._found = found if isinstance(found, Found) else None
        self.copy_step.show_copies(None, ())
        place = self._found
        if place is None:
            return
        self.copy_step.say("Đang đọc các bản sao…")
        QTimer.singleShot(0, self, lambda: self._read_copies(place))

    def _read_copies(self, place: Found) -> None:
        if self.job.busy:
            QTimer.singleShot(TELL_MS, self, lambda: self._read_copies(place))
        elif place is self._found:
            self.job.run(lambda: self._engine.copies(place), lambda lines: self._copies_read(place, lines))

    def _copies_read(self, place: Found, lines: object) -> None:
        if isinstance(lines, tuple) and place is self._found:
            self.copy_step.show_copies(place, lines)
            self._enable()
            if lines:
                self.copy_step.table.setFocus()

    # -- moving on ---------------------------------------------------------------------------------------------------

    def step_on(self) -> None:
        """The primary button."""
        if not self.button.isEnabled():
            return
        self.notice.say("")
        (self._choose_copy, self._open_copy, self._restore, self.restored.emit)[self.step]()

    def step_back(self) -> None:
        """One step back; from the first step nothing was changed and the page is left."""
        if self.busy:
            return
        if self.step == COPY:
            self.left.emit()
            return
        self._engine.close()
        self.secret_step.forget()
        self._go(COPY)

    def _choose_copy(self) -> None:
        found, line = self._found, self.copy_step.current
        if found is None or line is None:
            return
        self._line = line
        if not self._engine.needs_secret(line):
            self._open_with(None, None, sheet=False)
            return
        self.job.run(lambda: self._engine.handles(found, line), self._ask_secret, "Đang đọc bản sao…")

    def _ask_secret(self, handles: object) -> None:
        if isinstance(handles, tuple) and self._line is not None:
            self.secret_step.ask(self._line, handles)
            self._go(SECRET)

    def _open_copy(self) -> None:
        answer = self.secret_step.answer()
        if answer is not None:
            self._open_with(answer[0], answer[1], sheet=answer[2])

    def _open_with(self, secret: str | None, handle: str | None, *, sheet: bool) -> None:
        found, line = self._found, self._line
        if found is None or line is None:
            return
        self.job.run(
            lambda: self._engine.open(found, line, secret, handle, sheet=sheet),
            self._opened,
            "Đang mở bản sao và so với sổ…",
        )

    def _opened(self, preview: object) -> None:
        if isinstance(preview, Preview):
            self.secret_step.forget()
            self.preview_step.show_preview(preview)
            self._go(PREVIEW)

    def _restore(self) -> None:
        numbers = self.preview_step.given_numbers()
        if numbers is None:
            return

        def run() -> object:
            try:
                return self._engine.restore(numbers, self.job.hear, self.job.stopped)
            except CopyStopped:
                return STOPPED

        self._replacing = True
        self.restoring.emit(True)
        self.job.run(run, self._was_restored, "Đang khôi phục…")

    def _was_restored(self, value: object) -> None:
        if isinstance(value, Restored):
            self.done_step.show_done(value.sentences)
            self._go(DONE)
        elif value is STOPPED:
            self._as_before()
            self.notice.say("Đã dừng. Sổ hiện nay vẫn như cũ.", "soon")

    # -- when it does not go as wanted -------------------------------------------------------------------------------

    def _as_before(self) -> None:
        if self._replacing:
            self._replacing = False
            self.restoring.emit(False)

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._as_before()
        if isinstance(problem, RuleError) and self.step == SECRET:
            self.secret_step.show_problem(problem)
            return
        if self.step == COPY:
            self.copy_step.say("")
        self.notice.say(problem.message, "wrong")

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        self.job.close()
        self._engine.close()
        self.secret_step.forget()
        super().closeEvent(event)
