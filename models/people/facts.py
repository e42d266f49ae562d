"""Dated facts as a page shows them: one span each, in words, with its days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.office.tables import Village
from models.people import queries, rules
from models.people.dated import OPEN_END, UNKNOWN_START, AsOf, DatedFact, holds, known, values_of
from models.people.identity import display_phone
from models.people.merging import FACT_LABELS, table_name
from models.people.tables import (
    PERSON_FACTS,
    BankAccount,
    Disability,
    Guardian,
    HouseholdMembership,
    HouseholdPoverty,
    MaritalState,
    Payee,
    Person,
    Residence,
    Study,
)

_EVERY_FACT: tuple[type[DatedFact], ...] = (*PERSON_FACTS, HouseholdPoverty)
ENTITIES: Mapping[str, type[DatedFact]] = {table_name(entity): entity for entity in _EVERY_FACT}
"""Every dated fact by the name a page gives it."""


@dataclass(frozen=True, slots=True)
class FactWords:
    """Which span of which fact, and what it says: enough to correct or end it."""

    id: int
    fact: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class FactView(FactWords):
    """One span of a dated fact: from when to when as shown, whether it holds on the page's day.

    `until` is the first day it no longer holds, `last` the one before.
    """

    since: str
    until: str
    last: str
    now: bool


def facts_as_of(session: Session, person_id: int, as_of: AsOf) -> list[FactView]:
    """The dated facts of a person that held on a day, as known at an instant (None: as known now)."""
    return [
        fact_view(session, fact, as_of)
        for entity in PERSON_FACTS
        for fact in session.scalars(select(entity).where(owner_column(entity) == person_id, holds(entity, as_of)))
    ]


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A span as recorded, to be corrected: its values, since when (None: unknown), the first day it no longer holds.

    `person_id` is None for what a household owns.
    """

    values: Mapping[str, Any]
    since: date | None
    until: date | None
    person_id: int | None = None


def recorded_fact(session: Session, fact: str, fact_id: int) -> RecordedFact | None:
    """The span `fact`, `fact_id` of a page; None when it is no longer what is known."""
    entity = ENTITIES[fact]
    found = session.scalars(select(entity).where(entity.id == fact_id, known(entity, None))).one_or_none()
    if found is None:
        return None
    since = None if found.valid_from == UNKNOWN_START else date.fromisoformat(found.valid_from)
    until = None if found.valid_to == OPEN_END else date.fromisoformat(found.valid_to)
    person_id = getattr(found, entity.OWNER) if entity.OWNER == "person_id" else None
    return RecordedFact(values_of(found), since, until, person_id)


def day_text(iso: str) -> str:
    """ "2026-11-05" -> "05/11/2026"; "" for an unknown start or an open end."""
    return "" if iso in (UNKNOWN_START, OPEN_END) else date.fromisoformat(iso).strftime("%d/%m/%Y")


def last_day_text(until: str) -> str:
    """The day before the first day that no longer counts, as shown; "" for an open end."""
    if until == OPEN_END:
        return ""
    return day_text((date.fromisoformat(until) - timedelta(days=1)).isoformat())


def owner_column(entity: type[DatedFact]) -> Any:
    """The column that names whose fact it is."""
    return getattr(entity, entity.OWNER)


def facts_of(
    session: Session, entity: type[DatedFact], owner_id: int, day: date, known_at: str | None = None
) -> list[FactView]:
    """Every span of an owner as known at an instant (None: now): those that hold on `day` first, then the latest."""
    found = select(entity).where(owner_column(entity) == owner_id, known(entity, known_at))
    spans = session.scalars(found.order_by(entity.valid_from.desc(), entity.id.desc()))
    return sorted((fact_view(session, fact, AsOf(day, known_at)) for fact in spans), key=lambda view: not view.now)


def fact_view(session: Session, fact: DatedFact, as_of: AsOf) -> FactView:
    """One span in words."""
    name = table_name(type(fact))
    return FactView(
        id=fact.id,
        fact=name,
        label=FACT_LABELS.get(name, "Diện hộ"),
        text=fact_text(session, fact, as_of.known_at),
        since=day_text(fact.valid_from),
        until=day_text(fact.valid_to),
        last=last_day_text(fact.valid_to),
        now=fact.valid_from <= as_of.day.isoformat() < fact.valid_to,
    )


def fact_text(session: Session, fact: Any, known_at: str | None = None) -> str:
    """A dated fact in words; the head of a household is named as known at that instant."""
    if isinstance(fact, HouseholdMembership):
        return f"{rules.RELATION_LABELS[fact.relation]}{_of_head(session, fact, known_at)}"
    return _TEXTS[type(fact)](session, fact)


def _residence_text(session: Session, fact: Residence) -> str:
    village = session.get(Village, fact.village_id) if fact.village_id else None
    return joined_parts(", ", fact.address, queries.village_text(village.kind, village.name) if village else "")


def _study_text(_session: Session, fact: Study) -> str:
    return joined_parts(" - ", rules.STUDY_LABELS[fact.level], fact.school)


def _account_text(_session: Session, fact: BankAccount) -> str:
    return joined_parts(" - ", fact.number, fact.bank, fact.holder)


def _disability_text(_session: Session, fact: Disability) -> str:
    kind = rules.DISABILITY_LABELS.get(fact.kind, "")
    return joined_parts(" - ", rules.DEGREE_LABELS[fact.degree], kind, fact.certificate)


def _representative_text(_session: Session, fact: Payee | Guardian) -> str:
    return joined_parts(", ", fact.name, fact.relation, fact.id_number, display_phone(fact.phone))


_TEXTS: dict[type[DatedFact], Callable[[Session, Any], str]] = {
    Residence: _residence_text,
    HouseholdPoverty: lambda _session, fact: rules.POVERTY_LABELS[fact.kind],
    MaritalState: lambda _session, fact: rules.MARITAL_LABELS[fact.state],
    Study: _study_text,
    BankAccount: _account_text,
    Payee: _representative_text,
    Guardian: _representative_text,
    Disability: _disability_text,
}


def joined_parts(separator: str, *parts: str) -> str:
    """The parts that say anything, joined."""
    return separator.join(part for part in parts if part)


def _of_head(session: Session, membership: HouseholdMembership, known_at: str | None) -> str:
    if membership.relation == "head":
        return ""
    head = (
        select(Person.name)
        .join(HouseholdMembership, HouseholdMembership.person_id == Person.id)
        .where(
            HouseholdMembership.household_id == membership.household_id,
            HouseholdMembership.relation == "head",
            known(HouseholdMembership, known_at),
            HouseholdMembership.valid_to >= membership.valid_to,
        )
    )
    name = session.scalar(head)
    return f" (chủ hộ {name})" if name else ""
