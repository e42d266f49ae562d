"""What a late report brings to light: the debts of whom it tells, and those of everybody when all are looked for."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.benefits.events.debts import OverMonth
from models.benefits.events.rules import EventKind, Tick
from models.benefits.events.slips import AnswerSlip, SlipRow
from models.benefits.events.tables import ChangeEvent
from models.benefits.months import late
from models.benefits.months.late import FindDebts, over_months
from models.people.codes import display_code
from models.people.households import NewHousehold, create_household
from models.people.tables import Person
from models.store.dates import Month, PartialDate
from tests.benefits.events.desk import Desk
from tests.benefits.months.book import DEC, FEB, JAN, NOV, Given, Owes, owe

SEPTEMBER, OCTOBER = Month(202609), Month(202610)


@pytest.fixture
def two(desk: Desk) -> tuple[int, int]:
    """Both were paid for 09 and 10/2026; the first died in 08/2026, which no report has told yet."""
    people = desk.person("Trần Văn An", "1986-03-05"), desk.person("Lê Văn Bình", "1986-03-06")
    for person in people:
        desk.give(Given(person, 810_000, opened=SEPTEMBER))
    desk.opening(Month(202608))
    for month in (SEPTEMBER, OCTOBER):
        desk.run(month)
    desk.left(people[0], "dead", "2026-08-20")
    return people


def owing(desk: Desk) -> list[int]:
    return [row.person_id for row in desk.debts()]


def test_a_report_finds_the_debts_of_its_person_alone(desk: Desk, two: tuple[int, int]) -> None:
    told = desk.report(EventKind.DEATH, two[1], "2026-09-03")
    assert (len(told.debt_ids), owing(desk)) == (1, [two[1]])


def test_a_slip_finds_the_debts_of_those_it_tells_of_alone(desk: Desk, two: tuple[int, int]) -> None:
    code = desk.office.read(lambda session: display_code(session.get_one(Person, two[1]).code))
    row = SlipRow(code, Tick.DEAD, PartialDate(2026, 9, 3))
    desk.office.do(late.answer, AnswerSlip(NOV, 1, (row,), (), True))
    assert owing(desk) == [two[1]]


def test_of_nobody_in_particular_everybodys_are_found_and_of_somebody_without_benefits_none(
    desk: Desk, two: tuple[int, int]
) -> None:
    other = desk.person("Vũ Văn Cừ", "1990")
    assert desk.office.do(late.find_debts, FindDebts(frozenset({other}))) == ()
    assert owing(desk) == []
    assert len(desk.office.do(late.find_debts, FindDebts())) == 1
    assert owing(desk) == [two[0]]


def test_over_months_tell_amount_and_the_budget_year_in_order(desk: Desk, two: tuple[int, int]) -> None:
    found = desk.office.read(over_months)
    assert [(one.month, one.amount, one.budget_year) for one in found] == [
        (SEPTEMBER, 810_000, 2026),
        (OCTOBER, 810_000, 2026),
    ]
    assert {type(one) for one in found} == {OverMonth}


def test_without_a_confirmed_list_nothing_is_over(desk: Desk) -> None:
    assert desk.office.read(over_months) == ()


def test_an_event_of_a_household_looks_for_no_debts(desk: Desk, two: tuple[int, int]) -> None:
    household = desk.office.do(create_household, NewHousehold(two[1]))
    told = desk.report(EventKind.POVERTY, None, "2026-11-03", household_id=household, details={"household": "none"})
    assert (told.debt_ids, owing(desk)) == ((), [])


def test_what_a_month_finds_tells_its_events_and_its_debts(desk: Desk, two: tuple[int, int]) -> None:
    found = desk.office.do(late.find_events, late.FindEvents(NOV))
    assert [row.id for row in desk.debts()] == list(found.debt_ids)
    assert owing(desk) == [two[0]]
    assert desk.office.do(late.find_events, late.FindEvents(NOV)).debt_ids == ()


def told_months(desk: Desk) -> list[tuple[int, list[str]]]:
    """(entitlement, months) of every event on uncollected money."""

    def read(session: Session) -> list[tuple[int, list[str]]]:
        rows = session.scalars(select(ChangeEvent.details).filter_by(kind="uncollected").order_by(ChangeEvent.id))
        return [(json.loads(row)["entitlement"], json.loads(row)["months"]) for row in rows]

    return desk.office.read(read)


def test_the_three_months_before_the_list_are_named_and_two_are_not_enough_nd335_d9(desk: Desk) -> None:
    one = desk.give(Given(desk.person("Trần Văn An", "1986-03-05"), 810_000, opened=SEPTEMBER))
    other = desk.give(Given(desk.person("Lê Văn Bình", "1986-03-06"), 810_000, opened=SEPTEMBER))
    desk.opening(Month(202608))
    desk.run(SEPTEMBER, one)
    desk.run(OCTOBER, one, other)
    desk.open(NOV)
    desk.find(NOV)
    assert told_months(desk) == []
    desk.confirm(NOV)
    desk.send(NOV)
    desk.results(NOV, one, other)
    desk.close(NOV)
    desk.find(DEC)
    assert told_months(desk) == [(one, ["2026-09", "2026-10", "2026-11"])]
    desk.find(DEC)
    assert len(told_months(desk)) == 1


def test_before_any_answer_nothing_is_uncollected(desk: Desk) -> None:
    desk.give(Given(desk.person("Trần Văn An", "1986-03-05"), 810_000, opened=SEPTEMBER))
    desk.opening(Month(202608))
    desk.open(SEPTEMBER)
    desk.confirm(SEPTEMBER)
    assert desk.find(OCTOBER) == {}
    assert told_months(desk) == []


def test_years_are_those_of_the_payout_and_never_those_of_what_was_held_back(desk: Desk) -> None:
    """benefits.md 15.2, 10: January's list is drawn in December."""
    person = desk.person("Trần Văn An", "1986-03-05")
    number = desk.give(Given(person, 810_000, opened=DEC))
    desk.opening(NOV)
    desk.run(DEC)
    desk.run(JAN)
    desk.run(FEB)
    desk.change(number, DEC, 800_000)
    found = desk.office.read(over_months)
    assert [(one.month, one.amount, one.budget_year) for one in found] == [
        (DEC, 10_000, 2026),
        (JAN, 10_000, 2026),
        (FEB, 10_000, 2027),
    ]
    desk.office.do(owe, Owes(person, number, DEC, JAN, 10_000))
    desk.run(Month(202703))
    desk.change(number, DEC, 790_000)
    found = desk.office.read(over_months)
    assert (found[0].month, found[0].amount, found[0].budget_year) == (DEC, 10_000, 2026)
