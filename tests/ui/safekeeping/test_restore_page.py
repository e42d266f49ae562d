"""The restore wizard under real clicks and keys: the way through, wrong secrets, stopping, leaving."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.store.errors import EnvironmentProblem
from tests.ui.safekeeping.conftest import WAIT_MS
from tests.ui.safekeeping.made_up import STICK, MadeUpRestore, copy_line
from ui.safekeeping.example import AT, BEFORE_HANDOVER
from ui.safekeeping.restore_page import COPY, DONE, PREVIEW, SECRET, RestorePage

LEFT = Qt.MouseButton.LeftButton
HELD = replace(STICK, copies=3, newest=AT)


@pytest.fixture
def page(restore: MadeUpRestore, qapp: QApplication, qtbot: QtBot) -> Iterator[RestorePage]:
    restore.plug(HELD)
    made = RestorePage(restore)
    qtbot.addWidget(made)
    made.resize(1100, 680)
    made.show()
    made.activateWindow()
    with qtbot.waitActive(made):
        pass
    qtbot.waitUntil(lambda: bool(made.copy_step.lines) and not made.busy, timeout=WAIT_MS)
    yield made
    made.close()


def go_on(page: RestorePage, qtbot: QtBot, step: int) -> None:
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: page.step == step and not page.busy, timeout=WAIT_MS)


def open_copy(page: RestorePage, qtbot: QtBot, password: str = "đúng") -> None:
    go_on(page, qtbot, SECRET)
    qtbot.keyClicks(page.secret_step.password.editor, "x")
    page.secret_step.password.editor.setText(password)
    qtbot.keyClick(page.secret_step.password.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.busy, timeout=WAIT_MS)


def test_the_way_through(page: RestorePage, restore: MadeUpRestore, qtbot: QtBot) -> None:
    assert page.copy_step.table.rowCount() == 3
    open_copy(page, qtbot)
    assert page.step == PREVIEW
    assert page.secret_step.password.editor.text() == ""
    assert "3 người dân: Nguyễn Văn Đạt" in page.preview_step.lost.text()
    assert [page.preview_step.table.item(0, column).text() for column in range(6)] == [
        "Người dân",
        "12.483",
        "12.480",
        "3",
        "",
        "14",
    ]
    assert not page.button.isEnabled()
    page.preview_step.agree.setFocus()
    qtbot.keyClick(page.preview_step.agree, Qt.Key.Key_Space)
    field = page.preview_step.fields["committee/DS/2026"]
    assert field.draft() == "16"
    field.restore("20")
    restore.go_on.set()
    go_on(page, qtbot, DONE)
    assert restore.numbers == {"committee/DS/2026": 20, "committee/TB/2026": 41, "person/0": 12_483}
    assert "30 ngày" in page.done_step.words.text()
    assert not page.may_leave
    with qtbot.waitSignal(page.restored, timeout=WAIT_MS):
        qtbot.keyClick(page.button, Qt.Key.Key_Return)


def test_a_wrong_password_is_said_beside_the_field(page: RestorePage, qtbot: QtBot) -> None:
    open_copy(page, qtbot, "sai")
    assert page.step == SECRET
    assert "không mở được bằng «can-bo-1»" in page.secret_step.password.error
    assert "chọn đúng tên đăng nhập" in page.secret_step.password.error
    page.secret_step.password.editor.clear()
    qtbot.mouseClick(page.button, LEFT)
    assert page.secret_step.password.error == "Còn thiếu mật khẩu."


def test_the_recovery_sheet_opens_a_copy_too(page: RestorePage, qtbot: QtBot) -> None:
    go_on(page, qtbot, SECRET)
    page.secret_step.by_sheet.click()
    assert page.secret_step.sheet.isVisible()
    assert not page.secret_step.password.isVisible()
    qtbot.keyClicks(page.secret_step.sheet.editor, "PHIEU")
    go_on(page, qtbot, PREVIEW)


def test_a_copy_whose_key_is_known_asks_for_no_password(
    page: RestorePage, restore: MadeUpRestore, qtbot: QtBot
) -> None:
    restore.known = True
    go_on(page, qtbot, PREVIEW)


def test_a_bad_copy_cannot_be_chosen(page: RestorePage, qtbot: QtBot) -> None:
    page.copy_step.table.setCurrentCell(2, 0)
    assert not page.button.isEnabled()
    page.copy_step.table.setCurrentCell(1, 0)
    assert page.button.isEnabled()


def test_stopping_leaves_the_store_as_it_is(page: RestorePage, restore: MadeUpRestore, qtbot: QtBot) -> None:
    held: list[bool] = []
    page.restoring.connect(held.append)
    open_copy(page, qtbot)
    page.preview_step.agree.setChecked(True)
    qtbot.mouseClick(page.button, LEFT)
    assert page.busy
    assert not page.may_leave
    qtbot.mouseClick(page.job.progress.button, LEFT)
    qtbot.waitUntil(lambda: not page.busy, timeout=WAIT_MS)
    assert page.step == PREVIEW
    assert page.notice.words == "Đã dừng. Sổ hiện nay vẫn như cũ."
    assert held == [True, False]
    assert restore.numbers is None


def test_a_restore_that_fails_gives_the_frame_back(page: RestorePage, restore: MadeUpRestore, qtbot: QtBot) -> None:
    held: list[bool] = []
    page.restoring.connect(held.append)
    restore.trouble = EnvironmentProblem("Ổ đĩa đã đầy.", code="disk_full")
    restore.go_on.set()
    open_copy(page, qtbot)
    page.preview_step.agree.setChecked(True)
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: not page.busy, timeout=WAIT_MS)
    assert page.notice.words == "Ổ đĩa đã đầy."
    assert held == [True, False]
    assert page.may_leave


def test_a_wrong_number_stops_before_anything_is_done(page: RestorePage, qtbot: QtBot) -> None:
    open_copy(page, qtbot)
    page.preview_step.agree.setChecked(True)
    field = page.preview_step.fields["committee/DS/2026"]
    field.restore("mười")
    qtbot.mouseClick(page.button, LEFT)
    assert not page.busy
    assert field.error == "Gõ một số, ví dụ 125."


def test_who_opens_the_book_afterwards_is_agreed_to_by_itself(
    page: RestorePage, restore: MadeUpRestore, qtbot: QtBot
) -> None:
    restore.preview = BEFORE_HANDOVER
    open_copy(page, qtbot)
    step = page.preview_step
    assert "Trần Thị Bích (can-bo-2, Công chức, quản trị sổ) không mở được sổ nữa." in step.entry.words
    assert "«Sổ giữ lại trên máy»" in step.entry_todo.text()
    step.agree.click()
    assert not page.button.isEnabled()
    assert step.entry_agree.hasFocus()
    step.entry_agree.click()
    assert page.button.isEnabled()
    step.agree.click()
    assert not page.button.isEnabled()


def test_where_all_stay_nothing_more_is_agreed_to(page: RestorePage, qtbot: QtBot) -> None:
    open_copy(page, qtbot)
    assert page.preview_step.hasFocus()
    assert not page.preview_step.entry.isVisible()
    assert not page.preview_step.entry_agree.isVisible()
    page.preview_step.agree.click()
    assert page.button.isEnabled()


def test_a_sealed_copy_says_when_it_will_tell(page: RestorePage, restore: MadeUpRestore, qtbot: QtBot) -> None:
    table = page.copy_step.table
    assert "hiện ra sau khi mở" not in page.copy_step.words.text()
    restore.lines = (copy_line(1, counts="", who="", workstation=""),)
    page.copy_step.place_chosen.emit(HELD)
    qtbot.waitUntil(lambda: table.rowCount() == 1 and not page.busy, timeout=WAIT_MS)
    assert [table.item(0, column).text() for column in (1, 2)] == ["(hiện sau khi mở)"] * 2
    assert "hiện ra sau khi mở bằng mật khẩu hoặc phiếu" in page.copy_step.words.text()


def test_going_back_forgets_what_was_opened(page: RestorePage, restore: MadeUpRestore, qtbot: QtBot) -> None:
    open_copy(page, qtbot)
    qtbot.mouseClick(page.back_button, LEFT)
    assert page.step == COPY
    assert restore.closed == 1
    with qtbot.waitSignal(page.left, timeout=WAIT_MS):
        qtbot.mouseClick(page.back_button, LEFT)


def test_a_stick_that_is_plugged_in_later_is_read(page: RestorePage, restore: MadeUpRestore, qtbot: QtBot) -> None:
    restore.plug()
    page._see()
    qtbot.waitUntil(lambda: not page.copy_step.lines, timeout=WAIT_MS)
    assert not page.button.isEnabled()
    restore.plug(HELD)
    page._see()
    qtbot.waitUntil(lambda: len(page.copy_step.lines) == 3, timeout=WAIT_MS)


def test_closing_while_it_restores_stops_it(page: RestorePage, restore: MadeUpRestore, qtbot: QtBot) -> None:
    open_copy(page, qtbot)
    page.preview_step.agree.setChecked(True)
    qtbot.mouseClick(page.button, LEFT)
    page.close()
    assert not page.busy
    assert restore.numbers is None
