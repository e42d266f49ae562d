"""The page of colleagues by clicks and keys: add, role, passwords, removal, and what others may not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models.office.open_office import OpenOffice
from models.office.staff_keys import add_colleague, colleagues
from models.office.staff_services import AddStaff, StaffMember, mark_left
from models.store import slots
from models.store.rights import may_not
from models.store.store import STAFF
from models.store.vault import WrongPassword
from tests.store.fixtures import PASSWORD
from tests.ui.fakes import FakeMemory
from tests.ui.frame.test_window import show
from ui.desk import Desk
from ui.dialogs import FormDialog, Question
from ui.frame.rekeying import Rekeying
from ui.office.section import OfficeSection
from ui.office.staff_dialogs import SecretDialog
from ui.office.staff_page import StaffPage
from ui.parts import Button

SECOND = "mật khẩu của Lan"
THIRD = "mat khau khac han"

pytestmark = pytest.mark.usefixtures("cheap_keys")


def signed_in(data: Path, password: str = PASSWORD, handle: str = "1") -> Iterator[Desk]:
    office = OpenOffice.unlock(data, password, handle)
    desk = Desk(office, FakeMemory())
    yield desk
    desk.close()
    office.close()


@pytest.fixture
def data(qapp: QApplication, empty_data: Path, tmp_path: Path) -> Path:
    shutil.copytree(empty_data, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def first(data: Path) -> Iterator[Desk]:
    """The desk of colleague 1, who keeps the staff; "can-bo-2" is Lan, a viewer."""
    office = OpenOffice.unlock(data, PASSWORD)
    add_colleague(office, AddStaff("Lê Thị Lan", "viewer", "can-bo-2"), SECOND)
    office.close()
    yield from signed_in(data)


def page_of(desk: Desk, qtbot: QtBot) -> StaffPage:
    section = OfficeSection(desk)
    desk.stale.connect(section.renew)
    show(section, qtbot)
    section.tabs.setCurrentWidget(section.staff)
    return section.staff


def button(root: QWidget, words: str) -> Button:
    return next(one for one in root.findChildren(Button) if one.text() == words)


def click(qtbot: QtBot, one: Button) -> None:
    assert one.isEnabled(), one.text()
    qtbot.mouseClick(one, Qt.MouseButton.LeftButton)


def meanwhile(act: Callable[[QWidget], None]) -> None:
    """Do something with the dialog that is about to open."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(10, look)
        else:
            act(dialog)

    QTimer.singleShot(10, look)


def type_into(qtbot: QtBot, dialog: QWidget, key: str, text: str) -> None:
    assert isinstance(dialog, FormDialog)
    editor = dialog.form.fields[key].editor
    editor.setFocus()
    editor.clear()
    if text.isascii():
        qtbot.keyClicks(editor, text)
    else:
        editor.setText(text)  # Qt's test keys know no letters with marks


def choose(page: StaffPage, handle: str) -> None:
    number = next(one.id for one in page.source.all() if one.handle == handle)
    page.register.table.selectRow(list(page.register.model.ids).index(number))


