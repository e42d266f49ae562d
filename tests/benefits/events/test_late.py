"""What a late report brings to light: the debts of whom it tells, and those of everybody when all are looked for."""

from __future__ import annotations

import pytest

from models.benefits.events.debts import OverMonth
from models.benefits.events.rules import EventKind, Tick
from models.benefits.events.slips import AnswerSlip, SlipRow
from models.benefits.months import late
from models.benefits.months.late import FindDebts, over_months
from models.people.codes import display_code
from models.people.tables import Person
from models.store.dates import Month, PartialDate
from tests.benefits.events.desk import Desk
from tests.benefits.months.book import NOV, Given

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
