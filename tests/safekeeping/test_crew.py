"""Threads of a run: the first trouble ends all of them and is what comes out."""

from __future__ import annotations

import threading
import time

import pytest

from models.safekeeping.crew import Crew
from models.safekeeping.progress import BackupStopped, Meter, Progress, Stage
from models.store.errors import EnvironmentProblem

LONG = 20.0


def works_on(meter: Meter, began: threading.Event, ended: list[str]) -> None:
    """Works for long unless the run is over."""
    began.set()
    until = time.monotonic() + LONG
    try:
        while time.monotonic() < until:
            meter.tick(0)
    except BackupStopped:
        ended.append("stopped")
        raise


def broken(began: threading.Event) -> None:
    began.wait()
    raise EnvironmentProblem("stick", code="medium_error")


def test_one_thread_s_trouble_ends_the_other_and_the_run() -> None:
    meter, began, ended = Meter(), threading.Event(), list[str]()

    def run() -> None:
        with Crew(meter) as crew:
            crew.start(works_on, meter, began, ended)
            crew.start(broken, began)
            works_on(meter, began, ended)

    with pytest.raises(EnvironmentProblem) as caught:
        run()
    assert caught.value.code == "medium_error"
    assert ended == ["stopped", "stopped"]


def test_the_run_s_own_trouble_ends_the_threads() -> None:
    meter, began, ended = Meter(), threading.Event(), list[str]()

    def run() -> None:
        with Crew(meter) as crew:
            crew.start(works_on, meter, began, ended)
            began.wait()
            raise KeyError

    with pytest.raises(KeyError):
        run()
    assert ended == ["stopped"]


def test_what_waits_is_not_begun_after_a_stop() -> None:
    stopped = threading.Event()
    meter, begun = Meter(stopped=stopped.is_set), list[int]()
    stopped.set()

    def run() -> None:
        with Crew(meter) as crew:
            for number in range(5):
                crew.start(begun.append, number)

    with pytest.raises(BackupStopped):
        run()
    assert begun == []


def test_answers_come_out() -> None:
    with Crew(Meter()) as crew:
        found = [crew.start(pow, 2, number) for number in range(8)]
        assert [one.result() for one in found] == [2**number for number in range(8)]


def test_the_meter_tells_seldom_and_never_more_than_all() -> None:
    heard: list[Progress] = []
    meter = Meter(heard.append)
    meter.expect(1000)
    for _ in range(2000):
        meter.tick(1)
    meter.enter(Stage.TIDY)
    assert len(heard) < 50
    assert heard[-1] == Progress(Stage.TIDY, 1000, 1000)
    assert all(stage.words for stage in Stage)
