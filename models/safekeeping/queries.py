"""Reads of safekeeping: media that were asked about, backups on them, settings, and the keys that open backups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.safekeeping.rules import Copy, Settings
from models.safekeeping.tables import Backup, Medium, SafekeepingSetting
from models.store.history import GENESIS
from models.store.store import CHANGE, EXPORT, MIGRATION, PRINT, STAFF, Store
from models.store.tables import Change, FormerKey
from models.store.vault import key_id

WORK: Final = (CHANGE, PRINT, EXPORT, MIGRATION, STAFF)
"""Kinds of changes that count as work; sign-ins, views and notes of safekeeping are no reason for another copy."""


@dataclass(frozen=True, slots=True)
class MediumView:
    """A stick or folder that was asked about: `standing` is "ours" or "foreign", `outside` whether off this disk."""

    id: int
    uid: str
    label: str
    volume: str
    standing: str
    outside: bool
    keeper: str
    added_at: str


@dataclass(frozen=True, slots=True)
class BackupView:
    """A generation that was proved once; `standing` is "good", "gone" or "bad". Instants are UTC text."""

    id: int
    generation: str
    medium_uid: str
    medium_label: str
    outside: bool
    made_at: str
    proved_at: str
    head_change: int
    head_digest: str
    manifest_sha256: str
    size: int
    standing: str


def media(session: Session) -> tuple[MediumView, ...]:
    """Every medium that was asked about, in the order of asking."""
    return tuple(
        MediumView(row.id, row.uid, row.label, row.volume, row.standing, bool(row.outside), row.keeper, row.added_at)
        for row in session.scalars(select(Medium).order_by(Medium.id))
    )


def medium_of(session: Session, uid: str) -> MediumView | None:
    """The medium with this uid, or None when nobody was asked about it."""
    return next((each for each in media(session) if each.uid == uid), None)


def backups(session: Session) -> tuple[BackupView, ...]:
    """Every backup that was noted, the newest first, those that are gone or bad included."""
    found = select(Backup, Medium).join(Medium, Backup.medium_id == Medium.id).order_by(Backup.id.desc())
    return tuple(
        BackupView(
            row.id,
            row.generation,
            medium.uid,
            medium.label,
            bool(medium.outside),
            row.made_at,
            row.proved_at,
            row.head_change,
            row.head_digest,
            row.manifest_sha256,
            row.size,
            row.standing,
        )
        for row, medium in session.execute(found).all()
    )


def copies(session: Session) -> tuple[Copy, ...]:
    """Backups as the lamp's rule looks at them, the newest first."""
    noted = backups(session)
    links = select(Change.id, Change.digest).where(Change.id.in_({one.head_change for one in noted}))
    digests = {row.id: row.digest.hex() for row in session.execute(links)} | {0: GENESIS.hex()}
    rekeyed = session.scalar(select(func.max(FormerKey.until))) or ""
    return tuple(
        Copy(
            made_at=datetime.fromisoformat(one.made_at),
            medium=one.medium_label,
            outside=one.outside,
            standing=one.standing,
            head_change=one.head_change,
            followed=digests.get(one.head_change) == one.head_digest,
            own_key=one.made_at > rekeyed,
        )
        for one in noted
    )


def settings(session: Session) -> Settings:
    """The office's choices about safekeeping; what was never chosen has its default."""
    return Settings.from_texts({row.key: row.value for row in session.scalars(select(SafekeepingSetting))})


def last_change_id(session: Session) -> int:
    """The number of the newest change that counts as work: a note about a backup is no reason for another one."""
    found = select(Change.id).where(Change.kind.in_(WORK))
    return session.execute(found.order_by(Change.id.desc()).limit(1)).scalar() or 0


def data_keys(store: Store) -> Mapping[str, bytes]:
    """By key_id: the open store's data key and those it had before; with them its backups are proved."""
    with store.read() as session:
        former = {row.key_id: row.key for row in session.scalars(select(FormerKey))}
    return {**former, key_id(store.raw_key()): store.raw_key()}


def known_bad(session: Session) -> frozenset[str]:
    """Names of generations that were found damaged."""
    return frozenset(session.scalars(select(Backup.generation).where(Backup.standing == "bad")))
