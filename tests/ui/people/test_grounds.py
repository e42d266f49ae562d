"""Who sees what on the person page: neutral grounds until asked for, noted views, and the page as of a day."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QRadioButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from models.benefits import lines
from models.benefits.secrecy import GUARDED_WORDS, NEUTRAL_LABEL
from models.benefits.services import LineDetails, NewLine, add_line
from models.office.open_office import OpenOffice
from models.office.queries import villages
from models.people import queries
from models.people.dated import AsOf
from models.people.facts import FactView, facts_as_of, recorded_fact
from models.people.services import (
    ChangePerson,
    MoveResidence,
    NewPerson,
    PersonDetails,
    SetPersonFact,
    add_person,
    change_person,
    move_residence,
    set_person_fact,
)
from models.people.viewing import GROUND_VIEWED, PAGE_VIEWED
from models.store.errors import RuleError
from models.store.opened import OpenedFolder
from models.store.store import VIEW
from models.store.tables import Audit, Change
from models.store.work import Actor
from tests.store.fixtures import NOW, PASSWORD
from tests.ui.fakes import FakeMemory
from tests.ui.people.test_changing import buttons, open_page
from tests.ui.people.test_people import section, words
from ui.benefits.line_dialog import correct_line_dialog, read_coefficient
from ui.benefits.source import BenefitSource
from ui.desk import Desk
from ui.parts import Button
from ui.people.correct import correct_dialog
from ui.people.merge_page import MergePage
from ui.people.past_page import Past, PastPage
from ui.people.person_form import PersonForm
from ui.people.person_page import PersonPage
from ui.register.source import Wanted

SECRET = LineDetails("Người nhiễm HIV/AIDS thuộc hộ nghèo", 810_000, "K8", 150)


@pytest.fixture
def stranger(qapp: QApplication, sample_data: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk of somebody without the right to grounds or to the views of others."""
    shutil.copytree(sample_data, tmp_path / "data")
    office = OpenOffice(
        OpenedFolder(tmp_path / "data", PASSWORD, clock=lambda: NOW),
        Actor(1, frozenset({"change", "numbers", "print", "export"})),
    )
    desk = Desk(office, FakeMemory())
    yield desk
    desk.close()
    office.close()


def poor_person(desk: Desk) -> int:
    """Somebody of the made-up commune without a line, who is given one with a secret ground."""
    with desk.read() as session:
        person = queries.ids(session, queries.PersonFilter(day=desk.today, age_to=3), limit=1)[0]
    desk.do("Thêm", add_line, NewLine(person, SECRET))
    return person


def views(desk: Desk) -> list[str]:
    desk.views.close()
    found = select(Change.name).join(Audit, Audit.change_id == Change.id).where(Change.kind == VIEW)
    with desk.read() as session:
        return list(session.scalars(found.order_by(Change.id)))


def reveal_buttons(page: PersonPage) -> list[Button]:
    return [one for one in page.findChildren(Button) if one.text() == "Hiện căn cứ" and one.isVisible()]


def test_a_ground_is_shown_when_asked_for_and_noted_once(desk: Desk, qtbot: QtBot) -> None:
    page = open_page(desk, qtbot, poor_person(desk))
    assert NEUTRAL_LABEL in words(page)
    assert not [one for one in ("HIV", "K8") if one in words(page)]
    assert not [one for one in page.findChildren(Button) if "HIV" in one.accessibleName() + one.toolTip()]
    (button,) = reveal_buttons(page)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "Người nhiễm HIV/AIDS" in words(page)
    assert "nhóm K8" in words(page)
    assert reveal_buttons(page) == []
    page.show_person()
    assert views(desk) == [PAGE_VIEWED, GROUND_VIEWED]


def test_without_the_right_there_is_no_button_and_every_ground_is_neutral(stranger: Desk, qtbot: QtBot) -> None:
    person = poor_person(stranger)
    page = open_page(stranger, qtbot, person)
    assert reveal_buttons(page) == []
    assert not [one for one in page.findChildren(QCheckBox) if one.text() == "Cả lượt xem"]
    source = BenefitSource(stranger)
    found = source.rows(source.ids(Wanted(), 200, 0))
    assert len(found) > 5
    assert {(row[2], row[3]) for row in found.values()} == {(NEUTRAL_LABEL, "")}


