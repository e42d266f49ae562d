"""Retiring a medium: the office has the stick no longer, so the lamp must not count on what lies there.

Nothing on the medium is touched: whoever has it and the password of those days can still open it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.safekeeping.rules import FOREIGN, GONE, GOOD
from models.safekeeping.services import RIGHT, STALE
from models.safekeeping.tables import Backup, Medium
from models.store.errors import RuleError
from models.store.rights import needs
from models.store.work import Outcome, Work


@dataclass(frozen=True, slots=True)
class RetireMedium:
    """The medium with this id is no longer used."""

    medium_id: int


@needs(RIGHT)
def retire_medium(work: Work, command: RetireMedium) -> Outcome[int]:
    """Note it; returns how many copies count no longer. RuleError for a medium that nobody registered."""
    medium = work.get(Medium, command.medium_id)
    if medium is None:
        raise RuleError("Không thấy USB này trong sổ.", code="unknown_medium")
    medium.standing = FOREIGN
    wanted = select(Backup).where(Backup.medium_id == medium.id, Backup.standing == GOOD)
    lost = work.session.scalars(wanted).all()
    for one in lost:
        one.standing = GONE
    work.flush()
    return Outcome(len(lost), STALE)
