"""Reads of postings that no other subject has: who is honoured for a long life.

What comes out are candidates; whether they may hang on a wall is decided by models.postings.rules alone.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from models.benefits import queries as benefits
from models.benefits.papers import PostingCandidate
from models.office.tables import Village
from models.people.dated import AsOf, holds
from models.people.queries import Reader, village_text
from models.people.tables import HouseholdMembership, Person, Residence
from models.store.dates import PartialDate

LONGEVITY_AGES = (70, 75, 80, 85, 90, 95)
"""Ages of chúc thọ, mừng thọ, reached in the year; from 100 on every year (Luật Người cao tuổi 2009 Đ21)."""
EVERY_YEAR_FROM = 100


def longevity_candidates(reader: Reader, day: date, village_id: int | None = None) -> list[PostingCandidate]:
    """The living who reach an age of chúc thọ, mừng thọ in the year of `day`."""
    as_of = AsOf(day)
    reached = day.year - Person.born_year
    own, of_head, head = aliased(HouseholdMembership), aliased(HouseholdMembership), aliased(Person)
    found = (
        select(
            Person.id,
            Person.name,
            Person.born_year,
            Person.born_month,
            Person.born_day,
            Village.kind.label("village_kind"),
            Village.name.label("village_name"),
            func.coalesce(Village.sort_order, benefits.LAST_ORDER).label("village_order"),
            head.name.label("head"),
            head.born_year.label("head_year"),
            head.born_month.label("head_month"),
            head.born_day.label("head_day"),
        )
        .outerjoin(Residence, and_(Residence.person_id == Person.id, holds(Residence, as_of)))
        .outerjoin(Village, Village.id == Residence.village_id)
        .outerjoin(own, and_(own.person_id == Person.id, holds(own, as_of)))
        .outerjoin(
            of_head,
            and_(of_head.household_id == own.household_id, of_head.relation == "head", holds(of_head, as_of)),
        )
        .outerjoin(head, head.id == of_head.person_id)
        .where(Person.status == "living", or_(reached.in_(LONGEVITY_AGES), reached >= EVERY_YEAR_FROM))
    )
    if village_id is not None:
        found = found.where(Residence.village_id == village_id)
    once = {row.id: row for row in reader.execute(found.order_by(Person.id, of_head.id.desc()))}
    return [
        PostingCandidate(
            person=row.id,
            name=row.name,
            born=PartialDate(row.born_year, row.born_month, row.born_day),
            village=village_text(row.village_kind, row.village_name) or benefits.NO_VILLAGE,
            village_order=row.village_order,
            head=row.head or "",
            head_born=benefits.head_born(row),
        )
        for row in once.values()
    ]
