"""Khôi phục từ bản sao lưu: choose a copy, open it, see what would change, agree, and it is done.

Works with and without an open store, so the same page serves the main window, the first run and an unlock window whose
store is damaged. Waiting calls run in a thread; leaving the page stops them and forgets every key.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent

from models.store.errors import EnvironmentProblem, RuleError
from ui.safekeeping.facts import CopyLine, Found, Preview
from ui.safekeeping.keeper import GLANCE_MS, TELL_MS
from ui.safekeeping.ports import RestoreEngine
from ui.safekeeping.restore_copy_step import CopyStep
from ui.safekeeping.restore_secret_step import SecretStep
from ui.safekeeping.wizard import Step, Wizard

COPY, SECRET, PREVIEW, DONE = range(4)


class RestorePage(Wizard):
    """The wizard over the copies on sticks and in folders."""

    def __init__(self, engine: RestoreEngine) -> None:
        self.copy_step, self.secret_step = CopyStep(), SecretStep()
        super().__init__(
            "Khôi phục từ bản sao lưu",
            (
                Step(self.copy_step, "Bước 1 trong 3: chọn bản sao", "Tiếp tục"),
                Step(self.secret_step, "Bước 2 trong 3: mở bản sao", "Mở bản sao"),
            ),
            "Bước 3 trong 3: xem trước",
            "Khôi phục",
        )
        self._engine = engine
        self._glance: str | None = None
        self._found: Found | None = None
        self._line: CopyLine | None = None
        self._folders: list[Found] = []
        self.copy_step.place_chosen.connect(self._place_chosen)
        self.copy_step.places.folder_chosen.connect(self._folder_chosen)
        self.copy_step.ready.connect(lambda _ready: self.enable())
        self.copy_step.table.itemActivated.connect(lambda _item: self.step_on())
        self.secret_step.entered.connect(self.step_on)
        self._timer = QTimer(self)
        self._timer.setInterval(GLANCE_MS)
        self._timer.timeout.connect(self._see)
        self.go(COPY)
        self._timer.start()
        self._see()

    def go(self, step: int) -> None:
        """Show a step, with the keyboard where it is needed."""
        super().go(step)
        if step == SECRET:
            self.secret_step.password.setFocus()
        elif step == COPY and self.copy_step.lines:
            self.copy_step.table.setFocus()

    def ready(self) -> bool:
        return self.step != COPY or self.copy_step.current is not None

    # -- step 1: which copy ------------------------------------------------------------------------------------------

    def _see(self) -> None:
        if self.step != COPY or self.busy:
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
        if self.busy:
            QTimer.singleShot(TELL_MS, self, lambda: self._read_copies(place))
        elif place is self._found:
            self.job.run(lambda: self._engine.copies(place), lambda lines: self._copies_read(place, lines))

    def _copies_read(self, place: Found, lines: object) -> None:
        if isinstance(lines, tuple) and place is self._found:
            self.copy_step.show_copies(place, lines)
            self.enable()
            if lines:
                self.copy_step.table.setFocus()

    # -- moving on ---------------------------------------------------------------------------------------------------

    def forward(self) -> None:
        (self._choose_copy, self._open_copy, self._restore)[self.step]()

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
            self.go(SECRET)

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
            self.opened,
            "Đang mở bản sao và so với sổ…",
        )

    def opened(self, preview: object) -> None:
        """The copy was opened: its secret is needed no longer."""
        if isinstance(preview, Preview):
            self.secret_step.forget()
        super().opened(preview)

    def _restore(self) -> None:
        numbers = self.preview_step.given_numbers()
        if numbers is None:
            return
        self.replace(
            lambda: self._engine.restore(numbers, self.job.hear, self.job.stopped),
            "Đang khôi phục…",
        )

    # -- when it does not go as wanted -------------------------------------------------------------------------------

    def refused(self, problem: RuleError | EnvironmentProblem) -> None:
        if isinstance(problem, RuleError) and self.step == SECRET:
            self.secret_step.show_problem(problem)
            return
        if self.step == COPY:
            self.copy_step.say("")
        super().refused(problem)

    def forget(self) -> None:
        self._engine.close()
        self.secret_step.forget()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        super().closeEvent(event)
