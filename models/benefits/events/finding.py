"""Events that the register itself tells: birthdays, ended certificates, deaths and degrees entered elsewhere.

Promises: a birthday is an event only where it changes something or opens a right, by the law's own rows; what was found
before, whatever became of it, is not found again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from models.benefits.entitlements.law_rates import Rates, rates_for
from models.benefits.entitlements.tables import Entitlement
from models.benefits.entitlements.writing import among, id_list
from models.benefits.events.finding_children import of_children
from models.benefits.events.gathering import EventFact, scenes
from models.benefits.events.opening_rights import rights_at, wanted_ages
from models.benefits.events.proposing import propose
from models.benefits.events.rules import EventKind, EventState
from models.benefits.events.services import DismissEvent, ReportEvent, dismiss_event, report_event
from models.benefits.events.tables import ChangeEvent
from models.benefits.tables import BenefitLine
from models.people.dated import OPEN_END, known
from models.people.tables import Disability, HouseholdPoverty, Person
from models.store.dates import Month, PartialDate, add_months, month_end, month_iso, month_start
from models.store.work import Outcome, Stale, Work

NO_HURRY: Final = timedelta(days=62)
"""An event about something that goes on (nobody collects, nobody was seen) is not told again so soon."""
QUIET: Final = timedelta(days=300)
_GOING_ON: Final[Mapping[EventKind, timedelta]] = {EventKind.UNCOLLECTED: NO_HURRY, EventKind.ALIVE: QUIET}
_person: Any = Person.__table__


def of_register(session: Session, month: Month, today: date) -> list[ReportEvent]:
    """What the register tells for a month; not yet compared with what is kept."""
    rates = rates_for(session, session.scalars(select(Person.id)), today)
    found = [*_gone(session), *_degrees(session, month)]
    rights = {one.person_id: one for one in _new_rights(session, month, rates)}
    asked = [one for one in _birthdays(session, month) if one.person_id not in rights] + _poverty(session, month)
    asked += of_children(session, month, rates)
    return [*found, *_that_matter(session, [*asked, *rights.values()], today, rates)]


def _birthdays(session: Session, month: Month) -> list[ReportEvent]:
    """Everybody with a running benefit whose birthday is in the month; a year alone counts as January."""
    number = month % 100
    on = _person.c.born_month == number
    if number == 1:
        on = or_(on, _person.c.born_month.is_(None))
    runs = (
        select(Entitlement.person_id)
        .join(BenefitLine, BenefitLine.entitlement_id == Entitlement.id)
        .where(known(BenefitLine, None), or_(BenefitLine.stop_month.is_(None), BenefitLine.stop_month > month))
    )
    chosen = select(_person.c.id, _person.c.born_month, _person.c.born_day).where(
        on, _person.c.status == "living", _person.c.born_year.is_not(None), _person.c.id.in_(runs)
    )
    return [
        ReportEvent(
            EventKind.BIRTHDAY, person, happened_on=_day_in(month, day if its_month else None), source="computed"
        )
        for person, its_month, day in session.execute(chosen.order_by(_person.c.id))
    ]


def _day_in(month: Month, day: int | None) -> PartialDate:
    """The birthday in a month; 29/02 is reached on 01/03 in common years, and counts in February's list of that day."""
    year, number = divmod(int(month), 100)
    if day is None:
        return PartialDate(year, number)
    return PartialDate(year, number, min(day, month_end(month).day))


def _poverty(session: Session, month: Month) -> list[ReportEvent]:
    """Households whose state ends with a day in the month before or in it, and what they are then."""
    first, last = month_start(add_months(month, -1)), month_end(month)
    table: Any = HouseholdPoverty.__table__
    chosen = select(table.c.household_id, table.c.valid_to, table.c.kind).where(
        known(HouseholdPoverty, None),
        table.c.valid_to != OPEN_END,
        table.c.valid_to > first.isoformat(),
        table.c.valid_to <= (last + timedelta(days=1)).isoformat(),
    )
    ended = session.execute(chosen.order_by(table.c.household_id)).all()
    starts = select(table.c.household_id, table.c.valid_from, table.c.kind).where(known(HouseholdPoverty, None))
    next_kind = {(row[0], row[1]): row[2] for row in session.execute(starts)} if ended else {}
    found = []
    for household, until, kind in ended:
        now = next_kind.get((household, until), "none")
        if now != kind:
            day = date.fromisoformat(until) - timedelta(days=1)
            found.append(
                ReportEvent(
                    EventKind.POVERTY,
                    household_id=household,
                    happened_on=PartialDate.of(day),
                    source="register",
                    details={"household": now},
                )
            )
    return found


