"""The scene of events, read from the store: benefits with their spans, what is known of the people, the law.

Promises: any number of events is a handful of SELECTs; only people whom the events touch are read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, column, func, or_, select, table
from sqlalchemy.orm import Session

from models.benefits.entitlements.law_rates import Rates, rates_for
from models.benefits.entitlements.tables import Entitlement
from models.benefits.entitlements.writing import among, id_list, kept_spans
from models.benefits.events.facts import Benefit, Happening, Scene
from models.benefits.events.family import children_of
from models.benefits.events.rules import EventKind
from models.benefits.events.tables import ChangeEvent
from models.law.facts import Child, Facts
from models.people.dated import OPEN_END, AsOf, holds, known
from models.people.tables import Disability, HouseholdMembership, HouseholdPoverty, Study
from models.store.dates import Month, PartialDate, add_months, month_of

_entitlement: Any = Entitlement.__table__
_pay_month = table("pay_month", column("month"), column("state"))
"""Named without importing it: the months stand on events, not these on them."""


class EventFact(NamedTuple):
    """An event as it is kept, with its details read."""

    id: int
    kind: EventKind
    person_id: int | None
    household_id: int | None
    happened_on: str
    told_on: str
    details: dict[str, Any]

    @classmethod
    def of(cls, record: ChangeEvent) -> EventFact:
        """The fact of a record."""
        details = json.loads(record.details or "{}")
        where = record.person_id, record.household_id
        return cls(record.id, EventKind(record.kind), *where, record.happened_on, record.told_on, details)

    @property
    def happening(self) -> Happening:
        """What the rules see."""
        happened = PartialDate.from_iso(self.happened_on) if self.happened_on else None
        return Happening(self.kind, self.person_id, happened, date.fromisoformat(self.told_on), self.details)


def coming_month(session: Session, today: date) -> Month:
    """The first month whose list is not confirmed; the next month where none is kept."""
    last = session.execute(select(func.max(_pay_month.c.month)).where(_pay_month.c.state != "open")).scalar()
    return add_months(month_of(today), 1) if last is None else add_months(Month(last), 1)


def scenes(session: Session, events: Sequence[EventFact], today: date, *, rates: Rates | None = None) -> list[Scene]:
    """The scene of each event, in order; `rates` where births and law were read before."""
    households = _members(session, {one.household_id for one in events if one.household_id is not None}, today)
    touched = {one.id: _touched(one, households) for one in events}
    people = {person for some in touched.values() for person in some}
    benefits = benefits_of(session, people)
    by_person: dict[int, dict[int, Benefit]] = defaultdict(dict)
    for benefit in benefits:
        for person in (benefit.person_id, benefit.carer_id):
            if person is not None:
                by_person[person][benefit.entitlement_id] = benefit
    grown = [one for one in events if "child" in one.details]
    owners = people | {one.details["child"] for one in grown} | {one.person_id for one in benefits}
    known = rates_for(session, owners, today) if rates is None else rates
    facts = facts_of_many(session, owners, known, benefits, today)
    for parent, children in _children_beside(session, grown, today).items():
        facts[parent] = replace(facts[parent], children=children)
    coming = coming_month(session, today)
    found = []
    renewed = _renewed(session, events)
    for event in (_with_household(one, renewed.get(one.id)) for one in events):
        own = touched[event.id]
        theirs = tuple({key: one for person in own for key, one in by_person[person].items()}.values())
        child = (event.details["child"],) if "child" in event.details else ()
        about = {person: facts[person] for person in (*own, *child, *(one.person_id for one in theirs))}
        found.append(Scene(event.happening, theirs, about, known, coming))
    return found


def _children_beside(session: Session, grown: Sequence[EventFact], day: date) -> dict[int, tuple[Child, ...]]:
    """Parent -> all children, where a child's birthday is the event: the list may have counted the others."""
    parents = {one.person_id for one in grown if one.person_id is not None}
    return children_of(session, parents, day) if parents else {}


def _with_household(event: EventFact, kind: str | None) -> EventFact:
    return event if kind is None else event._replace(details={**event.details, "household": kind})


