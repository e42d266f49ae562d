"""Reads of people and households for registers: ids in order, a count, then rows of ready strings for the ids shown.

Promises: sort and filter happen in SQL; a page in the order of names reads the covering index alone; the last sort key
is the id. Nothing here writes, and no record leaves this module.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, String, and_, bindparam, func, literal, select
from sqlalchemy.orm import Session, aliased

from models.office.tables import Village
from models.office.villages import VillageName
from models.people import rules
from models.people.codes import display_code
from models.people.dated import AsOf, holds
from models.people.identity import display_phone
from models.people.services import PersonDetails
from models.people.tables import FormerCode, HouseholdMembership, HouseholdPoverty, Person, Residence
from models.store.dates import PartialDate

Reader = Session | Connection
AnySelect = Select[*tuple[Any, ...]]
AnyRow = Row[*tuple[Any, ...]]
PersonSort = Literal["name", "born", "village", "code"]


def bare(reader: Reader) -> Connection:
    """The connection alone, after what the session holds was written; many rows by a session take twice as long."""
    if isinstance(reader, Connection):
        return reader
    reader.flush()
    return reader.connection()


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """What the register shall show on a day; every part that says something must fit.

    `text` is words in any order without diacritics, numbers, phones or codes. `among` is a Select of person ids that a
    higher subject offers, such as those who receive a benefit; `within` are the only ids looked at, when
    they are known already. Ages are full years; `born` finds who may be born then. `whole_numbers`: see `searched`.
    """

    day: date
    text: str = ""
    village_id: int | None = None
    status: str | None = None
    sex: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    born: PartialDate | None = None
    poverty: str | None = None
    among: Select[int] | None = None
    not_among: Select[int] | None = None
    within: tuple[int, ...] | None = None
    whole_numbers: bool = False


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the people register, as shown."""

    id: int
    code: str
    name: str
    born: str
    sex: str
    id_number: str
    village: str
    address: str
    phone: str
    head: str
    poverty: str
    status: str


def count(reader: Reader, wanted: PersonFilter) -> int:
    """How many people fit."""
    return reader.execute(select(func.count()).select_from(Person).where(*_conditions(wanted))).scalar_one()


def ids(
    reader: Reader,
    wanted: PersonFilter,
    sort: PersonSort = "name",
    *,
    descending: bool = False,
    limit: int,
    offset: int = 0,
) -> list[int]:
    """Ids of the people who fit, in order."""
    keys: list[ColumnElement[Any]] = _sort_keys(sort)
    found = select(Person.id).where(*_conditions(wanted))
    if sort == "village":
        found = found.outerjoin(Residence, and_(Residence.person_id == Person.id, holds(Residence, AsOf(wanted.day))))
        found = found.outerjoin(Village, Village.id == Residence.village_id)
    found = found.order_by(*(key.desc() if descending else key.asc() for key in keys)).limit(limit).offset(offset)
    return [row[0] for row in reader.execute(found)]


def _sort_keys(sort: PersonSort) -> list[ColumnElement[Any]]:
    by_name: list[ColumnElement[Any]] = [Person.__table__.c.name_sort, Person.__table__.c.id]
    if sort == "born":
        return [Person.__table__.c.born_earliest, Person.__table__.c.id]
    if sort == "code":
        return [Person.__table__.c.code]
    if sort == "village":
        return [func.coalesce(Village.sort_order, 1_000_000), *by_name]
    return by_name


def _conditions(wanted: PersonFilter) -> list[ColumnElement[bool]]:
    found = searched(wanted.text, whole_numbers=wanted.whole_numbers)
    if wanted.status is not None:
        found.append(Person.status == wanted.status)
    if wanted.sex is not None:
        found.append(Person.sex == wanted.sex)
    if wanted.age_from is not None:
        found.append(
            (Person.born_earliest != "") & (Person.born_earliest <= _years_before(wanted.day, wanted.age_from))
        )
    if wanted.age_to is not None:
        found.append(Person.born_earliest > _years_before(wanted.day, wanted.age_to + 1))
    if wanted.born is not None:
        earliest, latest = wanted.born.earliest.isoformat(), wanted.born.latest.isoformat()
        found.append((Person.born_earliest <= latest) & (Person.born_latest >= earliest) & (Person.born_latest != ""))
    if wanted.village_id is not None:
        found.append(Person.id.in_(residents(wanted.village_id, wanted.day)))
    if wanted.poverty is not None:
        found.append(Person.id.in_(members_by_poverty(wanted.poverty, wanted.day)))
    if wanted.among is not None:
        found.append(Person.id.in_(wanted.among))
    if wanted.not_among is not None:
        found.append(Person.id.not_in(wanted.not_among))
    if wanted.within is not None:
        known = func.json_each(json.dumps(wanted.within)).table_valued("value")
        found.append(Person.id.in_(select(known.c.value)))
    return found


def searched(text: str, *, whole_numbers: bool = False) -> list[ColumnElement[bool]]:
    """Conditions on a person for every piece of a searched text.

    With `whole_numbers` figures find only what they are in full: who may not read numbers must not guess them figure by
    figure either.
    """
    found: list[ColumnElement[bool]] = []
    for pattern in rules.search_patterns(text):
        if whole_numbers and pattern.isdigit():
            found.append((Person.search + " ").like(f"% {pattern} %"))
        else:
            found.append(Person.search.like(f"%{pattern}%"))
    return found


