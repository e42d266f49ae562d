"""The ceremony of handover in the windows: here, on another machine, and what is left to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.office.open_office import OpenOffice
from models.office.services import AddVillage, add_village
from models.safekeeping.backup import back_up
from models.safekeeping.manifest import Maker
from models.safekeeping.medium import Medium
from models.safekeeping.queries import media
from models.safekeeping.services import NoteBackup, RegisterMedium, note_backup, register_medium
from models.safekeeping.sheets import use_sheet
from models.store import recovery
from models.store.errors import EnvironmentProblem
from models.store.opened import OpenedFolder
from models.store.store import SAFEKEEPING
from models.store.vault import WrongPassword
from tests.store.fixtures import PASSWORD
from tests.ui.fakes import FakeMemory
from tests.ui.safekeeping.conftest import WAIT_MS, in_form, seen
from tests.ui.safekeeping.made_up import MadeUpCopies, MadeUpRestore
from ui.desk import Desk
from ui.dialogs import FormDialog
from ui.frame.rekeying import Rekeying
from ui.safekeeping.example import OURS
from ui.safekeeping.handover_minutes import MinutesPage
from ui.safekeeping.handover_page import ELSEWHERE, HandoverPage
from ui.safekeeping.keeper import Keeper
from ui.safekeeping.section import SafekeepingSection

THEIRS = "mật khẩu của Bích"

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def office(qapp: QApplication, sample_data: Path, tmp_path: Path) -> Iterator[OpenOffice]:
    """The made-up commune with colleague 1 signed in."""
    shutil.copytree(sample_data, tmp_path / "data")
    opened = OpenOffice.unlock(tmp_path / "data", PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def page(office: OpenOffice, copies: MadeUpCopies, keeper: Keeper, qtbot: QtBot) -> Iterator[HandoverPage]:
    """The ceremony; minutes that it asks for lie in `page.papers`."""
    desk = Desk(office, FakeMemory())
    made = shown(desk, keeper, qtbot)
    desk.stale.connect(made.renew)
    yield made
    made.close()
    desk.close()


def shown(desk: Desk, keeper: Keeper, qtbot: QtBot) -> HandoverPage:
    made = HandoverPage(desk, keeper)
    qtbot.addWidget(made)
    made.resize(1100, 680)
    made.show()
    return made


def copied(office: OpenOffice, stick: Path) -> None:
    """A proved copy on a stick outside this disk, noted as the windows do."""
    stick.mkdir(exist_ok=True)
    medium = Medium(stick)
    uid = medium.uid() or medium.claim()
    office.transact("USB", register_medium, RegisterMedium(uid, "USB xanh", "ours", outside=True), kind=SAFEKEEPING)
    proved = back_up(office.store, medium, Maker("1", "a", "b"), progress=lambda _at: None, stopped=lambda: False)
    office.transact("Sao lưu", note_backup, NoteBackup(uid, proved), kind=SAFEKEEPING)


def keep_minutes_of(page: HandoverPage, qtbot: QtBot) -> bytes:
    """Ask for the minutes and keep them; their bytes."""

    def fill(dialog: FormDialog) -> None:
        keepers = {key: "Trần Thị Bích, tủ sắt" for key in dialog.form.fields if key.startswith("keeper-")}
        dialog.form.restore(
            {"receiver_name": "Trần Thị Bích", "witness_name": "Lê Văn Cường", "why": "chuyển công tác", **keepers}
        )
        dialog.submit()

    papers: list[MinutesPage] = []
    page.minutes_asked.connect(papers.append)
    in_form(fill)
    page.ask_minutes()
    page.minutes_asked.disconnect(papers.append)
    [paper] = papers
    qtbot.addWidget(paper)
    qtbot.waitUntil(lambda: bool(paper.pdf) or bool(paper.notice.words), timeout=WAIT_MS * 4)
    assert paper.pdf.startswith(b"%PDF-"), paper.notice.words
    paper.keep()
    pdf = paper.pdf
    paper.close()
    return pdf


def add_successor(page: HandoverPage) -> None:
    """Add the account as both sit before the window; the dialog knows the name from the minutes."""

    def fill(dialog: FormDialog) -> None:
        dialog.form.restore({"handle": "can-bo-2", "role": "clerk", "password": THEIRS, "again": THEIRS})
        dialog.submit()
        while dialog.isVisible():
            QApplication.processEvents()

    in_form(fill)
    page.account_card.add_receiver()


def handed(page: HandoverPage, password: str) -> Rekeying | None:
    """Press the last button and type a password; the work that is asked for, None when it was refused."""
    asked: list[Rekeying] = []
    page.rekey_asked.connect(asked.append)

    def fill(dialog: FormDialog) -> None:
        dialog.form.restore({"password": password})
        dialog.submit()
        while not dialog.form.isEnabled() and dialog.isVisible():
            QApplication.processEvents()

    in_form(fill)
    page.key_card.hand_over()
    page.rekey_asked.disconnect(asked.append)
    return asked[0] if asked else None


def test_each_step_opens_when_the_one_before_is_done(
    page: HandoverPage, office: OpenOffice, tmp_path: Path, qtbot: QtBot
) -> None:
    assert [card.number for card in page._wanted()] == [1, 2, 3, 4]
    assert not page.key_card.button.isEnabled()
    copied(office, tmp_path / "stick")
    assert page.state is not None
    assert page.state.copied == "USB xanh"
    keep_minutes_of(page, qtbot)
    assert page.state.minutes
    assert not page.key_card.button.isEnabled()
    add_successor(page)
    assert page.chosen is not None
    assert (page.chosen.display_name, page.chosen.state) == ("Trần Thị Bích", "ready")
    assert page.key_card.button.isEnabled()


@pytest.mark.parametrize(("before", "proposed"), [("Cán bộ mẫu, tủ sắt", ""), ("Văn thư", "Văn thư"), ("", "")])
def test_who_keeps_each_stick_is_asked_anew(
    page: HandoverPage, office: OpenOffice, before: str, proposed: str, tmp_path: Path, qtbot: QtBot
) -> None:
    copied(office, tmp_path / "stick")
    known = RegisterMedium(Medium(tmp_path / "stick").uid() or "", "USB xanh", "ours", outside=True, keeper=before)
    office.transact("USB", register_medium, known, kind=SAFEKEEPING)
    said: list[str] = []

    def look(dialog: FormDialog) -> None:
        field = dialog.form.fields["keeper-1"]
        said.extend((field.draft(), field.message))
        if not proposed:
            dialog.submit()
            assert dialog.isVisible()
            assert field.error

    in_form(look)
    page.ask_minutes()
    assert said == [proposed, f"Trước bàn giao: {before}" if before else "Ví dụ: Nguyễn Thị Hạnh, tủ sắt phòng 3"]


def test_the_sticks_are_kept_by_whom_the_minutes_name(
    page: HandoverPage, office: OpenOffice, tmp_path: Path, qtbot: QtBot
) -> None:
    copied(office, tmp_path / "stick")
    keep_minutes_of(page, qtbot)
    with office.store.read() as session:
        assert [one.keeper for one in media(session)] == ["Trần Thị Bích, tủ sắt"]


def test_a_copy_that_failed_is_told_in_its_step_and_the_way_stays_open(
    page: HandoverPage, copies: MadeUpCopies, keeper: Keeper, qtbot: QtBot
) -> None:
    copies.plug(OURS)
    seen(keeper, qtbot)
    copies.trouble = EnvironmentProblem("USB đã bị rút ra.", code="medium_removed")
    copies.go_on.set()
    with qtbot.waitSignal(keeper.problem, timeout=WAIT_MS):
        qtbot.mouseClick(page.copy_card.button, Qt.MouseButton.LeftButton)
    assert page.copy_card.news == "USB đã bị rút ra."
    assert page.notice.words == ""
    assert page.copy_card.button.isEnabled()
    copies.trouble = None
    with qtbot.waitSignal(keeper.proved, timeout=WAIT_MS):
        qtbot.mouseClick(page.copy_card.button, Qt.MouseButton.LeftButton)
    assert page.copy_card.news == ""


def test_the_ceremony_ends_with_the_lock(
    page: HandoverPage, office: OpenOffice, copies: MadeUpCopies, keeper: Keeper, tmp_path: Path, qtbot: QtBot
) -> None:
    copied(office, tmp_path / "stick")
    keep_minutes_of(page, qtbot)
    add_successor(page)
    asked = handed(page, THEIRS)
    assert asked is not None
    page.close()
    asked.run(office)
    desk = Desk(office, FakeMemory())
    kind, which = desk.draft("place")["page"].split("/")
    section = SafekeepingSection(desk, keeper, MadeUpRestore)
    qtbot.addWidget(section)
    section.resize(1100, 680)
    section.show()
    section.open_place(kind, which)
    after = section.currentWidget()
    assert isinstance(after, HandoverPage)
    assert after.rest.lock_button.isVisible()
    assert "Khóa cũ còn trong bộ nhớ máy" in after.rest.lamps[-1]._label.text()
    with qtbot.waitSignal(section.lock_asked, timeout=WAIT_MS):
        qtbot.mouseClick(after.rest.lock_button, Qt.MouseButton.LeftButton)
    section.back()
    section.open_place(*section.place_of(after).split("/"))  # as after the lock: another process, no old key
    again = section.currentWidget()
    assert isinstance(again, HandoverPage)
    assert again.over
    assert not again.rest.lock_button.isVisible()
    section.close_pages()
    desk.close()


def test_the_book_changes_hands_here(
    page: HandoverPage, office: OpenOffice, keeper: Keeper, tmp_path: Path, qtbot: QtBot
) -> None:
    copied(office, tmp_path / "stick")
    keep_minutes_of(page, qtbot)
    add_successor(page)
    assert handed(page, PASSWORD) is None
    asked = handed(page, THEIRS)
    assert asked is not None
    page.close()
    asked.run(office)
    assert (office.actor.staff_id, office.folder.handle) == (2, "can-bo-2")
    desk = Desk(office, FakeMemory())
    after = shown(desk, keeper, qtbot)
    assert after.over
    assert after.rest.heading.text() == "Cán bộ mẫu đã bàn giao cho Trần Thị Bích"
    assert not after.minutes_card.isVisibleTo(after)
    after._begin_again()
    assert after.minutes_card.isVisibleTo(after)
    after.close()
    desk.close()
    office.close()
    with pytest.raises(WrongPassword):
        OpenedFolder(tmp_path / "data", PASSWORD)
    with OpenedFolder(tmp_path / "data", THEIRS) as folder:
        assert folder.handle == "can-bo-2"


def test_another_machine_takes_over(
    page: HandoverPage, office: OpenOffice, keeper: Keeper, tmp_path: Path, qtbot: QtBot
) -> None:
    page.ways.button(ELSEWHERE).click()
    assert page.leave_card.isVisibleTo(page)
    assert not page.key_card.isVisibleTo(page)
    page.account_card.named = "Trần Thị Bích"
    add_successor(page)
    assert page.account_card.office_button.isVisibleTo(page)
    page.account_card.office_button.click()
    assert not page.account_card.office_button.isVisibleTo(page)
    copied(office, tmp_path / "stick")
    keep_minutes_of(page, qtbot)
    assert not page.leave_card.button.isEnabled()
    copied(office, tmp_path / "stick")
    assert page.leave_card.button.isEnabled()
    page.close()
    office.close()
    shutil.copytree(tmp_path / "data", tmp_path / "other")  # what a restore gives: the same book under the same keys
    other = OpenOffice.unlock(tmp_path / "other", THEIRS)
    desk = Desk(other, FakeMemory())
    taking = shown(desk, keeper, qtbot)
    assert taking.taking is not None
    assert taking.taking.giver == "Cán bộ mẫu"
    assert taking.key_card.button.isEnabled()
    asked = handed(taking, THEIRS)
    assert asked is not None
    taking.close()
    desk.close()
    asked.run(other)
    other.close()
    with pytest.raises(WrongPassword):
        OpenedFolder(tmp_path / "other", PASSWORD)


def test_a_handover_to_another_machine_is_taken_up_again(
    page: HandoverPage, office: OpenOffice, keeper: Keeper, tmp_path: Path, qtbot: QtBot
) -> None:
    page.ways.button(ELSEWHERE).click()
    page.account_card.named = "Trần Thị Bích"
    add_successor(page)
    assert page.account_card.lamp._label.text() == "Còn cần quyền quản trị sổ"
    page.account_card.office_button.click()
    keep_minutes_of(page, qtbot)
    copied(office, tmp_path / "stick")
    page.close()
    again = shown(Desk(office, FakeMemory()), keeper, qtbot)
    again.ways.button(ELSEWHERE).click()
    assert again.chosen is not None
    assert again.chosen.display_name == "Trần Thị Bích"
    assert again.leave_card.button.isEnabled()
    again.close()


def test_a_sheet_made_on_another_page_is_seen_when_the_page_is_shown_again(
    page: HandoverPage, office: OpenOffice
) -> None:
    assert not page.key_card.keep_sheet.isVisibleTo(page)
    page.hide()
    use_sheet(office, recovery.new_key())
    page.show()
    assert page.key_card.keep_sheet.isVisibleTo(page)


def test_leaving_asks_twice_and_only_with_a_whole_copy(
    page: HandoverPage, office: OpenOffice, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = iter([True, False, True, True])

    def confirm(_parent: object, title: str, _words: str, _yes: str) -> bool:
        asked.append(title)
        return next(answers)

    monkeypatch.setattr("ui.safekeeping.handover_ending.confirmed", confirm)
    page.leave_card.leave_machine()
    assert asked == []
    assert "Chưa có bản sao lưu ngoài máy này" in page.leave_card.news
    copied(office, tmp_path / "stick")
    with qtbot.assertNotEmitted(page.leave_asked):
        page.leave_card.leave_machine()
    assert asked == ["Rời máy này?", "Xóa khóa của sổ khỏi máy này?"]
    with qtbot.waitSignal(page.leave_asked):
        page.leave_card.leave_machine()
    office.transact("Thêm thôn", add_village, AddVillage("Thôn 99"))
    with qtbot.assertNotEmitted(page.leave_asked):
        page.leave_card.leave_machine()
    assert len(asked) == 4
