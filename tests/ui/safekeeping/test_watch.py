"""Beside every screen: the lamp, the daily line, the offer on closing, the weekly drill; with real copies."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.office.staff_services import AddStaff, StaffMember, add_staff, mark_left
from models.safekeeping.handover_queries import Asked, handover_facts
from models.safekeeping.handover_rules import Party
from models.safekeeping.handover_services import KeepMinutes, keep_minutes
from models.store.rights import Right
from models.store.store import SAFEKEEPING as SAFEKEEPING_KIND
from models.store.store import STAFF
from models.store.work import Actor
from tests.ui.frame.test_window import show
from tests.ui.safekeeping.conftest import WAIT_MS, in_form
from tests.ui.safekeeping.sticks import FolderSticks
from ui.desk import Desk
from ui.dialogs import FormDialog, Question
from ui.frame.window import PEOPLE, SAFEKEEPING, MainWindow
from ui.imports.section import ImportSection
from ui.safekeeping.facts import NewMedium
from ui.safekeeping.handover_page import HandoverPage
from ui.safekeeping.restore_page import DONE, PREVIEW, RestorePage
from ui.safekeeping.section import SafekeepingSection
from ui.safekeeping.watch import REST_S
from ui.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    root = tmp_path / "usb"
    root.mkdir()
    return root


@pytest.fixture
def window(desk: Desk, stick: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    made = MainWindow(desk, Theme(qapp, "light"), drives=FolderSticks(stick))
    show(made, qtbot)
    qtbot.waitUntil(lambda: len(made.watch.keeper.found) == 1, timeout=WAIT_MS)
    yield made
    made.close()


@pytest.fixture
def ours(window: MainWindow) -> MainWindow:
    """The window, with the stick registered as the office's."""
    keeper = window.watch.keeper
    keeper.register(NewMedium(keeper.found[0], ours=True, label="USB 1", keeper="Hạnh"))
    return window


def settled(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.watch.keeper.busy and not window.watch.keeper._look.busy, timeout=WAIT_MS)


def answered(press: Callable[[Question], object]) -> list[str]:
    """Answer the question that comes next; what it asked is in the list afterwards."""
    asked: list[str] = []

    def answer() -> None:
        question = QApplication.activeModalWidget()
        if not isinstance(question, Question):
            QTimer.singleShot(10, answer)
            return
        asked.append(question.windowTitle())
        press(question)

    QTimer.singleShot(10, answer)
    return asked


def close_by_hand(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Q, CTRL)


def test_ctrl_b_copies_from_any_screen_and_turns_the_lamp_green(ours: MainWindow, qtbot: QtBot) -> None:
    ours.go_to(PEOPLE)
    with qtbot.waitSignal(ours.watch.keeper.proved, timeout=WAIT_MS):
        qtbot.keyClick(ours, Qt.Key.Key_B, CTRL)
    assert ours.stack.currentWidget() is ours.section(SAFEKEEPING)
    assert ours.copying is None
    assert ours.watch.keeper.state.lamp.tone == "done"
    assert ours.status.backup.toolTip().startswith("Bản sao lưu đã kiểm chứng gần nhất: hôm nay")


def test_the_first_stick_is_asked_about(window: MainWindow, qtbot: QtBot) -> None:
    def answer(dialog: FormDialog) -> None:
        dialog.form.fields["standing"].restore("ours")
        dialog.button.click()

    in_form(answer)
    with qtbot.waitSignal(window.watch.keeper.proved, timeout=WAIT_MS):
        qtbot.keyClick(window, Qt.Key.Key_B, CTRL)
    assert window.watch.keeper.found[0].standing == "ours"


def test_the_daily_line_comes_once_and_goes_with_a_copy(ours: MainWindow, qtbot: QtBot) -> None:
    notice = ours.watch.notice
    assert not notice.isVisible()
    ours.watch.remind()
    assert "Chưa có bản sao lưu" in notice.words
    with qtbot.waitSignal(ours.watch.keeper.proved, timeout=WAIT_MS):
        qtbot.mouseClick(notice.button, LEFT)
    settled(ours, qtbot)
    assert not notice.isVisible()
    ours.watch.remind()
    assert not notice.isVisible()


def test_the_daily_line_is_not_said_twice_a_day(ours: MainWindow) -> None:
    ours.watch.remind()
    ours.watch.notice.say("")
    ours.watch.remind()
    assert not ours.watch.notice.isVisible()


def test_closing_offers_a_copy_and_leaves_after_it(ours: MainWindow, qtbot: QtBot) -> None:
    asked = answered(lambda question: question.yes.click())
    with qtbot.waitSignal(ours.closed, timeout=WAIT_MS):
        close_by_hand(ours, qtbot)
    assert asked == ["Sao lưu trước khi đóng?"]
    assert ours.watch.keeper.state.lamp.tone == "done"


@pytest.mark.parametrize("leave", [lambda question: question.no.click(), lambda question: question.reject()])
def test_every_other_answer_leaves_at_once(ours: MainWindow, qtbot: QtBot, leave: Callable[[Question], object]) -> None:
    answered(leave)
    with qtbot.waitSignal(ours.closed, timeout=WAIT_MS):
        close_by_hand(ours, qtbot)
    assert ours.watch.keeper.state.last is None


def test_nothing_is_offered_when_today_has_a_copy(ours: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ours.watch.keeper.proved, timeout=WAIT_MS):
        ours.back_up()
    settled(ours, qtbot)
    with qtbot.waitSignal(ours.closed, timeout=WAIT_MS):
        close_by_hand(ours, qtbot)


def test_the_program_itself_closes_without_a_question(ours: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ours.closed, timeout=WAIT_MS):
        ours.close()


