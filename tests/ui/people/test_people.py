"""Entering, changing, telling apart and merging people with real keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models.benefits.services import LineDetails, NewLine, add_line
from models.people import queries
from models.store.dates import Month
from tests.ui.frame.test_window import show
from ui.desk import Desk
from ui.people.merge_page import MergePage
from ui.people.person_form import NEW_DRAFT, PersonForm
from ui.people.person_page import PersonPage
from ui.people.section import PeopleSection


def section(desk: Desk, qtbot: QtBot) -> PeopleSection:
    made = PeopleSection(desk)
    desk.stale.connect(made.renew)
    show(made, qtbot)
    return made


def type_person(form: PersonForm, qtbot: QtBot, name: str, born: str) -> None:
    editor = form.form.fields["name"].focusProxy()
    assert isinstance(editor, QLineEdit)
    editor.insert(name)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    born_editor = form.form.fields["born"].focusProxy()
    qtbot.keyClicks(born_editor, born)
    qtbot.keyClick(born_editor, Qt.Key.Key_Return)


def test_add_a_person_with_the_keyboard_alone(desk: Desk, qtbot: QtBot) -> None:
    people = section(desk, qtbot)
    people.new_person()
    form = people.currentWidget()
    assert isinstance(form, PersonForm)
    type_person(form, qtbot, "le thi xuan moi", "3/1950")
    qtbot.keyClick(form.form.fields["sex"].focusProxy(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page = people.currentWidget()
    assert isinstance(page, PersonPage)
    with desk.read() as session:
        row = queries.rows(session, [page.person_id], desk.today)[0]
    assert (row.name, row.born) == ("Le Thi Xuan Moi", "03/1950")
    assert desk.draft(NEW_DRAFT) == {}
    assert people.people.model.row_of(page.person_id) >= 0


def test_a_wrong_date_keeps_the_form_and_stores_nothing(desk: Desk, qtbot: QtBot) -> None:
    people = section(desk, qtbot)
    before = len(people.people.model.ids)
    people.new_person()
    form = people.currentWidget()
    assert isinstance(form, PersonForm)
    type_person(form, qtbot, "Lê Thị Sai", "31/2/1950")
    form.save()
    assert people.currentWidget() is form
    assert form.form.fields["born"].error == "Không có ngày này trong lịch."
    people.people.reload()
    assert len(people.people.model.ids) == before
    form.form.settle()


def test_a_likely_double_is_shown_and_can_be_told_apart(desk: Desk, qtbot: QtBot) -> None:
    people = section(desk, qtbot)
    known = people.people.model.ids[3]
    with desk.read() as session:
        details = queries.details(session, known)
    assert details is not None
    assert details.born is not None
    people.new_person()
    form = people.currentWidget()
    assert isinstance(form, PersonForm)
    form.form.fields["id_number"].restore(details.id_number)
    type_person(form, qtbot, details.name, details.born.display())
    assert form.doubles.count >= 1
    assert form.doubles.isVisible()
    buttons = [one for one in form.doubles.findChildren(QPushButton) if "Không phải" in one.text()]
    count = form.doubles.count
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert form.doubles.count == count - 1
    form.form.settle()


def test_edit_with_f2_and_the_page_reads_itself_again(desk: Desk, qtbot: QtBot) -> None:
    people = section(desk, qtbot)
    person = people.people.model.ids[0]
    people.open_person(person)
    page = people.currentWidget()
    qtbot.keyClick(page, Qt.Key.Key_F2)
    form = people.currentWidget()
    assert isinstance(form, PersonForm)
    form.form.fields["note"].restore("đã gặp ngày 5/3")
    form.save()
    assert people.currentWidget() is page
    with desk.read() as session:
        details = queries.details(session, person)
    assert details is not None
    assert details.note == "đã gặp ngày 5/3"
    assert isinstance(page, PersonPage)
    assert "đã gặp ngày 5/3" in words(page)


def words(page: QWidget) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel))


def test_merge_keeps_the_chosen_fields_and_the_old_code(desk: Desk, qtbot: QtBot) -> None:
    people = section(desk, qtbot)
    keep, other = people.people.model.ids[0], people.people.model.ids[1]
    with desk.read() as session:
        other_row = queries.rows(session, [other], desk.today)[0]
    people._merge(keep, other)
    page = people.currentWidget()
    assert isinstance(page, MergePage)
    page._groups["name"][1].setChecked(True)
    page.merge()
    shown = people.currentWidget()
    assert isinstance(shown, PersonPage)
    assert shown.person_id == keep
    with desk.read() as session:
        row = queries.rows(session, [keep], desk.today)[0]
        gone = queries.rows(session, [other], desk.today)
        found = queries.ids(session, queries.PersonFilter(day=desk.today, text=other_row.code), limit=5)
    assert row.name == other_row.name
    assert gone == []
    assert found == [keep]


def test_an_empty_book_shows_the_next_step(empty_desk: Desk, qtbot: QtBot) -> None:
    people = section(empty_desk, qtbot)
    steps = [one.text() for one in people.findChildren(QPushButton) if one.isVisible()]
    assert "Nhập danh sách Excel" in steps
    assert not people.people.table.isVisible()


def test_leaving_a_form_keeps_what_was_typed(desk: Desk, qtbot: QtBot) -> None:
    people = section(desk, qtbot)
    people.new_person()
    form = people.currentWidget()
    assert isinstance(form, PersonForm)
    type_person(form, qtbot, "Lê Thị Dở Dang", "1950")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert people.currentWidget() is people.tabs
    people.new_person()
    again = people.currentWidget()
    assert isinstance(again, PersonForm)
    assert again.form.fields["name"].draft() == "Lê Thị Dở Dang"
    assert again.notice.isVisible()
    qtbot.mouseClick(again.notice.button, Qt.MouseButton.LeftButton)
    assert again.form.fields["name"].draft() == ""
    assert desk.draft(NEW_DRAFT) == {}


def test_the_merge_page_tells_what_is_paid_afterwards(desk: Desk, qtbot: QtBot) -> None:
    people = section(desk, qtbot)
    keep, other = people.people.model.ids[0], people.people.model.ids[1]
    for person_id, amount in ((keep, 540_000), (other, 600_000)):
        line = LineDetails("Người cao tuổi", amount, "K5", 100, start_month=Month(202601))
        desk.do("Thêm khoản trợ cấp", add_line, NewLine(person_id, line))
    people._merge(keep, other)
    page = people.currentWidget()
    assert isinstance(page, MergePage)
    assert "khoản được chi, tổng" in words(page)
    assert "600.000 đ" in words(page)
    assert "hãy bỏ khoản sai" in words(page)
