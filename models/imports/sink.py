"""The rows an import inserts, gathered by table with ids given in order, ready for the driver."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from models.benefits.tables import BenefitLine
from models.imports.plan import Base
from models.office.tables import Village
from models.people.dated import OPEN_END, STILL_KNOWN, UNKNOWN_START
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
from models.store.history import PreparedRows, prepare_rows

WRITTEN: tuple[Table, ...] = tuple(
    entity.__table__  # type: ignore[misc]  # declarative tables are Tables
    for entity in (
        Village,
        Person,
        Household,
        Residence,
        HouseholdMembership,
        HouseholdPoverty,
        BankAccount,
        Payee,
        Guardian,
        Disability,
        BenefitLine,
    )
)
"""Tables an import inserts into, parents before children."""


@dataclass(slots=True)
class Sink:
    """Rows of each table with their sources, ids given in order."""

    base: Base
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {table.name: [] for table in WRITTEN})
    sources: dict[str, list[str | None]] = field(default_factory=lambda: {table.name: [] for table in WRITTEN})

    def add(self, table: str, source: str | None, values: dict[str, Any]) -> int:
        rows = self.rows[table]
        number = self.base.next_ids[table] + len(rows)
        values["id"] = number
        rows.append(values)
        self.sources[table].append(source)
        return number

    def fact(self, table: str, source: str, values: dict[str, Any]) -> None:
        """A dated fact known from this import on, valid since nobody knows when."""
        values.update(
            valid_from=UNKNOWN_START, valid_to=OPEN_END, known_since=self.base.instant, known_until=STILL_KNOWN
        )
        self.add(table, source, values)

    def prepared(self) -> tuple[PreparedRows, ...]:
        return tuple(
            prepare_rows(table, self.rows[table.name], self.sources[table.name])
            for table in WRITTEN
            if self.rows[table.name]
        )
