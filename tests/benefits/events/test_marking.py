"""What a reported event writes to the register of people, once, and from which day."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.benefits.events.rules import EventKind
from models.benefits.events.services import DismissEvent, dismiss_event
from models.people.dated import OPEN_END, STILL_KNOWN
from models.people.households import NewHousehold, create_household
from models.people.tables import BankAccount, Disability, HouseholdPoverty
from tests.benefits.events.desk import Desk


def facts(desk: Desk, entity: Any, **owner: int) -> list[tuple[str, str, str]]:
    """(degree, kind or number; first day, day after the last) of the spans known now."""
    found = select(entity).filter_by(known_until=STILL_KNOWN, **owner).order_by(entity.valid_from)
    name = {"disability": "degree", "household_poverty": "kind", "bank_account": "number"}[entity.__tablename__]

    def read(session: Any) -> list[tuple[str, str, str]]:
        return [(getattr(one, name), one.valid_from, one.valid_to) for one in session.scalars(found)]

    rows: list[tuple[str, str, str]] = desk.office.read(read)
    return rows


def test_a_new_degree_is_written_to_the_register_once(desk: Desk) -> None:
    person = desk.person("Lê Văn An", "1960")
    desk.report(EventKind.DEGREE, person, "2026-10-05", details={"degree": "severe"})
    assert facts(desk, Disability, person_id=person) == [("severe", "2026-10-05", OPEN_END)]
    other = desk.person("Lê Văn Ba", "1960")
    desk.report(EventKind.DEGREE, other, "2026-10-05", details={"degree": "severe"}, source="register")
    assert facts(desk, Disability, person_id=other) == []


def test_no_longer_disabled_ends_what_is_recorded(desk: Desk) -> None:
    person = desk.person("Lê Văn An", "1960")
    desk.report(EventKind.DEGREE, person, "2026-09-01", details={"degree": "severe"})
    (row,) = desk.inbox()
    desk.office.do(dismiss_event, DismissEvent(row.id, "đã xong"))
    desk.report(EventKind.DEGREE, person, "2026-11-10", details={"degree": "none"})
    assert facts(desk, Disability, person_id=person) == [("severe", "2026-09-01", "2026-11-10")]


def test_a_household_enters_and_leaves_the_list_of_the_poor(desk: Desk) -> None:
    """The clerk names the last day on the list: it counts no more from the day after."""
    home = desk.office.do(create_household, NewHousehold(desk.person("Lê Văn An", "1960")))
    desk.report(EventKind.POVERTY, None, "2026-01-01", household_id=home, details={"household": "poor"})
    (row,) = desk.inbox()
    desk.office.do(dismiss_event, DismissEvent(row.id, "đã xong"))
    desk.report(EventKind.POVERTY, None, "2026-10-31", household_id=home, details={"household": "none"})
    assert facts(desk, HouseholdPoverty, household_id=home) == [("poor", "2026-01-01", "2026-11-01")]


def test_cash_from_now_on_ends_the_account(desk: Desk) -> None:
    person = desk.person("Lê Văn An", "1960")
    first, then = {"number": "111222333", "bank": "Agribank"}, {"number": ""}
    desk.report(EventKind.ACCOUNT, person, "2026-09-01", account=first)
    (row,) = desk.inbox()
    desk.office.do(dismiss_event, DismissEvent(row.id, "đã xong"))
    desk.report(EventKind.ACCOUNT, person, "2026-11-01", account=then)
    assert facts(desk, BankAccount, person_id=person) == [("111222333", "2026-09-01", "2026-11-01")]
