"""Reads for imports: the snapshot a list is matched against, the ids a plan counts on, remembered columns, batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from models.benefits.rules import label_key
from models.benefits.tables import BenefitLine
from models.imports.matching.households import HEAD_NOTE
from models.imports.matching.known import KnownHousehold, KnownLine, KnownPerson, Snapshot
from models.imports.planning.plan import Base
from models.imports.planning.sink import WRITTEN
from models.imports.tables import ColumnMemory, ImportBatch
from models.office.queries import commune, known_villages
from models.office.services import PERSON_CODES
from models.office.tables import NumberSeries, Village
from models.people.dated import AsOf, holds, known
from models.people.tables import (
    BankAccount,
    Disability,
    Guardian,
    Household,
    HouseholdMembership,
    HouseholdPoverty,
    Payee,
    Person,
    Residence,
)
from models.store import work
from models.store.dates import PartialDate, month_of
from models.store.history import VIEWED
from models.store.tables import Audit, Change
from models.store.vietnamese import same_name_key

URBAN_KINDS = {"phường"}


@dataclass(frozen=True, slots=True)
class BatchView:
    """One import as the clerk sees it in the list of imports."""

    id: int
    change_id: int
    file_name: str
    imported_at: str
    new_people: int
    matched_people: int
    benefit_lines: int
    left_out: int
    undone: bool


def snapshot(reader: Session, today: date) -> Snapshot:
    """The register as matching needs it; 20,000 people take about half a second.

    The last change is read first: each SELECT sees its own moment, and whatever comes in between must be noticed.
    """
    seen = last_change(reader)
    facts = _Facts(
        homes=_current(reader, Residence, ("village_id", "address"), today),
        accounts=_current(reader, BankAccount, ("number", "bank"), today),
        members=_current(reader, HouseholdMembership, ("household_id", "relation"), today),
        disabilities=_current(reader, Disability, ("kind", "degree"), today),
        payees=_current(reader, Payee, ("name",), today),
        guardians=_current(reader, Guardian, ("name",), today),
        lines=_lines(reader),
    )
    people = tuple(_known_person(row, facts) for row in reader.execute(_PEOPLE))
    return Snapshot(
        people=people,
        villages=tuple(known_villages(reader)),
        households=_households(reader, people, facts, today),
        last_change=seen,
        month=month_of(today),
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What holds today, by person."""

    homes: Mapping[int, Any]
    accounts: Mapping[int, Any]
    members: Mapping[int, Any]
    disabilities: Mapping[int, Any]
    payees: Mapping[int, Any]
    guardians: Mapping[int, Any]
    lines: Mapping[int, list[KnownLine]]


def _lines(reader: Session) -> dict[int, list[KnownLine]]:
    lines: dict[int, list[KnownLine]] = defaultdict(list)
    for person_id, line_id, label, *facts in reader.execute(_LINES):
        group, coefficient, amount, start, stop, decision, day, channel, entitlement = facts
        rate = (group, coefficient, amount, start, stop)
        decided = entitlement is not None
        lines[person_id].append(KnownLine(line_id, label_key(label), *rate, label, decision, day, channel, decided))
    return lines


def _households(
    reader: Session, people: Sequence[KnownPerson], facts: _Facts, today: date
) -> tuple[KnownHousehold, ...]:
    heads: dict[int, KnownPerson] = {}
    villages: dict[int, set[int]] = defaultdict(set)
    for person in people:
        if person.household_id is None:
            continue
        if facts.members[person.id][2] == "head":
            heads[person.household_id] = person
        if person.village_id is not None:
            villages[person.household_id].add(person.village_id)
    poor = select(HouseholdPoverty.household_id, HouseholdPoverty.kind).where(holds(HouseholdPoverty, AsOf(today)))
    poverty = {row.household_id: row.kind for row in reader.execute(poor)}
    found = []
    for row in reader.execute(select(Household.id, Household.number, Household.note).order_by(Household.id)):
        head = heads.get(row.id)
        name = head.name if head is not None else row.note[len(HEAD_NOTE) :] if row.note.startswith(HEAD_NOTE) else ""
        found.append(
            KnownHousehold(
                row.id,
                row.number,
                head.id if head is not None else None,
                name,
                same_name_key(name) if name else "",
                frozenset(villages.get(row.id, ())),
                poverty.get(row.id, ""),
            )
        )
    return tuple(found)


