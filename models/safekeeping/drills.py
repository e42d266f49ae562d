"""Reads of restore drills: the last one, and whether it is time for another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.safekeeping.tables import Backup, Drill

EVERY = timedelta(days=7)
"""A backup is opened for practice this often."""


@dataclass(frozen=True, slots=True)
class KeptDrill:
    """A drill that was held. Instants are UTC text; `made_at` is the backup's, "" for one that was never noted here."""

    at: str
    generation: str
    passed: bool
    message: str
    made_at: str


def last_drill(session: Session) -> KeptDrill | None:
    """The newest drill, None before the first."""
    row = session.scalars(select(Drill).order_by(Drill.id.desc()).limit(1)).first()
    if row is None:
        return None
    made = session.scalars(select(Backup.made_at).where(Backup.generation == row.generation)).first()
    return KeptDrill(row.at, row.generation, bool(row.passed), row.message, made or "")


def is_due(last: KeptDrill | None, now: datetime) -> bool:
    """Whether a drill should be held at `now` (UTC); a clock that was set back asks for one."""
    if last is None:
        return True
    age = now - datetime.fromisoformat(last.at)
    return age >= EVERY or age < -EVERY
