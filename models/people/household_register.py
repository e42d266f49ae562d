"""The register of households: ids in order, a count, then rows of ready strings for the ids shown.

Promises: as queries.py; a household stands once, even where two heads were recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Subquery, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from models.office.tables import Village
from models.people import rules
from models.people.dated import AsOf, holds
from models.people.queries import AnyRow, AnySelect, Reader, residents, searched, village_text
from models.people.tables import Household, HouseholdMembership, HouseholdPoverty, Person, Residence

HouseholdSort = Literal["head", "village", "members", "poverty", "number"]
LAST_ORDER = 1_000_000


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """Which households the register shall show; `text` is looked for in every member's searched text."""

    day: date
    text: str = ""
    village_id: int | None = None
    poverty: str | None = None
    whole_numbers: bool = False


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One line of the households register, as shown; `head` is "" when the household has none."""

    id: int
    number: str
    head: str
    head_id: int | None
    village: str
    members: int
    poverty: str


def count(reader: Reader, wanted: HouseholdFilter) -> int:
    """How many households fit."""
    found = select(func.count()).select_from(Household).where(*_conditions(wanted))
    return reader.execute(found).scalar_one()


def ids(
    reader: Reader,
    wanted: HouseholdFilter,
    sort: HouseholdSort = "head",
    *,
    descending: bool = False,
    limit: int,
    offset: int = 0,
) -> list[int]:
    """Ids of the households that fit, in order; equal ones by the head's given name, those without a head last."""
    if sort == "head" and not _conditions(wanted):
        return _by_head(reader, AsOf(wanted.day), descending=descending, limit=limit, offset=offset)
    heads = _heads(AsOf(wanted.day))
    found = (
        select(Household.id)
        .outerjoin(heads, heads.c.household_id == Household.id)
        .outerjoin(Person, Person.id == heads.c.person_id)
        .where(*_conditions(wanted))
    )
    found, keys = _ordered(found, sort, AsOf(wanted.day))
    keys += [func.coalesce(Person.name_sort, "~"), Household.__table__.c.id]
    found = found.order_by(*(key.desc() if descending else key.asc() for key in keys)).limit(limit).offset(offset)
    return [row[0] for row in reader.execute(found)]


def _by_head(reader: Reader, now: AsOf, *, descending: bool, limit: int, offset: int) -> list[int]:
    """All of them by the head's given name, along the index of names, so that the first ids come at once.

    Those without a head come last.
    """
    led = (_led(now), (Person.name_sort, HouseholdMembership.household_id))
    bare = (_without_head(now), (Household.__table__.c.id,))
    made: list[int] = []
    for found, keys in (bare, led) if descending else (led, bare):
        ordered = found.order_by(*(key.desc() if descending else key.asc() for key in keys))
        part = [row[0] for row in reader.execute(ordered.limit(limit - len(made)).offset(offset))]
        made += part
        if len(made) >= limit:
            break
        offset = 0 if part or not offset else max(0, offset - _counted(reader, found))
    return made


def _counted(reader: Reader, found: AnySelect) -> int:
    return reader.execute(select(func.count()).select_from(found.subquery())).scalar_one()


def _led(now: AsOf) -> AnySelect:
    """Households with a head, each once, to be walked in the order of names."""
    earlier = aliased(HouseholdMembership)
    first = ~exists().where(
        earlier.household_id == HouseholdMembership.household_id,
        earlier.relation == "head",
        holds(earlier, now),
        earlier.id < HouseholdMembership.id,
    )
    # An outer join, told apart by a comparison that SQLite does not see through, keeps it on the index of names.
    head = and_(HouseholdMembership.relation == "head", holds(HouseholdMembership, now))
    return (
        select(HouseholdMembership.household_id)
        .select_from(Person)
        .outerjoin(HouseholdMembership, and_(HouseholdMembership.person_id == Person.id, head))
        .where(func.coalesce(HouseholdMembership.household_id, 0) > 0, first)
    )


def _without_head(now: AsOf) -> AnySelect:
    head = and_(HouseholdMembership.relation == "head", holds(HouseholdMembership, now))
    return select(Household.id).where(Household.id.not_in(select(HouseholdMembership.household_id).where(head)))


def _heads(now: AsOf) -> Subquery:
    """Household and head; the first recorded where there are two (SQLite takes the columns of the least id)."""
    head = select(HouseholdMembership.household_id, HouseholdMembership.person_id, func.min(HouseholdMembership.id))
    led = and_(HouseholdMembership.relation == "head", holds(HouseholdMembership, now))
    return head.where(led).group_by(HouseholdMembership.household_id).subquery("heads")


