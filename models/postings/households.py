"""Poor and near-poor households as candidates of a wall sheet: one living member speaks for each.

What comes out are candidates; whether they may hang on a wall is decided by models.postings.rules alone.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from models.benefits.papers import PostingCandidate
from models.benefits.queries import LAST_ORDER, NO_VILLAGE
from models.office.tables import Village
from models.people.dated import AsOf, holds
from models.people.queries import AnyRow, Reader, village_text
from models.people.tables import HouseholdMembership, HouseholdPoverty, Person, Residence
from models.store.dates import PartialDate


def household_candidates(reader: Reader, kind: str, day: date, village_id: int | None = None) -> list[PostingCandidate]:
    """One living member of each household that is "poor" or "near_poor" on a day (QĐ 24/2021/QĐ-TTg).

    The head; where the head has died or moved and nobody was named yet, the spouse, else the eldest, so that no
    household drops off the wall for want of a head.
    """
    as_of = AsOf(day)
    found = (
        select(
            HouseholdPoverty.household_id,
            HouseholdMembership.relation,
            Residence.village_id,
            Person.id,
            Person.name,
            Person.born_year,
            Person.born_month,
            Person.born_day,
            Village.kind.label("village_kind"),
            Village.name.label("village_name"),
            func.coalesce(Village.sort_order, LAST_ORDER).label("village_order"),
        )
        .select_from(HouseholdPoverty)
        .join(HouseholdMembership, HouseholdMembership.household_id == HouseholdPoverty.household_id)
        .join(Person, Person.id == HouseholdMembership.person_id)
        .outerjoin(Residence, (Residence.person_id == Person.id) & holds(Residence, as_of))
        .outerjoin(Village, Village.id == Residence.village_id)
        .where(holds(HouseholdPoverty, as_of), holds(HouseholdMembership, as_of))
        .where(HouseholdPoverty.kind == kind, Person.status == "living")
        .order_by(Person.born_earliest, Person.id)
    )
    speakers: dict[int, AnyRow] = {}
    for row in reader.execute(found):
        known = speakers.get(row.household_id)
        if known is None or _SPEAKS.index(_rank(row)) < _SPEAKS.index(_rank(known)):
            speakers[row.household_id] = row
    return [
        PostingCandidate(
            person=row.id,
            name=row.name,
            born=None if row.born_year is None else PartialDate(row.born_year, row.born_month, row.born_day),
            village=village_text(row.village_kind, row.village_name) or NO_VILLAGE,
            village_order=row.village_order,
            head=row.name,
        )
        for row in speakers.values()
        if village_id is None or row.village_id == village_id
    ]


_SPEAKS = ("head", "spouse", "")


def _rank(row: AnyRow) -> str:
    return row.relation if row.relation in _SPEAKS else ""