def test_the_form_of_a_guarded_line_shows_no_ground_and_keeps_it(desk: Desk, qtbot: QtBot) -> None:
    person = poor_person(desk)
    source = BenefitSource(desk)
    line_id = next(
        one for one, row in source.rows(source.ids(Wanted(), 500, 0)).items() if source.people[one] == person
    )
    row = source.row(line_id)
    assert row is not None
    dialog = correct_line_dialog(None, desk, row)
    assert dialog is not None
    assert not {"label", "group"} & set(dialog.form.fields)
    assert "HIV" not in str(dialog.form.draft())
    dialog.form.restore({"amount": "900.000"})
    dialog.submit()
    dialog.deleteLater()
    page = open_page(desk, qtbot, person)
    page._reveal()
    assert all(one in words(page) for one in ("900.000 đ", "Người nhiễm HIV/AIDS", "nhóm K8"))


def test_a_page_is_noted_once_in_a_session_and_only_when_sensitive(desk: Desk, qtbot: QtBot) -> None:
    people = section(desk, qtbot)
    with desk.read() as session:
        plain, other = queries.ids(session, queries.PersonFilter(day=desk.today, age_to=2), limit=2)
    desk.do("Ghi", set_person_fact, SetPersonFact(other, "account", {"number": "1111"}))
    for person in (plain, other, other):
        people.open_person(person)
        people.back()
    assert views(desk) == [PAGE_VIEWED]


def test_an_auditor_sees_who_looked(desk: Desk, qtbot: QtBot) -> None:
    page = open_page(desk, qtbot, poor_person(desk))
    assert views(desk) == [PAGE_VIEWED]
    page.show_person()
    assert PAGE_VIEWED not in words(page)
    assert page._content is not None
    (box,) = page._content.findChildren(QCheckBox)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert PAGE_VIEWED in words(page)
    assert page.focusWidget().accessibleName() == "Cả lượt xem"


def test_the_page_as_of_a_day_is_marked_and_offers_nothing(desk: Desk, qtbot: QtBot) -> None:
    people = section(desk, qtbot)
    with desk.read() as session:
        person = queries.ids(session, queries.PersonFilter(day=desk.today, age_to=2), limit=1)[0]
        details = queries.details(session, person)
    assert details is not None
    desk.do("Ghi", set_person_fact, SetPersonFact(person, "account", {"number": "1111"}, date(2026, 9, 1)))
    desk.do("Sửa", change_person, ChangePerson(person, details))
    people.open_person(person)
    page = people.currentWidget()
    assert isinstance(page, PersonPage)
    for known, day, says, silent in (
        (False, date(2026, 10, 1), "1111", "Chưa có trong sổ"),
        (True, date(2026, 10, 1), "Chưa có trong sổ", "1111"),
        (True, desk.today, "1111", "Chưa có trong sổ"),
    ):
        page.past_asked.emit(Past(person, day, known))
        past = people.currentWidget()
        assert isinstance(past, PastPage)
        assert says in words(past)
        assert silent not in words(past)
        assert "Chỉ để xem" in " ".join([words(past), *(one.text() for one in past.findChildren(QCheckBox))])
        assert [one.text() for one in past.findChildren(Button) if one.isVisible()] == ["Về hiện nay"]
        qtbot.keyClick(past, Qt.Key.Key_Escape)
        assert people.currentWidget() is page


def test_the_menu_of_a_line_is_named_by_what_is_shown(desk: Desk, qtbot: QtBot) -> None:
    page = open_page(desk, qtbot, poor_person(desk))
    (button,) = buttons(page, "Sửa khoản trợ cấp")
    assert button.accessibleName() == f"Sửa khoản trợ cấp: {NEUTRAL_LABEL}"
    assert [one.text() for one in button.menu().actions()] == [
        "Thay đổi từ tháng…",
        "Thôi hưởng từ tháng…",
        "Sửa cho đúng (đã ghi sai)…",
        "Bỏ khoản ghi nhầm…",
    ]


def with_secret_note(desk: Desk) -> int:
    with desk.read() as session:
        person = queries.ids(session, queries.PersonFilter(day=desk.today, age_to=3), limit=1)[0]
        found = queries.details(session, person)
    assert found is not None
    desk.do("Sửa", change_person, ChangePerson(person, replace(found, note="nhiễm HIV")))
    return person


def note_of(desk: Desk, person: int) -> str:
    with desk.read() as session:
        found = queries.details(session, person)
    return "" if found is None else found.note


