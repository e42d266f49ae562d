"""The person page and the household page: facts now and earlier, and the whole story on one time line.

Promises: ready Vietnamese strings in frozen dataclasses; what was wrong and replaced is told apart from what changed in
the world; nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models.office.tables import Staff, Village
from models.people import queries, rules
from models.people.codes import display_code
from models.people.dated import OPEN_END, STILL_KNOWN, UNKNOWN_START, AsOf, DatedFact, holds
from models.people.ethnic import ethnic_names
from models.people.identity import display_phone, number_warnings
from models.people.merging import FACT_LABELS, FIELD_LABELS, Choice, MergeLine, field_lines, table_name
from models.people.tables import (
    PERSON_FACTS,
    BankAccount,
    Disability,
    FormerCode,
    Guardian,
    Household,
    HouseholdMembership,
    HouseholdPoverty,
    MaritalState,
    Payee,
    Person,
    Residence,
    Study,
)
from models.store.dates import PartialDate
from models.store.tables import Audit, Change
from models.store.work import OFFICE_TIME


@dataclass(frozen=True, slots=True)
class FactView:
    """One span of a dated fact: what, from when to when as shown, whether it holds on the page's day."""

    id: int
    fact: str
    label: str
    text: str
    since: str
    until: str
    now: bool


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


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything the person page shows."""

    id: int
    code: str
    former_codes: tuple[str, ...]
    name: str
    fields: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]
    status: str
    facts: tuple[FactView, ...]
    household_id: int | None
    story: tuple[StoryEntry, ...]


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member of a household as shown; `now` is False for those who left it."""

    person_id: int
    code: str
    name: str
    born: str
    relation: str
    status: str
    since: str
    until: str
    now: bool


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """Everything the household page shows."""

    id: int
    number: str
    note: str
    members: tuple[MemberView, ...]
    poverty: tuple[FactView, ...]


def facts_as_of(session: Session, person_id: int, as_of: AsOf) -> list[FactView]:
    """The dated facts of a person that held on a day, as known at an instant (None: as known now)."""
    return [
        _fact_view(session, fact, as_of.day)
        for entity in PERSON_FACTS
        for fact in session.scalars(select(entity).where(_owner(entity) == person_id, holds(entity, as_of)))
    ]


def person_page(session: Session, person_id: int, day: date) -> PersonPage | None:
    """The page of a person on a day; None when the record is gone."""
    person = session.get(Person, person_id)
    if person is None:
        return None
    facts = [view for entity in PERSON_FACTS for view in _facts(session, entity, person_id, day)]
    membership = next((view for view in facts if view.fact == "household_membership" and view.now), None)
    household = session.get(HouseholdMembership, membership.id) if membership else None
    if household is not None:
        facts += _facts(session, HouseholdPoverty, household.household_id, day)
    former = select(FormerCode.code).where(FormerCode.person_id == person_id).order_by(FormerCode.code)
    doubts = number_warnings(person.id_number, rules.sex_of(person.sex), person.born)
    return PersonPage(
        id=person.id,
        code=display_code(person.code),
        former_codes=tuple(display_code(code) for code in session.scalars(former)),
        name=person.name,
        fields=_fields(person),
        doubts=tuple(doubt.message for doubt in doubts),
        status=_status(person),
        facts=tuple(facts),
        household_id=household.household_id if household else None,
        story=tuple(_story(session, person, facts)),
    )


def _fields(person: Person) -> tuple[tuple[str, str], ...]:
    shown = {
        "Ngày sinh": person.born.display() if person.born else "",
        "Giới tính": rules.SEX_LABELS.get(person.sex or "", ""),
        "Dân tộc": ethnic_names().get(person.ethnic_code, ""),
        "Số định danh": person.id_number,
        "Số CMND cũ": person.old_id_number,
        "Số thẻ BHYT": person.insurance_number,
        "Điện thoại": ", ".join(display_phone(phone) for phone in person.phones.split()),
        "Ghi chú": person.note,
    }
    return tuple(shown.items())


def _status(person: Person) -> str:
    if person.status == "living":
        return rules.STATUS_LABELS["living"]
    on = PartialDate.from_iso(person.status_on).display() if person.status_on else ""
    words = {"dead": "Đã mất", "moved": "Đã chuyển đi"}[person.status]
    return " ".join(
        part
        for part in (words, f"ngày {on}" if on else "", f"đến {person.moved_to}" if person.moved_to else "")
        if part
    )


def day_text(iso: str) -> str:
    """ "2026-11-05" -> "05/11/2026"; "" for an unknown start or an open end."""
    return "" if iso in (UNKNOWN_START, OPEN_END) else date.fromisoformat(iso).strftime("%d/%m/%Y")


def _owner(entity: type[DatedFact]) -> Any:
    return getattr(entity, entity.OWNER)


def _facts(session: Session, entity: type[DatedFact], owner_id: int, day: date) -> list[FactView]:
    found = select(entity).where(_owner(entity) == owner_id, entity.known_until == STILL_KNOWN)
    views = [_fact_view(session, fact, day) for fact in session.scalars(found.order_by(entity.valid_from.desc()))]
    return sorted(views, key=lambda view: not view.now)


def _fact_view(session: Session, fact: DatedFact, day: date) -> FactView:
    name = table_name(type(fact))
    return FactView(
        id=fact.id,
        fact=name,
        label=FACT_LABELS.get(name, "Diện hộ"),
        text=fact_text(session, fact),
        since=day_text(fact.valid_from),
        until=day_text(fact.valid_to),
        now=fact.valid_from <= day.isoformat() < fact.valid_to,
    )


