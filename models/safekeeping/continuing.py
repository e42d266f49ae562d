"""What a restored store takes over from the one it replaces, so that work goes on where it really stood.

Numbers are never given twice: each series goes on after the highest that the backup, the replaced store or the clerk
tells. Former data keys, media with their backups and sets put aside are told of this machine and its sticks, not of the
day of the backup. All of it is one change, whose reason names both heads of the history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from models.office.tables import IssuingBody, NumberSeries
from models.safekeeping.preview import series_label
from models.safekeeping.services import STALE
from models.safekeeping.tables import Backup, Medium
from models.store.chain import digest_at
from models.store.rights import needs
from models.store.seals import head_code
from models.store.store import Store
from models.store.tables import FormerKey, KeptSet
from models.store.vault_format import Head
from models.store.work import Outcome, Work, instant_text

KEPT_AFTER_RESTORE = timedelta(days=30)
RESTORE = "restore"
"""`why` of a kept set."""
SeriesKey = tuple[str, int]
"""Key and year of a number series (year 0: of all years)."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PutAside:
    """A set that the restored one replaces; `head` None: nothing could tell it."""

    set_id: str
    head: Head | None
    key_id: str


@dataclass(frozen=True, slots=True)
class Carried:
    """Rows of the replaced store that the restored one takes over, by column; media by their uid."""

    series: tuple[Row, ...] = ()
    former_keys: tuple[Row, ...] = field(default=(), repr=False)
    media: tuple[Row, ...] = ()
    backups: tuple[tuple[str, Row], ...] = ()
    kept: tuple[Row, ...] = ()


def carried_from(present: Store, *, same_store: bool) -> Carried:
    """What stands in the replaced store; of another office's store only the sets that it put aside."""
    with present.connection() as connection:

        def rows(*columns: Any) -> tuple[Row, ...]:
            return tuple(dict(row) for row in connection.execute(select(*columns)).mappings())

        kept = rows(*_but_id(KeptSet))
        if not same_store:
            return Carried(kept=kept)
        bodies = {row["id"]: row["key"] for row in rows(IssuingBody.id, IssuingBody.key)}
        series = tuple({**row, "body": bodies.get(row["body_id"])} for row in rows(*_but_id(NumberSeries)))
        media = {row["id"]: row["uid"] for row in rows(Medium.id, Medium.uid)}
        backups = tuple((media[row["medium_id"]], row) for row in rows(*_but_id(Backup)))
        return Carried(series, rows(*_but_id(FormerKey)), rows(*_but_id(Medium)), backups, kept)


def _but_id(entity: Any) -> list[Any]:
    return [column for column in entity.__table__.columns if column.name != "id"]


@dataclass(frozen=True, slots=True)
class GoOn:
    """The command of `go_on`. `backup_head` is the head that was restored, `given` the clerk's numbers.

    `former_key` is the backup's own key where the store now lies under another one. `proved` is the row of the backup
    that was restored, where it was read from the medium in full, with the uid of the medium.
    """

    backup_head: Head
    carried: Carried
    put_aside: tuple[PutAside, ...]
    given: Mapping[SeriesKey, int]
    key_id: str
    former_key: Row | None = field(default=None, repr=False)
    proved: tuple[str, Row] | None = None


@needs(None)
def go_on(work: Work, command: GoOn) -> Outcome[int]:
    """Write it all into the restored store; returns the number of the change. Its reason says what was done."""
    raised = _raise_series(work, command)
    _keep_former_keys(work, command)
    _know_media(work, command)
    _keep_sets(work, command)
    work.flush()
    work.reason = _reason(command, raised)
    return Outcome(work.change_id, STALE | {("office", 0)})


def _raise_series(work: Work, command: GoOn) -> list[str]:
    """Let every series go on after the highest number; returns what that changed, in words."""
    there = {(row.key, row.year): row for row in work.session.scalars(select(NumberSeries))}
    told: dict[SeriesKey, int] = dict(command.given)
    rows: dict[SeriesKey, Row] = {(row["key"], row["year"]): row for row in command.carried.series}
    for key, row in rows.items():
        told[key] = max(row["last"], told.get(key, 0))
    raised = []
    for key, last in sorted(told.items()):
        series = there.get(key) or _new_series(work, key, rows.get(key))
        if last > (series.last or 0):
            raised.append(f"{series_label(*key)}: {series.last or 0} → {last}")
            series.last = last
    return raised


def _new_series(work: Work, key: SeriesKey, known: Row | None) -> NumberSeries:
    name = key[0].partition("/")[0] if known is None else known["body"]
    body = work.session.scalars(select(IssuingBody).filter_by(key=name)).one_or_none()
    suffix = "" if known is None else known["suffix"]
    series = NumberSeries(key=key[0], year=key[1], body_id=body and body.id, suffix=suffix, last=0)
    work.add(series)
    return series


def _keep_former_keys(work: Work, command: GoOn) -> None:
    there = set(work.session.scalars(select(FormerKey.key_id)))
    for row in (*command.carried.former_keys, *([command.former_key] if command.former_key else [])):
        if row["key_id"] not in there | {command.key_id}:
            there.add(row["key_id"])
            work.session.add(FormerKey(**row))


def _know_media(work: Work, command: GoOn) -> None:
    media = {row.uid: row for row in work.session.scalars(select(Medium))}
    for row in command.carried.media:
        if row["uid"] in media:
            _set(media[row["uid"]], row)
        else:
            media[row["uid"]] = work.add(Medium(**row))
    there = {row.generation: row for row in work.session.scalars(select(Backup))}
    for uid, row in (*command.carried.backups, *([command.proved] if command.proved else [])):
        # A backup of the branch that is given up is no copy of this store: the lamp must not be green for it.
        if uid not in media or digest_at(work.session.connection(), row["head_change"]) != row["head_digest"]:
            continue
        named = {**row, "medium_id": media[uid].id}
        if row["generation"] in there:
            _set(there[row["generation"]], named)
        else:
            there[row["generation"]] = work.add(Backup(**named))


def _keep_sets(work: Work, command: GoOn) -> None:
    there = {row.set_id: row for row in work.session.scalars(select(KeptSet))}
    until = instant_text(work.now + KEPT_AFTER_RESTORE)
    fresh = [
        {
            "set_id": one.set_id,
            "why": RESTORE,
            "made_at": work.instant,
            "kept_until": until,
            "head_change": one.head.change_id if one.head else 0,
            "head_digest": one.head.digest if one.head else "",
            "key_id": one.key_id,
        }
        for one in command.put_aside
    ]
    for row in (*command.carried.kept, *fresh):
        if row["set_id"] in there:
            _set(there[row["set_id"]], row)
        else:
            there[row["set_id"]] = work.add(KeptSet(**row))


def _set(record: Any, values: Row) -> None:
    for name, value in values.items():
        if getattr(record, name) != value:
            setattr(record, name, value)


def _reason(command: GoOn, raised: list[str]) -> str:
    """Both heads in words, and the numbers that were not given again."""
    said = [f"Sổ được khôi phục về {_head(command.backup_head)}"]
    said += [f"sổ được thay ({one.set_id[:8]}) đang ở {_head(one.head)}" for one in command.put_aside]
    if raised:
        said.append("số đi tiếp: " + ", ".join(raised))
    return "; ".join(said) + "."


def _head(head: Head | None) -> str:
    return "thay đổi chưa rõ" if head is None else f"thay đổi số {head.change_id} (mã {head_code(head.digest)})"
