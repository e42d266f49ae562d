"""The chain of changes: how a row of history is spelled, salted, digested and verified.

Pure functions over rows, so that the worker process can prepare them; nothing here opens a session.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from operator import itemgetter
from typing import Any

from sqlalchemy import Table

from models.store.canonical import canonical_bytes, canonical_text

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
    """Rows of `table` with database-native values (str, int, bytes or None) and an `id` each -> tuples and audit rows.

    All rows must have the same keys. Columns marked derived, and values that say nothing (None, ""), stay out of the
    history.
    """
    if not rows:
        return PreparedRows(table.name, (), [], [])
    columns = tuple(rows[0])
    spelling = [
        (name, f"{canonical_text(name)}:[null,")
        for name in sorted(columns)
        if name != "id" and not table.c[name].info.get("derived")
    ]
    # SQLAlchemy's names are a subclass of str, which the driver would look an adapter up for in every row.
    name = str.__str__(table.name)
    salts = os.urandom(SALT_BYTES * len(rows))
    given: Sequence[str | None] = sources if sources is not None else [None] * len(rows)
    audits = [
        salted_audit_row(name, row["id"], NEW, _new_fields(spelling, row), source, salts[start : start + SALT_BYTES])
        for row, source, start in zip(rows, given, range(0, len(salts), SALT_BYTES), strict=True)
    ]
    return PreparedRows(name, columns, list(map(itemgetter(*columns), rows)), audits)


def _new_fields(spelling: Sequence[tuple[str, str]], row: Mapping[str, Any]) -> str:
    """canonical_text({name: [None, value]}) of the values that say something, five times as fast."""
    parts: list[str] = []
    for name, head in spelling:
        value = row[name]
        if value is None or value == "":
            continue
        kind = type(value)
        if kind is str:
            parts.append(f"{head}{encode_basestring(value)}]")
        elif kind is int:
            parts.append(f"{head}{value}]")
        else:
            parts.append(f"{head}{canonical_text(value)}]")
    return "{" + ",".join(parts) + "}"


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
