"""Unlocking and first run under real keys."""

from __future__ import annotations

import subprocess
import sys
import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from models.store.errors import EnvironmentProblem, RuleError
from models.store.vault import WrongPassword
from ui.plain import ToneLabel
from ui.unlock.editor import CAPS_WORDS
from ui.unlock.first_run import FirstRun, FirstRunWindow
from ui.unlock.strength import strength_of
from ui.unlock.ways import Asked
from ui.unlock.window import UnlockWindow

PROVINCES = [("01", "Thành phố Hà Nội"), ("66", "Tỉnh Đắk Lắk")]


def open_slowly(asked: Asked) -> object:
    time.sleep(0.05)
    if asked.secret == "disk":
        raise EnvironmentProblem("Ổ đĩa đầy.", code="disk_full")
    if asked.secret != "đúng rồi nhé":
        raise RuleError("Mật khẩu không đúng.", field="password", code="wrong_password")
    return "the office"


def show(qtbot: QtBot, window: UnlockWindow | FirstRunWindow) -> None:
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    with qtbot.waitActive(window):
        pass


def test_wrong_then_right_password(qtbot: QtBot) -> None:
    window = UnlockWindow(open_slowly)
    show(qtbot, window)
    assert window.password.hasFocus()
    qtbot.keyClicks(window.password, "sai")
    qtbot.keyClick(window.password, Qt.Key.Key_Return)
    assert not window.button.isEnabled()
    assert window.button.text() == "Đang mở…"
    qtbot.waitUntil(window.button.isEnabled, timeout=2000)
    assert window.note.text() == "Mật khẩu không đúng."
    assert window.password.selectedText()
    window.password.clear()
    window.password.insert("đúng rồi nhé")
    with qtbot.waitSignal(window.opened, timeout=2000) as caught:
        qtbot.mouseClick(window.button, Qt.MouseButton.LeftButton)
    assert caught.args == ["the office"]
    assert window.password.text() == ""


def test_a_problem_of_the_machine_stands_in_the_window(qtbot: QtBot) -> None:
    window = UnlockWindow(open_slowly)
    show(qtbot, window)
    qtbot.keyClicks(window.password, "disk")
    window.unlock()
    qtbot.waitUntil(lambda: window.notice().words == "Ổ đĩa đầy.", timeout=2000)
    assert window.notice().isVisible()


def test_caps_lock_is_noticed(qtbot: QtBot) -> None:
    window = UnlockWindow(open_slowly)
    show(qtbot, window)
    if sys.platform == "win32":
        return
    qtbot.keyClick(window.password, "A")
    assert window.note.text() == CAPS_WORDS
    qtbot.keyClick(window.password, "a")
    assert window.note.text() != CAPS_WORDS


def test_closing_while_opening_leaves_no_thread(qtbot: QtBot) -> None:
    window = UnlockWindow(open_slowly)
    show(qtbot, window)
    qtbot.keyClicks(window.password, "sai")
    window.unlock()
    window.close()
    assert window._waiting is not None
    assert not window._waiting.busy


def test_unlock_window_stays_light() -> None:
    heavy = ["sqlalchemy", "sqlcipher3", "reportlab", "openpyxl", "keyring", "alembic", "rapidfuzz", "pypdfium2"]
    code = f"import sys, ui.unlock.window, ui.theme, ui.words; print([m for m in {heavy!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert found.stdout.strip() == "[]"


def fill(window: FirstRunWindow, qtbot: QtBot, password: str, again: str) -> None:
    window.commune.restore("đồng cầu")
    window.province.restore("66")
    window.staff.restore("Lê Thị Hoa")
    window.password.setFocus()
    qtbot.keyClicks(window.password.editor, password)
    window.again.setFocus()
    qtbot.keyClicks(window.again.editor, again)


def test_first_run_asks_twice_and_creates(qtbot: QtBot) -> None:
    made: list[FirstRun] = []

    def create(asked: FirstRun) -> object:
        made.append(asked)
        return "the office"

    window = FirstRunWindow(PROVINCES, create)
    show(qtbot, window)
    qtbot.keyClick(window.commune.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.commune.error == "Còn thiếu tên xã, phường, đặc khu."
    fill(window, qtbot, "bon con bo an co", "bon con bo")
    window.submit()
    assert "không giống nhau" in window.again.error
    qtbot.keyClicks(window.again.editor, " an co")
    with qtbot.waitSignal(window.created, timeout=2000):
        window.submit()
    assert made == [FirstRun("xã", "đồng cầu", "66", "Lê Thị Hoa", "bon con bo an co")]


def test_strength_in_words() -> None:
    assert strength_of("abc").degree == "too_short"
    assert strength_of("12345678").degree == "weak"
    assert strength_of("matkhau123").degree == "weak"
    assert strength_of("aaaaaaaaaaaa").degree == "weak"
    assert strength_of("con trâu đen gặm cỏ").degree == "good"


def test_a_long_refusal_is_not_drawn_over_the_field(qtbot: QtBot) -> None:
    window = UnlockWindow(lambda _password: None)
    qtbot.addWidget(window)
    window.show()
    window._refused(WrongPassword())
    note, editor = window.note, window.password
    qtbot.waitUntil(lambda: note.height() >= note.heightForWidth(note.width()), timeout=2000)
    assert note.y() >= editor.geometry().bottom()
    window.close()


def test_the_card_stands_in_the_middle(qtbot: QtBot) -> None:
    window = UnlockWindow(open_slowly)
    qtbot.addWidget(window)
    window.resize(1300, 700)
    window.show()
    assert abs(window._card.geometry().center().x() - window.rect().center().x()) <= 1
    assert abs(window._card.geometry().center().y() - window.rect().center().y()) <= 1


def test_letters_are_shown_when_asked(qtbot: QtBot) -> None:
    window = UnlockWindow(open_slowly)
    show(qtbot, window)
    assert window.password.echoMode() == QLineEdit.EchoMode.Password
    qtbot.keyClick(window.password, Qt.Key.Key_Tab)
    assert window.show_letters.hasFocus()
    qtbot.keyClick(window.show_letters, Qt.Key.Key_Space)
    assert window.password.echoMode() == QLineEdit.EchoMode.Normal


def test_words_are_never_read_as_html(qtbot: QtBot) -> None:
    assert ToneLabel("<b>x</b>").textFormat() == Qt.TextFormat.PlainText
