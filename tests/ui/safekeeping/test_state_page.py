"""The page with the one button, under real clicks and keys: sticks come and go, copies are made and stopped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from models.store.errors import EnvironmentProblem
from tests.ui.safekeeping.conftest import WAIT_MS, in_form, seen
from tests.ui.safekeeping.made_up import INSIDE, STICK, MadeUpCopies, copy_line
from ui.dialogs import FormDialog
from ui.safekeeping.example import ENTRY
from ui.safekeeping.facts import Found
from ui.safekeeping.keeper import Keeper
from ui.safekeeping.section import SafekeepingSection

LEFT = Qt.MouseButton.LeftButton
OURS = replace(STICK, standing="ours", medium_id=1, uid="a" * 32, label="USB 1", keeper="Hạnh", copies=2)


def answer(dialog: FormDialog, qtbot: QtBot, standing: str, keeper: str | None = None) -> None:
    dialog.form.fields["standing"].restore(standing)
    if keeper is not None:
        dialog.form.fields["keeper"].restore(keeper)
    qtbot.mouseClick(dialog.button, LEFT)


def test_without_a_stick_the_page_says_what_to_do(section: SafekeepingSection, qtbot: QtBot) -> None:
    page = section.state
    assert page.title.text() == "Chưa có bản sao lưu nào"
    qtbot.mouseClick(page.button, LEFT)
    assert "Cắm USB của cơ quan" in page.notice.words


def test_who_opens_the_book_since_a_restore_is_said_until_it_is_settled(
    section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot
) -> None:
    page = section.state
    assert not page.entry.isVisible()
    copies.now = replace(copies.now, entry=ENTRY)
    keeper.renew()
    assert page.entry.isVisible()
    assert page.entry.words.startswith(ENTRY)
    assert "«Sổ giữ lại trên máy»" in page.entry.words
    qtbot.mouseClick(page.entry.button, LEFT)
    assert not page.entry.isVisible()


def test_a_stick_that_is_plugged_in_appears_by_itself(
    section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot
) -> None:
    keeper.start()
    copies.plug(STICK)
    keeper._see()
    qtbot.waitUntil(lambda: section.state.places.current == STICK, timeout=WAIT_MS)
    copies.plug()
    keeper._see()
    qtbot.waitUntil(lambda: section.state.places.current is None, timeout=WAIT_MS)


def test_a_new_stick_is_asked_about_once_and_then_copied_to(
    section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot
) -> None:
    page = section.state
    copies.plug(STICK)
    seen(keeper, qtbot)
    in_form(lambda dialog: answer(dialog, qtbot, "ours"))
    qtbot.mouseClick(page.button, LEFT)
    assert [(one.ours, one.keeper) for one in copies.answers] == [(True, "Nguyễn Thị Hạnh")]
    assert keeper.busy
    assert not page.button.isEnabled()
    qtbot.waitUntil(lambda: page.progress.words.text() == "25 %", timeout=WAIT_MS)
    copies.go_on.set()
    with qtbot.waitSignal(keeper.proved, timeout=WAIT_MS):
        pass
    assert "Có thể rút USB ra" in page.notice.words
    assert "Đếm được 12.480 người" in page.proved.text()
    assert page.title.text() == "Sổ có bản sao tốt"
    assert not page.progress.isVisible()
    copies.go_on.clear()
    qtbot.mouseClick(page.button, LEFT)  # known now: nothing is asked
    assert keeper.busy
    assert len(copies.answers) == 1


def test_a_copy_on_the_same_disk_asks_for_another_on_a_stick(
    section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot
) -> None:
    copies.plug(replace(INSIDE, standing="ours", medium_id=2))
    copies.go_on.set()
    seen(keeper, qtbot)
    with qtbot.waitSignal(keeper.proved, timeout=WAIT_MS):
        qtbot.mouseClick(section.state.button, LEFT)
    assert "hãy sao lưu thêm vào USB" in section.state.notice.words


def test_whose_the_stick_is_must_be_answered_and_who_keeps_it(
    section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot
) -> None:
    copies.plug(STICK)
    seen(keeper, qtbot)
    said: list[str] = []

    def leave_open(dialog: FormDialog) -> None:
        qtbot.mouseClick(dialog.button, LEFT)
        said.append(dialog.form.fields["standing"].error)
        answer(dialog, qtbot, "ours", "")
        said.append(dialog.form.fields["keeper"].error)

    in_form(leave_open)
    qtbot.mouseClick(section.state.button, LEFT)
    assert said == ["Còn thiếu chủ của USB, ổ đĩa.", "Ghi ai giữ USB này."]
    assert not keeper.busy
    assert copies.jobs == []


def test_the_answer_about_a_stick_outlives_a_lock(
    section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot
) -> None:
    copies.plug(STICK)
    seen(keeper, qtbot)
    offered: list[str] = []

    def lock(dialog: FormDialog) -> None:
        offered.append(dialog.form.fields["label"].draft())
        dialog.form.fields["label"].restore("USB 7 Văn thư")
        dialog.put_down()

    for _ in range(2):
        in_form(lock)
        qtbot.mouseClick(section.state.button, LEFT)
    assert offered == ["SANDISK", "USB 7 Văn thư"]
    assert copies.answers == []


def test_a_foreign_stick_is_never_written_to(
    section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot
) -> None:
    copies.plug(STICK)
    seen(keeper, qtbot)
    in_form(lambda dialog: answer(dialog, qtbot, "foreign"))
    qtbot.mouseClick(section.state.button, LEFT)
    assert copies.jobs == []
    assert "không dùng USB này" in section.state.notice.words
    seen(keeper, qtbot)
    assert section.state.places.current is None
    assert not section.state.places.radios[0].isEnabled()


def test_a_running_copy_is_stopped_by_its_button(
    section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot
) -> None:
    copies.plug(OURS)
    seen(keeper, qtbot)
    qtbot.mouseClick(section.state.button, LEFT)
    with qtbot.waitSignal(keeper.given_up, timeout=WAIT_MS):
        qtbot.mouseClick(section.state.progress.button, LEFT)
    assert "vẫn nguyên vẹn" in section.state.notice.words
    assert section.state.button.isEnabled()
    assert copies.now.last is None


def test_a_pulled_stick_is_told_in_its_own_words(
    section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot
) -> None:
    copies.plug(OURS)
    copies.trouble = EnvironmentProblem("USB đã bị rút ra.", code="medium_removed")
    copies.go_on.set()
    seen(keeper, qtbot)
    with qtbot.waitSignal(keeper.problem, timeout=WAIT_MS):
        qtbot.mouseClick(section.state.button, LEFT)
    assert section.state.notice.words == "USB đã bị rút ra."
    assert section.state.title.text() == "Chưa có bản sao lưu nào"


def test_closing_while_a_copy_runs_stops_it(
    section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot
) -> None:
    copies.plug(OURS)
    seen(keeper, qtbot)
    qtbot.mouseClick(section.state.button, LEFT)
    keeper.close()
    assert not keeper.busy


def test_the_offices_stick_is_marked_before_a_new_one_and_a_choice_stays(
    section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot
) -> None:
    places = section.state.places
    copies.plug(INSIDE, OURS)
    seen(keeper, qtbot)
    assert places.current == OURS
    places.radios[0].click()
    assert places.current == INSIDE
    copies.plug(INSIDE, replace(OURS, copies=3))
    seen(keeper, qtbot)
    assert places.current == INSIDE


def test_a_folder_is_chosen_and_said_to_lie_on_the_same_disk(
    section: SafekeepingSection, keeper: Keeper, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    qtbot.waitUntil(lambda: not keeper._look.busy, timeout=WAIT_MS)
    with qtbot.waitSignal(keeper.places_changed, timeout=WAIT_MS):
        qtbot.mouseClick(section.state.places.folder, LEFT)
    current = section.state.places.current
    assert isinstance(current, Found)
    assert current.drive.root == tmp_path


def test_the_drill_is_held_on_demand_and_its_result_stays(
    section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot
) -> None:
    page = section.state
    assert "Chưa diễn tập lần nào" in page.drill.text()
    copies.plug(OURS)
    copies.go_on.set()
    seen(keeper, qtbot)
    with qtbot.waitSignal(keeper.checked, timeout=WAIT_MS):
        qtbot.mouseClick(page.drill_button, LEFT)
    assert "đạt. Đã mở thử và kiểm tra: 12.480 người, 3.912 hộ. Khớp với sổ." in page.drill.text()


def test_a_drill_needs_a_copy(section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot) -> None:
    copies.plug(replace(OURS, copies=0))
    seen(keeper, qtbot)
    assert not section.state.drill_button.isEnabled()


def test_copies_are_listed_proved_again_and_their_stick_retired(
    section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies.plug(OURS)
    copies.lines = (copy_line(1), copy_line(2, reachable=False, state="bad"))
    copies.go_on.set()
    seen(keeper, qtbot)
    section.tabs.setCurrentIndex(1)
    page = section.copies
    qtbot.waitUntil(lambda: page.view.model.rowCount() == 2, timeout=WAIT_MS)
    assert page.view.model.strings([0])[0][:5] == (
        "19/11/2026 16:40",
        "USB 1 Phòng Văn hóa - Xã hội",
        "Nguyễn Thị Hồng Hạnh, tủ sắt phòng 3",
        "Đã kiểm chứng",
        "có",
    )
    page.view.select_id(2)
    assert not page.prove.isEnabled()
    page.view.select_id(1)
    with qtbot.waitSignal(keeper.checked, timeout=WAIT_MS):
        qtbot.mouseClick(page.prove, LEFT)
    assert copies.jobs == ["prove copy-1"]
    monkeypatch.setattr("ui.safekeeping.copies_page.confirmed", lambda *_: True)
    page.view.select_id(1)
    qtbot.mouseClick(page.forget, LEFT)
    assert copies.forgotten == [1]
    qtbot.waitUntil(lambda: page.view.model.rowCount() == 0, timeout=WAIT_MS)


def test_the_choices_are_kept_and_wrong_days_refused(
    section: SafekeepingSection, copies: MadeUpCopies, qtbot: QtBot
) -> None:
    section.tabs.setCurrentIndex(2)
    page = section.choices
    days = page.form.fields["green_days"]
    days.setFocus()
    qtbot.keyClicks(days.focusProxy(), "0")  # 70
    qtbot.keyClick(days.focusProxy(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "từ 1 đến 60" in days.error
    days.restore("14")
    qtbot.mouseClick(page.button, LEFT)
    assert copies.now.choices.green_days == 14
    assert page.notice.words == "Đã lưu."


def test_the_keys_stay_on_the_button_that_was_pressed(
    section: SafekeepingSection, keeper: Keeper, copies: MadeUpCopies, qtbot: QtBot
) -> None:
    """Enter once more would otherwise go to the next button: the restore."""
    page = section.state
    copies.plug(OURS)
    seen(keeper, qtbot)
    page.button.setFocus()
    qtbot.keyClick(page.button, Qt.Key.Key_Space)
    assert keeper.busy
    assert not page.restore.hasFocus()
    copies.go_on.set()
    qtbot.waitUntil(lambda: not keeper.busy, timeout=WAIT_MS)
    assert page.button.hasFocus()
