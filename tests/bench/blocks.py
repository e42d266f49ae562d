"""How long the event loop of the window's thread stands still: a heartbeat whose gaps are the blocks."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

BEAT_MS = 4
SETTLE_S = 0.5
"""The idle work of a register (the count, the remaining ids) begins 0.2 s after its first rows."""
PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One step in a window: the longest block by the clock and by the thread's own processor time, all in seconds.

    `whole` is how long it took until nothing was busy any more. The clock also counts what other programs took.
    """

    name: str
    block: float
    own: float
    whole: float

    def line(self) -> str:
        """One line for people."""
        return (
            f"{self.name:<52} longest block {1000 * self.block:6.0f} ms (own time {1000 * self.own:6.0f} ms),"
            f" settled after {self.whole:5.1f} s"
        )


class Heartbeat(QObject):
    """Beats in the main thread; between two beats lies what the loop did meanwhile. Made after the application."""

    def __init__(self) -> None:
        super().__init__()
        self.block = self.own = 0.0
        self._at, self._spent = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now, spent = time.perf_counter(), time.thread_time()
        self.block = max(self.block, now - self._at - BEAT_MS / 1000)
        self.own = max(self.own, spent - self._spent)
        self._at, self._spent = now, spent

    def see(self, name: str, step: Callable[[], object], busy: Callable[[], bool] | None = None) -> Seen:
        """Do a step inside the loop and watch until it is no longer busy and has settled."""
        problems: list[BaseException] = []

        def do() -> None:
            try:
                step()
            except BaseException as problem:  # Qt would print and swallow it
                problems.append(problem)

        self.block = self.own = 0.0
        started = self._at = time.perf_counter()
        self._spent = time.thread_time()
        self._timer.start(BEAT_MS)
        QTimer.singleShot(0, do)
        quiet_since = ended = started
        while time.perf_counter() - quiet_since < SETTLE_S:
            _let_work(20)
            if problems:
                raise problems[0]
            if busy is not None and busy():
                quiet_since = ended = time.perf_counter()
                if quiet_since - started > PATIENCE_S:
                    raise TimeoutError(name)
        self._timer.stop()
        return Seen(name, self.block, self.own, ended - started)


def _let_work(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
