"""Whose sign-in, PIN or password, and the way out to the recovery sheet or a backup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.store.errors import EnvironmentProblem, RuleError
from ui.unlock.editor import CAPS_WORDS
from ui.unlock.ways import Asked, Ways
from ui.unlock.window import UnlockWindow

TWO = Ways(("1", "can-bo-2"), "can-bo-2", ("1",))


def opened(qtbot: QtBot, ways: Ways, refusal: Exception | None = None) -> tuple[UnlockWindow, list[Asked]]:
    asked: list[Asked] = []

    def open_with(one: Asked) -> object:
        asked.append(one)
        if refusal is not None:
            raise refusal
        return "the office"

    window = UnlockWindow(open_with, ways=ways)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    with qtbot.waitActive(window):
        pass
    return window, asked


def test_one_colleague_is_not_asked_who_it_is(qtbot: QtBot) -> None:
    window, asked = opened(qtbot, Ways(("1",), "1"))
    assert window._choice is None
    assert not window.other_way.isVisible()
    qtbot.keyClicks(window.password, "mat khau")
    with qtbot.waitSignal(window.opened):
        qtbot.keyClick(window.password, Qt.Key.Key_Return)
    assert asked == [Asked("mat khau", "1", False)]


def test_the_handle_used_last_is_chosen_and_another_can_be(qtbot: QtBot) -> None:
    window, asked = opened(qtbot, TWO)
    assert window._choice is not None
    assert window._choice.combo.currentText() == "can-bo-2"
    assert window.password.hasFocus()
    assert not window.by_pin
    qtbot.keyClick(window.password, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert window._choice.combo.hasFocus()
    qtbot.keyClick(window._choice.combo, Qt.Key.Key_Up)
    assert window.handle == "1"
    assert window.by_pin
    assert window.password.accessibleName() == "Mã PIN"
    qtbot.keyClick(window._choice.combo, Qt.Key.Key_Tab)
    qtbot.keyClicks(window.password, "482915")
    with qtbot.waitSignal(window.opened):
        qtbot.keyClick(window.password, Qt.Key.Key_Return)
    assert asked == [Asked("482915", "1", True)]


def test_the_password_instead_of_the_pin(qtbot: QtBot) -> None:
    window, asked = opened(qtbot, Ways(("1",), "1", ("1",)))
    assert window.by_pin
    qtbot.keyClicks(window.password, "48")
    qtbot.mouseClick(window.other_way, Qt.MouseButton.LeftButton)
    assert not window.by_pin
    assert window.password.text() == ""
    assert window.password.hasFocus()
    qtbot.keyClicks(window.password, "mat khau")
    with qtbot.waitSignal(window.opened):
        window.unlock()
    assert asked == [Asked("mat khau", "1", False)]


def test_a_keyring_that_is_gone_asks_for_the_password_and_keeps_the_pin(qtbot: QtBot) -> None:
    refusal = RuleError("Mở nhanh không dùng được lúc này.", field="pin", code="quick_unavailable")
    window, _ = opened(qtbot, Ways(("1",), "1", ("1",)), refusal)
    qtbot.keyClicks(window.password, "482915")
    window.unlock()
    qtbot.waitUntil(lambda: not window.by_pin, timeout=2000)
    assert window.note.text() == refusal.message
    assert window.password.text() == ""
    assert window.other_way.isVisible()


def test_a_destroyed_pin_is_offered_no_more(qtbot: QtBot) -> None:
    window, _ = opened(qtbot, Ways(("1",), "1", ("1",)), RuleError("Đã hủy.", field="pin", code="quick_destroyed"))
    qtbot.keyClicks(window.password, "000001")
    window.unlock()
    qtbot.waitUntil(lambda: not window.by_pin, timeout=2000)
    assert not window.other_way.isVisible()
    assert window.note.text() == "Đã hủy."


def test_a_wrong_pin_stays_with_the_pin(qtbot: QtBot) -> None:
    window, _ = opened(qtbot, Ways(("1",), "1", ("1",)), RuleError("Còn 4 lần thử.", field="pin", code="wrong_pin"))
    qtbot.keyClicks(window.password, "000001")
    window.unlock()
    qtbot.waitUntil(window.button.isEnabled, timeout=2000)
    assert window.by_pin
    assert window.password.selectedText()


def test_what_the_vault_says_later_replaces_what_was_remembered(qtbot: QtBot) -> None:
    window, _ = opened(qtbot, Ways())
    qtbot.keyClicks(window.password, "dang go")
    window.set_ways(TWO)
    assert window._choice is not None
    assert window.password.text() == "dang go"
    window.set_ways(Ways(("1",), "1", ("1",)))
    assert window._choice is None
    assert not window.by_pin, "a password that is being typed is not taken for a PIN"
    assert window.other_way.isVisible()


def test_caps_lock_says_nothing_about_figures(qtbot: QtBot) -> None:
    window, _ = opened(qtbot, Ways(("1",), "1", ("1",)))
    window.password.caps_lock.emit(True)
    assert window.note.text() != CAPS_WORDS


def test_ways_out(qtbot: QtBot) -> None:
    damaged = EnvironmentProblem("Tệp khóa hỏng.", code="vault_damaged")
    window, _ = opened(qtbot, Ways(("1",), "1"), damaged)
    with qtbot.waitSignal(window.recovery_asked):
        qtbot.mouseClick(window.recovery, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(window.password, "mat khau")
    window.unlock()
    qtbot.waitUntil(lambda: window.notice().words == damaged.message, timeout=2000)
    assert window.restore.isVisible()
    with qtbot.waitSignal(window.restore_asked):
        qtbot.mouseClick(window.restore, Qt.MouseButton.LeftButton)


def test_no_backup_is_offered_for_what_a_backup_does_not_help(qtbot: QtBot) -> None:
    window, _ = opened(qtbot, Ways(("1",), "1"), EnvironmentProblem("Đang mở ở cửa sổ khác.", code="already_open"))
    qtbot.keyClicks(window.password, "mat khau")
    window.unlock()
    qtbot.waitUntil(lambda: bool(window.notice().words), timeout=2000)
    assert not window.restore.isVisible()
