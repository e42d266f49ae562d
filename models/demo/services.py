"""Filling a store with the made-up commune: one verb, one transaction, through the driver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from models.benefits.entitlements.taking_over import TakeOver, take_over
from models.benefits.months.services import OpeningMonth, opening_month
from models.benefits.services import LineDetails, NewLine, add_lines
from models.demo.benefits import BenefitMaker, MadeBenefit
from models.demo.commune import DAY, MadeCommune, MadePerson, make_commune
from models.law.services import SwitchLaw, switch_law
from models.office.queries import village_id
from models.office.services import AddVillage, CreateCommune, SetSigner, add_village, set_signer
from models.people.dated import fact_rows
from models.people.services import NewPerson, PersonDetails, add_people
from models.people.tables import (
    BankAccount,
    Disability,
    Household,
    HouseholdMembership,
    HouseholdPoverty,
    MaritalState,
    Payee,
    Person,
)
from models.store.dates import Month
from models.store.uids import new_uids
from models.store.work import Outcome, Work

YEAR_START, YEAR_END = "2026-01-01", "2027-01-01"
COMMUNES = ("Suối Mơ", "Đắk Sương", "Đồi Gió", "Hòa Nắng", "Thác Mây")
PROVINCE = "68"
NEW_DECREE = "335/2026/NĐ-CP"
LAST_OLD_MONTH = Month(202610)
NEW_LEVELS = Month(202607)
"""From here the new decree's amounts count (NĐ 335/2026 Đ32 k3): who was paid since is taken over, ended or not."""


@dataclass(frozen=True, slots=True)
class FillDemo:
    """How many made-up people, from which seed.

    `before_october`: everybody is paid as before 05/10/2026, the new decree does not count yet here, the list is taken
    over with 10/2026 as the last month paid by it: the change of the law can be played through.
    """

    people: int
    seed: int
    before_october: bool = False


@dataclass(frozen=True, slots=True)
class DemoDone:
    """What was added."""

    people: int
    households: int
    benefit_lines: int


def demo_commune(seed: int) -> CreateCommune:
    """The commune in which the made-up people live; it does not exist either."""
    former = "xã Đắk Sương Hạ, xã Quảng Sương (huyện Đắk Gió, tỉnh Đắk Nông) - không có thật"
    return CreateCommune(f"Xã {COMMUNES[seed % len(COMMUNES)]}", PROVINCE, staff_name="Cán bộ mẫu", former_units=former)


def fill_demo(work: Work, command: FillDemo) -> Outcome[DemoDone]:
    """Add the made-up commune's villages, people, households, benefits and signers to the store."""
    made = make_commune(command.people, command.seed)
    villages = [_village(work, kind, name) for kind, name in made.villages]
    ids = _add_people(work, made, villages)
    _add_households(work, made, ids)
    benefits = BenefitMaker(command.seed, before_october=command.before_october).make(made)
    lines = _add_benefits(work, benefits, ids)
    _add_signers(work)
    if command.before_october:
        switch_law(work, SwitchLaw(NEW_DECREE, counts=False, reason="Sổ mẫu: như trước ngày 05/10/2026"))
        take_over(work, TakeOver(LAST_OLD_MONTH, ended_since=NEW_LEVELS))
        opening_month(work, OpeningMonth(LAST_OLD_MONTH))
    stale = frozenset({("people", 0), ("households", 0), ("benefits", 0), ("villages", 0), ("office", 0)})
    return Outcome(DemoDone(len(ids), len(made.households), lines), stale)


def _village(work: Work, kind: str, name: str) -> int:
    known = village_id(work.session, f"{kind} {name}")
    return known if known is not None else add_village(work, AddVillage(name, kind)).value


def _add_people(work: Work, made: MadeCommune, villages: list[int]) -> dict[int, int]:
    """Add everybody; returns the Python identity of each made person -> stored id."""
    people = [(person, household) for household in made.households for person in household.members]
    commands = [
        NewPerson(_details(person), villages[household.village], household.address) for person, household in people
    ]
    ids = add_people(work, commands).value
    stored = {id(person): person_id for (person, _), person_id in zip(people, ids, strict=True)}
    _add_fates(work, [person for person, _ in people], stored)
    return stored


