"""Making a recovery sheet: it counts only once it is printed and put away, and its key is nowhere but on it."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.safekeeping.backup import back_up
from models.safekeeping.manifest import Maker
from models.safekeeping.medium import Medium
from models.safekeeping.services import NoteBackup, RegisterMedium, note_backup, register_medium
from models.safekeeping.sheets import use_sheet, valid_sheet, waits_for_copy
from models.store import recovery
from models.store.recovery import RecoveryKey
from models.store.store import SAFEKEEPING
from tests.ui.fakes import FakeMemory
from ui.desk import Desk
from ui.frame.menus import SAFEKEEPING as SAFEKEEPING_PLACE
from ui.frame.places import keep_place, taken_place
from ui.frame.rekeying import Rekeying
from ui.frame.window import MainWindow
from ui.parts import PrimaryButton
from ui.theme import Theme
from ui.unlock.security import NO_SHEET
from ui.unlock.security_page import SecurityPage
from ui.unlock.sheet_page import FIRST_PRINT, FIRST_TICK, SheetPage

pytestmark = pytest.mark.usefixtures("cheap_keys")


def drawn(qtbot: QtBot, page: SheetPage) -> SheetPage:
    qtbot.waitUntil(lambda: not page.drawing and page.preview.view.pages is not None, timeout=10_000)
    return page


def test_the_tick_comes_after_printing_and_the_button_after_the_tick(qtbot: QtBot) -> None:
    page = SheetPage("phieu-1", "3F2A-91BC")
    qtbot.addWidget(page)
    page.show()
    drawn(qtbot, page)
    assert not page.tick.isEnabled()
    assert not page.button.isEnabled()
    page.preview.printed.emit()
    assert page.tick.isEnabled()
    qtbot.keyClick(page.tick, Qt.Key.Key_Space)
    assert page.button.isEnabled()
    with qtbot.waitSignal(page.settled) as caught:
        qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert isinstance(caught.args[0], RecoveryKey)
    assert not page.button.isEnabled()
    page.close()


def test_another_kind_of_sheet_is_printed_anew_before_it_counts(qtbot: QtBot) -> None:
    page = SheetPage("phieu-1", "3F2A-91BC")
    qtbot.addWidget(page)
    page.show()
    drawn(qtbot, page)
    page.preview.printed.emit()
    page.tick.setChecked(True)
    page.kind.restore("split")
    page.kind.changed.emit()
    assert not page.tick.isChecked()
    assert not page.button.isEnabled()
    drawn(qtbot, page)
    qtbot.waitUntil(lambda: page.preview.view.pages is not None and len(page.preview.view.pages) == 3, timeout=10_000)
    page.close()


def test_the_pdf_is_written_where_the_clerk_says_and_nowhere_else(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = RecoveryKey(bytes(range(20)))
    page = SheetPage("phieu-1", "3F2A-91BC", key=key)
    qtbot.addWidget(page)
    page.show()
    drawn(qtbot, page)
    target = tmp_path / "phieu.pdf"
    monkeypatch.setattr("ui.unlock.sheet_page.ask_where", lambda *_: target)
    qtbot.mouseClick(page.preview.pdf_button, Qt.MouseButton.LeftButton)
    assert [path.name for path in tmp_path.iterdir()] == ["phieu.pdf"]
    text = pypdf.PdfReader(target).pages[0].extract_text()
    assert all(group in text for group in recovery.groups(key))
    assert "xóa tệp" in page.notice.words
    assert page.tick.isEnabled()
    page.close()


def test_a_disk_that_refuses_the_pdf_makes_nothing_valid(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = SheetPage("phieu-1", "3F2A-91BC")
    qtbot.addWidget(page)
    drawn(qtbot, page)
    monkeypatch.setattr("ui.unlock.sheet_page.ask_where", lambda *_: tmp_path / "no" / "phieu.pdf")
    page.save_pdf()
    assert page.notice.words
    assert not page.tick.isEnabled()
    page.close()


def frame(qtbot: QtBot, desk: Desk, qapp: object) -> MainWindow:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    window = MainWindow(desk, Theme(app, "light"))
    qtbot.addWidget(window)
    window.show()
    return window


def settle(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_settings().currentWidget()
    assert isinstance(page, SheetPage)
    drawn(qtbot, page)
    page.preview.printed.emit()
    page.tick.setChecked(True)
    qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)


def test_the_warning_stays_until_there_is_a_sheet(qtbot: QtBot, desk: Desk, qapp: object) -> None:
    window = frame(qtbot, desk, qapp)
    notice = window.security.notice
    assert notice.words == NO_SHEET
    assert notice.isVisible()
    qtbot.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    page = window.show_settings().currentWidget()
    assert isinstance(page, SheetPage)
    drawn(qtbot, page)
    qtbot.mouseClick(page.later, Qt.MouseButton.LeftButton)
    assert notice.isVisible()
    assert valid_sheet(desk.store) is None
    window.security.make_sheet()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: valid_sheet(desk.store) == "phieu-1", timeout=10_000)
    qtbot.waitUntil(lambda: not notice.isVisible(), timeout=2000)
    security = window.findChild(SecurityPage)
    assert isinstance(security, SecurityPage)
    assert "phieu-1" in security.sheet_words.text()
    window.close()


def test_the_next_sheet_asks_for_a_new_key_of_the_store(qtbot: QtBot, desk: Desk, qapp: object) -> None:
    use_sheet(desk.office, recovery.new_key())
    window = frame(qtbot, desk, qapp)
    assert not window.security.notice.isVisible()
    window.security.make_sheet()
    page = window.show_settings().currentWidget()
    assert isinstance(page, SheetPage)
    assert any("phieu-1" in label.text() for label in page.findChildren(QLabel))
    with qtbot.waitSignal(window.rekey_asked) as caught:
        settle(qtbot, window)
    asked = caught.args[0]
    assert isinstance(asked, Rekeying)
    window.close()
    asked.run(desk.office)
    assert valid_sheet(desk.store) == "phieu-2"


def test_a_kind_chosen_after_printing_has_another_key_and_says_so(qtbot: QtBot) -> None:
    """Else a whole sheet and three shares, both on paper, would open the store, without a word about it."""
    page = SheetPage("phieu-1", "3F2A-91BC")
    qtbot.addWidget(page)
    page.show()
    drawn(qtbot, page)
    looked_at = page._key
    page.kind.restore("split")
    page.kind.changed.emit()
    drawn(qtbot, page)
    assert page._key == looked_at, "nothing was given out yet"
    assert page.notice.words == ""
    page.preview.printed.emit()
    page.kind.restore("whole")
    page.kind.changed.emit()
    assert not page.preview.print_button.isVisible(), "the sheet of the former key is not to be printed any more"
    drawn(qtbot, page)
    assert page._key != looked_at
    assert "không mở được sổ" in page.notice.words
    page.preview.printed.emit()
    page.tick.setChecked(True)
    with qtbot.waitSignal(page.settled) as caught:
        qtbot.mouseClick(page.button, Qt.MouseButton.LeftButton)
    assert caught.args[0] == page._key
    page.close()


def test_ctrl_enter_goes_on_or_says_what_comes_first(qtbot: QtBot) -> None:
    page = SheetPage("phieu-1", "3F2A-91BC")
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    with qtbot.waitActive(page):
        pass
    drawn(qtbot, page)
    asked: list[object] = []
    page.settled.connect(asked.append)

    def press() -> None:
        focused = page.focusWidget() or page
        qtbot.keyClick(focused, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    page.kind.setFocus()
    press()
    assert page.notice.words == FIRST_PRINT
    assert page.preview.print_button.hasFocus()
    page.preview.printed.emit()
    page.tick.setFocus()
    press()
    assert page.notice.words == FIRST_TICK
    assert page.tick.hasFocus()
    assert asked == []
    qtbot.keyClick(page.tick, Qt.Key.Key_Space)
    press()
    assert len(asked) == 1
    press()
    assert len(asked) == 1, "under way"
    page.close()


def test_one_button_alone_carries_the_accent(qtbot: QtBot) -> None:
    page = SheetPage("phieu-1", "3F2A-91BC")
    qtbot.addWidget(page)
    page.show()
    drawn(qtbot, page)
    assert [one.text() for one in page.findChildren(PrimaryButton) if one.isVisible()] == ["Dùng phiếu này"]
    page.close()


def copied(desk: Desk, folder: Path) -> None:
    """A proved copy outside this disk."""
    folder.mkdir()
    medium = Medium(folder)
    office = desk.office
    uid = medium.claim()
    office.transact("USB", register_medium, RegisterMedium(uid, "USB", "ours", outside=True), kind=SAFEKEEPING)
    proved = back_up(office.store, medium, Maker("1", "a", "b"), progress=lambda _at: None, stopped=lambda: False)
    office.transact("Sao lưu", note_backup, NoteBackup(uid, proved), kind=SAFEKEEPING)


def test_after_a_sheet_one_stands_on_the_security_tab_and_is_told_to_make_a_copy(
    qtbot: QtBot, desk: Desk, qapp: object, tmp_path: Path
) -> None:
    copied(desk, tmp_path / "before")
    assert not waits_for_copy(desk.store), "no sheet, nothing to wait for"
    window = frame(qtbot, desk, qapp)
    qtbot.mouseClick(window.security.notice.button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: valid_sheet(desk.store) == "phieu-1", timeout=10_000)
    settings = window.show_settings()
    qtbot.waitUntil(lambda: settings.count() == 1, timeout=2000)
    security = window.findChild(SecurityPage)
    assert isinstance(security, SecurityPage)
    assert settings.tabs.currentWidget() is security
    assert security.copy_notice.isVisible()
    assert "phieu-1" in security.copy_notice.words
    qtbot.mouseClick(security.copy_notice.button, Qt.MouseButton.LeftButton)
    assert window.place == SAFEKEEPING_PLACE
    copied(desk, tmp_path / "since")
    desk.stale.emit(frozenset({("safekeeping", 0)}))
    assert not waits_for_copy(desk.store)
    assert security.copy_notice.words == ""
    window.close()


def test_the_next_sheet_comes_back_to_the_security_tab_too(qtbot: QtBot, desk: Desk, qapp: object) -> None:
    use_sheet(desk.office, recovery.new_key())
    window = frame(qtbot, desk, qapp)
    window.security.make_sheet()
    keep_place(window)
    window.close()
    again = frame(qtbot, Desk(desk.office, FakeMemory()), qapp)
    taken_place(again)
    security = again.findChild(SecurityPage)
    assert again.show_settings().tabs.currentWidget() is security
    again.close()
