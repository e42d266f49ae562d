"""Verbs on persons: add, change, died, moved, merged, told apart. Household verbs are in households.py.

Each verb(work, command) -> Outcome checks its command (RuleError names the field) and writes through `Work`. Doubts
about numbers and likely doubles never stop a verb; windows ask queries.py for them first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from models.office.services import PERSON_CODES, next_numbers
from models.office.tables import Village
from models.people import rules
from models.people.dated import UNKNOWN_START, demand_ended, fact_rows, set_fact, start_of_change
from models.people.ethnic import ethnic_names
from models.people.identity import tidy_account, tidy_id_number, tidy_insurance, tidy_phone
from models.people.tables import (
    BankAccount,
    Disability,
    FormerCode,
    Guardian,
    MaritalState,
    NotSamePerson,
    Payee,
    Person,
    Residence,
    Study,
)
from models.store.dates import PartialDate
from models.store.errors import RuleError
from models.store.tables import Base
from models.store.uids import new_uid, new_uids
from models.store.undo import REDERIVE
from models.store.vietnamese import name_sort, same_name_key, tidy
from models.store.work import Outcome, Work

PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What stands on a person's record itself, as typed; verbs tidy and check it."""

    name: str
    born: PartialDate | None = None
    sex: str | None = None
    ethnic_code: str = ""
    id_number: str = ""
    old_id_number: str = ""
    insurance_number: str = ""
    phones: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to add, with where they live; `since` None: nobody knows since when."""

    details: PersonDetails
    village_id: int | None = None
    address: str = ""
    since: date | None = None


def checked_row(details: PersonDetails, today: date) -> dict[str, Any]:
    """The columns of `details` after every check, derived ones apart (see `derived_row`). Raises RuleError."""
    number, old = tidy_id_number(details.id_number), tidy_id_number(details.old_id_number)
    if len(number) == 9 and not old:
        number, old = "", number
    if len(number) == 9:
        raise RuleError("Số định danh phải có 12 chữ số.", field="id_number", code="id_length")
    if len(old) == 12:
        raise RuleError("Số CMND cũ có 9 chữ số.", field="old_id_number", code="id_length")
    if details.sex is not None:
        rules.check_choice(details.sex, rules.SEX_LABELS, "sex")
    if details.ethnic_code and details.ethnic_code not in ethnic_names():
        raise RuleError("Hãy chọn dân tộc trong danh mục.", field="ethnic", code="ethnic_unknown")
    born = rules.check_born(details.born, today)
    phones = dict.fromkeys(tidy_phone(phone) for phone in details.phones)
    return {
        "name": rules.check_name(details.name),
        "sex": details.sex,
        "born_year": born.year if born else None,
        "born_month": born.month if born else None,
        "born_day": born.day if born else None,
        "ethnic_code": details.ethnic_code,
        "id_number": number,
        "old_id_number": old,
        "insurance_number": tidy_insurance(details.insurance_number),
        "phones": " ".join(phone for phone in phones if phone),
        "note": details.note.strip(),
    }


def derived_row(row: Mapping[str, Any], codes: Sequence[int]) -> dict[str, Any]:
    """The derived columns of a person's row; `codes` are the present code and the former ones."""
    born = None if row["born_year"] is None else PartialDate(row["born_year"], row["born_month"], row["born_day"])
    earliest, latest = rules.born_days(born)
    numbers = (row["id_number"], row["old_id_number"], row["insurance_number"], *row["phones"].split(" "))
    return {
        "name_key": same_name_key(row["name"]),
        "name_sort": name_sort(row["name"]),
        "search": rules.searched_text(row["name"], codes, numbers),
        "born_earliest": earliest,
        "born_latest": latest,
    }


def add_person(work: Work, command: NewPerson) -> Outcome[int]:
    """Add one person with a fresh code and, when given, a residence; returns the id."""
    row = checked_row(command.details, work.today)
    check_village(work, command.village_id)
    code = next_numbers(work, PERSON_CODES, 1).start
    person = Person(uid=new_uid(), code=code, status="living", **row, **derived_row(row, (code,)))
    work.add(person)
    if command.village_id is not None or tidy(command.address):
        values = {"village_id": command.village_id, "address": tidy(command.address)}
        set_fact(work, Residence, person.id, values, command.since.isoformat() if command.since else UNKNOWN_START)
    return Outcome(person.id, frozenset({(PEOPLE, person.id)}))


