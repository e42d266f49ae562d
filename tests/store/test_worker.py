"""The worker process: values, errors, cancel, and nothing personal in what it reports."""

from __future__ import annotations

import os
import threading
import time
import warnings

import pytest

from models.store.errors import EnvironmentProblem, RuleError
from models.store.worker import JobCancelled, Worker, WorkerBroke


def double(number: int) -> int:
    return number * 2


def breaks_rule() -> None:
    raise RuleError("Sai cột", field="cell", code="bad")


def needs_disk() -> None:
    raise EnvironmentProblem("Đĩa đầy", code="disk_full")


def has_a_bug() -> None:
    raise KeyError("Nguyễn Thị Hạnh")


def never_ends() -> None:
    time.sleep(600)


class Unsendable:
    """A value whose way through the pipe fails with its content in the words."""

    def __reduce__(self) -> tuple[object, ...]:
        raise ValueError("Nguyễn Thị Hạnh")


class Unreadable:
    """A value that cannot be put together again on the other side."""

    def __reduce__(self) -> tuple[object, ...]:
        return (int, ("Nguyễn Thị Hạnh",))


def gives_unsendable() -> Unsendable:
    return Unsendable()


def test_what_cannot_cross_the_pipe_is_told_without_values(capfd: pytest.CaptureFixture[str]) -> None:
    worker = Worker()
    try:
        for job in (lambda: worker.run(gives_unsendable), lambda: worker.run(double, Unreadable())):  # type: ignore[arg-type]  # wrong on purpose
            with pytest.raises(WorkerBroke) as bug:
                job()
            assert "ValueError" in bug.value.way
            assert "Hạnh" not in str(bug.value)
        assert worker.run(double, 2) == 4
    finally:
        worker.close()
    assert "Hạnh" not in "".join(capfd.readouterr())


def test_values_and_errors_come_back() -> None:
    worker = Worker()
    try:
        worker.warm()
        assert worker.run(double, 21) == 42
        with pytest.raises(RuleError) as rule:
            worker.run(breaks_rule)
        assert (rule.value.message, rule.value.field, rule.value.code) == ("Sai cột", "cell", "bad")
        with pytest.raises(EnvironmentProblem) as problem:
            worker.run(needs_disk)
        assert problem.value.code == "disk_full"
        with pytest.raises(WorkerBroke) as bug:
            worker.run(has_a_bug)
        assert "KeyError" in str(bug.value)
        assert "Hạnh" not in str(bug.value)
        assert worker.run(double, 1) == 2
    finally:
        worker.close()


def prints_and_dies() -> None:
    os.write(2, "Nguyễn Thị Hạnh".encode())
    print("Nguyễn Thị Hạnh")
    warnings.warn("Nguyễn Thị Hạnh", stacklevel=1)
    os._exit(3)


def test_a_process_that_dies_is_told_as_the_machines_trouble(capfd: pytest.CaptureFixture[str]) -> None:
    worker = Worker()
    try:
        with pytest.raises(EnvironmentProblem) as problem:
            worker.run(prints_and_dies)
        assert problem.value.code == "worker_ended"
        assert worker.run(double, 4) == 8
    finally:
        worker.close()
    assert "Hạnh" not in "".join(capfd.readouterr())


def test_cancel_without_a_job_keeps_the_warm_process() -> None:
    worker = Worker()
    try:
        warm = worker.run(os.getpid)
        worker.cancel()
        assert worker.run(os.getpid) == warm
    finally:
        worker.close()


def test_cancel_ends_the_job_and_the_next_one_runs() -> None:
    worker = Worker()
    try:
        worker.warm()
        timer = threading.Timer(0.2, worker.cancel)
        timer.start()
        with pytest.raises(JobCancelled):
            worker.run(never_ends)
        timer.join()
        assert worker.run(double, 3) == 6
    finally:
        worker.close()
