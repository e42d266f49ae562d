"""Reads of the scans' store: the bytes of a scan, what lies sealed where, and whether all of it is whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, func, select

from models.store.errors import EnvironmentProblem
from models.store.scans import segments
from models.store.scans.tables import Scan, ScanContent, ScanSegment
from models.store.store import Store

Ask = Callable[[str, tuple[Any, ...]], Iterable[Any]]
"""Runs plain SQL: `connection.execute` of the driver, `connection.exec_driver_sql` of SQLAlchemy."""
_Found = tuple[str, bytes | None, str | None, bytes | None]
"""Hash; staged bytes; segment and its key: outer joins, so either pair may be missing."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A recorded segment. `name` is its SHA-256 and file name, `size` in bytes, `scans` how many it holds."""

    name: str
    size: int
    scans: int
    key: bytes


@dataclass(frozen=True, slots=True)
class ScanFacts:
    """What is known of a scan without its bytes."""

    id: int
    sha256: str
    size: int
    media_type: str
    added_at: str


def recorded_segments(ask: Ask) -> tuple[Segment, ...]:
    """Every segment that the database counts on, in the order of sealing."""
    return tuple(
        Segment(name, size, scans, bytes(key))
        for name, size, scans, key in ask("SELECT name, size, scans, key FROM scan_segment ORDER BY id", ())
    )


def scans_of(ask: Ask, name: str) -> dict[str, int]:
    """{sha256: size} of the scans that lie in this segment."""
    found = ask(
        "SELECT scan.sha256, scan.size FROM scan JOIN scan_segment ON scan_segment.id = scan.segment_id"
        " WHERE scan_segment.name = ?",
        (name,),
    )
    return {row[0]: row[1] for row in found}


def staged_bytes(connection: Connection) -> int:
    """Bytes of scans that no segment holds yet."""
    return connection.execute(
        select(func.coalesce(func.sum(Scan.size), 0)).where(Scan.segment_id.is_(None))
    ).scalar_one()


def scan_facts(connection: Connection, scan_id: int) -> ScanFacts | None:
    """What is known of a scan, or None."""
    columns = (Scan.id, Scan.sha256, Scan.size, Scan.media_type, Scan.added_at)
    row = connection.execute(select(*columns).where(Scan.id == scan_id)).first()
    return None if row is None else ScanFacts(*row)


def read_scan(store: Store, scan_id: int) -> bytes:
    """The bytes of a scan, their hash compared.

    Raises KeyError for an unknown id, EnvironmentProblem when its segment is damaged, missing or unreadable.
    """
    with store.connection() as connection:
        # One statement, one state: a sealing beside it moves the bytes between two.
        row = connection.execute(
            select(Scan.sha256, ScanContent.content, ScanSegment.name, ScanSegment.key)
            .outerjoin(ScanContent, ScanContent.scan_id == Scan.id)
            .outerjoin(ScanSegment, ScanSegment.id == Scan.segment_id)
            .where(Scan.id == scan_id)
        ).first()
    if row is None:
        raise KeyError("scan")
    sha256, content, name, key = cast(_Found, tuple(row))
    if name is not None and key is not None:
        return segments.read_content(store.set.scans / name, key, sha256)
    if content is None or hashlib.sha256(content).hexdigest() != sha256:
        raise staged_damaged()
    return bytes(content)


def staged_damaged() -> EnvironmentProblem:
    """Bytes in the database itself that are not what was put there; a bug or a forgery, never an accident."""
    return EnvironmentProblem(
        "Một bản quét trong tệp sổ (store.db) bị hỏng. Hãy khôi phục từ bản sao lưu gần nhất.", code="scan_damaged"
    )
