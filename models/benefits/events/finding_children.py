"""Parents whose child's birthday may change what they get, as the book knows them.

Promises: only children whom the book knows as such, by the household: a "child" beside its head or the head's spouse.
Who is raised elsewhere, or is not written down, is found by nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from models.benefits.entitlements.law_rates import Rates
from models.benefits.entitlements.rules import PAID
from models.benefits.entitlements.tables import Entitlement
from models.benefits.events.children import SINGLE_PARENT, SMALL_CHILDREN, ages_that_count, goes_on
from models.benefits.events.family import PARENTS
from models.benefits.events.rules import EventKind
from models.benefits.events.services import ReportEvent
from models.benefits.tables import BenefitLine
from models.people.dated import AsOf, holds, known
from models.people.tables import HouseholdMembership, Person, Study
from models.store.dates import Month, PartialDate, month_end


def of_children(session: Session, month: Month, rates: Rates) -> Iterator[ReportEvent]:
    """One event for each parent and child whose birthday in the month may change the parent's benefit."""
    law, day = rates.law(month), month_end(month)
    for parent, group, child in session.execute(_pairs(month, day)):
        age = month // 100 - child.born_year
        if age not in ages_that_count(law, group) or (goes_on(law, group, age) and _studies(session, child.id, day)):
            continue
        number = None if child.born_month is None else min(child.born_day or 1, day.day)
        happened = PartialDate(month // 100, month % 100, number if child.born_day else None)
        note = f"Con: {child.name}, đủ {age} tuổi trong tháng."
        details = {"child": child.id, "age": age}
        yield ReportEvent(
            EventKind.BIRTHDAY, parent, happened_on=happened, source="computed", details=details, note=note
        )


def _pairs(month: Month, day: date) -> Any:
    """Parent, group and child of every birthday in the month; a year alone counts as January."""
    line, child, home, its = BenefitLine, aliased(Person), aliased(HouseholdMembership), aliased(HouseholdMembership)
    on = child.born_month == month % 100
    if month % 100 == 1:
        on = or_(on, child.born_month.is_(None))
    runs = and_(known(line, None), line.standing == PAID, or_(line.stop_month.is_(None), line.stop_month > month))
    return (
        select(Entitlement.person_id, line.group_code, child)
        .join(line, and_(line.entitlement_id == Entitlement.id, runs))
        .join(home, and_(home.person_id == Entitlement.person_id, holds(home, AsOf(day)), home.relation.in_(PARENTS)))
        .join(its, and_(its.household_id == home.household_id, holds(its, AsOf(day)), its.relation == "child"))
        .join(child, and_(child.id == its.person_id, child.status == "living", child.born_year.is_not(None), on))
        .where(line.group_code.in_((SINGLE_PARENT, SMALL_CHILDREN)))
        .order_by(Entitlement.person_id, child.id)
    )


def _studies(session: Session, person_id: int, day: date) -> bool:
    found = select(Study.id).where(Study.person_id == person_id, holds(Study, AsOf(day)))
    return session.execute(found).first() is not None
