"""What a verb gets and gives: `Work` in, `Outcome` out.

A verb is a function verb(work, command) -> Outcome. It reads the clock, the actor and the session from Work alone and
writes through it; each record that it adds, changes or deletes is put into the history of the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, event, inspect, select, text, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from models.store import history
from models.store.collector import uncollected
from models.store.history import AuditRow, PreparedRows
from models.store.tables import UNAUDITED, Base

OFFICE_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
CHUNK_ROWS = 500
"""Rows given to the driver at once; small, so that a window keeps painting beside a long write."""

ValueT_co = TypeVar("ValueT_co", covariant=True)
Record = TypeVar("Record", bound=Base)
Stale = frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a staff member's id (None before the first exists) and what they may do."""

    staff_id: int | None
    rights: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome(Generic[ValueT_co]):
    """The verb's answer and what became stale: pairs of subject word and record id (0 means the whole subject)."""

    value: ValueT_co
    stale: Stale = frozenset()


@dataclass(slots=True)
class Work:
    """One transaction under way. `now` is UTC; `today` is the office's date."""

    session: Session
    actor: Actor
    now: datetime
    name: str
    change_id: int
    source_name: str | None = None
    source_sha256: str | None = None
    reason: str | None = None
    audits: list[AuditRow] = field(default_factory=list)
    _source: str | None = None

    @property
    def today(self) -> date:
        """The date in Asia/Ho_Chi_Minh."""
        return self.now.astimezone(OFFICE_TIME).date()

    @property
    def instant(self) -> str:
        """`now` as stored: UTC text."""
        return instant_text(self.now)

    def get(self, entity: type[Record], record_id: int) -> Record | None:
        """The record, or None."""
        return self.session.get(entity, record_id)

    def add(self, record: Record, *, source: str | None = None) -> Record:
        """Add a record and give it its id; `source` is "sheet!row" in the change's source file."""
        self.flush()
        self._source = source
        self.session.add(record)
        self.flush()
        self._source = None
        return record

    def delete(self, record: Base) -> None:
        """Delete a record; its last state stays in the history."""
        self.session.delete(record)
        self.flush()

    def flush(self) -> None:
        """Write pending records and their audit rows."""
        self.session.flush()

    def from_file(self, name: str, sha256: str) -> None:
        """Say which file this change comes from."""
        self.source_name, self.source_sha256 = name, sha256

    def next_id(self, table: Table) -> int:
        """The id after the highest that `table` ever had."""
        return next_ids(self.session.connection(), [table])[table.name]

    def insert_many(
        self, table: Table, rows: Sequence[Mapping[str, Any]], *, sources: Sequence[str | None] | None = None
    ) -> range:
        """Insert many rows of database-native values through the driver; gives them ids in order.

        All rows have the same keys, without `id`. Returns the range of ids.
        """
        self.flush()
        first = self.next_id(table)
        numbered = [{"id": first + index, **row} for index, row in enumerate(rows)]
        self.insert_prepared(history.prepare_rows(table, numbered, sources))
        return range(first, first + len(rows))

    def insert_prepared(self, prepared: PreparedRows) -> None:
        """Insert rows prepared elsewhere (see history.prepare_rows) with their audit rows."""
        if not prepared.rows:
            return
        table = Base.metadata.tables[prepared.table]
        for name in prepared.columns:
            if name not in table.c:
                raise ValueError("unknown column")
        marks = ", ".join("?" * len(prepared.columns))
        names = ", ".join(f'"{name}"' for name in prepared.columns)
        self._drive(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', prepared.rows)  # noqa: S608 - own names
        self.audits += prepared.audits

    def update_row(self, table: Table, record_id: int, values: Mapping[str, Any], *, source: str | None = None) -> bool:
        """Change one row by Core; audits only what differs. Returns whether anything did.

        Raises KeyError when the row does not exist.
        """
        self.flush()
        old = self.session.execute(select(table).where(table.c.id == record_id)).mappings().first()
        if old is None:
            raise KeyError(table.name)
        fresh = {name: value for name, value in values.items() if old[name] != value}
        if not fresh:
            return False
        self.session.execute(update(table).where(table.c.id == record_id).values(**fresh))
        fields = {name: [old[name], value] for name, value in fresh.items() if not table.c[name].info.get("derived")}
        if fields:
            self.audits.append(history.audit_row(table.name, record_id, history.CHANGED, fields, source))
        self.session.expire_all()
        return True

    def delete_row(self, table: Table, record_id: int) -> None:
        """Delete one row by Core with its history."""
        self.flush()
        old = self.session.execute(select(table).where(table.c.id == record_id)).mappings().first()
        if old is None:
            raise KeyError(table.name)
        self.session.execute(table.delete().where(table.c.id == record_id))
        fields = {
            column.name: [old[column.name], None]
            for column in table.columns
            if column.name != "id" and not column.info.get("derived") and old[column.name] not in (None, "")
        }
        self.audits.append(history.audit_row(table.name, record_id, history.GONE, fields))
        self.session.expire_all()

    def _drive(
        self,
        statement: str,
        rows: Sequence[tuple[Any, ...]],
        shaped: Callable[[Sequence[Any]], Sequence[tuple[Any, ...]]] | None = None,
    ) -> None:
        """Many rows, `shaped` chunk by chunk, straight through the driver.

        SQLAlchemy's own way costs a tenth more per row.
        """
        cursor = self.session.connection().connection.cursor()
        try:
            with uncollected():
                for start in range(0, len(rows), CHUNK_ROWS):
                    chunk = rows[start : start + CHUNK_ROWS]
                    cursor.executemany(statement, chunk if shaped is None else shaped(chunk))
        finally:
            cursor.close()

    def write_audits(self) -> None:
        """Write the collected audit rows under this change's id."""
        self._drive(
            "INSERT INTO audit (change_id, record_table, record_id, operation, fields, source, salt, digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            self.audits,
            partial(_bound_audits, self.change_id),
        )

    def watch(self) -> None:
        """Collect audit rows from the session's own flushes."""
        event.listen(self.session, "after_flush", self._collect)

    def _collect(self, session: Session, _context: Any) -> None:
        for operation, records in (
            (history.NEW, session.new),
            (history.CHANGED, session.dirty),
            (history.GONE, session.deleted),
        ):
            for record in records:
                row = _audit_of(record, operation, self._source)
                if row is not None:
                    self.audits.append(row)


def _bound_audits(change_id: int, audits: Sequence[AuditRow]) -> list[tuple[Any, ...]]:
    """The driver looks an adapter up for each bytes and binds a bytearray as it is, which halves the time of a row."""
    return [
        (change_id, table, record_id, operation, fields, source, bytearray(salt), bytearray(digest))
        for table, record_id, operation, fields, source, salt, digest in audits
    ]


def next_ids(connection: Connection, tables: Iterable[Table]) -> dict[str, int]:
    """For each table the id after the highest it ever had, deleted rows included (AUTOINCREMENT keeps count)."""
    given = {row[0]: row[1] for row in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    return {str(table.name): int(given.get(table.name, 0)) + 1 for table in tables}


def instant_text(instant: datetime) -> str:
    """UTC text of an instant, to the millisecond: 2026-11-22T03:04:05.678Z."""
    return instant.astimezone(ZoneInfo("UTC")).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _audit_of(record: Any, operation: str, source: str | None) -> AuditRow | None:
    mapper = inspect(type(record))
    table = mapper.local_table
    if table.name in UNAUDITED:
        return None
    fields: dict[str, list[Any]] = {}
    for prop in mapper.column_attrs:
        column = prop.columns[0]
        if column.name == "id" or column.info.get("derived"):
            continue
        if operation == history.CHANGED:
            found = get_history(record, prop.key)
            if found.has_changes():
                fields[column.name] = [found.deleted[0] if found.deleted else None, getattr(record, prop.key)]
        else:
            value = getattr(record, prop.key)
            if value is not None and value != "":
                fields[column.name] = [None, value] if operation == history.NEW else [value, None]
    if operation == history.CHANGED and not fields:
        return None
    return history.audit_row(table.name, record.id, operation, fields, source)
