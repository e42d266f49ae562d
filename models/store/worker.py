"""One warm worker process for Python work over 50 ms: understanding a workbook, PDFs, Excel, a month run.

It is spawned, gets a function and frozen facts, and gives back a value; it never holds a key and opens no store. A job
is cancelled by ending the process; the next job gets a fresh one.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import warnings
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import SpawnProcess
from typing import Any, ParamSpec, TypeVar

from models.store.errors import EnvironmentProblem, RuleError

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")


class JobCancelled(Exception):
    """The job was cancelled; nothing of it remains."""


class WorkerBroke(Exception):
    """The job raised something unexpected: a bug of ours. Carries no data of the job.

    `way` is the kind of error and the way to it inside the worker.
    """

    def __init__(self, way: str) -> None:
        super().__init__(way)
        self.way = way


class Worker:
    """Runs one job at a time; `run` waits, so call it from a thread that may wait."""

    def __init__(self) -> None:
        """No process yet; `warm` or the first job starts it."""
        self._process: SpawnProcess | None = None
        self._pipe: Any = None
        self._running = threading.Lock()
        self._cancelled = False

    def warm(self) -> None:
        """Start the process ahead of its first job."""
        with self._running:
            self._start()

    def run(
        self, function: Callable[Arguments, Value], *arguments: Arguments.args, **keywords: Arguments.kwargs
    ) -> Value:
        """The value of function(*arguments); the function must be importable and all values picklable.

        RuleError and EnvironmentProblem of the job come out as they are; "worker_ended" is a process that the system or
        a library ended. Raises JobCancelled or WorkerBroke.
        """
        with self._running:
            self._cancelled = False
            pipe = self._start()
            try:
                pipe.send((function, arguments, keywords))
                kind, value = pipe.recv()
            except (EOFError, OSError):
                self._end()
                if self._cancelled:
                    raise JobCancelled from None
                raise _ended() from None
        if kind == "rule":
            raise RuleError(value[0], field=value[1], code=value[2])
        if kind == "environment":
            raise EnvironmentProblem(value[0], code=value[1])
        if kind == "bug":
            raise WorkerBroke(value)
        return value  # type: ignore[no-any-return]  # the pipe carries what the function gave

    def cancel(self) -> None:
        """End the running job, if any, by ending the process; one that waits for its next job stays warm."""
        if not self._running.locked():
            return
        self._cancelled = True
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process; a running job is cancelled."""
        self.cancel()
        with self._running:
            self._end()

    def _start(self) -> Any:
        if self._process is not None and self._pipe is not None and self._process.is_alive():
            return self._pipe
        self._end()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), daemon=True, name="so-an-sinh-worker")
        process.start()
        self._process = process
        theirs.close()
        self._pipe = ours
        return ours

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None


def _ended() -> EnvironmentProblem:
    """A damaged workbook can bring down the library that reads it, and a system without memory kills."""
    return EnvironmentProblem(
        "Việc này bị dừng giữa chừng: tệp có thể hỏng nặng, hoặc máy thiếu bộ nhớ. Chưa có gì được lưu. Hãy mở tệp "
        "bằng Excel rồi lưu lại, đóng bớt chương trình khác và thử lại.",
        code="worker_ended",
    )


def _serve(pipe: Any) -> None:
    """The worker's loop; ends when the other side goes away, in the middle of a job as well."""
    _print_nothing()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            _serve_one(pipe)


def _print_nothing() -> None:
    """What libraries say of a cell quotes it, down to the native one that panics over a damaged workbook."""
    warnings.simplefilter("ignore")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _serve_one(pipe: Any) -> None:
    """One job; whatever fails, its reading and the sending of its value too, is told without a value."""
    try:
        function, arguments, keywords = pipe.recv()
        answer = _answer(function, arguments, keywords)
    except (EOFError, OSError):
        raise
    except Exception as error:
        answer = _bug(error)
    try:
        pipe.send(answer)
    except OSError:
        raise
    except Exception as error:
        pipe.send(_bug(error))


def _end_with_parent() -> None:
    """A killed program must not leave people's data behind in a worker that goes on with its job."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...], keywords: dict[str, Any]) -> tuple[str, Any]:
    try:
        return ("value", function(*arguments, **keywords))
    except RuleError as error:
        return ("rule", (error.message, error.field, error.code))
    except EnvironmentProblem as error:
        return ("environment", (error.message, error.code))
    except Exception as error:
        return _bug(error)


def _bug(error: Exception) -> tuple[str, str]:
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return ("bug", f"{type(error).__name__} in {' > '.join(frames[-4:])}")
