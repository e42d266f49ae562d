"""The person page and the household page: facts now and earlier, and the whole story on one time line.

Promises: ready Vietnamese strings in frozen dataclasses; what was wrong and replaced is told apart from what changed in
the world; nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.people import rules
from models.people.codes import display_code
from models.people.dated import STILL_KNOWN, AsOf, holds
from models.people.earlier import known_from, records_at
from models.people.ethnic import ethnic_names
from models.people.facts import FactView, day_text, facts_of, last_day_text
from models.people.identity import display_phone, number_warnings
from models.people.merging import FACT_LABELS, MergeLine, fact_side, field_lines, table_name
from models.people.story import StoryEntry, story_of
from models.people.tables import (
    PERSON_FACTS,
    FormerCode,
    Household,
    HouseholdMembership,
    HouseholdPoverty,
    Person,
)
from models.store.dates import PartialDate, age_on

ADULT_FROM = 18
"""Bộ luật Dân sự 2015 Điều 20."""


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

    @property
    def sensitive(self) -> bool:
        """Whether it shows a bank account or a disability (privacy.md, item 1): looking at it is noted."""
        return any(fact.fact in ("bank_account", "disability") for fact in self.facts)


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member of a household as shown; `now` is False for those who left it, `last` their last day in it."""

    person_id: int
    code: str
    name: str
    born: str
    relation: str
    relation_key: str
    status: str
    since: str
    last: str
    now: bool
    fact_id: int


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """Everything the household page shows; `doubts` are sentences about its head."""

    id: int
    number: str
    note: str
    members: tuple[MemberView, ...]
    poverty: tuple[FactView, ...]
    doubts: tuple[str, ...]


def person_page(session: Session, person_id: int, day: date, *, views: bool = False) -> PersonPage | None:
    """The page of a person on a day; None when the record is gone. `views` also tells who looked at it."""
    person = session.get(Person, person_id)
    if person is None:
        return None
    page = _page(session, person, AsOf(day))
    return replace(page, story=tuple(story_of(session, person, page.facts, views=views)))


def past_page(session: Session, person_id: int, as_of: AsOf) -> PersonPage | None:
    """The page as it was on a day, known as of an instant (None: now), without its story.

    None when the record is gone, or was not in the book at that instant.
    """
    person = session.get(Person, person_id)
    if person is None:
        return None
    row = {column.key: getattr(person, column.key) for column in Person.__table__.columns}
    if as_of.known_at is not None:
        if known_from(session, person_id) > as_of.known_at:
            return None
        row.update(records_at(session, as_of.known_at, person_id).get(person_id, {}))
    if row["status_on"] and PartialDate.from_iso(row["status_on"]).earliest > as_of.day:
        row.update(status="living", status_on="", moved_to="")
    return _page(session, Person(**row), as_of)


def _page(session: Session, person: Person, as_of: AsOf) -> PersonPage:
    facts = [v for entity in PERSON_FACTS for v in facts_of(session, entity, person.id, as_of.day, as_of.known_at)]
    membership = next((view for view in facts if view.fact == "household_membership" and view.now), None)
    household = session.get(HouseholdMembership, membership.id) if membership else None
    if household is not None:
        facts += facts_of(session, HouseholdPoverty, household.household_id, as_of.day, as_of.known_at)
    former = select(FormerCode.code).where(FormerCode.person_id == person.id).order_by(FormerCode.code)
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
        story=(),
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
    pairs = [(membership, person) for membership, person in session.execute(found)]
    members = [_member(membership, person, day) for membership, person in pairs]
    order = list(rules.RELATION_LABELS.values())
    members.sort(key=lambda member: (not member.now, order.index(member.relation), member.born[-4:], member.person_id))
    poverty = tuple(facts_of(session, HouseholdPoverty, household_id, day))
    heads = [person for membership, person in pairs if membership.relation == "head" and _holds_on(membership, day)]
    doubts = _head_doubts(heads, day) if any(member.now for member in members) else ()
    return HouseholdPage(household.id, household.number, household.note, tuple(members), poverty, doubts)


def _head_doubts(heads: Sequence[Person], day: date) -> tuple[str, ...]:
    """Luật Cư trú 68/2020 Điều 10 khoản 3: the head has full civil capacity, unless nobody of the household has."""
    if not heads:
        return ("Hộ chưa có chủ hộ. Chọn một thành viên, bấm Thành viên (F2), Đổi quan hệ.",)
    found = [f"Chủ hộ {head.name}: {_status(head).lower()}." for head in heads if head.status != "living"]
    found += [
        f"Chủ hộ {head.name} chưa đủ {ADULT_FROM} tuổi. Chỉ giữ như vậy khi hộ không có người lớn."
        for head in heads
        if head.born is not None and age_on(head.born.latest, day) < ADULT_FROM
    ]
    return tuple(found)


def _holds_on(membership: HouseholdMembership, day: date) -> bool:
    return membership.valid_from <= day.isoformat() < membership.valid_to


def _member(membership: HouseholdMembership, person: Person, day: date) -> MemberView:
    return MemberView(
        person_id=person.id,
        code=display_code(person.code),
        name=person.name,
        born=person.born.display() if person.born else "",
        relation=rules.RELATION_LABELS[membership.relation],
        relation_key=membership.relation,
        status=_status(person),
        since=day_text(membership.valid_from),
        last=last_day_text(membership.valid_to),
        now=_holds_on(membership, day),
        fact_id=membership.id,
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
        mine, theirs = facts_of(session, entity, keep_id, day), facts_of(session, entity, other_id, day)
        if mine or theirs:
            side = fact_side([fact.now for fact in mine], [fact.now for fact in theirs])
            name = table_name(entity)
            lines.append(MergeLine(name, FACT_LABELS[name], _joined(mine), _joined(theirs), side))
    return lines


def _joined(facts: Iterable[FactView]) -> str:
    return "; ".join(fact.text for fact in facts if fact.text)
