"""One call that only waits (Argon2, the disk), run in a thread, its answer handed back to the window's thread.

Promises: one call at a time; the answer comes as a signal in the main thread; `wait` ends the thread before a window
goes. While a call runs the garbage collector is held: Python collects in whichever thread happens to allocate, and a
widget collected outside the main thread crashes Qt. Problems named by our house come as the exception itself; any other
exception is told to the page as an EnvironmentProblem ("fault"), so that it stops waiting, and raised in the main
thread.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from models.store.errors import EnvironmentProblem, RuleError


@dataclass(slots=True)
class _Answer:
    value: object = None
    problem: BaseException | None = None


FAULT = "Việc này không xong vì lỗi của chương trình. Hãy thử lại, và báo cho người hỗ trợ nếu còn gặp."
"""What a page says beside the crash window, so that it does not wait for ever."""
WAITING = "waiting"
"""The name of every thread that runs such a call."""
SHARED_SECONDS = 0.0005
"""How long a waiting thread that turns rows into facts may keep the interpreter before a paint gets its turn."""


class _InterpreterHold:
    """Holds the garbage collector, and shares the interpreter in small turns, while at least one call runs.

    Only the main thread takes and gives.
    """

    def __init__(self) -> None:
        self._calls = 0
        self._was_on = False
        self._interval = sys.getswitchinterval()

    def take(self) -> None:
        if self._calls == 0:
            self._was_on = gc.isenabled()
            self._interval = sys.getswitchinterval()
            gc.disable()
            sys.setswitchinterval(SHARED_SECONDS)
        self._calls += 1

    def give(self) -> None:
        self._calls -= 1
        if self._calls == 0:
            sys.setswitchinterval(self._interval)
            if self._was_on:
                gc.enable()


_HOLD = _InterpreterHold()


class Waiting(QObject):
    """Runs a waiting call; `done` brings its value, `refused` a RuleError or EnvironmentProblem."""

    done = Signal(object)
    refused = Signal(object)
    _ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._answer = _Answer()
        self._ended.connect(self._finished, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return self._thread is not None

    def start(self, call: Callable[[], object]) -> None:
        """Start the call; there must be none running."""
        if self._thread is not None:
            raise RuntimeError("one call at a time")
        self._answer = answer = _Answer()

        def run() -> None:
            try:
                answer.value = call()
            except BaseException as problem:  # handed to the main thread, which raises what is not ours
                answer.problem = problem
            with suppress(RuntimeError):  # left behind by `wait`: the window may be gone
                self._ended.emit()

        _HOLD.take()
        self._thread = threading.Thread(target=run, name=WAITING, daemon=True)
        self._thread.start()

    def wait(self, longest_s: float | None = None) -> None:
        """Wait until the running call has ended, at most so many seconds; its answer is dropped.

        A call that still hangs then, such as a look at a dead network disk, is left to itself.
        """
        if self._thread is not None:
            self._thread.join(longest_s)
            self._thread = None
            _HOLD.give()

    def _finished(self) -> None:
        if self._thread is None:
            return
        self._thread.join()
        self._thread = None
        _HOLD.give()
        answer, self._answer = self._answer, _Answer()
        if answer.problem is None:
            self.done.emit(answer.value)
        elif isinstance(answer.problem, RuleError | EnvironmentProblem):
            self.refused.emit(answer.problem)
        else:
            self.refused.emit(EnvironmentProblem(FAULT, code="fault"))
            raise answer.problem
