"""Making a recovery sheet: it counts only once it is printed and put away, and its key is nowhere but on it."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from models.safekeeping.sheets import use_sheet, valid_sheet
from models.store import recovery
from models.store.recovery import RecoveryKey
from ui.desk import Desk
from ui.frame.rekeying import Rekeying
from ui.frame.window import MainWindow
from ui.theme import Theme
from ui.unlock.security import NO_SHEET
from ui.unlock.security_page import SecurityPage
from ui.unlock.sheet_page import SheetPage

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
