"""Sets that were put aside for safety in the data folder: which there are, how large, and until when they stay.

They go by themselves on their day (models.store.leftovers); `check` knows them by their row.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.office.tables import Staff
from models.safekeeping.going_back import NAME as WENT_BACK
from models.safekeeping.restoring import NAME as RESTORED
from models.store.folder import SETS
from models.store.seals import head_code
from models.store.store import SAFEKEEPING
from models.store.tables import Change, KeptSet


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """A set put aside. Instants are UTC text; `size` in bytes, its scans included although they share their room.

    `code` is the short code of its last change, "" when nothing told it; `why`: "restore". `change` is what the history
    calls the change that put it aside and `who` made it, "" where this branch of the history does not hold it.
    """

    set_id: str
    why: str
    made_at: str
    kept_until: str
    head_change: int
    code: str
    size: int
    change: str = ""
    who: str = ""


def kept_copies(session: Session, data: Path) -> tuple[KeptCopy, ...]:
    """The safety copies that lie in `data`, the newest first."""
    found = []
    for row in session.scalars(select(KeptSet).order_by(KeptSet.made_at.desc(), KeptSet.id.desc())):
        folder = data / SETS / row.set_id
        if folder.is_dir():
            size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
            code = head_code(row.head_digest) if row.head_digest else ""
            change, who = _put_aside_by(session, row.made_at)
            found.append(
                KeptCopy(row.set_id, row.why, row.made_at, row.kept_until, row.head_change, code, size, change, who)
            )
    return tuple(found)


def _put_aside_by(session: Session, at: str) -> tuple[str, str]:
    """The change of that very moment which replaced a store, and the colleague behind it."""
    wanted = select(Change.name, Staff.display_name).outerjoin(Staff, Staff.id == Change.actor_id)
    named = Change.name.in_((RESTORED, WENT_BACK))
    row = session.execute(wanted.where(Change.at == at, Change.kind == SAFEKEEPING, named)).first()
    return (row[0], row[1] or "") if row is not None else ("", "")