def _that_matter(session: Session, events: Sequence[ReportEvent], today: date, rates: Rates) -> Iterator[ReportEvent]:
    """Those that propose a decision."""
    facts = [
        EventFact(
            index,
            one.kind,
            one.person_id,
            one.household_id,
            one.happened_on.iso() if one.happened_on else "",
            today.isoformat(),
            dict(one.details),
        )
        for index, one in enumerate(events)
    ]
    for one, scene in zip(events, scenes(session, facts, today, rates=rates), strict=True):
        if propose(scene).decisions:
            yield one


def _gone(session: Session) -> list[ReportEvent]:
    """Deaths and moves that the register knows while a benefit still runs beyond them."""
    runs = (
        select(BenefitLine.id)
        .join(Entitlement, Entitlement.id == BenefitLine.entitlement_id)
        .where(
            or_(Entitlement.person_id == Person.id, Entitlement.carer_id == Person.id),
            known(BenefitLine, None),
            BenefitLine.stop_month.is_(None),
        )
    )
    chosen = select(Person.id, Person.status, Person.status_on, Person.moved_to).where(
        Person.status.in_(("dead", "moved")), runs.exists()
    )
    kinds = {"dead": EventKind.DEATH, "moved": EventKind.MOVE_OUT}
    return [
        ReportEvent(kinds[status], person, happened_on=PartialDate.from_iso(on), source="register", moved_to=moved_to)
        for person, status, on, moved_to in session.execute(chosen.order_by(Person.id))
        if on
    ]


def _degrees(session: Session, month: Month) -> list[ReportEvent]:
    """Degrees of disability that changed in the month before or in it."""
    first, last = month_start(add_months(month, -1)).isoformat(), month_end(month).isoformat()
    table: Any = Disability.__table__
    columns = (table.c.person_id, table.c.valid_from, table.c.degree)
    chosen = select(*columns).where(known(Disability, None), table.c.valid_from >= first, table.c.valid_from <= last)
    fresh = session.execute(chosen.order_by(table.c.person_id)).all()
    earlier = select(*columns).where(known(Disability, None), among(table.c.person_id)).order_by(table.c.valid_from)
    before: dict[int, list[tuple[str, str]]] = {}
    for person, since, degree in session.execute(earlier, {"wanted": id_list({row[0] for row in fresh})}):
        before.setdefault(person, []).append((since, degree))
    found = []
    for person, since, degree in fresh:
        last_degree = next((was for on, was in reversed(before[person]) if on < since), None)
        if last_degree is not None and last_degree != degree:
            found.append(
                ReportEvent(
                    EventKind.DEGREE,
                    person,
                    happened_on=PartialDate.from_iso(since),
                    source="register",
                    details={"degree": degree},
                )
            )
    return found


def _new_rights(session: Session, month: Month, rates: Rates) -> Iterator[ReportEvent]:
    """People here who reach, in the month, an age that opens a right which they do not have."""
    law = rates.law(month)
    ages = wanted_ages(law, rates.place)
    year, number = divmod(int(month), 100)
    on = _person.c.born_month == number
    if number == 1:
        on = or_(on, _person.c.born_month.is_(None))
    chosen = select(_person.c.id, _person.c.born_year, _person.c.born_month, _person.c.born_day).where(
        and_(on, _person.c.born_year.in_([year - age for age in ages]), _person.c.status == "living")
    )
    rows = session.execute(chosen.order_by(_person.c.id)).all()
    facts = rights_at(session, [row[0] for row in rows], rates, month_end(month))
    for person, born_year, its_month, day in rows:
        if person in facts:
            yield ReportEvent(
                EventKind.BIRTHDAY,
                person,
                happened_on=_day_in(month, day if its_month else None),
                source="computed",
                details={"group": facts[person], "age": year - born_year},
            )


