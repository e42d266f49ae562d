"""The time line of a person: what happened in the world, and what somebody here recorded about them.

Promises: a change of the world and the correction of a wrong record read differently; views of sensitive content are
told only to who may audit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from models.office.tables import Staff
from models.people import rules
from models.people.dated import DatedFact, values_of
from models.people.ethnic import ethnic_names
from models.people.facts import FactView, day_text, fact_text, joined_parts, owner_column
from models.people.merging import FACT_LABELS, FIELD_LABELS, table_name
from models.people.queries import AnySelect
from models.people.tables import PERSON_FACTS, FormerCode, Person
from models.store import history
from models.store.dates import PartialDate
from models.store.tables import Audit, Change
from models.store.work import OFFICE_TIME


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """One line of the time line: `day` sorts (ISO), `shown` is what the clerk reads.

    `kind` is "world" for what happened, "office" for what somebody here recorded, "view" for who looked at what is
    sensitive. `change_id` is 0 for what happened.
    """

    day: str
    shown: str
    kind: str
    title: str
    text: str
    who: str = ""
    change_id: int = 0


def story_of(session: Session, person: Person, facts: Iterable[FactView], *, views: bool = False) -> list[StoryEntry]:
    """Everything about a person, the newest first; `views` also tells who looked."""
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
    entries += _recorded(session, person, views=views)
    return sorted_story(entries)


def sorted_story(entries: Iterable[StoryEntry]) -> list[StoryEntry]:
    """Entries of several subjects as one story, the newest first; what one change recorded is one entry."""
    told: dict[int, StoryEntry] = {}
    rest: list[StoryEntry] = []
    for entry in entries:
        if not entry.change_id:
            rest.append(entry)
            continue
        known = told.get(entry.change_id)
        text = joined_parts("; ", *dict.fromkeys((known.text, entry.text))) if known else entry.text
        told[entry.change_id] = replace(entry, text=text)
    return sorted((*rest, *told.values()), key=lambda entry: (entry.day, entry.change_id), reverse=True)


def _iso(shown: str) -> str:
    return "-".join(reversed(shown.split("/")))


@dataclass(slots=True)
class _Recorded:
    """What one change recorded, while its audit rows are read."""

    change: Any
    said: list[str] = field(default_factory=list)
    opened: list[tuple[str, int]] = field(default_factory=list)
    closed: list[tuple[str, int]] = field(default_factory=list)
    viewed: bool = False

    def read(self, audit: Audit, born: dict[str, int | None]) -> None:
        if audit.record_table == "person":
            self.viewed = audit.operation == history.VIEWED
            told = _born_changed(born, audit.fields)
            if audit.operation == history.CHANGED:
                self.said += [*_changed_fields(audit.fields), *told]
        elif audit.operation == history.NEW:
            self.opened.append((audit.record_table, audit.record_id))
        elif audit.operation == history.CHANGED and "known_until" in json.loads(audit.fields or "{}"):
            self.closed.append((audit.record_table, audit.record_id))
        if audit.source:
            self.said.append(f"nguồn: {joined_parts(' ', self.change.source_name or '', audit.source)}")


def _recorded(session: Session, person: Person, *, views: bool) -> list[StoryEntry]:
    """What was recorded here about this person: one entry per change, newest last."""
    persons = [person.id, *merged_ids(session, person.id)]
    records = [and_(Audit.record_table == "person", Audit.record_id.in_(persons))]
    facts: dict[tuple[str, int], Any] = {}
    for entity in PERSON_FACTS:
        owned = {row.id: row for row in session.scalars(select(entity).where(owner_column(entity) == person.id))}
        facts.update({(table_name(entity), number): row for number, row in owned.items()})
        records.append(and_(Audit.record_table == table_name(entity), Audit.record_id.in_(owned)))
    changes: dict[int, _Recorded] = {}
    born: dict[str, int | None] = {}
    for row in session.execute(audited(or_(*records))):
        changes.setdefault(row.id, _Recorded(row)).read(row.Audit, born if row.Audit.record_id == person.id else {})
    made: list[StoryEntry] = []
    for told in changes.values():
        if told.viewed and not views:
            continue
        opened, closed = ([facts[key] for key in keys if key in facts] for keys in (told.opened, told.closed))
        said = [*fact_changes(session, opened, closed), *told.said]
        made.append(recorded_entry(told.change, said, "view" if told.viewed else "office"))
    return made


def audited(condition: ColumnElement[bool]) -> AnySelect:
    """The audit rows that fit, each with its change and who made it, in order."""
    columns = (Change.id, Change.at, Change.name, Change.reason, Change.source_name, Staff.display_name, Audit)
    found = select(*columns).join(Change, Change.id == Audit.change_id)
    return found.outerjoin(Staff, Staff.id == Change.actor_id).where(condition).order_by(Audit.id)


def recorded_entry(row: Any, said: Iterable[str], kind: str = "office") -> StoryEntry:
    """The entry of one change; `row` is one of `audited`."""
    return StoryEntry(
        day=_office_time(row.at).isoformat(),
        shown=_office_time(row.at).strftime("%d/%m/%Y %H:%M"),
        kind=kind,
        title=row.name,
        text="; ".join(dict.fromkeys(part for part in (*said, row.reason) if part)),
        who=row.display_name or "",
        change_id=row.id,
    )


def fact_changes(session: Session, opened: Sequence[Any], closed: Sequence[Any]) -> list[str]:
    """What one change did to dated facts: a change of the world, or the correction of what was recorded wrong.

    What is closed and partly opened again ended in the world; what is closed without a rest was never so.
    """
    said: list[str] = []
    for old in closed:
        label, text = FACT_LABELS[table_name(type(old))], fact_text(session, old)
        fresh = [new for new in opened if type(new) is type(old)]
        rests = [new for new in fresh if values_of(new) == values_of(old) and _within(new, old)]
        others = [new for new in fresh if new not in rests]
        if not rests and others:
            said += [f"Sửa cho đúng, {label}: {_spanned(session, old)} → {_spanned(session, new)}" for new in others]
        elif not rests:
            said.append(f"Bỏ ghi sai, {label}: {_spanned(session, old)}")
        elif others:
            said += [f"{label}: {text} → {fact_text(session, new)}{_since(new)}" for new in others]
        else:
            said.append(f"{label}: {text}, hết từ {day_text(min(rests, key=lambda one: one.valid_to).valid_to)}")
    kinds = {type(old) for old in closed}
    for new in opened:
        if type(new) not in kinds:
            said.append(f"{FACT_LABELS[table_name(type(new))]}: {fact_text(session, new)}{_since(new)}")
    return said


def _within(new: DatedFact, old: DatedFact) -> bool:
    inside = old.valid_from <= new.valid_from and new.valid_to <= old.valid_to
    return inside and (new.valid_from, new.valid_to) != (old.valid_from, old.valid_to)


def _since(fact: DatedFact) -> str:
    return f" từ {day_text(fact.valid_from)}" if day_text(fact.valid_from) else ""


def _spanned(session: Session, fact: DatedFact) -> str:
    until = f" đến {day_text(fact.valid_to)}" if day_text(fact.valid_to) else ""
    return f"{fact_text(session, fact)}{_since(fact)}{until}"


def merged_ids(session: Session, person_id: int) -> list[int]:
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


def _changed_fields(fields: str | None) -> list[str]:
    """ "Họ và tên: Nguyễn Van A → Nguyễn Văn A" for each changed field that has a name for the clerk."""
    changed: dict[str, list[Any]] = json.loads(fields or "{}")
    return [
        f"{label}: {_word(column, changed[column][0])} → {_word(column, changed[column][1])}"
        for column, label in FIELD_LABELS.items()
        if column in changed
    ]


_BORN = ("born_year", "born_month", "born_day")


def _born_changed(parts: dict[str, int | None], fields: str | None) -> list[str]:
    """ "Ngày sinh: 1948 → 05/03/1950": the parts of the date as one; `parts` are those known, brought up to date."""
    changed = {name: pair for name, pair in json.loads(fields or "{}").items() if name in _BORN}
    old = [changed[name][0] if name in changed else parts.get(name) for name in _BORN]
    parts.update({name: pair[1] for name, pair in changed.items()})
    new = [parts.get(name) for name in _BORN]
    return [f"Ngày sinh: {_born_text(old)} → {_born_text(new)}"] if changed else []


def _born_text(parts: Sequence[int | None]) -> str:
    year, month, day = parts
    return "(trống)" if year is None else PartialDate(year, month, day).display()


def _word(column: str, value: Any) -> str:
    if column == "sex":
        return rules.SEX_LABELS.get(value or "", "(trống)")
    if column == "status":
        return rules.STATUS_LABELS.get(value or "", "(trống)")
    if column == "ethnic_code":
        return ethnic_names().get(value or "", "(trống)")
    return str(value) if value not in (None, "") else "(trống)"
