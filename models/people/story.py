"""The time line of a person: what happened in the world, and what somebody here recorded about them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from models.office.tables import Staff
from models.people import rules
from models.people.ethnic import ethnic_names
from models.people.facts import FactView, joined_parts, owner_column
from models.people.merging import FIELD_LABELS, table_name
from models.people.tables import PERSON_FACTS, FormerCode, Person
from models.store.dates import PartialDate
from models.store.tables import Audit, Change
from models.store.work import OFFICE_TIME


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """One line of the time line: `day` sorts (ISO), `shown` is what the clerk reads.

    `kind` is "world" for what happened, "office" for what somebody here recorded.
    """

    day: str
    shown: str
    kind: str
    title: str
    text: str
    who: str = ""


def story_of(session: Session, person: Person, facts: Iterable[FactView]) -> list[StoryEntry]:
    """Everything about a person, the newest first."""
    entries: list[StoryEntry] = []
    if person.born is not None:
        entries.append(StoryEntry(person.born_earliest, person.born.display(), "world", "Sinh", ""))
    if person.status != "living" and person.status_on:
        on = PartialDate.from_iso(person.status_on)
        entries.append(
            StoryEntry(
                on.latest.isoformat(), on.display(), "world", rules.STATUS_LABELS[person.status], person.moved_to
            )
        )
    for fact in facts:
        if fact.since:
            entries.append(StoryEntry(_iso(fact.since), fact.since, "world", fact.label, fact.text))
        if fact.until:
            entries.append(StoryEntry(_iso(fact.until), fact.until, "world", f"{fact.label}: hết hiệu lực", fact.text))
    entries += _recorded(session, person)
    return sorted(entries, key=lambda entry: entry.day, reverse=True)


def _iso(shown: str) -> str:
    return "-".join(reversed(shown.split("/")))


def _recorded(session: Session, person: Person) -> list[StoryEntry]:
    """What was recorded here about this person: one entry per change, newest last."""
    persons = [person.id, *_merged_ids(session, person.id)]
    records = [and_(Audit.record_table == "person", Audit.record_id.in_(persons))]
    for entity in PERSON_FACTS:
        owned = select(entity.id).where(owner_column(entity) == person.id)
        records.append(and_(Audit.record_table == table_name(entity), Audit.record_id.in_(owned)))
    found = (
        select(Change.id, Change.at, Change.name, Change.reason, Change.source_name, Staff.display_name, Audit)
        .join(Change, Change.id == Audit.change_id)
        .outerjoin(Staff, Staff.id == Change.actor_id)
        .where(or_(*records))
        .order_by(Audit.id)
    )
    changes: dict[int, tuple[Any, list[str]]] = {}
    for row in session.execute(found):
        said = changes.setdefault(row.id, (row, []))[1]
        if row.Audit.record_table == "person" and row.Audit.operation == "changed":
            said += _changed_fields(row.Audit.fields)
        if row.Audit.source:
            said.append(f"nguồn: {joined_parts(' ', row.source_name or '', row.Audit.source)}")
    return [
        StoryEntry(
            day=_office_time(row.at).isoformat(),
            shown=_office_time(row.at).strftime("%d/%m/%Y %H:%M"),
            kind="office",
            title=row.name,
            text="; ".join(dict.fromkeys(part for part in (*said, row.reason) if part)),
            who=row.display_name or "",
        )
        for row, said in changes.values()
    ]


def _merged_ids(session: Session, person_id: int) -> list[int]:
    """The former ids of records merged into this one, read from the history of their deletion."""
    codes = list(session.scalars(select(FormerCode.code).where(FormerCode.person_id == person_id)))
    if not codes:
        return []
    gone = select(Audit.record_id).where(
        Audit.record_table == "person",
        Audit.operation == "gone",
        func.json_extract(Audit.fields, "$.code[0]").in_(codes),
    )
    return list(session.scalars(gone))


def _office_time(instant: str) -> datetime:
    return datetime.fromisoformat(instant).astimezone(OFFICE_TIME)


_COLUMN_LABELS = {**FIELD_LABELS, "born_year": "Năm sinh", "born_month": "Tháng sinh", "born_day": "Ngày sinh"}


def _changed_fields(fields: str | None) -> list[str]:
    """ "Họ và tên: Nguyễn Van A → Nguyễn Văn A" for each changed field that has a name for the clerk."""
    said: list[str] = []
    for column, (old, new) in json.loads(fields or "{}").items():
        label = _COLUMN_LABELS.get(column)
        if label:
            said.append(f"{label}: {_word(column, old)} → {_word(column, new)}")
    return said


def _word(column: str, value: Any) -> str:
    if column == "sex":
        return rules.SEX_LABELS.get(value or "", "(trống)")
    if column == "status":
        return rules.STATUS_LABELS.get(value or "", "(trống)")
    if column == "ethnic_code":
        return ethnic_names().get(value or "", "(trống)")
    return str(value) if value not in (None, "") else "(trống)"