def add_people(
    work: Work, commands: Sequence[NewPerson], sources: Sequence[str | None] | None = None
) -> Outcome[range]:
    """Add many people through the driver, under the same rules; ids come back in the order of `commands`."""
    if not commands:
        return Outcome(range(0))
    codes, today = next_numbers(work, PERSON_CODES, len(commands)), work.today
    rows: list[dict[str, Any]] = []
    for code, uid, command in zip(codes, new_uids(len(commands)), commands, strict=True):
        row = checked_row(command.details, today)
        known = {"uid": uid, "code": code, "status": "living", "status_on": "", "moved_to": ""}
        rows.append({**known, **row, **derived_row(row, (code,))})
    ids = work.insert_many(_table(Person), rows, sources=sources)
    homes = [
        (number, command)
        for number, command in zip(ids, commands, strict=True)
        if (command.village_id is not None or command.address.strip())
    ]
    facts = [
        {
            "person_id": person_id,
            "village_id": command.village_id,
            "address": tidy(command.address),
            "valid_from": command.since.isoformat() if command.since else UNKNOWN_START,
        }
        for person_id, command in homes
    ]
    at = [sources[person_id - ids.start] for person_id, _ in homes] if sources else None
    work.insert_many(_table(Residence), fact_rows(work, Residence, facts), sources=at)
    return Outcome(ids, frozenset({(PEOPLE, 0)}))


@dataclass(frozen=True, slots=True)
class ChangePerson:
    """All details of a person as they shall be; unchanged ones are given again (queries.details)."""

    person_id: int
    details: PersonDetails


def change_person(work: Work, command: ChangePerson, *, source: str | None = None) -> Outcome[bool]:
    """Bring a record to `details`; returns whether anything changed."""
    person = demand_person(work, command.person_id)
    row = checked_row(command.details, work.today)
    changed = _write(work, person, row, source)
    return Outcome(changed, frozenset({(PEOPLE, person.id)}) if changed else frozenset())


def _write(work: Work, person: Person, row: Mapping[str, Any], source: str | None = None) -> bool:
    full = {**row, **derived_row(row, _codes(work, person))}
    return work.update_row(_table(Person), person.id, full, source=source)


def rederive_person(work: Work, person_id: int) -> None:
    """Compute the derived columns again after the others were written by another way, such as an import or its undo."""
    person = demand_person(work, person_id)
    row = {column.name: getattr(person, column.name) for column in _table(Person).columns}
    work.update_row(_table(Person), person_id, derived_row(row, _codes(work, person)))


def _codes(work: Work, person: Person) -> list[int]:
    former = select(FormerCode.code).where(FormerCode.person_id == person.id).order_by(FormerCode.code)
    return [person.code, *work.session.scalars(former)]


@dataclass(frozen=True, slots=True)
class MoveResidence:
    """From `since` on the person lives there (a change of the world, not the correction of an error)."""

    person_id: int
    village_id: int | None
    address: str
    since: date


def move_residence(work: Work, command: MoveResidence) -> Outcome[bool]:
    """Set where a person lives from a day on; returns whether anything changed."""
    person = demand_person(work, command.person_id)
    check_village(work, command.village_id)
    values, since = {"village_id": command.village_id, "address": tidy(command.address)}, command.since.isoformat()
    check_since(work, person.id, since)
    changed = set_fact(work, Residence, person.id, values, since)
    return Outcome(changed, frozenset({(PEOPLE, person.id)}))


@dataclass(frozen=True, slots=True)
class SetPersonFact:
    """One dated fact of a person from `since` on (None: from today, or since ever when none is known yet).

    `values` None ends it. `fact` is "marital", "study", "account", "payee", "guardian" or "disability";
    `values` are the columns of its table.
    """

    person_id: int
    fact: str
    values: Mapping[str, Any] | None
    since: date | None = None
    until: date | None = None


_FACTS: dict[str, type[MaritalState | Study | BankAccount | Payee | Guardian | Disability]] = {
    "marital": MaritalState,
    "study": Study,
    "account": BankAccount,
    "payee": Payee,
    "guardian": Guardian,
    "disability": Disability,
}


