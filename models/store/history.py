"""The chain of changes: how a row of history is spelled, salted, digested and verified.

Pure functions over rows, so that the worker process can prepare them; nothing here opens a session.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from sqlalchemy import Table

from models.store.canonical import canonical_bytes, canonical_text
from models.store.crossing import joined, sliced

NEW, CHANGED, GONE, VIEWED = "new", "changed", "gone", "viewed"
SALT_BYTES = 16
GENESIS = bytes(32)

AuditRow = tuple[str, int, str, str, str | None, bytes, bytes]
"""record_table, record_id, operation, fields, source, salt, digest."""


@dataclass(frozen=True, slots=True)
class PreparedRows:
    """Rows of one table ready for the driver, with their audit rows; may cross a process border."""

    table: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    audits: list[AuditRow]

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _prepared, (self.table, self.columns, sliced(self.rows), sliced(self.audits))


def _prepared(table: str, columns: tuple[str, ...], rows: Sequence[bytes], audits: Sequence[bytes]) -> PreparedRows:
    return PreparedRows(table, columns, joined(rows), joined(audits))


@dataclass(frozen=True, slots=True)
class Header:
    """What a change row says about itself."""

    change_id: int
    at: str
    actor_id: int | None
    kind: str
    name: str
    reason: str | None
    source_name: str | None
    source_sha256: str | None

    def digest(self, salt: bytes) -> bytes:
        """Digest of the salted header."""
        parts = [
            self.change_id,
            self.at,
            self.actor_id,
            self.kind,
            self.name,
            self.reason,
            self.source_name,
            self.source_sha256,
        ]
        return hashlib.sha256(salt + canonical_bytes(parts)).digest()


def audit_row(
    table: str, record_id: int, operation: str, fields: Mapping[str, Sequence[Any]], source: str | None = None
) -> AuditRow:
    """One audit row with a fresh salt; `fields` is {field: [old, new]}."""
    return salted_audit_row(table, record_id, operation, canonical_text(fields), source, os.urandom(SALT_BYTES))


def salted_audit_row(
    table: str, record_id: int, operation: str, fields: str, source: str | None, salt: bytes
) -> AuditRow:
    """`audit_row` with the fields already spelled canonically and a given salt."""
    digest = audit_digest(table, record_id, operation, fields, source=source, salt=salt)
    return (table, record_id, operation, fields, source, salt, digest)


def audit_digest(table: str, record_id: int, operation: str, fields: str, *, source: str | None, salt: bytes) -> bytes:
    """Digest of one audit row; lengths are written out so that no two rows share a spelling."""
    text = f"{table}\x00{record_id}\x00{operation}\x00{source or ''}\x00{len(fields)}\x00{fields}"
    return hashlib.sha256(salt + text.encode()).digest()


def link(previous: bytes, own: bytes, audits: Iterable[bytes]) -> bytes:
    """The digest of a change: chained to the one before, over its header and its audit rows in order."""
    chain = hashlib.sha256(previous + own)
    for digest in audits:
        chain.update(digest)
    return chain.digest()


def prepare_rows(
    table: Table, rows: Sequence[Mapping[str, Any]], sources: Sequence[str | None] | None = None
) -> PreparedRows:
    """`prepare_columns` of rows; all must have the same keys."""
    if not rows:
        return PreparedRows(table.name, (), [], [])
    names = tuple(rows[0])
    columns = zip(*map(itemgetter(*names), rows), strict=True)
    return prepare_columns(table, dict(zip(names, columns, strict=True)), sources)


def prepare_columns(
    table: Table, columns: Mapping[str, Sequence[Any]], sources: Sequence[str | None] | None = None
) -> PreparedRows:
    """Rows of `table`, given as columns of database-native values (str, int or None), "id" among them.

    Columns marked derived, and values that say nothing (None, ""), stay out of the history.
    """
    count = len(columns["id"])
    # SQLAlchemy's names are a subclass of str, which the driver would look an adapter up for in every row.
    name = str.__str__(table.name)
    random = os.urandom(SALT_BYTES * count)
    salts = [random[start : start + SALT_BYTES] for start in range(0, len(random), SALT_BYTES)]
    given: Sequence[str | None] = sources if sources is not None else [None] * count
    told = {column: values for column, values in columns.items() if not _unrecorded(table, column)}
    audits = [
        salted_audit_row(name, record_id, NEW, fields, source, salt)
        for record_id, fields, source, salt in zip(columns["id"], _new_fields(told, count), given, salts, strict=True)
    ]
    # A column of nothing but NULL is left to the database: the driver would look an adapter up for each.
    written = {column: values for column, values in columns.items() if any(value is not None for value in values)}
    return PreparedRows(name, tuple(written), list(zip(*written.values(), strict=True)), audits)


def _unrecorded(table: Table, column: str) -> bool:
    return column == "id" or bool(table.c[column].info.get("derived"))


def _new_fields(by_column: Mapping[str, Sequence[Any]], count: int) -> list[str]:
    """canonical_text({name: [None, value]}) of the values that say something, of each of `count` rows.

    Column by column, because that takes a third of the time.
    """
    pieces = [_spelled(f"{canonical_text(name)}:[null,", by_column[name]) for name in sorted(by_column)]
    if not pieces:
        return ["{}"] * count
    return [f"{{{joined[:-1]}}}" for joined in map("".join, zip(*pieces, strict=True))]


def _spelled(head: str, values: Sequence[Any]) -> Iterable[str]:
    """`head`, the value and "]," for each of the values of a column; "" where one says nothing."""
    kinds = set(map(type, values))
    # Others are left alone: True and 1.0 are equal to 1 and yet spelled otherwise.
    if kinds <= _PLAIN:
        distinct = set(values)
        if 2 * len(distinct) <= len(values):
            return map({value: _piece(head, value) for value in distinct}.__getitem__, values)
        if kinds == {int}:
            return [f"{head}{value}]," for value in values]
        if kinds == {str}:
            return [f"{head}{text}]," if text != '""' else "" for text in map(encode_basestring, values)]
    return [_piece(head, value) for value in values]


_PLAIN = {str, int, type(None)}


def _piece(head: str, value: Any) -> str:
    return "" if value is None or value == "" else f"{head}{canonical_text(value)}],"


@dataclass(frozen=True, slots=True)
class Break:
    """The first broken link: the change and what is wrong with it ("header", "record", "link", "order")."""

    change_id: int
    what: str


ChangeRecord = tuple[Header, bytes | None, bytes, bytes]
"""header, salt (None when erased), own digest, digest."""
AuditRecord = tuple[int, str, int, str, str | None, str | None, bytes | None, bytes]
"""change id, record_table, record_id, operation, fields, source, salt, digest."""


def first_break(changes: Iterable[ChangeRecord], audits: Iterator[AuditRecord]) -> Break | None:
    """Walk the chain in order of change id; `audits` come in order of (change id, id)."""
    previous = GENESIS
    expected = 1
    pending = next(audits, None)
    for header, salt, own, digest in changes:
        if header.change_id != expected or (pending is not None and pending[0] < header.change_id):
            return Break(header.change_id, "order")
        if salt is not None and header.digest(salt) != own:
            return Break(header.change_id, "header")
        digests: list[bytes] = []
        while pending is not None and pending[0] == header.change_id:
            if not _record_whole(pending):
                return Break(header.change_id, "record")
            digests.append(pending[7])
            pending = next(audits, None)
        if link(previous, own, digests) != digest:
            return Break(header.change_id, "link")
        previous = digest
        expected += 1
    return None if pending is None else Break(pending[0], "order")


def _record_whole(record: AuditRecord) -> bool:
    _, table, record_id, operation, fields, source, salt, digest = record
    if salt is None or fields is None:
        return True
    return audit_digest(table, record_id, operation, fields, source=source, salt=salt) == digest
