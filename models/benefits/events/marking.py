"""What a reported event writes to the register of people: status, degree, poverty, account and payee.

Promises: nothing that the register says already is written twice; what the register itself told (an event that the
program found there) is not written back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, TypeVar

from sqlalchemy import or_, select

from models.benefits.entitlements.tables import Entitlement
from models.benefits.events.details import NO_DEGREE
from models.benefits.events.rules import EventKind
from models.benefits.services import BENEFITS
from models.benefits.tables import BenefitLine
from models.people.dated import known, spans
from models.people.households import SetPoverty, set_poverty
from models.people.services import SetPersonFact, demand_person, set_person_fact
from models.people.status import MarkDead, MarkMoved, mark_dead, mark_moved
from models.people.tables import BankAccount, Disability, HouseholdPoverty
from models.store.dates import PartialDate
from models.store.errors import RuleError
from models.store.work import Stale, Work

TOLD_BY_PEOPLE: Final = frozenset(("clerk", "slip"))
"""Sources of events that the register does not know yet."""
_NOT_POOR: Final = "none"
Dated = TypeVar("Dated", BankAccount, Disability, HouseholdPoverty)


@dataclass(frozen=True, slots=True)
class Marked:
    """The part of a report that the register takes."""

    kind: EventKind
    person_id: int | None
    household_id: int | None
    happened_on: PartialDate | None
    details: Mapping[str, Any]


def mark_status(work: Work, told: Marked, moved_to: str) -> Stale:
    """A death or move stands on the person's record too, unless it does already. RuleError for a day to come."""
    if told.person_id is None or told.happened_on is None:
        return frozenset()
    person = demand_person(work, told.person_id)
    if told.kind == EventKind.DEATH and person.status != "dead":
        return mark_dead(work, MarkDead(person.id, told.happened_on)).stale
    if told.kind == EventKind.MOVE_OUT and person.status == "living":
        if told.happened_on.earliest > work.today:
            raise RuleError("Ngày chuyển đi ở tương lai.", field="on", code="moved_future")
        return mark_moved(work, MarkMoved(person.id, min(told.happened_on.latest, work.today), moved_to)).stale
    return frozenset()


def mark_facts(work: Work, told: Marked) -> Stale:
    """A new degree of disability, a household that is poor from then on or no longer."""
    if told.happened_on is None:
        return frozenset()
    if told.kind == EventKind.DEGREE and told.person_id is not None:
        return _mark_degree(work, told.person_id, str(told.details["degree"]), told.happened_on.earliest)
    if told.kind == EventKind.POVERTY and told.household_id is not None:
        return _mark_poverty(work, told.household_id, str(told.details["household"]), told.happened_on)
    return frozenset()


def _mark_degree(work: Work, person_id: int, degree: str, since: date) -> Stale:
    now = _holding(spans(work, Disability, person_id), since)
    if degree == NO_DEGREE:
        return frozenset() if now is None else _set(work, person_id, "disability", None, since)
    if now is not None and now.degree == degree:
        return frozenset()
    return _set(work, person_id, "disability", {"degree": degree, "kind": now.kind if now else ""}, since)


def _mark_poverty(work: Work, household_id: int, kind: str, day: PartialDate) -> Stale:
    """Leaving counts from the day after the last one on the list, as the clerk names it."""
    since = day.latest + timedelta(days=1) if kind == _NOT_POOR else day.earliest
    now = _holding(spans(work, HouseholdPoverty, household_id), since)
    if (_NOT_POOR if now is None else now.kind) == kind:
        return frozenset()
    return set_poverty(work, SetPoverty(household_id, None if kind == _NOT_POOR else kind, since)).stale


def mark_payment(work: Work, told: Marked, account: Mapping[str, str] | None, payee: Mapping[str, str] | None) -> Stale:
    """Into which account and to whom money goes from that day on (None: as before); an empty account is cash.

    The person's benefits follow the account from then on, whatever an imported list said of the way of payment.
    RuleError as the register raises it.
    """
    if told.person_id is None:
        raise RuleError("Hãy chọn người.", field="person", code="nobody")
    since = work.today if told.happened_on is None else told.happened_on.earliest
    stale: Stale = frozenset()
    if payee is not None:
        stale |= _set(work, told.person_id, "payee", dict(payee), since)
    if account is not None:
        if account.get("number", ""):
            stale |= _set(work, told.person_id, "account", dict(account), since)
        elif _holding(spans(work, BankAccount, told.person_id), since) is not None:
            stale |= _set(work, told.person_id, "account", None, since)
        stale |= _follow_account(work, told.person_id)
    return stale


def _follow_account(work: Work, person_id: int) -> Stale:
    """Lines of a benefit that this person collects are paid as the register says."""
    own = (Entitlement.person_id == person_id) & Entitlement.carer_id.is_(None)
    mine = select(Entitlement.id).where(or_(Entitlement.carer_id == person_id, own))
    lines = select(BenefitLine).where(
        BenefitLine.entitlement_id.in_(mine), known(BenefitLine, None), BenefitLine.channel != ""
    )
    changed = list(work.session.scalars(lines))
    for line in changed:
        line.channel = ""
    work.flush()
    return frozenset({(BENEFITS, line.id) for line in changed})


def _set(work: Work, person_id: int, fact: str, values: Mapping[str, Any] | None, since: date) -> Stale:
    return set_person_fact(work, SetPersonFact(person_id, fact, values, since)).stale


def _holding(found: Sequence[Dated], day: date) -> Dated | None:
    """The span that holds on a day; None without one."""
    return next((one for one in found if one.valid_from <= day.isoformat() < one.valid_to), None)
