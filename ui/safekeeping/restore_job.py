"""The one thread of the restore wizard: a call that waits, how far it is, the button that stops it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from models.store.errors import EnvironmentProblem, RuleError
from ui.safekeeping.facts import Told
from ui.safekeeping.keeper import TELL_MS
from ui.safekeeping.progress import ByteProgress
from ui.waiting import Waiting


class RestoreJob(QObject):
    """Runs one call at a time; `changed` when one begins or ends, `refused` with what it raised.

    The progress is shown only for calls that are given words: reading a stick again is no news.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.progress = ByteProgress()
        self._stop = threading.Event()
        self.progress.stopped.connect(self._stop.set)
        self._told: Told | None = None
        self._after: Callable[[object], None] = lambda _value: None
        self._waiting = Waiting(self)
        self._waiting.done.connect(self._done)
        self._waiting.refused.connect(self._refused)
        self._ticks = QTimer(self)
        self._ticks.setInterval(TELL_MS)
        self._ticks.timeout.connect(self._tell)

    @property
    def busy(self) -> bool:
        return self._waiting.busy

    def run(self, call: Callable[[], object], after: Callable[[object], None], words: str = "") -> None:
        """Run `call` in the thread, then `after` with its value; nothing happens while another call runs."""
        if self._waiting.busy:
            return
        self._stop.clear()
        self._told, self._after = None, after
        self._waiting.start(call)
        if words:
            self.progress.begin(words)
            self._ticks.start()
        self.changed.emit()

    def hear(self, told: Told) -> None:
        """How far the call is; called in its thread, read by the timer."""
        self._told = told

    def stopped(self) -> bool:
        """Whether the call should stop; asked in its thread."""
        return self._stop.is_set()

    def _tell(self) -> None:
        if self._told is not None and self._waiting.busy:
            self.progress.show_told(self._told)

    def _over(self) -> None:
        self._ticks.stop()
        self.progress.end()
        self.changed.emit()

    def _done(self, value: object) -> None:
        self._over()
        self._after(value)

    def _refused(self, problem: RuleError | EnvironmentProblem) -> None:
        self._over()
        self.refused.emit(problem)

    def close(self) -> None:
        """Stop what runs and wait for it."""
        self._ticks.stop()
        self._stop.set()
        self._waiting.wait()
