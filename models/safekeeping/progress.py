"""How far a backup, proof or restore has come, and how it is stopped.

A `Meter` is shared by the threads of one run. It promises that the callback is called by one thread at a time and not
more than ten times a second, and that after a stop every thread of the run ends at its next block.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

LEAST_SECONDS = 0.1
"""So long between two calls of the callback, except where the stage changes."""


class Stage(Enum):
    """What is being done; `words` is what the clerk reads."""

    SNAPSHOT = "snapshot"
    COPY = "copy"
    PROVE = "prove"
    TIDY = "tidy"

    @property
    def words(self) -> str:
        """Vietnamese words for the window."""
        return _WORDS[self]


_WORDS = {
    Stage.SNAPSHOT: "Đang chụp sổ",
    Stage.COPY: "Đang chép",
    Stage.PROVE: "Đang đọc lại để kiểm chứng",
    Stage.TIDY: "Đang dọn bản cũ",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` bytes that are written, read or checked; the total grows when more is found to do."""

    stage: Stage
    done: int
    total: int


class BackupStopped(Exception):
    """The clerk stopped the run; nothing that was good before has changed."""


def ignore(_: Progress) -> None:
    """A callback for runs that nobody watches."""


def never() -> bool:
    """A `stopped` for runs that nobody stops."""
    return False


class Meter:
    """Counts bytes for all threads of a run and lets them notice a stop."""

    def __init__(self, progress: Callable[[Progress], None] = ignore, stopped: Callable[[], bool] = never) -> None:
        self._progress, self._stopped = progress, stopped
        self._lock = threading.Lock()
        self._halted = False
        self._told = 0.0
        self._stage, self._done, self._total = Stage.SNAPSHOT, 0, 0

    def expect(self, size: int) -> None:
        """So many bytes more are to be done."""
        with self._lock:
            self._total += size

    def enter(self, stage: Stage) -> None:
        """A new stage begins; raises BackupStopped."""
        self.enter_quietly(stage)
        self.demand_going()

    def enter_quietly(self, stage: Stage) -> None:
        """A new stage begins that a stop no longer keeps from success."""
        with self._lock:
            self._stage = stage
            self._tell()

    def tick(self, size: int) -> None:
        """So many bytes were done; raises BackupStopped."""
        with self._lock:
            self._done = min(self._done + size, self._total)
            if time.monotonic() - self._told >= LEAST_SECONDS:
                self._tell()
        self.demand_going()

    def demand_going(self) -> None:
        """Raise BackupStopped when the clerk, or the failure of another thread, has ended the run."""
        if self.is_over():
            raise BackupStopped

    def is_over(self) -> bool:
        """Whether the run is to end."""
        return self._halted or self._stopped()

    def halt(self) -> None:
        """End the other threads too."""
        self._halted = True

    def _tell(self) -> None:
        self._told = time.monotonic()
        self._progress(Progress(self._stage, self._done, self._total))
