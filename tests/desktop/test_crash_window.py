"""What escapes a slot is shown once, without anybody's name, and noted in the log."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.crash_window import CrashWindow
from models.store.files import disk_full


class Now:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def crash(qtbot: QtBot, tmp_path: Path, now: Now) -> Iterator[CrashWindow]:
    before = sys.excepthook
    made = CrashWindow(lambda: tmp_path / "log", clock=now)
    yield made
    made.close()
    assert sys.excepthook is before
    made.deleteLater()


def fault(error: Exception) -> None:
    """As Python calls the hook for what escaped a slot."""

    def find_person() -> None:
        raise error

    try:
        find_person()
    except Exception as caught:
        sys.excepthook(type(caught), caught, caught.__traceback__)


def shown(crash: CrashWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: crash.box is not None)
    assert crash.box is not None
    text = f"{crash.box.text()} {crash.box.informativeText()}"
    crash.box.findChildren(QPushButton)[0].click()
    qtbot.waitUntil(lambda: crash.box is None)
    return text


def test_a_fault_is_shown_and_noted_without_values(crash: CrashWindow, qtbot: QtBot, tmp_path: Path) -> None:
    fault(KeyError("Lò Thị Bí Mật"))
    text = shown(crash, qtbot)
    noted = (tmp_path / "log" / "faults.txt").read_text(encoding="utf-8")
    for told in (text, noted):
        assert "KeyError" in told
        assert "find_person:" in told
        assert "Bí Mật" not in told


def test_the_machines_trouble_keeps_its_own_words(crash: CrashWindow, qtbot: QtBot, tmp_path: Path, now: Now) -> None:
    fault(disk_full())
    assert shown(crash, qtbot).strip() == disk_full().message
    for _ in range(5):
        fault(disk_full())
        now.seconds += 1
    qtbot.wait(20)
    assert crash.box is None
    now.seconds += 60
    fault(disk_full())
    assert "đầy" in shown(crash, qtbot)
    assert not (tmp_path / "log").exists()


def test_a_slot_that_fails_reaches_it(crash: CrashWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """PySide hands what escapes a slot to sys.excepthook (pytest-qt puts its own there meanwhile)."""
    heard: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: heard.append(kind))
    QTimer.singleShot(0, fault_in_slot)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [ZeroDivisionError]


def fault_in_slot() -> None:
    raise ZeroDivisionError


def test_a_log_that_cannot_be_written_changes_nothing(crash: CrashWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "log").write_text("", encoding="utf-8")
    fault(ValueError("x"))
    assert "ValueError" in shown(crash, qtbot)
