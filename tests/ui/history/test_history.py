"""Lịch sử thay đổi in the windows: filters, one change, a person's own history, the verdict about the chain."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text

from models.benefits.services import LineDetails, NewLine, add_line
from models.office.open_office import OpenOffice
from models.people import queries
from models.people.services import ChangePerson, SetPersonFact, change_person, set_person_fact
from models.people.viewing import GROUND_VIEWED, PAGE_VIEWED
from models.store.opened import OpenedFolder
from models.store.store import VIEW
from models.store.tables import Audit, Change
from models.store.work import Actor
from tests.store.fixtures import NOW, PASSWORD
from tests.ui.fakes import FakeMemory
from ui.desk import Desk
from ui.history.change_page import RECORDS_AT_ONCE, ChangePage
from ui.history.register_page import HistoryPage
from ui.history.source import days_meant
from ui.parts import Button
from ui.people.person_page import PersonPage
from ui.people.section import PeopleSection
from ui.register.model import RegisterModel

SECRET = LineDetails("Người nhiễm HIV/AIDS thuộc hộ nghèo", 810_000, "K8", 150)
NUMBER = "079150000123"


def told(page: QWidget) -> str:
    """All words of a page."""
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def shows(model: RegisterModel, ids: list[int]) -> bool:
    return list(model.ids) == ids


def button(page: QWidget, words: str) -> Button:
    return next(one for one in page.findChildren(Button) if one.text().startswith(words) and one.isVisibleTo(page))


def correct_number(desk: Desk, person_id: int) -> None:
    with desk.read() as session:
        details = queries.details(session, person_id)
    assert details is not None
    desk.do("Sửa thông tin người", change_person, ChangePerson(person_id, replace(details, id_number=NUMBER)))


@pytest.fixture
def section(desk: Desk, qtbot: QtBot) -> Iterator[PeopleSection]:
    """The people's section, where the history of a person opens."""
    made = PeopleSection(desk)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close_pages()


