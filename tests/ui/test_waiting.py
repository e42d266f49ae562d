"""Waiting calls: one at a time, answers in the main thread, the collector held meanwhile."""

from __future__ import annotations

import gc
import threading

import pytest
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from models.store.errors import RuleError
from ui.waiting import Waiting


def test_the_answer_comes_in_the_main_thread(qtbot: QtBot) -> None:
    waiting = Waiting()
    seen: list[bool] = []
    waiting.done.connect(lambda _value: seen.append(threading.current_thread() is threading.main_thread()))
    with qtbot.waitSignal(waiting.done, timeout=2000) as caught:
        waiting.start(lambda: threading.current_thread().name)
        with pytest.raises(RuntimeError):
            waiting.start(lambda: None)
    assert caught.args == ["waiting"]
    assert seen == [True]
    assert not waiting.busy


def test_the_collector_is_held_while_a_call_runs(qtbot: QtBot) -> None:
    gc.enable()
    one, other = Waiting(), Waiting()
    assert gc.isenabled()
    with qtbot.waitSignals([one.done, other.done], timeout=2000):
        one.start(gc.isenabled)
        other.start(gc.isenabled)
        assert not gc.isenabled()
    assert gc.isenabled()
    one.start(lambda: None)
    one.wait()
    assert gc.isenabled()


def test_refusals_are_handed_on_and_bugs_are_not_swallowed(qtbot: QtBot) -> None:
    waiting = Waiting()

    def refuse() -> None:
        raise RuleError("Không được.")

    with qtbot.waitSignal(waiting.refused, timeout=2000) as caught:
        waiting.start(refuse)
    assert caught.args is not None
    assert caught.args[0].message == "Không được."

    def break_down() -> None:
        raise ZeroDivisionError

    told: list[str] = []
    waiting.refused.connect(lambda problem: told.append(problem.code))
    with capture_exceptions() as exceptions:
        waiting.start(break_down)
        qtbot.waitUntil(lambda: not waiting.busy, timeout=2000)
    assert [one[0] for one in exceptions] == [ZeroDivisionError]
    assert told == ["fault"], "a page that hears nothing would wait for ever"