def test_without_a_stick_the_offer_leads_to_the_page(ours: MainWindow, stick: Path, qtbot: QtBot) -> None:
    stick.rename(stick.with_name("pocket"))
    ours.watch.keeper.look()
    qtbot.waitUntil(lambda: ours.watch.keeper.found == (), timeout=WAIT_MS)
    answered(lambda question: question.yes.click())
    close_by_hand(ours, qtbot)
    assert ours.isVisible()
    section = ours.section(SAFEKEEPING)
    assert isinstance(section, SafekeepingSection)
    assert "Cắm USB" in section.state.notice.words


def test_the_weekly_drill_waits_for_a_quiet_hour(ours: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ours.watch.keeper.proved, timeout=WAIT_MS):
        ours.back_up()
    qtbot.waitUntil(lambda: ours.watch.keeper.found[0].copies == 1, timeout=WAIT_MS)
    assert not ours.watch.drill_if_due()
    ours.watch._last_used -= REST_S + 1
    with qtbot.waitSignal(ours.watch.keeper.checked, timeout=WAIT_MS):
        assert ours.watch.drill_if_due()
    drill = ours.watch.keeper.state.drill
    assert drill is not None
    assert drill.passed
    assert not ours.watch.drill_if_due()


def test_keys_over_the_window_put_the_drill_off(ours: MainWindow, qtbot: QtBot) -> None:
    ours.watch._last_used -= REST_S + 1
    qtbot.keyClick(ours.windowHandle(), Qt.Key.Key_Shift)
    assert ours.watch.rested_s() < REST_S


def test_an_import_reminds_of_what_is_not_copied(ours: MainWindow, qtbot: QtBot) -> None:
    from tests.ui.imports.test_wizard import SAMPLE

    section = ours.section(2)
    assert isinstance(section, ImportSection)
    wizard = section.open_data(SAMPLE.read_bytes(), SAMPLE.name)
    with qtbot.waitSignal(wizard.ready, timeout=60_000):
        pass
    assert "Nên sao lưu trước khi nhập danh sách" in wizard.uncopied.words
    with qtbot.waitSignal(ours.watch.keeper.proved, timeout=WAIT_MS):
        wizard.uncopied.button.click()
    section.home()


def test_a_restore_replaces_the_open_store(ours: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ours.watch.keeper.proved, timeout=WAIT_MS):
        ours.back_up()
    settled(ours, qtbot)
    ours.open_restore()
    section = ours.section(SAFEKEEPING)
    page = section.currentWidget()
    assert isinstance(page, RestorePage)
    qtbot.waitUntil(lambda: bool(page.copy_step.lines) and not page.busy, timeout=WAIT_MS)
    qtbot.mouseClick(page.button, LEFT)
    qtbot.waitUntil(lambda: page.step == PREVIEW, timeout=WAIT_MS)
    page.preview_step.agree.click()
    qtbot.mouseClick(page.button, LEFT)
    assert not ours.nav.isEnabled()
    qtbot.waitUntil(lambda: page.step == DONE, timeout=30_000)
    assert not ours.nav.isEnabled()
    qtbot.keyClick(ours, Qt.Key.Key_Escape)
    assert section.currentWidget() is page
    with qtbot.waitSignal(ours.store_replaced, timeout=WAIT_MS):
        qtbot.keyClick(page.button, Qt.Key.Key_Return)


def test_who_received_the_book_is_led_to_the_new_key_from_every_screen(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    assert not window.watch.taking.isVisible()
    giver = desk.do("Cán bộ", add_staff, AddStaff("Lê Thị Giao", "clerk", "can-bo-2", administrator=True), kind=STAFF)
    assert not window.watch.taking.isVisible()
    facts = handover_facts(desk.store, Asked(giver, Party("Cán bộ mẫu"), 1))
    desk.do("Biên bản", keep_minutes, KeepMinutes(giver, 1, facts, b"%PDF-1.4"), kind=SAFEKEEPING_KIND)
    assert window.watch.taking.isVisible()
    assert window.watch.taking.words.startswith("Lê Thị Giao đã bàn giao sổ cho bạn.")
    qtbot.mouseClick(window.watch.taking.button, LEFT)
    page = window.rooms.safekeeping.currentWidget()
    assert isinstance(page, HandoverPage)
    assert page.taking is not None
    desk.do("Thôi", mark_left, StaffMember(giver), kind=STAFF)
    assert not window.watch.taking.isVisible()


def test_who_is_no_administrator_restores_nothing(
    ours: MainWindow, desk: Desk, qtbot: QtBot, qapp: QApplication
) -> None:
    rights: frozenset[Right] = frozenset({"change"})
    desk.office.actor = Actor(1, frozenset(rights))
    other = MainWindow(desk, Theme(qapp, "light"))
    qtbot.addWidget(other)
    section = other.section(SAFEKEEPING)
    assert isinstance(section, SafekeepingSection)
    assert [button.isEnabled() for button in (section.state.restore, section.state.handover)] == [False, False]
    assert section.state.button.isEnabled()
    other.watch.close()
    section.close_pages()


def test_a_disk_that_does_not_answer_holds_nobody_up(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, keeper = threading.Event(), window.watch.keeper
    qtbot.waitUntil(lambda: not keeper._look.busy, timeout=WAIT_MS)
    monkeypatch.setattr(keeper.engine, "look", lambda: answer.wait(30) and ())
    monkeypatch.setattr("ui.safekeeping.keeper.LONGEST_LOOK_S", 0.05)
    keeper.look()
    window.close()
    assert not keeper._look.busy
    answer.set()