@pytest.fixture
def viewer(qapp: QApplication, sample_data: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk of somebody who may only look."""
    shutil.copytree(sample_data, tmp_path / "data")
    office = OpenOffice(OpenedFolder(tmp_path / "data", PASSWORD, clock=lambda: NOW), Actor(1, frozenset()))
    desk = Desk(office, FakeMemory())
    yield desk
    desk.close()
    office.close()


def opened(desk: Desk, qtbot: QtBot, person_id: int | None = None) -> HistoryPage:
    page = HistoryPage(desk, person_id, "Ai Đó" if person_id else "")
    qtbot.addWidget(page)
    page.show()
    return page


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("", None, None),
        ("22/11/2026", date(2026, 11, 22), date(2026, 11, 22)),
        ("11/2026", date(2026, 11, 1), date(2026, 11, 30)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("1/11/2026 - 22/11/2026", date(2026, 11, 1), date(2026, 11, 22)),
        ("10/2026 đến 11/2026", date(2026, 10, 1), date(2026, 11, 30)),
        ("22/1", date.max, date.min),
    ],
)
def test_days_are_understood_as_typed(said: str, first: date | None, last: date | None) -> None:
    assert days_meant(said) == (first, last)


def test_the_register_is_filtered(desk: Desk, qtbot: QtBot) -> None:
    correct_number(desk, 3)
    correct_number(desk, 4)
    page = opened(desk, qtbot)
    model, header = page.register.model, page.register.header
    assert list(model.ids) == [4, 3, 2, 1]
    row = model.strings([0])[0]
    assert row[0] == "22/11/2026 09:00"
    assert row[1] == "Cán bộ mẫu"
    assert row[3] == "Sửa thông tin người"
    assert f"→ {NUMBER}" in row[4]
    for key, said, found in (
        ("name", "sua thong tin", [4, 3]),
        ("at", "23/11/2026", []),
        ("at", "11/2026", [4, 3, 2, 1]),
        ("who", "0", [1]),
        ("kind", "view", []),
        ("text", "000003", [3, 2]),
    ):
        header.set_filter(key, said)
        qtbot.waitUntil(partial(shows, model, found))
        header.clear()
        qtbot.waitUntil(lambda: len(model.ids) == 4)
    page.close()


def test_a_commit_is_a_line_more(desk: Desk, qtbot: QtBot, section: PeopleSection) -> None:
    page = section.history.open_register()
    assert len(page.register.model.ids) == 2
    correct_number(desk, 3)
    section.renew(frozenset({("people", 3)}))
    assert len(page.register.model.ids) == 3


def test_one_change_shows_before_and_now(desk: Desk, qtbot: QtBot, section: PeopleSection) -> None:
    correct_number(desk, 3)
    section.history.open_register().opened.emit(3)
    page = section.currentWidget()
    assert isinstance(page, ChangePage)
    words = told(page)
    for one in ("Sửa thông tin người", "Thay đổi số 3", "Cán bộ mẫu", "Số định danh", "Trước", "Nay", NUMBER):
        assert one in words
    qtbot.mouseClick(button(page, "Mở trang"), Qt.MouseButton.LeftButton)
    person = section.currentWidget()
    assert isinstance(person, PersonPage)
    assert person.person_id == 3


def test_the_history_of_one_person_opens_from_their_page(desk: Desk, qtbot: QtBot, section: PeopleSection) -> None:
    correct_number(desk, 3)
    correct_number(desk, 4)
    section.open_person(3)
    page = section.currentWidget()
    assert isinstance(page, PersonPage)
    qtbot.mouseClick(button(page, "Từng thay đổi"), Qt.MouseButton.LeftButton)
    history = section.currentWidget()
    assert isinstance(history, HistoryPage)
    assert list(history.register.model.ids) == [3, 2]
    assert "Lịch sử của" in history.register.title
    history.left.emit()
    assert section.currentWidget() is page


def test_many_records_are_turned_page_by_page(desk: Desk, qtbot: QtBot, section: PeopleSection) -> None:
    section.history.open_change(2)
    page = section.currentWidget()
    assert isinstance(page, ChangePage)
    assert f"Bản ghi 1 đến {RECORDS_AT_ONCE}" in told(page)
    qtbot.mouseClick(button(page, "Tiếp"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: f"Bản ghi {RECORDS_AT_ONCE + 1} đến" in told(page))
    qtbot.mouseClick(button(page, "Trước"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Bản ghi 1 đến" in told(page))


def views(desk: Desk) -> set[tuple[str, int]]:
    with desk.read() as session:
        found = (
            select(Change.name, Audit.record_id).join(Audit, Audit.change_id == Change.id).where(Change.kind == VIEW)
        )
        return {(row.name, row.record_id) for row in session.execute(found)}


def test_looking_at_an_account_is_noted_but_not_in_the_register(desk: Desk, qtbot: QtBot) -> None:
    account = SetPersonFact(3, "account", {"number": "8801205123456", "bank": "", "holder": ""})
    desk.do("Ghi tài khoản", set_person_fact, account)
    page = opened(desk, qtbot)
    assert all("8801205123456" not in cell for row in page.register.model.strings([0, 1, 2]) for cell in row)
    desk.views._waiting.wait()
    assert views(desk) == set()
    change = ChangePage(desk, 3)
    qtbot.addWidget(change)
    change.show()
    assert "8801205123456" in told(change)
    qtbot.waitUntil(lambda: views(desk) == {(PAGE_VIEWED, 3)})
    page.close()


def test_grounds_are_shown_only_when_asked_for(desk: Desk, qtbot: QtBot) -> None:
    desk.do("Thêm khoản", add_line, NewLine(3, SECRET))
    page = ChangePage(desk, 3)
    qtbot.addWidget(page)
    page.show()
    assert "HIV" not in told(page)
    qtbot.mouseClick(button(page, "Hiện căn cứ"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "HIV" in told(page))
    qtbot.waitUntil(lambda: (GROUND_VIEWED, 3) in views(desk))


def test_a_viewer_reads_neither_numbers_nor_views(viewer: Desk, qtbot: QtBot) -> None:
    page = opened(viewer, qtbot)
    kinds = dict(next(column.choices for column in page.register.model.source.columns if column.key == "kind"))
    assert "view" not in kinds
    assert "sign_in" not in kinds
    change = ChangePage(viewer, 2)
    qtbot.addWidget(change)
    change.show()
    while True:
        forward = [one for one in change.findChildren(Button) if one.text() == "Tiếp" and one.isVisibleTo(change)]
        if "Số định danh" in told(change) or not forward or not forward[0].isEnabled():
            break
        forward[0].click()
        qtbot.wait(20)
    words = told(change)
    assert "Số định danh" in words
    assert "••••••" in words
    assert not [one for one in words.split() if one.isdigit() and len(one) >= 9]
    page.close()


def test_the_chain_is_walked_on_request(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    qtbot.mouseClick(page.check, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "liền mạch: 2 thay đổi, khớp 1 ngày" in page.notice.words)
    with desk.store._writer.begin() as connection:
        connection.execute(text("UPDATE audit SET fields = '{}' WHERE id = 1"))
    page.verify()
    qtbot.waitUntil(lambda: "đứt ở thay đổi số 1: nội dung cũ, mới đã bị sửa" in page.notice.words)
    page.close()
