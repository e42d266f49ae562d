"""Idle time, screen lock and sleep: what counts as being there, and what the system tells."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from ctypes import wintypes
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.idle import LONGEST_WAIT_S, IdleWatch
from desktop.system_events import (
    PBT_APMSUSPEND,
    WINDOWS_MESSAGES,
    WM_POWERBROADCAST,
    WM_WTSSESSION_CHANGE,
    WTS_SESSION_LOCK,
    SystemEvents,
    WindowsMessages,
    _escaped,
)
from ui.unlock.lock_minutes import MINUTES, USUAL_MINUTES, minutes_of


class Clock:
    def __init__(self) -> None:
        self.now = 0.0
        self.machine: float | None = None

    def watch(self) -> IdleWatch:
        return IdleWatch(machine=lambda: self.machine, clock=lambda: self.now)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_nobody_there_is_told_once(qtbot: QtBot, clock: Clock) -> None:
    watch = clock.watch()
    told: list[bool] = []
    watch.idle.connect(lambda: told.append(True))
    watch.start(lambda: 300.0)
    clock.now = 299.0
    watch._look()
    assert told == []
    assert watch.running
    clock.now = 300.0
    watch._look()
    assert told == [True]
    assert not watch.running


def test_keys_and_mouse_over_our_windows_count(qtbot: QtBot, clock: Clock) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    watch = clock.watch()
    watch.start(lambda: 300.0)
    clock.now = 299.0
    handle = line.windowHandle()
    assert handle is not None
    qtbot.keyClick(line, "a")  # goes to the widget alone
    from PySide6.QtTest import QTest

    QTest.keyClick(handle, Qt.Key.Key_B)
    clock.now = 400.0
    with qtbot.assertNotEmitted(watch.idle):
        watch._look()
    watch.stop()


def test_the_lock_key_is_heard_over_a_dialog(qtbot: QtBot, clock: Clock) -> None:
    from PySide6.QtTest import QTest

    dialog = QDialog()
    dialog.setModal(True)
    QLineEdit(dialog)
    qtbot.addWidget(dialog)
    dialog.show()
    watch = clock.watch()
    watch.start(lambda: 300.0)
    handle = dialog.windowHandle()
    assert handle is not None
    with qtbot.assertNotEmitted(watch.lock_pressed):
        QTest.keyClick(handle, Qt.Key.Key_L)
    with qtbot.waitSignal(watch.lock_pressed):
        QTest.keyClick(handle, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    dialog.close()
    watch.stop()


def test_work_in_another_program_keeps_the_book_open_where_the_machine_tells(qtbot: QtBot, clock: Clock) -> None:
    watch = clock.watch()
    watch.start(lambda: 300.0)
    clock.now, clock.machine = 900.0, 2.0
    with qtbot.assertNotEmitted(watch.idle):
        watch._look()
    clock.machine = 301.0
    with qtbot.waitSignal(watch.idle):
        watch._look()


def test_a_changed_time_holds_within_a_minute(qtbot: QtBot, clock: Clock) -> None:
    limit = [1800.0]
    watch = clock.watch()
    watch.start(lambda: limit[0])
    assert watch._timer.interval() == LONGEST_WAIT_S * 1000
    limit[0] = 60.0
    clock.now = 61.0
    with qtbot.waitSignal(watch.idle):
        watch._look()


def test_a_window_that_went_is_no_fault(qtbot: QtBot, clock: Clock) -> None:
    line = QLineEdit()
    line.show()
    watch = clock.watch()
    watch.start(lambda: 1.0)
    line.close()
    line.deleteLater()
    qtbot.wait(20)
    watch.stop()
    watch.stop()


@pytest.mark.parametrize(("kept", "minutes"), [(None, 5), ("", 5), ("0", 5), ("-1", 5), ("10", 10), (1, 1), ("²", 5)])
def test_only_offered_minutes_hold(kept: object, minutes: int) -> None:
    assert minutes_of(kept) == minutes
    assert USUAL_MINUTES in MINUTES


# -- Windows ----------------------------------------------------------------------------------------------------


@pytest.fixture
def events() -> Iterator[SystemEvents]:
    made = SystemEvents()
    yield made
    made.stop()


@pytest.mark.parametrize(
    ("number", "word", "heard"),
    [
        (WM_POWERBROADCAST, PBT_APMSUSPEND, "sleeping"),
        (WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK, "locked"),
        (WM_WTSSESSION_CHANGE, 0x8, ""),
        (WM_POWERBROADCAST, 0x12, ""),
        (0x0100, PBT_APMSUSPEND, ""),
    ],
)
def test_messages_of_windows(qapp: object, events: SystemEvents, number: int, word: int, heard: str) -> None:
    told: list[str] = []
    events.locked.connect(lambda: told.append("locked"))
    events.sleeping.connect(lambda: told.append("sleeping"))
    message = wintypes.MSG(None, number, word, 0)
    messages = WindowsMessages(events)
    answer = messages.nativeEventFilter(QByteArray(WINDOWS_MESSAGES), ctypes.addressof(message))
    assert answer == (False, 0)
    assert told == ([heard] if heard else [])
    assert messages.nativeEventFilter(QByteArray(b"xcb_generic_event_t"), ctypes.addressof(message)) == (False, 0)


# -- Linux ----------------------------------------------------------------------------------------------------

LISTEN = """
import sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from desktop.system_events import SystemEvents
app = QCoreApplication([])
events = SystemEvents()
told = []
events.locked.connect(lambda: told.append("locked"))
events.sleeping.connect(lambda: told.append("sleeping"))
events.start()
other = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, "another program")
def say(active):
    signal = QDBusMessage.createSignal("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged")
    signal.setArguments([active])
    other.send(signal)
QTimer.singleShot(50, lambda: say(False))
QTimer.singleShot(100, lambda: say(True))
QTimer.singleShot(1000, app.quit)
app.exec()
events.stop()
print(told)
"""


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="no bus here")
def test_the_screen_saver_of_a_linux_desktop_is_heard() -> None:
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", LISTEN],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
        env=dict(os.environ),
    )
    assert done.stdout.strip().endswith("['locked']")


def test_without_a_bus_nothing_is_heard_and_nothing_complains(
    qapp: object, events: SystemEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setattr("desktop.system_events.SYSTEM_BUS", Path("/nowhere/bus"))
    events.start()
    assert not events.heard


def test_sleep_is_told_before_and_not_after(qapp: object, qtbot: QtBot, events: SystemEvents) -> None:
    with qtbot.assertNotEmitted(events.sleeping):
        events.going_to_sleep(False)
    with qtbot.waitSignal(events.sleeping):
        events.going_to_sleep(True)
    with qtbot.waitSignal(events.locked):
        events.screen_locked()


def test_session_names_on_the_bus() -> None:
    assert _escaped("c2") == "c2"
    assert _escaped("2") == "_32"
    assert _escaped("a-b") == "a_2db"
