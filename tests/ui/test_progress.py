"""Remaining time: there from the start, steady, learned from this machine; and the button that stops the work."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.fakes import FakeMemory
from ui.progress import FIRST_PACES, LEAST_S, Estimate, Pace, WorkProgress, time_words

DRAW = "draw-payment_finance"


class Clock:
    """Seconds that the test moves on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "sắp xong"),
        (3.0, "sắp xong"),
        (9.9, "còn vài giây"),
        (10.0, "còn khoảng 10 giây"),
        (16.1, "còn khoảng 20 giây"),
        (54.9, "còn khoảng 55 giây"),
        (55.0, "còn khoảng 1 phút"),
        (89.0, "còn khoảng 1 phút"),
        (151.0, "còn khoảng 3 phút"),
    ],
)
def test_words(seconds: float, words: str) -> None:
    assert time_words(seconds) == words


def test_the_estimate_counts_down_and_never_reaches_zero() -> None:
    estimate = Estimate(20.0)
    seen = [estimate.remaining(second) for second in range(61)]
    assert seen == sorted(seen, reverse=True)
    assert seen[0] == 20.0
    assert seen[10] == pytest.approx(10.0)
    assert 0 < seen[60] < 3
    shares = [Estimate(20.0).share(second) for second in range(61)]
    assert shares == sorted(shares)
    assert shares[60] < 1


def test_a_longer_stage_raises_the_estimate_once_and_a_slightly_longer_one_not() -> None:
    estimate = Estimate(20.0)
    assert estimate.remaining(10.0) == pytest.approx(10.0)
    estimate.restart(10.0, 11.0)
    assert estimate.remaining(10.0) == pytest.approx(10.0)
    estimate.restart(10.0, 30.0)
    assert estimate.remaining(10.0) == pytest.approx(30.0)
    estimate.restart(12.0, 5.0)
    assert estimate.remaining(12.0) == pytest.approx(5.0)


def test_the_pace_is_learned_and_remembered() -> None:
    memory = FakeMemory()
    pace = Pace(memory)
    assert pace.expected(DRAW, 1000) == pytest.approx(LEAST_S + 1000 * FIRST_PACES[DRAW])
    for _ in range(12):
        pace.learn(DRAW, 1000, LEAST_S + 5.0)
    assert Pace(memory).expected(DRAW, 2000) == pytest.approx(LEAST_S + 10.0, rel=0.01)
    pace.learn(DRAW, 1000, 0.1)
    assert Pace(memory).expected(DRAW, 2000) == pytest.approx(LEAST_S + 10.0, rel=0.01)
    for spoiled in ("nan", "inf", "-1", "", "x"):
        memory.kept[f"pace/{DRAW}"] = spoiled
        assert pace.expected(DRAW, 1000) == pytest.approx(LEAST_S + 1000 * FIRST_PACES[DRAW])


def test_time_is_told_after_two_seconds_and_learned_at_the_end(qtbot: QtBot) -> None:
    clock, memory = Clock(), FakeMemory()
    progress = WorkProgress(memory, clock=clock)
    qtbot.addWidget(progress)
    progress.begin(DRAW, 45_000)
    assert progress.isVisible()
    clock.now += 1.9
    progress.show_state()
    assert progress.words.text() == ""
    clock.now += 0.2
    progress.show_state()
    assert progress.words.text() == "còn khoảng 20 giây"
    before = progress.bar.value()
    progress.stage("sheet-posting", 10_000)
    assert progress.bar.value() >= before
    assert f"pace/{DRAW}" in memory.kept
    clock.now += 3
    progress.end(finished=False)
    assert not progress.isVisible()
    assert not progress.running
    assert "pace/sheet-posting" not in memory.kept


def test_the_button_stops(qtbot: QtBot) -> None:
    progress = WorkProgress(FakeMemory())
    qtbot.addWidget(progress)
    progress.begin(DRAW, 10)
    with qtbot.waitSignal(progress.stopped, timeout=1000):
        qtbot.mouseClick(progress.button, Qt.MouseButton.LeftButton)
    progress.end(finished=False)
    progress.begin("import-store", 10, stoppable=False)
    assert not progress.button.isVisible()
    progress.end()
