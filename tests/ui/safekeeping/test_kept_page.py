"""Going back to a kept set in the windows: what is there, what would be lost, the password, and the book afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.office.open_office import OpenOffice
from models.safekeeping.medium import Medium
from models.safekeeping.restoring import restore
from models.store.opened import OpenedFolder
from tests.safekeeping.restores import Kept, add_people, looked_over
from tests.safekeeping.sticks import backed_up
from tests.store.fixtures import PASSWORD
from tests.ui.safekeeping.conftest import WAIT_MS
from tests.ui.safekeeping.made_up import MadeUpRestore
from ui.desk import Desk
from ui.safekeeping.keeper import Keeper
from ui.safekeeping.kept_engine import KeptSets
from ui.safekeeping.kept_page import DONE, LIST, NONE, PREVIEW, KeptPage
from ui.safekeeping.section import SafekeepingSection

LEFT = Qt.MouseButton.LeftButton
LONG_MS = 30_000

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def office(qapp: QApplication, sample_data: Path, tmp_path: Path) -> Iterator[OpenOffice]:
    """A book that was restored wrongly: Bốn was entered after the copy, Năm after the restore."""
    data, stick = tmp_path / "data", tmp_path / "stick"
    shutil.copytree(sample_data, data)
    stick.mkdir()
    Medium(stick).claim()
    with OpenedFolder(data, PASSWORD) as folder:
        backed_up(folder.store, Medium(stick))
        add_people(folder.store, "Lò Văn Bốn")
        restore(data, Kept(data, stick).opened(PASSWORD), replaced=folder)
    opened = OpenOffice.unlock(data, PASSWORD)
    add_people(opened.store, "Lò Văn Năm")
    yield opened
    opened.close()


@pytest.fixture
def page(office: OpenOffice, qtbot: QtBot) -> Iterator[KeptPage]:
    made = KeptPage(KeptSets(office))
    qtbot.addWidget(made)
    made.resize(1100, 680)
    made.show()
    made.activateWindow()
    with qtbot.waitActive(made):
        pass
    qtbot.waitUntil(lambda: bool(made.list_step.lines) and not made.busy, timeout=WAIT_MS)
    yield made
    made.close()


def reach(page: KeptPage, qtbot: QtBot, step: int) -> None:
    qtbot.waitUntil(lambda: page.step == step and not page.busy, timeout=LONG_MS)


def previewed(page: KeptPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.button, LEFT)
    reach(page, qtbot, PREVIEW)


def test_back_to_the_book_before_the_restore(page: KeptPage, office: OpenOffice, qtbot: QtBot) -> None:
    data, held = office.folder.data, list[bool]()
    page.restoring.connect(held.append)
    [line] = page.list_step.lines
    assert (line.until - line.since).days == 30
    assert page.list_step.table.item(0, 1).text() == "Khôi phục sổ từ bản sao lưu, Cán bộ mẫu"
    previewed(page, qtbot)
    assert "1 người dân: Lò Văn Năm" in page.preview_step.lost.text()
    assert page.preview_step.warning.words.startswith("Từ sau lần khôi phục")
    assert page.preview_step.head.text().startswith("Sổ giữ lại từ lúc ")
    assert page.preview_step.entry.words == ""
    assert not page.button.isEnabled()
    page.preview_step.agree.click()
    assert page.password.editor.hasFocus()
    qtbot.mouseClick(page.button, LEFT)
    assert page.password.error == "Còn thiếu mật khẩu."
    page.password.editor.setText("mật khẩu đoán mò")
    qtbot.keyClick(page.password.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.busy, timeout=LONG_MS)
    assert page.password.error.startswith("Mật khẩu không đúng.")
    assert (page.step, held) == (PREVIEW, [True, False])
    page.password.editor.setText(PASSWORD)
    qtbot.keyClick(page.password.editor, Qt.Key.Key_Return)
    reach(page, qtbot, DONE)
    assert page.password.draft() == ""
    assert not page.may_leave
    assert "Sổ trước khi quay lại được giữ lại trên máy thêm 30 ngày." in page.done_step.words.text()
    with qtbot.waitSignal(page.restored, timeout=WAIT_MS):
        qtbot.keyClick(page.button, Qt.Key.Key_Return)
    assert looked_over(data) == {"Lò Văn Bốn"}


def test_nothing_is_changed_before_the_last_button(page: KeptPage, office: OpenOffice, qtbot: QtBot) -> None:
    previewed(page, qtbot)
    page.password.editor.setText(PASSWORD)
    qtbot.keyClick(page.password.editor, Qt.Key.Key_Return)  # not agreed to yet
    assert not page.busy
    qtbot.mouseClick(page.back_button, LEFT)
    assert page.step == LIST
    assert page.password.draft() == ""
    with qtbot.waitSignal(page.left, timeout=WAIT_MS):
        qtbot.mouseClick(page.back_button, LEFT)
    data = office.folder.data
    office.close()
    assert looked_over(data) == {"Lò Văn Năm"}


def test_a_set_that_is_gone_meanwhile_is_told(page: KeptPage, office: OpenOffice, qtbot: QtBot) -> None:
    [line] = page.list_step.lines
    shutil.rmtree(office.folder.data / "sets" / line.set_id)
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: not page.busy, timeout=LONG_MS)
    assert page.notice.words == "Không còn sổ giữ lại này trên máy."
    assert page.step == LIST


def test_where_nothing_is_kept_the_page_says_so(desk: Desk, keeper: Keeper, qtbot: QtBot) -> None:
    section = SafekeepingSection(desk, keeper, MadeUpRestore)
    qtbot.addWidget(section)
    section.resize(1100, 680)
    section.show()
    section.tabs.setCurrentIndex(1)
    qtbot.mouseClick(section.copies.kept, LEFT)
    page = section.currentWidget()
    assert isinstance(page, KeptPage)
    qtbot.waitUntil(lambda: not page.busy, timeout=WAIT_MS)
    assert page.list_step.words.text() == NONE
    assert not page.button.isEnabled()
    section.back()
    assert section.currentWidget() is section.tabs
    section.close_pages()
