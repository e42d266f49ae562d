"""The security tab: the PIN switched on and off with its refusals beside the fields, and the minutes of rest."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.store.errors import EnvironmentProblem, RuleError
from tests.ui.fakes import FakeMemory
from ui.unlock.lock_minutes import LOCK_MINUTES
from ui.unlock.security_page import NO_SHEET, SecurityPage

GONE = EnvironmentProblem("Kho khóa không dùng được.", code="keyring")


class FakeQuick:
    """A PIN in memory."""

    def __init__(self) -> None:
        self.pin = ""
        self.refusal: Exception | None = None

    def is_on(self) -> bool:
        return bool(self.pin)

    def switch_on(self, password: str, pin: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.pin = pin

    def switch_off(self) -> None:
        self.pin = ""


def shown(qtbot: QtBot, quick: FakeQuick, why: str = "") -> tuple[SecurityPage, FakeMemory]:
    memory = FakeMemory()
    page = SecurityPage(memory, quick, keeps_sheets=why)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page, memory


def fill(qtbot: QtBot, page: SecurityPage, password: str, pin: str, again: str) -> None:
    for field, text in ((page.password, password), (page.pin, pin), (page.again, again)):
        field.editor.clear()
        qtbot.keyClicks(field.editor, text)


def test_on_and_off(qtbot: QtBot) -> None:
    quick = FakeQuick()
    page, _ = shown(qtbot, quick)
    assert page.pin_button.isVisible()
    assert not page.off_button.isVisible()
    fill(qtbot, page, "mat khau", "482915", "482915")
    qtbot.mouseClick(page.pin_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.off_button.isVisible, timeout=2000)
    assert quick.pin == "482915"
    assert page.pin.editor.text() == ""
    assert page.password.editor.text() == ""
    assert page.pin_notice.words == "Đã bật mở nhanh."
    qtbot.mouseClick(page.off_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.pin_button.isVisible, timeout=2000)
    assert quick.pin == ""


def test_refusals_stand_beside_their_field(qtbot: QtBot) -> None:
    quick = FakeQuick()
    page, _ = shown(qtbot, quick)
    page.switch_on()
    assert page.password.error == "Còn thiếu."
    fill(qtbot, page, "mat khau", "482915", "482916")
    page.switch_on()
    assert "không giống nhau" in page.again.error
    for field, refusal in (
        (page.pin, RuleError("Mã PIN này quá dễ đoán.", field="pin", code="pin_trivial")),
        (page.password, RuleError("Mật khẩu không đúng.", field="password", code="wrong_password")),
    ):
        quick.refusal = refusal
        fill(qtbot, page, "mat khau", "111111", "111111")
        page.switch_on()
        qtbot.waitUntil(page.pin_button.isEnabled, timeout=2000)
        assert field.error == refusal.message
    assert not quick.pin


def test_a_keyring_that_is_gone_is_told_over_the_fields(qtbot: QtBot) -> None:
    quick = FakeQuick()
    quick.refusal = GONE
    page, _ = shown(qtbot, quick)
    fill(qtbot, page, "mat khau", "482915", "482915")
    page.switch_on()
    qtbot.waitUntil(lambda: page.pin_notice.words == GONE.message, timeout=2000)
    assert page.pin_button.isEnabled()
    assert not page.off_button.isVisible()


def test_minutes_of_rest_are_kept_at_once(qtbot: QtBot) -> None:
    page, memory = shown(qtbot, FakeQuick())
    assert page.minutes.draft() == "5"
    page.minutes.setFocus()
    qtbot.keyClick(page.minutes.focusProxy(), Qt.Key.Key_Down)
    assert memory.value(LOCK_MINUTES) == "10"


def test_who_may_not_make_sheets_reads_why(qtbot: QtBot) -> None:
    page, _ = shown(qtbot, FakeQuick(), "Chỉ người quản trị sổ mới được làm việc này.")
    assert not page.sheet_button.isEnabled()
    assert "quản trị" in page.sheet_button.toolTip()
    assert page.sheet_words.text() == NO_SHEET
