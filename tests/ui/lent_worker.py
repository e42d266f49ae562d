"""A worker process that goes from one test's office to the next: loading it anew costs each test most of a second.

The worker's own tests, its end with the office among them, use the real one (tests/store).
"""

from __future__ import annotations

from multiprocessing.context import SpawnProcess
from typing import Any, ClassVar

from models.store.worker import Worker
from tests.leaks import LENT


class LentWorker(Worker):
    """Hands an idle process on when it closes; ends a busy or cancelled one as the real one does."""

    _idle: ClassVar[list[tuple[SpawnProcess, Any]]] = []

    def close(self) -> None:
        """Keep the process for the next office, if it waits for a job; else end it."""
        if not self._running.acquire(blocking=False):
            super().close()
            return
        try:
            process = self._process
            if process is None or self._cancelled or not process.is_alive():
                self._end()
                return
            LENT.add(process.pid)
            self._idle.append((process, self._pipe))
            self._process = self._pipe = None
        finally:
            self._running.release()

    def _start(self) -> Any:
        if self._process is None and self._idle:
            self._process, self._pipe = self._idle.pop()
            LENT.discard(self._process.pid)
        return super()._start()