def _renewed(session: Session, events: Sequence[EventFact]) -> dict[int, str]:
    """Event -> what its household is on the day after, where the register knows it by now: certificates come late."""
    table: Any = HouseholdPoverty.__table__
    asked = [
        one
        for one in events
        if one.kind == EventKind.POVERTY and one.household_id is not None and len(one.happened_on) == len(OPEN_END)
    ]
    spans = select(table.c.household_id, table.c.valid_from, table.c.valid_to, table.c.kind).where(
        known(HouseholdPoverty, None), among(table.c.household_id)
    )
    ids = id_list({one.household_id for one in asked if one.household_id is not None})
    rows = session.execute(spans, {"wanted": ids}).all() if asked else []
    of_household: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for household, start, end, kind in rows:
        of_household[household].append((start, end, kind))
    found: dict[int, str] = {}
    for one in asked:
        day = (date.fromisoformat(one.happened_on) + timedelta(days=1)).isoformat()
        for start, end, kind in of_household[one.household_id or 0]:
            if start <= day < end:
                found[one.id] = kind
    return found


def _touched(event: EventFact, households: dict[int, list[int]]) -> tuple[int, ...]:
    if event.person_id is not None:
        return (event.person_id,)
    return tuple(households.get(event.household_id or 0, ()))


def _members(session: Session, household_ids: set[int], day: date) -> dict[int, list[int]]:
    membership: Any = HouseholdMembership.__table__
    rows = session.execute(
        select(membership.c.household_id, membership.c.person_id)
        .where(holds(HouseholdMembership, AsOf(day)), among(membership.c.household_id))
        .order_by(membership.c.person_id),
        {"wanted": id_list(household_ids)},
    )
    found: dict[int, list[int]] = defaultdict(list)
    for household, person in rows:
        found[household].append(person)
    return found


def benefits_of(session: Session, people: Iterable[int]) -> list[Benefit]:
    """Every entitlement of these people, and those that they are paid for others, with its spans as known now."""
    wanted = id_list(people)
    chosen = select(_entitlement.c.id, _entitlement.c.person_id, _entitlement.c.carer_id, _entitlement.c.kind).where(
        or_(among(_entitlement.c.person_id), among(_entitlement.c.carer_id, "carers"))
    )
    rows = session.execute(chosen.order_by(_entitlement.c.id), {"wanted": wanted, "carers": wanted}).all()
    kept = kept_spans(session, [row[0] for row in rows])
    return [Benefit(row[0], row[1], row[2], row[3], tuple(one.span for one in kept[row[0]])) for row in rows]


def facts_of_many(
    session: Session, people: Iterable[int], rates: Rates, benefits: Iterable[Benefit], day: date
) -> dict[int, Facts]:
    """What the book says of these people on a day; what it does not say stays unknown, but for the lists of the poor.

    A household that a known list does not name is on none.
    """
    ids = list(people)
    degrees = dict(_of_people(session, Disability, Disability.__table__.c.degree, ids, day))
    studies = dict(_of_people(session, Study, Study.__table__.c.level, ids, day))
    poverty, listed = _poverty(session, ids, day)
    month = month_of(day)
    receiving: dict[int, set[str]] = defaultdict(set)
    for one in benefits:
        worth = one.worth(month)
        if worth is not None and worth.group_code:
            receiving[one.payee_id].add(worth.group_code)
    return {
        person: Facts(
            born=rates.born.get(person),
            province=rates.place,
            household=poverty.get(person, "none" if listed else None),
            disability=degrees.get(person),
            studying=True if person in studies else None,
            receiving=frozenset(receiving[person]),
        )
        for person in ids
    }


def _of_people(session: Session, entity: Any, value: Any, ids: Iterable[int], day: date) -> list[tuple[int, str]]:
    owner = entity.__table__.c.person_id
    chosen = select(owner, value).where(holds(entity, AsOf(day)), among(owner))
    return [(row[0], row[1]) for row in session.execute(chosen, {"wanted": id_list(ids)})]


def _poverty(session: Session, ids: Iterable[int], day: date) -> tuple[dict[int, str], bool]:
    """Person -> "poor" or "near_poor", and whether any list of the day is known at all."""
    as_of = AsOf(day)
    membership: Any = HouseholdMembership.__table__
    same = and_(HouseholdPoverty.household_id == membership.c.household_id, holds(HouseholdPoverty, as_of))
    chosen = (
        select(membership.c.person_id, HouseholdPoverty.kind)
        .join(HouseholdPoverty, same)
        .where(holds(HouseholdMembership, as_of), among(membership.c.person_id))
    )
    found = {row[0]: row[1] for row in session.execute(chosen, {"wanted": id_list(ids)})}
    listed = bool(found) or session.execute(select(HouseholdPoverty.id).where(holds(HouseholdPoverty, as_of))).first()
    return found, bool(listed)
