"""Corrections of the record, both times asked, and undoing changes of dated facts."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from models.people import queries
from models.people.correcting import CorrectFact, correct_recorded_fact
from models.people.dated import AsOf
from models.people.facts import FactView, facts_as_of
from models.people.households import NewHousehold, SetPoverty, create_household, set_poverty
from models.people.page import household_page, person_page
from models.people.services import (
    ChangePerson,
    MoveResidence,
    PersonDetails,
    SetPersonFact,
    change_person,
    move_residence,
    set_person_fact,
)
from models.store.errors import RuleError
from models.store.tables import Change
from models.store.undo import undo_change
from models.store.work import Outcome, instant_text
from tests.people.commune import DAY, Office


def fact(office: Office, person: int, name: str) -> FactView:
    page = office.read(person_page, person, DAY)
    assert page is not None
    return next(view for view in page.facts if view.fact == name)


def test_as_known_then_and_as_known_now(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", village=1)
    office.do(set_person_fact, SetPersonFact(person, "disability", {"degree": "mild"}, date(2026, 3, 1)))
    then = instant_text(office.clock.now)
    wrong = fact(office, person, "disability")
    office.do(
        correct_recorded_fact, CorrectFact("disability", wrong.id, {"degree": "severe"}, (date(2026, 2, 1), None))
    )
    known = {view.fact: view.text for view in office.read(facts_as_of, person, AsOf(date(2026, 4, 1)))}
    believed = {view.fact: view.text for view in office.read(facts_as_of, person, AsOf(date(2026, 4, 1), then))}
    assert (known["disability"], believed["disability"]) == ("Nặng", "Nhẹ")
    february = AsOf(date(2026, 2, 1))
    assert "disability" in {view.fact for view in office.read(facts_as_of, person, february)}
    assert "disability" not in {view.fact for view in office.read(facts_as_of, person, AsOf(february.day, then))}


def test_a_corrected_home_was_never_elsewhere(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", village=1)
    home = fact(office, person, "residence")
    office.do(correct_recorded_fact, CorrectFact("residence", home.id, {"village_id": 2, "address": " Tổ 1 "}))
    row = office.read(queries.rows, [person], date(2000, 1, 1))[0]
    assert (row.village, row.address) == ("Thôn Đồng Cầu", "Tổ 1")
    with pytest.raises(RuleError) as refused:
        office.do(correct_recorded_fact, CorrectFact("residence", home.id, {"village_id": 3}))
    assert refused.value.code == "fact_gone"
    now = fact(office, person, "residence")
    with pytest.raises(RuleError):
        office.do(correct_recorded_fact, CorrectFact("residence", now.id, {"village_id": 99}))


def test_what_was_never_true_goes_from_the_page(office: Office) -> None:
    head = office.person("Trần Văn Ba")
    household = office.do(create_household, NewHousehold(head))
    office.do(set_poverty, SetPoverty(household, "poor", date(2026, 1, 1), date(2027, 1, 1)))
    page = office.read(household_page, household, DAY)
    assert page is not None
    office.do(correct_recorded_fact, CorrectFact("household_poverty", page.poverty[0].id, {"kind": "near_poor"}))
    page = office.read(household_page, household, DAY)
    assert page is not None
    assert [(view.text, view.until) for view in page.poverty] == [("Hộ cận nghèo", "01/01/2027")]
    office.do(correct_recorded_fact, CorrectFact("household_poverty", page.poverty[0].id, was_true=False))
    page = office.read(household_page, household, DAY)
    assert page is not None
    assert page.poverty == ()


def last_change(office: Office) -> int:
    with office.store.read() as session:
        return session.execute(select(func.max(Change.id))).scalar_one() or 0


def undo(office: Office, change: int) -> None:
    office.do(lambda work, number: Outcome(undo_change(work, number)), change)


def test_undoing_a_move_restores_the_home(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh", village=1)
    office.do(move_residence, MoveResidence(person, 2, "", date(2026, 5, 1)))
    undo(office, last_change(office))
    assert office.read(queries.rows, [person], DAY)[0].village == "Thôn 1"
    page = office.read(person_page, person, DAY)
    assert page is not None
    assert [view.text for view in page.facts if view.fact == "residence"] == ["Thôn 1"]


def test_undoing_a_rename_restores_search_and_order(office: Office) -> None:
    person = office.person("Nguyễn Thị Hạnh")
    office.do(change_person, ChangePerson(person, PersonDetails("Trần Văn An")))
    undo(office, last_change(office))
    assert office.read(queries.ids, queries.PersonFilter(DAY, "hanh"), limit=9) == [person]
    assert office.read(queries.ids, queries.PersonFilter(DAY, "an tran"), limit=9) == []