def _ordered(found: AnySelect, sort: HouseholdSort, now: AsOf) -> tuple[AnySelect, list[ColumnElement[Any]]]:
    """The SELECT with what the order needs joined to it, and the first sort keys."""
    if sort == "number":
        return found, [Household.__table__.c.number]
    if sort == "village":
        found = found.outerjoin(Residence, and_(Residence.person_id == Person.id, holds(Residence, now)))
        found = found.outerjoin(Village, Village.id == Residence.village_id)
        return found, [func.coalesce(Village.sort_order, LAST_ORDER)]
    if sort == "members":
        sizes = _sizes(now)
        return found.outerjoin(sizes, sizes.c.household_id == Household.id), [func.coalesce(sizes.c.people, 0)]
    if sort == "poverty":
        poor = and_(HouseholdPoverty.household_id == Household.id, holds(HouseholdPoverty, now))
        ranks = {kind: place for place, kind in enumerate(rules.POVERTY_LABELS)}
        return found.outerjoin(HouseholdPoverty, poor), [case(ranks, value=HouseholdPoverty.kind, else_=len(ranks))]
    return found, []


def _sizes(now: AsOf) -> Subquery:
    """Household and how many living members it has."""
    return (
        select(HouseholdMembership.household_id, func.count().label("people"))
        .join(Person, Person.id == HouseholdMembership.person_id)
        .where(Person.status == "living", holds(HouseholdMembership, now))
        .group_by(HouseholdMembership.household_id)
        .subquery("sizes")
    )


def _conditions(wanted: HouseholdFilter) -> list[ColumnElement[bool]]:
    now = AsOf(wanted.day)
    found: list[ColumnElement[bool]] = []
    members = select(HouseholdMembership.household_id).where(holds(HouseholdMembership, now))
    texts = searched(wanted.text, whole_numbers=wanted.whole_numbers)
    if texts:
        found.append(Household.id.in_(members.join(Person, Person.id == HouseholdMembership.person_id).where(*texts)))
    if wanted.village_id is not None:
        here = HouseholdMembership.person_id.in_(residents(wanted.village_id, wanted.day))
        found.append(Household.id.in_(members.where(here, HouseholdMembership.relation == "head")))
    if wanted.poverty is not None:
        poverty = holds(HouseholdPoverty, now)
        if wanted.poverty != "any":
            poverty &= HouseholdPoverty.kind == wanted.poverty
        found.append(Household.id.in_(select(HouseholdPoverty.household_id).where(poverty)))
    return found


def rows(reader: Reader, household_ids: Sequence[int], day: date) -> list[HouseholdRow]:
    """Lines for these ids in their order; ids that are gone are left out."""
    now = AsOf(day)
    found = (
        select(
            Household.id,
            Household.number,
            HouseholdMembership.relation,
            Person.id.label("person_id"),
            Person.name,
            Person.status,
            Village.kind,
            Village.name.label("village"),
            HouseholdPoverty.kind.label("poverty"),
        )
        .where(Household.id.in_(household_ids))
        .outerjoin(
            HouseholdMembership, and_(HouseholdMembership.household_id == Household.id, holds(HouseholdMembership, now))
        )
        .outerjoin(Person, Person.id == HouseholdMembership.person_id)
        .outerjoin(Residence, and_(Residence.person_id == Person.id, holds(Residence, now)))
        .outerjoin(Village, Village.id == Residence.village_id)
        .outerjoin(HouseholdPoverty, and_(HouseholdPoverty.household_id == Household.id, holds(HouseholdPoverty, now)))
        .order_by(HouseholdMembership.id)
    )
    members: dict[int, list[AnyRow]] = {}
    for row in reader.execute(found):
        members.setdefault(row.id, []).append(row)
    return [_row(members[number]) for number in household_ids if number in members]


def _row(members: Sequence[AnyRow]) -> HouseholdRow:
    first = members[0]
    head = next((row for row in members if row.relation == "head"), None)
    lives = head or first
    return HouseholdRow(
        id=first.id,
        number=first.number,
        head=head.name if head else "",
        head_id=head.person_id if head else None,
        village=village_text(lives.kind, lives.village),
        members=sum(row.person_id is not None and row.status == "living" for row in members),
        poverty=rules.POVERTY_LABELS.get(first.poverty or "", ""),
    )