def _years_before(day: date, years: int) -> str:
    """The latest birthday of whoever is `years` old on `day`; born on 29/02 counts from 01/03."""
    return f"{day.year - years:04d}-{day.month:02d}-{day.day:02d}"


def residents(village_id: int, day: date) -> Select[int]:
    """Ids of who lives in a village on a day, for other queries to join."""
    return select(Residence.person_id).where(Residence.village_id == village_id, holds(Residence, AsOf(day)))


def members_by_poverty(kind: str, day: date) -> Select[int]:
    """Ids of members of poor or near-poor households on a day ("any": of both)."""
    poverty = holds(HouseholdPoverty, AsOf(day))
    if kind != "any":
        poverty &= HouseholdPoverty.kind == kind
    return (
        select(HouseholdMembership.person_id)
        .join(HouseholdPoverty, HouseholdPoverty.household_id == HouseholdMembership.household_id)
        .where(poverty, holds(HouseholdMembership, AsOf(day)))
    )


class Named(NamedTuple):
    """A person's name with the keys that sort and find it; `search` also holds codes and numbers."""

    name: str
    sort: str
    search: str


def names_of(reader: Reader, person_ids: Iterable[int]) -> dict[int, Named]:
    """Names for any number of ids in one light SELECT; ids that are gone are left out."""
    wanted = func.json_each(json.dumps(list(person_ids))).table_valued("value")
    found = select(Person.id, Person.name, Person.name_sort, Person.search).where(Person.id.in_(select(wanted.c.value)))
    return {row[0]: Named(row[1], row[2], row[3]) for row in reader.execute(found)}


def rows(reader: Reader, person_ids: Sequence[int], day: date) -> list[PersonRow]:
    """Lines for these ids in their order; ids that are gone are left out."""
    found = reader.execute(_row_select(day), {"wanted": ",".join(map(str, person_ids))})
    by_id: dict[int, PersonRow] = {}
    for row in found:
        by_id[row.id] = _row(row)
    return [by_id[person_id] for person_id in person_ids if person_id in by_id]


@lru_cache(maxsize=8)
def _row_select(day: date) -> AnySelect:
    """One SELECT for any number of ids: they come as one JSON list, so the statement is compiled once."""
    wanted = func.json_each(
        literal("[", String) + bindparam("wanted", type_=String) + literal("]", String)
    ).table_valued("value")
    head, head_membership = aliased(Person), aliased(HouseholdMembership)
    now = AsOf(day)
    return (
        select(
            Person.id,
            Person.code,
            Person.name,
            Person.born_year,
            Person.born_month,
            Person.born_day,
            Person.sex,
            Person.id_number,
            Person.old_id_number,
            Person.phones,
            Person.status,
            Village.kind.label("village_kind"),
            Village.name.label("village_name"),
            Residence.address,
            head.name.label("head"),
            HouseholdPoverty.kind.label("poverty"),
        )
        .where(Person.id.in_(select(wanted.c.value)))
        .outerjoin(Residence, and_(Residence.person_id == Person.id, holds(Residence, now)))
        .outerjoin(Village, Village.id == Residence.village_id)
        .outerjoin(
            HouseholdMembership, and_(HouseholdMembership.person_id == Person.id, holds(HouseholdMembership, now))
        )
        .outerjoin(
            HouseholdPoverty,
            and_(HouseholdPoverty.household_id == HouseholdMembership.household_id, holds(HouseholdPoverty, now)),
        )
        .outerjoin(
            head_membership,
            and_(
                head_membership.household_id == HouseholdMembership.household_id,
                head_membership.relation == "head",
                holds(head_membership, now),
            ),
        )
        .outerjoin(head, head.id == head_membership.person_id)
    )


def _row(row: AnyRow) -> PersonRow:
    born = None if row.born_year is None else PartialDate(row.born_year, row.born_month, row.born_day)
    return PersonRow(
        id=row.id,
        code=display_code(row.code),
        name=row.name,
        born=born.display() if born else "",
        sex=rules.SEX_LABELS.get(row.sex or "", ""),
        id_number=row.id_number or row.old_id_number,
        village=village_text(row.village_kind, row.village_name),
        address=row.address or "",
        phone=display_phone(row.phones.split(" ")[0]) if row.phones else "",
        head=row.head or "",
        poverty=rules.POVERTY_LABELS.get(row.poverty or "", ""),
        status=rules.STATUS_LABELS[row.status],
    )


def village_text(kind: str | None, name: str | None) -> str:
    """ "Thôn Đồng Cầu", "" without a village."""
    return VillageName(kind or "", name).full if name else ""


def details(session: Session, person_id: int) -> PersonDetails | None:
    """What stands on the record itself, to be changed and given to `services.change_person`; None when it is gone."""
    person = session.get(Person, person_id)
    if person is None:
        return None
    return PersonDetails(
        name=person.name,
        born=person.born,
        sex=person.sex,
        ethnic_code=person.ethnic_code,
        id_number=person.id_number,
        old_id_number=person.old_id_number,
        insurance_number=person.insurance_number,
        phones=tuple(person.phones.split()),
        note=person.note,
    )


def id_of_code(reader: Reader, code: int) -> int | None:
    """The person with this code, also when it is the former code of a merged record."""
    found = reader.execute(select(Person.id).where(Person.code == code)).scalar()
    if found is not None:
        return found
    return reader.execute(select(FormerCode.person_id).where(FormerCode.code == code)).scalar()