def fact_text(session: Session, fact: Any) -> str:
    """A dated fact in words."""
    return _TEXTS[type(fact)](session, fact)


def _residence_text(session: Session, fact: Residence) -> str:
    village = session.get(Village, fact.village_id) if fact.village_id else None
    return _joined_parts(", ", fact.address, queries.village_text(village.kind, village.name) if village else "")


def _membership_text(session: Session, fact: HouseholdMembership) -> str:
    return f"{rules.RELATION_LABELS[fact.relation]}{_of_head(session, fact)}"


def _study_text(_session: Session, fact: Study) -> str:
    return _joined_parts(" - ", rules.STUDY_LABELS[fact.level], fact.school)


def _account_text(_session: Session, fact: BankAccount) -> str:
    return _joined_parts(" - ", fact.number, fact.bank, fact.holder)


def _disability_text(_session: Session, fact: Disability) -> str:
    kind = rules.DISABILITY_LABELS.get(fact.kind, "")
    return _joined_parts(" - ", rules.DEGREE_LABELS[fact.degree], kind, fact.certificate)


def _representative_text(_session: Session, fact: Payee | Guardian) -> str:
    return _joined_parts(", ", fact.name, fact.relation, fact.id_number, display_phone(fact.phone))


_TEXTS: dict[type[DatedFact], Callable[[Session, Any], str]] = {
    Residence: _residence_text,
    HouseholdMembership: _membership_text,
    HouseholdPoverty: lambda _session, fact: rules.POVERTY_LABELS[fact.kind],
    MaritalState: lambda _session, fact: rules.MARITAL_LABELS[fact.state],
    Study: _study_text,
    BankAccount: _account_text,
    Payee: _representative_text,
    Guardian: _representative_text,
    Disability: _disability_text,
}


def _joined_parts(separator: str, *parts: str) -> str:
    return separator.join(part for part in parts if part)


def _of_head(session: Session, membership: HouseholdMembership) -> str:
    if membership.relation == "head":
        return ""
    head = (
        select(Person.name)
        .join(HouseholdMembership, HouseholdMembership.person_id == Person.id)
        .where(
            HouseholdMembership.household_id == membership.household_id,
            HouseholdMembership.relation == "head",
            HouseholdMembership.known_until == STILL_KNOWN,
            HouseholdMembership.valid_to >= membership.valid_to,
        )
    )
    name = session.scalar(head)
    return f" (chủ hộ {name})" if name else ""


def _story(session: Session, person: Person, facts: Iterable[FactView]) -> list[StoryEntry]:
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
    records = [and_(Audit.record_table == "person", Audit.record_id == person.id)]
    for entity in PERSON_FACTS:
        owned = select(entity.id).where(_owner(entity) == person.id)
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
            said.append(f"nguồn: {_joined_parts(' ', row.source_name or '', row.Audit.source)}")
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


def household_page(session: Session, household_id: int, day: date) -> HouseholdPage | None:
    """The page of a household on a day; None when the record is gone."""
    household = session.get(Household, household_id)
    if household is None:
        return None
    found = (
        select(HouseholdMembership, Person)
        .join(Person, Person.id == HouseholdMembership.person_id)
        .where(HouseholdMembership.household_id == household_id, HouseholdMembership.known_until == STILL_KNOWN)
    )
    members = [_member(membership, person, day) for membership, person in session.execute(found)]
    order = list(rules.RELATION_LABELS.values())
    members.sort(key=lambda member: (not member.now, order.index(member.relation), member.born[-4:], member.person_id))
    poverty = tuple(_facts(session, HouseholdPoverty, household_id, day))
    return HouseholdPage(household.id, household.number, household.note, tuple(members), poverty)


def _member(membership: HouseholdMembership, person: Person, day: date) -> MemberView:
    return MemberView(
        person_id=person.id,
        code=display_code(person.code),
        name=person.name,
        born=person.born.display() if person.born else "",
        relation=rules.RELATION_LABELS[membership.relation],
        status=_status(person),
        since=day_text(membership.valid_from),
        until=day_text(membership.valid_to),
        now=membership.valid_from <= day.isoformat() < membership.valid_to,
    )


def household_of(session: Session, person_id: int, day: date) -> int | None:
    """The household a person belongs to on a day."""
    found = select(HouseholdMembership.household_id).where(
        HouseholdMembership.person_id == person_id, holds(HouseholdMembership, AsOf(day))
    )
    return session.scalar(found)


def merge_preview(session: Session, keep_id: int, other_id: int, day: date) -> list[MergeLine]:
    """Field by field and fact by fact, both sides as shown; [] when one of them is gone."""
    keep, other = session.get(Person, keep_id), session.get(Person, other_id)
    if keep is None or other is None:
        return []
    lines = field_lines(keep, other)
    for entity in PERSON_FACTS:
        mine, theirs = _facts(session, entity, keep_id, day), _facts(session, entity, other_id, day)
        if mine or theirs:
            side: Choice = "keep" if mine else "other"
            name = table_name(entity)
            lines.append(MergeLine(name, FACT_LABELS[name], _joined(mine), _joined(theirs), side))
    return lines


def _joined(facts: Iterable[FactView]) -> str:
    return "; ".join(fact.text for fact in facts if fact.text)