def _details(person: MadePerson) -> PersonDetails:
    return PersonDetails(
        name=person.name,
        born=person.born,
        sex=person.sex,
        ethnic_code=person.ethnic,
        id_number=person.id_number,
        old_id_number=person.old_id_number,
        insurance_number=person.insurance_number,
        phones=(person.phone,) if person.phone else (),
    )


def _add_fates(work: Work, people: list[MadePerson], stored: dict[int, int]) -> None:
    table: Any = Person.__table__
    for person in people:
        if person.status != "living":
            values = {"status": person.status, "status_on": person.status_on, "moved_to": person.moved_to}
            work.update_row(table, stored[id(person)], values)
    known = [person for person in people if person.marital]
    _insert_facts(work, MaritalState, [{"person_id": stored[id(p)], "state": p.marital} for p in known])


def _add_households(work: Work, made: MadeCommune, stored: dict[int, int]) -> None:
    uids = new_uids(len(made.households))
    rows = [
        {"uid": uid, "number": f"{household.village + 1:02d}-{number:04d}", "note": ""}
        for number, (uid, household) in enumerate(zip(uids, made.households, strict=True), start=1)
    ]
    table: Any = Household.__table__
    ids = work.insert_many(table, rows)
    members, poor = [], []
    for household_id, household in zip(ids, made.households, strict=True):
        for person in household.members:
            row = {"person_id": stored[id(person)], "household_id": household_id, "relation": person.relation}
            members.append(row)
        if household.poverty:
            poor.append({"household_id": household_id, "kind": household.poverty, "valid_to": YEAR_END})
    _insert_facts(work, HouseholdMembership, members)
    _insert_facts(work, HouseholdPoverty, poor, since=YEAR_START)


def _add_benefits(work: Work, benefits: list[MadeBenefit], stored: dict[int, int]) -> int:
    commands = [
        NewLine(
            stored[id(benefit.person)],
            LineDetails(
                label=line.label,
                amount=line.amount,
                group_code=line.group,
                coefficient=line.coefficient,
                decision_number=line.decision_number,
                decision_day=line.decision_day,
                start_month=line.start_month,
                stop_month=line.stop_month,
                channel="account" if benefit.account else "cash",
            ),
        )
        for benefit in benefits
        for line in benefit.lines
    ]
    if commands:
        add_lines(work, commands)
    accounts, payees, degrees = [], [], []
    for benefit in benefits:
        owner = {"person_id": stored[id(benefit.person)]}
        if benefit.account:
            accounts.append({**owner, "number": benefit.account, "bank": benefit.bank, "holder": ""})
        if benefit.payee is not None:
            payees.append({**owner, **_payee(benefit.payee, stored)})
        degrees += [
            {**owner, "kind": "", "degree": line.degree, "certificate": ""} for line in benefit.lines if line.degree
        ]
    _insert_facts(work, BankAccount, accounts)
    _insert_facts(work, Payee, payees)
    _insert_facts(work, Disability, degrees)
    return len(commands)


def _payee(person: MadePerson, stored: dict[int, int]) -> dict[str, Any]:
    return {
        "other_id": stored[id(person)],
        "name": person.name,
        "id_number": person.id_number,
        "relation": "Người cùng hộ",
        "phone": person.phone,
    }


def _insert_facts(work: Work, entity: Any, facts: list[dict[str, Any]], since: str = "") -> None:
    if facts:
        work.insert_many(entity.__table__, fact_rows(work, entity, facts, since))


def _add_signers(work: Work) -> None:
    since = date(DAY.year - 1, 7, 1)
    set_signer(work, SetSigner("committee", "Đặng Quốc Mẫu", "head", "Chủ tịch", since))
    set_signer(work, SetSigner("committee", "K'Brin Thử", "deputy", "Phó Chủ tịch", since))
    set_signer(work, SetSigner("committee", "Lê Thị Ví Dụ", "authorised", "Trưởng phòng Văn hóa - Xã hội", since))
    set_signer(work, SetSigner("front", "Nông Văn Giả", "standing", "Chủ tịch", since))