def test_a_secret_note_is_read_in_the_form_by_right_alone_and_noted(desk: Desk, qtbot: QtBot) -> None:
    form = PersonForm(desk, with_secret_note(desk))
    qtbot.addWidget(form)
    assert form.form.fields["note"].draft() == "nhiễm HIV"
    assert views(desk) == [GROUND_VIEWED]


def test_a_secret_note_stays_unread_and_unharmed_without_the_right(stranger: Desk, qtbot: QtBot) -> None:
    person = with_secret_note(stranger)
    form = PersonForm(stranger, person)
    qtbot.addWidget(form)
    form.show()
    assert form.form.fields["note"].isHidden()
    assert "HIV" not in str(form.form.draft())
    form.form.fields["name"].restore("Nguyễn Thị Khác")
    form.save()
    assert note_of(stranger, person) == "nhiễm HIV"
    assert views(stranger) == []


def test_a_secret_note_is_merged_unread(desk: Desk, qtbot: QtBot) -> None:
    person = with_secret_note(desk)
    other = desk.do("Thêm", add_person, NewPerson(PersonDetails("Trần Văn Khác", note="SIDA")))
    page = MergePage(desk, other, person)
    qtbot.addWidget(page)
    told = words(page) + " ".join(one.text() for one in page.findChildren(QRadioButton))
    assert GUARDED_WORDS in told
    assert not [word for word in ("HIV", "SIDA") if word in told]
    page.merge()
    assert note_of(desk, other) == "SIDA"


def test_a_decision_that_tells_the_ground_stays_out_of_the_form_and_is_kept(desk: Desk, qtbot: QtBot) -> None:
    person = poor_person(desk)
    line_id = desk.do("Thêm", add_line, NewLine(person, replace(SECRET, decision_number="12/QĐ-HIV")))
    row = BenefitSource(desk).row(line_id)
    assert row is not None
    dialog = correct_line_dialog(None, desk, row)
    assert dialog is not None
    assert "decision" not in dialog.form.fields
    dialog.form.restore({"amount": "900.000"})
    dialog.submit()
    dialog.deleteLater()
    with desk.read() as session:
        found = lines.details(session, line_id)
    assert found is not None
    assert (found.decision_number, found.amount) == ("12/QĐ-HIV", 900_000)


@pytest.mark.parametrize("text", ["²", "1,²", "123456", "9" * 5000])
def test_a_strange_coefficient_is_refused_not_a_fault(text: str) -> None:
    with pytest.raises(RuleError):
        read_coefficient(text)


def at_a_telling_address(desk: Desk) -> int:
    """Somebody whose address speaks of HIV/AIDS."""
    with desk.read() as session:
        person = queries.ids(session, queries.PersonFilter(day=desk.today, age_to=3), limit=1)[0]
        village = villages(session)[0].id
    desk.do("Chuyển", move_residence, MoveResidence(person, village, "Trung tâm HIV, số 5", desk.today))
    return person


def home_of(desk: Desk, person: int) -> tuple[FactView, str]:
    """The home on the page, and the address as recorded."""
    with desk.read() as session:
        found = next(one for one in facts_as_of(session, person, AsOf(desk.today)) if one.fact == "residence")
        recorded = recorded_fact(session, "residence", found.id)
    assert recorded is not None
    return found, str(recorded.values["address"])


def test_correcting_a_home_shows_no_telling_address_and_keeps_it(stranger: Desk, qtbot: QtBot) -> None:
    person = at_a_telling_address(stranger)
    dialog = correct_dialog(None, stranger, home_of(stranger, person)[0])
    assert dialog is not None
    dialog.show()
    assert "HIV" not in str(dialog.form.draft())
    assert not dialog.form.fields["address"].isVisible()
    dialog.form.restore({"until": "31/12/2026"})
    dialog.submit()
    dialog.deleteLater()
    found, address = home_of(stranger, person)
    assert found.last == "31/12/2026"
    assert address == "Trung tâm HIV, số 5"


def test_who_holds_the_right_corrects_a_telling_address_and_it_is_noted(desk: Desk, qtbot: QtBot) -> None:
    person = at_a_telling_address(desk)
    dialog = correct_dialog(None, desk, home_of(desk, person)[0])
    assert dialog is not None
    assert dialog.form.fields["address"].draft() == "Trung tâm HIV, số 5"
    dialog.form.settle()
    dialog.deleteLater()
    assert views(desk) == [GROUND_VIEWED]