def told(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def shown(page: StaffPage) -> dict[str, tuple[str, str]]:
    rows = page.register.model.strings(range(page.register.model.rowCount()))
    return {row[1]: (row[2], row[3]) for row in rows}


def test_the_page_says_who_i_am_and_who_else_may_sign_in(first: Desk, qtbot: QtBot) -> None:
    page = page_of(first, qtbot)
    assert "tên đăng nhập 1  ·  Công chức, quản trị sổ" in told(page)
    assert shown(page) == {"1": ("Công chức, quản trị sổ", "Đang dùng"), "can-bo-2": ("Người xem", "Đang dùng")}


def test_a_colleague_is_added_with_a_password_typed_twice(first: Desk, data: Path, qtbot: QtBot) -> None:
    page = page_of(first, qtbot)
    seen: list[str] = []

    def fill(dialog: QWidget) -> None:
        assert isinstance(dialog, SecretDialog)
        form = dialog.form
        seen.append(form.fields["handle"].draft())
        type_into(qtbot, dialog, "display_name", "Ho Van Bay")
        form.fields["role"].restore("head")
        type_into(qtbot, dialog, "password", THIRD)
        type_into(qtbot, dialog, "again", "khac han lan dau")
        click(qtbot, dialog.button)
        seen.append(form.fields["again"].error)
        type_into(qtbot, dialog, "again", THIRD)
        click(qtbot, dialog.button)

    meanwhile(fill)
    click(qtbot, button(page, "Thêm cán bộ"))
    assert seen == ["can-bo-3", "Hai lần gõ không giống nhau. Gõ lại lần thứ hai."]
    qtbot.waitUntil(lambda: shown(page).get("can-bo-3") == ("Trưởng phòng", "Đang dùng"))
    assert page.notice.words == "Đã thêm cán bộ."
    assert first.drafts() == [], "no password may lie in a draft"
    first.office.close()
    opened = OpenOffice.unlock(data, THIRD, "can-bo-3")
    assert "change" in opened.actor.rights
    opened.close()


def test_a_handle_that_is_the_name_is_refused_beside_its_field(first: Desk, qtbot: QtBot) -> None:
    page = page_of(first, qtbot)
    seen: list[str] = []

    def fill(dialog: QWidget) -> None:
        assert isinstance(dialog, SecretDialog)
        type_into(qtbot, dialog, "display_name", "Ho Van Bay")
        type_into(qtbot, dialog, "handle", "hovanbay")
        type_into(qtbot, dialog, "password", THIRD)
        type_into(qtbot, dialog, "again", THIRD)
        click(qtbot, dialog.button)
        seen.append(dialog.form.fields["handle"].error)
        click(qtbot, dialog.cancel)

    meanwhile(fill)
    qtbot.keyClick(page.register.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(seen))
    assert "không được là họ tên" in seen[0]
    assert set(shown(page)) == {"1", "can-bo-2"}


def test_a_role_changes_and_the_last_administrator_stays(first: Desk, qtbot: QtBot) -> None:
    page = page_of(first, qtbot)
    choose(page, "can-bo-2")

    def to_head(dialog: QWidget) -> None:
        assert isinstance(dialog, FormDialog)
        dialog.form.fields["role"].restore("head")
        click(qtbot, dialog.button)

    meanwhile(to_head)
    click(qtbot, button(page, "Vai trò…"))
    qtbot.waitUntil(lambda: shown(page)["can-bo-2"][0] == "Trưởng phòng")
    choose(page, "1")
    seen: list[str] = []

    def lay_down(dialog: QWidget) -> None:
        assert isinstance(dialog, FormDialog)
        qtbot.keyClick(dialog.form.fields["administrator"].editor, Qt.Key.Key_Space)
        click(qtbot, dialog.button)
        seen.append(dialog.form.fields["administrator"].error)
        click(qtbot, dialog.cancel)

    meanwhile(lay_down)
    click(qtbot, button(page, "Vai trò…"))
    assert "ít nhất một người quản trị" in seen[0]


def test_who_gives_up_the_own_administration_loses_it_at_once(first: Desk, qtbot: QtBot) -> None:
    add_colleague(first.office, AddStaff("Hồ Văn Bảy", "clerk", "can-bo-3", administrator=True), THIRD)
    page = page_of(first, qtbot)
    choose(page, "1")

    def lay_down(dialog: QWidget) -> None:
        assert isinstance(dialog, FormDialog)
        qtbot.keyClick(dialog.form.fields["administrator"].editor, Qt.Key.Key_Space)
        click(qtbot, dialog.button)

    meanwhile(lay_down)
    with qtbot.waitSignal(page.rights_changed):
        click(qtbot, button(page, "Vai trò…"))
    assert "staff" not in first.rights


def test_the_own_password_needs_the_old_one(first: Desk, data: Path, qtbot: QtBot) -> None:
    page = page_of(first, qtbot)
    seen: list[str] = []

    def fill(dialog: QWidget) -> None:
        assert isinstance(dialog, SecretDialog)
        type_into(qtbot, dialog, "old", "khong dung")
        type_into(qtbot, dialog, "password", THIRD)
        type_into(qtbot, dialog, "again", THIRD)
        click(qtbot, dialog.button)
        qtbot.waitUntil(lambda: bool(dialog.form.fields["old"].error))
        seen.append(dialog.form.fields["old"].error)
        type_into(qtbot, dialog, "old", PASSWORD)
        click(qtbot, dialog.button)

    meanwhile(fill)
    click(qtbot, button(page, "Đổi mật khẩu của mình…"))
    assert seen == ["Mật khẩu đang dùng không đúng."]
    assert page.notice.words == "Đã đổi mật khẩu."
    first.office.close()
    with pytest.raises(WrongPassword):
        OpenOffice.unlock(data, PASSWORD, "1")
    OpenOffice.unlock(data, THIRD, "1").close()


def test_a_forgotten_password_is_set_and_the_missing_one_is_asked_for(
    first: Desk, data: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(slots, "add_slot", killed)
        with pytest.raises(KeyboardInterrupt):
            add_colleague(first.office, AddStaff("Hồ Văn Bảy", "clerk", "can-bo-3"), THIRD)
    page = page_of(first, qtbot)
    assert "chưa có mật khẩu" in page.notice.words
    assert shown(page)["can-bo-3"][1] == "Chưa có mật khẩu"
    for handle in ("can-bo-2", "can-bo-3"):
        choose(page, handle)

        def fill(dialog: QWidget) -> None:
            type_into(qtbot, dialog, "password", THIRD)
            type_into(qtbot, dialog, "again", THIRD)
            assert isinstance(dialog, SecretDialog)
            click(qtbot, dialog.button)

        meanwhile(fill)
        click(qtbot, button(page, "Đặt mật khẩu…"))
    qtbot.waitUntil(lambda: shown(page)["can-bo-3"][1] == "Đang dùng")
    first.office.close()
    for handle in ("can-bo-2", "can-bo-3"):
        OpenOffice.unlock(data, THIRD, handle).close()


def test_removal_is_explained_then_asked_for_and_done_without_a_frame(first: Desk, data: Path, qtbot: QtBot) -> None:
    page = page_of(first, qtbot)
    choose(page, "can-bo-2")
    read: list[str] = []

    def answer(no: bool) -> Callable[[QWidget], None]:
        def act(dialog: QWidget) -> None:
            assert isinstance(dialog, Question)
            read.append(told(dialog))
            click(qtbot, dialog.no if no else dialog.yes)

        return act

    asked: list[Rekeying] = []
    page.rekey_asked.connect(asked.append)
    meanwhile(answer(True))
    click(qtbot, button(page, "Cho thôi…"))
    assert not asked
    meanwhile(answer(False))
    click(qtbot, button(page, "Cho thôi…"))
    assert "USB đã sao lưu trước hôm nay vẫn mở được bằng mật khẩu cũ" in read[0]
    asked[0].run(first.office)
    assert {one.handle: one.state for one in colleagues(first.store)} == {"1": "ready", "can-bo-2": "left"}
    assert asked[0].done == "Lê Thị Lan đã thôi dùng sổ."
    first.office.close()
    with pytest.raises(WrongPassword):
        OpenOffice.unlock(data, SECOND, "can-bo-2")


def test_the_own_removal_is_refused_in_words(first: Desk, qtbot: QtBot) -> None:
    page = page_of(first, qtbot)
    choose(page, "1")
    click(qtbot, button(page, "Cho thôi…"))
    assert "Bàn giao" in page.notice.words


def test_who_left_is_only_listed(first: Desk, qtbot: QtBot) -> None:
    number = next(one.id for one in colleagues(first.store) if one.handle == "can-bo-2")
    first.do("Cho thôi", mark_left, StaffMember(number), kind=STAFF)
    page = page_of(first, qtbot)
    assert "chưa đổi khóa" in page.notice.words
    choose(page, "can-bo-2")
    states = {words: button(page, words).isEnabled() for words in ("Vai trò…", "Đặt mật khẩu…", "Cho thôi…")}
    assert states == {"Vai trò…": False, "Đặt mật khẩu…": False, "Cho thôi…": True}


def test_who_does_not_keep_the_staff_sees_why(first: Desk, data: Path, qtbot: QtBot) -> None:
    first.office.close()
    for desk in signed_in(data, SECOND, "can-bo-2"):
        page = page_of(desk, qtbot)
        choose(page, "1")
        for words in ("Thêm cán bộ", "Vai trò…", "Đặt mật khẩu…", "Cho thôi…"):
            one = button(page, words)
            assert not one.isEnabled()
            assert one.toolTip() == may_not("staff")
        assert page.notice.words == ""
        qtbot.keyClick(page.register.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        assert QApplication.activeModalWidget() is None
        assert button(page, "Đổi mật khẩu của mình…").isEnabled()