def uncollected(session: Session, entitlements: Iterable[int], months: Sequence[str]) -> list[ReportEvent]:
    """Three months of cash that nobody took: one event for each entitlement."""
    chosen = select(Entitlement.id, func.coalesce(Entitlement.carer_id, Entitlement.person_id)).where(
        among(Entitlement.__table__.c.id)
    )
    return [
        ReportEvent(
            EventKind.UNCOLLECTED,
            person,
            happened_on=PartialDate.from_iso(months[-1]),
            source="bank",
            details={"entitlement": entitlement, "months": list(months)},
        )
        for entitlement, person in session.execute(chosen, {"wanted": id_list(entitlements)})
    ]


def silent(seen: Mapping[int, date], month: Month) -> list[ReportEvent]:
    """People whom nobody saw alive for a year."""
    happened = PartialDate.from_iso(month_iso(month))
    return [
        ReportEvent(
            EventKind.ALIVE,
            person,
            happened_on=happened,
            source="computed",
            note=f"Lần gặp gần nhất: {day:%d/%m/%Y}.",
        )
        for person, day in sorted(seen.items())
    ]


NOTHING_LEFT: Final = "Xem lại: việc này không còn làm thay đổi chế độ nào."


def drop_settled(work: Work) -> tuple[int, Stale]:
    """Close open events that the program found and that by now change nothing: a certificate was renewed, and alike."""
    kinds = (EventKind.BIRTHDAY.value, EventKind.POVERTY.value, EventKind.DEGREE.value)
    found = select(ChangeEvent).where(
        ChangeEvent.state == EventState.OPEN.value,
        ChangeEvent.kind.in_(kinds),
        ChangeEvent.source.in_(("computed", "register")),
    )
    facts = [EventFact.of(one) for one in work.session.scalars(found)]
    stale: set[tuple[str, int]] = set()
    dropped = 0
    for one, scene in zip(facts, scenes(work.session, facts, work.today), strict=True):
        proposal = propose(scene)
        if not proposal.decisions and not one.details.get("group"):
            stale |= dismiss_event(work, DismissEvent(one.id, NOTHING_LEFT)).stale
            dropped += 1
    return dropped, frozenset(stale)


def keep(work: Work, found: Iterable[ReportEvent]) -> tuple[tuple[tuple[str, int], ...], Stale]:
    """Report what was not told before; returns how many of each kind."""
    told = _told(work.session)
    counted: Counter[str] = Counter()
    stale: set[tuple[str, int]] = set()
    for one in found:
        key = (one.kind.value, one.person_id, one.household_id, one.details.get("entitlement"))
        before = told.setdefault(key, [])
        if any(_same(one, state, happened, day, work.today) for state, happened, day in before):
            continue
        outcome: Outcome[int] = report_event(work, replace(one, details=dict(one.details)))
        counted[one.kind.value] += 1
        stale |= outcome.stale
        before.append((EventState.OPEN.value, one.happened_on.iso() if one.happened_on else "", work.today))
    return tuple(sorted(counted.items())), frozenset(stale)


_Told = dict[tuple[str, int | None, int | None, int | None], list[tuple[str, str, date]]]


def _told(session: Session) -> _Told:
    columns = (ChangeEvent.kind, ChangeEvent.person_id, ChangeEvent.household_id, ChangeEvent.details)
    found: _Told = {}
    rows = select(*columns, ChangeEvent.state, ChangeEvent.happened_on, ChangeEvent.told_on)
    for row in session.execute(rows.where(ChangeEvent.reason != NOTHING_LEFT)):
        key = (row[0], row[1], row[2], json.loads(row[3] or "{}").get("entitlement"))
        found.setdefault(key, []).append((row[4], row[5], date.fromisoformat(row[6])))
    return found


def _same(one: ReportEvent, state: str, happened: str, told_on: date, today: date) -> bool:
    """Whether it was told before: open, of the same day, or so lately that what goes on needs no new word."""
    if state == EventState.OPEN:
        return True
    if one.happened_on is not None and one.happened_on.iso() == happened:
        return True
    lately = _GOING_ON.get(one.kind)
    return lately is not None and today - told_on < lately
