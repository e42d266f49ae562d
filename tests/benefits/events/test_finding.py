"""Events that the register tells by itself: once each, and only where they change something."""

from __future__ import annotations

from datetime import date

from models.benefits.events.rules import EventKind
from models.benefits.events.services import DismissEvent, dismiss_event
from models.benefits.events.slips import SeeAlive, see_alive
from models.people.households import NewHousehold, SetPoverty, create_household, set_poverty
from models.people.services import SetPersonFact, set_person_fact
from models.people.status import MarkDead, mark_dead
from models.store.dates import Month, PartialDate
from tests.benefits.events.desk import Desk
from tests.benefits.months.book import DEC, JAN, NOV, Given


def poor(desk: Desk, person: int, until: date | None = None) -> int:
    """A poor household of this person."""
    household: int = desk.office.do(create_household, NewHousehold(person))
    desk.office.do(set_poverty, SetPoverty(household, "poor", date(2026, 1, 1), until))
    return household


def test_birthdays_that_change_a_running_benefit(desk: Desk) -> None:
    """NĐ 335/2026 Đ6: 60 years, but not 61; 4 years."""
    sixty = desk.person("Trần Văn Sáu", "1966-11-15")
    desk.give(Given(sixty, 810_000))
    desk.give(Given(desk.person("Lê Thị Mốt", "1965-11-15"), 810_000))
    child = desk.person("Vũ Bé", "2022-11-20")
    desk.give(Given(child, 1_350_000, group="K1a"))
    assert desk.find(NOV) == {"birthday": 2}
    assert {row.person_id for row in desk.inbox()} == {sixty, child}
    assert desk.find(NOV) == {}
    assert desk.find(DEC) == {}


def test_a_dismissed_birthday_does_not_come_back(desk: Desk) -> None:
    desk.give(Given(desk.person("Trần Văn Sáu", "1966-11-15"), 810_000))
    desk.find(NOV)
    desk.office.do(dismiss_event, DismissEvent(desk.inbox()[0].id, "sai năm sinh"))
    assert desk.find(NOV) == {}


def test_year_alone_counts_as_january(desk: Desk) -> None:
    """benefits.md 15.2, 12."""
    desk.give(Given(desk.person("Trần Văn Sáu", "1967"), 810_000))
    assert desk.find(DEC) == {}
    assert desk.find(JAN) == {"birthday": 1}
    assert desk.inbox()[0].happened == "01/2027"


def test_ages_that_open_the_pension(desk: Desk) -> None:
    """Luật BHXH 41/2024 Đ21: 75, or 70 in a poor or near-poor household."""
    old = desk.person("Trần Thị Già", "1951-12-09")
    poorer = desk.person("Trần Thị Nghèo", "1956-12-09")
    poor(desk, poorer)
    desk.person("Trần Thị Khá", "1956-12-09")
    desk.person("Trần Thị Đã Qua", "1950-12-09")
    assert desk.find(DEC) == {"birthday": 2}
    rows = {row.person_id: row for row in desk.inbox()}
    assert set(rows) == {old, poorer}
    items = [item for one in desk.proposal(rows[old].id).decisions for item in one.items]
    assert [(item.group_code, item.amount) for item in items] == [("HTXH", 540_000)]


def test_seventy_five_opens_the_pension_where_no_list_of_the_poor_is_known(desk: Desk) -> None:
    desk.person("Trần Thị Già", "1951-12-09")
    desk.person("Trần Thị Bảy Mươi", "1956-12-09")
    assert desk.find(DEC) == {"birthday": 1}
    assert desk.inbox()[0].name == "Trần Thị Già"


def test_the_pension_is_not_offered_beside_as_much(desk: Desk) -> None:
    """benefits.md 15.2, 9."""
    person = desk.person("Trần Thị Già", "1951-12-09")
    desk.give(Given(person, 540_000))
    assert desk.find(DEC) == {}


def test_sixty_in_a_poor_household_may_open_k5a(desk: Desk) -> None:
    """NĐ 335/2026 Đ5 k5; whether somebody supports them is asked."""
    person = desk.person("Trần Văn Sáu", "1966-12-15")
    poor(desk, person)
    assert desk.find(DEC) == {"birthday": 1}
    found = desk.proposal(desk.inbox()[0].id)
    assert any("phụng dưỡng" in one for one in found.questions)
    assert [item.group_code for one in found.decisions for item in one.items] == ["K5a"]


def test_example_9_and_10_ended_certificates(desk: Desk) -> None:
    """benefits.md 15.1, 9 and 10."""
    young, old = desk.person("Trần Thị Trẻ", "1954-05-05"), desk.person("Trần Thị Già", "1951-12-15")
    for person in (young, old):
        poor(desk, person, until=date(2027, 1, 1))
        desk.give(Given(person, 540_000, group="HTXH"))
    assert desk.find(JAN) == {"poverty": 1}
    (row,) = desk.inbox()
    assert (row.name, row.happened) == ("Trần Thị Trẻ", "31/12/2026")
    (decision,) = desk.decide(row.id)
    assert desk.items(decision) == [("stop", 202701, None)]


