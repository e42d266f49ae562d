"""The history for windows and commands: rows of the register, one change with its records, whose history it is.

Promises: ready Vietnamese strings; a row costs the same for a change of one record and of 60,000; values of accounts,
disabilities and grounds stand only on the page of one change, where looking is noted. Reads only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from models.history.showing import office_time
from models.history.telling import CHANGED_WORD, RecordTold, Teller, Viewer
from models.history.words import KIND_WORDS, SENSITIVE, WATCHED_KINDS
from models.imports.tables import ImportBatch
from models.people.finding import find_person
from models.people.story import merged_ids
from models.people.tables import NotSamePerson
from models.store import history, lookback
from models.store.lookback import ChangeFilter, ChangeHead, Chosen
from models.store.money import format_amount
from models.store.rights import may
from models.store.tables import Audit, Base
from models.store.work import OFFICE_TIME, instant_text

NOBODY = "Chương trình"
FIRST_RECORDS = 6
MOST_PEOPLE = 50
LONGEST_TEXT = 220


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of the register of changes, as shown."""

    id: int
    at: str
    who: str
    kind: str
    name: str
    text: str
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change with its first records. `total` counts all of them; `sensitive` are people whose view is noted."""

    row: ChangeRow
    records: tuple[RecordTold, ...]
    total: int
    sensitive: tuple[int, ...]


def kinds_for(viewer: Viewer) -> tuple[str, ...]:
    """The kinds of changes somebody may read."""
    watched = may(viewer.rights, "audit")
    return tuple(kind for kind in KIND_WORDS if watched or kind not in WATCHED_KINDS)


def day_span(first: date | None, last: date | None) -> tuple[str, str]:
    """`since` and `until` of a ChangeFilter for days of the office, both included."""
    since = "" if first is None else instant_text(datetime.combine(first, time(), OFFICE_TIME))
    until = "" if last is None else instant_text(datetime.combine(last + timedelta(days=1), time(), OFFICE_TIME))
    return since, until


def people_meant(session: Session, text: str, day: date) -> tuple[int, ...]:
    """Ids of the people that a search means, at most MOST_PEOPLE."""
    return find_person(session, text, day, limit=MOST_PEOPLE).ids


def about_people(session: Session, person_ids: Sequence[int]) -> Chosen:
    """Numbers of the changes that touched these people or anything that is theirs, merged records included."""
    people = [*person_ids, *(one for person in person_ids for one in merged_ids(session, person))]
    parts: list[Select[int]] = [lookback.touched("person", people)]
    for table in Base.metadata.sorted_tables:
        if "person_id" in table.c and "id" in table.c:
            parts.append(lookback.touched(table.name, select(table.c.id).where(table.c.person_id.in_(person_ids))))
    apart = or_(NotSamePerson.low_id.in_(person_ids), NotSamePerson.high_id.in_(person_ids))
    parts.append(lookback.touched(NotSamePerson.__tablename__, select(NotSamePerson.id).where(apart)))
    parts.append(_undone(person_ids))
    return parts[0].union(*parts[1:])


def _undone(person_ids: Sequence[int]) -> Select[int]:
    """Changes that undid an import and took rows of these people with them: such rows are told by their owner alone."""
    undoing = select(ImportBatch.undone_by).where(ImportBatch.undone_by.is_not(None))
    return select(Audit.change_id).where(
        Audit.change_id.in_(undoing),
        Audit.operation == history.GONE,
        func.json_extract(Audit.fields, "$.person_id[0]").in_(person_ids),
    )


def rows(session: Session, wanted: Sequence[int], viewer: Viewer) -> dict[int, ChangeRow]:
    """Lines for these numbers of changes."""
    heads = lookback.heads(session, wanted)
    first = lookback.first_records(session, list(heads), FIRST_RECORDS)
    teller = Teller(session, viewer)
    return {one: _row(head, teller, teller.tell(first[one])) for one, head in heads.items()}


def change(session: Session, change_id: int, viewer: Viewer, *, limit: int = 200, offset: int = 0) -> ChangeView | None:
    """One change with its records from `offset` on; None when there is none, or it is not for this reader."""
    head = lookback.heads(session, [change_id]).get(change_id)
    if head is None or head.kind not in kinds_for(viewer):
        return None
    teller = Teller(session, viewer)
    records = teller.tell(lookback.records(session, change_id, limit=limit, offset=offset))
    seen = {
        one.person_id
        for one in records
        if one.person_id is not None and one.fields and (one.table == "bank_account" or one.health)
    }
    return ChangeView(_row(head, teller, records), tuple(records), head.records, tuple(sorted(seen)))


def wanted_changes(
    session: Session,
    viewer: Viewer,
    *,
    kind: str = "",
    actor_id: int | None = None,
    person: str = "",
    person_ids: Sequence[int] | None = None,
    text: str = "",
    days: tuple[date | None, date | None] = (None, None),
    today: date,
) -> ChangeFilter:
    """The filter for what a reader asked; kinds they may not read are never told."""
    allowed = kinds_for(viewer)
    since, until = day_span(*days)
    if person.strip():
        person_ids = people_meant(session, person, today)
    among = None if person_ids is None else about_people(session, person_ids)
    kinds = tuple(one for one in allowed if one == kind) if kind else allowed
    return ChangeFilter(kinds, actor_id, since, until, text, among)


def _row(head: ChangeHead, teller: Teller, told: Sequence[RecordTold]) -> ChangeRow:
    return ChangeRow(
        id=head.id,
        at=office_time(head.at),
        who=NOBODY if head.actor_id is None else teller.names.staff(head.actor_id),
        kind=KIND_WORDS.get(head.kind, head.kind),
        name=head.name,
        text=_shortened(_summary(head, told)),
        reason=teller.guarded(head.reason),
        source=teller.guarded(head.source_name),
    )


def _summary(head: ChangeHead, told: Sequence[RecordTold]) -> str:
    if not told:
        return "" if not head.records else f"{format_amount(head.records)} bản ghi"
    whose = next((one.whose for one in told if one.whose), "")
    if head.records > FIRST_RECORDS:
        rest = f"{format_amount(head.records)} bản ghi"
        return f"{whose} và những người khác: {rest}" if whose else rest
    parts = list(dict.fromkeys(_said(one) for one in told))
    return f"{whose}: {'; '.join(parts)}" if whose else "; ".join(parts)


def _said(one: RecordTold) -> str:
    """ "số định danh: 0012… → 0013…" for one record; only that it happened where the values are sensitive."""
    if one.operation != CHANGED_WORD or one.table in SENSITIVE:
        return f"{one.operation.lower()} {_lower(one.label)}"
    changed = ", ".join(f"{_lower(part.label)}: {part.old} → {part.new}" for part in one.fields)
    about = "" if one.table == "person" else f"{_lower(one.label)}, "
    return f"{about}{changed}" if changed else f"sửa {_lower(one.label)}"


def _lower(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1].rstrip()}…"
