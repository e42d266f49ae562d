"""When a lock comes and what it waits for: a running backup, a new key being made, twice at once, a closed store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop import locking
from desktop.locking import Lock
from tests.ui.fakes import FakeMemory
from ui.unlock.busy import BusyWindow


class Copy(QObject):
    """A backup that runs until it is told to stop."""

    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.busy = True
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True
        self.end()

    def end(self) -> None:
        self.busy = False
        self.ended.emit()


class Shown(QWidget):
    """Stands for the main window."""

    def __init__(self) -> None:
        super().__init__()
        self.copying: Copy | None = None


class Stub(QObject):
    """What a lock asks of the program."""

    def __init__(self, app: QApplication, window: Shown) -> None:
        super().__init__()
        self.app, self.window, self.memory = app, window, FakeMemory()
        self.data, self.sample_password = Path("data"), None
        self.office: object | None = object()
        self.rekeying = False

    def office_closed(self) -> None:
        self.office = None


@pytest.fixture
def replaced(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The processes that were started anew."""
    started: list[Any] = []
    monkeypatch.setattr(locking, "replace_process", lambda *asked: started.append(asked))
    return started


@pytest.fixture
def lock(qtbot: QtBot, qapp: QApplication, replaced: list[Any]) -> Iterator[Lock]:
    window = Shown()
    qtbot.addWidget(window)
    window.show()
    stub = Stub(qapp, window)
    made = Lock(stub)  # type: ignore[arg-type]  # stands for the program
    made.watch()
    yield made
    made.idle.stop()
    made.events.stop()
    stub.deleteLater()


def window_of(lock: Lock) -> Shown:
    window = lock._program.window
    assert isinstance(window, Shown)
    return window


def test_nobody_there_locks_once(lock: Lock, replaced: list[Any]) -> None:
    lock.idle.idle.emit()
    lock.events.locked.emit()
    lock.lock()
    assert len(replaced) == 1
    assert lock._program.office is None
    assert not window_of(lock).isVisible()
    assert not lock.idle.running


def test_the_minutes_of_the_settings_hold(lock: Lock) -> None:
    assert lock.idle._limit() == 300
    lock._program.memory.setValue("lock/minutes", "10")
    assert lock.idle._limit() == 600


def test_a_backup_ends_under_a_covered_screen(lock: Lock, qtbot: QtBot, replaced: list[Any]) -> None:
    copy = window_of(lock).copying = Copy()
    lock.lock()
    lock.lock()
    assert replaced == []
    assert not window_of(lock).isVisible()
    covers = [one for one in QApplication.topLevelWidgets() if isinstance(one, BusyWindow) and one.isVisible()]
    assert len(covers) == 1
    covers[0].close()
    assert covers[0].isVisible(), "the cover cannot be closed"
    copy.end()
    qtbot.waitUntil(lambda: len(replaced) == 1, timeout=2000)
    assert not covers[0].isVisible()
    covers[0].deleteLater()


def test_the_clerk_who_comes_back_may_stop_the_backup(lock: Lock, qtbot: QtBot, replaced: list[Any]) -> None:
    copy = window_of(lock).copying = Copy()
    lock.lock()
    cover = next(one for one in QApplication.topLevelWidgets() if isinstance(one, BusyWindow) and one.isVisible())
    cover.button.click()
    qtbot.waitUntil(lambda: len(replaced) == 1, timeout=2000)
    assert copy.stopped
    cover.deleteLater()


def test_sleep_waits_for_no_backup(lock: Lock, replaced: list[Any]) -> None:
    window_of(lock).copying = Copy()
    lock.events.sleeping.emit()
    assert len(replaced) == 1


def test_a_new_key_is_made_to_the_end_first(lock: Lock, qtbot: QtBot, replaced: list[Any]) -> None:
    lock._program.rekeying = True
    lock.lock()
    assert replaced == []
    lock._program.rekeying = False
    lock.catch_up()
    qtbot.waitUntil(lambda: len(replaced) == 1, timeout=2000)


def test_without_an_open_office_there_is_nothing_to_lock(lock: Lock, replaced: list[Any]) -> None:
    lock._program.office = None
    lock.lock()
    assert replaced == []
