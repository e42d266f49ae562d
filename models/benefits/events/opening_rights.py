"""Which age opens which right, read from the conditions of the law, never from a list of ages here.

Promises: a ground that tells of HIV/AIDS is never looked for; a right is named only where nothing but incomes and
supporters is left to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from models.benefits.entitlements.law_rates import Rates
from models.benefits.events.facts import Benefit
from models.benefits.events.gathering import benefits_of, facts_of_many
from models.benefits.secrecy import is_hiv_group
from models.law.assess import days_of
from models.law.book import Group, LawOfMonth
from models.law.conditions import All, AnyOf, Condition, Years
from models.law.facts import Facts
from models.law.places import Place
from models.law.state import State, state_on
from models.store.dates import month_of

MAY_BE_ASKED: Final = frozenset({"no_supporter", "income", "income.pension", "income.social_insurance"})
SLOTS: Final = ("main", "pension")


def groups_by_age(law: LawOfMonth, place: Place) -> list[Group]:
    """Groups of the country's table and the place's that begin with an age."""
    own = law.local.get(place)
    groups = [*law.central.groups, *(own.groups if own is not None else ())]
    return [one for one in groups if one.slot in SLOTS and not is_hiv_group(one.code) and set(ages_in(one.condition))]


def wanted_ages(law: LawOfMonth, place: Place) -> list[int]:
    """The ages from which something may be due."""
    return sorted({age for group in groups_by_age(law, place) for age in ages_in(group.condition)})


def ages_in(condition: Condition) -> Iterator[int]:
    """Ages from which a condition may hold."""
    if isinstance(condition, Years) and not condition.cared and condition.least is not None:
        yield condition.least
    if isinstance(condition, All | AnyOf):
        for part in condition.parts:
            yield from ages_in(part)


def rights_at(session: Session, people: Sequence[int], rates: Rates, day: date) -> dict[int, str]:
    """Person -> the group that an age reached in the month of `day` opens, where it would raise what they get."""
    law = rates.law(month_of(day))
    benefits = benefits_of(session, people)
    facts = facts_of_many(session, people, rates, benefits, day)
    found: dict[int, str] = {}
    for person in people:
        opened = [group for group in groups_by_age(law, rates.place) if _opens(group, facts[person], law)]
        best = max(opened, key=lambda group: _amount(rates, person, group.code, law), default=None)
        if best is not None and _amount(rates, person, best.code, law) > _gets(benefits, person, law):
            found[person] = best.code
    return found


def _opens(group: Group, facts: Facts, law: LawOfMonth) -> bool:
    """Whether the month's birthday makes the ground possible that was not before.

    Without any list of the poor nobody is taken for poor: else 75 would open nothing that 70 had not.
    """
    if facts.household is None:
        facts = replace(facts, household="none")
    level = law.central.pension.amount if law.central.pension is not None else 0
    last = max(days_of(law.month, law))
    first = last.replace(day=1) - timedelta(days=1)
    now = state_on(facts, last, level, last_day=law.last_day)
    before = state_on(facts, first, level, last_day=law.last_day)
    if group.condition.holds(before) is not False or group.condition.holds(now) is False:
        return False
    return _asks_little(group, now)


def _asks_little(group: Group, state: State) -> bool:
    return group.condition.holds(state) is True or group.condition.gaps(state) <= MAY_BE_ASKED


def _amount(rates: Rates, person: int, group: str, law: LawOfMonth) -> int:
    level = rates.level(person, group, law.month, None)
    return 0 if level is None else level.amount


def _gets(benefits: Iterable[Benefit], person: int, law: LawOfMonth) -> int:
    worths = (one.worth(law.month) for one in benefits if one.person_id == person and one.carer_id is None)
    return sum(worth.amount or 0 for worth in worths if worth is not None)
