"""Facts of people as the law asks them, from what the book holds on a day.

Promises: what the book does not say stays unknown (None) and is never taken for no; many people are a handful of
SELECTs. What somebody gets already tells what was found of them when it was decided (K5: nobody who must support them).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, and_, select, true
from sqlalchemy.orm import Session

from models.benefits.entitlements.tables import Entitlement
from models.benefits.queries import due_in, rulings
from models.benefits.rules import label_key
from models.benefits.tables import BenefitLine
from models.law.facts import NOBODY_CARED, Carer, Child, Facts, Income
from models.law.places import Place
from models.law.queries import own_place
from models.people.dated import AsOf, holds, known
from models.people.queries import bare
from models.people.tables import Disability, HouseholdMembership, HouseholdPoverty, MaritalState, Person, Study
from models.store.dates import PartialDate, add_months, month_of

_MARITAL: Final[dict[str, str]] = {
    "single": "single",
    "married": "married",
    "separated": "married",
    "widowed": "widowed",
    "divorced": "divorced",
}
"""Whoever lives apart is still married to the law."""
_NO_PENSION: Final = Income(pension=0, social_insurance=0)
_PARENTS = frozenset({"head", "spouse"})
"""Whose children the household's "child" members are."""
_CARE: Final[dict[str, Carer]] = {
    "CS-HGD": Carer("disabled", degree="extremely_severe", own_family=True),
    "CS-NKT": Carer("disabled", degree="extremely_severe", own_family=False),
    "CS-TEKT": Carer("disabled", degree="extremely_severe", own_family=False),
    "CS-TE": Carer("child"),
    "CS-NCT": Carer("older"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's place in their household."""

    household_id: int
    relation: str


@dataclass(frozen=True, slots=True)
class Known:
    """What was read of everybody on a day, to build the facts of any person from."""

    day: date
    place: Place
    born: Mapping[int, PartialDate | None]
    sex: Mapping[int, str | None]
    members: Mapping[int, Member]
    households: Mapping[int, Sequence[int]]
    poverty: Mapping[int, str]
    marital: Mapping[int, str]
    degrees: Mapping[int, str]
    studies: frozenset[int]
    receiving: Mapping[int, frozenset[str]]
    cared: Mapping[int, tuple[str, int]]

    def facts(self, person_id: int, *, supposing: bool = False) -> Facts:
        """The facts of one person; `supposing` no pension, and nobody who supports whoever lives alone."""
        member = self.members.get(person_id)
        receiving = self.receiving.get(person_id, frozenset())
        told = Facts(
            born=self.born.get(person_id),
            sex=self.sex.get(person_id),
            province=self.place,
            household=self._household(member),
            disability=self.degrees.get(person_id),
            children=self._children(member),
            marital=self.marital.get(person_id),
            studying=True if person_id in self.studies else None,
            receiving=receiving,
            carer=self._carer(person_id),
            income=_NO_PENSION if supposing else None,
            no_supporter=True if supposing and self.alone(person_id) else None,
        )
        return _as_decided(told, receiving)

    def alone(self, person_id: int) -> bool:
        """Whether nobody else lives in the person's household."""
        member = self.members.get(person_id)
        return member is not None and len(self.households[member.household_id]) == 1

    def _household(self, member: Member | None) -> str | None:
        """Poor, near poor, or none: a household that a known list of the year does not name is on none."""
        if member is None:
            return None
        return self.poverty.get(member.household_id, "none" if self.poverty else None)

    def _children(self, member: Member | None) -> tuple[Child, ...] | None:
        if member is None or member.relation not in _PARENTS:
            return None
        own = (one for one in self.households[member.household_id] if self.members[one].relation == "child")
        return tuple(Child(self.born.get(one), True if one in self.studies else None, True) for one in own)

    def _carer(self, person_id: int) -> Carer | None:
        found = self.cared.get(person_id)
        if found is None:
            return None
        group, cared = found
        return replace(_CARE.get(group, NOBODY_CARED), cared_born=self.born.get(cared))


def _as_decided(facts: Facts, receiving: frozenset[str]) -> Facts:
    """What must have been found when the present benefits were decided (NĐ 335/2026 Đ5 k3, k5, k8)."""
    if receiving & {"K3", "K8"}:
        facts = replace(facts, hiv=True)
    if receiving & {"K5a", "K5b"}:
        facts = replace(facts, no_supporter=True)
    if "K5b" in receiving:
        facts = replace(facts, can_live_in_community=False, accepted_carer=True)
    return facts


def facts_of(session: Session, person_id: int, day: date) -> Facts:
    """The facts of one person on a day; of an unknown id everything is unknown but the place.

    Reads that person, their household and whom they care for, however many people the book holds.
    """
    home = select(HouseholdMembership.household_id).where(
        HouseholdMembership.person_id == person_id, holds(HouseholdMembership, AsOf(day))
    )
    beside = select(HouseholdMembership.person_id).where(
        HouseholdMembership.household_id.in_(home), holds(HouseholdMembership, AsOf(day))
    )
    cared = select(Entitlement.person_id).where(Entitlement.carer_id == person_id)
    people = {person_id, *session.scalars(beside), *session.scalars(cared)}
    return known_on(session, day, of=people).facts(person_id)


def known_on(session: Session, day: date, *, of: Collection[int] | None = None) -> Known:
    """What the book says of everybody on a day, or of these people and their households, as known now."""
    as_of = AsOf(day)

    def about(column: Any) -> Any:
        return true() if of is None else column.in_(of)

    reader = bare(session)
    people = reader.execute(
        select(Person.id, Person.born_year, Person.born_month, Person.born_day, Person.sex).where(
            Person.status == "living", about(Person.id)
        )
    ).all()
    members = {
        row[0]: Member(row[1], row[2])
        for row in reader.execute(
            select(HouseholdMembership.person_id, HouseholdMembership.household_id, HouseholdMembership.relation).where(
                holds(HouseholdMembership, as_of), about(HouseholdMembership.person_id)
            )
        )
    }
    alive = {row[0] for row in people}
    households: dict[int, list[int]] = defaultdict(list)
    for person_id, member in members.items():
        if person_id in alive:
            households[member.household_id].append(person_id)
    marital = _pairs(reader, MaritalState, MaritalState.person_id, MaritalState.state, as_of, about)
    return Known(
        day=day,
        place=own_place(session),
        born={row[0]: None if row[1] is None else PartialDate(row[1], row[2], row[3]) for row in people},
        sex={row[0]: row[4] for row in people},
        members={one: member for one, member in members.items() if one in alive},
        households=households,
        poverty={
            row[0]: row[1]
            for row in reader.execute(
                select(HouseholdPoverty.household_id, HouseholdPoverty.kind).where(holds(HouseholdPoverty, as_of))
            )
        },
        marital={one: _MARITAL[state] for one, state in marital.items()},
        degrees=_pairs(reader, Disability, Disability.person_id, Disability.degree, as_of, about),
        studies=frozenset(_pairs(reader, Study, Study.person_id, Study.level, as_of, about)),
        receiving=_receiving(reader, day, about),
        cared=_cared(reader, about),
    )


def _pairs(
    reader: Connection, fact: Any, owner: Any, value: Any, as_of: AsOf, about: Callable[[Any], Any]
) -> dict[int, str]:
    found = select(owner, value).where(holds(fact, as_of), about(owner))
    return {row[0]: row[1] for row in reader.execute(found)}


def _receiving(reader: Connection, day: date, about: Callable[[Any], Any]) -> dict[int, frozenset[str]]:
    """Group codes of what was due last month, or is due this month; a label stands for itself where it has no group."""
    month = month_of(day)
    ruled = rulings(reader)
    found: dict[int, set[str]] = defaultdict(set)
    for one in (add_months(month, -1), month):
        due = (
            select(BenefitLine.person_id, BenefitLine.group_code, BenefitLine.label)
            .join(Person, Person.id == BenefitLine.person_id)
            .where(due_in(one), about(BenefitLine.person_id))
        )
        for person_id, group, label in reader.execute(due):
            found[person_id].add(group or ruled.get(label_key(label), "") or label)
    return {person_id: frozenset(codes) for person_id, codes in found.items()}


def _cared(reader: Connection, about: Callable[[Any], Any]) -> dict[int, tuple[str, int]]:
    """Carer -> group and the person cared for, of care support that runs."""
    runs = and_(known(BenefitLine, None), BenefitLine.stop_month.is_(None))
    found = (
        select(Entitlement.carer_id, Entitlement.group_code, Entitlement.person_id)
        .join(BenefitLine, BenefitLine.entitlement_id == Entitlement.id)
        .where(Entitlement.carer_id.is_not(None), runs, about(Entitlement.carer_id))
        .order_by(Entitlement.id)
    )
    return {row[0]: (row[1], row[2]) for row in reader.execute(found) if row[0] is not None}
