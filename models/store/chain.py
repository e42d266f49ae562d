"""The chain of changes in the database: its last link, a new link, and all of it streamed for the check."""

from __future__ import annotations

import os
from collections.abc import Iterator

from sqlalchemy import Connection, insert, select

from models.store import history
from models.store.history import GENESIS, Header
from models.store.tables import Audit, Change
from models.store.work import Work


def digest_at(connection: Connection, change_id: int) -> str | None:
    """The digest of the history's link in hex, None when there is no such change; 0 is the beginning."""
    if change_id == 0:
        return GENESIS.hex()
    digest = connection.execute(select(Change.digest).where(Change.id == change_id)).scalar()
    return None if digest is None else digest.hex()


def last_change(connection: Connection) -> tuple[int, bytes]:
    """Id and digest of the newest link; the beginning when there is none."""
    row = connection.execute(select(Change.id, Change.digest).order_by(Change.id.desc()).limit(1)).first()
    return (0, GENESIS) if row is None else (row[0], row[1])


def write_change(work: Work, kind: str, previous: bytes) -> bytes:
    """Write the change row of `work` and its audit rows after the link `previous`; returns the new link's digest."""
    header = Header(
        work.change_id,
        work.instant,
        work.actor.staff_id,
        kind,
        work.name,
        work.reason,
        work.source_name,
        work.source_sha256,
    )
    salt = os.urandom(history.SALT_BYTES)
    own = header.digest(salt)
    digest = history.link(previous, own, (row[6] for row in work.audits))
    work.session.execute(
        insert(Change).values(
            id=header.change_id,
            at=header.at,
            actor_id=header.actor_id,
            kind=header.kind,
            name=header.name,
            reason=header.reason,
            source_name=header.source_name,
            source_sha256=header.source_sha256,
            salt=salt,
            own_digest=own,
            digest=digest,
        )
    )
    work.write_audits()
    return digest


def audit_records(connection: Connection) -> Iterator[history.AuditRecord]:
    """Audit rows in chain order, streamed."""
    columns = (
        Audit.change_id,
        Audit.record_table,
        Audit.record_id,
        Audit.operation,
        Audit.fields,
        Audit.source,
        Audit.salt,
        Audit.digest,
    )
    found = select(*columns).order_by(Audit.change_id, Audit.id)
    for row in connection.execute(found, execution_options={"yield_per": 2000}):
        yield (row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7])


def change_records(connection: Connection) -> list[history.ChangeRecord]:
    """Change rows in chain order."""
    found = select(Change).order_by(Change.id)
    return [
        (
            Header(
                row.id,
                row.at,
                row.actor_id,
                row.kind,
                row.name,
                row.reason,
                row.source_name,
                row.source_sha256,
            ),
            row.salt,
            row.own_digest,
            row.digest,
        )
        for row in connection.execute(found)
    ]
