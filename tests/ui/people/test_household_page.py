"""The household page: its head, members who leave, a child as head, and a household made by mistake."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from models.people import household_register
from models.people.households import NewHousehold, SetMembership, create_household, set_membership
from models.people.page import HouseholdPage as HouseholdFacts
from models.people.page import household_page
from models.people.services import NewPerson, PersonDetails, add_person
from models.people.status import MarkDead, mark_dead
from models.store.dates import PartialDate
from tests.ui.people.test_changing import errors, fill
from tests.ui.people.test_people import section, words
from ui.desk import Desk
from ui.people.correct import correct_dialog, remove_household_dialog
from ui.people.facts import household_dialog, membership_dialog, poverty_dialog
from ui.people.household_page import HouseholdPage, _fact
from ui.people.section import PeopleSection


@pytest.fixture
def home(desk: Desk) -> tuple[int, int, int]:
    """A household of a father and a child; gives household, father, child."""
    father = desk.do("Thêm", add_person, NewPerson(PersonDetails("Trần Văn Ba", PartialDate(1980))))
    child = desk.do("Thêm", add_person, NewPerson(PersonDetails("Trần Văn Bé", PartialDate(2018))))
    made = desk.do("Lập", create_household, NewHousehold(father, ((child, "child"),), "09-1"))
    return made, father, child


def opened(desk: Desk, qtbot: QtBot, household: int) -> tuple[PeopleSection, HouseholdPage]:
    people = section(desk, qtbot)
    people.open_household(household)
    page = people.currentWidget()
    assert isinstance(page, HouseholdPage)
    return people, page


def facts(desk: Desk, household: int) -> HouseholdFacts:
    with desk.read() as session:
        found = household_page(session, household, desk.today)
    assert found is not None
    return found


def test_moving_the_head_out_asks_for_another(desk: Desk, qtbot: QtBot, home: tuple[int, int, int]) -> None:
    household, father, child = home
    _, page = opened(desk, qtbot, household)
    desk.do("Ra khỏi hộ", set_membership, SetMembership(father, None))
    assert "Hộ chưa có chủ hộ" in words(page)
    dialog = membership_dialog(None, desk, household, child, "Trần Văn Bé", "child")
    assert dialog.form.fields["relation"].draft() == "child"
    assert errors(fill(dialog, relation="head")) == {}
    assert "chưa đủ 18 tuổi" in words(page)
    assert "Hộ Trần Văn Bé" in words(page)


def test_a_dead_head_is_told(desk: Desk, qtbot: QtBot, home: tuple[int, int, int]) -> None:
    _, page = opened(desk, qtbot, home[0])
    desk.do("Mất", mark_dead, MarkDead(home[1], PartialDate(2026, 10)))
    assert "Chủ hộ Trần Văn Ba: đã mất ngày 10/2026." in words(page)


def test_a_head_of_another_household_stays_there_until_moved(
    desk: Desk, qtbot: QtBot, home: tuple[int, int, int]
) -> None:
    household, father, child = home
    other = desk.do("Lập", create_household, NewHousehold(child))
    assert [one.now for one in facts(desk, household).members if one.person_id == child] == [False]
    assert errors(fill(membership_dialog(None, desk, other, father, "x"), relation="parent")) == {}
    assert facts(desk, household).doubts == ()
    assert [one.relation for one in facts(desk, other).members if one.now] == ["Chủ hộ", "Bố/mẹ"]


def test_two_heads_at_once_are_refused_in_a_correction(desk: Desk, qtbot: QtBot, home: tuple[int, int, int]) -> None:
    member = next(one for one in facts(desk, home[0]).members if one.person_id == home[2])
    found = errors(fill(correct_dialog(None, desk, _fact(member)), relation="head"))
    assert "đã có chủ hộ khác" in found["relation"]


def test_poverty_needs_its_days_in_order(desk: Desk, qtbot: QtBot, home: tuple[int, int, int]) -> None:
    wrong = {"kind": "poor", "since": "1/1/2026", "until": "1/12/2025"}
    assert "sau ngày bắt đầu" in errors(fill(poverty_dialog(None, desk, home[0]), **wrong))["until"]
    right = {"kind": "poor", "since": "1/1/2026", "until": "31/12/2026"}
    assert errors(fill(poverty_dialog(None, desk, home[0]), **right)) == {}
    assert [(one.text, one.last) for one in facts(desk, home[0]).poverty] == [("Hộ nghèo", "31/12/2026")]
    dialog = correct_dialog(None, desk, facts(desk, home[0]).poverty[0])
    assert dialog is not None
    assert dialog.form.draft() == {"kind": "poor", "since": "01/01/2026", "until": "31/12/2026"}
    assert errors(fill(dialog, kind="near_poor")) == {}
    assert [one.text for one in facts(desk, home[0]).poverty] == ["Hộ cận nghèo"]


def test_number_and_note(desk: Desk, qtbot: QtBot, home: tuple[int, int, int]) -> None:
    _, page = opened(desk, qtbot, home[0])
    dialog = household_dialog(None, desk, facts(desk, home[0]))
    assert errors(fill(dialog, number="09-2", note="nhà cuối ngõ")) == {}
    assert "số hộ 09-2" in words(page)
    assert "nhà cuối ngõ" in words(page)


def test_a_household_with_people_is_not_removed(desk: Desk, qtbot: QtBot, home: tuple[int, int, int]) -> None:
    dialog = fill(remove_household_dialog(None, desk, home[0]), reason="nhầm")
    assert "Hộ này có 2 người" in " ".join(label for label in words(dialog).splitlines())
    dialog.form.settle()
    dialog.deleteLater()


def test_members_are_served_by_keyboard(desk: Desk, qtbot: QtBot, home: tuple[int, int, int]) -> None:
    _, page = opened(desk, qtbot, home[0])
    assert page.table is not None
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    chosen = page.member()
    assert chosen is not None
    assert chosen.person_id == home[2]
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()[1].text().startswith("Đổi quan hệ")
    menu.close()
    desk.do("Ra khỏi hộ", set_membership, SetMembership(home[2], None, since=date(2026, 9, 1)))
    assert "Ra khỏi hộ sau 31/08/2026" in [page.table.item(row, 4).text() for row in range(page.table.rowCount())]
    page._leave(facts(desk, home[0]).members[1])
    assert page.notice.isVisible()
    with desk.read() as session:
        assert household_register.rows(session, [home[0]], desk.today)[0].members == 1