def test_a_renewed_certificate_is_no_event(desk: Desk) -> None:
    person = desk.person("Trần Thị Trẻ", "1954-05-05")
    household = poor(desk, person, until=date(2027, 1, 1))
    desk.give(Given(person, 540_000, group="HTXH"))
    desk.office.do(set_poverty, SetPoverty(household, "near_poor", date(2027, 1, 1), date(2028, 1, 1)))
    assert desk.find(JAN) == {}


def test_a_certificate_renewed_later_settles_the_event(desk: Desk) -> None:
    """The new list of the year is entered after the old certificates ended."""
    person = desk.person("Trần Thị Trẻ", "1954-05-05")
    household = poor(desk, person, until=date(2027, 1, 1))
    desk.give(Given(person, 540_000, group="HTXH"))
    assert desk.find(JAN) == {"poverty": 1}
    event = desk.inbox()[0].id
    desk.office.do(set_poverty, SetPoverty(household, "near_poor", date(2027, 1, 1), date(2028, 1, 1)))
    assert desk.proposal(event).decisions == ()
    assert desk.find(JAN) == {}
    assert desk.inbox() == []
    assert desk.inbox("dismissed")[0].reason.startswith("Xem lại")
    desk.office.do(set_poverty, SetPoverty(household, None, date(2027, 1, 1)))
    assert desk.find(JAN) == {"poverty": 1}


def test_deaths_entered_in_the_register_are_found(desk: Desk) -> None:
    person = desk.person("Trần Văn An", "1986-03-05")
    one = desk.give(Given(person, 810_000))
    desk.office.do(mark_dead, MarkDead(person, PartialDate(2026, 11, 3)))
    assert desk.find(DEC) == {"death": 1}
    assert desk.inbox()[0].source == "Sổ người dân"
    assert desk.find(DEC) == {}
    (decision,) = desk.decide(desk.inbox()[0].id)
    desk.enter(decision)
    assert desk.find(DEC) == {}
    assert one


def test_a_new_degree_in_the_register_is_found(desk: Desk) -> None:
    person = desk.person("Trần Văn An", "1986-03-05")
    desk.give(Given(person, 810_000))
    first, then = {"degree": "severe"}, {"degree": "extremely_severe"}
    desk.office.do(set_person_fact, SetPersonFact(person, "disability", first, date(2020, 1, 1)))
    assert desk.find(NOV) == {}
    desk.office.do(set_person_fact, SetPersonFact(person, "disability", then, date(2026, 11, 10)))
    assert desk.find(NOV) == {"degree": 1}
    (decision,) = desk.decide(desk.inbox()[0].id)
    assert desk.items(decision) == [("adjust", 202611, 1_080_000)]


def account(desk: Desk, person: int) -> None:
    """The person is paid into an account."""
    values = {"number": "0123456789", "bank": "Ngân hàng thử"}
    desk.office.do(set_person_fact, SetPersonFact(person, "account", values, date(2020, 1, 1)))


def test_nobody_seen_for_a_year(desk: Desk) -> None:
    """benefits.md 15.2, 7: money into accounts never trips the three-month rule, so a sign of life is needed."""
    person, seen = desk.person("Trần Văn An", "1986-03-05"), desk.person("Lê Văn Bình", "1986-03-05")
    for one in (person, seen):
        account(desk, one)
        desk.give(Given(one, 810_000, opened=Month(202511)))
    desk.opening(Month(202510))
    for month in (Month(202511), Month(202512)):
        desk.run(month)
    desk.office.do(see_alive, SeeAlive(seen, date(2026, 11, 2), "visit"))
    assert desk.find(NOV) == {"alive": 1}
    assert [row.person_id for row in desk.inbox()] == [person]
    assert desk.find(DEC) == {}


def test_every_kind_of_find_comes_with_its_title(desk: Desk) -> None:
    desk.give(Given(desk.person("Trần Văn Sáu", "1966-11-15"), 810_000))
    desk.find(NOV)
    (row,) = desk.inbox()
    assert (row.kind, row.title, row.source) == (EventKind.BIRTHDAY, "Đến tuổi", "Chương trình tính")


def test_a_right_of_a_past_month_that_was_granted_since_is_no_event(desk: Desk) -> None:
    """The inbox held hundreds of birthdays that proposed nothing, once a past month was looked at."""
    person = desk.person("Lê Thị Bích", "1951-07-15")
    desk.give(Given(person, 540_000, start=202608, group="HTXH"))
    assert desk.find(Month(202607)) == {}
    assert desk.inbox() == []
