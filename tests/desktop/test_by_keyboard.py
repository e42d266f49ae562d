"""The doors without a mouse: first run, recovery sheet, the book, a PIN, the lock, and in again by password and PIN."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import locking
from desktop.program import Program
from desktop.signing import SignIn
from desktop.workstation import Workstation
from models.safekeeping.sheets import valid_sheet
from tests.desktop.test_keyring import Plain, dressed, secrets
from ui.frame.menus import PEOPLE, SETTINGS
from ui.frame.window import MainWindow
from ui.unlock.first_run import FirstRunWindow
from ui.unlock.security_page import SecurityPage
from ui.unlock.sheet_page import SheetPage
from ui.unlock.window import UnlockWindow

pytestmark = pytest.mark.usefixtures("cheap_keys")
PASSWORD, PIN = "con trau den gam co", "482915"
LONG_MS = 20_000
MOST_TABS = 60


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setattr("desktop.program.window_memory", lambda: str(tmp_path / "window.ini"))
    monkeypatch.setattr("desktop.traces.forget_folders", lambda: None)
    made = Program(qapp, tmp_path / "data")
    made._sign_in = SignIn(made.data, Workstation(tmp_path / "state"), secrets(dressed(Plain)))
    yield made
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()
    made.office_closed()
    made.guard().idle.stop()
    made.guard().events.stop()
    if made._loading is not None:
        made._loading.wait()
    made.deleteLater()


class Hands:
    """Two hands on the keyboard: what they press goes to whatever has the focus."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self._qtbot, self._program = qtbot, program

    @property
    def focused(self) -> QWidget:
        window = self._program.window
        assert window is not None
        window.activateWindow()
        with self._qtbot.waitActive(window):
            pass
        return QApplication.focusWidget() or window

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._qtbot.keyClick(self.focused, key, held)

    def type(self, text: str) -> None:
        self._qtbot.keyClicks(self.focused, text)

    def tab_to(self, wanted: QWidget) -> None:
        """Tab until the focus is there; fails when it never comes."""
        for _ in range(MOST_TABS):
            focused = self.focused
            if focused is wanted or focused is wanted.focusProxy():
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {wanted}")


@pytest.fixture
def hands(qtbot: QtBot, program: Program) -> Hands:
    return Hands(qtbot, program)


def test_all_doors_open_without_a_mouse(
    qtbot: QtBot, program: Program, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced: list[Any] = []
    monkeypatch.setattr(locking, "replace_process", lambda *asked: replaced.append(asked))
    program.start()
    first_run(qtbot, program, hands)
    frame = first_sheet(qtbot, program, hands, monkeypatch)
    switch_pin_on(qtbot, frame, hands)
    qtbot.keyClick(frame, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(replaced) == 1, timeout=LONG_MS)
    assert program.office is None
    come_in_by_pin(qtbot, program, hands)


def wait_for(qtbot: QtBot, there: Callable[[], bool]) -> None:
    qtbot.waitUntil(there, timeout=LONG_MS)


def first_run(qtbot: QtBot, program: Program, hands: Hands) -> None:
    first = program.window
    assert isinstance(first, FirstRunWindow)
    hands.type("Ta Dung")
    hands.press(Qt.Key.Key_Return)
    hands.type("lam")  # the province is found by its first letters
    hands.press(Qt.Key.Key_Return)
    hands.type("Le Thi Hoa")
    hands.press(Qt.Key.Key_Return)
    hands.type(PASSWORD)
    hands.press(Qt.Key.Key_Return)
    hands.type(PASSWORD)
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, lambda: isinstance(program.window, SheetPage))


def first_sheet(qtbot: QtBot, program: Program, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    page = program.window
    assert isinstance(page, SheetPage)
    wait_for(qtbot, lambda: not page.drawing and page.preview.print_button.isVisible())
    monkeypatch.setattr(page.preview, "print_paper", page.preview.printed.emit)
    monkeypatch.setattr("ui.unlock.sheet_page.ask_where", lambda *_: program.data.parent / "phieu.pdf")
    hands.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert page.tick.hasFocus(), "saved: the tick is next"
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, lambda: isinstance(program.window, MainWindow))
    frame = program.window
    assert isinstance(frame, MainWindow)
    assert program.office is not None
    assert valid_sheet(program.office.store) == "phieu-1"
    return frame


def switch_pin_on(qtbot: QtBot, frame: MainWindow, hands: Hands) -> None:
    hands.tab_to(frame.nav.buttons[PEOPLE])
    for _ in range(SETTINGS - PEOPLE):
        hands.tab_to(frame.nav.buttons[frame.place])
        hands.press(Qt.Key.Key_Down)
    assert frame.place == SETTINGS
    tabs = frame.show_settings().tabs
    security = frame.findChild(SecurityPage)
    assert isinstance(security, SecurityPage)
    for _ in range(tabs.count()):
        if tabs.currentWidget() is not security:
            hands.press(Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert tabs.currentWidget() is security
    hands.tab_to(security.password)
    hands.type(PASSWORD)
    hands.press(Qt.Key.Key_Return)
    hands.type(PIN)
    hands.press(Qt.Key.Key_Return)
    hands.type(PIN)
    hands.press(Qt.Key.Key_Return)
    assert isinstance(hands.focused, QPushButton)
    hands.press(Qt.Key.Key_Return)
    wait_for(qtbot, lambda: "Đã bật" in security.pin_notice.words)


def come_in_by_pin(qtbot: QtBot, program: Program, hands: Hands) -> None:
    """As the fresh process does it."""
    program.framed = False
    program.guard()._locking = False
    program.start()
    unlock = program.window
    assert isinstance(unlock, UnlockWindow)
    assert unlock.by_pin, "the first paint knows of the PIN"
    hands.type(PIN)
    hands.press(Qt.Key.Key_Return)
    wait_for(qtbot, lambda: isinstance(program.window, MainWindow))
    frame = program.window
    assert isinstance(frame, MainWindow)
    assert frame.place == SETTINGS, "back where the clerk was"
