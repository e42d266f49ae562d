"""The rows an import inserts, gathered by table with ids given in order, ready for the driver."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Table

from models.benefits.tables import BenefitLine
from models.imports.planning.plan import Base
from models.imports.planning.planned_people import PlannedPeople
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
from models.store.history import PreparedRows, prepare_columns

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
_PEOPLE = WRITTEN[1]


class Sink:
    """Rows of each table with their sources, ids given in order; times of knowing and of holding are added at the end.

    New people stand in `people`. A row may still be changed until it is `prepared`.
    """

    def __init__(self, base: Base) -> None:
        self.base = base
        self.people = PlannedPeople(base.next_ids["person"], base.first_code)
        self._rows: dict[str, list[dict[str, Any]]] = {table.name: [] for table in WRITTEN}
        self._sources: dict[str, list[str | None]] = {table.name: [] for table in WRITTEN}

    def add(self, table: str, source: str | None, values: dict[str, Any]) -> int:
        """A row of `table` without its id and its times; returns the id. All rows of a table have the same keys."""
        rows = self._rows[table]
        rows.append(values)
        self._sources[table].append(source)
        return self.base.next_ids[table] + len(rows) - 1

    def prepared(self) -> tuple[PreparedRows, ...]:
        """Every row, ready for the driver, parents before children."""
        found = (
            prepare_columns(table, self.people.columns(), self.people.sources)
            if table is _PEOPLE
            else prepare_columns(table, self._columns(table), self._sources[table.name])
            for table in WRITTEN
        )
        return tuple(prepared for prepared in found if prepared.rows)

    def _columns(self, table: Table) -> dict[str, Sequence[Any]]:
        rows, first = self._rows[table.name], self.base.next_ids[table.name]
        columns: dict[str, Sequence[Any]] = {"id": range(first, first + len(rows))}
        for name in rows[0] if rows else ():
            columns[name] = list(map(itemgetter(name), rows))
        always = {
            "valid_from": UNKNOWN_START,
            "valid_to": OPEN_END,
            "known_since": self.base.instant,
            "known_until": STILL_KNOWN,
        }
        columns.update((name, [value] * len(rows)) for name, value in always.items() if name in table.c)
        return columns
