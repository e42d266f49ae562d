"""Restoring where there is no store, and over one that opens no longer: real copies, real clicks, then it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.office import queries as office
from models.office.staff_keys import add_colleague
from models.office.staff_services import AddStaff
from models.people import queries as people
from models.safekeeping.backup import back_up
from models.safekeeping.manifest import Maker
from models.safekeeping.medium import Medium
from models.store import recovery, slots
from models.store.folder import has_store
from models.store.opened import OpenedFolder
from tests.store.fixtures import PASSWORD
from tests.ui.safekeeping.conftest import WAIT_MS
from tests.ui.safekeeping.sticks import FolderSticks
from ui.desk import Desk
from ui.safekeeping.restore_page import COPY, DONE, PREVIEW, SECRET
from ui.safekeeping.restore_window import RestoreWindow

LEFT = Qt.MouseButton.LeftButton
LONG_MS = 30_000


@pytest.fixture
def sheet(desk: Desk, cheap_keys: None) -> recovery.RecoveryKey:
    """The recovery sheet of the store that is backed up."""
    key = recovery.new_key()
    slots.set_recovery(desk.store, key)
    return key


@pytest.fixture
def stick(desk: Desk, sheet: recovery.RecoveryKey, tmp_path: Path) -> Path:
    """A stick with one copy of the made-up commune."""
    root = tmp_path / "usb"
    root.mkdir()
    Medium(root).claim()
    back_up(desk.store, Medium(root), Maker("1", "Nguyễn Thị Hạnh", "MAY-1"))
    return root


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    return tmp_path / "bare" / "data"


@pytest.fixture
def window(bare: Path, stick: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[RestoreWindow]:
    made = RestoreWindow(bare, FolderSticks(stick))
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: len(made.page.copy_step.lines) == 1 and not made.page.busy, timeout=WAIT_MS)
    yield made
    made.close()


def reach(window: RestoreWindow, qtbot: QtBot, step: int) -> None:
    qtbot.waitUntil(lambda: window.page.step == step and not window.page.busy, timeout=LONG_MS)


def through(window: RestoreWindow, qtbot: QtBot, secret: str) -> None:
    page = window.page
    qtbot.mouseClick(page.button, LEFT)
    reach(window, qtbot, SECRET)
    field = page.secret_step.sheet if page.secret_step.by_sheet.isChecked() else page.secret_step.password
    field.editor.setText(secret)
    qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    reach(window, qtbot, PREVIEW)
    page.preview_step.agree.click()
    qtbot.mouseClick(page.button, LEFT)
    reach(window, qtbot, DONE)


def counted(data: Path, secret: str | recovery.RecoveryKey) -> int:
    with OpenedFolder(data, secret) as folder, folder.store.connection() as reader:
        return people.count(reader, people.PersonFilter(day=folder.store.now().date()))


def test_a_bare_machine_gets_the_store(window: RestoreWindow, bare: Path, desk: Desk, qtbot: QtBot) -> None:
    through(window, qtbot, PASSWORD)
    assert window.page.preview_step.table.isColumnHidden(1)
    assert "Máy này chưa có sổ" in window.page.preview_step.warning.words
    with qtbot.waitSignal(window.restored, timeout=WAIT_MS):
        qtbot.keyClick(window.page.button, Qt.Key.Key_Return)
    window.close()
    with desk.connection() as reader:
        assert counted(bare, PASSWORD) == people.count(reader, people.PersonFilter(day=desk.today))
    with OpenedFolder(bare, PASSWORD) as folder, folder.store.read() as session, desk.read() as here:
        assert office.commune(session) == office.commune(here)


def test_on_a_bare_machine_a_sealed_copy_says_when_it_will_tell(window: RestoreWindow) -> None:
    table = window.page.copy_step.table
    assert [table.item(0, column).text() for column in (1, 2)] == ["(hiện sau khi mở)"] * 2
    assert "hiện ra sau khi mở bằng mật khẩu hoặc phiếu" in window.page.copy_step.words.text()


def test_the_password_of_another_handle_leads_to_the_handle(
    desk: Desk, stick: Path, bare: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    add_colleague(desk.office, AddStaff("Lê Thị Lan", "clerk", "can-bo-2"), "mật khẩu của Lan")
    back_up(desk.store, Medium(stick), Maker("1", "Nguyễn Thị Hạnh", "MAY-1"))
    window = RestoreWindow(bare, FolderSticks(stick))
    qtbot.addWidget(window)
    window.show()
    page, step = window.page, window.page.secret_step
    qtbot.waitUntil(lambda: len(page.copy_step.lines) == 2 and not page.busy, timeout=WAIT_MS)
    qtbot.mouseClick(page.button, LEFT)
    reach(window, qtbot, SECRET)
    assert step.handle.draft() == "1"
    step.password.editor.setText("mật khẩu của Lan")
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: bool(step.password.error) and not page.busy, timeout=LONG_MS)
    assert "không mở được bằng «1»" in step.password.error
    assert "chọn đúng tên đăng nhập" in step.password.error
    step.handle.editor.setCurrentIndex(step.handle.editor.findData("can-bo-2"))
    qtbot.mouseClick(page.button, LEFT)
    reach(window, qtbot, PREVIEW)
    window.close()


def test_the_sheet_opens_it_too(window: RestoreWindow, bare: Path, sheet: recovery.RecoveryKey, qtbot: QtBot) -> None:
    window.page.secret_step.by_sheet.click()
    through(window, qtbot, " ".join(recovery.groups(sheet)))
    window.close()
    assert counted(bare, sheet) > 0


def test_two_shares_are_read_one_after_the_other(
    window: RestoreWindow, bare: Path, sheet: recovery.RecoveryKey, qtbot: QtBot
) -> None:
    page, editor = window.page, window.page.secret_step.sheet.editor
    one, _, three = recovery.split(sheet)
    qtbot.mouseClick(page.button, LEFT)
    reach(window, qtbot, SECRET)
    page.secret_step.by_sheet.click()
    editor.setText(one)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert not page.busy
    assert page.secret_step.sheet.message == "Mảnh này đúng. Hãy gõ hoặc quét tiếp mảnh thứ hai."
    qtbot.keyClicks(editor, three)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    reach(window, qtbot, PREVIEW)


def test_a_mistyped_sheet_is_refused_and_nothing_is_made(
    window: RestoreWindow, bare: Path, sheet: recovery.RecoveryKey, qtbot: QtBot
) -> None:
    page = window.page
    qtbot.mouseClick(page.button, LEFT)
    reach(window, qtbot, SECRET)
    page.secret_step.by_sheet.click()
    wrong = " ".join((*recovery.groups(sheet)[:-1], "AAAAA"))
    page.secret_step.sheet.editor.setText(wrong)
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: bool(page.secret_step.sheet.error) and not page.busy, timeout=WAIT_MS)
    qtbot.mouseClick(page.back_button, LEFT)
    assert page.step == COPY
    with qtbot.waitSignal(window.left, timeout=WAIT_MS):
        qtbot.mouseClick(page.back_button, LEFT)
    assert not has_store(bare)


@pytest.mark.parametrize("part", ["vault.json", "store.db"])
def test_a_store_that_opens_no_longer_is_put_aside(
    stick: Path, desk: Desk, tmp_path: Path, qtbot: QtBot, qapp: QApplication, part: str
) -> None:
    data = tmp_path / "second"
    first = RestoreWindow(data, FolderSticks(stick))
    qtbot.addWidget(first)
    first.show()
    qtbot.waitUntil(lambda: bool(first.page.copy_step.lines) and not first.page.busy, timeout=WAIT_MS)
    through(first, qtbot, PASSWORD)
    first.close()
    (path,) = data.rglob(part)
    path.write_bytes(b"\0" * 100)
    second = RestoreWindow(data, FolderSticks(stick))
    qtbot.addWidget(second)
    second.show()
    qtbot.waitUntil(lambda: bool(second.page.copy_step.lines) and not second.page.busy, timeout=WAIT_MS)
    through(second, qtbot, PASSWORD)
    assert "không mở được nên không so được" in second.page.preview_step.warning.words
    second.close()
    assert counted(data, PASSWORD) > 0
    assert path.read_bytes() == b"\0" * 100


def test_a_stick_taken_out_while_restoring_changes_nothing(
    window: RestoreWindow, bare: Path, stick: Path, qtbot: QtBot
) -> None:
    page = window.page
    qtbot.mouseClick(page.button, LEFT)
    reach(window, qtbot, SECRET)
    page.secret_step.password.editor.setText(PASSWORD)
    qtbot.keyClick(page.secret_step.password.editor, Qt.Key.Key_Return)
    reach(window, qtbot, PREVIEW)
    stick.rename(stick.with_name("pocket"))
    page.preview_step.agree.click()
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: bool(page.notice.words) and not page.busy, timeout=LONG_MS)
    assert page.step == PREVIEW
    assert not has_store(bare)
    stick.with_name("pocket").rename(stick)
    qtbot.mouseClick(page.button, LEFT)
    reach(window, qtbot, DONE)
