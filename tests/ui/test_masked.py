"""A walk through every window as somebody who only looks: no number of anybody is read, no button changes anything."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from sqlalchemy import select

from models.office.open_office import OpenOffice
from models.office.staff_keys import add_colleague
from models.office.staff_services import AddStaff
from models.people import queries
from models.people.masking import HIDDEN
from models.people.tables import BankAccount, Payee, Person
from tests.store.fixtures import PASSWORD
from tests.ui.fakes import FakeMemory
from ui.benefits.source import BenefitSource
from ui.desk import Desk
from ui.frame.section import Section
from ui.frame.window import PEOPLE, MainWindow
from ui.people.source import HouseholdSource, PeopleSource
from ui.pictures import Views, draw_windows
from ui.register.source import Wanted
from ui.theme import Theme

SECOND = "mat khau cua Lan"
FORMS = re.compile(r"^(dialog-|question|picker|new-password|sheet)")
"""Opened by the walk itself; a viewer finds no way to them from the frame."""
CHANGES = re.compile(
    r"^(Sửa|Thêm|Xóa|Gộp|Ghi|Lưu thành|Phát hành|Hủy|Hoàn tác|Chọn tệp|Nhập vào|Xuất|In$|Lưu PDF|Lưu Excel|Đặt)"
)

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture
def office(qapp: QApplication, sample_data: Path, tmp_path: Path) -> Iterator[OpenOffice]:
    """The made-up commune as "can-bo-2", a viewer, has it open."""
    shutil.copytree(sample_data, tmp_path / "data")
    first = OpenOffice.unlock(tmp_path / "data", PASSWORD)
    add_colleague(first, AddStaff("Lê Thị Lan", "viewer", "can-bo-2"), SECOND)
    first.close()
    opened = OpenOffice.unlock(tmp_path / "data", SECOND, "can-bo-2")
    yield opened
    opened.close()
    Theme(qapp, "light")


def numbers(office: OpenOffice) -> set[str]:
    """Every identity, insurance, phone and account number in the book, digits alone."""
    found: set[str] = set()
    with office.store.read() as session:
        for person in session.scalars(select(Person)):
            found |= {person.id_number, person.old_id_number, person.insurance_number, *person.phones.split()}
        found |= set(session.scalars(select(BankAccount.number)))
        for payee in session.scalars(select(Payee)):
            found |= {payee.id_number, payee.phone}
    return {re.sub(r"\D", "", number) for number in found if number}


def readable(root: QWidget) -> Iterator[str]:
    """Every text under `root` that comes from the book: cells, labels, fields, answers, tips."""
    for widget in [root, *root.findChildren(QWidget)]:
        yield widget.toolTip()
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        if isinstance(widget, QLineEdit):
            yield widget.text()
        if isinstance(widget, QPlainTextEdit):
            yield widget.toPlainText()
        if isinstance(widget, QListWidget):
            yield from (widget.item(row).text() for row in range(widget.count()))
        if isinstance(widget, QTableView) and (model := widget.model()) is not None:
            for row in range(min(model.rowCount(), 400)):
                for column in range(model.columnCount()):
                    yield str(model.index(row, column).data(Qt.ItemDataRole.DisplayRole) or "")


def betrayed(texts: Iterator[str], known: set[str]) -> set[str]:
    """Numbers of `known` that stand in a text, however grouped."""
    found: set[str] = set()
    for text in texts:
        for run in re.findall(r"\d(?:[ .-]?\d){5,}", text):
            digits = re.sub(r"\D", "", run)
            found |= {digits} & known
    return found


def pressable(root: QWidget) -> set[str]:
    """Buttons that would change, print or export something and can be pressed."""
    return {
        one.text()
        for one in root.findChildren(QAbstractButton)
        if one.isVisible() and one.isEnabled() and CHANGES.match(one.text())
    }


@pytest.mark.long
def test_a_viewer_reads_no_number_and_presses_no_change(office: OpenOffice) -> None:
    known = numbers(office)
    assert len(known) > 300
    seen: dict[str, set[str]] = {}
    pressed: dict[str, set[str]] = {}
    hidden: set[str] = set()

    def look(window: QWidget, name: str) -> None:
        if FORMS.match(name):
            return
        texts = list(readable(window))
        if found := betrayed(iter(texts), known):
            seen[name] = found
        if found := pressable(window):
            pressed[name] = found
        if any(HIDDEN in text for text in texts):
            hidden.add(name.partition("-1366")[0])

    draw_windows(office, None, views=Views(sizes=[(1366, 768)], schemes=["light"]), look=look)
    assert seen == {}
    assert pressed == {}
    assert {"people", "person", "search", "benefits"} <= hidden


@pytest.fixture
def desk(office: OpenOffice) -> Iterator[Desk]:
    made = Desk(office, FakeMemory())
    yield made
    made.close()


def test_a_whole_number_finds_its_owner_and_a_part_finds_nobody(desk: Desk) -> None:
    with desk.read() as session:
        person = next(
            one for one in session.scalars(select(Person)) if len(one.id_number) == 12 and one.phones and one.code
        )
        row = queries.rows(session, [person.id], desk.today)[0]
    source = PeopleSource(desk)
    for number in (person.id_number, person.phones.split()[0], row.code):
        assert person.id in source.ids(Wanted((("name", number),)), 10, 0), number
    for part in (person.id_number[:11], person.id_number[3:], person.id_number[:6], person.phones.split()[0][-4:]):
        assert person.id not in source.ids(Wanted((("name", part),)), 10, 0), part
    begun = Wanted((("name", person.id_number[:11]),))
    assert source.narrowed(begun, [], Wanted((("name", person.id_number),))) is None
    for other in (HouseholdSource(desk), BenefitSource(desk)):
        key = other.columns[0].key
        assert other.count(Wanted(((key, person.id_number[:6]),))) == 0


def said(window: MainWindow) -> str:
    return " ".join(readable(window.status))


def test_what_would_change_the_book_says_why_not(office: OpenOffice, desk: Desk, qapp: QApplication) -> None:
    window = MainWindow(desk, Theme(qapp, "light"))
    try:
        window.show()
        window.new_person()
        assert "chỉ được xem" in said(window)
        section = window.section(PEOPLE)
        assert isinstance(section, Section)
        assert section.count() == 1
        window.export(window.people.people)
        assert "không được xuất" in said(window)
    finally:
        window.close()
        window.deleteLater()
