"""The bar of work over bytes: time left by the pace of the last seconds, stages, stopping."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.progress import STEPS
from ui.safekeeping.facts import Told
from ui.safekeeping.progress import ByteProgress

MB = 1_000_000


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bar(clock: Clock, qapp: QApplication, qtbot: QtBot) -> ByteProgress:
    made = ByteProgress(clock)
    qtbot.addWidget(made)
    made.begin("Đang chuẩn bị…")
    return made


def test_time_left_follows_the_stick_as_it_slows_down(bar: ByteProgress, clock: Clock) -> None:
    for second in range(11):  # 10 MB a second
        clock.now = second
        bar.show_told(Told("Đang chép", 10 * second * MB, 1000 * MB))
    assert bar.words.text() == "10 %, còn khoảng 2 phút"
    for second in range(11, 60):  # 1 MB a second from now on
        clock.now = second
        bar.show_told(Told("Đang chép", (100 + second - 10) * MB, 1000 * MB))
    assert bar.words.text() == "14 %, còn khoảng 14 phút"


def test_nothing_is_said_of_time_before_it_is_known(bar: ByteProgress, clock: Clock) -> None:
    bar.show_told(Told("Đang chép", 10 * MB, 100 * MB))
    assert bar.words.text() == "10 %"
    clock.now = 5
    bar.show_told(Told("Đang chép", 10 * MB, 100 * MB))  # the stick does not answer
    assert bar.words.text() == "10 %"


def test_it_is_never_full_before_the_end(bar: ByteProgress) -> None:
    bar.show_told(Told("Đang đọc lại", 100 * MB, 100 * MB))
    assert bar.words.text() == "99 %"
    assert bar.bar.value() < STEPS


def test_without_a_total_it_only_moves(bar: ByteProgress) -> None:
    bar.show_told(Told("Đang chụp sổ"))
    assert bar.bar.maximum() == 0
    assert bar.words.text() == ""
    assert bar.stage.text() == "Đang chụp sổ"


def test_stopping_is_asked_once(bar: ByteProgress, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.stopped, timeout=1000):
        qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert not bar.button.isEnabled()
    assert bar.stage.text() == "Đang dừng…"
    bar.begin("Lần sau")
    assert bar.button.isEnabled()
