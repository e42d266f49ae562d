"""Looking back over the history: which changes fit, in pages, what each recorded, and whether the chain is whole.

Promises: the newest change first, sorted by its number alone; one screen of 100,000 changes is read within a frame;
nothing here knows an office subject or puts a value into words. Reads only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.store.tables import Audit, Change
from models.store.vietnamese import search_text

Reader = Session | Connection
Chosen = Select[int] | CompoundSelect[int]
"""A SELECT of numbers of changes."""


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Which changes; every part that says something must fit.

    `kinds` are the only kinds told (None: all). `actor_id` 0 stands for the program itself. `since` and `until` are
    UTC texts, half open. `text` is words of the title, reason or source, without diacritics. `among` is a SELECT of
    change numbers that a higher subject offers, such as those about one person.
    """

    kinds: tuple[str, ...] | None = None
    actor_id: int | None = None
    since: str = ""
    until: str = ""
    text: str = ""
    among: Chosen | None = None


@dataclass(frozen=True, slots=True)
class ChangeHead:
    """What a change says about itself, and how many records it touched. `actor_id` None: the program itself."""

    id: int
    at: str
    actor_id: int | None
    kind: str
    name: str
    reason: str
    source_name: str
    records: int


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record of a change. `fields` is {column: (old, new)}, None when its body was erased since."""

    change_id: int
    table: str
    record_id: int
    operation: str
    fields: dict[str, tuple[Any, Any]] | None
    source: str


def ids(reader: Reader, wanted: ChangeFilter, *, oldest_first: bool = False, limit: int, offset: int = 0) -> list[int]:
    """Numbers of the changes that fit, the newest first unless asked otherwise."""
    order = Change.id.asc() if oldest_first else Change.id.desc()
    found = select(Change.id).where(*_conditions(reader, wanted)).order_by(order).limit(limit).offset(offset)
    return [row[0] for row in reader.execute(found)]


def count(reader: Reader, wanted: ChangeFilter) -> int:
    """How many changes fit."""
    found = select(func.count()).select_from(Change).where(*_conditions(reader, wanted))
    return int(reader.execute(found).scalar_one())


def _conditions(reader: Reader, wanted: ChangeFilter) -> list[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = []
    if wanted.kinds is not None:
        made.append(Change.kind.in_(wanted.kinds))
    if wanted.actor_id is not None:
        made.append(Change.actor_id == wanted.actor_id if wanted.actor_id else Change.actor_id.is_(None))
    if wanted.since:
        made.append(Change.at >= wanted.since)
    if wanted.until:
        made.append(Change.at < wanted.until)
    if wanted.among is not None:
        made.append(Change.id.in_(wanted.among))
    if wanted.text.strip():
        made.append(_says(reader, wanted.text))
    return made


def _says(reader: Reader, text: str) -> ColumnElement[bool]:
    """Titles, reasons and sources are few and repeat: they are folded here, because the database folds no marks."""
    words = search_text(text).split()
    told: dict[Any, list[str]] = {}
    for column in (Change.name, Change.reason, Change.source_name):
        known = reader.execute(select(column).where(column.is_not(None)).distinct())
        told[column] = [str(row[0]) for row in known if all(word in search_text(str(row[0])) for word in words)]
    fitting = [column.in_(found) for column, found in told.items() if found]
    return or_(*fitting) if fitting else false()


def heads(reader: Reader, wanted: Sequence[int]) -> dict[int, ChangeHead]:
    """What these changes say about themselves; those that do not exist are left out."""
    records = select(func.count()).where(Audit.change_id == Change.id).scalar_subquery()
    columns = (Change.id, Change.at, Change.actor_id, Change.kind, Change.name, Change.reason, Change.source_name)
    found = select(*columns, records.label("records")).where(Change.id.in_(wanted))
    return {
        row.id: ChangeHead(
            row.id, row.at, row.actor_id, row.kind, row.name, row.reason or "", row.source_name or "", row.records
        )
        for row in reader.execute(found)
    }


def first_records(reader: Reader, wanted: Sequence[int], most: int) -> dict[int, list[RecordChange]]:
    """The first `most` records of each of these changes; an import of 20,000 rows costs no more than a small change."""
    inner = aliased(Audit)
    first = select(inner.id).where(inner.change_id == Change.id).order_by(inner.id).limit(most).correlate(Change)
    found = select(*_COLUMNS).join(Change, Audit.id.in_(first)).where(Change.id.in_(wanted)).order_by(Audit.id)
    made: dict[int, list[RecordChange]] = {one: [] for one in wanted}
    for row in reader.execute(found):
        made[row.change_id].append(_record(row))
    return made


def records(reader: Reader, change_id: int, *, limit: int, offset: int = 0) -> list[RecordChange]:
    """The records of one change in the order in which they were written."""
    found = select(*_COLUMNS).where(Audit.change_id == change_id).order_by(Audit.id).limit(limit).offset(offset)
    return [_record(row) for row in reader.execute(found)]


def touched(table: str, record_ids: Chosen | Sequence[int]) -> Select[int]:
    """Numbers of the changes that touched these records of a table, for `ChangeFilter.among`."""
    return select(Audit.change_id).where(and_(Audit.record_table == table, Audit.record_id.in_(record_ids)))


_COLUMNS: tuple[Any, ...] = (
    Audit.change_id,
    Audit.record_table,
    Audit.record_id,
    Audit.operation,
    Audit.fields,
    Audit.source,
)


def _record(row: Any) -> RecordChange:
    fields = None
    if row.fields is not None:
        fields = {name: (pair[0], pair[1]) for name, pair in json.loads(row.fields).items()}
    return RecordChange(row.change_id, row.record_table, row.record_id, row.operation, fields, row.source or "")
