"""Threads that read and check beside a run: hashing, reading and the database leave Python free while they work.

The first trouble of any of them, or of the run itself, ends all of them at their next block and is what comes out.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import ParamSpec, TypeVar

from models.safekeeping.progress import BackupStopped, Meter

WORKERS = 2
"""The office machine has two cores, and a stick gains nothing from more readers."""

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")


class Crew:
    """Use it in a `with`: leaving waits for every thread and raises the first trouble."""

    def __init__(self, meter: Meter, workers: int = WORKERS) -> None:
        self._meter = meter
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="safekeeping")
        self._lock = threading.Lock()
        self._trouble: BaseException | None = None

    def start(
        self, work: Callable[Arguments, Value], *arguments: Arguments.args, **named: Arguments.kwargs
    ) -> Future[Value]:
        """Run `work` in a thread; its answer is the future's."""

        def watched() -> Value:
            try:
                self._meter.demand_going()
                return work(*arguments, **named)
            except BaseException as trouble:
                self._note(trouble)
                raise

        return self._pool.submit(watched)

    def _note(self, trouble: BaseException) -> None:
        with self._lock:
            if self._trouble is None or isinstance(self._trouble, BackupStopped):
                self._trouble = trouble
        self._meter.halt()

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._note(error)
        self._pool.shutdown(wait=True, cancel_futures=error is not None)
        if self._trouble is not None and self._trouble is not error:
            raise self._trouble from None