def set_person_fact(work: Work, command: SetPersonFact) -> Outcome[bool]:
    """Set, change or end a dated fact of a person; `until` is the first day it no longer holds."""
    person = demand_person(work, command.person_id)
    entity = _FACTS[command.fact]
    values = None if command.values is None else checked_values(work, person.id, command.fact, command.values)
    since = start_of_change(work, entity, person.id, command.since)
    check_since(work, person.id, since)
    until = {} if command.until is None else {"to_day": command.until.isoformat()}
    changed = set_fact(work, entity, person.id, values, since, **until)
    demand_ended(values, changed=changed)
    return Outcome(changed, frozenset({(PEOPLE, person.id)}))


def checked_values(work: Work, person_id: int, fact: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a dated fact ("marital", "study", ...) after every check. Raises RuleError."""
    if fact == "marital":
        return {"state": rules.check_choice(values["state"], rules.MARITAL_LABELS, "state")}
    if fact == "study":
        level = rules.check_choice(values["level"], rules.STUDY_LABELS, "level")
        return {"level": level, "school": tidy(values.get("school") or "")}
    if fact == "disability":
        kind = values.get("kind") or ""
        return {
            "kind": rules.check_choice(kind, rules.DISABILITY_LABELS, "kind") if kind else "",
            "degree": rules.check_choice(values["degree"], rules.DEGREE_LABELS, "degree"),
            "certificate": tidy(values.get("certificate") or ""),
        }
    if fact == "account":
        number = tidy_account(values["number"])
        if not number:
            raise RuleError("Chưa nhập số tài khoản.", field="account", code="account_missing")
        return {"number": number, "bank": tidy(values.get("bank") or ""), "holder": tidy(values.get("holder") or "")}
    return _checked_representative(work, person_id, values)


def _checked_representative(work: Work, person_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    other_id = values.get("other_id")
    if other_id == person_id:
        raise RuleError("Người nhận thay phải là người khác.", field="name", code="same_person")
    name = demand_person(work, other_id).name if other_id else rules.check_name(values.get("name") or "")
    number, person = tidy_id_number(values.get("id_number") or ""), demand_person(work, person_id)
    if number and number in (person.id_number, person.old_id_number):
        raise RuleError("Đây là số của chính người này.", field="id_number", code="same_person")
    return {
        "other_id": other_id,
        "name": name,
        "id_number": number,
        "relation": tidy(values.get("relation") or ""),
        "phone": tidy_phone(values.get("phone") or ""),
    }


@dataclass(frozen=True, slots=True)
class NotSame:
    """Two people whom the clerk has told apart."""

    one_id: int
    other_id: int


def remember_not_same(work: Work, command: NotSame) -> Outcome[None]:
    """Never again ask whether these two are one person."""
    low, high = sorted((command.one_id, command.other_id))
    if low == high:
        raise RuleError("Hãy chọn hai người khác nhau.", code="same_person")
    demand_person(work, low)
    demand_person(work, high)
    known = select(NotSamePerson.id).where(NotSamePerson.low_id == low, NotSamePerson.high_id == high)
    if work.session.scalar(known) is None:
        work.add(NotSamePerson(low_id=low, high_id=high))
    return Outcome(None, frozenset({(PEOPLE, low), (PEOPLE, high)}))


def told_apart(work: Work, person_id: int) -> list[NotSamePerson]:
    """The pairs of a person in `not_same_person`."""
    pairs = select(NotSamePerson).where(or_(NotSamePerson.low_id == person_id, NotSamePerson.high_id == person_id))
    return list(work.session.scalars(pairs))


def demand_person(work: Work, person_id: int) -> Person:
    """The person; RuleError when the record is gone."""
    person = work.get(Person, person_id)
    if person is None:
        raise RuleError("Người này không còn trong sổ.", code="person_gone")
    return person


def check_since(work: Work, person_id: int, since: str) -> None:
    """RuleError when a fact would begin before the person was born; "" (unknown) is always right."""
    if since and since < demand_person(work, person_id).born_earliest:
        raise RuleError("Ngày này trước ngày sinh.", field="since", code="before_birth")


def check_village(work: Work, village_id: int | None) -> None:
    """RuleError when the village is not in the store (None: no village)."""
    if village_id is not None and work.get(Village, village_id) is None:
        raise RuleError("Thôn, tổ dân phố này không còn trong sổ.", field="village", code="village_gone")


def _table(entity: type[Base]) -> Any:
    return entity.__table__


_table(Person).info[REDERIVE] = rederive_person
