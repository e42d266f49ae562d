"""Verbs of safekeeping: media are registered, backups noted, choices made.

Run the notes with kind SAFEKEEPING: making a backup needs no right of its own, deciding whose a stick is does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from models.safekeeping.backup import ProvedBackup
from models.safekeeping.queries import MediumView, medium_of
from models.safekeeping.rules import BAD, FOREIGN, GONE, GOOD, LEAST_DAYS, MOST_DAYS, OURS, Settings
from models.safekeeping.tables import Backup, Medium, SafekeepingSetting
from models.store.errors import RuleError
from models.store.rights import needs
from models.store.vietnamese import tidy
from models.store.work import Outcome, Work

SUBJECT = "safekeeping"
STALE = frozenset({(SUBJECT, 0)})
RIGHT: Final = "safekeeping"
MOST_LABEL = 100


@dataclass(frozen=True, slots=True)
class RegisterMedium:
    """What the office says of a medium. `standing`: "ours" or "foreign"; `outside`: not on the disk with the data."""

    uid: str
    label: str
    standing: str
    outside: bool
    volume: str = ""
    keeper: str = ""


@needs(RIGHT)
def register_medium(work: Work, command: RegisterMedium) -> Outcome[int]:
    """Note whose a medium is, or change what was noted; RuleError for an empty label or an unknown standing."""
    label = tidy(command.label)[:MOST_LABEL]
    if not label:
        raise RuleError("Hãy đặt tên cho USB, ví dụ «USB xanh số 1».", field="label", code="label_missing")
    if command.standing not in {OURS, FOREIGN}:
        raise ValueError("standing")
    row = work.session.scalars(select(Medium).where(Medium.uid == command.uid)).first()
    if row is None:
        row = Medium(uid=command.uid, label=label, standing=command.standing, added_at=work.instant)
        work.session.add(row)
    row.label, row.standing = label, command.standing
    row.volume, row.keeper, row.outside = command.volume, tidy(command.keeper)[:MOST_LABEL], int(command.outside)
    work.flush()
    return Outcome(row.id, STALE)


@dataclass(frozen=True, slots=True)
class NoteBackup:
    """A backup that was just proved on the medium with this uid."""

    medium_uid: str
    proved: ProvedBackup


@needs(None)
def note_backup(work: Work, command: NoteBackup) -> Outcome[int]:
    """Note a proved backup and what thinning took away; RuleError when the medium was never registered as ours."""
    medium = _ours(work, command.medium_uid)
    proved = command.proved
    row = Backup(
        generation=proved.generation,
        medium_id=medium.id,
        made_at=proved.made_at,
        proved_at=proved.proved_at,
        head_change=proved.head.change_id,
        head_digest=proved.head.digest,
        manifest_sha256=proved.manifest_sha256,
        size=proved.size,
        standing=GOOD,
    )
    work.add(row)
    for gone in work.session.scalars(select(Backup).where(Backup.generation.in_(proved.thinned))):
        gone.standing = GONE
    work.flush()
    return Outcome(row.id, STALE)


@dataclass(frozen=True, slots=True)
class NoteStanding:
    """What was found of a backup later: "good" again, "gone" from its medium, or "bad"."""

    generation: str
    standing: str


@needs(None)
def note_standing(work: Work, command: NoteStanding) -> Outcome[bool]:
    """Note that a backup was found damaged, gone, or whole again; False when it was never noted here."""
    if command.standing not in {GOOD, GONE, BAD}:
        raise ValueError("standing")
    row = work.session.scalars(select(Backup).where(Backup.generation == command.generation)).first()
    if row is None:
        return Outcome(False)
    row.standing = command.standing
    work.flush()
    return Outcome(True, STALE)


@needs(RIGHT)
def change_settings(work: Work, command: Settings) -> Outcome[None]:
    """Keep the office's choices; RuleError for a number of days out of bounds."""
    if not LEAST_DAYS <= command.days <= MOST_DAYS:
        raise RuleError(f"Số ngày từ {LEAST_DAYS} đến {MOST_DAYS}.", field="days", code="days")
    known = {row.key: row for row in work.session.scalars(select(SafekeepingSetting))}
    for key, value in command.as_texts().items():
        if key in known:
            known[key].value = value
        else:
            work.session.add(SafekeepingSetting(key=key, value=value))
    work.flush()
    return Outcome(None, STALE)


def _ours(work: Work, uid: str) -> MediumView:
    found = medium_of(work.session, uid)
    if found is None or found.standing != OURS:
        raise RuleError(
            "USB này chưa được ghi nhận là của cơ quan. Hãy xác nhận USB trước khi sao lưu.", code="medium_not_ours"
        )
    return found