_LINES = (
    select(
        BenefitLine.person_id,
        BenefitLine.id,
        BenefitLine.label,
        BenefitLine.group_code,
        BenefitLine.coefficient,
        BenefitLine.amount,
        BenefitLine.start_month,
        BenefitLine.stop_month,
        BenefitLine.decision_number,
        BenefitLine.decision_day,
        BenefitLine.channel,
        BenefitLine.entitlement_id,
    )
    .where(known(BenefitLine, None))
    .order_by(BenefitLine.id)
)
_PEOPLE = select(
    Person.id,
    Person.code,
    Person.name,
    Person.name_key,
    Person.sex,
    Person.born_year,
    Person.born_month,
    Person.born_day,
    Person.id_number,
    Person.old_id_number,
    Person.insurance_number,
    Person.phones,
    Person.status,
)


def _known_person(row: Any, facts: _Facts) -> KnownPerson:
    # Unpacked, because reading a result by name costs twice as much.
    person_id, code, name, name_key, sex, year, month, day, *texts = row
    id_number, old_id_number, insurance, phones, status = texts
    _, village_id, address = facts.homes.get(person_id, _NO_HOME)
    _, account, bank = facts.accounts.get(person_id, _NOTHING)
    _, kind, degree = facts.disabilities.get(person_id, _NOTHING)
    return KnownPerson(
        id=person_id,
        code=code,
        name=name,
        name_key=name_key,
        sex=sex,
        born=None if year is None else PartialDate(year, month, day),
        id_number=id_number,
        old_id_number=old_id_number,
        insurance=insurance,
        phones=phones,
        status=status,
        village_id=village_id,
        address=address,
        account=account,
        bank=bank,
        lines=tuple(facts.lines.get(person_id, ())),
        household_id=facts.members.get(person_id, _NO_HOME)[1],
        disability_kind=kind,
        disability_degree=degree,
        payee=facts.payees.get(person_id, _NOTHING)[1],
        guardian=facts.guardians.get(person_id, _NOTHING)[1],
    )


_NO_HOME = (0, None, "")
_NOTHING = (0, "", "")


def _current(reader: Session, entity: Any, columns: tuple[str, ...], today: date) -> dict[int, Any]:
    found = select(entity.person_id, *(getattr(entity, name) for name in columns)).where(holds(entity, AsOf(today)))
    return {row[0]: tuple(row) for row in reader.execute(found)}


def last_change(reader: Session | Connection) -> int:
    """The newest change that may have changed a record, 0 when there is none; views, prints and exports do not."""
    newest = select(Audit.change_id).where(Audit.operation != VIEWED).order_by(Audit.change_id.desc()).limit(1)
    audited = reader.execute(newest).scalar() or 0
    migrated = reader.execute(select(func.max(Change.id)).where(Change.kind == "migration")).scalar() or 0
    return max(audited, migrated)


def plan_base(reader: Session, instant: str) -> Base:
    """What a plan made now counts on."""
    found = commune(reader)
    next_ids = work.next_ids(reader.connection(), WRITTEN)
    last_code = reader.execute(select(NumberSeries.last).filter_by(key=PERSON_CODES, year=0)).scalar() or 0
    last_order = reader.execute(select(func.max(Village.sort_order))).scalar() or 0
    urban = found is not None and found.kind in URBAN_KINDS
    return Base(next_ids, last_code + 1, last_order + 1, instant, "tổ dân phố" if urban else "thôn")


def column_memory(reader: Session) -> dict[str, str]:
    """Header words -> the meaning the clerk gave them."""
    return {row.header: row.meaning for row in reader.execute(select(ColumnMemory.header, ColumnMemory.meaning))}


def batches(reader: Session) -> list[BatchView]:
    """Every import, the newest first."""
    return [
        BatchView(
            batch.id,
            batch.change_id,
            batch.file_name,
            batch.imported_at,
            batch.new_people,
            batch.matched_people,
            batch.benefit_lines,
            batch.left_out,
            batch.undone_by is not None,
        )
        for batch in reader.scalars(select(ImportBatch).order_by(ImportBatch.id.desc()))
    ]
