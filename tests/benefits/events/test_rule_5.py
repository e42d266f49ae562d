"""benefits.md 15.2, 5: cases around 05/10/2026 that need a decision of their own, through the whole program."""

from __future__ import annotations

from datetime import date

from models.benefits.entitlements.law_change_facts import preview
from models.benefits.events.funeral_decision import FuneralWish
from models.benefits.events.rules import EventKind
from models.store.dates import Month
from tests.benefits.events.desk import Desk
from tests.benefits.months.book import Given
from tests.people.commune import DAY

JULY, SEPTEMBER, OCTOBER, NOVEMBER = Month(202607), Month(202609), Month(202610), Month(202611)


def reasons(desk: Desk) -> dict[int, tuple[str, ...]]:
    """Person -> why their change waits for a look of its own."""
    return {one.person_id: one.pending for one in desk.office.read(preview, JULY, NOVEMBER, DAY).pending}


def test_a_funeral_paid_at_the_old_level_is_set_apart_and_the_difference_is_a_decision(desk: Desk) -> None:
    person = desk.person("Trần Văn An", "1986-03-05")
    desk.give(Given(person, 750_000, opened=OCTOBER))
    event = desk.report(EventKind.DEATH, person, "2026-08-03").event_id
    _, funeral = desk.decide(event, FuneralWish(None, nobody_else_pays=True, amount=10_000_000))
    desk.enter(funeral, on=date(2026, 8, 10))
    assert set(reasons(desk)[person]) >= {"died", "funeral"}


def test_a_month_that_came_back_is_set_apart_and_paid_once(desk: Desk) -> None:
    """Returned months are paid once, at the rate of the day of paying: carried and as arrears they would be twice."""
    person = desk.person("Trần Văn An", "1986-03-05")
    one = desk.give(Given(person, 750_000, opened=SEPTEMBER))
    desk.opening(Month(202608))
    desk.run(SEPTEMBER, one)
    assert reasons(desk)[person] == ("unpaid",)
    desk.change(one, 202609, 810_000)
    desk.open(OCTOBER)
    listed = sum(line.amount for line in desk.lines(OCTOBER) if line.benefit_month == SEPTEMBER)
    assert listed == 810_000


def test_care_support_waits_for_its_own_look(desk: Desk) -> None:
    cared, carer = desk.person("Trần Văn An", "1986-03-05"), desk.person("Lê Thị Bích", "1970-01-01")
    desk.give(Given(cared, 500_000, opened=OCTOBER, carer_id=carer, group="CS-HGD", coefficient=100))
    assert reasons(desk) == {cared: ("care",)}
