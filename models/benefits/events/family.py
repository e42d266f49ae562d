"""Whose children live in whose household, as the book tells it: a "child" beside the head or the head's spouse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from models.benefits.entitlements.writing import among, id_list
from models.law.facts import Child
from models.people.dated import AsOf, holds
from models.people.tables import HouseholdMembership, Person, Study
from models.store.dates import PartialDate

PARENTS: Final = ("head", "spouse")


def children_of(session: Session, parents: Iterable[int], day: date) -> dict[int, tuple[Child, ...]]:
    """Parent -> the living children of the household on a day, raised by them; parents without any are left out."""
    home, its = aliased(HouseholdMembership), aliased(HouseholdMembership)
    as_of = AsOf(day)
    studies = and_(Study.person_id == Person.id, holds(Study, as_of))
    chosen = (
        select(home.person_id, Person.born_year, Person.born_month, Person.born_day, Study.id)
        .join(its, and_(its.household_id == home.household_id, holds(its, as_of), its.relation == "child"))
        .join(Person, and_(Person.id == its.person_id, Person.status == "living"))
        .outerjoin(Study, studies)
        .where(among(home.person_id), holds(home, as_of), home.relation.in_(PARENTS))
        .order_by(home.person_id, Person.id)
    )
    found: dict[int, list[Child]] = defaultdict(list)
    for parent, year, month, number, study in session.execute(chosen, {"wanted": id_list(parents)}):
        born = None if year is None else PartialDate(year, month, number)
        found[parent].append(Child(born, True if study is not None else None, True))
    return {parent: tuple(children) for parent, children in found.items()}
