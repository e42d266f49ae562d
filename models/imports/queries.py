"""Reads for imports: the snapshot a list is matched against, the ids a plan counts on, remembered columns, batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from models.benefits.rules import label_key
from models.benefits.tables import BenefitLine
from models.imports.matching import KnownLine, KnownPerson, Snapshot
from models.imports.plan import Base
from models.imports.planning import WRITTEN
from models.imports.tables import ColumnMemory, ImportBatch
from models.office.queries import commune, known_villages
from models.office.services import PERSON_CODES
from models.office.tables import NumberSeries, Village
from models.people.dated import AsOf, holds
from models.people.tables import BankAccount, Household, Person, Residence
from models.store import work
from models.store.dates import PartialDate
from models.store.tables import Change

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
    """The register as matching needs it; 20,000 people take about a fifth of a second."""
    lines: dict[int, list[KnownLine]] = defaultdict(list)
    for row in reader.execute(
        select(
            BenefitLine.person_id,
            BenefitLine.id,
            BenefitLine.label,
            BenefitLine.group_code,
            BenefitLine.coefficient,
            BenefitLine.amount,
            BenefitLine.start_month,
        )
    ):
        known = KnownLine(row.id, label_key(row.label), row.group_code, row.coefficient, row.amount, row.start_month)
        lines[row.person_id].append(known)
    homes = {row[0]: (row[1], row[2]) for row in _current(reader, Residence, ("village_id", "address"), today)}
    accounts = {row[0]: (row[1], row[2]) for row in _current(reader, BankAccount, ("number", "bank"), today)}
    numbered = select(Household.number, Household.id).where(Household.number != "")
    return Snapshot(
        people=tuple(_known_person(row, homes, accounts, lines) for row in reader.execute(_PEOPLE)),
        villages=tuple(known_villages(reader)),
        households={row.number: row.id for row in reader.execute(numbered)},
        last_change=last_change(reader),
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


def _known_person(
    row: Any, homes: Mapping[int, Any], accounts: Mapping[int, Any], lines: Mapping[int, Any]
) -> KnownPerson:
    village_id, address = homes.get(row.id, (None, ""))
    account, bank = accounts.get(row.id, ("", ""))
    born = None if row.born_year is None else PartialDate(row.born_year, row.born_month, row.born_day)
    return KnownPerson(
        id=row.id,
        code=row.code,
        name=row.name,
        name_key=row.name_key,
        sex=row.sex,
        born=born,
        id_number=row.id_number,
        old_id_number=row.old_id_number,
        insurance=row.insurance_number,
        phones=row.phones,
        status=row.status,
        village_id=village_id,
        address=address,
        account=account,
        bank=bank,
        lines=tuple(lines.get(row.id, ())),
    )


def _current(reader: Session, entity: Any, columns: tuple[str, ...], today: date) -> Any:
    found = select(entity.person_id, *(getattr(entity, name) for name in columns)).where(holds(entity, AsOf(today)))
    return reader.execute(found)


def last_change(reader: Session | Connection) -> int:
    """The id of the newest change, 0 when there is none."""
    return reader.execute(select(func.max(Change.id))).scalar() or 0


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
